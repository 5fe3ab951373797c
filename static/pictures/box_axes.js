// The box of the three-dimensional picture, drawn under the surface: floor and far walls with lines at round numbers; the numbers and names
// stand along
// the floor's two nearer edges (parameters) and the outermost edge upwards (true losses).

import { HEADROOM, toScene } from "./relief.js";
import { heightTicks, paramTicks } from "./ticks.js";
import { meets } from "./sight.js";

/** @typedef {[number, number]} Spot in pixels */
/** @typedef {[number, number, number, number]} Box left, top, right, bottom */
/**
 * @typedef {{font: string, math: string, colour: string, size_px: number, names: string[], width: number, height: number}} Writing how it
 *   is written, and the size of the picture
 */
/**
 * @typedef {{from: number[], to: number[], ticks: {at: number[][], text: string[]}, name: string}} Edge ends and ticks in the scene's
 *   coordinates
 */

/** @typedef {ReturnType<typeof boxOf>} BoxOf */

/** Nothing nearer to the eye is drawn. */
const NEAREST = 0.02;
/** Between an edge and its numbers, between those and the name; the name is larger. */
const AWAY_PX = 12,
  APART_PX = 4,
  NAME = 1.35;
/** What numbers of heights need beside their edge. */
const BESIDE_PX = 56;

/**
 * Nothing of it can be in front of the surface: the floor lies below it, the far walls behind it.
 * @param {CanvasRenderingContext2D} pen
 * @param {import("./relief.js").Relief} form
 * @param {import("./camera.js").Eye} eye
 * @param {string} colour of its lines
 * @param {Writing | null} writing null: without numbers and names
 */
export function drawBox(pen, form, eye, colour, writing) {
  const box = boxOf(form, eye);
  drawLines(pen, box, eye, colour);
  if (writing) write(pen, form, box, eye, writing);
}

/**
 * @param {CanvasRenderingContext2D} pen
 * @param {BoxOf} box
 * @param {import("./camera.js").Eye} eye
 * @param {string} colour
 */
function drawLines(pen, { halves, near, ticks }, eye, colour) {
  const out = [0, 0, 0];
  const place = (/** @type {number[]} */ point) => {
    eye.project(point, out);
    return [...out];
  };
  // One path: where lines meet or lie on each other they are no darker.
  pen.beginPath();
  for (const normal of [0, 1, 2]) {
    for (const [along, across] of [
      [(normal + 1) % 3, (normal + 2) % 3],
      [(normal + 2) % 3, (normal + 1) % 3],
    ]) {
      for (const value of [-halves[along], ...ticks[along].places, halves[along]]) {
        const from = [0, 0, 0],
          to = [0, 0, 0];
        from[normal] = to[normal] = -near[normal];
        from[along] = to[along] = value;
        [from[across], to[across]] = [-halves[across], halves[across]];
        const [a, b] = [place(from), place(to)];
        if (a[2] < NEAREST && b[2] < NEAREST) continue;
        // Depth is linear along the line.
        const cut = (NEAREST - a[2]) / (b[2] - a[2]),
          at = place(from.map((start, k) => start + cut * (to[k] - start)));
        pen.moveTo(...spotOf(a[2] < NEAREST ? at : a));
        pen.lineTo(...spotOf(b[2] < NEAREST ? at : b));
      }
    }
  }
  pen.strokeStyle = colour;
  pen.lineWidth = 1;
  pen.stroke();
}

/** @param {number[]} placed @returns {Spot} */
const spotOf = ([x, y]) => [x, y];

/**
 * Half the sides, the corner nearest to the eye, and the round numbers along each axis.
 * @param {import("./relief.js").Relief} form
 * @param {import("./camera.js").Eye} eye
 */
function boxOf(form, { position }) {
  const halves = form.aspect.map((side) => side / 2),
    [across, along] = form.field.window;
  const placed = (/** @type {import("./ticks.js").Ticks} */ { at, text }, /** @type {(value: number) => number} */ place) => ({
    places: at.map(place),
    text,
  });
  const inScene = (/** @type {number} */ x, /** @type {number} */ y, /** @type {number} */ height) => {
    const point = [0, 0, 0];
    toScene(form, x, y, height, point);
    return point;
  };
  return {
    halves,
    near: [position[0] < 0 ? -halves[0] : halves[0], position[1] < 0 ? -halves[1] : halves[1], halves[2]],
    ticks: [
      placed(paramTicks(across, 3), (value) => inScene(value, 0, 0)[0]),
      placed(paramTicks(along, 3), (value) => inScene(0, value, 0)[1]),
      placed(heightTicks(form), (height) => inScene(0, 0, height)[2]),
    ],
  };
}

