// What a hill hides: a march over the drawn mesh from a point towards the eye.

import { HEADROOM } from "./relief.js";

/** Cells between two looks, and how much higher than the ray the mesh must be to hide (grazing rays touch their own slope). */
const STRIDE = 1.25,
  GRACE = 0.012;

/**
 * @param {import("./relief.js").Relief} form
 * @param {ArrayLike<number>} eye position in the scene
 * @returns {(x: number, y: number, above?: number) => boolean} above: heights by which the point stands over the mesh
 */
export function sightOf(form, eye) {
  const { field, heights, aspect } = form;
  const {
    columns,
    rows,
    window: [[left, right], [low, high]],
  } = field;
  // Everything in mesh units: columns, rows, heights.
  const eyeU = (eye[0] / aspect[0] + 0.5) * (columns - 1),
    eyeV = (eye[1] / aspect[1] + 0.5) * (rows - 1);
  const eyeH = (eye[2] / aspect[2] + 0.5) * HEADROOM;
  return (x, y, above = 0) => {
    const u = ((x - left) / (right - left)) * (columns - 1),
      v = ((y - low) / (high - low)) * (rows - 1);
    const h = form.at(x, y) + above + GRACE;
    const cells = Math.hypot(eyeU - u, eyeV - v);
    if (cells < STRIDE) return false;
    const du = ((eyeU - u) / cells) * STRIDE,
      dv = ((eyeV - v) / cells) * STRIDE,
      dh = ((eyeH - h) / cells) * STRIDE;
    let a = u + du,
      b = v + dv,
      c = h + dh;
    for (; a >= 0 && b >= 0 && a < columns - 1 && b < rows - 1 && c < 1; a += du, b += dv, c += dh) {
      const i = Math.floor(a),
        j = Math.floor(b),
        p = a - i,
        q = b - j,
        at = j * columns + i;
      const below =
        (heights[at] * (1 - p) + heights[at + 1] * p) * (1 - q) + (heights[at + columns] * (1 - p) + heights[at + columns + 1] * p) * q;
      if (below > c) return true;
    }
    return false;
  };
}

/**
 * Where a ray from the eye first meets the mesh, as parameters; null where it misses.
 * @param {import("./relief.js").Relief} form
 * @param {ArrayLike<number>} eye
 * @param {ArrayLike<number>} ray
 * @returns {[number, number] | null}
 */
export function meets(form, eye, ray) {
  const {
    aspect,
    field: {
      window: [[left, right], [low, high]],
    },
  } = form;
  const spot = (/** @type {number} */ t) =>
    /** @type {[number, number]} */ ([
      left + ((eye[0] + ray[0] * t) / aspect[0] + 0.5) * (right - left),
      low + ((eye[1] + ray[1] * t) / aspect[1] + 0.5) * (high - low),
    ]);
  const above = (/** @type {number} */ t) => ((eye[2] + ray[2] * t) / aspect[2] + 0.5) * HEADROOM - form.at(...spot(t));
  const far = Math.hypot(eye[0], eye[1], eye[2]) + 1.5,
    stride = 0.006;
  for (let t = Math.max(0, far - 3); t < far; t += stride) {
    if (!(above(t) <= 0 && above(t) > -0.2)) continue;
    let a = t - stride,
      b = t;
    for (let round = 0; round < 20; round++) {
      const middle = (a + b) / 2;
      if (above(middle) <= 0) b = middle;
      else a = middle;
    }
    return spot(b);
  }
  return null;
}
