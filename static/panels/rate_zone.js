import { isAlike } from "../run/alike.js";
import { changed, runAt } from "../run/configuration.js";
import { measured, Refused, Unreachable } from "./measured_request.js";
import { MOST_RATE } from "./sweep_request.js";

/** Nothing is asked while what it is about goes on changing. */
const CALM_MS = 250;
/** Of what was asked before so much is remembered. */
const MOST_KEPT = 24;

/**
 * @typedef {import("../types.d.ts").RunConfig} RunConfig
 * @typedef {ReturnType<ReturnType<typeof import("../run/session.js").createSession>["pathTo"]>} Path
 * @typedef {Path & { racer: string, at_step: number, low: number, high: number }} Question
 * @typedef {{ learning_rates: number[], diverged: boolean[] }} Answer
 * @typedef {{ from: number, to: number, isOpen: boolean }} Stretch rates that diverge, from one that was tried to another; open: to the
 *   end of what was tried
 * @typedef {{ at_step: number, end: number, stretches: Stretch[] }} Zone
 */

/**
 * The rates with which the racer in front really diverges, under the mode in force: where a change would hold from, or, while it
 * plays, where its present rate holds from. Asked for in the background once the question stands still; until the answer is there
 * nothing is known, and what is known is never that of another question.
 * @param {Pick<import("../page_parts.d.ts").Page, "session" | "edits" | "catalogue" | "invalidate">} page
 * @param {number} [calm_ms]
 */
export function createRateZone({ session, edits, catalogue, invalidate }, calm_ms = CALM_MS) {
  /** What the last question was made of. @type {unknown[]} */
  let madeOf = [];
  /** @type {Question | null} */
  let asked = null;
  /** Newest first; null where there is no answer. @type {[Question, Zone | null][]} */
  const kept = [];
  /** The answer to what is asked; null while there is none. @type {Zone | null} */
  let known = null;
  let timer = 0;
  let work = new AbortController();

  /** The racer's question at a moment; null where a rate of the range is more than can be asked. */
  function questionAt(
    /** @type {import("../types.d.ts").State} */ state,
    /** @type {number} */ step,
    /** @type {[number, number]} */ range,
  ) {
    const { selected: racer } = state;
    const at = state.from === "start" ? null : state.playing ? heldFrom(state, step) : edits.placeFor(racer);
    const path = at === null ? { run: edits.now(), root: null, changes: [] } : session.pathTo(at);
    const [low, high] = range;
    return high > MOST_RATE ? null : { ...withoutRate(path, racer, at ?? 0), racer, at_step: at ?? 0, low, high };
  }

  /** The question's path has no rate of the racer where another one takes its place: so a drag asks the same again and again. */
  function withoutRate(/** @type {Path} */ path, /** @type {string} */ racer, /** @type {number} */ at_step) {
    const { run, changes } = path;
    const own = /** @type {import("../types.d.ts").Racer} */ (runAt(run, changes, at_step).racers.find(({ id }) => id === racer));
    const { learning_rate } = catalogue.optimizers[own.optimizer.kind].default;
    const optimizer = { ...own.optimizer, learning_rate };
    if (at_step === 0) return { ...path, run: changed(runAt(run, changes, 0), { at_step, racer, set: { optimizer } }), changes: [] };
    const last = changes.at(-1);
    if (last?.at_step !== at_step || last.racer !== racer || !isAlike(Object.keys(last.set), ["optimizer"])) return path;
    const before = changes.slice(0, -1);
    const was = runAt(run, before, at_step).racers.find(({ id }) => id === racer)?.optimizer;
    if (was !== undefined && isAlike({ ...was, learning_rate }, optimizer)) return { ...path, changes: before };
    return { ...path, changes: [...before, { ...last, set: { optimizer } }] };
  }

  async function ask(/** @type {Question} */ question, /** @type {AbortSignal} */ signal) {
    /** @type {Zone | null} */
    let zone = null;
    try {
      for await (const answer of measured("/api/zone", question, signal)) zone = zoneOf(question, answer);
    } catch (error) {
      // Without an answer nothing is hatched. A fault of the page's own is not told as one of the server's.
      if (!(error instanceof Refused || error instanceof Unreachable)) throw error;
    }
    if (signal.aborted) return;
    known = zone;
    kept.unshift([question, zone]);
    kept.length = Math.min(kept.length, MOST_KEPT);
    invalidate();
  }

  /** Asks, if it is another question than before. */
  function turnTo(/** @type {Question | null} */ question) {
    if (asked !== null && question !== null && isAlike(question, asked)) return;
    clearTimeout(timer);
    work.abort();
    work = new AbortController();
    asked = question;
    const before = question === null ? undefined : kept.find(([other]) => isAlike(other, question));
    known = before?.[1] ?? null;
    if (question === null || before !== undefined) return;
    const { signal } = work;
    timer = window.setTimeout(() => ask(question, signal), calm_ms);
  }

  return {
    /**
     * What is known at a moment about the rates of a range; null where nothing is (yet).
     * @param {import("../types.d.ts").State} state @param {number} step @param {[number, number]} range @returns {Zone | null}
     */
    at(state, step, range) {
      const { run, changes, selected, from, playing } = state;
      const moment = playing && from !== "start" ? heldFrom(state, step) : step;
      const now = [run, changes, selected, from, playing, moment, session.tape?.ended, ...range];
      if (session.awaited === null && now.some((part, k) => part !== madeOf[k])) {
        madeOf = now;
        turnTo(questionAt(state, step, range));
      }
      return known;
    },
  };
}

/** Where the present rate of the racer in front began to hold: at its last change, or that of all. */
function heldFrom(/** @type {import("../types.d.ts").State} */ { changes, selected }, /** @type {number} */ step) {
  const made = changes.filter(({ at_step, racer }) => at_step <= step && (racer === selected || racer === null || racer === undefined));
  return made.at(-1)?.at_step ?? 0;
}

/** @param {Question} question @param {Answer} answer @returns {Zone} */
export function zoneOf({ at_step }, { learning_rates: rates, diverged }) {
  /** @type {Stretch[]} */
  const stretches = [];
  for (const [k, rate] of rates.entries()) {
    if (!diverged[k]) continue;
    const isOpen = k === rates.length - 1;
    if (k > 0 && diverged[k - 1]) Object.assign(/** @type {Stretch} */ (stretches.at(-1)), { to: rate, isOpen });
    else stretches.push({ from: rate, to: rate, isOpen });
  }
  return { at_step, end: /** @type {number} */ (rates.at(-1)), stretches };
}

/** The stretch in which a rate lies. @returns {Stretch | undefined} */
export function stretchAt(/** @type {Zone | null} */ zone, /** @type {number} */ rate) {
  return zone?.stretches.find(({ from, to, isOpen }) => rate >= from && (rate <= to || isOpen));
}
