"""What a newcomer must be told where it happens: from which step on a change holds, and no number that is not true."""

import pytest

from tests.browser.conftest import OpenPage
from tests.browser.driving import await_whole, drawn, rest_at, state

ONE = "#surface=rosenbrock&racers=gradient_descent~learning_rate:0.001&start=-1.5,2.2&seed=0&step_limit=90&step=20"
KEEPS_LIMITS = """() => {
  globalThis.limits = [];
  const label = document.querySelector(".rate-limit");
  const keep = () => {
    const tape = playground.session.tape, held = tape.held === playground.player.step;
    limits.push([held, label.textContent]);
    requestAnimationFrame(keep);
  };
  keep();
}"""

# Nothing reaches the server until `sendHeld` is called.
HOLDS_MESSAGES = """() => {
  const send = WebSocket.prototype.send, messages = [];
  WebSocket.prototype.send = function (message) { messages.push([this, message]); };
  globalThis.sendHeld = () => {
    WebSocket.prototype.send = send;
    for (const [socket, message] of messages) socket.send(message);
  };
}"""


def test_a_drag_that_spoils_the_run_goes_back_to_where_it_began_and_says_so(open_page: OpenPage) -> None:
    page = open_page(f"/en{ONE}", webgl=False)
    rest_at(page, 20)
    slider = page.locator(".rate-slider")
    box = slider.bounding_box()
    assert box is not None
    y = box["y"] + box["height"] / 2
    page.mouse.move(box["x"] + 0.4 * box["width"], y)
    page.mouse.down()
    page.mouse.move(box["x"] + 0.9 * box["width"], y, steps=2)
    page.wait_for_function("() => playground.session.tape.outcomes.get('r1')?.kind === 'diverged'")
    assert page.locator(".rate-when").inner_text() == "from step 20"
    page.evaluate("() => playground.store.set({ playing: true })")
    page.wait_for_function("() => playground.player.step >= playground.session.tape.outcomes.get('r1')?.step")
    page.mouse.move(box["x"] + 0.35 * box["width"], y, steps=2)
    page.wait_for_function("() => document.querySelector('.rate-when').textContent === 'back to step 20'")
    assert state(page, "changes")[0]["at_step"] == 20
    page.mouse.up()
    # A new drag of a run that is over begins at its beginning, and says that too.
    page.locator(".rate-number").fill("0.9")
    page.keyboard.press("Enter")
    page.wait_for_function("() => playground.session.tape.outcomes.get('r1')?.kind === 'diverged'")
    page.wait_for_function("() => playground.player.step >= playground.session.tape.outcomes.get('r1')?.step")
    page.get_by_role("button", name="Lower").click()
    page.wait_for_function("() => document.querySelector('.rate-when').textContent === 'back to step 0'")
    page.wait_for_function("() => document.querySelector('.rate-when').hidden")
    assert page.locator(".rate-who").is_visible()


@pytest.mark.parametrize(("optimizer", "field"), [("momentum", "learning_rate"), ("momentum", "momentum"), ("adam", "learning_rate")])
def test_the_limit_is_true_or_absent_while_the_first_row_is_awaited(open_page: OpenPage, optimizer: str, field: str) -> None:
    page = open_page(f"/en{ONE.replace('gradient_descent', optimizer)}", webgl=False)
    rest_at(page, 20)
    await_whole(page)
    before = page.locator(".rate-limit").first.inner_text()
    page.evaluate(KEEPS_LIMITS)
    page.evaluate(HOLDS_MESSAGES)
    page.evaluate(
        """(field) => {
      const { session, store, player } = playground;
      const optimizer = { ...store.state.run.racers[0].optimizer, [field]: 0.0005 };
      session.change({ at_step: player.editStep, racer: "r1", set: { optimizer } });
    }""",
        field,
    )
    page.wait_for_function("() => limits.some(([held]) => held)")
    page.evaluate("() => sendHeld()")
    page.wait_for_function("() => playground.session.tape.held === -1")
    await_whole(page)
    drawn(page)
    after = page.locator(".rate-limit").first.inner_text()
    shown = {words for held, words in page.evaluate("() => limits") if held}
    assert shown <= {"", after}
    if field == "learning_rate":
        assert after == before
        assert shown == {after}


def test_the_outcome_is_told_over_the_picture_and_moves_nothing(open_page: OpenPage) -> None:
    page = open_page("/en#surface=rosenbrock&racers=gradient_descent~learning_rate:0.1;adam&seed=0&step_limit=60&step=2", webgl=False)
    rest_at(page, 2)
    box = (
        "() => { const { x, y, width, height } = document.querySelector('#scene').getBoundingClientRect(); return [x, y, width, height]; }"
    )
    before = page.evaluate(box)
    rest_at(page, 40)
    page.locator("#outcome h2").wait_for()
    assert page.evaluate(box) == before
    told, switches = page.locator("#outcome").bounding_box(), page.locator(".hud-switches").bounding_box()
    assert told is not None
    assert switches is not None
    assert told["y"] + told["height"] <= switches["y"] + 1
    page.locator("#outcome").get_by_role("button", name="Close").click()
    assert page.locator("#outcome").is_hidden()


