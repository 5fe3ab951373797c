// What lies under the pointer: a ball, the start, a step of a trail.

import { pointAt } from "./motion.js";
import { startsOf } from "./places.js";

/** @typedef {import("./lens.d.ts").Lens} Lens */
/** @typedef {import("../types.d.ts").Frame} Frame */

const TRAIL_PX = 14,
  GRAB_PX = 18;
const spot = [0, 0, 0];

/**
 * The step whose point on a trail lies nearest, the selected racer's first; null beyond a finger's width.
 * @param {Frame} frame
 * @param {Lens} lens
 * @param {number} px
 * @param {number} py
 */
export function stepUnder({ tape, step, state }, lens, px, py) {
  if (!tape) return null;
  let best = null,
    nearest = TRAIL_PX;
  for (let racer = 0; racer < tape.racers.length; racer++) {
    const handicap = tape.racers[racer] === state.selected ? 0 : 4;
    for (let row = Math.min(step, tape.length - 1); row >= 0; row--) {
      const [x, y] = pointAt(tape, row, racer, [0, 0]);
      if (!lens.holds(x, y)) continue;
      lens.place(x, y, spot);
      const away = Math.hypot(spot[0] - px, spot[1] - py) + handicap;
      if (away < nearest) {
        nearest = away;
        best = row;
      }
    }
  }
  return best;
}

/**
 * What a press takes hold of: the selected ball once it has left its start, or a start.
 * @param {Frame} frame
 * @param {Lens} lens
 * @param {import("./overlay.js").Ball[]} balls
 * @param {number} px
 * @param {number} py
 * @returns {"ball" | "start" | null}
 */
export function graspUnder(frame, lens, balls, px, py) {
  const ball = balls.find(({ selected }) => selected);
  const toBall = ball && frame.step > 0 ? Math.hypot(ball.px - px, ball.py - ball.radius * lens.lift - py) : Infinity;
  const toStart = Math.min(
    Infinity,
    ...startsOf(frame)
      .filter(([x, y]) => lens.holds(x, y))
      .map(([x, y]) => {
        lens.place(x, y, spot);
        return Math.hypot(spot[0] - px, spot[1] - py);
      }),
  );
  if (Math.min(toBall, toStart) > GRAB_PX) return null;
  return toBall <= toStart ? "ball" : "start";
}

/**
 * The racer whose ball lies under the pointer.
 * @param {Lens} lens
 * @param {import("./overlay.js").Ball[]} balls
 * @param {number} px
 * @param {number} py
 */
export function ballUnder(lens, balls, px, py) {
  return balls.findLast((ball) => Math.hypot(ball.px - px, ball.py - ball.radius * lens.lift - py) <= ball.radius + 4) ?? null;
}
