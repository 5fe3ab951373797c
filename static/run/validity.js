import { shown } from "./faults.js";
import { areDataEven, fitting, keepsFamily, ofThisPage, withIds } from "./rules.js";
import { mostRacers, runFields } from "./schema.js";
import { isObject, say, walk } from "./walk.js";

/** @typedef {import("../types.d.ts").Catalogue} Catalogue
 *  @typedef {import("../types.d.ts").RunConfig} RunConfig
 *  @typedef {import("../types.d.ts").Problem} Problem
 *  @typedef {import("../types.d.ts").Change} Change
 *  @typedef {import("./walk.js").Context} Context
 *  @typedef {import("./faults.js").Fault} Fault */

/**
 * A run that can be computed, whatever came in; what was bad is reported in `faults` and has its default.
 * @param {any} given @param {RunConfig} fallback @param {Catalogue} catalogue @param {Fault[]} faults
 * @returns {RunConfig}
 */
export function goodRun(given, fallback, catalogue, faults) {
  const context = { catalogue, faults };
  if (!isObject(given)) {
    say(faults, { code: "not_an_object", path: "run", params: { value: shown(given) } });
    return fallback;
  }
  const problem = goodProblem(given.problem, fallback.problem, context);
  const start = fitting(given.start, problem, "start", context);
  const run = { ...given, problem, start, racers: allowedRacers(given.racers, problem, context) };
  // A start is a place on its own ground: another run's cannot stand for it.
  return walk(catalogue.run, run, "", { ...fallback, start: undefined }, context);
}

/** @returns {Problem} */
function goodProblem(/** @type {any} */ given, /** @type {Problem} */ fallback, /** @type {Context} */ context) {
  if (given === undefined) {
    say(context.faults, { code: "missing_field", path: "problem", params: {} });
    return fallback;
  }
  const good = walk(runFields(context.catalogue).problem, ofThisPage(given, fallback, context), "problem", fallback, context);
  return areDataEven(good, "problem", context) ? good : fallback;
}

/** Racers that no rule forbids. Their fields, and whether they are a list of racers, are the walk's to judge. */
function allowedRacers(/** @type {any} */ given, /** @type {Problem} */ problem, /** @type {Context} */ context) {
  if (!Array.isArray(given)) return given;
  const most = mostRacers(context.catalogue);
  const starting = (/** @type {any} */ racer, /** @type {number} */ index) =>
    isObject(racer) ? { ...racer, start: fitting(racer.start, problem, `racers.${index}.start`, context) } : racer;
  return [...withIds(given.slice(0, most), context).map(starting), ...given.slice(most)];
}

/**
 * The changes that fit the run, however many (the stream brings them a part at a time); a bad one is reported and left out with all
 * after it, which build on it.
 * @param {any} given @param {RunConfig} run @param {Catalogue} catalogue @param {Fault[]} faults
 * @returns {Change[]}
 */
export function goodChanges(given, run, catalogue, faults) {
  if (given === undefined) return [];
  if (!Array.isArray(given)) {
    say(faults, { code: "not_a_list", path: "changes", params: { value: shown(given) } });
    return [];
  }
  /** @type {Change[]} */
  const changes = [];
  for (const [index, entry] of given.entries()) {
    /** @type {Context} */
    const context = { catalogue, faults: [] };
    const change = goodChange(entry, `changes.${index}`, run, context);
    if (change !== null) misfits(change, `changes.${index}`, run, changes.at(-1)?.at_step ?? 0, context);
    if (change === null || context.faults.length > 0) {
      say(faults, context.faults[0]);
      break;
    }
    changes.push(change);
  }
  return changes;
}

/** One change; null where anything in it is wrong. @returns {Change | null} */
function goodChange(/** @type {any} */ given, /** @type {string} */ path, /** @type {RunConfig} */ run, /** @type {Context} */ context) {
  const problem = given?.set?.problem;
  const known = isObject(problem) ? { ...given, set: { ...given.set, problem: ofThisPage(problem, run.problem, context) } } : given;
  const good = walk(context.catalogue.changes.items, known, path, undefined, context);
  if (context.faults.length > 0) return null;
  // What is null stays as it is, like what is left out: changes of the same must look the same.
  return { ...good, set: Object.fromEntries(Object.entries(good.set).filter(([, value]) => value !== null)) };
}

/** Names what in a good change does not fit the run, or the change before it. */
function misfits(
  /** @type {Change} */ { at_step, racer, set },
  /** @type {string} */ path,
  /** @type {RunConfig} */ run,
  /** @type {number} */ earliest,
  /** @type {Context} */ context,
) {
  const refuse = (/** @type {string} */ code, /** @type {string} */ name, params = {}) =>
    say(context.faults, { code, path: `${path}.${name}`, params });
  const ids = run.racers.map(({ id }) => id);
  if (at_step < earliest) refuse("out_of_order", "at_step", { value: at_step, allowed: `≥ ${earliest}` });
  if (racer && !ids.includes(racer)) refuse("unknown_kind", "racer", { value: racer, allowed: ids.join(", ") });
  if (!racer && Object.keys(set).some((name) => name !== "problem")) refuse("missing_field", "racer");
  fitting(set.params, run.problem, `${path}.set.params`, context);
  if (set.problem === undefined) return;
  keepsFamily(set.problem, run.problem, `${path}.set.problem`, context);
  areDataEven(set.problem, `${path}.set.problem`, context);
}
