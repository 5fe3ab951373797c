"""The step inspector: what it prints is true, also by hand."""

import re
from decimal import ROUND_HALF_EVEN, Decimal

import pytest
from playwright.sync_api import Page

from engine import registry
from tests.browser.by_hand import digits, evaluate, number
from tests.browser.conftest import OpenPage

STAGES = ("point", "loss", "gradient", "change", "move")
# Options that add terms to a rule, besides every optimizer as it is by default.
OPTIONS = (
    "momentum~dampening:0.3~weight_decay:0.1",
    "adagrad~lr_decay:0.1",
    "rmsprop~centered:true~momentum:0.9~weight_decay:0.1",
    "adam~amsgrad:true~weight_decay:0.1",
    "lion~weight_decay:0.1",
    "gradient_descent/clipping:norm~limit:1/noise:0.5",
    "gradient_descent/clipping:value~limit:1",
)
RACERS = (*registry.members("optimizers"), *OPTIONS)
GROUPS = [RACERS[i : i + 7] for i in range(0, len(RACERS), 7)]

READ_LINES = """() => [...document.querySelectorAll(".line")].map((line) => ({
  quantity: line.closest(".quantity").dataset.quantity,
  expression: line.querySelector(".line-expression").textContent,
  value: line.querySelector(".line-value").textContent,
}))"""


def show_numbers(page: Page, step: int, racer: int, stage: int) -> None:
    """Selects racer and stage and waits until the numbers of just this step are there."""
    page.keyboard.press(str(racer + 1))
    page.locator(".stage-row").nth(stage).click()
    page.wait_for_function(
        """([step, racer, stage]) => {
          const lit = document.querySelector(".stage.is-lit");
          return lit?.dataset.stage === stage && document.querySelector(".inspector-step").textContent.includes(`${step} →`)
            && document.querySelector(".racer-badge").dataset.racer === String(racer)
            && (stage === "point" || (lit.querySelector(".line") !== null && lit.querySelector(".stage-lines.is-waiting") === null));
        }""",
        arg=[step, racer, STAGES[stage]],
    )


def assert_holds_by_hand(expression: str, value: str, where: str) -> None:
    if value.startswith("≈"):  # mere round-off of the computer, and shown as such
        return
    by_hand = evaluate(expression)
    shown = number(value)
    if by_hand == shown:
        return
    last = Decimal(1).scaleb(by_hand.adjusted() - digits(value) + 1)
    assert by_hand.quantize(last, ROUND_HALF_EVEN) == shown, f"{where}: {expression} = {value}, by hand {by_hand:.12g}"


@pytest.mark.parametrize("group", GROUPS, ids=lambda group: group[0])
@pytest.mark.parametrize(("surface", "step"), [("himmelblau", 0), ("ackley", 23)])
def test_printed_arithmetic_gives_the_printed_result(open_page: OpenPage, group: tuple[str, ...], surface: str, step: int) -> None:
    link = f"/en#surface={surface}&racers={';'.join(group)}&seed=3&step_limit=60&step={step}"
    page = open_page(link, width=1000, height=760, webgl=False)
    if step == 0:  # a link to the beginning plays at once
        page.locator(".stage-row").first.wait_for()
        page.keyboard.press("Home")
    seen = 0
    for racer, name in enumerate(group):
        for stage in range(5):
            show_numbers(page, step, racer, stage)
            for line in page.evaluate(READ_LINES):
                seen += 1
                assert_holds_by_hand(line["expression"], line["value"], f"{name}, {STAGES[stage]}, {line['quantity']}")
    assert seen > 6 * len(group)


def test_stage_values_are_the_runs(open_page: OpenPage) -> None:
    from engine.run import start
    from engine.run_config import RunConfig

    page = open_page("/en#surface=rosenbrock&racers=adam~learning_rate:0.05&seed=0&step_limit=300&step=200", webgl=False)
    show_numbers(page, 200, 0, 3)
    run = start(
        RunConfig.model_validate(
            {
                "problem": {"kind": "surface", "surface": {"kind": "rosenbrock"}},
                "racers": [{"id": "r1", "optimizer": {"kind": "adam", "learning_rate": 0.05}}],
                "step_limit": 300,
            }
        )
    )
    columns = run.advance(202, columns=("params", "loss", "gradient", "change")).columns
    expected = [
        *columns["params"][200, 0],
        columns["loss"][200, 0],
        *columns["gradient"][200, 0],
        *columns["change"][200, 0],
        *columns["params"][201, 0],
    ]
    shown = [number(text) for text in page.locator(".stage .stage-value").all_text_contents()]
    assert len(shown) == len(expected)
    for text, value in zip(shown, expected, strict=True):
        assert text == number(f"{Decimal(float(value)):.3e}".replace("-", "−").replace("e", "×10^").replace("^+", "^"))


def test_copies_the_step_as_text(open_page: OpenPage) -> None:
    page = open_page("/en#surface=rosenbrock&racers=momentum&seed=0&step_limit=60&step=19", webgl=False)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    show_numbers(page, 19, 0, 3)
    copied = {}
    for label in ("Copy as shown", "Copy with every digit"):
        page.get_by_role("button", name="Copy this step").click()
        page.get_by_role("button", name=label).click()
        page.get_by_text("Copied", exact=True).wait_for(state="attached")
        copied[label] = page.evaluate("navigator.clipboard.readText()")
    assert copied["Copy as shown"].startswith("Momentum, step 19 → 20, learning rate ")
    for stage in ("Point θ", "Loss L", "Gradient g", "Change Δ", "Move θ + Δ"):
        assert stage in copied["Copy as shown"]
    exact = re.findall(r"^ +velocity v \((?:x|y)\) = β v \+ g = (.+) = (-?[\d.]+)$", copied["Copy with every digit"], re.MULTILINE)
    assert len(exact) == 2
    for expression, value in exact:
        assert eval(expression, {"__builtins__": {}}) == float(value)


