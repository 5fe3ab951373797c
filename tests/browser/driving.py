"""How the tests drive the page, and what they compare it with: the engine's own run of the same configuration."""

import base64
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

import numpy as np
from numpy.typing import NDArray
from playwright.sync_api import Page

from tests.reference.replaying import EXACT_COLUMNS, replayed

# Two frames later everything asked for has been drawn.
DRAWN = "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done())))"
COLUMN = """(name) => {
  const column = playground.session.tape.column(name);
  const bytes = new Uint8Array(column.buffer, column.byteOffset, column.byteLength);
  let letters = "";
  for (const byte of bytes) letters += String.fromCharCode(byte);
  return btoa(letters);
}"""
# The page reads ahead of the step on screen: going as far as is known brings what is missing.
RESTS_AT = """(at) => {
  if (!globalThis.playground?.session.tape) return false;
  playground.store.set({ playing: false });
  playground.player.seek(at);
  return playground.player.step === at;
}"""
# However far the run goes: the page reads ahead of the step on screen only.
AT_THE_END = """() => {
  playground.player.seek(1e6);
  return playground.session.tape.ended && !playground.session.isWaiting;
}"""
MEASURED = "(name) => document.querySelector(`dialog.${name}[open] .sweep-waiting`)?.hidden"


def drawn(page: Page) -> None:
    page.evaluate(DRAWN)


def state(page: Page, name: str) -> Any:
    return page.evaluate("(name) => playground.store.state[name]", name)


def step(page: Page) -> int:
    return int(page.evaluate("() => playground.player.step"))


def rest_at(page: Page, at: int) -> None:
    """The page paused at a step, drawn."""
    page.wait_for_function(RESTS_AT, arg=at)
    drawn(page)


def each_dialog(page: Page) -> Iterator[str]:
    """Every dialog of the page, open and filled, one after the other."""
    has_data = page.locator("#data").count() == 1
    for name in ("guide", "family", "sweep", *(("cloud", "table", "cost", "search") if has_data else ())):
        page.evaluate("(dialog) => playground.store.set({ dialog })", name)
        page.locator("dialog[open]").wait_for()
        if name in ("sweep", "cloud"):
            page.locator("dialog[open] tr").nth(3).wait_for(state="attached")
        if name == "table":
            page.locator("dialog[open] textarea").fill("⟦length⟧;⟦width⟧\n1,5;2\n2;\n3;4")
            page.locator("dialog[open] .table-preview tr").nth(2).wait_for(state="attached")
        if name in ("cost", "search"):
            page.wait_for_function(MEASURED, arg=name)
        drawn(page)
        yield name
        page.keyboard.press("Escape")
        page.wait_for_function("() => playground.store.state.dialog === '' && document.querySelector('dialog[open]') === null")


def each_sheet(page: Page) -> Iterator[str]:
    """Every sheet that a visible button opens, one after the other."""
    openers = page.locator("[popovertarget]")
    for index in range(openers.count()):
        opener = openers.nth(index)
        if not opener.is_visible():
            continue
        opener.click()
        sheet = page.locator(".sheet:popover-open")
        sheet.wait_for()
        drawn(page)
        yield f"{sheet.get_attribute('aria-label')} {index}"
        page.keyboard.press("Escape")
        sheet.wait_for(state="hidden")


def await_whole(page: Page) -> None:
    """Until the server has answered everything and no step is left."""
    page.wait_for_function("() => globalThis.playground?.session.tape?.ended && !playground.session.isWaiting")


def column(page: Page, name: str = "params") -> NDArray[np.float64]:
    """A column of the tape on screen, bit for bit, flat."""
    return np.frombuffer(base64.b64decode(page.evaluate(COLUMN, name)), dtype=np.float64)


def computed(page: Page, columns: Sequence[str] = EXACT_COLUMNS) -> dict[str, NDArray[np.float64]]:
    """The columns of the run that the page says it shows, computed here by the engine."""
    run, changes = page.evaluate("() => [playground.store.state.run, playground.store.state.changes]")
    return {name: column.ravel() for name, column in replayed(run, changes, columns).items()}


def assert_is_the_engines(page: Page, where: str = "") -> None:
    """Every bit of the whole tape is what the engine computes here."""
    await_whole(page)
    for name, expected in computed(page).items():
        assert_same_bits(column(page, name), expected, f"{name} {where}")


def assert_same_bits(found: NDArray[np.float64], expected: NDArray[np.float64], where: str) -> None:
    assert len(found) == len(expected), f"{where}: {len(found)} entries, not {len(expected)}"
    differs = np.flatnonzero(found.view(np.uint64) != expected.view(np.uint64))
    assert len(differs) == 0, f"{where}: entry {differs[0]} of {len(expected)} is {found[differs[0]]!r}, not {expected[differs[0]]!r}"


def to_digits(value: float, digits: int) -> Decimal:
    """The value as the page writes it."""
    return Decimal(f"{Decimal(value):.{digits - 1}e}")
