import { paramsAt } from "../pictures/motion.js";
import { kindOf } from "../problems/kinds.js";
import { runAt } from "../run/configuration.js";
import { problemOf } from "../run/racer_problem.js";
import { rateField } from "../run/tuned.js";
import { presetOf } from "../state.js";
import { limitsAt } from "./rate_limit.js";
import { MOST_RATE, ratesFor } from "./sweep_request.js";

/** @typedef {{ run: import("../types.d.ts").RunConfig, entrants: import("./sweep_request.js").Entrant[], rates: number[] }} Question */

/** One racer or all: the names of the dialog, and what they are called. */
export const SCOPES = [
  ["sweep", "sweep.one"],
  ["sweep_all", "sweep.all"],
];

/**
 * What the sweep is about, null while none is wanted: another setting, start or scope is another sweep.
 * @param {import("../types.d.ts").Frame} frame @returns {Question | null}
 */
export function questionOf({ state, tape, catalogue, step }) {
  if (!SCOPES.some(([name]) => name === state.dialog) || tape === null || state.run.racers.length === 0) return null;
  const run = runAt(state.run, state.changes, step),
    begun = runAt(state.run, state.changes, 0);
  const isAll = state.dialog === "sweep_all";
  const racers = isAll ? run.racers : run.racers.filter(({ id }) => id === state.selected);
  const entrants = racers.map((racer) => {
    const index = tape.racers.indexOf(racer.id);
    const [low, high] = sliderOf(catalogue, problemOf(run, racer.id), racer.optimizer.kind);
    const first = /** @type {import("../types.d.ts").Racer} */ (begun.racers.find(({ id }) => id === racer.id));
    const limit = limitsAt(tape, 0, index, first.optimizer.learning_rate).here;
    // The best rates lie below the limit, which may lie beyond the slider.
    const end = limit > high / 2 ? Math.min(2 * limit, MOST_RATE) : high;
    /** @type {[number, number]} */
    const range = [low, end];
    return { racer, start: [...paramsAt(tape, 0, index)], range };
  });
  const documented = isAll ? (presetOf(state, catalogue)?.sweep ?? []) : [];
  return { run, entrants, rates: documented.length > 0 ? documented : ratesFor(entrants) };
}

/**
 * @param {import("../types.d.ts").Catalogue} catalogue @param {import("../types.d.ts").Problem} problem @param {string} optimizer
 * @returns {[number, number]}
 */
function sliderOf(catalogue, problem, optimizer) {
  const { slider } = rateField(catalogue, kindOf(problem).rates(catalogue, problem), optimizer);
  if (slider === undefined) throw new Error(`the learning rate of ${optimizer} has no slider`);
  return slider;
}
