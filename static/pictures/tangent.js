// Tangent and secant of a curve: the secant's slope goes to the derivative as its second point goes to the ball.

import { lossAt } from "./field.js";
import { vectorAt } from "./motion.js";

/** @typedef {import("../types.d.ts").Frame} Frame */
/** @typedef {ReturnType<typeof import("./curve_plot.js").curveLens>} CurveLens */

const TANGENT_PX = 110,
  HANDLE_PX = 8;

/**
 * The derivative as the engine computed it (between steps: of the drawn curve), and the slope of the secant.
 * @param {Frame} frame
 * @param {import("./overlay.js").Ball} ball
 * @param {number | null} second
 */
export function slopesAt({ tape, field, time, step, still }, ball, second) {
  const drawn = /** @type {import("../types.d.ts").Field} */ (field);
  const [low, high] = drawn.window[0],
    cell = (high - low) / (drawn.columns - 1);
  const [west, east] = [Math.max(low, ball.x - cell), Math.min(high, ball.x + cell)];
  const exact = tape && (still || time === step) ? vectorAt(tape, "gradient", Math.min(step, tape.length - 1), ball.racer) : null;
  return {
    derivative: exact ? exact[0] : (lossAt(drawn, east, 0) - lossAt(drawn, west, 0)) / (east - west),
    secant: second === null || second === ball.x ? NaN : (lossAt(drawn, second, 0) - lossAt(drawn, ball.x, 0)) / (second - ball.x),
  };
}

/**
 * The line that touches the curve at the ball: in the drawn height, log or linear.
 * @param {CanvasRenderingContext2D} pen
 * @param {CurveLens} lens
 * @param {import("./ink.js").Ink} ink
 * @param {import("./overlay.js").Ball} ball
 */
export function drawTangent(pen, lens, ink, ball) {
  const tip = [0, 0];
  lens.tangent(ball.x, 0, lens.spans[0] * 0.01, 0, tip);
  const [dx, dy] = [tip[0] - ball.px, tip[1] - ball.py],
    length = Math.hypot(dx, dy) || 1,
    reach = TANGENT_PX * lens.magnitude;
  cased(
    pen,
    [ball.px - (dx / length) * reach, ball.py - (dy / length) * reach],
    [ball.px + (dx / length) * reach, ball.py + (dy / length) * reach],
    ink.ink,
    ink.casing,
    [],
  );
}

/**
 * @param {CanvasRenderingContext2D} pen
 * @param {CurveLens} lens
 * @param {import("./ink.js").Ink} ink
 * @param {import("./overlay.js").Ball} ball
 * @param {number} second
 */
export function drawSecant(pen, lens, ink, ball, second) {
  const to = [0, 0];
  lens.place(second, 0, to);
  const [dx, dy] = [to[0] - ball.px, to[1] - ball.py],
    length = Math.hypot(dx, dy);
  if (length > 0.5) {
    const over = 40 / length;
    cased(pen, [ball.px - dx * over, ball.py - dy * over], [to[0] + dx * over, to[1] + dy * over], ink.accent, ink.casing, [8, 5]);
  }
  for (const [radius, fill] of /** @type {[number, string][]} */ ([
    [HANDLE_PX + 2.4, ink.casing],
    [HANDLE_PX, ink.accent],
    [HANDLE_PX - 3, ink.casing],
  ])) {
    pen.beginPath();
    pen.arc(to[0], to[1], radius * lens.magnitude, 0, Math.PI * 2);
    pen.fillStyle = fill;
    pen.fill();
  }
}

/**
 * @param {CanvasRenderingContext2D} pen
 * @param {number[]} from
 * @param {number[]} to
 * @param {string} colour
 * @param {string} casing
 * @param {number[]} dash
 */
function cased(pen, from, to, colour, casing, dash) {
  for (const [width, ink, pattern] of /** @type {[number, string, number[]][]} */ ([
    [5, casing, []],
    [2.4, colour, dash],
  ])) {
    pen.setLineDash(pattern);
    pen.lineCap = "round";
    pen.lineWidth = width;
    pen.strokeStyle = ink;
    pen.beginPath();
    pen.moveTo(from[0], from[1]);
    pen.lineTo(to[0], to[1]);
    pen.stroke();
  }
  pen.setLineDash([]);
}
