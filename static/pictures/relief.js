// A field with its heights: what is drawn, ridden on and marched through.

import { heightOf, onMesh } from "./field.js";

/** @typedef {import("../types.d.ts").Field} Field */
/**
 * @typedef {object} Relief
 * @property {Field} field
 * @property {"linear" | "log"} kind
 * @property {Float32Array} heights at the nodes, 0 … 1
 * @property {(x: number, y: number) => number} at height on the mesh, Infinity outside the window
 * @property {(x: number, y: number) => [number, number]} slope of the tangent plane, height per parameter
 * @property {(x: number, y: number) => boolean} holds whether the window contains the point
 * @property {[number, number, number]} aspect lengths of the three axes in scene units
 */

/** Height of the picture's box and, geometrically averaged, its width. */
const TALL = 0.53,
  WIDE = 1.16;
/** The axes' box reaches a little above the highest point. */
export const HEADROOM = 1.02;

/** @type {WeakMap<Field, Map<string, Relief>>} */
const made = new WeakMap();

/**
 * @param {Field} field
 * @param {"linear" | "log"} kind
 * @returns {Relief}
 */
export function relief(field, kind) {
  let kinds = made.get(field);
  if (!kinds) made.set(field, (kinds = new Map()));
  let known = kinds.get(kind);
  if (!known) kinds.set(kind, (known = build(field, kind)));
  return known;
}

/**
 * @param {Field} field
 * @param {"linear" | "log"} kind
 * @returns {Relief}
 */
function build(field, kind) {
  const heights = Float32Array.from(field.loss, (loss) => heightOf(field, kind, loss));
  const [[left, right], [low, high]] = [field.window[0], field.window[1] ?? [0, 1]];
  const stepX = (right - left) / (field.columns - 1),
    stepY = (high - low) / Math.max(1, field.rows - 1);
  const at = (/** @type {number} */ x, /** @type {number} */ y) => onMesh(field, heights, x, y);
  const holds = (/** @type {number} */ x, /** @type {number} */ y) =>
    x >= left && x <= right && (field.width === 1 || (y >= low && y <= high));
  const keep = (/** @type {number} */ value, /** @type {number} */ least, /** @type {number} */ most) =>
    Math.min(most, Math.max(least, value));
  return {
    field,
    kind,
    heights,
    at,
    holds,
    aspect: aspectOf(right - left, high - low),
    slope(x, y) {
      const west = keep(x - stepX, left, right),
        east = keep(x + stepX, left, right);
      const south = keep(y - stepY, low, high),
        north = keep(y + stepY, low, high);
      return [(at(east, y) - at(west, y)) / (east - west), field.width === 1 ? 0 : (at(x, north) - at(x, south)) / (north - south)];
    },
  };
}

/**
 * Sides of the box: true proportions of the window where they are not extreme.
 * @param {number} across
 * @param {number} along
 * @returns {[number, number, number]}
 */
function aspectOf(across, along) {
  const ratio = Math.min(1.6, Math.max(0.625, across / along));
  return [WIDE * Math.sqrt(ratio), WIDE / Math.sqrt(ratio), TALL];
}

/**
 * The same point in the scene's own coordinates, centred on the box.
 * @param {Relief} form
 * @param {number} x
 * @param {number} y
 * @param {number} height
 * @param {Float64Array | number[]} out
 */
export function toScene(form, x, y, height, out) {
  const [[left, right], [low, high]] = form.field.window;
  out[0] = form.aspect[0] * ((x - left) / (right - left) - 0.5);
  out[1] = form.aspect[1] * ((y - low) / (high - low) - 0.5);
  out[2] = form.aspect[2] * (height / HEADROOM - 0.5);
}
