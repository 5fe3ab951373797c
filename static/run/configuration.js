import { kindOf } from "../problems/kinds.js";
import { startOfGround } from "./ground.js";
import { racerFields } from "./schema.js";
import { tunedOptimizer } from "./tuned.js";

/** @typedef {import("../types.d.ts").RunConfig} RunConfig
 *  @typedef {import("../types.d.ts").Change} Change
 *  @typedef {import("../types.d.ts").Racer} Racer
 *  @typedef {import("../types.d.ts").Catalogue} Catalogue */

/** The run with one change made: what the update of `change.at_step` sees. @returns {RunConfig} */
export function changed(/** @type {RunConfig} */ run, /** @type {Change} */ change) {
  const { problem, params, ...settings } = change.set;
  return {
    ...run,
    problem: problem ?? run.problem,
    racers: run.racers.map((racer) =>
      racer.id === change.racer ? { ...racer, ...settings, ...(params ? { start: params } : {}) } : racer,
    ),
  };
}

/**
 * Runs with the first so many changes made: views ask in every frame, and know by identity that nothing is new.
 * @type {WeakMap<RunConfig, WeakMap<Change[], Map<number, RunConfig>>>}
 */
const made = new WeakMap();

/** The configuration that the update of `step` uses. @returns {RunConfig} */
export function runAt(/** @type {RunConfig} */ run, /** @type {Change[]} */ changes, /** @type {number} */ step) {
  const passed = changes.filter((change) => change.at_step <= step);
  if (passed.length === 0) return run;
  const ofRun = made.get(run) ?? new WeakMap();
  made.set(run, ofRun);
  const known = ofRun.get(changes) ?? new Map();
  ofRun.set(changes, known);
  const now =
    known.get(passed.length) ??
    passed.reduce((before, change) => changed(before, { ...change, set: { ...change.set, params: undefined } }), run);
  known.set(passed.length, now);
  return now;
}

/**
 * By how much a change multiplies a racer's rate where it changes nothing else of what its limit of stability follows from;
 * NaN where it does.
 */
export function rateFactor(/** @type {RunConfig} */ run, /** @type {Change} */ { racer, set }, /** @type {string} */ id) {
  if (set.problem || (set.params && racer === id)) return NaN;
  const before = run.racers.find((other) => other.id === id)?.optimizer;
  if (racer !== id || before === undefined || set.optimizer === undefined) return racer === id ? NaN : 1;
  const isRateOnly = Object.keys({ ...before, ...set.optimizer }).every(
    (field) => field === "learning_rate" || before[field] === set.optimizer?.[field],
  );
  return isRateOnly ? set.optimizer.learning_rate / before.learning_rate : NaN;
}

/** Two changes of one step with the same key cannot both hold: the later one replaces the earlier. */
export const keyOf = (/** @type {Change} */ change) => `${change.racer ?? ""}:${Object.keys(change.set).sort()}`;

/** The path of the branch that makes `change` on a branch with path `changes`. @returns {Change[]} */
export function pathWith(/** @type {Change[]} */ changes, /** @type {Change} */ change) {
  const kept = changes.filter(
    (other) => other.at_step < change.at_step || (other.at_step === change.at_step && keyOf(other) !== keyOf(change)),
  );
  return [...kept, change];
}

/** The first free id r1, r2, … */
export function freeId(/** @type {RunConfig} */ run) {
  let number = run.racers.length + 1;
  while (run.racers.some((racer) => racer.id === `r${number}`)) number += 1;
  return `r${number}`;
}

/**
 * A racer of which nothing is said but its optimizer, with the learning rate tuned for it on this ground.
 * @param {Catalogue} catalogue @param {RunConfig["problem"]} problem @param {string} optimizer @param {string} id @returns {Racer}
 */
export function newRacer(catalogue, problem, optimizer, id) {
  const usual = Object.entries(racerFields(catalogue)).map(([name, field]) => [name, field.default]);
  return { ...Object.fromEntries(usual), id, optimizer: tunedOptimizer(catalogue, kindOf(problem).rates(catalogue, problem), optimizer) };
}

/**
 * Where the racer begins, as configured: numbers, or "random"; null where only the field of a fit knows.
 * @returns {number[] | "random" | null}
 */
export function startOf(/** @type {Catalogue} */ catalogue, /** @type {RunConfig} */ run, /** @type {Racer} */ racer) {
  return racer.start ?? run.start ?? startOfGround(catalogue, run.problem);
}

export const indexOf = (/** @type {RunConfig} */ run, /** @type {string} */ id) => run.racers.findIndex((racer) => racer.id === id);