/**
 * @param {CanvasRenderingContext2D} pen
 * @param {import("./relief.js").Relief} form
 * @param {BoxOf} of
 * @param {import("./camera.js").Eye} eye
 * @param {Writing} writing
 */
function write(pen, form, of, eye, writing) {
  const project = (/** @type {number[]} */ point) => {
    const out = [0, 0, 0];
    eye.project(point, out);
    return /** @type {Spot} */ ([out[0], out[1]]);
  };
  pen.fillStyle = writing.colour;
  pen.textAlign = "center";
  pen.textBaseline = "middle";
  /** Boxes that are written in. @type {Box[]} */
  const taken = [];
  const isFree = (/** @type {Box} */ [left, top, right, bottom]) =>
    left >= 0 &&
    top >= 0 &&
    right <= writing.width &&
    bottom <= writing.height &&
    !taken.some((other) => left < other[2] && other[0] < right && top < other[3] && other[1] < bottom) &&
    [
      [left, top],
      [right, top],
      [left, bottom],
      [right, bottom],
    ].every(([x, y]) => !meets(form, eye.position, eye.ray(x, y)));
  for (const edge of edgesOf(of, project, writing)) {
    const outward = awayFrom(project([0, 0, 0]), project(edge.from), project(edge.to));
    /** Writes beside a place on the edge, where the text is whole; its breadth across the edge. */
    const place = (/** @type {string} */ text, /** @type {number[]} */ spot, /** @type {number} */ away, /** @type {number} */ size_px) => {
      const wide = pen.measureText(text).width / 2,
        tall = size_px * 0.45,
        reach = Math.abs(outward[0]) * wide + Math.abs(outward[1]) * tall;
      const [x, y] = project(spot).map((from, k) => from + outward[k] * (away + reach)),
        box = /** @type {Box} */ ([x - wide, y - tall, x + wide, y + tall]);
      if (!isFree(box)) return 0;
      taken.push(box);
      pen.fillText(text, x, y);
      return 2 * reach;
    };
    pen.font = `${writing.size_px}px ${writing.font}`;
    const widest = Math.max(0, ...edge.ticks.at.map((at, k) => place(edge.ticks.text[k], at, AWAY_PX, writing.size_px)));
    pen.font = `${writing.size_px * NAME}px ${writing.math}`;
    const middle = edge.from.map((value, k) => (value + edge.to[k]) / 2);
    if (edge.name) place(edge.name, middle, AWAY_PX + widest + APART_PX, writing.size_px * NAME);
  }
}

/**
 * @param {BoxOf} of
 * @param {(point: number[]) => Spot} project
 * @param {Writing} writing
 * @returns {Edge[]}
 */
function edgesOf({ halves: [wide, deep, tall], near: [nearX, nearY], ticks: [x, y, z] }, project, { names, width }) {
  const across_px = (/** @type {number[]} */ corner) => project([...corner, 0])[0];
  const [left, right] = [
    [nearX, -nearY],
    [-nearX, nearY],
  ].sort((a, b) => across_px(a) - across_px(b));
  const outer = across_px(left) < BESIDE_PX && across_px(right) < width - BESIDE_PX ? right : left;
  return [
    {
      from: [-wide, nearY, -tall],
      to: [wide, nearY, -tall],
      name: names[0],
      ticks: { text: x.text, at: x.places.map((place) => [place, nearY, -tall]) },
    },
    {
      from: [nearX, -deep, -tall],
      to: [nearX, deep, -tall],
      name: names[1],
      ticks: { text: y.text, at: y.places.map((place) => [nearX, place, -tall]) },
    },
    {
      from: [...outer, -tall],
      to: [...outer, tall / HEADROOM],
      name: "",
      ticks: { text: z.text, at: z.places.map((place) => [...outer, place]) },
    },
  ];
}

/**
 * The direction across a line that leads away from a point.
 * @param {Spot} point
 * @param {Spot} from
 * @param {Spot} to
 * @returns {Spot}
 */
function awayFrom(point, from, to) {
  const along = [to[0] - from[0], to[1] - from[1]],
    length = Math.hypot(along[0], along[1]) || 1;
  const across = [-along[1] / length, along[0] / length];
  const side = (from[0] - point[0]) * across[0] + (from[1] - point[1]) * across[1] < 0 ? -1 : 1;
  return [across[0] * side, across[1] * side];
}
