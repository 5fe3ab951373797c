"""The run on screen: what is changed, when it takes hold, and that time runs both ways, bit for bit."""

import pytest
from playwright.sync_api import Locator, Page, Route

from tests.browser.by_hand import number
from tests.browser.conftest import OpenPage
from tests.browser.driving import (
    AT_THE_END,
    assert_is_the_engines,
    await_whole,
    column,
    drawn,
    rest_at,
    state,
    step,
    to_digits,
)
from tests.reference.replaying import replayed

TWO = "/en#surface=rosenbrock&racers=momentum~learning_rate:0.0005;adam~learning_rate:0.05&seed=0&step_limit=120&step=20"
PARAMS_HERE = """() => {
  const { tape } = playground.session, { step } = playground.player;
  const here = tape.column("params").slice(step * tape.racers.length * tape.width, (step + 1) * tape.racers.length * tape.width);
  return Array.from(new Uint8Array(here.buffer), (byte) => byte.toString(16).padStart(2, "0")).join("");
}"""

COUNT_ROUNDS = """() => {
  globalThis.rounds = 0;
  let last = 0;
  const watch = () => {
    const { step } = playground.player;
    if (step < last) rounds += 1;
    last = step;
    requestAnimationFrame(watch);
  };
  watch();
}"""
# The example is on screen, with rows of its own.
SHOWS_EXAMPLE = """(kind) => {
  const { store, session } = playground;
  return store.state.preset === kind && session.tape?.length > 1 && session.tape.racers.length === store.state.run.racers.length;
}"""


def two_racers(open_page: OpenPage, link: str = TWO) -> Page:
    page = open_page(link, webgl=False)
    await_whole(page)
    rest_at(page, 20)
    return page


def middle(locator: Locator) -> tuple[float, float]:
    box = locator.bounding_box()
    assert box is not None
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def drag_rate(page: Page, *places: float) -> None:
    """The rate's slider taken by its thumb and carried over places 0 … 1."""
    slider = page.locator(".rate-slider")
    box = slider.bounding_box()
    assert box is not None
    thumb = 28.0  # its middle never leaves the track
    at = [box["x"] + thumb / 2 + place * (box["width"] - thumb) for place in places]
    y = box["y"] + box["height"] / 2
    here = float(slider.input_value()) / float(slider.get_attribute("max") or 1)
    page.mouse.move(box["x"] + thumb / 2 + here * (box["width"] - thumb), y)
    page.mouse.down()
    for x in at:
        page.mouse.move(x, y, steps=3)
    page.mouse.up()


def choose(page: Page, opener: Locator, choice: str) -> None:
    """Opens a sheet and takes the choice of that name."""
    opener.click()
    page.locator(".sheet:popover-open .choice").filter(has=page.get_by_text(choice, exact=True)).click()


@pytest.mark.parametrize("by", ["mouse", "keyboard", "number", "button"])
def test_the_rate_changes_the_run_at_the_step_on_screen(open_page: OpenPage, by: str) -> None:
    page = two_racers(open_page)
    before = column(page)
    if by == "mouse":
        drag_rate(page, 0.7, 0.45)
    elif by == "keyboard":
        page.locator(".rate-slider").focus()
        for key in ("ArrowRight", "ArrowRight", "PageDown"):
            page.keyboard.press(key)
    elif by == "number":
        page.locator(".rate-number").fill("0.000321")
        page.keyboard.press("Enter")
    else:
        page.get_by_role("button", name="Higher").click()
    page.wait_for_function("() => playground.store.state.changes.length > 0")
    changes = state(page, "changes")
    assert [(change["at_step"], change["racer"]) for change in changes] == [(20, "r1")]
    if by == "number":
        assert changes[0]["set"]["optimizer"]["learning_rate"] == 0.000321
    assert_is_the_engines(page, by)
    after, row = column(page), 2 * 2
    assert step(page) == 20
    assert after[: 21 * row].tobytes() == before[: 21 * row].tobytes(), "the past stays as it was"
    assert after[21 * row : 21 * row + 2].tobytes() != before[21 * row : 21 * row + 2].tobytes(), "the next step is another one"
    assert after.reshape(-1, 2, 2)[:, 1].tobytes() == before.reshape(-1, 2, 2)[:, 1].tobytes(), "the other racer never noticed"


