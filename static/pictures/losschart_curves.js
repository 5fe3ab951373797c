// The lines of the loss chart: a racer's curve, what is computed ahead and left behind, and where the run stands.

import { drawBall, drawHollow } from "./glyph.js";
import { inOrder } from "./trails.js";
import { signOf } from "./run_now.js";

/** @typedef {import("../types.d.ts").Frame} Frame */
/** @typedef {import("../types.d.ts").Tape} Tape */
/** @typedef {import("../types.d.ts").State["curve"]} Curve */
/** @typedef {ReturnType<typeof import("./chart_axes.js").chartAxes>} Axes */

const AHEAD = 0.3;

/**
 * Curves left behind, and those of the run as far as they are known, faint.
 * @param {CanvasRenderingContext2D} pen @param {Frame} now @param {Tape} tape @param {Axes} axes @param {import("./ink.js").Ink} ink
 */
export function drawAhead(pen, now, tape, axes, ink) {
  const { state } = now;
  for (const ghost of now.ghosts)
    for (let racer = 0; racer < ghost.tape.racers.length; racer++) {
      strokeCurve(pen, axes, ghost.tape, state.curve, racer, ghost.from, ghost.tape.length - 1, {
        colour: ink.edge,
        dash: [2, 3],
        width: 1.6,
        opacity: 0.8,
      });
    }
  for (const racer of inOrder(tape, state.selected))
    strokeCurve(pen, axes, tape, state.curve, racer, 0, tape.length - 1, {
      colour: ink.racers[signOf(now, racer)],
      dash: [],
      width: 1.6,
      opacity: AHEAD,
    });
}

/**
 * Where the run stands, and where the hand points.
 * @param {CanvasRenderingContext2D} pen
 * @param {Frame} now
 * @param {Axes} scale
 * @param {import("./ink.js").Ink} ink
 * @param {{width: number, height: number}} size
 */
export function drawNow(pen, now, scale, ink, size) {
  const tape = /** @type {Tape} */ (now.tape),
    { state } = now;
  const time = Math.min(now.still ? now.step : now.time, tape.length - 1),
    row = Math.floor(time);
  line(pen, scale.x(time, chosen(now)), size, scale, ink.ink, []);
  if (state.hover !== null && state.hover < tape.length) line(pen, scale.x(state.hover, chosen(now)), size, scale, ink.ink3, [3, 3]);
  for (const racer of inOrder(tape, state.selected)) {
    const selected = tape.racers[racer] === state.selected;
    const y = scale.y(value(tape, state.curve, row, racer));
    // What is lower than the axis shows leaves at its foot.
    if (Number.isFinite(y) && y > -8)
      drawBall(pen, ink, signOf(now, racer), scale.x(time, racer), Math.min(y, size.height - scale.bottom), selected ? 8 : 6, false);
    const hovered = state.hover !== null && state.hover < tape.length ? scale.y(value(tape, state.curve, state.hover, racer)) : NaN;
    if (Number.isFinite(hovered) && hovered > -8)
      drawHollow(pen, ink, signOf(now, racer), scale.x(/** @type {number} */ (state.hover), racer), hovered, selected ? 6 : 4.5);
  }
}

/** The column of the selected racer. @param {Frame} frame */
export const chosen = ({ state, tape }) => Math.max(0, tape?.racers.indexOf(state.selected) ?? 0);

/** @param {Tape} tape @param {Curve} curve @param {number} step @param {number} racer */
const value = (tape, curve, step, racer) => tape.column(curve)[step * tape.racers.length + racer];

/**
 * @param {CanvasRenderingContext2D} pen
 * @param {number} x
 * @param {{width: number, height: number}} size
 * @param {{bottom: number}} scale
 * @param {string} colour
 * @param {number[]} dash
 */
function line(pen, x, size, scale, colour, dash) {
  pen.setLineDash(dash);
  pen.strokeStyle = colour;
  pen.lineWidth = 1.4;
  pen.beginPath();
  pen.moveTo(x, 0);
  pen.lineTo(x, size.height - scale.bottom);
  pen.stroke();
  pen.setLineDash([]);
}

/**
 * One racer's curve. Where several steps share a pixel their lowest and highest value are drawn: spikes stay, cost does not grow.
 * @param {CanvasRenderingContext2D} pen
 * @param {Axes} axes
 * @param {Tape} tape
 * @param {Curve} curve
 * @param {number} racer
 * @param {number} from
 * @param {number} to
 * @param {{colour: string, dash: number[], width: number, opacity: number}} style
 */
export function strokeCurve(pen, axes, tape, curve, racer, from, to, { colour, dash, width, opacity }) {
  const stride = Math.max(1, Math.floor(axes.steps / (axes.width * 1.5)));
  pen.save();
  axes.clip(pen);
  pen.globalAlpha = opacity;
  pen.lineWidth = width;
  pen.lineJoin = "round";
  pen.strokeStyle = colour;
  pen.setLineDash(dash);
  pen.lineDashOffset = axes.x(from, racer);
  pen.beginPath();
  let isDown = false;
  for (let step = from; step <= to; step += stride) {
    let low = Infinity,
      high = -Infinity;
    for (let k = step; k < step + stride && k <= to; k++) {
      const y = axes.y(value(tape, curve, k, racer));
      if (y < low) low = y;
      if (y > high) high = y;
    }
    if (!Number.isFinite(low) || !Number.isFinite(high)) {
      isDown = false;
      continue;
    }
    const x = axes.x(step, racer);
    if (isDown) pen.lineTo(x, high);
    else pen.moveTo(x, high);
    if (low !== high) pen.lineTo(x, low);
    isDown = true;
  }
  pen.stroke();
  pen.restore();
}
