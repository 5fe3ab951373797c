"""Nonsense in every field is answered by a sentence; a monkey at the mouse and the keyboard breaks nothing."""

import random
from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, Page

from tests.browser.conftest import OpenPage
from tests.browser.driving import await_whole, drawn, rest_at, state

RUN = (
    "#surface=quadratic&racers=adam~learning_rate:0.05/clipping:norm~limit:3/schedule:cosine_restarts;rmsprop&seed=0&step_limit=120&step=20"
)
NOT_NUMBERS = ("abc", "<b>7</b>")
TITLE = "(node) => node.labels[0].querySelector('span')?.textContent ?? node.labels[0].firstChild.textContent"
TOO_FAR = ("-1e300", "1e300")
LANGUAGES = {"en": ("must be", "a number"), "ko": ("값", "수여야")}


def open_sheet(page: Page, opener: Locator) -> Locator:
    opener.click()
    sheet = page.locator(".sheet:popover-open")
    sheet.wait_for()
    return sheet


ROWS = ("hyperparameters", "schedule", "start", "rules")


def forms(page: Page) -> Iterator[Locator]:
    """Everything that holds number fields, opened one after the other."""
    yield page.locator("#rate")
    openers = [page.locator(f"[aria-labelledby='row-{row}-label row-{row}']") for row in ROWS]
    for opener in (*openers, page.locator("#surface-and-preset [popovertarget]").first):
        yield open_sheet(page, opener)
        page.keyboard.press("Escape")


def fault_of(page: Page, field: Locator) -> str:
    """The sentence that the field points to while it is refused."""
    assert field.get_attribute("aria-invalid") == "true", field.input_value()
    ids = (field.get_attribute("aria-describedby") or "").split()
    return " ".join(page.locator(f"#{each}").inner_text() for each in ids if "fault" in each)


@pytest.mark.parametrize("lang", ["en", "ko"])
def test_nonsense_is_named_and_changes_nothing(open_page: OpenPage, lang: str) -> None:
    page = open_page(f"/{lang}{RUN}", webgl=False)
    await_whole(page)
    rest_at(page, 20)
    must_be, a_number = LANGUAGES[lang]
    run, changes = state(page, "run"), state(page, "changes")
    # The first of each form: every field of every kind is tried by its module (tests/modules/details_field.test.js).
    for within in forms(page):
        field = within.locator("input.number, input.rate-number").first
        title = page.evaluate(TITLE, field.element_handle())
        before = field.input_value()
        for nonsense in NOT_NUMBERS:
            field.fill(nonsense)
            field.press("Enter")
            said = fault_of(page, field)
            assert title in said, said
            assert nonsense in said, said
            assert a_number in said, said
        for nonsense in TOO_FAR:
            field.fill(nonsense)
            field.press("Enter")
            said = fault_of(page, field)
            assert title in said, said
            assert "10" in said, said
            assert must_be in said, said
            assert any(bracket in said for bracket in "[("), said
        field.fill(before)
        field.press("Enter")
        assert field.get_attribute("aria-invalid") is None, (title, before)
    assert (state(page, "run"), state(page, "changes")) == (run, changes)
    assert not page.evaluate("() => playground.session.isWaiting")


KEYS = (
    " ",
    "ArrowLeft",
    "ArrowRight",
    "ArrowUp",
    "Home",
    "End",
    "r",
    "l",
    "d",
    "x",
    "?",
    "Escape",
    "Tab",
    "1",
    "3",
    "Delete",
    "+",
    "0",
    "[",
    "]",
    "Enter",
)


@pytest.mark.parametrize("seed", [1, 2])
def test_a_monkey_breaks_nothing(open_page: OpenPage, seed: int) -> None:
    """Some hundred wild clicks, drags, wheels and keys; `open_page` refuses any error they leave in the console."""
    chance = random.Random(seed)
    page = open_page("/en", webgl=seed == 1, accept_downloads=True)
    page.wait_for_function("() => globalThis.playground?.session.tape?.length > 1")
    page.add_init_script("window.open = () => null")

    def place() -> tuple[int, int]:
        return chance.randrange(2, 1364), chance.randrange(60, 766)

    # With the scene in its place every frame is drawn by the processor.
    for _ in range(120 if seed == 1 else 300):
        deed = chance.random()
        if deed < 0.4:
            page.mouse.click(*place())
        elif deed < 0.6:
            page.mouse.move(*place())
            page.mouse.down()
            for _ in range(3):
                page.mouse.move(*place())
            page.mouse.up()
        elif deed < 0.7:
            page.mouse.move(*place())
            page.mouse.wheel(0, chance.randrange(-300, 300))
        elif deed < 0.95:
            page.keyboard.press(chance.choice(KEYS))
        else:
            page.keyboard.type(chance.choice(("1e9", "-3", "0.5", "x")))
    for _ in range(3):
        page.keyboard.press("Escape")
    drawn(page)
    page.evaluate("() => playground.store.set({ dialog: '' })")
    page.mouse.click(680, 20)
    page.locator("[aria-labelledby='preset-label preset-name']").click()
    page.locator(".sheet:popover-open .choice").nth(3).click()
    page.wait_for_function("() => playground.store.state.preset !== '' && playground.store.state.playing && playground.player.time > 1")
