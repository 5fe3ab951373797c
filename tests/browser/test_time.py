"""Time is legible: where a change holds from, what a restart keeps, and that every whole change can be undone and made again."""

import random
import re

import pytest
from playwright.sync_api import FilePayload, Page

from tests.browser.conftest import OpenPage
from tests.browser.driving import assert_is_the_engines, await_whole, column, drawn, rest_at, state, step

ONE = "/en#surface=rosenbrock&racers=momentum~learning_rate:0.0005;adam~learning_rate:0.05&seed=0&step_limit=120&step=99"
RATES = "() => playground.store.state.run.racers.map(({ optimizer }) => optimizer.learning_rate)"
ENTRY = "() => history.state.at"
UNDO, REDO = "Control+z", "Control+Shift+z"


def opened(open_page: OpenPage, at: int = 99, link: str = ONE, **options: object) -> Page:
    page = open_page(link, webgl=False, **options)
    await_whole(page)
    rest_at(page, at)
    return page


def set_rate(page: Page, rate: float) -> None:
    page.locator(".rate-number").fill(str(rate))
    page.keyboard.press("Enter")
    page.locator(".rate-number").blur()


def await_entry(page: Page, at: int) -> None:
    """The address is written, in an entry of that number, and nothing is on its way."""
    page.wait_for_function("(at) => history.state.at === at && !playground.session.isWaiting", arg=at)


def use_rows(page: Page, count: int) -> None:
    """A table of one's own, of so many rows."""
    page.wait_for_function("() => globalThis.playground?.examples() && playground.session.tape?.length > 1")
    page.evaluate("() => playground.store.set({ playing: false, dialog: 'table' })")
    drawn_from = random.Random(count)
    rows = "\n".join(f"{drawn_from.random():.6f};{drawn_from.random():.6f}" for _ in range(count))
    table: FilePayload = {"name": "rows.csv", "mimeType": "text/csv", "buffer": f"x;y\n{rows}".encode()}
    page.locator("dialog[open] input[type=file]").set_input_files(table)
    page.wait_for_function("() => document.querySelector('.own-table .primary').disabled === false")
    page.locator("dialog[open] .primary").click()
    page.wait_for_function("() => playground.store.state.run.problem.data.kind === 'own'")


def test_from_the_start_the_run_begins_again_with_what_is_seen(open_page: OpenPage) -> None:
    page = opened(open_page)
    page.get_by_role("button", name="from the start").click()
    page.wait_for_url(re.compile("from=start"))
    set_rate(page, 0.001)
    page.wait_for_function("() => playground.store.state.run.racers[0].optimizer.learning_rate === 0.001")
    assert state(page, "changes") == []
    page.wait_for_function("() => playground.store.state.playing && playground.player.step < 99")
    assert_is_the_engines(page, "from the start")
    ghost = page.evaluate("() => playground.session.ghosts.map(({ from, label, tape }) => [from, label, tape.length])")
    assert ghost == [[0, "α 5×10⁻⁴ → 0.001", 121]], "the old path stays to be compared with"
    page.get_by_role("button", name="from here").click()
    page.wait_for_function("() => !location.hash.includes('from=')")


def test_a_drag_from_the_start_turns_the_path_under_the_hand_and_is_one_change(open_page: OpenPage) -> None:
    page = opened(open_page, 60)
    page.get_by_role("button", name="from the start").click()
    slider = page.locator(".rate-slider")
    box = slider.bounding_box()
    assert box is not None
    y = box["y"] + box["height"] / 2
    before = column(page)
    page.mouse.move(box["x"] + 0.35 * box["width"], y)
    page.mouse.down()
    seen = []
    for part in (0.3, 0.25, 0.2):
        page.mouse.move(box["x"] + part * box["width"], y)
        page.wait_for_function(
            "(rate) => playground.store.state.run.racers[0].optimizer.learning_rate < rate && playground.session.awaited === null",
            arg=0.0005 if not seen else seen[-1],
        )
        seen.append(page.evaluate(RATES)[0])
        assert step(page) == 60, "time stands still"
        assert column(page)[:4].tobytes() == before[:4].tobytes()
        assert column(page)[4:8].tobytes() != before[4:8].tobytes(), "from the very first step on it is another path"
    page.mouse.up()
    page.wait_for_function("() => playground.store.state.playing && playground.player.step < 60")
    await_entry(page, 1)
    page.keyboard.press(UNDO)
    page.wait_for_function("() => playground.store.state.run.racers[0].optimizer.learning_rate === 0.0005")
    rest_at(page, 60)
    assert column(page)[:244].tobytes() == before[:244].tobytes()


