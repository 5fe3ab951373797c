"""What a user would pick instead of the page: Plotly alone, on a page with nothing else."""

import statistics
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import brotli
from playwright.sync_api import Browser, CDPSession, Page

from app.page.plotly_script import SOURCE

FRAMES_S = 6

PAGE = """<!doctype html><meta charset="utf-8"><div id="scene" style="width: 610px; height: 640px"></div>
<script src="/plotly.js"></script><script>
const at = (k) => -5 + k / 12;
const z = Array.from({ length: 121 }, (_, j) => Float64Array.from({ length: 121 }, (_, i) =>
  Math.log1p((at(i) ** 2 + at(j) - 11) ** 2 + (at(i) + at(j) ** 2 - 7) ** 2)));
const stands = () => requestAnimationFrame(() => requestAnimationFrame(() => performance.mark("scene-stands")));
Plotly.newPlot("scene", [{ type: "surface", z, showscale: false }], {}, { displayModeBar: false }).then(stands);
</script>"""

# One ball with its trail on a surface of 60×60, moved once a frame.
ROLL = """async () => {
  const at = (k) => -5 + k / 6;
  const z = Array.from({ length: 60 }, (_, j) => Float64Array.from({ length: 60 }, (_, i) => at(i) ** 2 + at(j) ** 2));
  const trail = (turn) => Array.from({ length: 1000 }, (_, k) => 30 + 20 * Math.sin((k + turn) / 100));
  const ball = { type: "scatter3d", mode: "lines", x: trail(0), y: trail(50), z: trail(100) };
  await Plotly.newPlot("scene", [{ type: "surface", z, showscale: false }, ball], {}, { displayModeBar: false });
  let turn = 0;
  const frame = () => {
    turn += 1;
    Plotly.restyle("scene", { x: [trail(turn)], y: [trail(turn + 50)] }, [1]);
    requestAnimationFrame(frame);
  };
  requestAnimationFrame(frame);
}"""


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


def update_ms(chromium: Browser, url: str) -> float:
    """Script of a frame (median) in which Plotly itself moves one ball with its trail."""
    page = chromium.new_page(viewport={"width": 1366, "height": 768})
    page.goto(url)
    page.evaluate(ROLL)
    page.wait_for_timeout(2000)
    script = script_a_frame(page, page.context.new_cdp_session(page))
    page.close()
    return statistics.median(script)


@contextmanager
def plotly_alone() -> Iterator[str]:
    """The address of a page with nothing on it but Plotly and a surface of as many nodes: what no page with this scene is quicker than."""
    source = SOURCE.read_bytes()
    bodies = {
        "/": (PAGE.encode(), {"Content-Type": "text/html; charset=utf-8"}),
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
