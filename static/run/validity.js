import { shortest, plainOf } from "../format.js";
import { MOST_RACERS } from "./configuration.js";
import { groundOf } from "./ground.js";
import { batchesOf, gradientsOf } from "./options.js";

/** @typedef {import("../types.d.ts").FieldSchema} FieldSchema
 *  @typedef {import("../types.d.ts").Catalogue} Catalogue
 *  @typedef {{code: string, path: string, params: {value?: unknown, allowed?: unknown}}} Fault */

const shown = (/** @type {number} */ value) => plainOf(shortest(value, 6));

/** The allowed interval in words of mathematics: "[0, 1)". */
function interval(/** @type {FieldSchema} */ { minimum, exclusiveMinimum, maximum, exclusiveMaximum }) {
  const low = exclusiveMinimum !== undefined ? `(${shown(exclusiveMinimum)}` : minimum !== undefined ? `[${shown(minimum)}` : "(−∞";
  const high = exclusiveMaximum !== undefined ? `${shown(exclusiveMaximum)})` : maximum !== undefined ? `${shown(maximum)}]` : "∞)";
  return `${low}, ${high}`;
}

/** What is wrong with the value of one field; null where it is good. @returns {Fault | null} */
export function faultOf(/** @type {FieldSchema} */ field, /** @type {unknown} */ value, /** @type {string} */ path) {
  if (field.choices !== undefined)
    return Object.hasOwn(field.choices, String(value))
      ? null
      : { code: "unknown_kind", path, params: { value, allowed: Object.keys(field.choices).join(", ") } };
  if (field.type === "boolean") return typeof value === "boolean" ? null : { code: "not_a_boolean", path, params: { value } };
  if (typeof value !== "number" || Number.isNaN(value)) return { code: "not_a_number", path, params: { value } };
  if (!Number.isFinite(value)) return { code: "not_finite", path, params: { value: shown(value) } };
  if (field.type === "integer" && !Number.isInteger(value)) return { code: "not_an_integer", path, params: { value: shown(value) } };
  const isIn =
    value >= (field.minimum ?? -Infinity) &&
    value <= (field.maximum ?? Infinity) &&
    value > (field.exclusiveMinimum ?? -Infinity) &&
    value < (field.exclusiveMaximum ?? Infinity);
  return isIn ? null : { code: "out_of_range", path, params: { value: shown(value), allowed: interval(field) } };
}

/** Examples of one's own that a run may carry, and the size of their numbers: engine/problem.py. */
export const MOST_EXAMPLES = 5000;
/** @type {FieldSchema} */
const ENTRY = { type: "number", title: "", description: "", default: 0, minimum: -1e12, maximum: 1e12 };
/** @type {FieldSchema} */
const CLASS = { type: "integer", title: "", description: "", default: 1, minimum: 0, maximum: 19 };

/** Fields of the run itself, which the catalogue does not list. @satisfies {Record<string, FieldSchema>} */
export const RUN_FIELDS = {
  seed: { type: "integer", title: "", description: "", default: 0, minimum: 0, maximum: 2 ** 32 - 1 },
  step_limit: {
    type: "integer",
    title: "",
    description: "",
    default: 500,
    minimum: 1,
    maximum: 1_000_000,
    scale: "log",
    slider: [50, 20_000],
  },
  coordinate: { type: "number", title: "", description: "", default: 0, minimum: -1e9, maximum: 1e9 },
};

/**
 * A member as the catalogue allows it: unknown kinds and bad fields are reported and replaced.
 * @param {Record<string, {schema: Record<string, FieldSchema>, default?: any}>} entries @param {any} given @param {string} path
 * @param {any} fallback @param {Fault[]} faults
 */
function goodMember(entries, given, path, fallback, faults) {
  if (given === undefined) return fallback;
  if (typeof given !== "object" || given === null || !Object.hasOwn(entries, given.kind)) {
    faults.push({ code: "unknown_kind", path, params: { value: given?.kind ?? given, allowed: Object.keys(entries).join(", ") } });
    return fallback;
  }
  const { schema } = entries[given.kind];
  /** @type {import("../types.d.ts").Member} */
  const member = { kind: given.kind, ...Object.fromEntries(Object.entries(schema).map(([name, field]) => [name, field.default])) };
  for (const [name, value] of Object.entries(given)) {
    if (name === "kind") continue;
    const fault = Object.hasOwn(schema, name)
      ? faultOf(schema[name], value, `${path}.${name}`)
      : { code: "unknown_field", path: `${path}.${name}`, params: {} };
    if (fault) faults.push(fault);
    else member[name] = value;
  }
  return member;
}

/** A start: a point, "random", or null for the one shared. */
function goodStart(/** @type {any} */ given, /** @type {number} */ width, /** @type {string} */ path, /** @type {Fault[]} */ faults) {
  if (given === undefined || given === null || given === "random") return given ?? null;
  const isPoint =
    Array.isArray(given) && given.length === width && given.every((value) => faultOf(RUN_FIELDS.coordinate, value, path) === null);
  if (isPoint) return given;
  faults.push({ code: "bad_point", path, params: { value: String(given), allowed: width } });
  return null;
}

