// The arithmetic of steps, asked for one at a time: the latest wish wins, nothing waits in a queue.

import { paramsAt } from "../pictures/motion.js";

/**
 * @typedef {object} Line
 * @property {string} quantity
 * @property {string} symbol
 * @property {number | null} coordinate
 * @property {number | string} value
 * @property {number} digits of the numbers
 * @property {number} result_digits 0 where the result is the computer's round-off
 * @property {import("../arithmetic.js").Tree} expression
 *
 * @typedef {{ stage: string, values: (number | string)[], lines: Line[], used?: (number | string)[], used_lines?: Line[] }} Stage
 * @typedef {{ learning_rate: number | string, t: number, stages: Stage[] }} StepView
 */

const MOST_KEPT = 64;
/** A question can be overtaken by another (null); after so many times the step stays without arithmetic. */
const MOST_TRIES = 4;

/** @typedef {{ tape: import("../types.d.ts").Tape, step: number, racer: string }} Wish */

/**
 * @param {(step: number, racer: string, what: { kind: "step" }) => Promise<StepView | null>} inspect
 * @param {() => void} arrived
 */
export function createViews(inspect, arrived) {
  /** @type {WeakMap<object, Map<string, { view: StepView | null, tries: number }>>} */
  const kept = new WeakMap();
  let isAsking = false;
  /** @type {Wish | null} */
  let wish = null;

  function entryOf(/** @type {Wish} */ { tape, step, racer }) {
    const entries = kept.get(tape) ?? new Map();
    kept.set(tape, entries);
    const key = `${racer} ${step}`;
    const entry = entries.get(key) ?? { view: null, tries: 0 };
    entries.set(key, entry);
    const [oldest] = entries.keys();
    if (entries.size > MOST_KEPT) entries.delete(oldest);
    return entry;
  }

  async function ask() {
    if (isAsking || wish === null) return;
    const asked = wish;
    wish = null;
    isAsking = true;
    const entry = entryOf(asked);
    entry.tries += 1;
    const view = await inspect(asked.step, asked.racer, { kind: "step" });
    if (view !== null && isOf(view, asked)) entry.view = view;
    isAsking = false;
    arrived();
    ask();
  }

  return {
    /**
     * The view of a step if it is here; else null, and it is asked for.
     * @param {import("../types.d.ts").Tape} tape @param {number} step @param {string} racer
     */
    want(tape, step, racer) {
      const asked = { tape, step, racer };
      const { view, tries } = entryOf(asked);
      if (view === null && tries < MOST_TRIES) {
        wish = asked;
        ask();
      }
      return view;
    },

    /**
     * The last step up to this one whose view is here, at most `most` before it; null where there is none.
     * @param {import("../types.d.ts").Tape} tape @param {number} step @param {string} racer @param {number} most
     */
    latest(tape, step, racer, most) {
      const entries = kept.get(tape);
      for (let at = step; entries !== undefined && at >= Math.max(0, step - most); at -= 1)
        if (entries.get(`${racer} ${at}`)?.view) return at;
      return null;
    },
  };
}

/** An answer may belong to the branch that has just been left: its point tells. */
function isOf(/** @type {StepView} */ view, /** @type {Wish} */ { tape, step, racer }) {
  const params = paramsAt(tape, step, tape.racers.indexOf(racer));
  const point = view.stages.find(({ stage }) => stage === "point");
  return point !== undefined && point.values.every((value, i) => Number(value) === params[i]);
}
