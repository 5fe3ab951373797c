"""Everyone can use the page: axe, names and tables, the keyboard alone, a screen reader, calm motion, fingers."""

from pathlib import Path
from typing import Any, Literal

import axe_playwright_python  # type: ignore[import-untyped]  # it has no types; only its folder is asked for
import pytest
from playwright.sync_api import Page

from tests.browser.conftest import OpenPage
from tests.browser.driving import await_whole, drawn, each_dialog, each_sheet, rest_at, state, step

AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
# Evaluated by the browser's own tools, so that the page's security policy stays in force.
RUN_AXE = """async (within) => {
  const { violations } = await axe.run(within);
  const told = (node) => `${node.target} ${node.any.map((check) => check.message)}`;
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(told).join(" | ")}`);
}"""
RUN = "#surface=rosenbrock&racers=momentum~learning_rate:0.0005;adam~learning_rate:0.05&seed=0&step_limit=120&step=20"
DIVERGED = "#surface=rosenbrock&racers=gradient_descent~learning_rate:0.1;adam&seed=0&step_limit=60&step=40"
# Whatever a visitor can reach and use.
CONTROLS = "button, a[href], input, select, textarea, summary, [tabindex='0']"
VISIBLE_CONTROLS = """(selector) => [...document.querySelectorAll(selector)].filter((node) =>
  node.checkVisibility({ visibilityProperty: true, opacityProperty: false }) && !node.disabled && node.tabIndex >= 0
  && !node.closest("[inert], [aria-hidden=true]") && node.getBoundingClientRect().width > 0)"""
NAME_OF = """(node) => `${node.localName}.${node.className} ${node.getAttribute("aria-label") ?? node.textContent}`.trim().slice(0, 80)"""


def violations(page: Page, within: str = "document") -> list[str]:
    found: list[str] = page.evaluate(RUN_AXE.replace("axe.run(within)", f"axe.run({within})"), None)
    return found


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("lang", ["en", "ko"])
def test_axe_finds_nothing(open_page: OpenPage, lang: str, scheme: Literal["light", "dark"]) -> None:
    page = open_page(f"/{lang}{RUN}", scheme=scheme, webgl=False, reduced_motion="reduce")
    await_whole(page)
    rest_at(page, 20)
    page.locator(".stage-row").nth(3).click()
    page.evaluate(AXE)
    found = {"the page": violations(page)}
    for dialog in each_dialog(page):
        found[dialog] = violations(page, "'dialog[open]'")
    for sheet in each_sheet(page):
        found[sheet] = violations(page, "'.sheet:popover-open'")
    assert {where: faults for where, faults in found.items() if faults} == {}
    assert len(found) > 9


def test_axe_finds_nothing_beside_the_scene_and_a_racer_that_diverged(open_page: OpenPage) -> None:
    page = open_page(f"/en{DIVERGED}")
    page.wait_for_function("() => globalThis.playground?.scene.isSolid")
    page.locator("#outcome h2").wait_for()
    page.evaluate(AXE)
    assert violations(page) == []


@pytest.mark.parametrize("lang", ["en", "ko"])
@pytest.mark.parametrize("surface", ["himmelblau", "wavy_parabola"])
def test_every_picture_has_a_name_a_sentence_and_a_table(open_page: OpenPage, surface: str, lang: str) -> None:
    page = open_page(f"/{lang}#surface={surface}&racers=momentum;adam&seed=0&step_limit=60&step=12", webgl=False)
    rest_at(page, 12)
    # The words follow the pictures when these rest.
    page.wait_for_function(
        """() => [...document.querySelectorAll(".picture")].filter((picture) => picture.checkVisibility())
          .every((picture) => picture.ariaDescription?.includes("12"))"""
    )
    told = page.evaluate(
        """() => [...document.querySelectorAll(".picture")].filter((picture) => picture.checkVisibility()).map((picture) => {
          const table = picture.closest("#scene, #contour, #curve, #curve1d")?.querySelector("table");
          return {
            name: picture.getAttribute("aria-label"), sentence: picture.getAttribute("aria-description"),
            caption: table?.caption?.textContent, rows: table?.tBodies[0]?.rows.length ?? 0, tabindex: picture.tabIndex,
          };
        })"""
    )
    assert len(told) >= 2
    for picture in told:
        assert picture["name"], picture
        assert "12" in (picture["sentence"] or ""), picture
        assert picture["caption"], picture
        assert picture["rows"] >= 2, picture
        assert picture["tabindex"] == 0, picture
    page.keyboard.press("ArrowRight")
    drawn(page)
    assert "13" in (page.locator(".picture:visible").first.get_attribute("aria-description") or "")


