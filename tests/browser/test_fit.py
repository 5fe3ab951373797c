"""The page of fits: data, model and loss surface alive at once, batches, accuracy, a table of one's own, links."""

from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import Browser, Page

import engine
from engine.functions import ARRAY
from engine.problems.fit import FitProblem, parts_of
from engine.run import start
from engine.run_config import Change, RunConfig
from engine.tuned.rates import rates_on_data
from tests.browser.conftest import OpenPage, pages_of
from tests.browser.driving import AT_THE_END, assert_is_the_engines, await_whole, column, drawn, each_sheet, rest_at, state
from tests.browser.test_everyone import AXE, violations
from tests.browser.test_layout import FAULTS, READY, SIZES

SETTLED = "() => playground.store.state.changes.length > 0 && !playground.session.isWaiting"


def problem_of(page: Page) -> FitProblem:
    """The problem of the step on screen, as the engine reads it."""
    run, changes = state(page, "run"), [Change.model_validate(change) for change in state(page, "changes")]
    now = start(RunConfig.model_validate(run), changes).config.problem
    assert isinstance(now, FitProblem)
    return now


def opened(open_page: OpenPage, path: str) -> Page:
    page = open_page(path, webgl=False, reduced_motion="reduce")
    page.wait_for_function("() => globalThis.playground?.session.tape?.length > 10 && playground.data")
    return page


def test_a_dragged_point_changes_the_surface_under_the_ball(open_page: OpenPage) -> None:
    page = opened(open_page, "/en/fit#preset=fit_line&step=30")
    rest_at(page, 30)
    before = problem_of(page)
    box = page.locator(".picture.data").bounding_box()
    assert box is not None
    x, y = page.evaluate("() => playground.data.pixelOf(3)")
    page.mouse.move(box["x"] + x, box["y"] + y)
    page.mouse.down()
    for up in (20, 45, 70):
        page.mouse.move(box["x"] + x, box["y"] + y - up)
        drawn(page)
    page.mouse.up()
    page.wait_for_function(SETTLED)
    after = problem_of(page)
    moved = parts_of(after).train.y - parts_of(before).train.y
    assert np.flatnonzero(np.abs(moved) > 1e-3).tolist() == [3], "one point, the one under the hand"
    assert moved[3] > 0.5
    assert len(state(page, "changes")) == 1, "a drag is one change"
    # The surface is that of the new data, and the ball rolls on it to the bits of the engine.
    page.wait_for_function("(lowest) => Math.abs(playground.field().lowest - lowest) < 1e-3 * lowest", arg=_lowest(after))
    assert_is_the_engines(page, "after the drag")
    # Enter adds a point in the middle, Delete takes the chosen one away.
    page.focus(".picture.data")
    page.keyboard.press("Enter")
    page.wait_for_function("() => playground.examples().train.y.length === 41")
    page.keyboard.press("PageDown")
    page.keyboard.press("Delete")
    page.wait_for_function("() => playground.examples().train.y.length === 40")
    assert_is_the_engines(page, "after a point was added and one taken away")


def _lowest(problem: FitProblem) -> float:
    """The lowest loss on the drawn grid."""
    fit = problem.landscape
    axes = [np.linspace(low, high, 121) for low, high in fit.window()]
    return float(np.min(fit.value(ARRAY, *np.meshgrid(*axes))))