def test_a_restart_keeps_what_is_seen_and_says_so(open_page: OpenPage) -> None:
    page = opened(open_page)
    set_rate(page, 0.002)
    page.wait_for_function("() => playground.store.state.changes.length === 1")
    rest_at(page, 100)
    await_entry(page, 1)
    page.keyboard.press("r")
    page.wait_for_function("() => document.querySelector('.rate-when').textContent === 'with these settings'")
    assert page.evaluate(RATES) == [0.002, 0.05]
    assert state(page, "changes") == []
    assert_is_the_engines(page, "restarted")
    await_entry(page, 2)
    # Before anything was changed it is the same run.
    page.keyboard.press("r")
    page.wait_for_function("() => playground.store.state.playing")
    assert page.evaluate(ENTRY) == 2


def test_a_recorded_run_is_played_again_from_its_first_step(open_page: OpenPage) -> None:
    page = opened(open_page)
    set_rate(page, 0.002)
    page.wait_for_function("() => playground.store.state.changes.length === 1")
    await_whole(page)
    whole = column(page)
    rest_at(page, 98)
    page.keyboard.press("r")
    page.wait_for_function("() => playground.store.state.playing && playground.player.step < 98")
    assert len(state(page, "changes")) == 1, "what is changed later on its way is changed again"
    rest_at(page, 110)
    page.keyboard.press("Home")
    page.keyboard.press("Space")
    page.wait_for_function("() => playground.store.state.playing")
    await_whole(page)
    assert column(page).tobytes() == whole.tobytes()


def test_everything_that_changes_the_run_is_undone_and_made_again(open_page: OpenPage) -> None:
    page = opened(open_page, 30)
    undo, redo = page.locator(".undo-button"), page.locator(".redo-button")
    assert undo.get_attribute("aria-disabled") == redo.get_attribute("aria-disabled") == "true"
    first = state(page, "run")
    page.keyboard.press("Delete")
    await_entry(page, 1)
    assert undo.get_attribute("title") == "Undo: Momentum removed"
    set_rate(page, 0.01)
    await_entry(page, 2)
    assert undo.get_attribute("title") == "Undo: α 0.05 → 0.01"
    page.locator("[aria-labelledby='preset-label preset-name']").click()
    page.locator(".sheet:popover-open .choice").first.click()
    await_entry(page, 3)
    assert state(page, "preset") != ""
    for _ in range(3):
        page.keyboard.press(UNDO)
    await_entry(page, 0)
    assert state(page, "run") == first
    assert state(page, "changes") == []
    assert step(page) == 30, "as it was just before"
    assert page.locator("#header [role=status]").text_content() == "Undone: Momentum removed"
    assert redo.get_attribute("title") == "Redo: Momentum removed"
    assert_is_the_engines(page, "undone")
    redo.click()
    await_entry(page, 1)
    page.keyboard.press(REDO)
    await_entry(page, 2)
    assert [change["set"]["optimizer"]["learning_rate"] for change in state(page, "changes")] == [0.01]
    assert_is_the_engines(page, "made again")
    page.go_back()
    await_entry(page, 1)
    assert redo.get_attribute("title") == "Redo: α 0.05 → 0.01", "the browser's own buttons go the same way"


def test_how_it_is_looked_at_is_not_undone(open_page: OpenPage) -> None:
    page = opened(open_page, 30)
    page.keyboard.press("Delete")
    await_entry(page, 1)
    view = {"theme": "dark", "palette": "cividis", "from": "start", "camera": {"azimuth": 1, "elevation": 0.5, "distance": 1}}
    page.evaluate("(view) => playground.store.set(view)", view)
    page.keyboard.press(UNDO)
    await_entry(page, 0)
    assert len(state(page, "run")["racers"]) == 2
    assert [state(page, name) for name in ("theme", "palette", "from")] == ["dark", "cividis", "start"]
    assert state(page, "camera")["azimuth"] == 1
    page.wait_for_function("() => location.hash.includes('theme=dark')")


