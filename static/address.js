import { pack, unpack } from "./packing.js";
import { KINDS, kindOf } from "./problems/kinds.js";
import { flag, readPairs, readRows, reportUnknown, writePairs, writeRows } from "./rows.js";
import { asStored, changesAsStored, readFields, readRacers, readStart, writeRacers, writeStart } from "./run/notation.js";
import { withoutStarts } from "./run/starts.js";
import { goodChanges, goodRun } from "./run/validity.js";
import { firstState } from "./state.js";

/** @typedef {import("./types.d.ts").State} State
 *  @typedef {import("./types.d.ts").Catalogue} Catalogue
 *  @typedef {import("./rows.js").Row} Row
 *  @typedef {import("./rows.js").Fault} Fault */

/** Readable runs longer than this are packed. */
const READABLE = 1500;
/** Beyond this, mail programs and chats break links: a shorter one says what it leaves out, and the page offers a file. */
const LONGEST = 8000;
const PACKED = ["run", "changes"];
const PROBLEM_KEYS = Object.values(KINDS).flatMap(({ keys }) => keys);
const RUN_KEYS = [
  "preset",
  ...PROBLEM_KEYS,
  "racers",
  "start",
  "seed",
  "step_limit",
  "convergence",
  "step",
  "playing",
  "without",
  ...PACKED,
];
/** A page at the start of its run plays, unless its address lets it wait; further on it waits anyway. @type {Row} */
const PLAYING = { name: "playing", key: "playing", fallback: () => true, ...flag };

/**
 * A field of the problem stands under its own name, unless the page uses that name already.
 * @param {Row[]} rows @returns {import("./problems/kind.d.ts").KeyOf}
 */
const keysBeside = (rows) => (name) => (RUN_KEYS.includes(name) || rows.some((row) => row.key === name) ? `surface_${name}` : name);

const sameJson = (/** @type {unknown} */ a, /** @type {unknown} */ b) => JSON.stringify(a) === JSON.stringify(b);

/**
 * The run as readable key–value pairs, all in terms of the defaults; null for one that is packed.
 * @param {State["run"]} run @param {State["run"]} base @param {Catalogue} catalogue @param {Row[]} rows
 */
function readableRun(run, base, catalogue, rows) {
  const pairs = kindOf(run.problem).pairs(catalogue, run.problem, keysBeside(rows));
  if (pairs === null) return null;
  pairs.push(["racers", writeRacers(run.racers, catalogue)]);
  if (run.start !== null) pairs.push(["start", writeStart(run.start)]);
  pairs.push(["seed", String(run.seed)], ["step_limit", String(run.step_limit)]);
  const usual = /** @type {Record<string, unknown>} */ (base.convergence);
  const differs = Object.entries(run.convergence).filter(([name, value]) => value !== usual[name]);
  if (differs.length > 0) pairs.push(["convergence", differs.map(([name, value]) => `~${name}:${value}`).join("")]);
  return pairs;
}

const holdsOwn = (/** @type {State["run"]["problem"] | undefined} */ problem) =>
  problem !== undefined && kindOf(problem).ownData(problem) !== null;

/** The state without the learner's own data: the same racers on the page's first problem. */
function withoutData(/** @type {State} */ state, /** @type {State["run"]} */ base) {
  const run = holdsOwn(state.run.problem)
    ? { ...state.run, problem: base.problem, start: null, racers: withoutStarts(state.run.racers) }
    : state.run;
  return { ...state, run, changes: run === state.run ? state.changes.filter(({ set }) => !holdsOwn(set.problem)) : [] };
}

/**
 * What stands after "#": as much of the state as a link may hold, and in `without` what that leaves out, the data before the changes.
 * @returns {Promise<{hash: string, isWhole: boolean, without: "" | "data" | "changes"}>}
 */
export async function writeAddress(
  /** @type {State} */ state,
  /** @type {number} */ step,
  /** @type {Catalogue} */ catalogue,
  /** @type {State["run"]} */ base,
  /** @type {Row[]} */ rows,
) {
  const whole = await written(state, step, catalogue, base, rows);
  if (whole.length <= LONGEST) return { hash: whole, isWhole: true, without: "" };
  const lean = withoutData(state, base),
    isLean = lean.run !== state.run || lean.changes.length < state.changes.length,
    without = isLean ? "data" : "changes";
  const short = isLean ? `${await written(lean, step, catalogue, base, rows)}&without=${without}` : whole;
  if (short.length <= LONGEST) return { hash: short, isWhole: false, without };
  const first = async (/** @type {number} */ count) =>
    `${await written(...firstChanges(lean, count, step), catalogue, base, rows)}&without=${without}`;
  const count = await mostThatFit(lean.changes.length - 1, async (tried) => (await first(tried)).length <= LONGEST);
  return { hash: await first(count), isWhole: false, without };
}