def test_the_batch_is_counted_shown_and_opened(open_page: OpenPage) -> None:
    page = opened(open_page, "/en/fit#preset=fit_batches&step=12")
    rest_at(page, 12)
    assert page.locator(".batch-sum").inner_text() == "64 examples = 8 × 8 iterations"
    page.wait_for_function("() => playground.batchNow.view?.seen === 96")
    drawn(page)
    assert "Epoch 2 · iteration 5 of 8 · 96 examples seen" in page.locator(".batch-counters").inner_text()
    config = RunConfig.model_validate(state(page, "run"))
    run = start(config)
    run.advance(20)
    view = run.inspect(12, "mini", "batch")
    assert page.evaluate("() => playground.batchNow.view.indices") == view["indices"]
    # The batch's own surface is the loss of its examples alone.
    page.get_by_role("button", name="Surface of this batch").click()
    fit = config.problem.landscape
    values = fit.values(
        tuple(np.meshgrid(*(np.linspace(low, high, 121) for low, high in fit.window()))), fit.batch(np.array(view["indices"]))
    )
    page.wait_for_function("(highest) => Math.abs(playground.field().highest - highest) < 1e-4 * highest", arg=float(values.max()))
    page.get_by_role("button", name="Surface of this batch").click()
    # A size that does not divide the data: the last batch holds the rest.
    page.evaluate("""() => {
      const slider = document.querySelector("#batch .slider");
      slider.value = 0;
      slider.dispatchEvent(new Event("input"));
      slider.dispatchEvent(new Event("change"));
    }""")
    page.wait_for_function(SETTLED)
    drawn(page)
    assert page.locator(".batch-sum").inner_text() == "64 examples = 1 × 64 iterations"
    page.wait_for_function(AT_THE_END)
    assert_is_the_engines(page, "with another batch size")
    rest_at(page, 13)
    page.get_by_role("button", name="Gradients of all batches").click()
    dialog = page.locator("dialog.cloud")
    dialog.locator(".cloud-dot").nth(63).wait_for()
    drawn(page)
    assert "64 batches of up to 1." in dialog.locator(".cloud-said").first.inner_text()
    page.keyboard.press("Escape")
    # Against examples seen, the stochastic racer has come less far than the one that sees all.
    page.select_option("#curve select >> nth=1", "examples")
    drawn(page)
    examples = column(page, "examples").reshape(-1, 3)
    assert examples[12, 0] == 12 * 64


def test_accuracy_is_the_engines_and_the_loss_can_be_exchanged(open_page: OpenPage) -> None:
    page = opened(open_page, "/ko/fit#preset=fit_two_weights&step=25")
    rest_at(page, 25)
    page.get_by_role("button", name="정확도", exact=True).click()
    for threshold in (0.5, 0.8):
        page.evaluate("(threshold) => playground.store.set({ threshold })", threshold)
        fit = problem_of(page).landscape
        expected = float(fit.accuracies(tuple(column(page).reshape(-1, 2)[25]), threshold))
        page.wait_for_function(
            "(wanted) => Number(document.querySelectorAll('.hud-readings .reading')[1].textContent) === wanted", arg=expected
        )
        page.wait_for_function("() => playground.field().highest <= 1")
    page.get_by_role("button", name="손실", exact=True).first.click()
    page.click("#fit-loss")
    page.locator('.choice[data-kind="mean_squared_error"]').click()
    page.wait_for_function(SETTLED)
    assert problem_of(page).loss.kind == "mean_squared_error"
    # The slope measured instead of derived: four evaluations a step, counted.
    racer = state(page, "selected")
    page.click("#details .row >> nth=1")
    page.locator(".sheet:popover-open").get_by_role("button", name="수치적").click()
    page.wait_for_function("() => playground.store.state.changes.length === 2")
    assert state(page, "changes")[1]["set"]["gradient"]["kind"] == "numerical"
    page.keyboard.press("Escape")
    page.locator(".batch-evaluations", has_text="4번").wait_for()
    assert racer == "gd"
    page.wait_for_function(AT_THE_END)
    assert_is_the_engines(page, "under another loss, with the numerical gradient")
    # Another loss stands beside it on the map; the surface keeps its own.
    page.select_option("#small select", "hinge")
    drawn(page)
    assert "beside" not in page.evaluate("() => location.hash") or state(page, "beside") == "hinge"


TABLE = "키;몸무게\n150,5;45,2\n160,2;55\n171;\n180,1;80,4\n155;48"


@pytest.fixture
def open_refused(browser: Browser, address: str) -> Iterator[OpenPage]:
    """As ``open_page``; the browser may report the table that the server refuses."""
    yield from pages_of(browser, address, lambda text: "422" in text)


