// The selected racer's arrows, all in one tangent plane so that parallel vectors stay parallel.

import { vectorAt } from "./motion.js";

/** @typedef {import("./lens.d.ts").Lens} Lens */
/** @typedef {{at: number[], way: number[], text: string}} Label text beside a pixel, best in a direction */
/** @typedef {"gradient" | "velocity" | "change"} Kind */

const SHORTEST_PX = 44,
  LONGEST_PX = 150,
  GRADIENT_PX = 78,
  VELOCITY_PX = 92,
  SQUARES_PX = 58;
/** Opacity of arrows that belong to another stage than the lit one. */
const DIMMED = 0.45;
/** Stage of the step inspector to which an arrow belongs. */
const STAGE = { gradient: 3, velocity: 4, change: 4 };

/**
 * What the arrows are read from: in a plane through more parameters than two there are none.
 * @type {(D: number) => import("../run/messages.d.ts").WideColumn[]}
 */
export const arrowColumns = (D) => (D > 2 ? [] : ["gradient", "change", "velocity", "accumulated"]);

/**
 * Draws what is switched on; says where labels belong and how much the change is enlarged.
 * @param {CanvasRenderingContext2D} pen
 * @param {import("../types.d.ts").Frame} frame
 * @param {Lens} lens
 * @param {import("./ink.js").Ink} ink
 * @param {{racer: number, colour: string, x: number, y: number, lift: number, symbol: string, squares: string}} ball the selected ball: its
 *   point, how high its
 *   centre stands above the surface, symbols of the velocity and of the accumulated squares ("" for none)
 * @returns {{labels: Label[], bodies: number[][], enlarged: number}} bodies are points along the arrows, to be kept free of tags
 */
export function drawArrows(pen, frame, lens, ink, ball) {
  const { state, tape, step, time } = frame;
  const found = { labels: /** @type {Label[]} */ ([]), bodies: /** @type {number[][]} */ ([]), enlarged: 1 };
  if (!tape) return found;
  const vector = (/** @type {"gradient" | "velocity" | "accumulated" | "change"} */ name) => between(tape, name, step, time, ball.racer);
  const from = placed(lens, ball, [0, 0]);
  const dimmed = (/** @type {Kind} */ kind) => (state.stage >= 3 && state.stage <= 4 && STAGE[kind] !== state.stage ? DIMMED : 1);
  const add = (/** @type {Kind} */ kind, /** @type {number[]} */ tip, /** @type {string} */ text) => {
    drawArrow(pen, from, tip, kind, kind === "change" ? ball.colour : ink.ink, ink.casing, dimmed(kind));
    for (let k = 1; k <= 3; k++) found.bodies.push([from[0] + ((tip[0] - from[0]) * k) / 4, from[1] + ((tip[1] - from[1]) * k) / 4]);
    if (text) found.labels.push({ at: tip, way: towards(from, tip), text });
  };
  const squares = state.arrows.accumulated && ball.squares ? vector("accumulated") : null;
  if (squares) found.labels.push(...drawSquares(pen, lens, ink, ball, squares, tape.width));
  const change = vector("change");
  const length = change ? distance(from, placed(lens, ball, change)) : 0;
  const grown = length > 0 && length < SHORTEST_PX * lens.magnitude ? roundedUp((SHORTEST_PX * lens.magnitude) / length) : 1;
  const velocity = state.arrows.velocity && ball.symbol ? vector("velocity") : null;
  // Where the height is the accuracy there is no downhill of the loss to be seen.
  const gradient = state.arrows.gradient && state.of !== "accuracy" ? vector("gradient") : null;
  const changeLength = state.arrows.change ? length * grown : 0;
  if (velocity)
    add(
      "velocity",
      aimed(
        lens,
        ball,
        from,
        [-velocity[0], -velocity[1]],
        Math.max(VELOCITY_PX, Math.min(LONGEST_PX, changeLength) + 34) * lens.magnitude,
      ),
      `−${ball.symbol}`,
    );
  if (gradient) add("gradient", aimed(lens, ball, from, [-gradient[0], -gradient[1]], GRADIENT_PX * lens.magnitude), "−g");
  if (state.arrows.change && change && length > 0) {
    // A change longer than the picture's part around the ball is drawn up to its rim; its true end is the next point of the trail.
    const tip =
      length * grown > LONGEST_PX * lens.magnitude
        ? aimed(lens, ball, from, change, LONGEST_PX * lens.magnitude)
        : aimed(lens, ball, from, change, length * grown);
    add("change", tip, "");
    found.enlarged = grown;
  }
  return found;
}

