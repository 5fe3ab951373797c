// The lens of the three-dimensional picture: parameters → drawn mesh → pixel.

import { sightOf } from "./sight.js";
import { toScene } from "./relief.js";

let keys = 0;
/** A key for a new mapping, different from all before. */
export const newKey = () => ++keys;

/**
 * @param {import("./relief.js").Relief} form
 * @param {import("./camera.js").Eye} eye
 * @param {number} elevation
 * @param {{width: number, height: number, isBig: boolean, magnitude: number, insets: {top: number, bottom: number}}} room
 * @returns {import("./lens.d.ts").Lens}
 */
export function solidLens(form, eye, elevation, room) {
  const {
    window: [[left, right], [low, high]],
    columns,
    rows,
  } = form.field;
  const point = [0, 0, 0];
  const cellX = (right - left) / (columns - 1),
    cellY = (high - low) / (rows - 1);
  const ground = (/** @type {number} */ x, /** @type {number} */ y) =>
    form.at(Math.min(right, Math.max(left, x)), Math.min(high, Math.max(low, y)));
  /** @type {{x: number, y: number, height: number, slope: [number, number]} | null} */
  let plane = null;
  return {
    key: newKey(),
    flat: false,
    holds: form.holds,
    hidden: sightOf(form, eye.position),
    lift: Math.cos(elevation),
    ...room,
    spans: [(right - left) / form.aspect[0], (high - low) / form.aspect[1]],
    place(x, y, out) {
      toScene(form, x, y, ground(x, y), point);
      eye.project(point, out);
    },
    tangent(x, y, dx, dy, out) {
      if (!plane || plane.x !== x || plane.y !== y) plane = { x, y, height: ground(x, y), slope: form.slope(x, y) };
      toScene(form, x + dx, y + dy, plane.height + plane.slope[0] * dx + plane.slope[1] * dy, point);
      eye.project(point, out);
    },
    pieces: (x0, y0, x1, y1) => Math.max(1, Math.min(80, Math.ceil(Math.max(Math.abs(x1 - x0) / cellX, Math.abs(y1 - y0) / cellY)))),
  };
}
