// Numbers and names along the box of the three-dimensional picture: parameters on the floor's two nearer edges, true losses on its outermost edge upwards.

import { HEADROOM, toScene } from "./relief.js";
import { heightTicks, paramTicks } from "./ticks.js";
import { meets } from "./sight.js";

/** @typedef {[number, number]} Spot in pixels */
/** @typedef {[number, number, number, number]} Box left, top, right, bottom */
/** @typedef {{font: string, math: string, colour: string, size_px: number, names: string[], width: number, height: number}} Writing how it is written, and the size of the picture */
/** @typedef {{from: number[], to: number[], ticks: {at: number[][], text: string[]}, name: string}} Edge ends and ticks in the scene's coordinates */

/** Between an edge and its numbers, between those and the name; the name is larger. */
const AWAY_PX = 12, APART_PX = 4, NAME = 1.35;
/** What numbers of heights need beside their edge. */
const BESIDE_PX = 56;

/**
 * @param {CanvasRenderingContext2D} pen
 * @param {import("./relief.js").Relief} form
 * @param {import("./camera.js").Eye} eye
 * @param {Writing} writing
 */
export function drawBoxAxes(pen, form, eye, writing) {
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
    left >= 0 && top >= 0 && right <= writing.width && bottom <= writing.height &&
    !taken.some((other) => left < other[2] && other[0] < right && top < other[3] && other[1] < bottom) &&
    [[left, top], [right, top], [left, bottom], [right, bottom]].every(([x, y]) => !meets(form, eye.position, eye.ray(x, y)));
  for (const edge of edgesOf(form, eye, project, writing)) {
    const outward = awayFrom(project([0, 0, 0]), project(edge.from), project(edge.to));
    /** Writes beside a place on the edge, where the text is whole; its breadth across the edge. */
    const write = (/** @type {string} */ text, /** @type {number[]} */ place, /** @type {number} */ away, /** @type {number} */ size_px) => {
      const wide = pen.measureText(text).width / 2, tall = size_px * 0.45, reach = Math.abs(outward[0]) * wide + Math.abs(outward[1]) * tall;
      const [x, y] = project(place).map((from, k) => from + outward[k] * (away + reach)), box = /** @type {Box} */ ([x - wide, y - tall, x + wide, y + tall]);
      if (!isFree(box)) return 0;
      taken.push(box);
      pen.fillText(text, x, y);
      return 2 * reach;
    };
    pen.font = `${writing.size_px}px ${writing.font}`;
    const widest = Math.max(0, ...edge.ticks.at.map((at, k) => write(edge.ticks.text[k], at, AWAY_PX, writing.size_px)));
    pen.font = `${writing.size_px * NAME}px ${writing.math}`;
    const middle = edge.from.map((value, k) => (value + edge.to[k]) / 2);
    if (edge.name) write(edge.name, middle, AWAY_PX + widest + APART_PX, writing.size_px * NAME);
  }
}

/**
 * @param {import("./relief.js").Relief} form
 * @param {import("./camera.js").Eye} eye
 * @param {(point: number[]) => Spot} project
 * @param {Writing} writing
 * @returns {Edge[]}
 */
function edgesOf(form, { position }, project, { names, width }) {
  const [wide, deep, tall] = form.aspect.map((side) => side / 2), [across, along] = form.field.window;
  const nearX = position[0] < 0 ? -wide : wide, nearY = position[1] < 0 ? -deep : deep;
  const inScene = (/** @type {number} */ x, /** @type {number} */ y, /** @type {number} */ height) => {
    const point = [0, 0, 0];
    toScene(form, x, y, height, point);
    return point;
  };
  const x = paramTicks(across, 3), y = paramTicks(along, 3), heights = heightTicks(form);
  const across_px = (/** @type {number[]} */ corner) => project([...corner, 0])[0];
  const [left, right] = [[nearX, -nearY], [-nearX, nearY]].sort((a, b) => across_px(a) - across_px(b));
  const outer = across_px(left) < BESIDE_PX && across_px(right) < width - BESIDE_PX ? right : left;
  return [
    { from: [-wide, nearY, -tall], to: [wide, nearY, -tall], name: names[0], ticks: { ...x, at: x.at.map((value) => [inScene(value, 0, 0)[0], nearY, -tall]) } },
    { from: [nearX, -deep, -tall], to: [nearX, deep, -tall], name: names[1], ticks: { ...y, at: y.at.map((value) => [nearX, inScene(0, value, 0)[1], -tall]) } },
    { from: [...outer, -tall], to: [...outer, tall / HEADROOM], name: "", ticks: { ...heights, at: heights.at.map((height) => [...outer, inScene(0, 0, height)[2]]) } },
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
  const along = [to[0] - from[0], to[1] - from[1]], length = Math.hypot(along[0], along[1]) || 1;
  const across = [-along[1] / length, along[0] / length];
  const side = (from[0] - point[0]) * across[0] + (from[1] - point[1]) * across[1] < 0 ? -1 : 1;
  return [across[0] * side, across[1] * side];
}