function goodRacer(
  /** @type {any} */ given,
  /** @type {number} */ index,
  /** @type {string[]} */ taken,
  /** @type {number} */ width,
  /** @type {Catalogue} */ catalogue,
  /** @type {Fault[]} */ faults,
) {
  const path = `racers.${index}`;
  const optimizer = goodMember(catalogue.optimizers, given?.optimizer ?? null, `${path}.optimizer`, null, faults);
  if (optimizer === null) return null;
  const isIdGood = typeof given.id === "string" && /^[a-z][a-z0-9_]{0,15}$/.test(given.id) && !taken.includes(given.id);
  if (!isIdGood) faults.push({ code: "bad_pattern", path: `${path}.id`, params: { value: given.id, allowed: "a–z, 0–9, _" } });
  const noise = given.noise ?? 0;
  const fault = faultOf(catalogue.racer.noise, noise, `${path}.noise`);
  if (fault) faults.push(fault);
  return {
    id: isIdGood ? given.id : `r${index + 1}${taken.includes(`r${index + 1}`) ? "_" : ""}`,
    optimizer,
    schedule: goodMember(catalogue.schedules, given.schedule, `${path}.schedule`, catalogue.schedules.constant.default, faults),
    clipping: goodMember(catalogue.clippings, given.clipping, `${path}.clipping`, { kind: "none" }, faults),
    noise: fault ? 0 : noise,
    batch: goodMember(batchesOf(catalogue), given.batch, `${path}.batch`, { kind: "full" }, faults),
    gradient: goodMember(gradientsOf(catalogue), given.gradient, `${path}.gradient`, { kind: "exact" }, faults),
    start: goodStart(given.start, width, `${path}.start`, faults),
    own: given.own ?? null,
  };
}

/**
 * What the balls roll on. A page knows problems of one kind; a link of the other page is reported.
 * @param {any} given @param {import("../types.d.ts").Problem} fallback @param {Catalogue} catalogue @param {Fault[]} faults
 * @returns {import("../types.d.ts").Problem}
 */
function goodProblem(given, fallback, catalogue, faults) {
  if (given === undefined || given === null) return fallback;
  const kind = given.kind ?? "surface";
  if (kind !== fallback.kind) {
    faults.push({ code: "other_page", path: "problem", params: { value: kind, allowed: fallback.kind } });
    return fallback;
  }
  if (fallback.kind === "surface")
    return { kind: "surface", surface: goodMember(catalogue.surfaces, given.surface, "surface", fallback.surface, faults) };
  const { model, loss, data } = /** @type {import("../types.d.ts").FitProblem} */ (fallback);
  const problem = {
    ...fallback,
    model: goodMember(catalogue.models, given.model, "model", model, faults),
    loss: goodMember(catalogue.losses, given.loss, "loss", loss, faults),
    data: goodData(given.data, data, catalogue, faults),
    features:
      Array.isArray(given.features) && given.features.every((/** @type {unknown} */ index) => Number.isInteger(index))
        ? given.features
        : [],
  };
  for (const [name, field] of Object.entries({ ...catalogue.fit, positive: CLASS, split_seed: RUN_FIELDS.seed })) {
    const value = given[name];
    const fault = value === undefined ? null : faultOf(field, value, name);
    if (fault) faults.push(fault);
    else if (value !== undefined) Object.assign(problem, { [name]: value });
  }
  return problem;
}

/** @param {any} given @param {import("../types.d.ts").Data} fallback @param {Catalogue} catalogue @param {Fault[]} faults @returns {import("../types.d.ts").Data} */
function goodData(given, fallback, catalogue, faults) {
  if (given === undefined || given === null) return fallback;
  if (given.kind !== "own")
    return {
      kind: "dataset",
      dataset: goodMember(catalogue.datasets, given.dataset, "dataset", fallback.kind === "dataset" ? fallback.dataset : null, faults),
    };
  const isColumn = (/** @type {unknown} */ column) =>
    Array.isArray(column) &&
    column.length === given.y?.length &&
    column.length > 0 &&
    column.length <= MOST_EXAMPLES &&
    column.every((value) => faultOf(ENTRY, value, "data") === null);
  const areNames = (/** @type {unknown} */ names) =>
    Array.isArray(names) && names.every((name) => typeof name === "string" && name.length <= 40);
  const isGood =
    Array.isArray(given.x) &&
    given.x.length > 0 &&
    given.x.every(isColumn) &&
    isColumn(given.y) &&
    ["regression", "binary", "multiclass"].includes(given.task) &&
    areNames(given.features ?? []) &&
    areNames(given.classes ?? []);
  if (isGood)
    return {
      kind: "own",
      task: given.task,
      x: given.x,
      y: given.y,
      features: given.features ?? [],
      target: String(given.target ?? "").slice(0, 40),
      classes: given.classes ?? [],
    };
  faults.push({ code: "bad_data", path: "data", params: { value: given.y?.length ?? "", allowed: `1–${MOST_EXAMPLES}` } });
  return fallback;
}

