// Places that stand still: the start, minima, saddles. They lie on the surface like coins.

import { pointAt } from "./motion.js";

/** @typedef {import("./lens.d.ts").Lens} Lens */

const START_PX = 8,
  MINIMUM_PX = 7.5,
  SADDLE_PX = 5,
  HIDDEN = 0.3;
const spot = [0, 0, 0];

/**
 * @param {CanvasRenderingContext2D} pen
 * @param {import("../types.d.ts").Frame} frame
 * @param {Lens} lens
 * @param {import("./ink.js").Ink} ink
 */
export function drawPlaces(pen, frame, lens, ink) {
  for (const {
    params: [x, y = 0],
    kind,
    is_global,
  } of frame.field?.points ?? []) {
    if (!lens.holds(x, y)) continue;
    pen.globalAlpha = lens.hidden(x, y) ? HIDDEN : 1;
    if (kind === "minimum") minimum(pen, lens, x, y, is_global);
    else if (kind === "saddle") saddle(pen, lens, x, y);
  }
  for (const [x, y] of startsOf(frame)) {
    if (!lens.holds(x, y)) continue;
    pen.globalAlpha = lens.hidden(x, y) ? HIDDEN : 1;
    coin(pen, lens, x, y, START_PX * lens.magnitude);
    pen.fillStyle = ink.casing;
    pen.fill();
    stroke(pen, ink.ink, 2.6);
  }
  pen.globalAlpha = 1;
}

/**
 * Where balls start, each place once: as computed where that is known (random starts), else as set.
 * @param {import("../types.d.ts").Frame} frame
 * @returns {[number, number][]}
 */
export function startsOf({ tape, state }) {
  const known = new Map();
  if (tape && tape.length > 0) {
    for (let racer = 0; racer < tape.racers.length; racer++) {
      const [x, y] = pointAt(tape, 0, racer, [0, 0]);
      known.set(`${x} ${y}`, [x, y]);
    }
  } else if (Array.isArray(state.run.start)) {
    known.set("", [state.run.start[0], state.run.start[1] ?? 0]);
  }
  return [...known.values()];
}

/**
 * Two rings, black on white: readable on either end of the colour scale.
 * @param {CanvasRenderingContext2D} pen
 * @param {Lens} lens
 * @param {number} x
 * @param {number} y
 * @param {boolean} isGlobal local minima are smaller
 */
function minimum(pen, lens, x, y, isGlobal) {
  const radius = MINIMUM_PX * lens.magnitude * (isGlobal ? 1 : 0.75);
  coin(pen, lens, x, y, radius);
  stroke(pen, "#ffffff", 4);
  stroke(pen, "#161b24", 1.7);
  if (!isGlobal) return;
  coin(pen, lens, x, y, radius * 0.45);
  stroke(pen, "#ffffff", 2.6);
  stroke(pen, "#161b24", 1.4);
}

/**
 * @param {CanvasRenderingContext2D} pen
 * @param {Lens} lens
 * @param {number} x
 * @param {number} y
 */
function saddle(pen, lens, x, y) {
  const corners = circle(lens, x, y, SADDLE_PX * lens.magnitude, 4, Math.PI / 4);
  pen.beginPath();
  for (const k of [0, 1]) {
    pen.moveTo(...corners[k]);
    pen.lineTo(...corners[k + 2]);
  }
  pen.lineCap = "round";
  stroke(pen, "#ffffff", 4);
  stroke(pen, "#161b24", 1.7);
}

/**
 * @param {CanvasRenderingContext2D} pen
 * @param {string} colour
 * @param {number} width
 */
function stroke(pen, colour, width) {
  pen.strokeStyle = colour;
  pen.lineWidth = width;
  pen.stroke();
}

/**
 * Points of a circle in the tangent plane whose longer half axis is `radius` pixels.
 * @param {Lens} lens
 * @param {number} x
 * @param {number} y
 * @param {number} radius
 * @param {number} count
 * @param {number} [first] angle
 * @returns {[number, number][]}
 */
function circle(lens, x, y, radius, count, first = 0) {
  lens.place(x, y, spot);
  const [px, py] = spot;
  if (lens.isLine)
    return Array.from({ length: count }, (_, k) => [
      px + radius * Math.cos(first + (k * Math.PI * 2) / count),
      py + radius * Math.sin(first + (k * Math.PI * 2) / count),
    ]);
  const axis = (/** @type {number} */ k) => {
    lens.tangent(x, y, k === 0 ? lens.spans[0] * 0.01 : 0, k === 1 ? lens.spans[1] * 0.01 : 0, spot);
    return [spot[0] - px, spot[1] - py];
  };
  const a = axis(0),
    b = axis(1);
  const longest = Math.sqrt(
    Math.max(
      ...[0, 1, 2, 3, 4, 5, 6, 7].map((k) => {
        const angle = (k * Math.PI) / 8;
        return (Math.cos(angle) * a[0] + Math.sin(angle) * b[0]) ** 2 + (Math.cos(angle) * a[1] + Math.sin(angle) * b[1]) ** 2;
      }),
    ),
  );
  return Array.from({ length: count }, (_, k) => {
    const angle = first + (k * Math.PI * 2) / count,
      u = (Math.cos(angle) * radius) / longest,
      v = (Math.sin(angle) * radius) / longest;
    return [px + u * a[0] + v * b[0], py + u * a[1] + v * b[1]];
  });
}

/**
 * @param {CanvasRenderingContext2D} pen
 * @param {Lens} lens
 * @param {number} x
 * @param {number} y
 * @param {number} radius
 */
function coin(pen, lens, x, y, radius) {
  pen.beginPath();
  circle(lens, x, y, radius, 28).forEach(([a, b], k) => (k ? pen.lineTo(a, b) : pen.moveTo(a, b)));
  pen.closePath();
}
