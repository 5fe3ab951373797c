import { changed, keyOf, pathWith, rateFactor, runAt } from "./configuration.js";
import { createTape } from "./tape.js";

/** @typedef {import("../types.d.ts").RunConfig} RunConfig
 *  @typedef {import("../types.d.ts").Change} Change
 *  @typedef {import("./messages.d.ts").Root & {made: number}} Root where a path began anew, with the first `made` of its changes in it */

/**
 * @typedef {object} Branch
 * @property {number} id as the server knows it; a new one after each change on the way
 * @property {import("../types.d.ts").RunConfig} run
 * @property {import("../types.d.ts").Change[]} changes
 * @property {Branch | null} before the branch that was left for this one
 * @property {number} at_step where it left it
 * @property {string} key what was changed there
 * @property {object | null} gesture the drag that made it
 * @property {boolean} isPlayed whether the step after the change was reached
 * @property {ReturnType<typeof createTape>} tape
 * @property {number} next first row not yet known
 * @property {number} made how many of the changes the server has made: rows before a change are computed before it
 * @property {{step: number, bytes: string} | null} checkpoint
 * @property {Root[]} roots from the first on; what is not before one of them can be computed again from it
 * @property {import("../types.d.ts").Ghost | null} ghost what it left behind
 */

/** A run and the changes on its way with one more; one at the beginning is part of the run, and nothing is left of the way. */
const withChange = (/** @type {RunConfig} */ run, /** @type {Change[]} */ changes, /** @type {Change} */ change) =>
  change.at_step === 0 ? { run: changed(run, change), changes: [] } : { run, changes: pathWith(changes, change) };

/** The last root from which `step` can be computed with the first `made` changes; undefined where that is the beginning. */
export const rootBefore = (/** @type {Branch} */ { roots }, /** @type {number} */ made, /** @type {number} */ step) =>
  roots.findLast((root) => root.made <= made && root.step <= step);

/**
 * Makes branches: a run with what has been changed on its way, and the rows of it that are known.
 * @param {{number: () => number, width: (run: RunConfig) => number,
 *   columns: (run: RunConfig) => import("./messages.d.ts").ColumnName[]}} of
 *   `number`: of a branch, not used before
 */
export function createBranches({ number, width, columns }) {
  /** @returns {Branch} */
  function make(/** @type {RunConfig} */ run, /** @type {Change[]} */ changes, rest = /** @type {Partial<Branch>} */ ({})) {
    const racers = run.racers.map((racer) => racer.id);
    return {
      id: number(),
      run,
      changes,
      before: null,
      at_step: 0,
      key: "",
      gesture: null,
      isPlayed: false,
      tape: createTape(racers, width(run), columns(run)),
      next: 0,
      made: 0,
      checkpoint: null,
      roots: [],
      ghost: null,
      ...rest,
    };
  }

  return {
    make,
    withChange,

    /**
     * What a change makes of a branch; the id of the one that the server can cut it from, and the ghost that the old one leaves.
     * The same thing changed again before it was played, or by the same drag, takes the place of the change before it.
     */
    changed(
      /** @type {Branch} */ from,
      /** @type {Change} */ change,
      /** @type {{gesture: object | null, label: string}} */ { gesture, label },
    ) {
      const at = change.at_step,
        key = keyOf(change);
      const isSamePlace = from.before !== null && from.at_step === at && from.key === key && !from.isPlayed;
      const replaces = isSamePlace || (gesture !== null && from.gesture === gesture);
      const root = isSamePlace ? /** @type {Branch} */ (from.before) : from;
      const { run, changes } = withChange(from.run, root.changes, change);
      const made = make(run, changes, { before: root, at_step: at, key, gesture, next: at });
      // Row `at` itself is computed again (its update differs); its point holds the place until then.
      made.tape.copy(from.tape, Math.min(at + 1, from.tape.length));
      if (from.tape.length > at) made.tape.hold(at, (racer) => rateFactor(runAt(from.run, from.changes, at), change, racer));
      // Going back further than that is rare, and all of them would be a tape for each change.
      if (root.before !== null) root.before.before = null;
      const shared = changes.findIndex((other, k) => other !== root.changes[k]);
      made.roots = root.roots.filter((other) => other.made <= shared && other.step <= at);
      made.checkpoint = root.checkpoint !== null && root.checkpoint.step < at ? root.checkpoint : null;
      const ghost = !replaces && from.tape.length > at + 1 ? { tape: from.tape, from: at, label } : null;
      made.ghost = replaces ? from.ghost : ghost;
      const isFork = changes.length === root.changes.filter((other) => other.at_step <= at).length + 1;
      return { made, cutFrom: isFork && at > 0 ? root.id : null, ghost };
    },
  };
}
