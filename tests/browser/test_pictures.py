"""The pictures: what moves lies exactly on what stands still, and both can be reached by mouse and keyboard."""

import math
from typing import Any

import pytest
from playwright.sync_api import Page

from engine.functions import SCALAR
from engine.surfaces.himmelblau import Himmelblau
from tests.browser.conftest import OpenPage
from tests.browser.driving import drawn

# The overlay's pixel of every 17th node of the mesh against the pixel that the scene's own matrices give it.
WORST_OFFSET = """() => {
  const chart = document.querySelector(".plotly"), { glplot, dataScale } = chart._fullLayout.scene2._scene;
  const { projection, view, model } = glplot.cameraParams, [mesh] = chart.data, { clientWidth, clientHeight } = chart;
  const times = (m, v) => [0, 1, 2, 3].map((i) => m[i] * v[0] + m[4 + i] * v[1] + m[8 + i] * v[2] + m[12 + i] * v[3]);
  let worst = 0;
  for (let j = 0; j < mesh.y.length; j += 17) for (let i = 0; i < mesh.x.length; i += 17) {
    const place = [mesh.x[i] * dataScale[0], mesh.y[j] * dataScale[1], mesh.z[j][i] * dataScale[2], 1];
    const [x, y, , w] = times(projection, times(view, times(model, place)));
    const [px, py] = playground.scene.pixelOf([mesh.x[i], mesh.y[j]]);
    worst = Math.max(worst, Math.hypot(px - (0.5 + x / w / 2) * clientWidth, py - (0.5 - y / w / 2) * clientHeight));
  }
  return worst;
}"""
# Parameters and a height (0 … 1) to a pixel by the scene's own matrices.
SCENE_PIXEL = """([x, y, height]) => {
  const chart = document.querySelector(".plotly"), { glplot, dataScale } = chart._fullLayout.scene2._scene;
  const { projection, view, model } = glplot.cameraParams;
  const times = (m, v) => [0, 1, 2, 3].map((i) => m[i] * v[0] + m[4 + i] * v[1] + m[8 + i] * v[2] + m[12 + i] * v[3]);
  const [a, b, , w] = times(projection, times(view, times(model, [x * dataScale[0], y * dataScale[1], height * dataScale[2], 1])));
  return [(0.5 + a / w / 2) * chart.clientWidth, (0.5 - b / w / 2) * chart.clientHeight];
}"""
SHOWS_NEWEST_START = """(before) => {
  const { start } = playground.session.latest.run, shown = playground.session.tape.column("params");
  return !playground.session.isWaiting && start.every((value, i) => value !== before[i] && value === shown[i]);
}"""
ONE_BALL = "/en#surface=himmelblau&racers=momentum~learning_rate:0.005&start=-0.2,0.7&seed=0&step_limit=120&step=12"


def solid(open_page: OpenPage, path: str, **size: int) -> Page:
    """The page at rest, with Plotly's scene in its place and the fine mesh drawn."""
    page = open_page(path, **size)
    page.wait_for_function("() => globalThis.playground?.scene.isSolid && document.querySelector('.plotly').data[0].x.length > 100")
    page.evaluate("() => playground.store.set({ playing: false })")
    drawn(page)
    return page


def watched(open_page: OpenPage, address: str, watch: str, *, webgl: bool = True) -> Page:
    """The page of one ball with ``watch`` looking on from its beginning."""
    page = open_page("/api/health", webgl=webgl)
    page.add_init_script(watch)
    page.goto(address + ONE_BALL)
    return page


# Of the scene and of the map whose place it takes.
IN_SIGHT = "([layer, opacity]) => getComputedStyle(document.querySelector(`#scene ${layer}`)).opacity === opacity"


def turn(page: Page, azimuth: float, elevation: float, distance: float) -> None:
    page.evaluate(
        "([azimuth, elevation, distance]) => playground.store.set({ camera: { azimuth, elevation, distance } })",
        [azimuth, elevation, distance],
    )
    drawn(page)


def start_of(page: Page) -> list[float]:
    return list(page.evaluate("() => Array.from(playground.session.tape.column('params').slice(0, 2))"))


def corner(page: Page) -> tuple[float, float]:
    box = page.locator("#scene .picture").bounding_box()
    assert box is not None
    return box["x"], box["y"]


