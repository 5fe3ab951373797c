// A session between a server and a screen made of notes.

import { createSession } from "../../static/run/session.js";
import { columnsOf } from "../../static/run/tape.js";
import { stepsOf } from "./messages.js";
import { optimizer, runOf } from "./runs.js";

export const NAMES = columnsOf(false, 2, ["params", "gradient", "change", "velocity", "accumulated"]);
/** Entries of a row by the column. */
export const ENTRIES = { params: 2, gradient: 2, change: 2, velocity: 2, accumulated: 2, limit: 2 };
/** A change of a learning rate. */
export const rate = (at_step, learning_rate, id = "r1") => ({ at_step, racer: id, set: { optimizer: optimizer(learning_rate) } });

/** Begins with no run. */
export function begun({ isOpen = true, branches = 4 } = {}) {
  const kept = { sent: [], shown: [], refused: [], nothing: 0, drawn: 0, isOpen };
  const session = createSession({
    send: (message) => kept.sent.push(message),
    isOpen: () => kept.isOpen,
    width: () => 2,
    columns: () => NAMES,
    onRun: (branch, keep, patch) => kept.shown.push({ branch, keep, patch }),
    onData: () => (kept.drawn += 1),
    onRefused: (error) => kept.refused.push(error.code),
    onNothing: () => (kept.nothing += 1),
  });
  let read = 0;
  const ready = (branch, fingerprint = "", root = null, limits = {}) =>
    session.receive({ type: "ready", branch, fingerprint, limits: { branches, ...limits }, root });
  const error = (code, path = "", branch = null, rest = {}) =>
    session.receive({ type: "error", code, path, branch, params: {}, fatal: false, ...rest });
  /** The view of a step of the first racer. */
  const view = (branch, step, found) => session.receive({ type: "view", branch, step, racer: "r1", what: "step", view: found });
  /** Rows whose every entry is `value`. */
  function rows(branch, first, count, rest = {}, { value = first, racers = 2 } = {}) {
    const flat = (name) => new Array(count * racers * (ENTRIES[name] ?? 1)).fill(value);
    session.receive(stepsOf(branch, first, count, Object.fromEntries(NAMES.map((name) => [name, flat(name)])), rest));
  }
  /** What was sent since the last call. */
  function news() {
    const found = kept.sent.slice(read);
    read = kept.sent.length;
    return found;
  }
  return { session, kept, ready, error, view, rows, news };
}

/** Messages as type, branch and what matters of the rest. */
export const brief = (messages) =>
  messages.map(({ type, branch, ...rest }) => {
    if (type === "advance") return [type, branch, rest.count];
    if (type === "change") return [type, branch, rest.parent, rest.at_step];
    return [type, branch, rest.from_step ?? rest.step];
  });

/** A run of which 100 rows are here and nothing is on its way, shown at step 20. */
export function running(options) {
  const all = begun(options);
  all.session.load(runOf(), []);
  all.ready(0);
  all.session.pull(20, 30);
  all.rows(0, 0, 60);
  all.rows(0, 60, 40);
  all.session.pull(20, 30);
  all.news();
  return all;
}
