import { createAnswers } from "./answers.js";
import { createAsking } from "./asking.js";
import { createBranches, rootBefore } from "./branch.js";

/** Old branches that stay visible. */
const MOST_GHOSTS = 3;
/** A new run appears at the step on screen if that is not too far to compute at once. */
const FARTHEST_KEPT = 2000;

/** @typedef {import("./branch.js").Branch} Branch */

/**
 * The run being shown: asks for rows ahead of what is played, branches where something is changed, and starts again
 * with the same bits on any server after the connection was lost.
 * @param {{send: (message: import("./messages.d.ts").ClientMessage) => void, isOpen: () => boolean,
 * width: (run: import("../types.d.ts").RunConfig) => number, columns: (run: import("../types.d.ts").RunConfig) =>
 * import("./messages.d.ts").ColumnName[],
 * onRun: (branch: {run: import("../types.d.ts").RunConfig, changes: import("../types.d.ts").Change[]}, keptStep: number | null, patch:
 * object) => void,
 *   onData: () => void, onRefused: (error: import("./messages.d.ts").Error) => void, onNothing: () => void}} options
 * `columns`: what a tape of the run shall hold; `onNothing`: the very first run was refused, so there is none to fall back to
 */
export function createSession({ send, isOpen, width, columns, onRun, onData, onRefused, onNothing }) {
  let numbers = 0;
  /** @type {Branch | null} */
  let current = null;
  /**
   * A new run that is shown as soon as its rows reach `keep`.
   * @type {{branch: Branch, keep: number, patch: object, gesture: object | null} | null}
   */
  let pending = null;
  /** The newest wish of a drag whose last wish is still being computed. @type {(() => void) | null} */
  let next = null;
  /** @type {import("../types.d.ts").Ghost[]} */
  let ghosts = [];
  /** The drag going on: as long as it lasts little is read ahead, since most of it is thrown away. @type {object | null} */
  let dragging = null;
  /** The last drag that ended: a wish of it that still waited changes nothing about that. @type {object | null} */
  let released = null;
  let pulled = { step: 0, ahead: 0 };
  const number = () => numbers++;
  const asking = createAsking({ send, isOpen, number });
  const { ask } = asking;
  const branches = createBranches({ number, width, columns });

  const target = () => pending?.branch ?? current;

  function commit(/** @type {Branch} */ shown, /** @type {number | null} */ keep, patch = {}) {
    current = shown;
    pending = null;
    onRun(shown, keep, patch);
  }

  function settle() {
    if (pending === null) return;
    const { branch: waiting, keep, patch } = pending;
    if (waiting.next <= keep && !waiting.tape.ended && waiting.run.racers.length > 0) return;
    commit(waiting, keep, patch);
  }

  /** A new run that is a change of what is shown leaves it behind as a ghost; all notches of a drag leave what it began with. */
  function leave(/** @type {Branch} */ made, /** @type {string} */ label) {
    const from = target();
    const isSameDrag = made.gesture !== null && made.gesture === from?.gesture;
    const known = current !== null && current.tape.length > 1 ? { tape: current.tape, from: 0, label } : null;
    made.ghost = isSameDrag ? from.ghost : known;
    if (made.ghost === null) return;
    made.ghost.label = label;
    ghosts = [...ghosts.filter((ghost) => ghost !== made.ghost), made.ghost].slice(-MOST_GHOSTS);
  }

  /** A drag that has moved on in the meantime goes on from here. */
  function goOn() {
    const wish = next;
    next = null;
    wish?.();
  }

  const session = {
    /** @returns {import("../types.d.ts").Tape | null} */
    get tape() {
      return current === null || current.tape.length === 0 ? null : current.tape;
    },
    get ghosts() {
      return ghosts;
    },
    get fingerprint() {
      return answers.fingerprint;
    },
    /** The run that edits build on: the newest asked for, even if it is not on screen yet. */
    get latest() {
      const { run, changes } = /** @type {Branch} */ (target());
      return { run, changes };
    },
    /** The way of the run on screen to a change at `step`, as `start` brings it: one at the beginning begins a run that has none. */
    pathTo(/** @type {number} */ step) {
      const shown = /** @type {Branch} */ (current);
      const made = step === 0 ? [] : shown.changes.filter((change) => change.at_step <= step);
      const root = rootBefore(shown, made.length, step);
      return { run: root?.run ?? shown.run, root: root?.checkpoint ?? null, changes: made.slice(root?.made ?? 0) };
    },
    /** What will be shown when its rows are here, and at which step; null while nothing else is than what is. */
    get awaited() {
      if (pending === null) return null;
      const { branch, keep, patch } = pending;
      return { run: branch.run, changes: branch.changes, keep, patch };
    },
    /** True while rows that the player waits for are on their way. */
    get isWaiting() {
      return asking.isWaiting || pending !== null;
    },

    /** Shows a run whose first rows came with the page, before any connection. */
    adopt(/** @type {import("../types.d.ts").RunConfig} */ run, /** @type {import("./messages.d.ts").Steps} */ steps) {
      const first = branches.make(run, []);
      first.tape.append(steps);
      first.next = first.tape.length;
      ask(first);
      commit(first, null);
    },

    /**
     * A new run from its root, shown as soon as there is something of it to see. `keep`: the step to stay at; `patch`:
     * state that changes with it; `label`: what has been changed, where the run before shall stay visible. While a drag's last
     * wish is computed only its newest one waits.
     */
    load(
      /** @type {import("../types.d.ts").RunConfig} */ run,
      /** @type {import("../types.d.ts").Change[]} */ changes,
      { keep = 0, patch = {}, gesture = /** @type {object | null} */ (null), label = "" } = {},
    ) {
      if (gesture !== null && pending?.gesture === gesture && isOpen()) {
        next = () => session.load(run, changes, { keep, patch, gesture, label });
        return;
      }
      next = null;
      dragging = gesture === released ? null : gesture;
      const made = branches.make(run, changes, { gesture });
      if (label === "") ghosts = [];
      else leave(made, label);
      pending = { branch: made, keep: keep > FARTHEST_KEPT ? 0 : keep, patch, gesture };
      ask(pending.branch);
      session.pull(keep, pulled.ahead);
      settle();
    },

    /** Makes a change before the update of `change.at_step`; the branch that is left becomes a ghost. */
    change(/** @type {import("../types.d.ts").Change} */ change, { gesture = /** @type {object | null} */ (null), label = "" } = {}) {
      const from = /** @type {Branch} */ (target());
      const at = change.at_step;
      if (pending !== null && from.tape.length <= at) {
        // There is nothing to cut yet: the run is asked for anew with its change, and will stand where it was to stand.
        const { run, changes } = branches.withChange(from.run, from.changes, change);
        session.load(run, changes, { keep: pending.keep, patch: pending.patch, gesture });
        return;
      }
      if (gesture !== null && from.gesture === gesture && from.next === from.at_step && isOpen()) {
        next = () => session.change(change, { gesture, label });
        return;
      }
      dragging = gesture === released ? null : gesture;
      const { made, cutFrom, ghost } = branches.changed(from, change, { gesture, label });
      if (ghost !== null) ghosts = [...ghosts, ghost].slice(-MOST_GHOSTS);
      pending = next = null;
      ask(made, cutFrom);
      // Its first rows are asked for before the page does anything else with it.
      current = made;
      session.pull(Math.min(pulled.step, at), pulled.ahead);
      commit(made, null);
    },

    dismiss(/** @type {import("../types.d.ts").Ghost} */ ghost) {
      ghosts = ghosts.filter((other) => other !== ghost);
      onData();
    },

    /** The drag is over: what it ended with is read ahead as usual. */
    release() {
      released = dragging;
      dragging = null;
    },

    /** Asks for rows until `ahead` of `step`. */
    pull(/** @type {number} */ step, /** @type {number} */ ahead) {
      const wanted = target();
      pulled = { step, ahead };
      if (current !== null && step > current.at_step) current.isPlayed = true;
      if (wanted !== null) asking.pull(wanted, Math.max(step, pending?.keep ?? 0), dragging === null ? ahead : 1);
    },

    /** The view of a step, or null where a newer question came first or there is no answer. */
    inspect(/** @type {number} */ step, /** @type {string} */ racer, /** @type {import("./messages.d.ts").AnyView} */ what) {
      return asking.inspect({ step, racer, what }, () => current);
    },

    /** The connection is (again) there. */
    opened() {
      asking.forget();
      const wanted = target();
      if (wanted !== null) ask(wanted);
    },

    receive(/** @type {import("./messages.d.ts").ServerMessage} */ message) {
      answers.receive(message);
      onData();
    },
  };

  /** What was asked for cannot be: the last good run stays. */
  function fallBack(/** @type {Branch} */ wanted) {
    next = null;
    if (pending !== null) {
      pending = null;
      if (wanted.ghost !== current?.ghost) ghosts = ghosts.filter((ghost) => ghost !== wanted.ghost);
      if (current === null) onNothing();
      else ask(current);
    } else if (wanted.before !== null) {
      ghosts = ghosts.filter((ghost) => ghost !== wanted.ghost);
      ask(wanted.before);
      commit(wanted.before, null);
    }
  }

  const answers = createAnswers(asking, {
    wanted: target,
    ready: () => session.pull(pulled.step, pulled.ahead),
    grown() {
      settle();
      goOn();
    },
    ended: settle,
    onRefused,
    fallBack,
  });
  return session;
}
