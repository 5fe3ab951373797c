import { drawBox } from "../../static/pictures/box_axes.js";
import { eyeOf, fitted, turned } from "../../static/pictures/camera.js";
import { firstView } from "../../static/pictures/first_view.js";
import { relief, toScene } from "../../static/pictures/relief.js";
import { meets, sightOf } from "../../static/pictures/sight.js";
import { solidLens } from "../../static/pictures/solid.js";
import { equal, near, ok } from "./expect.js";
import { noted } from "./pens.js";

/** A surface over x in 0 … 10 and y in 0 … 10, its height (0 … 1) by formula. */
function surface(height, size = 61, rest = {}) {
  const loss = Float32Array.from({ length: size * size }, (_, k) =>
    height(((k % size) / (size - 1)) * 10, (Math.floor(k / size) / (size - 1)) * 10),
  );
  return relief(
    {
      width: 2,
      window: [
        [0, 10],
        [0, 10],
      ],
      columns: size,
      rows: size,
      loss,
      lowest: 0,
      highest: 1,
      scale: 1,
      isStaircase: false,
      start: [5, 5],
      points: [],
      ...rest,
    },
    "linear",
  );
}
const FLAT = surface(() => 0);
/** High above its floor. */
const HIGH = surface(() => 1);
/** A ridge along y in the middle, as high as the box. */
const RIDGE = surface((x) => (Math.abs(x - 5) < 0.6 ? 1 : 0));
const SIZE = { width: 600, height: 400, ratio: 1.5 };
const nearly = (found, expected, within, about) =>
  expected.forEach((value, k) => ok(Math.abs(found[k] - value) <= within, `${about}: ${found} is not ${expected}`));

export function testACameraLooksAtItsTarget() {
  const eye = eyeOf({ azimuth: 0.7, elevation: 0.5, distance: 1.5 }, 2, [0.1, 0.2, 0.3], SIZE);
  const out = [0, 0, 0];
  eye.project([0.1, 0.2, 0.3], out);
  nearly(out, [300, 200, 3], 1e-9, "the target is in the middle, as far as the distance says");
  near(Math.hypot(eye.position[0] - 0.1, eye.position[1] - 0.2, eye.position[2] - 0.3), 3);
  eye.project([0.1, 0.2, 0.5], out);
  ok(Math.abs(out[0] - 300) < 1e-9 && out[1] < 200, "up is up");
}

export function testARayThroughAPixelMeetsWhatIsSeenThere() {
  const eye = eyeOf({ azimuth: 0.7, elevation: 0.5, distance: 1 }, 2, [0, 0, 0], SIZE);
  const out = [0, 0, 0];
  for (const point of [
    [0.3, -0.2, 0.1],
    [-0.4, 0.1, -0.2],
  ]) {
    eye.project(point, out);
    const ray = eye.ray(out[0], out[1]);
    const along = point.map((value, k) => (value - eye.position[k]) / ray[k]);
    nearly(along, [along[0], along[0], along[0]], 1e-9, "the point lies on the ray");
    ok(along[0] > 0);
  }
}

export function testTheMatrixIsThatOfTheProjection() {
  const eye = eyeOf({ azimuth: 0.7, elevation: 0.5, distance: 1 }, 2, [0.1, 0, 0], SIZE);
  const point = [0.3, -0.2, 0.1, 1];
  const [x, y, z] = [0, 1, 2].map((row) => point.reduce((sum, value, k) => sum + eye.matrix[4 * k + row] * value, 0));
  const out = [0, 0, 0];
  eye.project(point, out);
  const reach = 1 / Math.tan(Math.PI / 8);
  nearly(out, [300 + (300 * reach * x) / 1.5 / -z, 200 - (200 * reach * y) / -z, -z], 1e-4, "matrix and projection");
}

export function testTurningStaysWithinBounds() {
  const camera = { azimuth: 6, elevation: 0.5, distance: 1 };
  nearly(Object.values(turned(camera, 0.5, 0.1)), [6.5 - 2 * Math.PI, 0.6, 1], 1e-12, "once round");
  near(turned(camera, -7, 0).azimuth, 2 * Math.PI - 1);
  equal([turned(camera, 0, 9).elevation, turned(camera, 0, -9).elevation], [1.54, 0.09]);
  equal([turned(camera, 0, 0, 100).distance, turned(camera, 0, 0, 0.01).distance, turned(camera, 0, 0, 2).distance], [2.5, 0.35, 2]);
}

export function testAFittedViewFillsItsRoom() {
  const points = [-1, 1].flatMap((x) => [-1, 1].flatMap((y) => [-0.3, 0.3].map((z) => [x, y, z])));
  const margin = { top: 40, right: 20, bottom: 60, left: 80 };
  for (const direction of [
    { azimuth: 0.4, elevation: 0.8 },
    { azimuth: -1.95, elevation: 0.87 },
  ]) {
    const { unit, target } = fitted(points, direction, SIZE, margin);
    const eye = eyeOf({ ...direction, distance: 1 }, unit, target, SIZE);
    const out = [0, 0, 0];
    const seen = points.map((point) => {
      eye.project(point, out);
      return [out[0], out[1]];
    });
    const [xs, ys] = [seen.map(([x]) => x), seen.map(([, y]) => y)];
    ok(Math.min(...xs) > 79 && Math.max(...xs) < 581 && Math.min(...ys) > 39 && Math.max(...ys) < 341, String(seen));
    ok(Math.max(...xs) - Math.min(...xs) > 498 || Math.max(...ys) - Math.min(...ys) > 298, "one side is filled");
  }
}