def test_a_drag_is_one_change_and_answers_while_it_lasts(open_page: OpenPage) -> None:
    page = two_racers(open_page)
    before = column(page)
    x, y = middle(page.locator(".rate-slider"))
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 20, y, steps=4)
    page.wait_for_function(
        "(before) => playground.session.tape.at('params', 21, 0) !== before && playground.session.tape.length > 21",
        arg=float(before[21 * 4]),
    )
    page.mouse.move(x + 40, y, steps=6)
    page.mouse.up()
    await_whole(page)
    assert len(state(page, "changes")) == 1
    assert page.evaluate("() => playground.session.ghosts.length") == 1


def test_steps_back_and_forward_are_exact(open_page: OpenPage) -> None:
    page = two_racers(open_page)
    page.locator("body").focus()
    forward = []
    for _ in range(12):
        page.keyboard.press("ArrowRight")
        forward.append((step(page), page.evaluate(PARAMS_HERE)))
    assert [at for at, _ in forward] == list(range(21, 33))
    for expected in reversed(forward[:-1]):
        page.keyboard.press("ArrowLeft")
        assert (step(page), page.evaluate(PARAMS_HERE)) == expected
    for expected in forward[1:]:
        page.get_by_role("button", name="One step forward").click()
        assert (step(page), page.evaluate(PARAMS_HERE)) == expected
    # Back before a change and forward over it again.
    page.get_by_role("button", name="Higher").click()
    await_whole(page)
    changed = column(page)
    page.keyboard.press("Home")
    assert step(page) == 0
    page.keyboard.press("End")
    assert step(page) == 120
    assert column(page).tobytes() == changed.tobytes()
    assert_is_the_engines(page)


def test_scrubbing_shows_the_step_and_its_numbers(open_page: OpenPage) -> None:
    page = two_racers(open_page)
    losses = column(page, "loss").reshape(-1, 2)
    slider = page.locator(".timeline-slider")
    box = slider.bounding_box()
    assert box is not None
    page.mouse.move(*middle(slider))
    page.mouse.down()
    seen = set()
    for part in (0.3, 0.62, 0.9, 0.1):
        page.mouse.move(box["x"] + part * box["width"], box["y"] + box["height"] / 2)
        drawn(page)
        at = step(page)
        seen.add(at)
        assert page.locator(".hud .reading").first.text_content() == str(at) == slider.input_value()
        shown = page.locator(".hud .reading").nth(1).text_content() or ""
        assert number(shown.replace("×10−", "×10^−")) == to_digits(losses[at, 0], 4), f"step {at}"
        for racer, card in enumerate(page.locator(".card-loss").all_text_contents()):
            places = 3 if 1e-3 <= losses[at, racer] < 1e3 else 2
            assert number(card.replace("×10−", "×10^−")) == to_digits(losses[at, racer], places), f"card {racer}, step {at}"
    page.mouse.up()
    assert len(seen) == 4
    assert not state(page, "playing")


def test_restart_and_loop(open_page: OpenPage) -> None:
    page = two_racers(open_page)
    page.get_by_role("button", name="Restart").click()
    page.wait_for_function("() => playground.store.state.playing && playground.player.step < 20")
    page.get_by_role("button", name="Speed: as fast as it goes").or_(page.get_by_role("button", name="Max", exact=True)).first.click()
    page.wait_for_function("() => !playground.store.state.playing && playground.player.step === 120")
    page.get_by_role("button", name="Loop").click()
    page.evaluate(COUNT_ROUNDS)
    page.keyboard.press("r")
    page.wait_for_function("() => rounds >= 3")
    assert state(page, "playing")
    page.keyboard.press("l")
    page.wait_for_function("() => !playground.store.state.playing")


