"""The page in the browser: script a frame, the first and the second visit, bytes sent."""

import statistics
import tempfile
from pathlib import Path

from playwright.sync_api import BrowserContext, CDPSession, Page, sync_playwright
from rich.table import Table

from benchmarks.browser import ARGUMENTS, browser
from benchmarks.server import server
from tools.get_browser import find

FRAMES_S = 6
VISITS = 5

EIGHT = [
    ("gradient_descent", 0.0005),
    ("momentum", 0.0005),
    ("nesterov", 0.0005),
    ("adagrad", 0.3),
    ("rmsprop", 0.005),
    ("adam", 0.01),
    ("nadam", 0.01),
    ("lion", 0.002),
]
RUN = {
    "problem": {"kind": "surface", "surface": {"kind": "rosenbrock", "b": 100}},
    "racers": [
        {
            "id": f"r{i}",
            "optimizer": {"kind": kind, "learning_rate": rate},
            "schedule": {"kind": "constant"},
            "clipping": {"kind": "none"},
            "noise": 0,
            "start": None,
        }
        for i, (kind, rate) in enumerate(EIGHT)
    ],
    "start": [-1.5, 2.2],
    "seed": 0,
    "step_limit": 2000,
    "convergence": {"gradient_tolerance": 1e-3, "change_tolerance": 1e-3, "stop": False},
}

# When a ball first moved, and when Plotly's scene stood in its place: watched from before the page's own scripts.
WATCH = """
(() => {
  const seen = globalThis.benchmark = {};
  const look = () => {
    const place = globalThis.playground;
    if (place && !seen.moving && place.player.time > 0 && document.querySelector("#big canvas")) seen.moving = performance.now();
    if (!seen.scene && document.querySelector(".is-solid")) seen.scene = performance.now();
    if (!seen.scene) requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
})();
"""


def script_a_frame(page: Page, session: CDPSession) -> list[float]:
    """Milliseconds of script in each animation frame over ``FRAMES_S`` seconds, from Chromium's own trace."""
    events: list[dict[str, object]] = []
    session.on("Tracing.dataCollected", lambda data: events.extend(data["value"]))
    session.send("Tracing.start", {"transferMode": "ReportEvents", "traceConfig": {"includedCategories": ["devtools.timeline"]}})
    page.wait_for_timeout(FRAMES_S * 1000)
    session.send("Tracing.end")
    page.wait_for_timeout(1500)
    return [float(str(event["dur"])) / 1000 for event in events if event.get("name") == "FireAnimationFrame" and "dur" in event]


def frames(address: str) -> list[float]:
    with browser() as chromium:
        page = chromium.new_page(bypass_csp=True, viewport={"width": 1366, "height": 768})
        page.goto(f"http://{address}/en")
        page.wait_for_function("globalThis.playground")
        page.wait_for_timeout(4000)
        page.evaluate("run => playground.session.load(run, [], { keep: 1000 })", RUN)
        page.wait_for_function("playground.player.step >= 1000", timeout=60_000)
        page.evaluate("playground.store.set({ playing: true, speed: 4 })")
        page.wait_for_timeout(3000)
        return script_a_frame(page, page.context.new_cdp_session(page))


def visit(context: BrowserContext, address: str) -> tuple[float, float, int]:
    """(ms to a moving ball, ms to Plotly's scene, bytes received)."""
    page = context.new_page()
    page.add_init_script(WATCH)
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    received = 0

    def count(event: dict[str, float]) -> None:
        nonlocal received
        received += int(event["encodedDataLength"])

    session.on("Network.loadingFinished", count)
    page.goto(f"http://{address}/en")
    page.wait_for_function("globalThis.benchmark.moving && globalThis.benchmark.scene", timeout=60_000)
    times = page.evaluate("[benchmark.moving, benchmark.scene]")
    page.close()
    return times[0], times[1], received


def visits(address: str) -> tuple[list[tuple[float, float, int]], list[tuple[float, float, int]]]:
    """First visits (each with an empty cache) and the second visit after each."""
    first, second = [], []
    path = find()
    with sync_playwright() as playwright:
        for _ in range(VISITS):
            with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
                context = playwright.chromium.launch_persistent_context(
                    str(Path(profile)), executable_path=path, args=list(ARGUMENTS), bypass_csp=True, viewport={"width": 1366, "height": 768}
                )
                first.append(visit(context, address))
                second.append(visit(context, address))
                context.close()
    return first, second


def table() -> Table:
    """Medians; "wanted" is what the project promises."""
    shown = Table("what", "median", "worst", "wanted", title="The page in Chromium, 1366×768, WebGL in software")
    with server() as running:
        first, second = visits(running.address)
        script = frames(running.address)
    for name, rows, moving, scene in (("first visit", first, "≤ 500 ms", "≤ 2,500 ms"), ("second visit", second, "", "≤ 1,200 ms")):
        for what, index, wanted in (("a ball moves", 0, moving), ("3-D scene", 1, scene)):
            values = [row[index] for row in rows]
            shown.add_row(f"{name}: {what}", f"{statistics.median(values):,.0f} ms", f"{max(values):,.0f} ms", wanted)
        shown.add_row(f"{name}: bytes received", f"{statistics.median(row[2] for row in rows) / 1024:,.0f} KiB", "", "")
    shown.add_row(
        "script a frame, 8 balls, trails of 1,000 steps",
        f"{statistics.median(script):.2f} ms",
        f"{statistics.quantiles(script, n=20)[-1]:.2f} ms (95 %)",
        "≤ 2 ms",
    )
    return shown
