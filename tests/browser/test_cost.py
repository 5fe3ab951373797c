"""The prices of batches and of other ways to the bottom: what the server measured, told line by line, marked for what it is."""

import json
from pathlib import Path
from typing import Any

import axe_playwright_python  # type: ignore[import-untyped]  # it has no types; only its folder is asked for
from playwright.sync_api import Page

from tests.browser.conftest import OpenPage
from tests.browser.driving import MEASURED, drawn

AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
RUN_AXE = "async () => (await axe.run('dialog[open]')).violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target)}`)"
TOO_WIDE = """() => [document.documentElement, document.querySelector("dialog[open]")].filter((node) => node.scrollWidth > node.clientWidth)
  .map(({ localName, scrollWidth, clientWidth }) => `${localName} ${scrollWidth} > ${clientWidth}`)"""


def ready(open_page: OpenPage, path: str, **options: Any) -> Page:
    page = open_page(path, webgl=False, reduced_motion="reduce", **options)
    page.wait_for_function("() => globalThis.playground?.session.tape?.length > 1")
    page.evaluate("() => playground.store.set({ playing: false })")
    return page


def opened(page: Page, dialog: str) -> None:
    page.evaluate("(dialog) => playground.store.set({ dialog })", dialog)
    page.locator(f"dialog.{dialog}[open]").wait_for()


def lines_of(text: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in text.splitlines()]


def points(page: Page, dialog: str, kind: str) -> int:
    return page.locator(f"dialog.{dialog} .log-curve .log-point{kind}").count()