def test_tab_reaches_every_control_and_shows_where_it_is(open_page: OpenPage) -> None:
    page = open_page(f"/en{RUN}", webgl=False)
    await_whole(page)
    rest_at(page, 20)
    page.locator(".rate-hatch").wait_for()
    page.evaluate(f"() => {{ globalThis.unreached = new Set(({VISIBLE_CONTROLS})({CONTROLS!r})); }}")
    wanted = int(page.evaluate("() => unreached.size"))
    assert wanted > 40
    unseen = []
    for _ in range(wanted + 10):
        page.keyboard.press("Tab")
        focus: dict[str, Any] = page.evaluate(
            f"""() => {{
              const node = document.activeElement, {{ outlineStyle, outlineWidth, boxShadow }} = getComputedStyle(node);
              unreached.delete(node);
              const ring = (outlineStyle !== "none" && parseFloat(outlineWidth) >= 2) || boxShadow !== "none";
              const partner = node.matches("input[type=range]");
              return {{ name: ({NAME_OF})(node), ring: ring || partner || node === document.body, left: unreached.size }};
            }}"""
        )
        if not focus["ring"]:
            unseen.append(focus["name"])
        if focus["left"] == 0:
            break
    assert page.evaluate(f"() => [...unreached].map({NAME_OF})") == []
    assert unseen == []


def test_the_keyboard_alone_does_everything(open_page: OpenPage) -> None:
    page = open_page(f"/en{RUN}")
    page.wait_for_function("() => globalThis.playground?.scene.isSolid")
    await_whole(page)
    rest_at(page, 20)
    press = page.keyboard.press
    press(" ")
    page.wait_for_function("() => playground.store.state.playing && playground.player.time > 20")
    press(" ")
    assert not state(page, "playing")
    press("Home")
    assert step(page) == 0
    press("ArrowRight")
    assert step(page) == 1
    press("ArrowLeft")
    assert step(page) == 0
    press("End")
    assert step(page) == 120
    press("r")
    page.wait_for_function("() => playground.store.state.playing && playground.player.step < 120")
    press("k")
    press("2")
    assert state(page, "selected") == "r2"
    press("1")
    assert state(page, "selected") == "r1"
    press("?")
    page.locator("dialog[open] kbd", has_text="Home").wait_for()
    press("Escape")
    page.wait_for_function("() => document.querySelector('dialog[open]') === null && playground.store.state.dialog === ''")
    press("d")
    page.wait_for_function("() => playground.store.state.run.racers.length === 3")
    press("Delete")
    page.wait_for_function("() => playground.store.state.run.racers.length === 2")
    page.locator("#scene .picture").focus()
    press("ArrowLeft")
    camera = state(page, "camera")
    press("ArrowUp")
    assert state(page, "camera")["elevation"] != camera["elevation"]
    press("0")
    assert state(page, "camera") is None
    before = page.evaluate("() => playground.session.tape.column('params')[0]")
    press("Shift+ArrowRight")
    page.wait_for_function("(before) => playground.session.tape.column('params')[0] > before", arg=before)
    # A sheet opens, is walked through, chooses and gives the focus back.
    opener = page.locator("[aria-labelledby='preset-label preset-name']")
    opener.focus()
    press("Enter")
    # The focus moves into the sheet a moment after it is shown.
    page.locator(".sheet:popover-open .choice:focus").wait_for()
    press("ArrowDown")
    press("ArrowDown")
    chosen = page.evaluate("() => document.activeElement.dataset.kind")
    press("Enter")
    page.wait_for_function("(kind) => playground.store.state.preset === kind", arg=chosen)
    press("Escape")
    assert page.evaluate("() => document.activeElement !== document.body"), "the focus goes back to where it came from"


