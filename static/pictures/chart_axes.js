// Scales and ticks of the curve over the steps.

import { paramTicks, tickText } from "./ticks.js";
import { superscript } from "../format.js";

/** @typedef {import("../types.d.ts").Frame} Frame */

const TOP = 6,
  RIGHT = 9;
/** Decades below the highest value that a logarithmic axis shows at most; what is lower leaves at the foot. */
const DECADES = 12;
/** A racer that diverges does not flatten the others: the axis ends so many decades above the highest value of step 0. */
const ABOVE = 3;

/** @type {WeakMap<object, {curve: string, seen: number, low: number, lowest: number, high: number, first: number}>} */
const spans = new WeakMap();

/**
 * Lowest positive (for the logarithm), lowest and highest value of all racers so far; grows with the tape.
 * @param {import("../types.d.ts").Tape} tape
 * @param {import("../types.d.ts").State["curve"]} curve
 */
function spanOf(tape, curve) {
  let span = spans.get(tape);
  if (!span || span.curve !== curve || span.seen > tape.length)
    spans.set(tape, (span = { curve, seen: 0, low: Infinity, lowest: Infinity, high: -Infinity, first: -Infinity }));
  const column = tape.column(curve),
    racers = tape.racers.length;
  for (let k = 0; k < racers; k++) if (Number.isFinite(column[k])) span.first = Math.max(span.first, column[k]);
  for (let at = span.seen * racers; at < tape.length * racers; at++) {
    const value = column[at];
    if (!Number.isFinite(value)) continue;
    if (value > 0 && value < span.low) span.low = value;
    if (value < span.lowest) span.lowest = value;
    if (value > span.high) span.high = value;
  }
  span.seen = tape.length;
  return span;
}

/**
 * @param {Frame} frame
 * @param {{width: number, height: number}} size
 */
export function chartAxes({ state, tape, examples, ...rest }, size) {
  const { low, lowest, high, first } = spanOf(/** @type {any} */ (tape), state.curve);
  // A logarithm has no place for negative values: such a curve is drawn on a linear scale.
  const isLog = state.curveScale === "log" && lowest >= 0,
    text_px = size.width > 260 ? 14 : 12;
  const steps = stepsShown(/** @type {any} */ (tape).length - 1, state.run.step_limit, rest.step);
  const unit = examples === null ? null : { step: null, epoch: examples.train.y.length, examples: 1 }[state.across ?? "step"];
  const reach = unit === null ? steps : reachOf(/** @type {any} */ (tape), rest.step) / unit;
  const most = Math.min(high, first > 0 ? first * 10 ** (isLog ? ABOVE : 0.5) : Infinity);
  const top = isLog ? Math.ceil(Math.log10(most > 0 ? most : 1) - 1e-9) : most + (most - Math.min(0, lowest)) * 0.04 || 1;
  const foot = isLog
    ? Math.max(top - DECADES, Math.min(top - 1, Math.floor(Math.log10(Number.isFinite(low) ? low : 1) + 1e-9)))
    : Math.min(0, lowest);
  const ticks = isLog ? decades(foot, top) : paramTicks([foot, top], 3);
  const labels = isLog
    ? ticks.at.map((exponent) => (Math.abs(exponent) < 4 ? tickText(Number(`1e${exponent}`)) : `10${superscript(exponent)}`))
    : ticks.text;
  const left = Math.max(24, 10 + Math.max(...labels.map((label) => [...label].length)) * text_px * 0.6),
    bottom = text_px + 8;
  const width = size.width - left - RIGHT,
    height = size.height - TOP - bottom;
  return {
    key: [isLog, state.curve, state.across, reach, top, foot, size.width, size.height].join(" "),
    isLog,
    steps,
    reach,
    left,
    bottom,
    width,
    text_px,
    /** @param {number} step may lie between two @param {number} racer */
    x: (step, racer) => left + (width * (unit === null ? step : seenAt(/** @type {any} */ (tape), step, racer) / unit)) / reach,
    y: (/** @type {number} */ value) => TOP + (height * (top - (isLog ? Math.max(foot - 1, Math.log10(value)) : value))) / (top - foot),
    /** @param {number} px @param {number} racer whose steps are meant where each has its own pace */
    stepAt: (px, racer) =>
      unit === null ? ((px - left) / width) * reach : stepOf(/** @type {any} */ (tape), ((px - left) / width) * reach * unit, racer),
    rows: ticks.at.map((at, k) => ({ y: TOP + (height * (top - at)) / (top - foot), text: labels[k] })),
    /** @param {CanvasRenderingContext2D} pen */
    clip(pen) {
      pen.beginPath();
      pen.rect(left - 1, 0, width + RIGHT + 1, size.height - bottom + 2);
      pen.clip();
    },
  };
}