def test_what_no_link_can_hold_is_undone_too(open_page: OpenPage) -> None:
    page = open_page("/en/fit", webgl=False)
    use_rows(page, 3000)
    await_entry(page, 1)
    held = "() => playground.store.state.run.problem.data.x?.[0].length ?? 0"
    assert page.evaluate(held) == 3000
    assert "without=data" in page.url
    page.keyboard.press(UNDO)
    await_entry(page, 0)
    assert page.evaluate(held) == 0
    page.keyboard.press(REDO)
    await_entry(page, 1)
    assert page.evaluate(held) == 3000


@pytest.mark.parametrize("lang", ["en", "ko"])
@pytest.mark.parametrize(("width", "height"), [(1366, 620), (820, 1180), (390, 844)])
@pytest.mark.parametrize("path", ["", "/fit"])
def test_the_choice_and_undo_are_in_sight_and_at_hand(open_page: OpenPage, lang: str, path: str, width: int, height: int) -> None:
    page = open_page(f"/{lang}{path}", width=width, height=height, webgl=False, reduced_motion="reduce")
    page.wait_for_function("() => globalThis.playground?.session.tape?.length > 1")
    drawn(page)
    bar = page.locator("#bar").bounding_box()
    assert bar is not None
    for wanted in (*page.locator(".rate-from button").all(), page.locator(".undo-button"), page.locator(".redo-button")):
        box = wanted.bounding_box()
        assert box is not None
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= width
        if width >= 900 or path == "":
            assert box["y"] + box["height"] <= bar["y"]
        if width < 900:
            assert box["height"] >= 40
    for choice in page.locator(".rate-from button").all():
        assert choice.evaluate("(node) => node.scrollWidth <= node.clientWidth"), choice.text_content()
        choice.focus()
        page.keyboard.press("Space")
        assert choice.get_attribute("aria-pressed") == "true"


def test_a_reload_and_the_tabs_come_back_to_where_one_was(open_page: OpenPage) -> None:
    page = opened(open_page, 30)
    set_rate(page, 0.001)
    await_entry(page, 1)
    rest_at(page, 60)
    page.evaluate("() => playground.store.set({ playing: true, speed: 0.25 })")
    page.wait_for_function("() => playground.player.step >= 62")
    page.reload()
    await_whole(page)
    assert state(page, "playing")
    assert step(page) >= 62, "time goes on where it was"
    page.get_by_role("link", name="Fit", exact=True).click()
    page.wait_for_function("() => globalThis.playground?.examples?.() && playground.session.tape?.length > 1")
    page.get_by_role("link", name="Surface", exact=True).click()
    page.wait_for_function("() => globalThis.playground?.store.state.changes.length === 1")
    await_whole(page)
    assert step(page) >= 62
    assert_is_the_engines(page, "after the tabs")
    # A link is a link, whatever the tab has kept; and what it has kept can be forgotten.
    page.goto(page.url.split("#")[0] + "#surface=booth&racers=adam&seed=3&step_limit=50&step=7")
    page.wait_for_function("() => globalThis.playground?.store.state.run.problem.surface.kind === 'booth'")
    page.locator("[aria-labelledby='preset-label preset-name']").click()
    page.get_by_role("button", name="Start afresh").click()
    page.wait_for_function("() => globalThis.playground?.store.state.preset !== '' && playground.session.tape?.length > 1")
    assert page.evaluate("() => sessionStorage.length") == 1, "the other page's work stays"


def test_a_reload_keeps_what_no_link_can_hold(open_page: OpenPage) -> None:
    page = open_page("/en/fit", webgl=False)
    use_rows(page, 5000)
    page.locator("#notice", has_text="This tab keeps everything until you close it.").wait_for()
    await_whole(page)
    before = state(page, "run")
    page.reload()
    page.wait_for_function("() => globalThis.playground?.session.tape?.length > 1")
    assert state(page, "run") == before
    assert page.locator("#notice", has_text="too long").count() == 0, "nothing is missing"
    page.get_by_role("link", name="한국어").click()
    page.wait_for_url(re.compile("/ko/fit#"))
    page.wait_for_function("() => globalThis.playground?.session.tape?.length > 1")
    assert state(page, "run") == before


def test_where_the_tab_has_no_room_it_is_said_before_it_is_too_late(open_page: OpenPage) -> None:
    page = open_page("/en/fit", webgl=False)
    page.evaluate("() => { Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError'); }; }")
    use_rows(page, 3000)
    page.locator("#notice", has_text="after a reload it is lost").wait_for()
