// Where a ball left the picture: an arrow at the rim and a sign that says at which step, and where the ball is now.

import { sharpnessNow } from "./canvas.js";
import { drawArrow } from "./arrows.js";
import { drawBall } from "./glyph.js";
import { insideOf, leftAt, pointAt } from "./motion.js";
import { groundOf } from "../run/ground.js";
import { plain } from "../format.js";
import { signOf } from "./run_now.js";
import { t } from "../text.js";

/** @typedef {import("./lens.d.ts").Lens} Lens */
/** @typedef {import("../types.d.ts").Frame} Frame */

const ARROW_PX = 46,
  BALL_PX = 9;

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
    const index = signOf(frame, racer);
    const gate = gateOf(frame, lens, racer, left);
    const reach = rich ? ARROW_PX * lens.magnitude : 18;
    const tip = [gate.x + gate.ux * reach, gate.y + gate.uy * reach];
    const signed =
      rich && tape.racers[racer] === state.selected
        ? signBox(pen, lens, ink, tip, gate, [
            t("pictures.left", { step: left }),
            t("pictures.left_now", {
              place: groundOf(frame.catalogue, state.run.problem)
                .parameters.map((name, k) => `${name} = ${plain([x, y][k], 3)}`)
                .join("   "),
            }),
          ])
        : null;
    drawArrow(pen, [gate.x, gate.y], signed ? before(signed, gate, reach) : tip, "change", ink.racers[index], ink.casing);
    if (signed) drawSign(pen, lens, ink, index, signed);
    else if (rich)
      drawBall(
        pen,
        ink,
        index,
        ...within(lens, tip[0] + gate.ux * BALL_PX, tip[1] + gate.uy * BALL_PX, BALL_PX, BALL_PX),
        BALL_PX * lens.magnitude * 0.8,
        false,
      );
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
  const p =
    left > 0
      ? pointAt(/** @type {any} */ (tape), left - 1, racer, [0, 0])
      : window.map(([low, high], k) => Math.min(high, Math.max(low, q[k])));
  const part = insideOf(p, q, window)?.[1] ?? 0;
  const span = Math.hypot(...lens.spans.map((length, k) => (q[k] - p[k]) / length)) || 1;
  const rim = [p[0] + (q[0] - p[0]) * part, (p[1] ?? 0) + (q[1] - (p[1] ?? 0)) * part];
  const at = [0, 0, 0],
    before = [0, 0, 0],
    back = 0.04 / span;
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
 * @typedef {{x: number, y: number, width: number, height: number, size: number, lines: {text: string, font: string}[]}} Sign centre and
 *   size of a sign
 */

/**
 * Where the sign stands: at the arrow's tip, inside the picture.
 * @param {CanvasRenderingContext2D} pen
 * @param {Lens} lens
 * @param {import("./ink.js").Ink} ink
 * @param {number[]} tip
 * @param {{x: number, y: number, ux: number, uy: number}} way
 * @param {[string, string]} texts
 * @returns {Sign}
 */
function signBox(pen, lens, ink, tip, way, texts) {
  const size = 13 * Math.max(0.93, Math.min(1.2, lens.magnitude)),
    height = size * 3.3;
  const lines = texts.map((text, k) => ({ text, font: k === 0 ? `600 ${size}px ${ink.font}` : `500 ${size * 0.93}px ${ink.font}` }));
  const width =
    Math.max(
      ...lines.map(({ text, font }) => {
        pen.font = font;
        return pen.measureText(text).width;
      }),
    ) +
    height +
    16;
  // Ahead of the arrow where there is room, else beside it: never on it.
  const places = [
    [way.ux * Math.abs(way.ux) * (width / 2 + 8), way.uy * (height / 2 + 8)],
    [width / 2 + 16, 0],
    [-width / 2 - 16, 0],
    [0, height / 2 + 16],
    [0, -height / 2 - 16],
  ];
  const stands = places.map(([dx, dy]) => within(lens, tip[0] + dx, tip[1] + dy, width / 2, height / 2));
  const [x, y] =
    stands.find(([a, b]) =>
      [0, 0.5, 0.9].every((part) => {
        const u = way.x + (tip[0] - way.x) * part,
          v = way.y + (tip[1] - way.y) * part;
        return Math.abs(u - a) > width / 2 + 4 || Math.abs(v - b) > height / 2 + 4;
      }),
    ) ?? stands[0];
  return { x, y, width, height, size, lines };
}

/**
 * The arrow's tip: short of the sign where that stands in the way.
 * @param {Sign} box
 * @param {{x: number, y: number, ux: number, uy: number}} gate
 * @param {number} reach
 */
function before(box, gate, reach) {
  let length = reach;
  for (; length > 14; length -= 2) {
    const x = gate.x + gate.ux * length,
      y = gate.y + gate.uy * length;
    if (Math.abs(x - box.x) > box.width / 2 + 5 || Math.abs(y - box.y) > box.height / 2 + 5) break;
  }
  return [gate.x + gate.ux * length, gate.y + gate.uy * length];
}

/**
 * @param {CanvasRenderingContext2D} pen
 * @param {Lens} lens
 * @param {import("./ink.js").Ink} ink
 * @param {number} index
 * @param {Sign} sign
 */
function drawSign(pen, lens, ink, index, { x, y, width, height, size, lines }) {
  pen.save();
  pen.beginPath();
  pen.roundRect(x - width / 2, y - height / 2, width, height, height / 2);
  pen.shadowColor = "rgba(10, 14, 20, .3)";
  pen.shadowBlur = 10 * sharpnessNow();
  pen.shadowOffsetY = 2;
  pen.fillStyle = ink.dark ? "#1f2733" : ink.bg;
  pen.fill();
  pen.shadowColor = "transparent";
  pen.textBaseline = "middle";
  lines.forEach(({ text, font }, k) => {
    pen.font = font;
    pen.fillStyle = k === 0 ? ink.ink : ink.ink2;
    pen.fillText(text, x - width / 2 + height, y + (k === 0 ? -0.62 : 0.68) * size);
  });
  pen.restore();
  drawBall(pen, ink, index, x - width / 2 + height / 2, y, BALL_PX * lens.magnitude, false);
}
