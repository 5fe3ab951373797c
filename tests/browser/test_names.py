"""What is on the page says what it is: racers by what differs, marks where they are pointed at, parts in the guide and the tour."""

from typing import Any

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import OpenPage
from tests.browser.driving import drawn, rest_at

# Each differs from the others of its optimizer in something else.
ALIKE = """() => {
  const { store, session } = playground;
  const [first] = store.state.run.racers;
  const racer = (id, rest) => ({ ...first, id, ...rest });
  const racers = [
    racer("r1", {}),
    racer("r2", { clipping: { kind: "norm", limit: 1 } }),
    racer("r3", { clipping: { kind: "norm", limit: 1 }, start: [-1.25, 1.125] }),
    racer("r4", { clipping: { kind: "norm", limit: 1 }, start: [-1.25, 1.375] }),
    racer("r5", { noise: 0.5 }),
    racer("r6", { noise: 0.5, start: [-1.25, 1.125] }),
    racer("r7", { clipping: { kind: "value", limit: 0.12345 } }),
    racer("r8", { clipping: { kind: "value", limit: 0.12346 } }),
  ];
  session.load({ ...store.state.run, racers }, [], { keep: 0, patch: { selected: "r1", playing: false } });
}"""
EIGHT = "() => playground.session.tape?.racers.length === 8 && document.querySelectorAll('.card-name').length === 8"
# What of each card's name is to be seen, letter by letter.
SEEN = """() => [...document.querySelectorAll(".card-name")].map((node) => {
  const range = document.createRange(), edge = node.getBoundingClientRect().right + 0.5;
  const isCut = node.scrollWidth > node.clientWidth;
  const text = node.firstChild;
  let seen = "";
  for (let k = 0; k < text.length; k += 1) {
    range.setStart(text, k);
    range.setEnd(text, k + 1);
    if (range.getBoundingClientRect().right <= edge - (isCut ? 10 : 0)) seen += text.data[k];
  }
  return seen;
})"""
SAID = "() => { const node = document.querySelector('.explained'); return node === null || node.hidden ? '' : node.textContent; }"
IS_SAID = (
    "(words) => { const node = document.querySelector('.explained'); return node && !node.hidden && node.textContent.includes(words); }"
)
BOWL = "#surface=himmelblau&racers=momentum~learning_rate:0.01&start=-0.2,0.7&seed=0&step_limit=90&step=20"


@pytest.mark.parametrize("lang", ["en", "ko"])
def test_no_two_names_look_alike_at_any_width(open_page: OpenPage, lang: str) -> None:
    page = open_page(f"/{lang}{BOWL}", webgl=False)
    rest_at(page, 20)
    page.evaluate(ALIKE)
    page.wait_for_function(EIGHT)
    for width, height in ((1366, 768), (1366, 620), (1024, 768), (1920, 1080), (390, 844)):
        page.set_viewport_size({"width": width, "height": height})
        drawn(page)
        drawn(page)
        seen: list[str] = page.evaluate(SEEN)
        assert len({name.strip() for name in seen}) == 8, (width, seen)
        assert all(seen), (width, seen)
    titles = page.evaluate("() => [...document.querySelectorAll('.card-name')].map((node) => node.title)")
    assert len(set(titles)) == 8


def pixel(page: Page, *params: float) -> tuple[float, float]:
    """Where a point of the surface is in the window."""
    x, y = page.evaluate(
        """(params) => {
          const { left, top } = document.querySelector("#scene .picture").getBoundingClientRect();
          const [x, y] = playground.scene.pixelOf(params);
          return [left + x, top + y];
        }""",
        list(params),
    )
    return x, y


def test_a_mark_says_what_it_is_under_the_mouse_and_by_a_key(open_page: OpenPage) -> None:
    page = open_page(f"/en{BOWL}", webgl=False)
    rest_at(page, 20)
    page.mouse.move(*pixel(page, 3.0, 2.0))
    page.wait_for_function(IS_SAID, arg="Global minimum at x = 3.000, y = 2.000: loss 0")
    page.keyboard.press("Escape")
    assert page.evaluate(SAID) == ""
    picture = page.locator("#scene .picture")
    picture.focus()
    heard = []
    for _ in range(3):
        picture.press("i")
        heard.append(page.evaluate(SAID))
    assert heard[0].startswith("White dot: the start of Momentum, x = −0.2000, y = 0.7000")
    assert len(set(heard)) == 3


