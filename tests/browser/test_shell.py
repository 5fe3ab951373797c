"""The page's shell: what is changed answers, what is wrong is said, what was lost comes back."""

from typing import Any

import pytest
from playwright.sync_api import Page, WebSocketRoute

from tests.browser.conftest import NO_WEBGL, OpenPage
from tests.browser.driving import drawn

# The first `rows` rows of every column, bit by bit.
BITS = """(rows) => ["params", "loss", "gradient", "learning_rate", "change", "velocity"].map((name) => {
  const { tape } = playground.session, column = tape.column(name), size = column.length / tape.length;
  return Array.from(new Uint32Array(column.slice(0, rows * size).buffer));
})"""
STEP = "() => playground.player.step"
LABELS = "() => [...document.querySelectorAll('.fork')].map((fork) => fork.innerText.trim())"
FROM_STEP_NINE = (
    "/en#surface=himmelblau&racers=momentum~learning_rate:0.005;adam~learning_rate:0.1&start=-0.2,0.7&seed=0&step_limit=200&step=9"
)


def ready(open_page: OpenPage, path: str, step: int) -> Page:
    page = open_page(path, webgl=False)
    page.wait_for_function(f"() => globalThis.playground?.session.tape?.length > {step}")
    # The rows are here before what they say is written.
    drawn(page)
    return page


def rows(page: Page, count: int) -> Any:
    page.evaluate(f"() => playground.player.seek({count - 100})")
    page.wait_for_function(f"() => playground.session.tape.length >= {count}")
    return page.evaluate(BITS, count)


def raise_rate(page: Page) -> None:
    before = page.evaluate("() => playground.store.state.changes.length")
    page.locator(".rate-step").nth(1).click()
    page.wait_for_function(f"() => playground.store.state.changes.length > {before} && playground.session.tape.length > 20")


def test_a_rate_changed_on_the_way_branches_and_leaves_the_old_path(open_page: OpenPage) -> None:
    page = ready(open_page, FROM_STEP_NINE, 9)
    before = page.evaluate(BITS, 9)
    raise_rate(page)
    assert page.evaluate("() => playground.store.state.changes.map(({ at_step, racer }) => [at_step, racer])") == [[9, "r1"]]
    assert page.evaluate(BITS, 9) == before
    assert page.evaluate("() => playground.session.ghosts.map(({ from }) => from)") == [9]
    page.wait_for_function(f"() => ({LABELS})().includes('α 0.005 → 0.01')")
    page.locator(".fork-away").click()
    assert page.evaluate("() => playground.session.ghosts.length") == 0


def test_one_step_back_shows_the_same_numbers(open_page: OpenPage) -> None:
    page = ready(open_page, FROM_STEP_NINE, 9)
    numbers = page.locator(".card-loss")
    before = numbers.all_inner_texts()
    page.keyboard.press("ArrowRight")
    page.wait_for_function(f"() => ({STEP})() === 10")
    page.wait_for_function("(old) => document.querySelector('.card-loss').innerText !== old", arg=before[0])
    page.keyboard.press("ArrowLeft")
    page.wait_for_function("(old) => document.querySelector('.card-loss').innerText === old", arg=before[0])
    assert page.evaluate(STEP) == 9
    assert numbers.all_inner_texts() == before


@pytest.mark.parametrize(("typed", "sentence"), [("abc", "must be a number, got abc"), ("-3", "must be in (0, 10⁶], got −3")])
def test_a_refused_rate_is_said_and_the_run_stays(open_page: OpenPage, typed: str, sentence: str) -> None:
    page = ready(open_page, FROM_STEP_NINE, 9)
    page.fill("#rate-number", typed)
    page.keyboard.press("Enter")
    assert sentence in page.locator("#rate-fault").inner_text()
    assert page.evaluate("() => playground.store.state.changes.length") == 0
    page.fill("#rate-number", "0,01")
    page.keyboard.press("Enter")
    page.wait_for_function("() => playground.store.state.changes[0]?.set.optimizer.learning_rate === 0.01")
    assert page.locator("#rate-fault").inner_text() == ""


def test_a_lost_connection_mends_itself_with_the_same_bits(open_page: OpenPage, browser: Any, address: str) -> None:
    undisturbed = ready(open_page, FROM_STEP_NINE, 9)
    raise_rate(undisturbed)
    expected = rows(undisturbed, 190)

    sockets: list[WebSocketRoute] = []

    def through(socket: WebSocketRoute) -> None:
        sockets.append(socket)
        socket.connect_to_server()

    context = browser.new_context(viewport={"width": 1366, "height": 768})
    try:
        page = context.new_page()
        page.add_init_script(NO_WEBGL)
        page.route_web_socket("**/ws/run", through)
        page.goto(address + FROM_STEP_NINE)
        page.wait_for_function("() => globalThis.playground?.session.tape?.length > 9")
        raise_rate(page)
        sockets[0].close()
        page.wait_for_function("() => document.getElementById('notice').innerText.includes('Reconnecting')")
        page.keyboard.press("End")  # what was seen stays usable
        page.wait_for_function("() => document.getElementById('notice').hidden", timeout=60_000)
        assert len(sockets) == 2
        assert rows(page, 190) == expected
    finally:
        context.close()


def test_a_dialog_that_closes_leaves_the_next_one_open(open_page: OpenPage) -> None:
    page = ready(open_page, FROM_STEP_NINE, 9)
    page.keyboard.press("?")
    for last, following in (("guide-window", "family"), ("family", "sweep"), ("sweep", "guide")):
        page.locator(f"dialog.{last}[open]").wait_for()
        # The event of the one comes after the other is asked for.
        heard = """(dialog) => new Promise((done) => {
          const open = document.querySelector("dialog[open]");
          open.addEventListener("close", () => setTimeout(done), { once: true });
          open.close();
          playground.store.set({ dialog });
        })"""
        page.evaluate(heard, following)
        assert page.evaluate("() => playground.store.state.dialog") == following
    page.locator("dialog.guide-window[open]").wait_for()
    page.keyboard.press("Escape")
    page.wait_for_function("() => playground.store.state.dialog === ''")
