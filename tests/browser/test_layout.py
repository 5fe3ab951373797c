"""Nothing overflows, is cut off or lies on something else: six sizes, two languages, the fullest runs."""

from pathlib import Path

import pytest

from tests.browser.conftest import OpenPage
from tests.browser.driving import drawn, each_dialog, each_sheet

SIZES = [(1366, 768), (1366, 620), (1920, 1080), (1280, 720), (1024, 768), (390, 844)]
RUNS = {
    "first sight": "",
    "eight racers, Adam": "#surface=goldstein_price&racers=adam;momentum;nesterov;rmsprop;adagrad;adadelta;nadam;lion"
    "&seed=0&step_limit=90&step=20",
    "one parameter": "#surface=wavy_parabola&racers=gradient_descent;momentum&seed=0&step_limit=90&step=20",
    "diverged": "#surface=rosenbrock&racers=gradient_descent~learning_rate:0.1;adam&seed=0&step_limit=60&step=40",
    "an example": "#preset=over_the_cliff&step=10",
}
FAULTS = Path(__file__).with_name("layout_faults.js").read_text(encoding="utf-8")
READY = """() => {
  const { session, store } = globalThis.playground ?? {};
  return session?.tape?.length > 1 && session.tape.racers.length === store.state.run.racers.length && !session.isWaiting
    && document.querySelector(".card-loss")?.textContent;
}"""


@pytest.mark.parametrize("lang", ["en", "ko"])
@pytest.mark.parametrize("name", RUNS)
def test_nothing_is_cut_off_or_covered(open_page: OpenPage, name: str, lang: str) -> None:
    page = open_page(f"/{lang}{RUNS[name]}", webgl=(name, lang) == ("first sight", "en"))
    page.wait_for_function(READY)
    page.evaluate("() => playground.store.set({ playing: false })")
    if name == "diverged":
        page.locator("#outcome h2").wait_for()
    found = {}
    for width, height in SIZES:
        page.set_viewport_size({"width": width, "height": height})
        drawn(page)
        drawn(page)
        faults = page.evaluate(FAULTS)
        if faults:
            found[f"{width}×{height}"] = faults
    assert found == {}


@pytest.mark.parametrize("lang", ["en", "ko"])
def test_the_wheel_brings_every_stage_of_the_inspector(open_page: OpenPage, lang: str) -> None:
    page = open_page(f"/{lang}{RUNS['eight racers, Adam']}", webgl=False, reduced_motion="reduce")
    page.wait_for_function(READY)
    inspector, last = page.locator("#inspector"), page.locator(".stage-row").last
    for width, height in ((1024, 768), (1366, 620), (1280, 720)):
        page.set_viewport_size({"width": width, "height": height})
        for stage in range(1, 5):
            page.evaluate("(stage) => playground.store.set({ stage })", stage)
            drawn(page)
            inspector.hover(position={"x": 60, "y": 12})
            page.mouse.wheel(0, 1000)
            page.wait_for_function(
                "() => { const { scrollTop, clientHeight, scrollHeight } = inspector; return scrollTop + clientHeight > scrollHeight - 2; }"
            )
            drawn(page)
            box, room = last.bounding_box(), inspector.bounding_box()
            assert box is not None
            assert room is not None
            assert box["y"] + box["height"] <= room["y"] + room["height"] + 1, (width, height, stage)
            assert box["x"] + box["width"] <= width


@pytest.mark.parametrize("lang", ["en", "ko"])
@pytest.mark.parametrize(("width", "height"), [(1366, 620), (390, 844)])
def test_dialogs_and_sheets_stay_on_the_screen(open_page: OpenPage, lang: str, width: int, height: int) -> None:
    page = open_page(
        f"/{lang}#surface=beale&racers=adam;momentum&seed=0&step_limit=90&step=20",
        width=width,
        height=height,
        webgl=False,
        reduced_motion="reduce",
    )
    page.wait_for_function(READY)
    off_screen = """(selector) => {
      const node = document.querySelector(selector), { left, top, right, bottom } = node.getBoundingClientRect();
      const isIn = left >= -1 && top >= -1 && right <= innerWidth + 1 && bottom <= innerHeight + 1;
      if (isIn && node.scrollWidth <= node.clientWidth + 1) return null;
      return [left, top, right, bottom, node.scrollWidth, node.clientWidth].map(Math.round);
    }"""
    found = {dialog: page.evaluate(off_screen, "dialog[open]") for dialog in each_dialog(page)}
    found |= {sheet: page.evaluate(off_screen, ".sheet:popover-open") for sheet in each_sheet(page)}
    assert {where: box for where, box in found.items() if box} == {}


@pytest.mark.parametrize("lang", ["en", "ko"])
def test_the_tools_stand_in_one_row_with_the_tabs(open_page: OpenPage, lang: str) -> None:
    page = open_page(f"/{lang}/losses", width=820, height=1180, webgl=False)
    page.locator("#header .theme-button").wait_for()
    for width in (820, 600, 390, 360):
        page.set_viewport_size({"width": width, "height": 844})
        drawn(page)
        # Where tabs need the room the theme stands beside the languages.
        beside = ".tabs, .tools > .tool" if width >= 560 else ".tabs, .tools > .tool:not(.theme-button)"
        for row, least in ((beside, 3), *([(".tools > .switch, .tools > .theme-button", 2)] if width < 560 else [])):
            middles = page.evaluate(
                """(row) => [...document.querySelector("#header").querySelectorAll(row)]
                  .filter((node) => node.checkVisibility())
                  .map((node) => node.getBoundingClientRect())
                  .map(({ top, bottom }) => (top + bottom) / 2)""",
                row,
            )
            assert len(middles) >= least, (width, row)
            assert max(middles) - min(middles) < 4, (width, row)