/**
 * Examples seen before the update of a step, and between steps the share of it.
 * @param {import("../types.d.ts").Tape} tape @param {number} step @param {number} racer
 */
function seenAt(tape, step, racer) {
  const column = tape.column("examples"),
    row = Math.min(Math.floor(step), tape.length - 1),
    next = Math.min(row + 1, tape.length - 1);
  const before = column[row * tape.racers.length + racer];
  return before + (step - row) * (column[next * tape.racers.length + racer] - before);
}

/** The step at which a racer has seen so many. @param {import("../types.d.ts").Tape} tape @param {number} seen @param {number} racer */
function stepOf(tape, seen, racer) {
  let low = 0,
    high = tape.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (seenAt(tape, middle, racer) < seen) low = middle + 1;
    else high = middle;
  }
  return low;
}

/**
 * Examples that the axis spans: a round number above what the fastest racer has seen.
 * @param {import("../types.d.ts").Tape} tape @param {number} step
 */
function reachOf(tape, step) {
  const most = Math.max(...tape.racers.map((_, racer) => seenAt(tape, Math.min(Math.max(step * 1.3, 10), tape.length - 1), racer)), 1);
  const power = 10 ** Math.floor(Math.log10(most));
  const round = [1, 2, 3, 5, 10].find((digit) => digit * power >= most) ?? 10;
  return round * power;
}

/**
 * Steps that the axis spans: enough for what is played, in jumps, so that the curve does not creep.
 * @param {number} last
 * @param {number} limit
 * @param {number} step
 */
function stepsShown(last, limit, step) {
  const needed = Math.min(Math.max(last, 10), Math.max(40, step * 1.5));
  const power = 10 ** Math.floor(Math.log10(needed));
  const round = /** @type {number[]} */ ([1, 1.5, 2, 3, 4, 6, 8, 10]).find((digit) => digit * power >= needed) ?? 10;
  return Math.max(1, Math.min(limit, round * power));
}

/** Powers of ten between two exponents, at most six. @param {number} foot @param {number} top */
function decades(foot, top) {
  const stride = Math.ceil((top - foot) / 5) || 1;
  const at = [];
  for (let exponent = Math.ceil(foot / stride) * stride; exponent <= top; exponent += stride) at.push(exponent);
  return { at, text: [] };
}

/**
 * @param {CanvasRenderingContext2D} pen
 * @param {ReturnType<typeof chartAxes>} axes
 * @param {import("./ink.js").Ink} ink
 * @param {{width: number, height: number}} size
 */
export function drawAxes(pen, axes, ink, size) {
  pen.font = `500 ${axes.text_px}px ${ink.font}`;
  pen.fillStyle = ink.ink3;
  pen.strokeStyle = ink.line;
  pen.lineWidth = 1;
  pen.textBaseline = "middle";
  pen.textAlign = "right";
  for (const { y, text } of axes.rows) {
    pen.beginPath();
    pen.moveTo(axes.left, Math.round(y) + 0.5);
    pen.lineTo(size.width, Math.round(y) + 0.5);
    pen.stroke();
    pen.fillText(text, axes.left - 6, Math.max(axes.text_px / 2 + 1, y));
  }
  pen.textBaseline = "alphabetic";
  const count = (size.width > 260 ? [4, 5, 3, 6] : [2, 3]).find((parts) => axes.reach % parts === 0) ?? (axes.reach < 10 ? 2 : 1);
  for (let k = 0; k <= count; k++) {
    pen.textAlign = k === 0 ? "left" : k === count ? "right" : "center";
    pen.fillText(
      tickText((axes.reach * k) / count),
      axes.left + (axes.width * k) / count + (k === 0 ? -3 : k === count ? RIGHT : 0),
      size.height - 3,
    );
  }
}
