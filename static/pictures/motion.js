// Where balls are in the drawn plane: at steps as the engine says, in between on the straight line.

/** @typedef {import("../types.d.ts").Tape} Tape */

/** Numbers of a place in the drawn plane: along a curve it has one. */
export const placeWidth = (/** @type {Tape} */ { width }) => Math.min(width, 2);

/** The racer's parameters at a step, all of them. @param {Tape} tape @param {number} step @param {number} racer */
export function paramsAt(tape, step, racer) {
  const at = (step * tape.racers.length + racer) * tape.width;
  return tape.column("params").subarray(at, at + tape.width);
}

/**
 * Where the racer stands at a step; [x, 0] along a curve.
 * @param {Tape} tape
 * @param {number} step
 * @param {number} racer
 * @param {Float64Array | number[]} out
 */
export function pointAt(tape, step, racer, out) {
  const places = tape.column("place"),
    width = placeWidth(tape);
  const at = (step * tape.racers.length + racer) * width;
  out[0] = places[at];
  out[1] = width === 2 ? places[at + 1] : 0;
  return out;
}

const before = [0, 0],
  after = [0, 0];

/**
 * @param {Tape} tape
 * @param {number} time
 * @param {number} racer
 * @param {Float64Array | number[]} out
 */
export function glide(tape, time, racer, out) {
  const last = tape.length - 1;
  const step = Math.min(last, Math.floor(time));
  const part = step === last ? 0 : time - step;
  pointAt(tape, step, racer, before);
  if (part === 0) {
    out[0] = before[0];
    out[1] = before[1];
    return out;
  }
  pointAt(tape, step + 1, racer, after);
  out[0] = before[0] + (after[0] - before[0]) * part;
  out[1] = before[1] + (after[1] - before[1]) * part;
  return out;
}

/**
 * All parameters, in between on their straight line too: what a model is drawn from.
 * @param {Tape} tape @param {number} time @param {number} racer
 */
export function glideParams(tape, time, racer) {
  const part = time - Math.floor(time),
    from = paramsAt(tape, Math.floor(time), racer),
    to = paramsAt(tape, Math.ceil(time), racer);
  return Array.from(from, (value, k) => (part === 0 ? value : value + (to[k] - value) * part));
}

/**
 * A vector column (gradient, change …) of a racer at a step; null where it has none, and where more parameters than are drawn
 * leave it no direction in the picture.
 * @param {Tape} tape
 * @param {"gradient" | "velocity" | "accumulated" | "change"} name
 * @param {number} step
 * @param {number} racer
 * @returns {[number, number] | null}
 */
export function vectorAt(tape, name, step, racer) {
  if (tape.width > 2) return null;
  const column = tape.column(name);
  const at = (step * tape.racers.length + racer) * tape.width;
  const x = column[at],
    y = tape.width === 2 ? column[at + 1] : 0;
  return Number.isFinite(x) && Number.isFinite(y) ? [x, y] : null;
}

/** @type {WeakMap<Tape, {holds: (x: number, y: number) => boolean, seen: number, left: number[]}>} */
const leavings = new WeakMap();

/**
 * First step at which the racer stands outside the window, or Infinity.
 * @param {Tape} tape
 * @param {number} racer
 * @param {(x: number, y: number) => boolean} holds
 * @param {number} upTo
 */
export function leftAt(tape, racer, holds, upTo) {
  let known = leavings.get(tape);
  if (!known || known.seen > tape.length || known.holds !== holds)
    leavings.set(tape, (known = { holds, seen: 0, left: tape.racers.map(() => Infinity) }));
  for (; known.seen < tape.length; known.seen++) {
    for (let index = 0; index < tape.racers.length; index++) {
      if (known.left[index] !== Infinity) continue;
      pointAt(tape, known.seen, index, before);
      if (!holds(before[0], before[1])) known.left[index] = known.seen;
    }
  }
  return known.left[racer] <= upTo ? known.left[racer] : Infinity;
}

/**
 * The part of a line inside a box, as two fractions, or null.
 * @param {ArrayLike<number>} from
 * @param {ArrayLike<number>} to
 * @param {[number, number][]} box
 * @returns {[number, number] | null}
 */
export function insideOf(from, to, box) {
  let enters = 0,
    leaves = 1;
  for (let k = 0; k < box.length; k++) {
    const by = to[k] - from[k];
    if (by === 0 || !Number.isFinite(by)) {
      if (!(from[k] >= box[k][0] && from[k] <= box[k][1])) return null;
      if (by !== 0) leaves = enters;
      continue;
    }
    const [a, b] = [(box[k][0] - from[k]) / by, (box[k][1] - from[k]) / by];
    enters = Math.max(enters, Math.min(a, b));
    leaves = Math.min(leaves, Math.max(a, b));
  }
  return enters < leaves ? [enters, leaves] : null;
}