@pytest.mark.parametrize("width", [1366, 1923])
@pytest.mark.parametrize("surface", ["himmelblau", "six_hump_camel"])
def test_overlay_projects_as_the_scene_does(open_page: OpenPage, surface: str, width: int) -> None:
    page = solid(open_page, f"/en#surface={surface}&racers=adam&seed=0&step_limit=50&step=5", width=width, height=767)
    assert page.evaluate(WORST_OFFSET) < 0.01
    page.wait_for_function(IN_SIGHT, arg=[".plotly", "1"])
    page.wait_for_function(IN_SIGHT, arg=[".flat", "0"])
    for azimuth, elevation, distance in [(0.3, 0.2, 1.0), (2.1, 0.9, 0.5), (4.0, 1.5, 2.0)]:
        turn(page, azimuth, elevation, distance)
        assert page.evaluate(WORST_OFFSET) < 0.01, (azimuth, elevation, distance)


def test_overlay_stays_on_the_scene_while_it_is_turned(open_page: OpenPage) -> None:
    page = solid(open_page, ONE_BALL)
    x, y = corner(page)
    page.mouse.move(x + 40, y + 300)
    page.mouse.down()
    for k in range(1, 6):
        page.mouse.move(x + 40 + 30 * k, y + 300 + 12 * k)
        drawn(page)
        assert page.evaluate(WORST_OFFSET) < 0.01, k
    page.mouse.up()
    assert page.evaluate("() => playground.store.state.camera !== null")


def test_ball_stands_where_its_true_loss_is(open_page: OpenPage) -> None:
    """Within a pixel over 50 steps, half of them after turning; the height is the engine's loss, not the mesh's."""
    page = solid(open_page, ONE_BALL)
    surface = Himmelblau()
    lowest, highest, scale = page.evaluate(
        """async () => {
          const size = document.querySelector(".plotly").data[0].x.length;
          const grid = await fetch(`/api/grid?surface={"kind":"himmelblau"}&columns=${size}&rows=${size}`).then((answer) => answer.json());
          const { catalogue } = JSON.parse(document.querySelector("#opening").textContent);
          return [grid.lowest, grid.highest, catalogue.surfaces.himmelblau.height_scale];
        }"""
    )
    for step in range(50):
        if step == 25:
            turn(page, 0.9, 0.7, 0.8)
        page.evaluate("(step) => playground.player.seek(step)", step)
        drawn(page)
        params: list[float] = page.evaluate(
            "(step) => Array.from(playground.session.tape.column('params').slice(step * 2, step * 2 + 2))", step
        )
        height = math.log1p((surface.value(SCALAR, *params) - lowest) / scale) / math.log1p((highest - lowest) / scale)
        expected = page.evaluate(SCENE_PIXEL, [*params, height])
        assert math.dist(page.evaluate("() => playground.scene.ballPixel('r1')"), expected) < 1, step


def test_start_is_dragged_on_the_surface(open_page: OpenPage) -> None:
    page = solid(open_page, ONE_BALL)
    x, y = corner(page)
    px, py = page.evaluate("([a, b]) => playground.scene.pixelOf([a, b])", start_of(page))
    before = start_of(page)
    page.mouse.move(x + px, y + py)
    page.mouse.down()
    page.mouse.move(x + px + 30, y + py + 50, steps=5)
    page.mouse.up()
    # Each place on the way was a start too: what the hand let go of is the newest that was asked for.
    page.wait_for_function(SHOWS_NEWEST_START, arg=before)
    drawn(page)
    assert math.dist(page.evaluate("([a, b]) => playground.scene.pixelOf([a, b])", start_of(page)), [px + 30, py + 50]) < 1


def test_keys_turn_the_camera_and_carry_the_start(open_page: OpenPage) -> None:
    page = solid(open_page, ONE_BALL)
    step = page.evaluate("() => playground.player.step")
    page.locator("#scene .picture").focus()
    page.keyboard.press("ArrowUp")
    camera: dict[str, float] = page.evaluate("() => playground.store.state.camera")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("+")
    after: dict[str, float] = page.evaluate("() => playground.store.state.camera")
    assert after["azimuth"] != camera["azimuth"]
    assert after["distance"] < camera["distance"]
    assert page.evaluate("() => playground.player.step") == step, "the page's own keys rest"
    before = start_of(page)
    page.keyboard.press("Shift+ArrowRight")
    page.wait_for_function("(before) => playground.session.tape.column('params')[0] > before", arg=before[0])
    assert start_of(page)[1] == before[1]
    page.keyboard.press("0")
    assert page.evaluate("() => playground.store.state.camera") is None


