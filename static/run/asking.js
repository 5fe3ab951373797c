import { rootBefore } from "./branch.js";
import { createInspections } from "./inspections.js";

/** @typedef {import("./branch.js").Branch} Branch
 *  @typedef {import("../types.d.ts").Change} Change */

const PROTOCOL = 1;
/** What a `start` may bring; the others are made one by one. */
const MOST_CHANGES = 256;
/** Rows are asked for in multiples of this; of half of what is read ahead where that is more: few, full messages. */
const CHUNK = 60;
const MOST_ADVANCES = 2;

/**
 * What the server is asked for one branch at a time: to compute it, its rows, a look into a step. Knows what the server of this
 * connection holds and what it has not answered yet; what is shown of it is the session's.
 * @param {{send: (message: import("./messages.d.ts").ClientMessage) => void, isOpen: () => boolean, number: () => number}} options
 *   `number`: of a branch, not used before
 */
export function createAsking({ send, isOpen, number }) {
  /** Branches this connection's server holds, the one used last at the end. @type {number[]} */
  let held = [];
  let mostHeld = 4;
  let mostBytes = Infinity;
  /** @type {Branch | null} */
  let asked = null;
  /** The branch that `asked` is an earlier stretch of: it is asked for again as soon as rows are wanted. @type {Branch | null} */
  let whole = null;
  /** Whether the server was told of `asked`, and whether it has it. */
  let isTold = false,
    isReady = false;
  /** Advances not yet answered. @type {{branch: number, rows: number}[]} */
  let flight = [];
  const inspections = createInspections(send);

  function cut(/** @type {Branch} */ made, /** @type {number} */ parent, /** @type {Change} */ { at_step, racer = null, set }) {
    isTold = true;
    isReady = false;
    send({ type: "change", branch: made.id, parent, at_step, racer, set });
    held = [...held.filter((id) => id !== parent), parent, made.id];
  }

  /** The next change on the way of a branch, made where its rows have come to it. @param {Branch} wanted @returns {Change | undefined} */
  function changeAhead(wanted) {
    const change = wanted.changes[wanted.made];
    if (!isReady || change === undefined || wanted.next < change.at_step) return change;
    const parent = wanted.id;
    wanted.id = number();
    wanted.made += 1;
    cut(wanted, parent, change);
    return wanted.changes[wanted.made];
  }

  /** The path of a branch as far as its rows are known, from the last root before that. @returns {import("./messages.d.ts").Start} */
  function startOf(/** @type {Branch} */ wanted) {
    const root = rootBefore(wanted, wanted.made, wanted.next);
    const first = root?.made ?? 0;
    if (wanted.made - first > MOST_CHANGES) {
      wanted.made = first + MOST_CHANGES;
      wanted.next = wanted.changes[wanted.made].at_step;
    }
    const { checkpoint, next } = wanted;
    const isOnPath = checkpoint !== null && checkpoint.step > (root?.step ?? -1) && checkpoint.step <= next;
    return {
      type: "start",
      protocol: PROTOCOL,
      run: root?.run ?? wanted.run,
      root: root?.checkpoint ?? null,
      changes: wanted.changes.slice(first, wanted.made),
      branch: wanted.id,
      from_step: next,
      checkpoint: isOnPath ? checkpoint.bytes : null,
    };
  }

  /** Tells the server of the branch it shall compute: a cut of one it holds, or a start from a root or from nothing. */
  function ask(/** @type {Branch} */ wanted, /** @type {number | null} */ parent = null) {
    asked = wanted;
    whole = null;
    isTold = isReady = false;
    inspections.again();
    if (!isOpen() || wanted.run.racers.length === 0) return;
    wanted.made = wanted.changes.filter((change) => change.at_step <= wanted.next).length;
    // The new one takes a place.
    const kept = mostHeld > 1 ? held.slice(1 - mostHeld) : [];
    if (parent !== null && kept.includes(parent)) {
      cut(wanted, parent, wanted.changes[wanted.made - 1]);
      return;
    }
    isTold = true;
    const start = startOf(wanted);
    // What lies between root and checkpoint is computed again where both are too much.
    send(JSON.stringify(start).length > mostBytes ? { ...start, checkpoint: null } : start);
    held = [wanted.id];
    flight = [];
  }

  return {
    inspections,
    ask,
    /** Of the branch that was asked for. */
    get id() {
      return asked?.id ?? null;
    },
    /** Whether the server has it. */
    get isReady() {
      return isReady;
    },
    /** Whether rows are on their way. */
    get isWaiting() {
      return flight.length > 0;
    },

    /** Asks for rows until `reach` beyond `step`; at most two questions are open, one of them of a branch that was asked for just now. */
    pull(/** @type {Branch} */ wanted, /** @type {number} */ step, /** @type {number} */ reach) {
      if (wanted.tape.ended) return;
      // Not before its last row is reached: a question about an earlier one may be on its way.
      if (whole === wanted && wanted.next <= step + 1) ask(wanted);
      if (!isTold || asked !== wanted) return;
      const limit = Math.min(wanted.run.step_limit + 1, changeAhead(wanted)?.at_step ?? Infinity);
      const chunk = CHUNK * Math.max(1, Math.floor(reach / 2 / CHUNK));
      const until = Math.min(limit, Math.ceil((step + reach + 1) / chunk) * chunk);
      let promised = flight.reduce((sum, { branch: of, rows }) => sum + (of === wanted.id ? rows : 0), wanted.next);
      while (flight.length < MOST_ADVANCES && promised < until && (isReady || !flight.some(({ branch }) => branch === wanted.id))) {
        const count = Math.min(until - promised, CHUNK * 8);
        send({ type: "advance", branch: wanted.id, count, every: 1, columns: wanted.tape.names });
        flight.push({ branch: wanted.id, rows: count });
        promised += count;
      }
    },

    /** The view of a step of the branch on screen, or null where a newer question came first or there is no answer. */
    inspect(/** @type {Parameters<typeof inspections.ask>[0]} */ question, /** @type {() => Branch | null} */ current) {
      if (whole !== null && asked !== null && question.step >= asked.next) ask(whole);
      return inspections.ask(question, () => {
        const shown = current();
        const isOfIt = shown !== null && (asked === shown || whole === shown);
        return isReady && isOfIt && asked !== null && question.step < asked.next ? asked.id : null;
      });
    },

    /**
     * The server took the branch up after a step that is asked about: it shall compute the stretch up to the next root instead.
     * @param {Branch} wanted @param {number} step
     */
    recall(wanted, step) {
      const end = wanted.roots.find((root) => root.step > step);
      ask({
        ...wanted,
        id: number(),
        changes: wanted.changes.slice(0, end?.made),
        roots: wanted.roots.filter((root) => root.step <= step),
        next: Math.min(end?.step ?? wanted.next, wanted.next),
        checkpoint: null,
      });
      whole = wanted;
    },

    /** A new connection's server holds nothing and owes nothing. */
    forget() {
      flight = [];
      held = [];
    },

    /** True where it is the branch that was asked for that is ready. */
    ready(/** @type {import("./messages.d.ts").Ready} */ { branch, limits, root }) {
      mostHeld = limits.branches;
      mostBytes = limits.message_bytes;
      if (asked === null || branch !== asked.id) return false;
      isReady = true;
      const { made } = asked;
      if (root) asked.roots = [...asked.roots.filter((other) => other.made < made), { ...root, made }];
      return true;
    },
    /** The oldest advance is answered. */
    answered() {
      flight.shift();
    },
    /** The newest advance was one too many. */
    refusedLast() {
      flight.pop();
    },
    /** Nothing more comes of a branch. */
    ended(/** @type {number | null} */ branch) {
      flight = flight.filter((asking) => asking.branch !== branch);
    },
  };
}
