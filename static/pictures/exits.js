// Where a ball left the picture: an arrow at the rim and a sign that says at which step, and where the ball is now.

import { drawArrow } from "./arrows.js";
import { drawBall } from "./glyph.js";
import { insideOf, leftAt, pointAt } from "./motion.js";
import { plain } from "../format.js";
import { t } from "../text.js";

/** @typedef {import("./lens.d.ts").Lens} Lens */
/** @typedef {import("../types.d.ts").Frame} Frame */

const ARROW_PX = 46, BALL_PX = 9;

/**
 * @param {CanvasRenderingContext2D} pen
 * @param {Frame} frame
 * @param {Lens} lens
 * @param {import("./ink.js").Ink} ink
 * @param {boolean} rich whether there is room for words
 */
export function drawExits(pen, frame, lens, ink, rich) {
  const { tape, field, state } = frame;
  if (!tape || tape.length === 0 || !field) return;
  const now = Math.min(frame.step, tape.length - 1);
  for (let racer = 0; racer < tape.racers.length; racer++) {
    const [x, y] = pointAt(tape, now, racer, [0, 0]);
    const left = leftAt(tape, racer, lens.holds, now);
    if (lens.holds(x, y) || left === Infinity) continue;
    const index = Math.max(0, state.run.racers.findIndex(({ id }) => id === tape.racers[racer]));
    const gate = gateOf(frame, lens, racer, left);
    const reach = rich ? ARROW_PX * lens.magnitude : 18;
    const tip = [gate.x + gate.ux * reach, gate.y + gate.uy * reach];
    drawArrow(pen, [gate.x, gate.y], tip, "change", ink.racers[index], ink.casing);
    if (rich && tape.racers[racer] === state.selected) sign(pen, lens, ink, index, tip, gate, [
      t("pictures.left", { step: left }),
      tape.width === 2 ? `x = ${plain(x, 3)}   y = ${plain(y, 3)}` : `x = ${plain(x, 3)}`,
    ]);
    else if (rich) drawBall(pen, ink, index, ...within(lens, tip[0] + gate.ux * BALL_PX, tip[1] + gate.uy * BALL_PX, BALL_PX, BALL_PX), BALL_PX * lens.magnitude * 0.8, false);
  }
}

/**
 * The pixel at the rim where the ball crossed it, and the direction in which it went.
 * @param {Frame} frame
 * @param {Lens} lens
 * @param {number} racer
 * @param {number} left
 */
function gateOf({ tape, field }, lens, racer, left) {
  const window = /** @type {import("../types.d.ts").Field} */ (field).window;
  const q = pointAt(/** @type {any} */ (tape), left, racer, [0, 0]);
  const p = left > 0 ? pointAt(/** @type {any} */ (tape), left - 1, racer, [0, 0]) : window.map(([low, high], k) => Math.min(high, Math.max(low, q[k])));
  const part = insideOf(p, q, window)?.[1] ?? 0;
  const span = Math.hypot(...lens.spans.map((length, k) => (q[k] - p[k]) / length)) || 1;
  const rim = [p[0] + (q[0] - p[0]) * part, (p[1] ?? 0) + (q[1] - (p[1] ?? 0)) * part];
  const at = [0, 0, 0], before = [0, 0, 0], back = 0.04 / span;
  lens.place(rim[0], rim[1], at);
  lens.tangent(rim[0], rim[1], -(q[0] - p[0]) * back, -(q[1] - (p[1] ?? 0)) * back, before);
  const length = Math.hypot(at[0] - before[0], at[1] - before[1]) || 1;
  return { x: at[0], y: at[1], ux: (at[0] - before[0]) / length, uy: (at[1] - before[1]) / length };
}

/**
 * @param {Lens} lens
 * @param {number} x
 * @param {number} y
 * @param {number} across half width
 * @param {number} along half height
 * @returns {[number, number]}
 */
const within = (lens, x, y, across, along) => [
  Math.min(lens.width - across - 10, Math.max(across + 10, x)),
  Math.min(lens.height - along - lens.insets.bottom - 4, Math.max(along + lens.insets.top, y)),
];

/**
 * @param {CanvasRenderingContext2D} pen
 * @param {Lens} lens
 * @param {import("./ink.js").Ink} ink
 * @param {number} index
 * @param {number[]} tip
 * @param {{ux: number, uy: number}} way
 * @param {string[]} lines
 */
function sign(pen, lens, ink, index, tip, way, lines) {
  const size = 13 * Math.max(0.93, Math.min(1.2, lens.magnitude)), high = size * 3.3;
  pen.save();
  const fonts = [`600 ${size}px ${ink.font}`, `500 ${size * 0.93}px ${ink.font}`];
  const width = Math.max(...lines.map((line, k) => { pen.font = fonts[k]; return pen.measureText(line).width; })) + high + 16;
  const [x, y] = within(lens, tip[0] + way.ux * (width / 2 + 8) * Math.abs(way.ux) + way.ux * 6, tip[1] + way.uy * (high / 2 + 6), width / 2, high / 2);
  pen.beginPath();
  pen.roundRect(x - width / 2, y - high / 2, width, high, high / 2);
  pen.shadowColor = "rgba(10, 14, 20, .3)";
  pen.shadowBlur = 10 * pen.getTransform().a;
  pen.shadowOffsetY = 2;
  pen.fillStyle = ink.dark ? "#1f2733" : ink.bg;
  pen.fill();
  pen.shadowColor = "transparent";
  pen.textBaseline = "middle";
  pen.fillStyle = ink.ink;
  lines.forEach((line, k) => {
    pen.font = fonts[k];
    pen.fillStyle = k === 0 ? ink.ink : ink.ink2;
    pen.fillText(line, x - width / 2 + high, y + (k === 0 ? -0.62 : 0.68) * size);
  });
  pen.restore();
  drawBall(pen, ink, index, x - width / 2 + high / 2, y, BALL_PX * lens.magnitude, false);
}
