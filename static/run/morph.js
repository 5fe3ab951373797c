/** @typedef {import("../types.d.ts").Field} Field */

const DURATION_MS = 420;

const mix = (/** @type {number} */ from, /** @type {number} */ to, /** @type {number} */ part) => from + (to - from) * part;

/** Whether one surface can turn into the other node by node. @param {Field | null} from @param {Field} to */
const canTurn = (from, to) =>
  from !== null && from.columns === to.columns && from.rows === to.rows && JSON.stringify(from.window) === JSON.stringify(to.window);

/** @param {Field} from @param {Field} to @param {number} part @returns {Field} */
function between(from, to, part) {
  const loss = new Float32Array(to.loss.length);
  for (let k = 0; k < loss.length; k++) loss[k] = mix(from.loss[k], to.loss[k], part);
  return {
    ...to,
    loss,
    lowest: mix(from.lowest, to.lowest, part),
    highest: mix(from.highest, to.highest, part),
    scale: mix(from.scale, to.scale, part),
  };
}

/**
 * Turns a surface into another before the eyes: same data, same ball, another loss. As many pictures as the machine can draw
 * in the time; a newer turn takes over from where this one stands.
 * @param {(field: Field) => void} show
 * @param {{now?: () => number, request?: (step: FrameRequestCallback) => number}} [time]
 */
export function createMorph(show, { now = () => performance.now(), request = requestAnimationFrame } = {}) {
  let turn = 0;

  return (/** @type {Field | null} */ from, /** @type {Field} */ to, /** @type {boolean} */ isWanted) => {
    const mine = (turn += 1);
    if (!isWanted || !canTurn(from, to)) return show(to);
    const began_ms = now(),
      first = /** @type {Field} */ (from);
    const step = (/** @type {number} */ now_ms) => {
      if (mine !== turn) return;
      const part = Math.min(1, Math.max(0, (now_ms - began_ms) / DURATION_MS));
      if (part === 1) return show(to);
      show(between(first, to, part * part * (3 - 2 * part)));
      request(step);
    };
    request(step);
  };
}
