"""Which views are drawn in a frame: all of them where something changed, few between two steps and right after an edit."""

from typing import Any

import pytest

from tests.browser.conftest import OpenPage

# A clock whose frames are ours: each is a time, the step it shows, and the step whose row is awaited (-1: none).
FRAMES = """async (frames) => {
  const { createClock } = await import("/static/clock.js");
  let tick = null, now = null;
  const drawn = [];
  const frame = () => ({ time: now.time, step: Math.floor(now.time), tape: { held: now.held } });
  const clock = createClock({ step: () => true, frame, request: (next) => { tick = next; } });
  clock.add({ draw: () => drawn.at(-1).push("ball") }, { isPrompt: true });
  clock.add({ draw: () => drawn.at(-1).push("chart") });
  clock.add({ draw: () => drawn.at(-1).push("panel") }, { isOfSteps: true });
  clock.start();
  for (now of frames) {
    drawn.push([]);
    if (now.isChanged) clock.invalidate();
    tick(now.at_ms);
  }
  return drawn.map((names) => names.join(" "));
}"""


def frame(at_ms: float, time: float, held: int = -1, changed: bool = False) -> dict[str, Any]:
    return {"at_ms": at_ms, "time": time, "held": held, "isChanged": changed}


ALL = "ball chart panel"


@pytest.mark.parametrize(
    ("frames", "drawn"),
    [
        pytest.param(
            [frame(0, 1), frame(16, 1.2), frame(32, 1.4), frame(48, 2)],
            [ALL, "ball chart panel", "ball chart", ALL],
            id="between two steps",
        ),
        pytest.param(
            [frame(0, 1), frame(16, 1.2, 2, True), frame(32, 1.4, changed=True)], [ALL, "ball", ALL], id="an edit whose rows come soon"
        ),
        pytest.param(
            [frame(0, 1), *(frame(16 * k, 1.2, 2, True) for k in range(1, 6))],
            [ALL, "ball", "ball", "ball", "ball", ALL],
            id="a drag that goes on, or a server that is away",
        ),
        pytest.param(
            [frame(0, 1), frame(16, 1.2, 2, True), frame(32, 1.2), frame(48, 1.3)],
            [ALL, "ball", ALL, "ball chart"],
            id="what waited is drawn",
        ),
        pytest.param(
            [frame(0, 1), frame(16, 1.2, 2), frame(32, 2.2, 2), frame(48, 2.4)],
            [ALL, "ball", "ball", ALL],
            id="a step passed while waiting",
        ),
    ],
)
def test_what_is_drawn_in_a_frame(open_page: OpenPage, frames: list[dict[str, Any]], drawn: list[str]) -> None:
    page = open_page("/api/health")
    assert page.evaluate(FRAMES, frames) == drawn
