"""The page's shell: what is changed answers, what is linked comes back, what is wrong is said."""

from typing import Any

import pytest
from playwright.sync_api import Page, WebSocketRoute

from tests.browser.conftest import OpenPage

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


def ready(open_page: OpenPage, path: str, step: int = 0, **size: int) -> Page:
    page = open_page(path, **size)
    page.wait_for_function(f"() => globalThis.playground?.session.tape?.length > {step}")
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


def test_a_link_brings_the_run_back_bit_for_bit(open_page: OpenPage) -> None:
    page = ready(open_page, FROM_STEP_NINE, 9)
    raise_rate(page)
    page.keyboard.press("End")
    raise_rate(page)
    page.wait_for_function("() => location.hash.includes('changes=') && location.hash.includes('step=')")
    page.wait_for_timeout(400)  # the address is written when the page has been calm for a moment
    expected, link = rows(page, 180), page.url
    again = ready(open_page, link[link.index("/en") :])
    again.wait_for_function("() => playground.store.state.changes.length === 2")
    assert rows(again, 180) == expected


def test_back_undoes_a_whole_change(open_page: OpenPage) -> None:
    page = ready(open_page, FROM_STEP_NINE, 9)
    raise_rate(page)
    page.wait_for_function("() => location.hash.includes('changes=')")
    page.go_back()
    page.wait_for_function("() => playground.store.state.changes.length === 0")
    assert page.evaluate(STEP) == 9
    page.go_forward()
    page.wait_for_function("() => playground.store.state.changes.length === 1")


@pytest.mark.parametrize(
    ("link", "named"),
    [
        ("#surface=nope", "nope"),
        ("#racers=adam~beta1:7", "beta1"),
        ("#run=%25%25&changes=AAAA", "changes"),
        ("#theme=pink", "pink"),
        ("#racers=adam~__proto__:1", "__proto__"),
        ("#start=1,2,3", "1,2,3"),
        ("#step=-4", "-4"),
        ("#nonsense=1", "nonsense"),
    ],
)
def test_a_broken_link_shows_a_run_and_names_what_was_wrong(open_page: OpenPage, link: str, named: str) -> None:
    page = ready(open_page, f"/en{link}")
    assert named in page.locator("#notice").inner_text()
    assert page.locator(".card").count() > 0


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
        page.route_web_socket("**/ws/run", through)
        page.goto(address + FROM_STEP_NINE)
        page.wait_for_function("() => globalThis.playground?.session.tape?.length > 9")
        raise_rate(page)
        sockets[0].close()
        page.wait_for_function("() => document.getElementById('notice').innerText.includes('Reconnecting')")
        page.keyboard.press("End")  # what was seen stays usable
        page.wait_for_function("() => document.getElementById('notice').hidden", timeout=20_000)
        assert len(sockets) == 2
        assert rows(page, 190) == expected
    finally:
        context.close()


@pytest.mark.parametrize("language", ["en", "ko"])
@pytest.mark.parametrize(("width", "height"), [(1366, 768), (1366, 620), (1024, 768), (1920, 1080), (390, 844)])
def test_nothing_overflows(open_page: OpenPage, language: str, width: int, height: int) -> None:
    page = ready(open_page, f"/{language}", width=width, height=height)
    assert page.evaluate("() => document.documentElement.scrollWidth") <= width
    if width >= 900:
        assert page.evaluate("() => document.documentElement.scrollHeight") <= height