def test_walks_through_the_stages_and_on(open_page: OpenPage) -> None:
    page = open_page("/en#surface=rosenbrock&racers=momentum&seed=0&step_limit=60&step=19", webgl=False)
    show_numbers(page, 19, 0, 3)
    page.keyboard.press("[")
    page.locator('.stage.is-lit[data-stage="gradient"]').wait_for()
    page.keyboard.press("]")
    page.locator('.stage.is-lit[data-stage="change"]').wait_for()
    page.get_by_role("button", name="Walk through").click()
    for stage in STAGES:
        page.locator(f'.stage.is-lit[data-stage="{stage}"]').wait_for()
    page.get_by_text("Step 20 → 21").wait_for()
    page.get_by_role("button", name="Stop walking").click()
    assert page.locator(".stage.is-lit").count() == 1
    assert page.get_by_role("button", name="Walk through").is_visible()


def test_diverged_racer_shows_its_last_step(open_page: OpenPage) -> None:
    page = open_page("/en#surface=rosenbrock&racers=gradient_descent~learning_rate:0.1&seed=0&step_limit=60&step=40", webgl=False)
    page.locator(".inspector-step", has_text="Step 6 → 7 · last").wait_for()
    page.locator(".stage-row").nth(4).click()
    page.locator('.stage[data-stage="move"] .stage-value.is-infinite').first.wait_for()
    outcome = page.evaluate("() => playground.session.tape.outcomes.get('r1')")
    assert (outcome["kind"], outcome["step"]) == ("diverged", 7), "the step after the last one that is shown"


def test_code_lines_are_the_setting(open_page: OpenPage) -> None:
    page = open_page("/en#surface=rosenbrock&racers=adam~learning_rate:0.02~amsgrad:true&seed=0&step_limit=60&step=3", webgl=False)
    page.get_by_role("button", name="The same setting in Keras and PyTorch").click()
    lines = page.locator(".code-line:visible").all_text_contents()
    assert lines == [
        "keras.optimizers.Adam(learning_rate=0.02, beta_1=0.9, beta_2=0.999, epsilon=1e-08, amsgrad=True)",
        "torch.optim.Adam(params, lr=0.02, betas=(0.9, 0.999), eps=1e-08, weight_decay=0, amsgrad=True)",
    ]


def test_numbers_stay_faint_and_the_box_stands_while_the_next_ones_are_fetched(open_page: OpenPage) -> None:
    page = open_page("/en#surface=rosenbrock&racers=momentum~learning_rate:0.0005&seed=0&step_limit=60&step=20", webgl=False)
    show_numbers(page, 20, 0, 3)
    page.evaluate("""() => {
      globalThis.seen = [];
      const keep = () => {
        const lines = document.querySelector(".stage-lines");
        const [expression, value] = lines.querySelectorAll(".line-expression, .line-value");
        seen.push([lines.offsetHeight, expression.textContent, value.textContent]);
        requestAnimationFrame(keep);
      };
      keep();
    }""")
    page.keyboard.press("ArrowRight")
    show_numbers(page, 21, 0, 3)
    page.get_by_role("button", name="Higher").click()
    page.wait_for_function("() => playground.store.state.changes.length === 1 && playground.session.tape.held === -1")
    show_numbers(page, 21, 0, 3)
    seen = page.evaluate("() => seen")
    assert len({height for height, _, _ in seen}) == 1
    assert all(re.search(r"\d × ", expression) and value for _, expression, value in seen), "numbers, never bare symbols"


def test_nothing_is_cut_when_numbers_grow(open_page: OpenPage) -> None:
    racers = "gradient_descent;momentum~learning_rate:0.01;nesterov;rmsprop;adagrad;adadelta;nadam;adam"
    page = open_page(f"/en#surface=himmelblau&racers={racers}&selected=r2&seed=0&step_limit=300&step=20", webgl=False)
    show_numbers(page, 20, 1, 3)
    page.wait_for_function("() => { playground.player.seek(1e6); return playground.session.tape.ended && playground.player.step === 300; }")
    page.locator(".inspector-step", has_text="Step 299 → 300 · last").wait_for()
    page.wait_for_function("() => document.querySelector('.stage-lines.is-waiting') === null")
    cut = "(boxes) => boxes.some((box) => box.scrollHeight > box.clientHeight + 4)"
    assert not page.locator(".stage-lines, .inspector-body").evaluate_all(cut)


def test_beyond_all_numbers_no_half_of_a_formula_is_printed(open_page: OpenPage) -> None:
    page = open_page("/en#surface=himmelblau&racers=momentum~learning_rate:0.3;adam&seed=0&step_limit=60&step=40", webgl=False)
    page.locator(".inspector-step", has_text=" · last").wait_for()
    page.wait_for_function("() => document.querySelector('.stage-lines.is-waiting') === null")
    values = set()
    for stage in range(1, 5):
        page.locator(".stage-row").nth(stage).click()
        for line in page.evaluate(READ_LINES):
            assert "–" not in line["expression"]
            values.add(line["value"])
    assert "–" in values
