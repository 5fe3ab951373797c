import { paramsAt } from "../pictures/motion.js";
import { runAt } from "../run/configuration.js";
import { presetOf } from "../state.js";
import { ratesFor } from "./sweep_request.js";

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
  const run = runAt(state.run, state.changes, step);
  const isAll = state.dialog === "sweep_all";
  const racers = isAll ? run.racers : run.racers.filter(({ id }) => id === state.selected);
  const entrants = racers.map((racer) => {
    const start = [...paramsAt(tape, 0, tape.racers.indexOf(racer.id))];
    return { racer, start, slider: sliderOf(catalogue, racer.optimizer.kind) };
  });
  const documented = isAll ? (presetOf(state, catalogue)?.sweep ?? []) : [];
  return { run, entrants, rates: documented.length > 0 ? documented : ratesFor(entrants) };
}

/** @returns {[number, number]} */
function sliderOf(/** @type {import("../types.d.ts").Catalogue} */ catalogue, /** @type {string} */ optimizer) {
  const { slider } = catalogue.optimizers[optimizer].schema.learning_rate;
  if (slider === undefined) throw new Error(`the learning rate of ${optimizer} has no slider`);
  return slider;
}