/** A change keeps the surface's or model's kind. @param {import("../types.d.ts").Problem} wished @param {import("../types.d.ts").Problem} now @param {Catalogue} catalogue @param {string} path @param {Fault[]} faults */
function sameFamily(wished, now, catalogue, path, faults) {
  const { family } = groundOf(catalogue, now),
    other = groundOf(catalogue, wished).family;
  if (other !== family) faults.push({ code: "unknown_kind", path: `${path}.problem`, params: { value: other, allowed: family } });
  return wished;
}

/**
 * A run that can be computed, whatever came in; what was bad is reported in `faults` and has its default.
 * @param {any} given @param {import("../types.d.ts").RunConfig} fallback @param {Catalogue} catalogue @param {Fault[]} faults
 * @returns {import("../types.d.ts").RunConfig}
 */
export function goodRun(given, fallback, catalogue, faults) {
  const problem = goodProblem(given.problem, fallback.problem, catalogue, faults);
  const width = groundOf(catalogue, problem).parameters.length;
  /** @type {string[]} */
  const taken = [];
  const racers = [];
  const wanted = Array.isArray(given.racers) ? given.racers : fallback.racers;
  if (wanted.length > MOST_RACERS)
    faults.push({ code: "wrong_length", path: "racers", params: { value: wanted.length, allowed: `0–${MOST_RACERS}` } });
  for (const [index, entry] of wanted.slice(0, MOST_RACERS).entries()) {
    const racer = goodRacer(entry, index, taken, width, catalogue, faults);
    if (racer === null) continue;
    taken.push(racer.id);
    racers.push(racer);
  }
  /** @type {import("../types.d.ts").RunConfig} */
  const run = {
    problem,
    racers,
    start: goodStart(given.start, width, "start", faults),
    seed: fallback.seed,
    step_limit: fallback.step_limit,
    convergence: { ...fallback.convergence },
  };
  for (const name of /** @type {const} */ (["seed", "step_limit"])) {
    const value = given[name] ?? fallback[name];
    const fault = faultOf(RUN_FIELDS[name], value, name);
    if (fault) faults.push(fault);
    else run[name] = value;
  }
  for (const [name, value] of Object.entries(given.convergence ?? {})) {
    const field = Object.hasOwn(catalogue.convergence, name) ? catalogue.convergence[name] : null;
    const fault =
      field === null ? { code: "unknown_field", path: `convergence.${name}`, params: {} } : faultOf(field, value, `convergence.${name}`);
    if (fault) faults.push(fault);
    else Object.assign(run.convergence, { [name]: value });
  }
  return run;
}

/**
 * The changes that fit the run; a bad one is reported and left out with all after it, which build on it.
 * @param {any} given @param {import("../types.d.ts").RunConfig} run @param {Catalogue} catalogue @param {Fault[]} faults
 * @returns {import("../types.d.ts").Change[]}
 */
export function goodChanges(given, run, catalogue, faults) {
  const width = groundOf(catalogue, run.problem).parameters.length;
  const changes = [];
  let last = 0;
  for (const [index, change] of (Array.isArray(given) ? given : []).slice(0, 256).entries()) {
    const path = `changes.${index}`;
    /** @type {Fault[]} */
    const found = [];
    const set = typeof change?.set === "object" && change.set !== null ? change.set : {};
    const good = {
      ...(set.problem && {
        problem: sameFamily(goodProblem(set.problem, run.problem, catalogue, found), run.problem, catalogue, path, found),
      }),
      ...(set.optimizer && { optimizer: goodMember(catalogue.optimizers, set.optimizer, `${path}.optimizer`, null, found) }),
      ...(set.schedule && { schedule: goodMember(catalogue.schedules, set.schedule, `${path}.schedule`, null, found) }),
      ...(set.clipping && { clipping: goodMember(catalogue.clippings, set.clipping, `${path}.clipping`, null, found) }),
      ...(set.noise !== undefined && { noise: set.noise }),
      ...(set.batch && { batch: goodMember(batchesOf(catalogue), set.batch, `${path}.batch`, null, found) }),
      ...(set.gradient && { gradient: goodMember(gradientsOf(catalogue), set.gradient, `${path}.gradient`, null, found) }),
      ...(set.params && { params: goodStart(set.params, width, `${path}.params`, found) }),
    };
    const steps = { ...RUN_FIELDS.step_limit, minimum: last, maximum: RUN_FIELDS.step_limit.maximum };
    found.push(
      ...[
        faultOf(steps, change?.at_step, `${path}.at_step`),
        good.noise === undefined ? null : faultOf(catalogue.racer.noise, good.noise, `${path}.noise`),
      ].filter((fault) => fault !== null),
    );
    const racer = change?.racer ?? null;
    if (!good.problem && !run.racers.some((other) => other.id === racer))
      found.push({
        code: "unknown_kind",
        path: `${path}.racer`,
        params: { value: racer, allowed: run.racers.map((other) => other.id).join(", ") },
      });
    if (found.length > 0) {
      faults.push(found[0]);
      break;
    }
    last = change.at_step;
    changes.push({ at_step: change.at_step, racer, set: good });
  }
  return changes;
}
