"""Visits of a page as by hand, and how quick this machine is for them."""

import statistics
import subprocess
import tempfile
import time
import urllib.request
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import orjson
from playwright.sync_api import sync_playwright

from benchmarks.browser import ARGUMENTS
from tools.get_browser import find

# The browser has come to rest before the visit; the visit is over before anybody looks.
STARTED_S = 2
SEEN_S = 10
# What Plotly alone takes for the first surface on an empty cache, on the machine that the promised times are for.
PROMISED_SCENE_MS = 2_100

# The page's own marks (User Timing), and what Chromium counted of each answer: headers and body as sent, nothing from its cache.
READ = """() => {
  const at = (name) => performance.getEntriesByName(name)[0]?.startTime ?? NaN;
  const entries = [...performance.getEntriesByType("navigation"), ...performance.getEntriesByType("resource")];
  return [at("ball-moves"), at("scene-stands"), entries.reduce((sum, { transferSize }) => sum + transferSize, 0)];
}"""


class Visit(NamedTuple):
    """When a ball first moved and when Plotly's scene stood in its place (ms after the address was opened); bytes sent."""

    moving_ms: float
    scene_ms: float
    sent: int


@contextmanager
def a_browser(profile: Path) -> Iterator[str]:
    """The address of the debugger of a browser that has come to rest, with nothing but an empty page open."""
    arguments = [str(find()), "--headless", *ARGUMENTS, "--window-size=1366,768", "--remote-debugging-port=0", f"--user-data-dir={profile}"]
    port_file = profile / "DevToolsActivePort"
    port_file.unlink(missing_ok=True)
    process = subprocess.Popen([*arguments, "about:blank"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        while not (port_file.exists() and port_file.read_text().strip()):
            time.sleep(0.05)
        time.sleep(STARTED_S)
        yield f"http://127.0.0.1:{port_file.read_text().split()[0]}"
    finally:
        process.terminate()
        process.wait()


def visit(debugger: str, url: str) -> Visit:
    """The page opened in a tab of its own, as by hand, with no debugger attached; the tab is closed after it.

    A debugger asks V8 for the position of every call in Plotly's script: that alone is half a second of script.
    """
    request = urllib.request.Request(f"{debugger}/json/new?{url}", method="PUT")
    with urllib.request.urlopen(request) as answer:
        tab = orjson.loads(answer.read())["id"]
    time.sleep(SEEN_S)
    with sync_playwright() as playwright:
        attached = playwright.chromium.connect_over_cdp(debugger)
        page = next(page for page in attached.contexts[0].pages if page.url.startswith(url))
        page.wait_for_function("() => performance.getEntriesByName('scene-stands').length", timeout=60_000)
        found = Visit(*page.evaluate(READ))
        attached.close()
    urllib.request.urlopen(f"{debugger}/json/close/{tab}").close()
    return found


def median(rows: Iterable[Visit], field: int) -> float:
    return statistics.median(row[field] for row in rows)


def slowness(first_visits: Iterable[Visit]) -> float:
    """How many times as slow as promised for this machine is, by first visits of Plotly alone."""
    return median(first_visits, 1) / PROMISED_SCENE_MS


def slowness_here(url: str) -> float:
    """The same, from three such visits made for it."""
    made = []
    for _ in range(3):
        with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile, a_browser(Path(profile)) as debugger:
            made.append(visit(debugger, url))
    return slowness(made)