def test_contour_has_one_scale(open_page: OpenPage) -> None:
    """On a window twice as wide as high, as many pixels mean as much along x as along y."""
    page = solid(open_page, "/en#surface=six_hump_camel&racers=adam&seed=0&step_limit=50&step=5")
    box = page.locator("#contour .picture").bounding_box()
    assert box is not None
    middle = (box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    starts = []
    for dx, dy in [(-30, -20), (30, -20), (-30, 20)]:
        before = start_of(page)
        page.mouse.click(middle[0] + dx, middle[1] + dy)
        page.wait_for_function(
            "(before) => before.some((value, k) => playground.session.tape.column('params')[k] !== value)",
            arg=before,
        )
        starts.append(start_of(page))
    across, along = (starts[1][0] - starts[0][0]) / 60, (starts[0][1] - starts[2][1]) / 40
    assert across == pytest.approx(along, rel=0.02)


def test_without_webgl_the_map_stays(open_page: OpenPage) -> None:
    page = open_page("/en")
    page.add_init_script(
        """const original = HTMLCanvasElement.prototype.getContext;
        HTMLCanvasElement.prototype.getContext = function (kind, ...rest) {
          return kind.includes("webgl") ? null : original.call(this, kind, ...rest);
        };"""
    )
    page.reload()
    page.wait_for_function("() => globalThis.playground?.scene.ballPixel(playground.store.state.selected)")
    assert page.locator(".picture-notice").is_visible()
    colours: int = page.evaluate(
        """() => {
          const { width, height } = document.querySelector(".flat canvas");
          const { data } = document.querySelector(".flat canvas").getContext("2d").getImageData(0, 0, width, height);
          return new Set(Array.from({ length: data.length / 4 }, (_, k) => data.slice(k * 4, k * 4 + 3).join())).size;
        }"""
    )
    assert colours > 14


def test_secant_becomes_the_tangent(open_page: OpenPage) -> None:
    page = open_page("/en#preset=secant&step=4")
    page.wait_for_selector("#curve1d .curve-numbers", state="visible")
    page.evaluate("() => playground.store.set({ playing: false })")
    page.evaluate("() => playground.player.seek(4)")
    drawn(page)
    x: float = page.evaluate("() => playground.session.tape.column('params')[playground.player.step]")

    def numbers(second: float) -> list[Any]:
        page.evaluate("(secant) => playground.store.set({ secant })", second)
        drawn(page)
        texts = page.locator("#curve1d dd").all_text_contents()
        return [float(text.replace("−", "-")) for text in texts]

    derivative, far, apart = numbers(x + 1)
    assert apart == pytest.approx(1)
    _, near, _ = numbers(x + 0.05)
    assert derivative == pytest.approx(2 * x, rel=1e-3), "of the parabola x²"
    assert far == pytest.approx(2 * x + 1, rel=1e-2)
    assert abs(near - derivative) < abs(far - derivative) / 10


def test_every_picture_shows_the_step_pointed_at(open_page: OpenPage) -> None:
    page = solid(open_page, ONE_BALL)
    box = page.locator("#curve .picture").bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + box["width"] * 0.4, box["y"] + 60)
    page.wait_for_function("() => playground.store.state.hover !== null")
    pointed = page.evaluate("() => playground.store.state.hover")
    page.mouse.click(box["x"] + box["width"] * 0.4, box["y"] + 60)
    assert page.evaluate("() => playground.player.step") == pointed


def test_pictures_say_what_they_show(open_page: OpenPage) -> None:
    page = solid(open_page, ONE_BALL)
    page.wait_for_selector("#scene .unseen table tbody tr", state="attached")
    assert page.locator("#scene .unseen table caption").text_content() == "All racers at step 12"
    described = page.locator("#scene .picture").get_attribute("aria-description")
    assert described is not None
    assert described.startswith("Step 12. Momentum: loss ")
    for picture in page.locator(".picture").all():
        if picture.is_visible():
            assert picture.get_attribute("aria-label"), picture


LETTERS = """() => {
  const { tickCount, labelCount } = document.querySelector(".plotly")._fullLayout.scene2._scene.glplot.axes._text;
  return [...tickCount, ...labelCount];
}"""
WRITTEN = """([azimuth, elevation]) => {
  const { pen, written } = (globalThis.axes ??= (() => {
    const pen = document.querySelector("#scene .axes canvas").getContext("2d"), written = [], { fillText } = pen;
    pen.fillText = (text, x, y) => {
      written.push({ text, x, y, width: pen.measureText(text).width });
      fillText.call(pen, text, x, y);
    };
    return { pen, written };
  })());
  written.length = 0;
  playground.store.set({ camera: { azimuth, elevation, distance: 1 } });
  return new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(written))));
}"""


