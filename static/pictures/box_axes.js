// Numbers and names along the box of the three-dimensional picture: parameters on the floor's two nearer edges, true losses on its leftmost edge upwards.

import { HEADROOM, toScene } from "./relief.js";
import { heightTicks, paramTicks } from "./ticks.js";

/** @typedef {[number, number]} Spot in pixels */
/** @typedef {{font: string, math: string, colour: string, size_px: number, names: string[]}} Writing */
/** @typedef {{from: number[], to: number[], ticks: {at: number[][], text: string[]}, name: string}} Edge ends and ticks in the scene's coordinates */

/** Between an edge and its numbers, between those and the name; the name is larger. */
const AWAY_PX = 12, APART_PX = 4, NAME = 1.35;

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
  /** Boxes that are written in. @type {number[][]} */
  const taken = [];
  for (const edge of edgesOf(form, eye, project, writing.names)) {
    const outward = awayFrom(project([0, 0, 0]), project(edge.from), project(edge.to));
    const write = (/** @type {string} */ text, /** @type {Spot} */ at, /** @type {number} */ away, /** @type {number} */ size_px) => {
      // Half of the box that the text fills, and so how far its middle stands from the edge.
      const half = [pen.measureText(text).width / 2, size_px * 0.45], reach = Math.abs(outward[0]) * half[0] + Math.abs(outward[1]) * half[1];
      const x = at[0] + outward[0] * (away + reach), y = at[1] + outward[1] * (away + reach);
      const box = [x - half[0], y - half[1], x + half[0], y + half[1]];
      if (taken.some(([left, top, right, bottom]) => box[0] < right && left < box[2] && box[1] < bottom && top < box[3])) return 0;
      taken.push(box);
      pen.fillText(text, x, y);
      return 2 * reach;
    };
    pen.font = `${writing.size_px}px ${writing.font}`;
    const widest = Math.max(0, ...edge.ticks.at.map((at, k) => write(edge.ticks.text[k], project(at), AWAY_PX, writing.size_px)));
    pen.font = `${writing.size_px * NAME}px ${writing.math}`;
    if (edge.name) write(edge.name, project(edge.from.map((value, k) => (value + edge.to[k]) / 2)), AWAY_PX + widest + APART_PX, writing.size_px * NAME);
  }
}

/**
 * @param {import("./relief.js").Relief} form
 * @param {import("./camera.js").Eye} eye
 * @param {(point: number[]) => Spot} project
 * @param {string[]} names
 * @returns {Edge[]}
 */
function edgesOf(form, { position }, project, names) {
  const [wide, deep, tall] = form.aspect.map((side) => side / 2), [across, along] = form.field.window;
  const nearX = position[0] < 0 ? -wide : wide, nearY = position[1] < 0 ? -deep : deep;
  const inScene = (/** @type {number} */ x, /** @type {number} */ y, /** @type {number} */ height) => {
    const point = [0, 0, 0];
    toScene(form, x, y, height, point);
    return point;
  };
  const x = paramTicks(across, 3), y = paramTicks(along, 3), heights = heightTicks(form);
  const corners = [[nearX, -nearY], [-nearX, nearY]].sort((a, b) => project([...a, 0])[0] - project([...b, 0])[0])[0];
  return [
    { from: [-wide, nearY, -tall], to: [wide, nearY, -tall], name: names[0], ticks: { ...x, at: x.at.map((value) => { const [at] = inScene(value, 0, 0); return [at, nearY, -tall]; }) } },
    { from: [nearX, -deep, -tall], to: [nearX, deep, -tall], name: names[1], ticks: { ...y, at: y.at.map((value) => { const [, at] = inScene(0, value, 0); return [nearX, at, -tall]; }) } },
    { from: [...corners, -tall], to: [...corners, tall / HEADROOM], name: "", ticks: { ...heights, at: heights.at.map((height) => [...corners, inScene(0, 0, height)[2]]) } },
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
