"""The page in the browser: script a frame, first and later visits, bytes sent."""

import statistics
import subprocess
import tempfile
import threading
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import NamedTuple

import brotli
import orjson
from playwright.sync_api import CDPSession, Page, sync_playwright
from rich.table import Table

from app.plotly_script import SOURCE
from benchmarks.browser import ARGUMENTS, browser
from benchmarks.server import server
from tools.get_browser import find

FRAMES_S = 6
VISITS = 5
# The browser has come to rest before the visit; the visit is over before anybody looks.
STARTED_S = 2
SEEN_S = 10


class Visit(NamedTuple):
    """When a ball first moved and when Plotly's scene stood in its place (ms after the address was opened); bytes sent."""

    moving_ms: float
    scene_ms: float
    sent: int


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
RUN = "#surface=rosenbrock&racers={}&start=-1.5,2.2&seed=0&step_limit=2000&step=1000".format(
    ";".join(f"{kind}~learning_rate:{rate}" for kind, rate in EIGHT)
)

# The page's own marks (User Timing), and what Chromium counted of each answer: headers and body as sent, nothing from its cache.
READ = """() => {
  const at = (name) => performance.getEntriesByName(name)[0]?.startTime ?? NaN;
  const entries = [...performance.getEntriesByType("navigation"), ...performance.getEntriesByType("resource")];
  return [at("ball-moves"), at("scene-stands"), entries.reduce((sum, { transferSize }) => sum + transferSize, 0)];
}"""

ALONE = """<!doctype html><meta charset="utf-8"><div id="scene" style="width: 610px; height: 640px"></div>
<script src="/plotly.js"></script><script>
const at = (k) => -5 + k / 12;
const z = Array.from({ length: 121 }, (_, j) => Float64Array.from({ length: 121 }, (_, i) =>
  Math.log1p((at(i) ** 2 + at(j) - 11) ** 2 + (at(i) + at(j) ** 2 - 7) ** 2)));
const stands = () => requestAnimationFrame(() => requestAnimationFrame(() => performance.mark("scene-stands")));
Plotly.newPlot("scene", [{ type: "surface", z, showscale: false }], {}, { displayModeBar: false }).then(stands);
</script>"""


def script_a_frame(page: Page, session: CDPSession) -> list[float]:
    """Milliseconds of script in each frame over ``FRAMES_S`` seconds, all of its callbacks together, from Chromium's own trace."""
    events: list[dict[str, object]] = []
    session.on("Tracing.dataCollected", lambda data: events.extend(data["value"]))
    categories = ["devtools.timeline", "disabled-by-default-devtools.timeline.frame"]
    session.send("Tracing.start", {"transferMode": "ReportEvents", "traceConfig": {"includedCategories": categories}})
    page.wait_for_timeout(FRAMES_S * 1000)
    session.send("Tracing.end")
    page.wait_for_timeout(1500)
    script: list[float] = []
    for event in sorted(events, key=lambda event: float(str(event["ts"]))):
        if event.get("name") == "BeginMainThreadFrame":
            script.append(0.0)
        elif event.get("name") == "FireAnimationFrame" and "dur" in event and script:
            script[-1] += float(str(event["dur"])) / 1000
    return [duration for duration in script if duration > 0]


def frames(address: str) -> list[float]:
    with browser() as chromium:
        page = chromium.new_page(bypass_csp=True, viewport={"width": 1366, "height": 768})
        page.goto(f"http://{address}/en{RUN}")
        page.wait_for_function("globalThis.playground?.scene.isSolid && playground.player.step === 1000", timeout=60_000)
        page.evaluate("playground.store.set({ playing: true, speed: 4 })")
        page.wait_for_timeout(3000)
        before = page.evaluate("playground.player.time")
        script = script_a_frame(page, page.context.new_cdp_session(page))
        if page.evaluate("playground.player.time") < before + FRAMES_S or not page.evaluate("playground.store.state.playing"):
            raise RuntimeError("the balls did not roll while their frames were measured")
        return script


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


def visits(url: str) -> dict[str, list[Visit]]:
    """First visits, each with an empty cache; the second visit after each, and one with the browser started anew."""
    made: dict[str, list[Visit]] = {"first visit": [], "second visit": [], "visit with the browser started anew": []}
    for _ in range(VISITS):
        with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
            with a_browser(Path(profile)) as debugger:
                made["first visit"].append(visit(debugger, url))
                made["second visit"].append(visit(debugger, url))
            with a_browser(Path(profile)) as debugger:
                made["visit with the browser started anew"].append(visit(debugger, url))
    return made


@contextmanager
def plotly_alone() -> Iterator[str]:
    """The address of a page with nothing on it but Plotly and a surface of as many nodes: what no page with this scene is quicker than."""
    source = SOURCE.read_bytes()
    bodies = {
        "/": (ALONE.encode(), {"Content-Type": "text/html; charset=utf-8"}),
        "/plotly.js": (
            brotli.compress(source, quality=9),
            {"Content-Type": "text/javascript", "Content-Encoding": "br", "Cache-Control": "public, max-age=31536000, immutable"},
        ),
    }

    class Alone(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body, headers = bodies.get(self.path, (b"", {}))
            self.send_response(200 if body else 404)
            for name, value in {**headers, "Content-Length": str(len(body))}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            """Silent."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Alone) as listening:
        threading.Thread(target=listening.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{listening.server_port}/"
        listening.shutdown()


def table() -> Table:
    """Medians; "wanted" is what the project promises, "Plotly alone" the same on a page with nothing else."""
    shown = Table("what", "median", "worst", "Plotly alone", "wanted", title="The page in Chromium, 1366×768, WebGL in software")
    with plotly_alone() as url:
        alone = visits(url)
    with server() as running:
        ours = visits(f"http://{running.address}/en")
        script = frames(running.address)
    wanted = {
        "first visit": ("≤ 500 ms", "≤ 2,500 ms"),
        "second visit": ("", "≤ 1,200 ms"),
        "visit with the browser started anew": ("", ""),
    }
    for name, bounds in wanted.items():
        for what, index in (("a ball moves", 0), ("3-D scene", 1)):
            values = [row[index] for row in ours[name]]
            floor = f"{statistics.median(row[index] for row in alone[name]):,.0f} ms" if index == 1 else ""
            shown.add_row(f"{name}: {what}", f"{statistics.median(values):,.0f} ms", f"{max(values):,.0f} ms", floor, bounds[index])
        sent = [f"{statistics.median(row.sent for row in rows) / 1024:,.0f} KiB" for rows in (ours[name], alone[name])]
        shown.add_row(f"{name}: bytes sent", sent[0], "", sent[1], "")
    shown.add_row(
        f"script a frame, 8 balls, trails of 1,000 steps, {len(script)} frames",
        f"{statistics.median(script):.2f} ms",
        f"{statistics.quantiles(script, n=20)[-1]:.2f} ms (95 %)",
        "",
        "≤ 2 ms",
    )
    return shown
