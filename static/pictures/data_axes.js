// Scales of the data picture: they grow with the data and do not jump while a point is dragged.

import { paramTicks } from "./ticks.js";

/** @typedef {import("../types.d.ts").Examples} Examples */
/** @typedef {[number, number]} Range */

/** Room around the data, as a share of their range. */
const ROOM = 0.12;
/** Axes stay while the data fill at least this share of them. */
const FILLED = 0.5;

/** @param {number[]} values @returns {Range} */
function around(values) {
  let low = Infinity,
    high = -Infinity;
  for (const value of values) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  if (!(high > low)) return [low - 1, low + 1];
  const room = (high - low) * ROOM;
  return [low - room, high + room];
}

/** @param {Range | null} before @param {Range} wanted @returns {Range} */
function kept(before, wanted) {
  if (before === null) return wanted;
  const holds = wanted[0] >= before[0] - 1e-9 && wanted[1] <= before[1] + 1e-9;
  return holds && wanted[1] - wanted[0] > FILLED * (before[1] - before[0]) ? before : wanted;
}

/**
 * The ranges of both axes: features on x (and y where there are two), the target or the probability on y.
 * @param {Examples} examples @param {boolean} isBinary @param {{x: Range, y: Range} | null} before
 */
export function rangesOf({ train, test }, isBinary, before) {
  const x = around([...train.x[0], ...test.x[0]]);
  /** @type {Range} */
  const probability = [-0.12, 1.12];
  const y = train.x.length === 2 ? around([...train.x[1], ...test.x[1]]) : isBinary ? probability : around([...train.y, ...test.y]);
  return { x: kept(before?.x ?? null, x), y: kept(before?.y ?? null, y) };
}

/**
 * @param {{x: Range, y: Range}} ranges @param {{width: number, height: number}} size @param {boolean} isLarge
 */
export function dataAxes({ x, y }, size, isLarge) {
  const text_px = isLarge ? 14 : 12,
    left = text_px * 2.9,
    bottom = text_px + 12,
    top = 8,
    right = 10;
  const width = size.width - left - right,
    height = size.height - top - bottom;
  const axes = {
    text_px,
    left,
    bottom,
    top,
    width,
    height,
    ticks: { x: paramTicks(x, 3), y: paramTicks(y, 3) },
    x: (/** @type {number} */ value) => left + (width * (value - x[0])) / (x[1] - x[0]),
    y: (/** @type {number} */ value) => top + (height * (y[1] - value)) / (y[1] - y[0]),
    from: (/** @type {number} */ px, /** @type {number} */ py) => [
      x[0] + ((px - left) / width) * (x[1] - x[0]),
      y[1] - ((py - top) / height) * (y[1] - y[0]),
    ],
    range: { x, y },
    clip(/** @type {CanvasRenderingContext2D} */ pen) {
      pen.beginPath();
      pen.rect(left, top, width, height);
      pen.clip();
    },
  };
  return axes;
}

/** @param {CanvasRenderingContext2D} pen @param {ReturnType<typeof dataAxes>} axes @param {import("./ink.js").Ink} ink */
export function drawDataAxes(pen, axes, ink) {
  pen.font = `500 ${axes.text_px}px ${ink.font}`;
  pen.lineWidth = 1;
  pen.strokeStyle = ink.line;
  pen.fillStyle = ink.ink3;
  pen.textBaseline = "alphabetic";
  pen.textAlign = "center";
  axes.ticks.x.at.forEach((at, k) => {
    const x = Math.round(axes.x(at)) + 0.5;
    line(pen, x, axes.top, x, axes.top + axes.height);
    pen.fillText(axes.ticks.x.text[k], x, axes.top + axes.height + axes.text_px + 5);
  });
  pen.textAlign = "right";
  pen.textBaseline = "middle";
  axes.ticks.y.at.forEach((at, k) => {
    const y = Math.round(axes.y(at)) + 0.5;
    line(pen, axes.left, y, axes.left + axes.width, y);
    pen.fillText(axes.ticks.y.text[k], axes.left - 6, y);
  });
}

/** @param {CanvasRenderingContext2D} pen @param {number} x @param {number} y @param {number} toX @param {number} toY */
function line(pen, x, y, toX, toY) {
  pen.beginPath();
  pen.moveTo(x, y);
  pen.lineTo(toX, toY);
  pen.stroke();
}