def test_a_table_of_ones_own_travels_with_the_link(open_refused: OpenPage) -> None:
    page = opened(open_refused, "/ko/fit#preset=fit_line&step=5")
    page.click("#fit-data")
    page.get_by_role("button", name="표를 붙여 넣거나 올리기…").click()
    dialog = page.locator("dialog.own-table")
    box = dialog.locator("textarea")
    box.fill("a,b\n1,2\n3,4,5\n")
    dialog.locator(".fault:not(:empty)").wait_for()
    assert "3" in dialog.locator(".fault").inner_text(), "the row is named"
    box.fill(TABLE)
    page.wait_for_function("() => document.querySelector('.own-table .primary').disabled === false")
    said = dialog.locator(".cloud-said").inner_text()
    assert "5행 2열" in said
    assert "4" in said, "the row without a value is named"
    dialog.locator(".primary").click()
    page.wait_for_function("() => playground.store.state.run.problem.data.kind === 'own'")
    await_whole(page)
    data = state(page, "run")["problem"]["data"]
    assert (data["x"], data["y"]) == ([[150.5, 160.2, 180.1, 155]], [45.2, 55, 80.4, 48])
    assert (data["features"], data["target"]) == (["키"], "몸무게")
    assert_is_the_engines(page, "on data of one's own")
    rest_at(page, 40)
    page.wait_for_function("() => location.hash.includes('run=')")
    first = column(page)
    page.reload()
    page.wait_for_function("() => globalThis.playground?.store.state.run.problem.data?.kind === 'own'")
    await_whole(page)
    assert column(page).tobytes() == first.tobytes()


TARGETS = (
    "0 1 1 0",
    "-1 1 1 -1",
    "1 -1 1 1",
    "1 1 1 1",
    "0 0 0 0",
    "0 1 2 1",
    "-1 0 1 1",
    "no yes no no",
    "c a b a",
    "1 -1 0 ?",
    "c a b ?",
)


def test_a_target_is_what_python_takes_it_for(open_page: OpenPage) -> None:
    page = open_page("/en/fit", webgl=False)
    for target in TARGETS:
        # The last row lacks its feature: what it alone holds is no class.
        for last in ("8", ""):
            table = "x,y\n" + "\n".join(f"{x},{y}" for x, y in zip(("5", "6", "7", last), target.split(), strict=True))
            data = page.evaluate(
                """async (text) => {
                    const { readTable, examplesOf } = await import("/static/run/table.js");
                    return examplesOf(await readTable(text, {}), [0], 1).data;
                }""",
                table,
            )
            points, task, classes, _ = engine.read_table(table).examples(["x"], "y")
            assert (data["task"], data["classes"]) == (task, list(classes)), table
            assert (data["x"], data["y"]) == (points.x.T.tolist(), points.y.tolist()), table


@pytest.mark.parametrize(
    ("path", "sentence"), [("/en#run=", "a problem of the kind fit"), ("/en/fit#run=", "a problem of the kind surface")]
)
def test_a_link_of_the_other_page_is_told(open_page: OpenPage, path: str, sentence: str) -> None:
    other = "/en/fit" if path.startswith("/en#") else "/en"
    page = open_page(other, webgl=False)
    page.wait_for_function("() => globalThis.playground?.session.tape?.length > 1")
    packed = page.evaluate(
        """async () => {
      const { pack } = await import("/static/packing.js");
      return pack(playground.store.state.run);
    }"""
    )
    page = open_page(path + packed, webgl=False)
    page.locator("#notice", has_text=sentence).wait_for()
    page.wait_for_function("() => globalThis.playground?.session.tape?.length > 1")
    kind = "surface" if path.startswith("/en#") else "fit"
    assert state(page, "run")["problem"]["kind"] == kind, "the page shows a run of its own"


