import { indexOf, runAt } from "../run/configuration.js";
import { groundOf } from "../run/ground.js";
import { seenLossName } from "../run/loss_names.js";
import { nameOf } from "../run/racer_names.js";
import { problemOf } from "../run/racer_problem.js";
import { kindOf } from "../problems/kinds.js";
import { t } from "../text.js";

/** While playing, so many steps may pass before the numbers of one are here; till then all of the last one known stand. */
const MOST_BEHIND = 20;

/**
 * @typedef {import("../types.d.ts").Frame} Frame
 * @typedef {Frame & { tape: import("../types.d.ts").Tape }} RunFrame
 * @typedef {ReturnType<typeof shownOf>} Shown
 */

/** Whether there is a step of the selected racer to show. @param {Frame} frame @returns {frame is RunFrame} */
export const hasStep = (frame) => frame.tape !== null && frame.tape.length > 0 && frame.tape.racers.includes(frame.state.selected);

/**
 * What of a frame the inspector shows: a racer that has stopped keeps showing its last step; while playing, everything is
 * of the last step whose arithmetic is here, so that values and arithmetic never contradict each other.
 * @param {RunFrame} frame @param {ReturnType<typeof import("./inspector_views.js").createViews>} views @param {boolean} isReadable
 */
export function shownOf({ tape, state, catalogue, step: wanted }, views, isReadable) {
  const index = tape.racers.indexOf(state.selected);
  const outcome = tape.outcomes.get(state.selected);
  // The last step known is where a run that is over stands: its last update is the one before.
  const last = outcome?.kind === "diverged" ? outcome.step - 1 : tape.length - (tape.ended ? 2 : 1);
  const due = Math.max(0, Math.min(wanted, last, tape.length - 1));
  const step = state.playing && isReadable ? (views.latest(tape, due, state.selected, MOST_BEHIND) ?? due) : due;
  const run = runAt(state.run, state.changes, step);
  const racer = run.racers[indexOf(run, state.selected)];
  const problem = problemOf(run, state.selected),
    ground = groundOf(catalogue, problem);
  const { takesBatches } = kindOf(problem);
  const optimizer = catalogue.optimizers[racer.optimizer.kind];
  return {
    step,
    due,
    index,
    racer,
    ground,
    name: nameOf(catalogue, run, state.selected),
    optimizer,
    titleOf: (/** @type {string} */ quantity) => optimizer.quantities[quantity]?.title ?? t(`quantity.${quantity}`),
    // The update sees its batch: its loss stands here, as the lines below it work it out.
    lossTitle: seenLossName(run, racer),
    seenLoss: takesBatches ? /** @type {const} */ ("batch_loss") : /** @type {const} */ ("loss"),
    names: ground.parameters,
    formulas: kindOf(problem).formulas(catalogue, problem),
    losses: takesBatches ? [lossOf(catalogue, problem)] : [],
    // Noise and clipping make another g of the slope.
    slopeNames: takesBatches && racer.clipping.kind === "none" && racer.noise === 0 ? ground.parameters : [],
    isLast: due < wanted && step === due,
  };
}

/**
 * @param {import("../types.d.ts").Catalogue} catalogue @param {import("../types.d.ts").Problem} problem
 * @returns {import("./loss_code.js").Told}
 */
function lossOf({ losses }, problem) {
  const { loss } = /** @type {import("../types.d.ts").FitProblem} */ (problem);
  return { title: losses[loss.kind].title, entry: losses[loss.kind], loss };
}

/** The values of the stages that have some, as the tape has them. @param {RunFrame} frame @param {Shown} shown @returns {number[][]} */
export function stageValues({ tape }, { step, index, seenLoss }) {
  const entries = (/** @type {import("../run/messages.d.ts").ColumnName} */ name, /** @type {number} */ count) => {
    const first = (step * tape.racers.length + index) * count;
    return [...tape.column(name).subarray(first, first + count)];
  };
  const point = entries("params", tape.width),
    change = entries("change", tape.width);
  return [point, entries(seenLoss, 1), entries("gradient", tape.width), change, point.map((value, i) => value + change[i])];
}
