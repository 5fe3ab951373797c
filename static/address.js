import { pack, unpack } from "./packing.js";
import { withoutStarts } from "./run/configuration.js";
import { readFields, readRacers, readStart, writeRacers, writeStart } from "./run/notation.js";
import { goodChanges, goodRun } from "./run/validity.js";
import { ADDRESSED, BadValue, firstState } from "./state.js";

/** @typedef {import("./types.d.ts").State} State
 *  @typedef {import("./types.d.ts").Catalogue} Catalogue
 *  @typedef {import("./run/validity.js").Fault} Fault */

/** Readable runs longer than this are packed. */
const READABLE = 1500;
/** Beyond this, mail programs and chats break links: a shorter one says what it leaves out, and the page offers a file. */
const LONGEST = 8000;
const PACKED = ["run", "changes"];
const RUN_KEYS = ["preset", "surface", "racers", "start", "seed", "step_limit", "convergence", "step", "without", ...PACKED];

/** A hyperparameter of the surface stands under its own name, unless the page uses that name already. */
const surfaceKey = (/** @type {string} */ name) =>
  RUN_KEYS.includes(name) || ADDRESSED.some((row) => row.key === name) ? `surface_${name}` : name;

const sameJson = (/** @type {unknown} */ a, /** @type {unknown} */ b) => JSON.stringify(a) === JSON.stringify(b);

/** The run as readable key–value pairs, all in terms of the defaults; null for one that carries data, which is packed. */
function readableRun(/** @type {State["run"]} */ run, /** @type {State["run"]} */ base, /** @type {Catalogue} */ catalogue) {
  if (run.problem.kind === "fit") return null;
  const { surface } = run.problem;
  /** @type {[string, string][]} */
  const pairs = [["surface", surface.kind]];
  for (const [name, field] of Object.entries(catalogue.surfaces[surface.kind].schema))
    if (surface[name] !== field.default) pairs.push([surfaceKey(name), String(surface[name])]);
  pairs.push(["racers", writeRacers(run.racers, catalogue)]);
  if (run.start !== null) pairs.push(["start", writeStart(run.start)]);
  pairs.push(["seed", String(run.seed)], ["step_limit", String(run.step_limit)]);
  const usual = /** @type {Record<string, unknown>} */ (base.convergence);
  const differs = Object.entries(run.convergence).filter(([name, value]) => value !== usual[name]);
  if (differs.length > 0) pairs.push(["convergence", differs.map(([name, value]) => `~${name}:${value}`).join("")]);
  return pairs;
}

const holdsOwn = (/** @type {State["run"]["problem"] | undefined} */ problem) => problem?.kind === "fit" && problem.data.kind === "own";

/** The state without the learner's own data: the same racers on the page's first problem. */
function withoutData(/** @type {State} */ state, /** @type {State["run"]} */ base) {
  const run = holdsOwn(state.run.problem)
    ? { ...state.run, problem: base.problem, start: null, racers: withoutStarts(state.run.racers) }
    : state.run;
  return { ...state, run, changes: run === state.run ? state.changes.filter(({ set }) => !holdsOwn(set.problem)) : [] };
}

/**
 * What stands after "#": as much of the state as a link may hold, and in `without` what that leaves out, the data before the changes.
 * @returns {Promise<{hash: string, isWhole: boolean}>}
 */
export async function writeAddress(
  /** @type {State} */ state,
  /** @type {number} */ step,
  /** @type {Catalogue} */ catalogue,
  /** @type {State["run"]} */ base,
) {
  const whole = await written(state, step, catalogue, base);
  if (whole.length <= LONGEST) return { hash: whole, isWhole: true };
  const lean = withoutData(state, base),
    isLean = lean.run !== state.run || lean.changes.length < state.changes.length;
  const short = isLean ? `${await written(lean, step, catalogue, base)}&without=data` : whole;
  if (short.length <= LONGEST) return { hash: short, isWhole: false };
  return {
    hash: `${await written({ ...lean, changes: [] }, step, catalogue, base)}&without=${isLean ? "data" : "changes"}`,
    isWhole: false,
  };
}

/** @returns {Promise<string>} */
async function written(
  /** @type {State} */ state,
  /** @type {number} */ step,
  /** @type {Catalogue} */ catalogue,
  /** @type {State["run"]} */ base,
) {
  const preset = catalogue.presets.find((entry) => entry.kind === state.preset);
  /** @type {[string, string][]} */
  let pairs = [];
  if (preset && sameJson(preset.run, state.run)) pairs = [["preset", preset.kind]];
  else {
    const readable = readableRun(state.run, base, catalogue);
    pairs = readable !== null && readable.join().length <= READABLE ? readable : [["run", await pack(state.run)]];
    if (preset) pairs.unshift(["preset", preset.kind]);
  }
  if (state.changes.length > 0) pairs.push(["changes", await pack(state.changes)]);
  const first = firstState(state.run, state.preset, catalogue);
  for (const row of ADDRESSED) {
    const written = row.encode(state[row.name]);
    if (written !== row.encode(first[row.name])) pairs.push([row.key, written]);
  }
  if (step > 0) pairs.push(["step", String(step)]);
  return pairs.map(([key, value]) => `${key}=${encodeURIComponent(value).replace(/%(2C|3A|3B|2F)/g, decodeURIComponent)}`).join("&");
}