def test_numbers_stand_apart_along_the_box_from_wherever_it_is_seen(open_page: OpenPage) -> None:
    """Ours, with a typeface's own edges: Plotly's letters, which take it a third of its time, are not made."""
    page = solid(open_page, ONE_BALL)
    letters = page.evaluate(LETTERS)
    assert letters == [0] * 6
    box = page.locator("#scene .picture").bounding_box()
    assert box is not None
    for azimuth in range(12):
        written = page.evaluate(WRITTEN, [azimuth / 12 * math.tau + 0.1, 0.87])
        texts = {word["text"] for word in written}
        assert len({"−4", "0", "4"} & texts) >= 2, azimuth
        assert len({"20", "100", "500"} & texts) >= 2, azimuth
        assert {"x", "y"} & texts, azimuth
        for k, one in enumerate(written):
            assert one["width"] / 2 <= one["x"] <= box["width"] - one["width"] / 2, (azimuth, one)
            assert 0 < one["y"] < box["height"], (azimuth, one)
            for other in written[:k]:
                assert abs(one["x"] - other["x"]) >= (one["width"] + other["width"]) / 2 or abs(one["y"] - other["y"]) >= 10, (one, other)


# The height that Plotly has of the middle of the surface.
MIDDLE = "() => document.querySelector('.plotly').data[0].z[60][60]"
# Counts the times that the canvas on screen was cleared and nothing drawn on it before the browser could show it.
COUNTS_BLANKS = """{
  const context = WebGLRenderingContext.prototype, { clear, drawArrays } = context;
  let isBlank = false;
  globalThis.blanks = 0;
  context.clear = function (mask) {
    if (this.getParameter(this.FRAMEBUFFER_BINDING) === null) {
      isBlank = true;
      setTimeout(() => { if (isBlank) globalThis.blanks += 1; });
    }
    clear.call(this, mask);
  };
  context.drawArrays = function (...given) {
    if (this.getParameter(this.FRAMEBUFFER_BINDING) === null) isBlank = false;
    drawArrays.apply(this, given);
  };
}"""


def test_the_scene_stays_while_another_is_made(open_page: OpenPage, address: str) -> None:
    page = watched(open_page, address, COUNTS_BLANKS)
    page.wait_for_function("() => globalThis.playground?.scene.isSolid")
    page.evaluate("() => { globalThis.blanks = 0; }")
    for height in ("linear", "log"):
        before = page.evaluate(MIDDLE)
        page.evaluate("(height) => playground.store.set({ height })", height)
        page.wait_for_function(f"(before) => ({MIDDLE})() !== before", arg=before)
        drawn(page)
    assert page.evaluate("() => globalThis.blanks") == 0


# The ends of every line under the surface, seen from a direction.
LINES = """async ([azimuth, elevation]) => {
  const pen = document.querySelector(".axes canvas").getContext("2d"), ends = [];
  pen.moveTo = function (x, y) { ends.push([x, y]); CanvasRenderingContext2D.prototype.moveTo.call(this, x, y); };
  pen.lineTo = function (x, y) { ends.at(-1).push(x, y); CanvasRenderingContext2D.prototype.lineTo.call(this, x, y); };
  playground.store.set({ camera: { azimuth, elevation, distance: 1 } });
  await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
  delete pen.moveTo;
  delete pen.lineTo;
  return ends;
}"""