/** The state with the first of its changes, and a step where it still is what it was. @returns {[State, number]} */
function firstChanges(/** @type {State} */ state, /** @type {number} */ count, /** @type {number} */ step) {
  const { changes } = state;
  return [{ ...state, changes: changes.slice(0, count) }, Math.min(step, changes[count]?.at_step ?? step)];
}

/** The largest count up to `most` that fits, where fewer fit where more do. @param {(count: number) => Promise<boolean>} fits */
async function mostThatFit(/** @type {number} */ most, fits) {
  let [low, high] = [0, Math.max(0, most)];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (await fits(middle)) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** @returns {Promise<string>} */
async function written(
  /** @type {State} */ state,
  /** @type {number} */ step,
  /** @type {Catalogue} */ catalogue,
  /** @type {State["run"]} */ base,
  /** @type {Row[]} */ rows,
) {
  const preset = catalogue.presets.find((entry) => entry.kind === state.preset);
  /** @type {[string, string][]} */
  let pairs = [];
  if (preset && sameJson(preset.run, state.run)) pairs = [["preset", preset.kind]];
  else {
    const readable = readableRun(state.run, base, catalogue, rows);
    pairs = readable !== null && readable.join().length <= READABLE ? readable : [["run", await pack(asStored(state.run))]];
    if (preset) pairs.unshift(["preset", preset.kind]);
  }
  if (state.changes.length > 0) pairs.push(["changes", await pack(changesAsStored(state.changes))]);
  pairs.push(...writeRows(rows, state, firstState(state.run, state.preset, catalogue, rows)));
  if (step > 0) pairs.push(["step", String(step)]);
  else pairs.push(...writeRows([PLAYING], state, { playing: true }));
  return writePairs(pairs);
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

/**
 * The run that the pairs describe, as it was written: still to be checked; null where they describe none. A packed run is whole:
 * what it does not say has been added since, and has its default. One in pairs goes on from `fallback`, but for the start.
 */
function describedRun(
  /** @type {Map<string, string>} */ pairs,
  /** @type {any} */ packed,
  /** @type {State["run"]} */ fallback,
  /** @type {Catalogue} */ catalogue,
  /** @type {Row[]} */ rows,
) {
  if (packed !== undefined) return packed;
  /** @type {any} */
  const given = {};
  const problem = Object.values(KINDS).flatMap((kind) => kind.described(catalogue, pairs, keysBeside(rows)) ?? [])[0];
  if (problem !== undefined) given.problem = problem;
  if (pairs.has("racers")) given.racers = readRacers(/** @type {string} */ (pairs.get("racers")), catalogue);
  if (pairs.has("start")) given.start = readStart(/** @type {string} */ (pairs.get("start")));
  for (const name of ["seed", "step_limit"]) if (pairs.has(name)) given[name] = Number(pairs.get(name));
  if (pairs.has("convergence")) {
    const [, ...fields] = /** @type {string} */ (pairs.get("convergence")).split("~");
    given.convergence = { ...fallback.convergence, ...readFields(fields) };
  }
  return Object.keys(given).length === 0 ? null : { ...fallback, start: null, ...given };
}

/**
 * State and position as the address says; whatever is wrong in it has its default and is named in `faults`.
 * @param {string} hash @param {State["run"]} base the run shown where the address says nothing @param {Catalogue} catalogue
 * @param {Row[]} rows of the page @returns {Promise<{state: State, step: number, faults: Fault[]}>}
 */
export async function readAddress(hash, base, catalogue, rows) {
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
  const fallback = preset?.run ?? base;
  const given = describedRun(pairs, await readPacked(pairs, "run", faults), fallback, catalogue, rows);
  const run = given === null ? fallback : goodRun(given, fallback, catalogue, faults);
  const changes = goodChanges(await readPacked(pairs, "changes", faults), run, catalogue, faults);
  const state = /** @type {any} */ ({
    ...firstState(
      run,
      preset?.kind ?? (given === null && !named ? (catalogue.presets.find((entry) => entry.run === base)?.kind ?? "") : ""),
      catalogue,
      rows,
    ),
    changes,
  });
  readRows([...rows, PLAYING], pairs, state, faults);
  const fields = Object.keys(kindOf(run.problem).fields(catalogue, run.problem)).map(keysBeside(rows));
  reportUnknown(pairs, [...RUN_KEYS, ...rows.map(({ key }) => key), ...fields], faults);
  if (!run.racers.some((racer) => racer.id === state.selected)) state.selected = run.racers[0]?.id ?? "";
  const left = pairs.get("without");
  if (left === "data" || left === "changes") faults.push({ code: `without_${left}`, path: "without", params: {} });
  const step = Number(pairs.get("step") ?? 0);
  if (Number.isInteger(step) && step >= 0 && step <= run.step_limit) return { state, step, faults };
  faults.push({ code: "out_of_range", path: "step", params: { value: pairs.get("step"), allowed: `[0, ${run.step_limit}]` } });
  return { state, step: 0, faults };
}