function readPairs(/** @type {string} */ hash, /** @type {Fault[]} */ faults) {
  /** @type {Map<string, string>} */
  const pairs = new Map();
  for (const part of hash.replace(/^#/, "").split("&").filter(Boolean)) {
    const [key, ...value] = part.split("=");
    try {
      pairs.set(key, decodeURIComponent(value.join("=")));
    } catch {
      faults.push({ code: "unreadable", path: key, params: { value: value.join("=") } });
    }
  }
  return pairs;
}

async function readPacked(/** @type {Map<string, string>} */ pairs, /** @type {string} */ key, /** @type {Fault[]} */ faults) {
  const text = pairs.get(key);
  if (text === undefined) return undefined;
  try {
    return await unpack(text);
  } catch {
    faults.push({ code: "unreadable", path: key, params: { value: `${text.slice(0, 20)}…` } });
    return undefined;
  }
}

/** The run that the pairs describe, as it was written: still to be checked. */
function describedRun(/** @type {Map<string, string>} */ pairs, /** @type {any} */ packed, /** @type {Catalogue} */ catalogue) {
  if (packed !== undefined) return packed;
  /** @type {any} */
  const given = {};
  const kind = pairs.get("surface");
  if (kind !== undefined) {
    const schema = Object.hasOwn(catalogue.surfaces, kind) ? catalogue.surfaces[kind].schema : {};
    const fields = Object.keys(schema).filter((name) => pairs.has(surfaceKey(name)));
    given.problem = { surface: { kind, ...Object.fromEntries(fields.map((name) => [name, Number(pairs.get(surfaceKey(name)))])) } };
  }
  if (pairs.has("racers")) given.racers = readRacers(/** @type {string} */ (pairs.get("racers")));
  if (pairs.has("start")) given.start = readStart(/** @type {string} */ (pairs.get("start")));
  for (const name of ["seed", "step_limit"]) if (pairs.has(name)) given[name] = Number(pairs.get(name));
  if (pairs.has("convergence")) {
    const [, ...fields] = /** @type {string} */ (pairs.get("convergence")).split("~");
    given.convergence = readFields(fields);
  }
  return given;
}

/**
 * State and position as the address says; whatever is wrong in it has its default and is named in `faults`.
 * @param {string} hash @param {State["run"]} base the run shown where the address says nothing @param {Catalogue} catalogue
 * @returns {Promise<{state: State, step: number, faults: Fault[]}>}
 */
export async function readAddress(hash, base, catalogue) {
  /** @type {Fault[]} */
  const faults = [];
  const pairs = readPairs(hash, faults);
  const named = pairs.get("preset");
  const preset = catalogue.presets.find((entry) => entry.kind === named);
  if (named !== undefined && !preset)
    faults.push({
      code: "unknown_kind",
      path: "preset",
      params: { value: named, allowed: catalogue.presets.map((entry) => entry.kind).join(", ") },
    });
  const given = describedRun(pairs, await readPacked(pairs, "run", faults), catalogue);
  const run = Object.keys(given).length === 0 ? (preset?.run ?? base) : goodRun(given, preset?.run ?? base, catalogue, faults);
  const changes = goodChanges(await readPacked(pairs, "changes", faults), run, catalogue, faults);
  const state = /** @type {any} */ ({
    ...firstState(
      run,
      preset?.kind ??
        (Object.keys(given).length === 0 && !named ? (catalogue.presets.find((entry) => entry.run === base)?.kind ?? "") : ""),
      catalogue,
    ),
    changes,
  });
  for (const row of ADDRESSED) {
    const text = pairs.get(row.key);
    if (text === undefined) continue;
    try {
      state[row.name] = row.decode(text);
    } catch (error) {
      if (!(error instanceof BadValue)) throw error;
      faults.push({ code: error.code, path: row.key, params: { value: text, allowed: error.allowed } });
    }
  }
  const ofSurface = run.problem.kind === "surface" ? Object.keys(catalogue.surfaces[run.problem.surface.kind].schema).map(surfaceKey) : [];
  const known = [...RUN_KEYS, ...ADDRESSED.map((row) => row.key), ...ofSurface];
  for (const key of pairs.keys()) if (!known.includes(key)) faults.push({ code: "unknown_field", path: key, params: {} });
  if (!run.racers.some((racer) => racer.id === state.selected)) state.selected = run.racers[0]?.id ?? "";
  const left = pairs.get("without");
  if (left === "data" || left === "changes") faults.push({ code: `without_${left}`, path: "without", params: {} });
  const step = Number(pairs.get("step") ?? 0);
  if (Number.isInteger(step) && step >= 0 && step <= run.step_limit) return { state, step, faults };
  faults.push({ code: "out_of_range", path: "step", params: { value: pairs.get("step"), allowed: `[0, ${run.step_limit}]` } });
  return { state, step: 0, faults };
}