@pytest.mark.parametrize(("width", "height"), [(1366, 768), (1920, 1080), (1024, 768), (390, 844)])
def test_the_pill_of_a_lost_connection_covers_no_name(open_page: OpenPage, width: int, height: int) -> None:
    page = open_page(f"/en{ONE}", width=width, height=height, webgl=False)
    rest_at(page, 20)
    page.evaluate("() => { notice.hidden = false; notice.querySelector('.notice-words').textContent = 'Reconnecting… the run continues'; }")
    pill = page.locator("#notice").bounding_box()
    assert pill is not None
    assert pill["x"] >= 0
    assert pill["x"] + pill["width"] <= width
    for covered in (".hud-title", ".hud-formula", ".hud-readings", ".tabs", ".play"):
        box = page.locator(covered).bounding_box()
        assert box is None or box["y"] + box["height"] <= pill["y"] or box["y"] >= pill["y"] + pill["height"], covered


def test_a_degenerate_saddle_is_called_what_it_is(open_page: OpenPage) -> None:
    page = open_page("/en#surface=monkey_saddle&racers=gradient_descent&start=0,0&seed=0&step_limit=60&step=5", webgl=False)
    rest_at(page, 5)
    # What is known of the surface comes with its grid.
    page.wait_for_function("() => playground.field()?.points.length > 0")
    drawn(page)
    assert "degenerate saddle" in page.locator("#outcome").inner_text()


def test_a_phone_has_the_bar_and_add_racer_in_sight(open_page: OpenPage) -> None:
    racers = "gradient_descent;momentum;nesterov;adam"
    page = open_page(f"/en#surface=beale&racers={racers}&seed=0&step_limit=60&step=5", width=390, height=844, webgl=False)
    rest_at(page, 5)
    for name in ("Play", "Add racer"):
        box = page.get_by_role("button", name=name, exact=True).bounding_box()
        assert box is not None
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= 390
        assert box["y"] + box["height"] <= 844, name
    page.get_by_role("tab", name="This step").click()
    page.wait_for_function(
        "() => document.querySelector('.stage:last-child').getBoundingClientRect().bottom <= bar.getBoundingClientRect().top"
    )


def test_one_finger_turns_the_scene_sideways_before_any_tap(open_page: OpenPage) -> None:
    page = open_page(f"/en{ONE}", width=390, height=844, has_touch=True, is_mobile=True)
    rest_at(page, 20)
    page.wait_for_function("() => playground.scene.isSolid")
    fingers = page.context.new_cdp_session(page)
    for kind, x in [("touchStart", 300), *[("touchMove", 300 - 10 * k) for k in range(1, 9)]]:
        fingers.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": x, "y": 250}]})
        drawn(page)
    fingers.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    page.wait_for_function("() => playground.store.state.camera !== null")


HOLDS = """(rate) => {
  const { run, changes } = playground.store.state;
  return [...run.racers.map((racer) => racer.optimizer), ...changes.map(({ set }) => set.optimizer)].at(-1).learning_rate === rate;
}"""
ZONE = "/en#surface=himmelblau&racers=momentum~learning_rate:0.005&start=-0.2,0.7&seed=0&step_limit=300&step=32"


@pytest.mark.parametrize("start", [False, True], ids=["from here", "from the start"])
def test_what_is_hatched_diverges_and_what_is_not_does_not(open_page: OpenPage, start: bool) -> None:
    """Under the mode in force; a linear limit of twice that is only a thin line."""
    page = open_page(ZONE, webgl=False)
    rest_at(page, 32)
    label = page.locator(".rate-zone")
    if start:
        page.get_by_role("button", name="from the start").click()
    said = "diverges from " if start else "at step 32: diverges from "
    page.wait_for_function("(said) => document.querySelector('.rate-zone').textContent.startsWith(said)", arg=said)
    lowest = float(label.inner_text().removeprefix(said))
    for rate, ends in ((lowest, "diverged"), (0.985 * lowest, "converged")):
        page.locator(".rate-number").fill(f"{rate:.3g}")
        page.keyboard.press("Enter")
        page.wait_for_function(HOLDS, arg=float(f"{rate:.3g}"))
        page.evaluate("() => playground.store.set({ playing: true, speed: 'max' })")
        page.wait_for_function("(ends) => playground.session.tape.outcomes.get('r1')?.kind === ends", arg=ends)
        assert bool(state(page, "changes")) != start
        page.evaluate("() => { playground.store.set({ playing: false }); playground.player.seek(32); }")
    limit = page.locator(".rate-limit").first.inner_text()
    assert limit.startswith("linear limit here ")
    assert float(limit.removeprefix("linear limit here ")) > 1.2 * lowest
