import { createAsking } from "./asking.js";
import { changed, keyOf, pathWith, rateFactor, runAt } from "./configuration.js";
import { createTape } from "./tape.js";

/** The server closes after these, and the page comes back by itself: nothing to tell. */
const PASSING = ["idle", "shutting_down"];
/** Paths of errors that refuse a run or a change (rather than the connection). */
const ABOUT_THE_RUN = /^(start|change)?\.?(run|changes|set|at_step|racer|from_step)\b/;
/** Old branches that stay visible. */
const MOST_GHOSTS = 3;
/** A new run appears at the step on screen if that is not too far to compute at once. */
const FARTHEST_KEPT = 2000;

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
 * @property {import("../types.d.ts").Ghost | null} ghost what it left behind
 */

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
  let fingerprint = "";
  /** The drag going on: as long as it lasts little is read ahead, since most of it is thrown away. @type {object | null} */
  let dragging = null;
  /** The last drag that ended: a wish of it that still waited changes nothing about that. @type {object | null} */
  let released = null;
  let pulled = { step: 0, ahead: 0 };
  const asking = createAsking({ send, isOpen, number: () => numbers++ });
  const { ask, inspections } = asking;

  const target = () => pending?.branch ?? current;

  /** @returns {Branch} */
  function branch(
    /** @type {import("../types.d.ts").RunConfig} */ run,
    /** @type {import("../types.d.ts").Change[]} */ changes,
    rest = /** @type {Partial<Branch>} */ ({}),
  ) {
    const racers = run.racers.map((racer) => racer.id);
    return {
      id: numbers++,
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
      ghost: null,
      ...rest,
    };
  }

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
      return fingerprint;
    },
    /** The run that edits build on: the newest asked for, even if it is not on screen yet. */
    get latest() {
      const { run, changes } = /** @type {Branch} */ (target());
      return { run, changes };
    },
    /** True while rows that the player waits for are on their way. */
    get isWaiting() {
      return asking.isWaiting || pending !== null;
    },

    /** Shows a run whose first rows came with the page, before any connection. */
    adopt(/** @type {import("../types.d.ts").RunConfig} */ run, /** @type {import("./messages.d.ts").Steps} */ steps) {
      const first = branch(run, []);
      first.tape.append(steps);
      first.next = first.tape.length;
      ask(first);
      commit(first, null);
    },

    /**
     * A new run from its root, shown as soon as there is something of it to see. `keep`: the step to stay at; `patch`:
     * state that changes with it. While a drag's last wish is computed only its newest one waits.
     */
    load(
      /** @type {import("../types.d.ts").RunConfig} */ run,
      /** @type {import("../types.d.ts").Change[]} */ changes,
      { keep = 0, patch = {}, gesture = /** @type {object | null} */ (null) } = {},
    ) {
      if (gesture !== null && pending?.gesture === gesture && isOpen()) {
        next = () => session.load(run, changes, { keep, patch, gesture });
        return;
      }
      next = null;
      dragging = gesture === released ? null : gesture;
      ghosts = [];
      pending = { branch: branch(run, changes), keep: keep > FARTHEST_KEPT ? 0 : keep, patch, gesture };
      ask(pending.branch);
      session.pull(keep, pulled.ahead);
      settle();
    },

    /** Makes a change before the update of `change.at_step`; the branch that is left becomes a ghost. */
    change(/** @type {import("../types.d.ts").Change} */ change, { gesture = /** @type {object | null} */ (null), label = "" } = {}) {
      const from = /** @type {Branch} */ (target());
      const at = change.at_step;
      if (gesture !== null && from.gesture === gesture && from.next === from.at_step && isOpen()) {
        next = () => session.change(change, { gesture, label });
        return;
      }
      dragging = gesture === released ? null : gesture;
      const key = keyOf(change);
      const isSamePlace = from.before !== null && from.at_step === at && from.key === key && !from.isPlayed;
      const replaces = isSamePlace || (gesture !== null && from.gesture === gesture);
      const root = isSamePlace ? /** @type {Branch} */ (from.before) : from;
      const [run, changes] = at === 0 ? [changed(from.run, change), []] : [from.run, pathWith(root.changes, change)];
      const made = branch(run, changes, { before: root, at_step: at, key, gesture, next: at });
      // Row `at` itself is computed again (its update differs); its point holds the place until then.
      made.tape.copy(from.tape, Math.min(at + 1, from.tape.length));
      if (from.tape.length > at) made.tape.hold(at, (racer) => rateFactor(runAt(from.run, from.changes, at), change, racer));
      made.checkpoint = root.checkpoint !== null && root.checkpoint.step < at ? root.checkpoint : null;
      const isFork = changes.length === root.changes.filter((other) => other.at_step <= at).length + 1;
      if (!replaces && from.tape.length > at + 1) {
        made.ghost = { tape: from.tape, from: at, label };
        ghosts = [...ghosts, made.ghost].slice(-MOST_GHOSTS);
      } else if (replaces) {
        made.ghost = from.ghost;
      }
      pending = next = null;
      ask(made, isFork && at > 0 ? root.id : null);
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
      const wanted = target();
      if (message.type === "ready") {
        fingerprint = message.fingerprint;
        if (asking.ready(message)) session.pull(pulled.step, pulled.ahead);
      } else if (message.type === "steps") {
        asking.answered();
        if (wanted !== null && message.branch === wanted.id) {
          if (wanted.tape.append(message)) wanted.next = message.first_step + message.rows;
          if (message.checkpoint) wanted.checkpoint = { step: /** @type {number} */ (message.checkpoint_step), bytes: message.checkpoint };
          settle();
          goOn();
        }
      } else if (message.type === "ended") {
        asking.ended(message.branch);
        if (wanted !== null && message.branch === wanted.id) {
          wanted.tape.ended = true;
          for (const outcome of message.outcomes) if (outcome.kind !== "running") wanted.tape.outcomes.set(outcome.racer, outcome);
          settle();
        }
      } else if (message.type === "view") {
        inspections.answer(message);
      } else if (message.type === "error") {
        session.refused(message);
      }
      inspections.pump();
      onData();
    },

    /** The last good run stays; what was refused is said. */
    refused(/** @type {import("./messages.d.ts").Error} */ error) {
      if (inspections.refused(error)) return;
      const wanted = target();
      if (error.code === "too_many_advances") asking.refusedLast();
      else if (error.code === "unknown_branch") {
        asking.ended(error.branch);
        // What was asked of a branch that could not be made is refused too: the refusal before it has been dealt with.
        if (wanted !== null && error.branch === wanted.id && (asking.isReady || error.path !== "branch")) ask(wanted);
      } else if (error.code === "bad_checkpoint" && wanted !== null && wanted.checkpoint !== null) {
        wanted.checkpoint = null;
        ask(wanted);
      } else if (!PASSING.includes(error.code)) giveUp(error);
    },
  };

  function giveUp(/** @type {import("./messages.d.ts").Error} */ error) {
    onRefused(error);
    const wanted = target();
    const isOurs = error.branch === wanted?.id || (error.branch === null && ABOUT_THE_RUN.test(error.path));
    if (asking.isReady || wanted === null || !isOurs) return;
    next = null;
    if (pending !== null) {
      pending = null;
      if (current === null) onNothing();
      else ask(current);
    } else if (wanted.before !== null) {
      ghosts = ghosts.filter((ghost) => ghost !== wanted.ghost);
      ask(wanted.before);
      commit(wanted.before, null);
    }
  }
  return session;
}
