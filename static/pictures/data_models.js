// What the models make of the data: curves, boundaries, residuals.

import { drawBoundary, drawCurve, drawResiduals, drawSides, drawThreshold } from "./data_marks.js";
import { glideParams } from "./motion.js";
import { inOrder } from "./trails.js";
import { inkNow } from "./ink.js";
import { signOf } from "./run_now.js";
import { formulaOf } from "../steps.js";

/** @typedef {import("../types.d.ts").Frame} Frame
 *  @typedef {ReturnType<typeof import("./data_axes.js").dataAxes>} Axes
 *  @typedef {{examples: import("../types.d.ts").Examples, problem: import("../types.d.ts").FitProblem,
 *   batch: {indices: number[]} | null}} Shown `problem`: of the racer in front */

/**
 * Every racer's model as it stands, the selected one's on top with its sides or residuals.
 * @param {CanvasRenderingContext2D} pen @param {Axes} axes @param {Frame} now @param {Shown} shown
 */
export function drawModels(pen, axes, now, shown) {
  const { tape, state } = now,
    ink = inkNow(),
    isLine = shown.examples.train.x.length === 1;
  if (!tape || tape.length === 0) return;
  const time = Math.min(now.still ? now.step : now.time, tape.length - 1),
    threshold = (state.of === "accuracy" && state.threshold) || 0.5;
  pen.save();
  axes.clip(pen);
  if (state.of === "accuracy" && isLine) drawThreshold(pen, axes, threshold, ink);
  for (const racer of inOrder(tape, state.selected)) {
    const index = signOf(now, racer),
      point = glideParams(tape, time, racer);
    if (!point.every(Number.isFinite)) continue;
    const style = { colour: ink.racers[index], casing: ink.casing, racer: index, isChosen: tape.racers[racer] === state.selected };
    if (isLine) drawLine(pen, axes, now, { ...shown, point, style });
    else drawRegions(pen, axes, now, { ...shown, point, style, threshold });
  }
  pen.restore();
}

/** @typedef {{colour: string, casing: string, racer: number, isChosen: boolean}} Style */

/** @param {CanvasRenderingContext2D} pen @param {Axes} axes @param {Frame} now @param {Shown & {point: number[], style: Style}} what */
function drawLine(pen, axes, now, { examples, problem, batch, point, style }) {
  const predict = formulaOf(now.catalogue.models[problem.model.kind].prediction);
  if (style.isChosen && now.state.residuals)
    drawResiduals(pen, axes, examples.train, predict, point, {
      colour: style.colour,
      squared: now.catalogue.losses[problem.loss.kind].is_quadratic,
      batch: batch && new Set(batch.indices),
    });
  drawCurve(pen, axes, predict, point, style);
}

/** Of two features: the boundary, and the sides of the selected one.
 * @param {CanvasRenderingContext2D} pen @param {Axes} axes @param {Frame} now
 * @param {Shown & {point: number[], style: Style, threshold: number}} what */
function drawRegions(pen, axes, now, { problem, point, style, threshold }) {
  const { output, prediction } = now.catalogue.models[problem.model.kind];
  if (style.isChosen) drawSides(pen, axes, formulaOf(prediction), point, threshold, inkNow());
  drawBoundary(pen, axes, formulaOf(output), point, threshold, style);
}