@pytest.mark.parametrize(("path", "shown"), [("/en", "surface"), ("/en/fit", "fit")])
def test_a_link_of_a_problem_that_no_page_shows_is_told(open_page: OpenPage, path: str, shown: str) -> None:
    page = open_page(path, webgl=False)
    page.wait_for_function("() => globalThis.playground?.session.tape?.length > 1")
    packed = page.evaluate(
        """async () => {
      const { pack } = await import("/static/packing.js");
      const loss = { kind: "sparse_categorical_cross_entropy", from_logits: true };
      const data = { kind: "dataset", dataset: { kind: "iris" } };
      return pack({ ...playground.store.state.run, problem: { kind: "softmax_regression", loss, data } });
    }"""
    )
    page = open_page(f"{path}#run={packed}", webgl=False)
    page.locator("#notice", has_text="a problem of the kind softmax_regression").wait_for()
    page.wait_for_function("() => globalThis.playground?.session.tape?.length > 1")
    assert state(page, "run")["problem"]["kind"] == shown, "the page shows a run of its own"


@pytest.mark.parametrize("lang", ["en", "ko"])
def test_nothing_is_cut_off_and_axe_finds_nothing(open_page: OpenPage, lang: str) -> None:
    page = open_page(f"/{lang}/fit#preset=fit_batches&step=20", webgl=False, reduced_motion="reduce")
    page.wait_for_function(READY)
    rest_at(page, 20)
    found: dict[str, Any] = {}
    for width, height in SIZES:
        page.set_viewport_size({"width": width, "height": height})
        drawn(page)
        drawn(page)
        found[f"{width}×{height}"] = page.evaluate(FAULTS)
    page.set_viewport_size({"width": 1366, "height": 768})
    page.evaluate(AXE)
    found["axe"] = violations(page)
    for dialog in ("cloud", "table"):
        page.evaluate("(dialog) => playground.store.set({ dialog })", dialog)
        page.locator("dialog[open]").wait_for()
        drawn(page)
        found[dialog] = violations(page, "'dialog[open]'")
        page.keyboard.press("Escape")
        page.wait_for_function("() => document.querySelector('dialog[open]') === null")
    for sheet in each_sheet(page):
        found[sheet] = violations(page, "'.sheet:popover-open'")
    assert {where: faults for where, faults in found.items() if faults} == {}


def test_axes_are_called_by_the_measures_chosen(open_page: OpenPage) -> None:
    page = opened(open_page, "/en/fit#preset=fit_line&step=5")
    page.evaluate("""() => {
      const { run } = playground.store.state, dataset = { kind: "iris", first: "sepal_width", second: "petal_length" };
      const problem = { ...run.problem, model: { kind: "two_weights" }, loss: { kind: "hinge" }, data: { kind: "dataset", dataset } };
      playground.session.load({ ...run, problem }, []);
    }""")
    page.wait_for_function("() => playground.examples()?.train.x.length === 2")
    drawn(page)
    assert page.locator("#data .axis-name").all_inner_texts() == ["Sepal width (cm)", "Petal length (cm)"]


def test_no_edit_is_lost_however_fast_it_is_made(open_page: OpenPage) -> None:
    page = opened(open_page, "/en/fit#preset=fit_line&step=30")
    rest_at(page, 30)
    page.get_by_role("button", name="Add", exact=True).click()
    box = page.locator(".picture.data").bounding_box()
    assert box is not None
    for k in range(5):
        page.mouse.click(box["x"] + 150 + 25 * k, box["y"] + box["height"] - 60)
    page.locator(".picture.data").focus()
    for _ in range(3):
        page.keyboard.press("Enter")
    assert len(state(page, "changes")[-1]["set"]["problem"]["data"]["y"]) == 48
    for _ in range(6):
        page.keyboard.press("PageDown")
        page.keyboard.press("ArrowRight")
        page.keyboard.press("ArrowRight")
        page.keyboard.press("Delete")
    assert len(state(page, "changes")[-1]["set"]["problem"]["data"]["y"]) == 42
    page.wait_for_function("() => playground.examples().train.y.length === 42")
    await_whole(page)
    assert_is_the_engines(page, "after many edits at once")


