import { plain, plainOf, shortest } from "../format.js";
import { kindOf } from "../problems/kinds.js";
import { t } from "../text.js";
import { changed } from "./configuration.js";
import { problemOf } from "./racer_problem.js";
import { fieldsOf, kindsOf, racerFields } from "./schema.js";
import { isPlain, memberText, plainText, valueText } from "./setting_text.js";

/** @typedef {import("../types.d.ts").Catalogue} Catalogue
 *  @typedef {import("../types.d.ts").RunConfig} RunConfig
 *  @typedef {import("../types.d.ts").Change} Change
 *  @typedef {import("../types.d.ts").Schema} Schema */

/** A point: (−1.5, 2.2); for one parameter the number alone. */
export function pointText(
  /** @type {number[]} */ point,
  write = (/** @type {number} */ value) => plainOf(shortest(Number(value.toPrecision(4)), 4)),
) {
  const entries = point.map(write);
  return entries.length === 1 ? entries[0] : `(${entries.join(", ")})`;
}

/** How many examples an update sees: a number, or all. */
export const batchText = (/** @type {import("../types.d.ts").Racer["batch"]} */ batch) =>
  batch.kind === "full" ? t("batch.all") : String(batch.size);

/** What a change does, in a few signs: "α 0.003 → 0.01". */
export function changeLabel(/** @type {RunConfig} */ run, /** @type {Change} */ change, /** @type {Catalogue} */ catalogue) {
  const { problem, params, ...settings } = change.set;
  if (problem) return kindOf(problem).changeText(run.problem, problem, catalogue);
  const racer = /** @type {any} */ (run.racers.find((other) => other.id === change.racer));
  if (settings.own)
    return kindOf(run.problem).changeText(problemOf(run, racer.id), kindOf(run.problem).of(run.problem, settings.own), catalogue);
  const [name, value] = Object.entries(settings)[0] ?? [];
  if (name === undefined) return params ? pointText(params) : "";
  const field = /** @type {Record<string, Schema>} */ (racerFields(catalogue))[name],
    kinds = kindsOf(catalogue, field);
  // Batches are told apart by how many examples an update sees, whatever their kind.
  if (name === "batch") return plainText(name, fieldsOf(catalogue, field, "mini_batch").size, racer.batch, value, batchText);
  if (kinds !== null) return memberText(racer[name], value, kinds, name);
  if (!isPlain(field)) return field.title ?? name;
  return plainText(name, field, racer[name], value, typeof value === "number" ? plain : valueText);
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