def test_every_example_applies_at_a_click(open_page: OpenPage) -> None:
    page = open_page("/en", webgl=False)
    presets = page.evaluate("() => JSON.parse(document.querySelector('#opening').textContent).catalogue.presets")
    assert len(presets) > 10
    opener = page.locator("[aria-labelledby='preset-label preset-name']")
    for preset in presets:
        choose(page, opener, preset["title"])
        page.wait_for_function(SHOWS_EXAMPLE, arg=preset["kind"])
        assert state(page, "run") == preset["run"], preset["kind"]
        drawn(page)
        assert page.locator("#preset-name").text_content() == preset["title"]
        known = int(page.evaluate("() => playground.session.tape.length"))
        expected = replayed(preset["run"], columns=("params",))["params"].ravel()
        entries = column(page)
        assert len(entries) >= known
        assert entries.tobytes() == expected[: len(entries)].tobytes(), preset["kind"]


def test_racers_come_and_go(open_page: OpenPage) -> None:
    page = two_racers(open_page)
    add = page.get_by_role("button", name="Add racer")
    choose(page, add, "Lion")
    page.wait_for_function("() => playground.store.state.run.racers.length === 3 && playground.store.state.selected === 'r3'")
    assert step(page) == 20, "the step on screen is kept"
    page.keyboard.press("d")
    page.wait_for_function("() => playground.store.state.run.racers.length === 4")
    copy, original = state(page, "run")["racers"][3], state(page, "run")["racers"][2]
    assert {**copy, "id": "r3"} == original
    page.locator(".card-more").first.click()
    page.locator(".sheet:popover-open .choice").filter(has_text="Duplicate").click()
    page.wait_for_function("() => playground.store.state.run.racers.length === 5")
    for count in (6, 7, 8):
        page.keyboard.press("d")
        page.wait_for_function("(count) => playground.store.state.run.racers.length === count", arg=count)
    drawn(page)
    assert add.is_disabled()
    assert_is_the_engines(page, "with eight")
    for count in range(7, -1, -1):
        page.keyboard.press("Delete")
        page.wait_for_function("(count) => playground.store.state.run.racers.length === count", arg=count)
    page.locator(".empty").wait_for(state="visible")
    choose(page, add, "Adam")
    page.wait_for_function("() => playground.store.state.run.racers.length === 1 && playground.session.tape?.length > 1")
    assert_is_the_engines(page, "after all had gone")


def test_another_optimizer_takes_over_in_the_middle(open_page: OpenPage) -> None:
    page = two_racers(open_page)
    choose(page, page.locator(".row").first, "RMSProp")
    page.wait_for_function("() => playground.store.state.changes[0]?.set.optimizer.kind === 'rmsprop'")
    assert state(page, "changes")[0]["at_step"] == 20
    assert_is_the_engines(page)
    drawn(page)
    assert page.locator(".card-name").first.text_content() == "RMSProp"
    page.keyboard.press("Home")
    drawn(page)
    assert page.locator(".card-name").first.text_content() == "Momentum", "before the change it is what it was"


def test_the_old_path_stays_until_it_is_dismissed(open_page: OpenPage) -> None:
    page = two_racers(open_page)
    old = column(page)
    page.get_by_role("button", name="Lower").click()
    await_whole(page)
    ghosts = page.evaluate("() => playground.session.ghosts.map((ghost) => [ghost.from, Array.from(ghost.tape.column('params'))])")
    assert [at for at, _ in ghosts] == [20]
    assert ghosts[0][1] == list(old)
    page.get_by_role("button", name="Hide the old path").click()
    assert page.evaluate("() => playground.session.ghosts.length") == 0
    drawn(page)
    assert page.locator(".fork-away").count() == 0
    assert page.locator(".fork-go").count() == 1, "the fork itself stays on the timeline"