def test_what_could_not_be_loaded_is_loaded_when_the_server_is_back(open_page: OpenPage) -> None:
    page = opened(open_page, "/en/fit#preset=fit_line&step=30")
    rest_at(page, 30)
    page.route("**/api/data", lambda route: route.fulfill(body="half an ans"))
    page.locator(".picture.data").focus()
    page.keyboard.press("Enter")
    page.locator("#notice", has_text="could not be loaded").wait_for()
    page.unroute("**/api/data")
    page.wait_for_function("() => playground.examples().train.y.length === 41")
    page.locator("#notice").wait_for(state="hidden")
    shown = page.evaluate("() => playground.examples()")
    asked = state(page, "changes")[-1]["set"]["problem"]["data"]
    assert sorted(shown["train"]["y"] + shown["test"]["y"]) == sorted(asked["y"]), "the examples shown are those of the edit"


def test_the_threshold_moves_the_boundary(open_page: OpenPage) -> None:
    page = opened(open_page, "/en/fit#preset=fit_two_weights&step=20")
    rest_at(page, 20)
    page.get_by_role("button", name="Accuracy", exact=True).click()
    drawn(page)
    before = page.locator(".picture.data").screenshot()
    page.locator(".threshold").fill("0.85")
    drawn(page)
    assert page.locator(".hud-threshold").inner_text().split() == ["Threshold", "0.85"]
    assert page.locator(".picture.data").screenshot() != before


def test_standardising_begins_anew_in_its_own_units(open_page: OpenPage) -> None:
    page = opened(open_page, "/en/fit#preset=fit_penguins&step=6")
    rest_at(page, 6)
    page.get_by_role("button", name="Data").first.click()
    page.locator(".sheet:popover-open").get_by_label("Standardise", exact=True).click()
    page.wait_for_function("() => playground.store.state.run.problem.standardise && !playground.session.isWaiting")
    assert state(page, "changes") == []
    tuned = rates_on_data()["penguins_mass", "line", "standardised"]["gradient_descent"]
    assert state(page, "run")["racers"][0]["optimizer"]["learning_rate"] == tuned
    page.wait_for_function(AT_THE_END)
    assert column(page, "loss")[-1] < 0.5 * column(page, "loss")[0]


def test_data_too_long_for_a_link_are_named_and_saved(open_page: OpenPage) -> None:
    page = opened(open_page, "/en/fit#preset=fit_line&step=0")
    page.evaluate("""() => {
      const { run } = playground.store.state, x = Array.from({ length: 2000 }, (_, k) => Math.sin(1 + k * 7.1));
      const y = x.map((value, k) => 2 * value + Math.sin(k * 3.3));
      const data = { kind: "own", task: "regression", x: [x], y, features: ["x"], target: "y", classes: [] };
      playground.session.load({ ...run, problem: { ...run.problem, data } }, []);
    }""")
    page.wait_for_function("() => playground.examples()?.train.y.length === 2000")
    with page.expect_download() as saving:
        page.get_by_role("button", name="Copy link").click()
    page.locator("#notice", has_text="says what it leaves out").wait_for()
    lean = opened(open_page, page.evaluate("() => location.pathname + location.hash"))
    lean.locator("#notice", has_text="too long to hold its own data").wait_for()
    assert state(lean, "run")["racers"] == state(page, "run")["racers"]
    lean.locator("[aria-labelledby='preset-label preset-name']").click()
    lean.locator("input[type=file]").first.set_input_files(saving.value.path())
    lean.wait_for_function("() => playground.examples()?.train.y.length === 2000")
    assert state(lean, "run") == state(page, "run")