/**
 * The vector now: as recorded at steps, in between on the way to the next.
 * @param {import("../types.d.ts").Tape} tape
 * @param {"gradient" | "velocity" | "accumulated" | "change"} name
 * @param {number} step
 * @param {number} time
 * @param {number} racer
 */
function between(tape, name, step, time, racer) {
  const now = vectorAt(tape, name, step, racer);
  const next = time > step && step + 1 < tape.length ? vectorAt(tape, name, step + 1, racer) : null;
  if (!now || !next) return now;
  const part = time - step;
  return /** @type {[number, number]} */ ([now[0] + (next[0] - now[0]) * part, now[1] + (next[1] - now[1]) * part]);
}

/** 1, 2, 5, 10 … not below the value: a factor that does not flicker while the ball moves. @param {number} value */
function roundedUp(value) {
  const power = 10 ** Math.floor(Math.log10(value));
  const round = [1, 2, 5, 10].find((digit) => digit * power >= value * 0.999) ?? 10;
  return power * round;
}

/** @param {number[]} a @param {number[]} b */
const distance = (a, b) => Math.hypot(b[0] - a[0], b[1] - a[1]);

/** Direction from one pixel to another, of length 1. @param {number[]} a @param {number[]} b */
const towards = (a, b) => [(b[0] - a[0]) / (distance(a, b) || 1), (b[1] - a[1]) / (distance(a, b) || 1)];

/**
 * Pixel of a point of the tangent plane, lifted to the ball's centre.
 * @param {Lens} lens
 * @param {{x: number, y: number, lift: number}} ball
 * @param {number[]} by
 */
function placed(lens, ball, by) {
  const out = [0, 0, 0];
  lens.tangent(ball.x, ball.y, by[0], by[1], out);
  return [out[0], out[1] - ball.lift];
}

/**
 * Tip of an arrow of given length in the direction of a vector.
 * @param {Lens} lens
 * @param {{x: number, y: number, lift: number}} ball
 * @param {number[]} from
 * @param {number[]} vector
 * @param {number} length_px
 */
function aimed(lens, ball, from, vector, length_px) {
  const size = Math.hypot(vector[0] / lens.spans[0], vector[1] / lens.spans[1]);
  if (size === 0) return from;
  const near = placed(lens, ball, [(vector[0] / size) * 0.01, (vector[1] / size) * 0.01]);
  const reach = distance(from, near) || 1;
  return [from[0] + ((near[0] - from[0]) / reach) * length_px, from[1] + ((near[1] - from[1]) / reach) * length_px];
}

/**
 * @param {CanvasRenderingContext2D} pen
 * @param {number[]} from
 * @param {number[]} to
 * @param {Kind} kind
 * @param {string} colour
 * @param {string} casing
 * @param {number} [opacity]
 */