def test_a_pause_settles_on_the_step_that_every_number_is_of(open_page: OpenPage) -> None:
    page = two_racers(open_page)
    page.keyboard.press(" ")
    page.wait_for_function("() => playground.player.time % 1 > 0.2")
    page.keyboard.press(" ")
    paused = step(page)
    page.wait_for_function("() => !playground.store.state.playing && Number.isInteger(playground.player.time)")
    assert step(page) == paused
    page.locator(".rate-number").fill("0.0001")
    page.keyboard.press("Enter")
    page.wait_for_function("() => playground.store.state.changes.length > 0")
    assert state(page, "changes")[0]["at_step"] == paused, "the change is of the step that the inspector shows"


def test_what_left_the_picture_is_told_of_when_there_is_one(open_page: OpenPage, address: str) -> None:
    """The surface of a link may come after its rows: until then no step is the last one inside."""
    page = open_page("/api/health", webgl=False)
    grids: list[Route] = []
    page.route("**/api/grid*", lambda route: grids.append(route))
    page.goto(address + "/en#surface=goldstein_price&racers=momentum~learning_rate:0.001&start=-1,1&seed=0&step=5")
    page.wait_for_function("() => globalThis.playground?.session.tape?.outcomes.get('r1')?.kind === 'diverged'")
    drawn(page)
    assert page.locator("#outcome").is_hidden()
    for grid in grids:
        grid.continue_()
    page.locator("#outcome .primary").wait_for()
    assert page.locator("#outcome .button").last.inner_text() == "Back to step 0"
    page.locator("#outcome .primary").click()
    rate = "playground.store.state.run.racers[0].optimizer.learning_rate"
    page.wait_for_function(f"() => {rate} < 0.001")
    assert page.evaluate(f"() => {rate}") > 1e-8


def test_the_best_rate_of_a_sweep_takes_the_steps_that_it_promises(open_page: OpenPage) -> None:
    """From the start, wherever time stood and whatever had been changed on the way."""
    page = open_page("/en#surface=quadratic&racers=momentum~learning_rate:0.005&start=-1.5,2.2&step_limit=400&step=18", webgl=False)
    rest_at(page, 18)
    page.locator(".rate-number").fill("0.0123")
    page.keyboard.press("Enter")
    page.wait_for_function("() => playground.store.state.changes.length > 0")
    page.get_by_role("button", name="Steps needed against learning rate").click()
    page.locator(".sweep-buttons button").click()
    # The run before has converged too.
    page.wait_for_function("() => playground.store.state.changes.length === 0")
    page.wait_for_function("() => playground.session.tape.outcomes.get('r1')?.kind === 'converged'")
    promised = page.locator(".sweep-best").inner_text()
    racer = page.evaluate("() => playground.store.state.run.racers[0].optimizer")
    taken = page.evaluate("() => playground.session.tape.outcomes.get('r1').step")
    assert promised == f"Fewest steps: {taken} at α {racer['learning_rate']:g}"
    assert (racer["kind"], state(page, "changes")) == ("momentum", [])


def test_the_rate_offered_after_a_divergence_is_one_that_holds(open_page: OpenPage) -> None:
    page = open_page("/en#surface=himmelblau&racers=momentum~learning_rate:0.005&start=-0.2,0.7&step_limit=300&step=32", webgl=False)
    rest_at(page, 32)
    page.locator(".rate-number").fill("0.376")
    page.keyboard.press("Enter")
    page.wait_for_function(AT_THE_END)
    page.locator("#outcome .primary").wait_for()
    drawn(page)
    assert "limit at step 32" in page.locator(".rate-limit").first.inner_text()
    page.locator("#outcome .primary").click()
    page.wait_for_function("() => playground.store.state.changes[0].set.optimizer.learning_rate < 0.02")
    page.wait_for_function(AT_THE_END)
    assert page.evaluate("() => playground.session.tape.outcomes.get('r1').kind") == "converged"
