// The loss surface as a grid of true losses, and the triangles that Plotly makes of it.

import { kindOf } from "../problems/kinds.js";
import { checked } from "../run/latest.js";
import { decodeArray } from "../run/tape.js";

/** @typedef {import("../types.d.ts").Field} Field */

/** Grids tried in turn until mesh and loss agree. From 121 on Plotly draws the nodes as they are; smaller grids it refines. */
const SIZES = [121, 181, 241];
/** Pixels that one full height covers on a large screen; the mesh may be wrong by two of them. */
const HEIGHT_PX = 420;
const ALLOWED_PX = 2;
const LEFT_OUT = 0.02;
/** The s of a loss on data, whose size only the data know, as a share of its range. */
const OWN_SCALE = 1 / 300;

/**
 * Field from the JSON of GET /api/grid.
 * @param {{window: [number, number][], columns: number, rows: number, loss: import("../run/messages.d.ts").TypedArray & {dtype: "f4"},
 *   lowest: number, highest: number,
 *   start: number[], points: Field["points"]}} grid
 * @param {number} heightScale the s of log(1 + (L − Lmin)/s), from the catalogue; 0 for a share of the heights there are
 * @param {boolean} [isStaircase]
 * @returns {Field}
 */
export function fieldFromGrid(grid, heightScale, isStaircase = false) {
  const { window, columns, rows, lowest, highest, start, points } = grid;
  const width = /** @type {1 | 2} */ (window.length);
  const scale = heightScale || (highest - lowest || 1) * OWN_SCALE;
  const loss = decodeArray(grid.loss);
  return { width, window, columns, rows: width === 1 ? 1 : rows, loss, lowest, highest, scale, isStaircase, start, points };
}

/**
 * The field of a surface, fine enough that a ball on the true loss and a ball on the mesh stand at the same pixel.
 * @param {import("../problems/kind.d.ts").Wish} wish
 * @param {number} heightScale
 * @param {Field | null} given the field of the first size, where it is here already
 * @returns {Promise<Field>}
 */
export async function loadField(wish, heightScale, given) {
  // The picture of what is given comes first: looking into it takes longer than a frame.
  if (given)
    await new Promise((done) => {
      setTimeout(done);
    });
  let field = given;
  for (const size of SIZES) {
    if (field?.columns === size) continue;
    if (field !== null && isFine(field)) break;
    const answer = await kindOf(wish.problem).grid(wish, size);
    // Where the finer one is refused (large data on a busy server) the coarser one is still true at its nodes.
    if (!answer.ok && field !== null) break;
    field = fieldFromGrid(await checked(answer).json(), heightScale, wish.of === "accuracy");
  }
  return /** @type {Field} */ (field);
}

/** Whether no finer mesh would look different; a staircase has edges at any size. @param {Field} field */
const isFine = (field) => field.isStaircase || (isSmooth(field, "linear") && isSmooth(field, "log"));

/**
 * Height of a loss, 0 at the lowest and 1 at the highest loss of the window; beyond 1 for higher ones.
 * @param {Field} field
 * @param {"linear" | "log"} kind
 * @param {number} loss
 */
export function heightOf(field, kind, loss) {
  const above = Math.max(0, loss - field.lowest);
  const most = field.highest - field.lowest || 1;
  return kind === "log" ? Math.log1p(above / field.scale) / Math.log1p(most / field.scale) : above / most;
}

/**
 * The loss on the drawn mesh. Infinity outside the window.
 * @param {Field} field
 * @param {number} x
 * @param {number} y
 */
export function lossAt(field, x, y) {
  return onMesh(field, field.loss, x, y);
}

/**
 * Linear interpolation on Plotly's triangles: each cell is cut from its (low x, high y) to its (high x, low y) corner.
 * @param {Field} field
 * @param {Float32Array} nodes
 * @param {number} x
 * @param {number} y
 */
export function onMesh(field, nodes, x, y) {
  const { columns, rows, window } = field;
  const u = ((x - window[0][0]) / (window[0][1] - window[0][0])) * (columns - 1);
  if (!(u >= 0 && u <= columns - 1)) return Infinity;
  const i = Math.min(columns - 2, Math.floor(u));
  const right = u - i;
  if (field.width === 1) return nodes[i] + right * (nodes[i + 1] - nodes[i]);
  const v = ((y - window[1][0]) / (window[1][1] - window[1][0])) * (rows - 1);
  if (!(v >= 0 && v <= rows - 1)) return Infinity;
  const j = Math.min(rows - 2, Math.floor(v));
  const up = v - j;
  const at = j * columns + i;
  const southEast = nodes[at + 1],
    northWest = nodes[at + columns];
  if (right + up <= 1) return nodes[at] + right * (southEast - nodes[at]) + up * (northWest - nodes[at]);
  const northEast = nodes[at + columns + 1];
  return northEast + (1 - right) * (northWest - northEast) + (1 - up) * (southEast - northEast);
}

/**
 * Whether mesh and smooth surface are nowhere further apart than allowed, the steepest two in a hundred nodes left out (a kink
 * stays a kink at any size). The gap is an eighth of the second difference along a row, a column and the diagonal.
 * @param {Field} field
 * @param {"linear" | "log"} kind
 */
function isSmooth(field, kind) {
  const { columns, rows } = field,
    isCurve = rows === 1,
    edge = isCurve ? 0 : 1;
  const nodes = Float32Array.from(field.loss, (loss) => heightOf(field, kind, loss)),
    allowed = (8 * ALLOWED_PX) / HEIGHT_PX;
  const bend = (/** @type {number} */ at, /** @type {number} */ by) => Math.abs(nodes[at - by] - 2 * nodes[at] + nodes[at + by]);
  let leftOut = Math.floor((columns - 2) * (rows - 2 * edge) * LEFT_OUT);
  for (let j = edge; j < rows - edge; j++) {
    for (let i = 1; i < columns - 1; i++) {
      const at = j * columns + i;
      const gap = isCurve ? bend(at, 1) : Math.max(bend(at, 1), bend(at, columns), bend(at, columns - 1));
      // Not a number is not smooth either.
      if (!(gap <= allowed) && --leftOut < 0) return false;
    }
  }
  return true;
}
