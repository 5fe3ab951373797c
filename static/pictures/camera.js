// A turntable camera: where it stands, what it sees, by formula. Nothing here knows Plotly.

/** @typedef {import("../types.d.ts").Camera} Camera */
/**
 * @typedef {{width: number, height: number, ratio: number}} Size size of the picture in CSS pixels; ratio = width/height of the drawn
 *   buffer
 */
/**
 * @typedef {object} Eye
 * @property {Float32Array} matrix the view matrix, column by column
 * @property {[number, number, number]} position
 * @property {(point: ArrayLike<number>, out: Float64Array | number[]) => void} project scene point → pixel (and depth in out[2])
 * @property {(x: number, y: number) => [number, number, number]} ray direction through a pixel
 */

/** Vertical angle of view, as Plotly's scene has it. */
const ANGLE = Math.PI / 4;
const REACH = 1 / Math.tan(ANGLE / 2);
const LOWEST = 0.09,
  HIGHEST = 1.54,
  NEAREST = 0.35,
  FARTHEST = 2.5;

/**
 * @param {Camera} camera
 * @param {number} unit distance at which the surface just fits, in scene units
 * @param {[number, number, number]} target the point looked at
 * @param {Size} size
 * @returns {Eye}
 */
export function eyeOf(camera, unit, target, size) {
  const { azimuth, elevation } = camera;
  const away = camera.distance * unit;
  const flat = Math.cos(elevation);
  const back = [flat * Math.cos(azimuth), flat * Math.sin(azimuth), Math.sin(elevation)];
  const side = [-Math.sin(azimuth), Math.cos(azimuth), 0];
  const up = [-Math.sin(elevation) * Math.cos(azimuth), -Math.sin(elevation) * Math.sin(azimuth), flat];
  const position = /** @type {[number, number, number]} */ (back.map((value, k) => target[k] + away * value));
  const dot = (/** @type {number[]} */ a) => a[0] * position[0] + a[1] * position[1] + a[2] * position[2];
  const wide = (REACH / size.ratio) * (size.width / 2),
    tall = REACH * (size.height / 2);
  return {
    position,
    matrix: Float32Array.of(
      side[0],
      up[0],
      back[0],
      0,
      side[1],
      up[1],
      back[1],
      0,
      side[2],
      up[2],
      back[2],
      0,
      -dot(side),
      -dot(up),
      -dot(back),
      1,
    ),
    project(point, out) {
      const x = point[0] - position[0],
        y = point[1] - position[1],
        z = point[2] - position[2];
      const depth = -(back[0] * x + back[1] * y + back[2] * z);
      out[0] = size.width / 2 + (wide * (side[0] * x + side[1] * y)) / depth;
      out[1] = size.height / 2 - (tall * (up[0] * x + up[1] * y + up[2] * z)) / depth;
      out[2] = depth;
    },
    ray(x, y) {
      const across = (x - size.width / 2) / wide,
        above = (size.height / 2 - y) / tall;
      return /** @type {[number, number, number]} */ ([0, 1, 2].map((k) => side[k] * across + up[k] * above - back[k]));
    },
  };
}

/**
 * Turn and zoom within bounds.
 * @param {Camera} camera
 * @param {number} left radians
 * @param {number} over radians
 * @param {number} [nearer] factor
 * @returns {Camera}
 */
export function turned(camera, left, over, nearer = 1) {
  const round = Math.PI * 2;
  return {
    azimuth: (((camera.azimuth + left) % round) + round) % round,
    elevation: Math.min(HIGHEST, Math.max(LOWEST, camera.elevation + over)),
    distance: Math.min(FARTHEST, Math.max(NEAREST, camera.distance * nearer)),
  };
}

/**
 * Distance and target at which all points lie within the margins, seen from a direction.
 * @param {ArrayLike<number>[]} points in scene coordinates
 * @param {{azimuth: number, elevation: number}} direction
 * @param {Size} size
 * @param {{top: number, right: number, bottom: number, left: number}} margin
 * @returns {{unit: number, target: [number, number, number]}}
 */
export function fitted(points, direction, size, margin) {
  const out = [0, 0, 0];
  let unit = 2;
  /** @type {[number, number, number]} */
  const target = [0, 0, 0];
  for (let round = 0; round < 12; round++) {
    const eye = eyeOf({ ...direction, distance: 1 }, unit, target, size);
    let left = Infinity,
      right = -Infinity,
      top = Infinity,
      bottom = -Infinity;
    for (const point of points) {
      eye.project(point, out);
      left = Math.min(left, out[0]);
      right = Math.max(right, out[0]);
      top = Math.min(top, out[1]);
      bottom = Math.max(bottom, out[1]);
    }
    const roomX = size.width - margin.left - margin.right,
      roomY = size.height - margin.top - margin.bottom;
    // Moving the target moves the picture the other way: by REACH/unit half-heights a unit, upwards less by cos(elevation).
    const offBy = (top + bottom) / 2 - (margin.top + roomY / 2);
    target[2] -= (offBy / (size.height / 2)) * (unit / (REACH * Math.cos(direction.elevation)));
    const aside = (((left + right) / 2 - (margin.left + roomX / 2)) / (size.width / 2)) * ((unit * size.ratio) / REACH);
    target[0] -= Math.sin(direction.azimuth) * aside;
    target[1] += Math.cos(direction.azimuth) * aside;
    unit *= Math.max((right - left) / roomX, (bottom - top) / roomY);
  }
  return { unit, target };
}
