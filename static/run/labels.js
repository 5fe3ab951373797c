import { plain, plainOf, shortest } from "../format.js";
import { t } from "../text.js";
import { changed } from "./configuration.js";
import { gradientsOf } from "./options.js";

/** @typedef {import("../types.d.ts").Catalogue} Catalogue
 *  @typedef {import("../types.d.ts").RunConfig} RunConfig
 *  @typedef {import("../types.d.ts").Change} Change */

/** A setting's value, short. */
function valueText(/** @type {unknown} */ value) {
  if (typeof value === "boolean") return t(value ? "switch.on" : "switch.off");
  if (typeof value === "string") return value;
  return plainOf(shortest(/** @type {number} */ (value), 4));
}

/** A point: (−1.5, 2.2); for one parameter the number alone. */
export function pointText(/** @type {number[]} */ point) {
  const entries = point.map((value) => plainOf(shortest(Number(value.toPrecision(4)), 4)));
  return entries.length === 1 ? entries[0] : `(${entries.join(", ")})`;
}

function memberText(/** @type {any} */ before, /** @type {any} */ after, /** @type {Record<string, any>} */ entries, part = "clipping") {
  if (before.kind !== after.kind) return entries[after.kind].title ?? t(`${part}.${after.kind}`);
  const { schema } = entries[after.kind];
  const name = Object.keys(schema).find((field) => before[field] !== after[field]);
  if (name === undefined) return entries[after.kind].title ?? t(`${part}.${after.kind}`);
  const words = (/** @type {any} */ value) => schema[name].choices?.[value] ?? value;
  if (schema[name].choices) return `${schema[name].title}: ${words(after[name])}`;
  return `${schema[name].symbol || schema[name].title} ${valueText(before[name])} → ${valueText(after[name])}`;
}

/** How many examples an update sees: a number, or all. */
export const batchText = (/** @type {import("../types.d.ts").Racer["batch"]} */ batch) =>
  batch.kind === "full" ? t("batch.all") : String(batch.size);

/** @param {import("../types.d.ts").Problem} before @param {import("../types.d.ts").Problem} after @param {Catalogue} catalogue */
function problemText(before, after, catalogue) {
  if (before.kind === "surface" || after.kind === "surface")
    return memberText(/** @type {any} */ (before).surface, /** @type {any} */ (after).surface, catalogue.surfaces);
  if (JSON.stringify(before.loss) !== JSON.stringify(after.loss)) return memberText(before.loss, after.loss, catalogue.losses);
  const name = Object.keys(catalogue.fit).find((field) => /** @type {any} */ (before)[field] !== /** @type {any} */ (after)[field]);
  if (name === undefined) return t("data.changed");
  const { symbol, title } = catalogue.fit[name];
  return `${symbol || title} ${valueText(/** @type {any} */ (before)[name])} → ${valueText(/** @type {any} */ (after)[name])}`;
}

/** What a change does, in a few signs: "α 0.003 → 0.01". */
export function changeLabel(/** @type {RunConfig} */ run, /** @type {Change} */ change, /** @type {Catalogue} */ catalogue) {
  const { set } = change;
  if (set.problem) return problemText(run.problem, set.problem, catalogue);
  const racer = /** @type {any} */ (run.racers.find((other) => other.id === change.racer));
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