export function testTheFirstViewHasTheWholeFloorInItsRoom() {
  const room = { width: 600, height: 400, isBig: true, magnitude: 1, insets: { top: 84, bottom: 56 } };
  const frame = { tape: null, state: { selected: "a", run: { start: [2, 2] } }, time: 0 };
  const out = [0, 0, 0];
  for (const kept of [null, ...[-1, 1, 3, 5].map((eighth) => ({ azimuth: (eighth * Math.PI) / 4, elevation: 0.6 }))]) {
    const { camera, unit, target } = firstView(HIGH, frame, SIZE, room, kept);
    equal(camera, { ...(kept ?? { azimuth: -1.95, elevation: 0.87 }), distance: 1 });
    const eye = eyeOf(camera, unit, target, SIZE);
    for (const x of [-0.5, 0.5])
      for (const y of [-0.5, 0.5]) {
        eye.project([x * HIGH.aspect[0], y * HIGH.aspect[1], -HIGH.aspect[2] / 2], out);
        ok(out[0] > 67 && out[0] < 577 && out[1] > 58 && out[1] < 345, `corner ${x}, ${y} at ${out}, seen from ${camera.azimuth}`);
      }
  }
}

export function testTheFirstViewTurnsUntilTheStartIsInSight() {
  const room = { width: 300, height: 200, isBig: false, magnitude: 1, insets: { top: 0, bottom: 0 } };
  // The preferred view looks from low y: a wall before the start hides it.
  const wall = surface((_, y) => (Math.abs(y - 4) < 0.6 ? 1 : 0));
  const view = (start) => firstView(wall, { tape: null, state: { selected: "", run: { start } }, time: 0 }, SIZE, room, null);
  const { camera, unit, target } = view([5, 4.8]);
  const hidden = sightOf(wall, eyeOf(camera, unit, target, SIZE).position);
  ok(!hidden(5, 4.8), "it is seen");
  ok(camera.azimuth !== -1.95 || camera.elevation !== 0.87, "from elsewhere");
  equal(view([5, 1]).camera.azimuth, -1.95, "where nothing hides it the view is the usual one");
}

export function testStairsAreSeenFromTheSideThatTheirRisersFace() {
  const room = { width: 600, height: 400, isBig: true, magnitude: 1, insets: { top: 84, bottom: 56 } };
  const frame = { tape: null, state: { selected: "", run: { start: [5, 5] } }, time: 0 };
  for (const [across, along] of [
    [1, 0],
    [-1, 0],
    [0, 1],
    [0, -1],
    [0.6, 0.8],
  ]) {
    const flight = (x, y) => Math.min(1, Math.max(0, Math.floor(5 + 0.8 * (across * (x - 5) + along * (y - 5))) / 10));
    const { camera } = firstView(surface(flight, 61, { isStaircase: true }), frame, SIZE, room, null);
    ok(-across * Math.cos(camera.azimuth) - along * Math.sin(camera.azimuth) > 0.85, `${across}, ${along}: from ${camera.azimuth}`);
    ok(camera.elevation < 0.75, "lower than a slope is looked at");
    const slope = firstView(surface(flight), frame, SIZE, room, null).camera;
    equal(slope.elevation >= 0.87, true, "a slope is seen as before");
  }
  const kept = { azimuth: 1, elevation: 0.4 };
  equal(
    firstView(
      surface(() => 0, 61, { isStaircase: true }),
      frame,
      SIZE,
      room,
      kept,
    ).camera,
    { ...kept, distance: 1 },
  );
}

export function testAHillHidesWhatLiesBehindIt() {
  const scene = (x, y, height) => {
    const out = [0, 0, 0];
    toScene(RIDGE, x, y, height, out);
    return out;
  };
  const hidden = sightOf(RIDGE, scene(-20, 5, 9));
  equal([hidden(2, 5), hidden(6.5, 5), hidden(9.8, 5)], [false, true, false], "before it, right behind it, far behind it");
  equal(hidden(6.5, 5, 1), false, "what stands higher is seen over it");
  equal([sightOf(FLAT, scene(-20, 5, 3))(9, 5), sightOf(RIDGE, scene(30, 5, 3))(6.5, 5)], [false, false]);
  equal(sightOf(RIDGE, scene(6, 5, 2))(6, 5), false, "right above it nothing is hidden");
}