FORMULA_FAULTS = """() => {
  const strip = document.getElementById("formulas").getBoundingClientRect(), faults = [];
  const maths = [...document.querySelectorAll("#formulas math")];
  const boxes = maths.map((node) => ({ text: node.textContent, box: node.getBoundingClientRect() }));
  for (const { text, box } of boxes) {
    if (box.left < strip.left || box.right > strip.right + 0.5 || box.right > innerWidth) faults.push(`${text} is cut at ${box.right}`);
    if (box.bottom > strip.bottom + 2 || box.top < strip.top - 2) faults.push(`${text} stands out of its row`);
  }
  boxes.forEach(({ text, box }, k) => boxes.slice(k + 1).forEach((other) => {
    const wide = Math.min(box.right, other.box.right) - Math.max(box.left, other.box.left);
    const high = Math.min(box.bottom, other.box.bottom) - Math.max(box.top, other.box.top);
    if (wide > 1 && high > 1) faults.push(`${text} and ${other.text} overlap`);
  }));
  for (const id of ["data", "big", "reading"]) {
    const { left, right, top, bottom } = document.getElementById(id).getBoundingClientRect();
    if (right > strip.left + 1 && left < strip.right - 1 && bottom > strip.top + 1 && top < strip.bottom - 1) faults.push(`over #${id}`);
  }
  const small = [...document.querySelectorAll("#contour .picture-box, #curve .picture-box")].map((node) => node.getBoundingClientRect());
  for (const { width, height } of small) if (Math.min(width, height) < 120) faults.push(`a picture of ${width}×${height}`);
  return faults;
}"""


@pytest.mark.parametrize("lang", ["en", "ko"])
def test_model_and_loss_are_written_out_at_every_size(open_page: OpenPage, lang: str) -> None:
    page = open_page(f"/{lang}/fit", webgl=False, reduced_motion="reduce")
    found = {}
    for preset, racer in (("fit_line", "gd"), ("fit_three_losses", "huber"), ("fit_penalty", "weak"), ("fit_two_weights", "gd")):
        page.goto(f"{page.url.split('#')[0]}#preset={preset}&step=3")
        page.wait_for_function("(preset) => playground.store.state.preset === preset && !playground.session.isWaiting", arg=preset)
        rest_at(page, 3)
        page.evaluate("(selected) => playground.store.set({ selected })", racer)
        for width, height in ((1366, 768), (1366, 620), (1920, 1080), (820, 1180), (1024, 768), (390, 844)):
            page.set_viewport_size({"width": width, "height": height})
            drawn(page)
            drawn(page)
            assert page.locator("#formulas .is-model").inner_text() != ""
            faults = page.evaluate(FORMULA_FAULTS)
            if faults:
                found[f"{preset} {width}×{height}"] = faults
    assert found == {}


def test_a_gradient_stands_with_the_sum_it_comes_from(open_page: OpenPage) -> None:
    page = open_page("/en/fit#preset=fit_line&step=1", width=1920, height=1080, webgl=False)
    rest_at(page, 1)
    page.evaluate("() => playground.store.set({ stage: 3 })")
    page.wait_for_function("() => document.querySelectorAll('.line-formula').length === 2")
    page.wait_for_function("() => !document.querySelector('.stage-lines').classList.contains('is-waiting')")
    # Each stands above its own numbers: the sum by the number of examples.
    lines = page.locator("#stage-lines .line")
    expressions = lines.locator(".line-expression").all_inner_texts()
    assert all(text.endswith("/ 40") for text in expressions), expressions
    w, b = column(page).reshape(-1, 2)[1]
    train = parts_of(problem_of(page)).train
    x = train.x[:, 0]
    error = 2.0 * (w * x + b - train.y)
    for text, expected in zip(expressions, (np.sum(error * x), np.sum(error)), strict=True):
        printed = text.split(" /")[0].replace("−", "-")
        assert float(printed) == pytest.approx(expected, rel=1e-3)


def test_the_loss_is_there_in_code_too(open_page: OpenPage) -> None:
    page = open_page("/en/fit#preset=fit_three_losses&step=1", webgl=False)
    rest_at(page, 1)
    page.evaluate("() => playground.store.set({ selected: 'huber' })")
    page.get_by_role("button", name="The same setting in Keras and PyTorch").click()
    code = page.locator(".loss-code .code-line")
    assert code.all_text_contents() == [
        "torch.nn.functional.huber_loss(prediction, target, delta=1.0)",
        "keras.losses.Huber(delta=1.0)(target, prediction)",
    ]
    page.evaluate("() => playground.store.set({ selected: 'squared' })")
    page.wait_for_function("() => document.querySelector('.loss-code').textContent.includes('np.mean((prediction - target) ** 2)')")