def test_what_a_batch_costs(open_page: OpenPage) -> None:
    page = ready(open_page, "/en/fit")
    slider = page.locator("#batch input[type=range]")
    slider.focus()
    page.keyboard.press("Home")
    for _ in range(3):
        page.keyboard.press("ArrowRight")
    page.get_by_role("button", name="With replacement").click()
    page.wait_for_function("() => playground.session.latest.run.racers.length > 0 && !playground.session.isWaiting")
    with page.expect_response("**/api/cost") as answered:
        page.get_by_role("button", name="Time and memory").click()
    lines = lines_of(answered.value.text())
    page.wait_for_function(MEASURED, arg="cost")
    drawn(page)
    for quantity in ("update_s", "epoch_s", "update_bytes"):
        page.locator(f"dialog.cost button[data-name={quantity}]").click()
        drawn(page)
        known = sum(quantity in line["measured"] for line in lines)
        assert points(page, "cost", ":not(.is-hollow)") == known
        assert points(page, "cost", ".is-hollow") == len(lines) - known > 0
    rows = page.locator("dialog.cost table tbody tr")
    assert rows.count() == len(lines)
    for row, line in zip(rows.all_text_contents(), lines, strict=True):
        assert (row.count("measured"), row.count("extrapolated")) == (len(line["measured"]), 3 - len(line["measured"]))
    truths = page.locator("dialog.cost .measured-truths").inner_text()
    own = next(line for line in lines if line["is_own"])["examples"]
    assert f"of all {own} costs" in truths
    code = page.locator("dialog.cost .code-line").all_inner_texts()
    epochs = round(page.evaluate("() => playground.store.state.run.step_limit") / -(-own // 8))
    assert code[0] == f"model.fit(x, y, batch_size=8, epochs={epochs})"
    assert "batch_size=8, sampler=RandomSampler(data, replacement=True)" in code[1]

    plot = page.locator("dialog.cost [role=slider]")
    plot.focus()
    page.keyboard.press("Home")
    assert plot.get_attribute("aria-valuetext") == page.locator("dialog.cost .sweep-readout b").inner_text()
    assert (plot.get_attribute("aria-valuetext") or "").startswith("10 examples: All examples")
    page.keyboard.press("End")
    assert (plot.get_attribute("aria-valuetext") or "").count("(extrapolated)") == 3
    page.evaluate(AXE)
    assert page.evaluate(RUN_AXE) == []
    page.keyboard.press("Escape")
    page.wait_for_function("() => playground.store.state.dialog === ''")


def test_four_ways_to_the_bottom(open_page: OpenPage) -> None:
    page = ready(open_page, "/en/fit")
    page.get_by_role("button", name="Why not try everything?").click()
    # Where the answers stand moves the button down: a hand would follow it.
    page.locator("dialog.search").get_by_role("button", name="Cancel").dispatch_event("click")
    assert page.locator("dialog.search .sweep-waiting").is_hidden()
    with page.expect_response("**/api/search") as fit, page.expect_response("**/api/search/growth") as growth:
        page.locator("dialog.search").get_by_role("button", name="Measure again").click()
    lines = [line for line in lines_of(growth.value.text()) if line["stage"] != "going"]
    found = {line["method"]: line for line in lines_of(fit.value.text()) if line["stage"] != "going"}
    page.wait_for_function(MEASURED, arg="search", timeout=120_000)
    drawn(page)
    counts = [found["grid"]["losses"], found["random"]["losses"], found["formula"]["systems"], found["descent"]["gradients"]]
    shown = [text.replace(",", "") for text in page.locator("dialog.search .search-count").all_inner_texts()]
    assert shown == [str(count) for count in counts]
    assert page.locator("dialog.search .is-there").count() == 4
    cells = page.locator("dialog.search table tbody td").all_text_contents()
    assert len(cells) == len(lines)
    told = {(line["parameters"], line["method"]): line["stage"] for line in lines}
    weights = sorted({line["parameters"] for line in lines})
    stages = [told[size, method] for size in weights for method in ("grid", "random", "formula", "descent")]
    assert [cell.rsplit(" · ", 1)[1] for cell in cells] == stages
    assert points(page, "search", ":not(.is-hollow)") == stages.count("measured")
    assert "10¹" in cells[-4]  # a grid of a million parameters: a power of ten with a power of ten in it
    plot = page.locator("dialog.search [role=slider]")
    plot.focus()
    page.keyboard.press("End")
    assert (plot.get_attribute("aria-valuetext") or "").startswith("d = 10⁶: Full grid 10")
    page.locator("dialog.search button[data-name=log10_evaluations]").click()
    assert "one linear system" in (plot.get_attribute("aria-valuetext") or "")
    page.evaluate(AXE)
    assert page.evaluate(RUN_AXE) == []


def test_on_a_phone_in_korean_and_in_the_dark(open_page: OpenPage) -> None:
    page = ready(open_page, "/ko/fit", width=390, height=844, scheme="dark")
    page.evaluate(AXE)
    for dialog in ("cost", "search"):
        opened(page, dialog)
        page.wait_for_function(MEASURED, arg=dialog, timeout=120_000)
        page.locator(f"dialog.{dialog} summary").click()
        for width, height in ((390, 844), (1366, 620), (1920, 1080)):
            page.set_viewport_size({"width": width, "height": height})
            drawn(page)
            assert page.evaluate(TOO_WIDE) == []
        assert page.evaluate(RUN_AXE) == []
        page.keyboard.press("Escape")
        page.wait_for_function("() => playground.store.state.dialog === ''")


def test_a_refusal_is_said_and_can_be_mended(open_page: OpenPage) -> None:
    page = ready(open_page, "/en/fit")
    broken = '{"refusal":{"code":"busy","path":"measurement","params":{}}}\n'
    page.route("**/api/cost", lambda route: route.fulfill(body=broken, content_type="application/x-ndjson"))
    opened(page, "cost")
    page.locator("dialog.cost [role=alert]", has_text="Too much is waiting").wait_for()
    page.unroute("**/api/cost")
    page.locator("dialog.cost").get_by_role("button", name="Measure again").click()
    page.locator("dialog.cost .measured-truths li").first.wait_for()
    assert page.locator("dialog.cost [role=alert]", has_text="Too much is waiting").is_hidden()
