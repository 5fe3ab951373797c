// What stands in the data picture: examples, the batch among them, the model's curve, residuals.

import { boundaryOf } from "./boundary.js";
import { RACERS } from "./glyph.js";

/** @typedef {import("./ink.js").Ink} Ink */
/** @typedef {ReturnType<typeof import("./data_axes.js").dataAxes>} Axes */
/** @typedef {{x: number[][], y: number[]}} Points */
/** @typedef {CanvasRenderingContext2D} Pen */
/** @typedef {import("../steps.js").Formula} Formula */

/** Squares say most where there are few. */
const MOST_SQUARES = 120;
/** Opacity of a square; where they cover the plot several times each is the lighter. */
const SQUARE = 0.13,
  LEAST_SQUARE = 0.02;

/**
 * Two classes: filled circle and open square, told apart without colour too.
 * @param {Pen} pen @param {number} x @param {number} y @param {number} radius @param {number} label
 * @param {{fill: string, casing: string}} colours
 */
function drawClass(pen, x, y, radius, label, { fill, casing }) {
  pen.beginPath();
  if (label > 0.5) pen.rect(x - radius * 0.9, y - radius * 0.9, radius * 1.8, radius * 1.8);
  else pen.arc(x, y, radius, 0, Math.PI * 2);
  pen.lineWidth = 3;
  pen.strokeStyle = casing;
  pen.stroke();
  if (label > 0.5) {
    pen.fillStyle = casing;
    pen.fill();
    pen.lineWidth = 2;
    pen.strokeStyle = fill;
    pen.stroke();
  } else {
    pen.fillStyle = fill;
    pen.fill();
  }
}

/** Where an example stands. @param {Axes} axes @param {Points} points @param {number} k */
export const placeOf = (axes, points, k) => [axes.x(points.x[0][k]), axes.y(points.x.length === 2 ? points.x[1][k] : points.y[k])];

/**
 * @param {Pen} pen @param {Axes} axes @param {Points} points @param {Ink} ink
 * @param {{isBinary: boolean, batch: Set<number> | null, isTest: boolean, held: number | null, isLarge: boolean}} how
 */
export function drawExamples(pen, axes, points, ink, { isBinary, batch, isTest, held, isLarge }) {
  const base = Math.max(2.4, Math.min(isLarge ? 6 : 5, 60 / Math.sqrt(points.y.length)));
  for (let k = 0; k < points.y.length; k++) {
    const [x, y] = placeOf(axes, points, k);
    const isIn = batch === null || batch.has(k);
    const radius = base * (batch !== null && isIn ? 1.25 : 1) * (k === held ? 1.3 : 1);
    pen.globalAlpha = isTest ? 0.45 : isIn ? 1 : 0.28;
    const fill = isBinary ? ink.racers[points.y[k] > 0.5 ? 2 : 0] : ink.ink;
    drawClass(pen, x, y, radius, isBinary && points.x.length === 2 ? points.y[k] : isTest ? 1 : 0, { fill, casing: ink.casing });
    if ((batch !== null && isIn && points.y.length > 1) || k === held) {
      pen.globalAlpha = 1;
      pen.beginPath();
      pen.arc(x, y, radius + 3.4, 0, Math.PI * 2);
      pen.lineWidth = 2;
      pen.strokeStyle = ink.accent;
      pen.stroke();
    }
  }
  pen.globalAlpha = 1;
}

/**
 * The curve over one feature.
 * @param {Pen} pen @param {Axes} axes @param {Formula} predict @param {number[]} params
 * @param {{colour: string, casing: string, racer: number, isChosen: boolean}} style
 */
export function drawCurve(pen, axes, predict, params, style) {
  const step = Math.max(1.5, axes.width / 240);
  const [from] = axes.range.x,
    span = axes.range.x[1] - from;
  pen.beginPath();
  for (let px = 0; px <= axes.width; px += step) {
    const y = axes.y(predict(params, [from + (px / axes.width) * span]));
    pen.lineTo(axes.left + px, Math.max(-1e5, Math.min(1e5, Number.isFinite(y) ? y : 1e5)));
  }
  stroke(pen, style);
}

/** From where on class 1 is said, over one feature. @param {Pen} pen @param {Axes} axes @param {number} threshold @param {Ink} ink */
export function drawThreshold(pen, axes, threshold, ink) {
  const y = axes.y(threshold);
  pen.beginPath();
  pen.moveTo(axes.left, y);
  pen.lineTo(axes.left + axes.width, y);
  pen.setLineDash([7, 5]);
  pen.lineWidth = 2;
  pen.strokeStyle = ink.accent;
  pen.stroke();
  pen.setLineDash([]);
}

