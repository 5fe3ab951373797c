"""The ball is drawn where this step's parameters stand on Plotly's scene: by its matrices, and by the pixels themselves."""

import math
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from playwright.sync_api import Page

from tests.browser.conftest import OpenPage
from tests.browser.driving import await_whole, drawn, rest_at

RUN = "racers=momentum~learning_rate:0.002;adam~learning_rate:0.05/start:0.8,-0.4&start=-0.2,0.7&seed=0&step_limit=120&step=1"
# What Plotly draws with: its matrices (columns first), its scales, the mesh, the size of its element.
SCENE = """() => {
  const chart = document.querySelector(".plotly"), { glplot, dataScale } = chart._fullLayout.scene2._scene;
  const { projection, view, model } = glplot.cameraParams, [mesh] = chart.data;
  return {
    matrices: [projection, view, model].map((matrix) => Array.from(matrix)), scale: Array.from(dataScale),
    size: [chart.clientWidth, chart.clientHeight],
    x: Array.from(mesh.x), y: Array.from(mesh.y), z: Array.from(mesh.z, (row) => Array.from(row)),
  };
}"""
BALLS = "() => playground.session.tape.racers.map((id) => playground.scene.ballPixel(id))"
# Share of pixels in the racer's colour within a box around a point of the overlay (the topmost canvas above Plotly's).
COLOUR_NEAR = """([px, py, racer]) => {
  const picture = document.querySelector("#scene .picture");
  const canvas = [...picture.querySelectorAll(":scope > canvas")].at(-1), ratio = canvas.width / canvas.clientWidth;
  const probe = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  probe.fillStyle = getComputedStyle(document.documentElement).getPropertyValue(`--racer-${racer}`).trim();
  probe.fillRect(0, 0, 1, 1);
  const wanted = probe.getImageData(0, 0, 1, 1).data;
  const [x, y] = [Math.round(px * ratio), Math.round(py * ratio)];
  const reach = Math.ceil(9 * ratio), { data } = canvas.getContext("2d").getImageData(x - reach, y - reach, 2 * reach, 2 * reach);
  let near = 0;
  const isNear = (k) => data[k + 3] > 200 && [0, 1, 2].every((c) => Math.abs(data[k + c] - wanted[c]) < 60);
  for (let k = 0; k < data.length; k += 4) if (isNear(k)) near += 1;
  return near / (data.length / 4);
}"""


class Scene:
    """Plotly's projection done again in NumPy, with heights read off its mesh, triangle by triangle."""

    def __init__(self, read: dict[str, Any]) -> None:
        projection, view, model = (np.array(matrix).reshape(4, 4).T for matrix in read["matrices"])
        self.matrix: NDArray[np.float64] = projection @ view @ model
        self.scale = np.array(read["scale"])
        self.x, self.y, self.z = np.array(read["x"]), np.array(read["y"]), np.array(read["z"])
        self.width, self.height = read["size"]

    def height_at(self, x: float, y: float) -> float:
        """On the mesh; between two nodes it is at most the cell's rise off, whichever diagonal Plotly draws."""
        i = int(np.clip(np.searchsorted(self.x, x) - 1, 0, len(self.x) - 2))
        j = int(np.clip(np.searchsorted(self.y, y) - 1, 0, len(self.y) - 2))
        u, v = (x - self.x[i]) / (self.x[i + 1] - self.x[i]), (y - self.y[j]) / (self.y[j + 1] - self.y[j])
        low, high = self.z[j], self.z[j + 1]
        return float((1 - v) * ((1 - u) * low[i] + u * low[i + 1]) + v * ((1 - u) * high[i] + u * high[i + 1]))

    def pixel(self, x: float, y: float) -> tuple[float, float]:
        a, b, _, w = self.matrix @ [*(np.array([x, y, self.height_at(x, y)]) * self.scale), 1.0]
        return (0.5 + a / w / 2) * self.width, (0.5 - b / w / 2) * self.height


def solid(open_page: OpenPage, surface: str) -> Page:
    page = open_page(f"/en#surface={surface}&{RUN}")
    page.wait_for_function("() => globalThis.playground?.scene.isSolid && document.querySelector('.plotly').data[0].x.length > 100")
    await_whole(page)
    return page


def scene(page: Page) -> Scene:
    drawn(page)
    return Scene(page.evaluate(SCENE))


@pytest.mark.parametrize("surface", ["himmelblau", "six_hump_camel"])
def test_every_ball_stands_on_this_steps_parameters(open_page: OpenPage, surface: str) -> None:
    page = solid(open_page, surface)
    params = np.array(page.evaluate("() => Array.from(playground.session.tape.column('params'))")).reshape(-1, 2, 2)
    rest_at(page, 0)
    seen = scene(page)
    for step in range(50):
        if step in (20, 40):
            page.evaluate(
                "(camera) => playground.store.set({ camera })",
                {"azimuth": 0.5 + step / 15, "elevation": 0.5 + step / 60, "distance": 0.9},
            )
            seen = scene(page)
        page.evaluate("(step) => playground.player.seek(step)", step)
        drawn(page)
        for racer, pixel in enumerate(page.evaluate(BALLS)):
            assert pixel is not None, f"racer {racer} has no ball at step {step}"
            assert math.dist(pixel, seen.pixel(*params[step, racer])) < 1, f"racer {racer}, step {step}"


def test_the_balls_colour_is_there(open_page: OpenPage) -> None:
    page = solid(open_page, "himmelblau")
    for step in (3, 12, 30):
        rest_at(page, step)
        for racer, (x, y) in enumerate(page.evaluate(BALLS)):
            # The ball rests on its contact: its middle lies a little above.
            assert page.evaluate(COLOUR_NEAR, [x, y - 7, racer + 1]) > 0.08, f"racer {racer}, step {step}"
            assert page.evaluate(COLOUR_NEAR, [x + 60, y + 60, racer + 1]) < 0.04, f"beside racer {racer}, step {step}"