def test_limits_and_the_timeline_say_what_they_are(open_page: OpenPage) -> None:
    page = open_page(f"/en{BOWL}", webgl=False)
    rest_at(page, 20)
    page.locator(".rate-hatch").wait_for()
    page.locator(".rate-zone").focus()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Tab")
    page.wait_for_function(
        IS_SAID, arg="Hatched: rates over the whole slider were run from step 20 to the end of the run; all that were tried from "
    )
    slider, limit = page.locator(".rate-slider").bounding_box(), page.locator(".rate-line").bounding_box()
    assert slider is not None
    assert limit is not None
    page.mouse.move(limit["x"], slider["y"] + 30)
    page.wait_for_function(IS_SAID, arg="The thin line, the linear limit: close to where the ball is, steps grow at rates above ")
    page.mouse.move(slider["x"] + slider["width"] - 16, slider["y"] + 30)
    page.wait_for_function(IS_SAID, arg="The racer does not at 0.0100.")
    line = page.locator(".timeline-slider").bounding_box()
    assert line is not None
    page.mouse.move(line["x"] + 0.6 * line["width"], line["y"] + 22)
    page.wait_for_function(IS_SAID, arg="Pale: computed ahead but not played yet, steps 20 to 90 of 90.")
    chip = page.locator(".hud-arrows .chip").first
    chip.hover()
    page.wait_for_function(IS_SAID, arg="it is the opposite of the gradient g = (")


def test_a_finger_is_told_and_moves_nothing(open_page: OpenPage) -> None:
    page = open_page(f"/en{BOWL}", width=390, height=844, webgl=False, has_touch=True)
    rest_at(page, 20)
    before: Any = page.evaluate("() => JSON.stringify(playground.store.state.run)")
    page.touchscreen.tap(*pixel(page, 3.0, 2.0))
    page.wait_for_function(IS_SAID, arg="Global minimum")
    assert page.evaluate("() => JSON.stringify(playground.store.state.run)") == before


@pytest.mark.parametrize("lang", ["en", "ko"])
def test_the_guide_is_there_on_phones_too(open_page: OpenPage, lang: str) -> None:
    page = open_page(f"/{lang}{BOWL}", width=390, height=844, webgl=False)
    rest_at(page, 20)
    page.locator(".guide-button").click()
    guide = page.locator("dialog.guide-window[open]")
    guide.wait_for()
    assert guide.locator(".guide-parts dt").count() == 9
    assert guide.locator(".guide-marks svg").count() == 9
    assert guide.locator("kbd").count() > 10
    assert page.evaluate(
        "() => { const { scrollWidth, clientWidth } = document.querySelector('.guide-window'); return scrollWidth <= clientWidth; }"
    )


@pytest.mark.parametrize("lang", ["en", "ko"])
def test_the_laboratory_has_a_guide_of_its_own(open_page: OpenPage, lang: str) -> None:
    page = open_page(f"/{lang}/losses", width=390, height=844)
    page.locator(".thumb").first.wait_for()
    page.locator(".guide-button").click()
    guide = page.locator("dialog.guide-window[open]")
    guide.wait_for()
    assert guide.locator(".guide-parts dt").count() == 5
    assert guide.locator(".guide-marks svg").count() == 5
    assert guide.locator(".link").count() == 0, "no ball rolls here that a tour could show"
    assert page.locator(".undo-button").is_hidden()
    page.keyboard.press("?")
    guide.wait_for(state="hidden")
    page.keyboard.press("?")
    guide.wait_for()
    page.keyboard.press("Escape")
    guide.wait_for(state="hidden")
    assert page.evaluate("() => lab.store.state.kind") == "prediction"


def test_a_first_visit_is_offered_a_tour_once(open_page: OpenPage) -> None:
    page = open_page("/en", webgl=False)
    offer = page.locator(".tour-offer")
    offer.wait_for()
    offer.get_by_role("button", name="Half-minute tour").click()
    card = page.locator(".tour-card")
    assert card.locator("h2").inner_text() == "Loss surface"
    card.get_by_role("button", name="Next").click()
    assert card.locator("h2").inner_text() == "Learning rate"
    page.keyboard.press("Escape")
    card.wait_for(state="hidden")
    assert offer.count() == 0
    page.reload()
    page.wait_for_function("() => globalThis.playground?.player.step > 14")
    assert offer.count() == 0
    page.keyboard.press("?")
    page.locator("dialog.guide-window[open]").get_by_role("button", name="A tour of half a minute").click()
    card.wait_for()
    page.keyboard.press("Escape")
    page.wait_for_function("() => playground.store.state.dialog === ''")