export function drawArrow(pen, from, to, kind, colour, casing, opacity = 1) {
  const length = distance(from, to);
  if (length < 6) return;
  const bold = kind === "change";
  const [ux, uy] = [(to[0] - from[0]) / length, (to[1] - from[1]) / length];
  const headLength = Math.min(bold ? 15 : 12, length * 0.6),
    headWidth = (bold ? 8 : 6.5) * Math.min(1, headLength / 12);
  const neck = [to[0] - ux * headLength, to[1] - uy * headLength];
  const shaft = (/** @type {number} */ width, /** @type {string} */ ink, /** @type {number[]} */ dash = []) => {
    pen.setLineDash(dash);
    pen.lineWidth = width;
    pen.strokeStyle = ink;
    pen.beginPath();
    pen.moveTo(from[0], from[1]);
    pen.lineTo(neck[0] + ux, neck[1] + uy);
    pen.stroke();
    pen.setLineDash([]);
  };
  const head = (/** @type {number} */ grown) => {
    pen.beginPath();
    pen.moveTo(to[0] + ux * grown * 1.4, to[1] + uy * grown * 1.4);
    pen.lineTo(neck[0] - uy * (headWidth + grown) - ux * grown * 0.7, neck[1] + ux * (headWidth + grown) - uy * grown * 0.7);
    pen.lineTo(neck[0] + uy * (headWidth + grown) - ux * grown * 0.7, neck[1] - ux * (headWidth + grown) - uy * grown * 0.7);
    pen.closePath();
  };
  pen.save();
  pen.globalAlpha = opacity;
  pen.lineCap = "butt";
  pen.lineJoin = "round";
  shaft(bold ? 9 : 7, casing);
  head(2.2);
  pen.fillStyle = casing;
  pen.fill();
  if (kind === "velocity") {
    shaft(4.6, colour);
    shaft(1.8, casing);
    head(0);
    pen.fillStyle = casing;
    pen.fill();
    pen.lineWidth = 1.7;
    pen.strokeStyle = colour;
    pen.stroke();
  } else {
    shaft(bold ? 5 : 2.6, colour, bold ? [] : [5, 3.5]);
    head(0);
    pen.fillStyle = colour;
    pen.fill();
  }
  pen.restore();
}

/**
 * The accumulated squares divide each parameter's rate by √v: a bar along each axis, as long as that axis's share. Equal bars
 * mean equal rates, as in plain descent; a short one, a parameter that has seen steep gradients and is held back.
 * @param {CanvasRenderingContext2D} pen
 * @param {Lens} lens
 * @param {import("./ink.js").Ink} ink
 * @param {{x: number, y: number, lift: number, colour: string, squares: string}} ball
 * @param {[number, number]} squares
 * @param {number} width number of parameters
 * @returns {Label[]}
 */
function drawSquares(pen, lens, ink, ball, squares, width) {
  const rates = squares.slice(0, width).map((square) => (square > 0 ? 1 / Math.sqrt(square) : 0));
  const most = Math.max(...rates);
  if (!(most > 0)) return [];
  return rates.map((rate, k) => {
    const from = placed(lens, ball, [0, 0]);
    const length = Math.max(3, (SQUARES_PX * lens.magnitude * rate) / most);
    const ends = [1, -1].map((sign) => aimed(lens, ball, from, k === 0 ? [sign, 0] : [0, sign], length));
    const across = towards(ends[1], ends[0]);
    for (const [thickness, colour] of /** @type {[number, string][]} */ ([
      [8, ink.casing],
      [4, ball.colour],
    ])) {
      pen.beginPath();
      pen.moveTo(ends[0][0], ends[0][1]);
      pen.lineTo(ends[1][0], ends[1][1]);
      for (const end of ends) {
        pen.moveTo(end[0] - across[1] * 6, end[1] + across[0] * 6);
        pen.lineTo(end[0] + across[1] * 6, end[1] - across[0] * 6);
      }
      pen.lineCap = "round";
      pen.lineWidth = thickness;
      pen.strokeStyle = colour;
      pen.stroke();
    }
    const share = rate / most;
    return {
      at: ends[0],
      way: across,
      text: `${"xy"[k]} ${share === 1 ? "1×" : share < 0.01 ? "<0.01×" : `${Number(share.toPrecision(2))}×`}`,
    };
  });
}