@pytest.mark.parametrize("azimuth", [0.3, 2.0, 4.1, 5.5])
def test_the_box_stands_under_the_surface_as_the_scene_sees_it(open_page: OpenPage, azimuth: float) -> None:
    page = solid(open_page, ONE_BALL)
    lines = page.evaluate(LINES, [azimuth, 0.8])
    far_x, far_y = (-5 if math.cos(azimuth) > 0 else 5), (-5 if math.sin(azimuth) > 0 else 5)
    top = 1.02
    wanted = [
        [(0, -5, 0), (0, 5, 0)],
        [(-5, 4, 0), (5, 4, 0)],
        [(far_x, 0, 0), (far_x, 0, top)],
        [(-4, far_y, 0), (-4, far_y, top)],
        [(far_x, -5, top), (far_x, 5, top)],
        [(-far_x, -5, 0), (-far_x, 5, 0)],
    ]

    def nearest(line: list[tuple[float, float, float]]) -> float:
        """Pixels from its ends to those of the line that was drawn nearest to it."""
        ends = [value for place in line for value in page.evaluate(SCENE_PIXEL, list(place))]
        return float(min(max(abs(a - b) for a, b in zip(one, ends, strict=True)) for one in lines))

    for line in wanted:
        assert nearest(line) < 0.5, line
    # What stands on a near wall would hide the surface.
    assert nearest([(-far_x, 0, 0), (-far_x, 0, top)]) > 2


# Keeps what stands on Plotly's canvas each time it was drawn, at one size, and how many corners of triangles it took.
KEEPS_PICTURES = """{
  const context = WebGLRenderingContext.prototype, { drawArrays, drawElements, flush } = context;
  let corners = 0;
  globalThis.pictures = [];
  const counted = (draw) => function (mode, ...rest) {
    if (mode === this.TRIANGLES && this.getParameter(this.FRAMEBUFFER_BINDING) === null) corners += rest[draw === drawArrays ? 1 : 0];
    draw.call(this, mode, ...rest);
  };
  context.drawArrays = counted(drawArrays);
  context.drawElements = counted(drawElements);
  context.flush = function () {
    const sheet = Object.assign(document.createElement("canvas"), { width: 200, height: 200 }), pen = sheet.getContext("2d");
    pen.drawImage(this.canvas, 0, 0, 200, 200);
    globalThis.pictures.push({ corners, pixels: pen.getImageData(0, 0, 200, 200).data });
    corners = 0;
    flush.call(this);
  };
}"""
# Corners of the last two pictures and how far their pixels are apart on average (of 255).
LAST_TWO = """() => {
  const [one, other] = pictures.slice(-2);
  const sum = one.pixels.reduce((sum, value, k) => sum + Math.abs(value - other.pixels[k]), 0);
  return { corners: [one.corners, other.corners], apart: sum / one.pixels.length };
}"""


def test_a_picture_in_haste_has_fewer_triangles_and_looks_the_same(open_page: OpenPage, address: str) -> None:
    """Without a graphics card: the first one, and those while the camera turns, are each followed by a whole one."""
    page = watched(open_page, address, KEEPS_PICTURES)
    page.wait_for_function("() => globalThis.playground?.scene.isSolid && pictures.length === 2")
    first = page.evaluate(LAST_TWO)
    assert first["corners"] == [60 * 60 * 6, 120 * 120 * 6]
    assert first["apart"] < 1
    page.evaluate("() => playground.store.set({ playing: false })")
    page.locator("#scene .picture").focus()
    page.keyboard.press("ArrowLeft")
    page.wait_for_function("() => pictures.length === 4")
    turned = page.evaluate(LAST_TWO)
    assert turned["corners"] == [60 * 60 * 6, 120 * 120 * 6]
    assert turned["apart"] < 1


COUNTS_MAPS = """{
  const { prototype } = CanvasRenderingContext2D, { putImageData } = prototype;
  globalThis.painted = [];
  prototype.putImageData = function (picture, ...rest) {
    painted.push(picture.width);
    putImageData.call(this, picture, ...rest);
  };
}"""


def test_a_map_is_painted_once(open_page: OpenPage, address: str) -> None:
    page = watched(open_page, address, COUNTS_MAPS)
    page.wait_for_function("() => globalThis.playground?.scene.isSolid")
    drawn(page)
    assert sorted(width > 300 for width in page.evaluate("() => painted.filter((width) => width > 100)")) == [False, True]


def test_a_picture_that_moves_and_changes_its_colours_at_once_fits_its_new_place(open_page: OpenPage, address: str) -> None:
    page = watched(open_page, address, COUNTS_MAPS, webgl=False)
    page.wait_for_function("() => globalThis.playground?.player.step === 12 && playground.field()")
    for patch in ({"swapped": True}, {"swapped": False, "theme": "dark"}):
        page.evaluate("(patch) => { painted.length = 0; playground.store.set(patch); }", patch)
        drawn(page)
        drawn(page)
    wide = page.locator("#small .picture").first.evaluate("(picture) => picture.clientWidth")
    assert any(0.9 * wide < width <= wide for width in page.evaluate("() => painted"))
