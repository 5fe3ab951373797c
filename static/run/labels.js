import { plain, plainOf, shortest } from "../format.js";
import { kindOf } from "../problems/kinds.js";
import { t } from "../text.js";
import { changed } from "./configuration.js";
import { gradientsOf } from "./options.js";
import { problemOf } from "./racer_problem.js";
import { memberText } from "./setting_text.js";

/** @typedef {import("../types.d.ts").Catalogue} Catalogue
 *  @typedef {import("../types.d.ts").RunConfig} RunConfig
 *  @typedef {import("../types.d.ts").Change} Change */

/** A point: (−1.5, 2.2); for one parameter the number alone. */
export function pointText(/** @type {number[]} */ point) {
  const entries = point.map((value) => plainOf(shortest(Number(value.toPrecision(4)), 4)));
  return entries.length === 1 ? entries[0] : `(${entries.join(", ")})`;
}

/** How many examples an update sees: a number, or all. */
export const batchText = (/** @type {import("../types.d.ts").Racer["batch"]} */ batch) =>
  batch.kind === "full" ? t("batch.all") : String(batch.size);

/** What a change does, in a few signs: "α 0.003 → 0.01". */
export function changeLabel(/** @type {RunConfig} */ run, /** @type {Change} */ change, /** @type {Catalogue} */ catalogue) {
  const { set } = change;
  if (set.problem) return kindOf(set.problem).changeText(run.problem, set.problem, catalogue);
  const racer = /** @type {any} */ (run.racers.find((other) => other.id === change.racer));
  if (set.own) return kindOf(run.problem).changeText(problemOf(run, racer.id), kindOf(run.problem).of(run.problem, set.own), catalogue);
  if (set.optimizer) return memberText(racer.optimizer, set.optimizer, catalogue.optimizers);
  if (set.schedule) return memberText(racer.schedule, set.schedule, catalogue.schedules);
  if (set.clipping) return memberText(racer.clipping, set.clipping, catalogue.clippings);
  if (set.batch) return `${catalogue.batch.size.symbol} ${batchText(racer.batch)} → ${batchText(set.batch)}`;
  if (set.gradient) return memberText(racer.gradient, set.gradient, gradientsOf(catalogue), "gradient");
  if (set.noise !== undefined) return `${catalogue.racer.noise.symbol} ${plain(racer.noise)} → ${plain(set.noise)}`;
  return pointText(/** @type {number[]} */ (set.params));
}

/** The forks on the way from the root, each with its label. @returns {{at_step: number, racer: string | null, label: string}[]} */
export function forks(/** @type {RunConfig} */ run, /** @type {Change[]} */ changes, /** @type {Catalogue} */ catalogue) {
  let now = run;
  return changes.map((change) => {
    const label = changeLabel(now, change, catalogue);
    now = changed(now, change);
    return { at_step: change.at_step, racer: change.racer ?? null, label };
  });
}
