import { createInspections } from "./inspections.js";

/** @typedef {import("./branch.js").Branch} Branch
 *  @typedef {import("../types.d.ts").Change} Change */

const PROTOCOL = 1;
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
  /** @type {Branch | null} */
  let asked = null;
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

  return {
    inspections,
    /** Whether the server has the branch that was asked for. */
    get isReady() {
      return isReady;
    },
    /** Whether rows are on their way. */
    get isWaiting() {
      return flight.length > 0;
    },

    /** Tells the server of the branch it shall compute: a cut of one it holds, or a start from nothing. */
    ask(/** @type {Branch} */ wanted, /** @type {number | null} */ parent = null) {
      asked = wanted;
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
      send({
        type: "start",
        protocol: PROTOCOL,
        run: wanted.run,
        changes: wanted.changes.slice(0, wanted.made),
        branch: wanted.id,
        from_step: wanted.next,
        checkpoint: wanted.checkpoint?.bytes ?? null,
      });
      held = [wanted.id];
      flight = [];
    },

    /** Asks for rows until `reach` beyond `step`; at most two questions are open, one of them of a branch that was asked for just now. */
    pull(/** @type {Branch} */ wanted, /** @type {number} */ step, /** @type {number} */ reach) {
      if (!isTold || asked !== wanted || wanted.tape.ended) return;
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
      return inspections.ask(question, () =>
        isReady && asked === current() && asked !== null && question.step < asked.next ? asked.id : null,
      );
    },

    /** A new connection's server holds nothing and owes nothing. */
    forget() {
      flight = [];
      held = [];
    },

    /** True where it is the branch that was asked for that is ready. */
    ready(/** @type {import("./messages.d.ts").Ready} */ { branch, limits }) {
      mostHeld = limits.branches;
      if (asked === null || branch !== asked.id) return false;
      isReady = true;
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