export function testARayMeetsTheSurfaceWhereItIsSeen() {
  const eye = eyeOf({ azimuth: 0.7, elevation: 0.6, distance: 1 }, 2.4, [0, 0, 0], SIZE);
  const lens = solidLens(FLAT, eye, 0.6, {});
  const out = [0, 0, 0];
  for (const [x, y] of [
    [5, 5],
    [2, 8],
    [9, 1],
  ]) {
    lens.place(x, y, out);
    nearly(meets(FLAT, eye.position, eye.ray(out[0], out[1])), [x, y], 0.01, `${x}, ${y}`);
  }
  equal(meets(FLAT, eye.position, eye.ray(300, 2)), null, "above the horizon there is nothing");
}

export function testTheSolidLensFollowsTheSurface() {
  const slope = surface((x) => x / 10);
  const eye = eyeOf({ azimuth: 0.7, elevation: 0.6, distance: 1 }, 2.4, [0, 0, 0], SIZE);
  const lens = solidLens(slope, eye, 0.6, {});
  const [by, from] = [
    [0, 0, 0],
    [0, 0, 0],
  ];
  lens.tangent(5, 5, 1, 2, by);
  lens.place(6, 7, from);
  nearly(by, [...from], 1e-3, "on a plane the tangent plane is the surface");
  lens.place(12, 5, by);
  lens.place(10, 5, from);
  ok(by[0] !== from[0] && Number.isFinite(by[0]), "outside the window at the rim's height");
  equal([lens.pieces(0, 0, 0, 0), lens.pieces(0, 0, 1, 0), lens.pieces(0, 0, 10, 10), lens.flat], [1, 6, 60, false]);
  near(lens.lift, Math.cos(0.6));
}

const WRITING = { font: "sans", math: "serif", colour: "ink", size_px: 12, names: ["x", "y"], width: 600, height: 400 };

function boxed(form, camera = { azimuth: -1.95, elevation: 0.87, distance: 1.3 }, writing = WRITING) {
  const { pen, kept } = noted();
  pen.measureText = (text) => ({ width: 7 * text.length });
  const eye = eyeOf(camera, 2.4, [0, 0, 0], SIZE);
  drawBox(pen, form, eye, "line", writing);
  return { eye, texts: kept.filter(({ how }) => how === "text"), lines: kept.filter(({ how }) => how === "stroke") };
}

export function testTheBoxHasItsNumbersBesideItsNearerEdges() {
  const { eye, texts, lines } = boxed(FLAT);
  equal([lines.length, lines[0].strokeStyle], [1, "line"]);
  const names = texts.filter(({ text }) => /[xy]/.test(text)).map(({ text }) => text);
  equal(names, ["x", "y"]);
  const out = [0, 0, 0];
  const along = texts.filter(({ text }) => /^\d+$/.test(text));
  ok(along.length >= 6, along.map(({ text }) => text).join());
  for (const { text, x, y } of texts) {
    ok(x > 0 && x < 600 && y > 0 && y < 400, `${text} is in the picture`);
    equal(meets(FLAT, eye.position, eye.ray(x, y)), null, `${text} stands beside the surface`);
  }
  const boxes = texts.map(({ text, x, y, font }) => {
    const size_px = parseFloat(font);
    return [x - 3.5 * text.length, y - size_px * 0.45, x + 3.5 * text.length, y + size_px * 0.45];
  });
  boxes.forEach((a, i) =>
    boxes.forEach((b, j) =>
      ok(i >= j || a[0] >= b[2] || b[0] >= a[2] || a[1] >= b[3] || b[1] >= a[3], `${texts[i].text} on ${texts[j].text}`),
    ),
  );
  // The numbers of x lie along the near edge, each a little outside of its tick.
  const scene = [0, 0, 0];
  for (const { text, x, y } of texts.filter(({ text: each }) => ["2", "4", "6", "8"].includes(each)).slice(0, 2)) {
    const distances = [0, 10].flatMap((rim) =>
      [
        [Number(text), rim],
        [rim, Number(text)],
      ].map(([px, py]) => {
        toScene(FLAT, px, py, 0, scene);
        eye.project([scene[0], scene[1], -FLAT.aspect[2] / 2], out);
        return Math.hypot(out[0] - x, out[1] - y);
      }),
    );
    ok(Math.min(...distances) < 32, `${text} is ${Math.min(...distances)} away from its tick`);
  }
}

export function testWithoutRoomThereAreOnlyLines() {
  const { texts, lines } = boxed(FLAT, undefined, null);
  equal([texts, lines.length], [[], 1]);
  ok(lines[0].points.length >= 2 * 6 * 4);
}

export function testTheFarWallsAreBehindTheSurface() {
  for (const azimuth of [-1.95, 0.4, 2.5]) {
    const { lines, eye } = boxed(FLAT, { azimuth, elevation: 0.6, distance: 1.3 }, null);
    const walls = lines[0].points.filter(([kind]) => kind === "move");
    ok(walls.length > 20);
    const out = [0, 0, 0];
    // The nearest upper corner is not part of any wall.
    const near_corner = [Math.sign(eye.position[0]), Math.sign(eye.position[1])].map((side, k) => (side * FLAT.aspect[k]) / 2);
    eye.project([...near_corner, FLAT.aspect[2] / 2], out);
    ok(!lines[0].points.some(([, x, y]) => Math.hypot(x - out[0], y - out[1]) < 1), `seen from ${azimuth}`);
  }
}