/**
 * Where two classes part: at the threshold t of the probability σ(z) the output z is log(t / (1 − t)); with a short arrow to the side of
 * class 1.
 * @param {Pen} pen @param {Axes} axes @param {Formula} output @param {number[]} params @param {number} threshold
 * @param {{colour: string, casing: string, racer: number, isChosen: boolean}} style
 */
export function drawBoundary(pen, axes, output, params, threshold, style) {
  const boundary = boundaryOf(axes, (x, y) => output(params, [x, y]), Math.log(threshold / (1 - threshold)));
  if (boundary === null) return;
  const { pieces, base, towards } = boundary;
  pen.beginPath();
  for (const [fromX, fromY, toX, toY] of pieces) {
    pen.moveTo(fromX, fromY);
    pen.lineTo(toX, toY);
  }
  stroke(pen, style);
  if (!style.isChosen) return;
  const reach = 34 / (Math.hypot(towards[0], towards[1]) || 1),
    tip = [base[0] + towards[0] * reach, base[1] + towards[1] * reach];
  const angle = Math.atan2(towards[1], towards[0]);
  pen.setLineDash([]);
  pen.beginPath();
  pen.moveTo(base[0], base[1]);
  pen.lineTo(tip[0], tip[1]);
  for (const side of [2.6, -2.6]) {
    pen.moveTo(tip[0], tip[1]);
    pen.lineTo(tip[0] + 9 * Math.cos(angle + side), tip[1] + 9 * Math.sin(angle + side));
  }
  stroke(pen, style);
}

/**
 * The model's probability as a wash of the colour of the class that is said.
 * @param {Pen} pen @param {Axes} axes @param {Formula} predict @param {number[]} params @param {number} threshold @param {Ink} ink
 */
export function drawSides(pen, axes, predict, params, threshold, ink) {
  const cell = 9;
  for (let px = 0; px < axes.width; px += cell)
    for (let py = 0; py < axes.height; py += cell) {
      const p = predict(params, axes.from(axes.left + px + cell / 2, axes.top + py + cell / 2));
      pen.globalAlpha = (0.26 * Math.abs(p - threshold)) / Math.max(threshold, 1 - threshold);
      pen.fillStyle = ink.racers[p > threshold ? 2 : 0];
      pen.fillRect(axes.left + px, axes.top + py, Math.min(cell, axes.width - px), Math.min(cell, axes.height - py));
    }
  pen.globalAlpha = 1;
}

/**
 * From the prediction to the target; as squares whose area is the squared error.
 * @param {Pen} pen @param {Axes} axes @param {Points} points @param {Formula} predict @param {number[]} params
 * @param {{colour: string, squared: boolean, batch: Set<number> | null}} how
 */
export function drawResiduals(pen, axes, points, predict, params, { colour, squared, batch }) {
  pen.strokeStyle = pen.fillStyle = colour;
  pen.lineWidth = 1.3;
  let covered = 0;
  for (let k = 0; k < points.y.length; k++)
    if (batch === null || batch.has(k)) covered += (axes.y(predict(params, [points.x[0][k]])) - axes.y(points.y[k])) ** 2;
  const square = Math.max(LEAST_SQUARE, SQUARE / Math.max(1, covered / (axes.width * axes.height)));
  for (let k = 0; k < points.y.length; k++) {
    if (batch !== null && !batch.has(k)) continue;
    const x = axes.x(points.x[0][k]),
      y = axes.y(points.y[k]),
      at = axes.y(predict(params, [points.x[0][k]]));
    if (!Number.isFinite(at)) continue;
    pen.globalAlpha = 0.75;
    pen.beginPath();
    pen.moveTo(x, y);
    pen.lineTo(x, at);
    pen.stroke();
    if (!squared || points.y.length > MOST_SQUARES) continue;
    const side = at - y;
    pen.globalAlpha = square;
    pen.fillRect(x, y, -Math.abs(side), side);
    pen.globalAlpha = Math.min(0.4, 3 * square);
    pen.strokeRect(x, y, -Math.abs(side), side);
  }
  pen.globalAlpha = 1;
}

/** @param {Pen} pen @param {{colour: string, casing: string, racer: number, isChosen: boolean}} style */
function stroke(pen, { colour, casing, racer, isChosen }) {
  pen.lineJoin = pen.lineCap = "round";
  pen.setLineDash([]);
  pen.lineWidth = isChosen ? 6 : 4;
  pen.strokeStyle = casing;
  pen.stroke();
  pen.setLineDash(isChosen ? [] : RACERS[racer].dash);
  pen.lineWidth = isChosen ? 3 : 1.8;
  pen.strokeStyle = colour;
  pen.stroke();
  pen.setLineDash([]);
}