def test_a_screen_reader_hears_pause_step_and_outcome(open_page: OpenPage) -> None:
    page = open_page("/en#surface=rosenbrock&racers=gradient_descent~learning_rate:0.1;adam&seed=0&step_limit=60&step=2", webgl=False)
    await_whole(page)
    live = page.locator("#live")
    assert live.get_attribute("aria-live") == "polite"
    press = page.keyboard.press
    press("ArrowRight")
    live.filter(has_text="Step 3. Gradient descent: loss ").wait_for(state="attached")
    press(" ")
    # A frame of it has been drawn: a pause within the same frame is none.
    page.wait_for_function("() => playground.store.state.playing && playground.player.time > 3")
    press(" ")
    live.filter(has_text="Paused at step ").wait_for(state="attached")
    # It is said whenever the step is reached: from the beginning too.
    press("Home")
    live.filter(has_text="Step 0. ").wait_for(state="attached")  # both keys within one frame are none of the way
    press("End")
    live.filter(has_text="Gradient descent diverged at step 7").wait_for(state="attached")


def test_calm_motion_jumps_from_step_to_step(open_page: OpenPage) -> None:
    page = open_page("/en", webgl=False, reduced_motion="reduce")
    page.wait_for_function("() => globalThis.playground?.session.tape?.length > 10")
    drawn(page)
    assert page.evaluate("() => [playground.store.state.playing, playground.player.time]") == [False, 0], "it waits to be asked"
    page.keyboard.press(" ")
    page.wait_for_function(
        """() => {
          globalThis.seen ??= new Set();
          if (globalThis.playground?.session.tape) seen.add(playground.player.time);
          return seen.size > 3;
        }""",
        polling="raf",
    )
    assert all(float(time).is_integer() for time in page.evaluate("() => [...seen]"))
    moving = page.evaluate("() => document.getAnimations().filter(({ playState }) => playState === 'running').length")
    assert moving == 0


TOO_SMALL = f"""(selector) => {{
  const controls = ({VISIBLE_CONTROLS})(selector), found = [];
  for (const node of controls) {{
    node.scrollIntoView({{ block: "center", inline: "center", behavior: "instant" }});
    const box = node.getBoundingClientRect(), x = box.left + box.width / 2, y = box.top + box.height / 2;
    const label = node.id ? document.querySelector(`label[for="${{node.id}}"]`) : null;
    const isHit = (px, py) => {{
      if (px < 0 || py < 0 || px >= innerWidth || py >= innerHeight) return false;
      const hit = document.elementFromPoint(px, py);
      return hit !== null && (node.contains(hit) || hit.contains(node) && hit.matches("label") || label?.contains(hit));
    }};
    if (![[0, 0], [-19, 0], [19, 0], [0, -19], [0, 19]].every(([dx, dy]) => isHit(x + dx, y + dy))) {{
      found.push(`${{({NAME_OF})(node)}} ${{Math.round(box.width)}}×${{Math.round(box.height)}} at ${{Math.round(x)}}, ${{Math.round(y)}}`);
    }}
  }}
  return found;
}}"""


@pytest.mark.parametrize("path", [f"/en{RUN}", f"/ko{DIVERGED}"])
def test_targets_on_a_phone_are_large_enough(open_page: OpenPage, path: str) -> None:
    page = open_page(path, width=390, height=844, webgl=False, has_touch=True, is_mobile=True)
    await_whole(page)
    rest_at(page, 20)
    page.locator(".rate-number").fill("0.02")
    page.locator(".rate-number").press("Enter")
    page.locator(".fork").wait_for()
    await_whole(page)
    drawn(page)
    assert page.evaluate(TOO_SMALL, CONTROLS) == []
