// A session and a server that is killed again and again: whatever was on its way, the rows on screen are those of the run.

import { pathWith, runAt } from "../../static/run/configuration.js";
import { createSession } from "../../static/run/session.js";
import { equal, ok, settled } from "./expect.js";
import { stepsOf } from "./messages.js";
import { optimizer, racer, runOf } from "./runs.js";

const ENTRIES = { params: 2, gradient: 2, change: 2, velocity: 2, accumulated: 2, limit: 2 };

/** Chance of [0, 1) that is the same every time (mulberry32). */
function chanceOf(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/** Rows as an engine would make them: each follows from the one before and from the configuration of its update. */
function computed(run, changes, rows) {
  const values = [];
  for (let step = 0, value = run.seed; step < rows; step += 1) {
    const rates = runAt(run, changes, step).racers.map((each) => each.optimizer.learning_rate);
    values.push(value + rates[0] + 2 * rates[1]);
    value = (value * 1.000001 + rates[0] - rates[1]) % 97;
  }
  return values;
}

/** So many changes on a path, and it begins anew. */
const LONG_PATH = 4;

/**
 * A server that holds branches and computes rows; it refuses what a real one would. A branch knows the whole `run` with its `changes`; only
 * those of them after the first `made` are on its path, and steps before `floor` are not at hand.
 */
function serverOf(say, chance) {
  const branches = new Map();
  const ready = (branch) => {
    const of = branches.get(branch);
    let root = null;
    if (of.changes.length - of.made >= LONG_PATH) {
      of.made = of.changes.length;
      const step = Math.max(of.changes.at(-1).at_step, of.since);
      root = { step, run: runAt(of.run, of.changes, Infinity), checkpoint: JSON.stringify({ step, run: of.run, changes: of.changes }) };
    }
    say({ type: "ready", branch, fingerprint: "f", limits: { branches: 3 }, root });
  };
  const answers = {
    start({ run, root, changes, branch, from_step, checkpoint }) {
      branches.clear();
      ok(changes.length <= LONG_PATH + 40, "a path that is too long");
      const begins = root === null ? { step: 0, run, changes: [] } : JSON.parse(root);
      if (root !== null) equal(run, runAt(begins.run, begins.changes, Infinity), "a root of another configuration");
      ok(begins.step <= from_step, "a root later than the row wanted next");
      ok(
        changes.every(({ at_step }) => begins.step <= at_step && at_step <= from_step),
        "a change before the root, or beyond the row wanted next",
      );
      const whole = [...begins.changes, ...changes];
      if (checkpoint !== null) {
        const held = JSON.parse(checkpoint);
        ok(held.step <= from_step, "a checkpoint later than the row wanted next");
        ok(root === null || held.step > begins.step, "a checkpoint that is not later than the root");
        equal(held.run, begins.run, "a checkpoint of another run");
        equal(
          held.changes,
          whole.filter(({ at_step }) => at_step < held.step),
          "a checkpoint of another path",
        );
      }
      const since = checkpoint === null ? 0 : JSON.parse(checkpoint).step;
      branches.set(branch, { run: begins.run, changes: whole, made: begins.changes.length, floor: begins.step, since, next: from_step });
      ready(branch);
    },
    change({ branch, parent, at_step, racer: id, set }) {
      const from = branches.get(parent);
      if (from === undefined) return say({ type: "error", code: "unknown_branch", path: "branch", branch, params: {} });
      ok(at_step <= from.next, "a change of a step that has not been computed");
      if (at_step < from.floor) return say({ type: "error", code: "before_root", path: "at_step", branch, params: { value: at_step } });
      const changes = pathWith(from.changes, { at_step, racer: id, set });
      branches.set(branch, { ...from, changes, made: Math.min(from.made, changes.length - 1), since: 0, next: at_step });
      return ready(branch);
    },
    inspect({ branch, step, racer: id, what }) {
      const of = branches.get(branch);
      const refuse = (code) => say({ type: "error", code, path: "step", branch, what: what.kind, params: { value: step } });
      if (of === undefined) return refuse("unknown_branch");
      ok(step < of.next, "a step that has not been computed");
      if (step < of.floor) return refuse("before_root");
      return say({ type: "view", branch, step, racer: id, what: what.kind, view: computed(of.run, of.changes, step + 1)[step] });
    },
    advance({ branch, count, columns }) {
      const of = branches.get(branch);
      if (of === undefined) return say({ type: "error", code: "unknown_branch", path: "branch", branch, params: {} });
      const left = of.run.step_limit + 1 - of.next;
      const rows = Math.min(left, 1 + Math.floor(chance() * count));
      if (rows > 0) {
        const values = computed(of.run, of.changes, of.next + rows).slice(of.next);
        const flat = (name) => values.flatMap((value) => new Array(2 * (ENTRIES[name] ?? 1)).fill(value));
        const step = of.next + rows;
        const kept = JSON.stringify({ step, run: of.run, changes: of.changes.filter(({ at_step }) => at_step < step) });
        const rest = chance() < 0.4 ? { checkpoint: kept, checkpoint_step: step } : {};
        say(stepsOf(branch, of.next, rows, Object.fromEntries(columns.map((name) => [name, flat(name)])), rest));
        of.next += rows;
      }
      if (of.next > of.run.step_limit) say({ type: "ended", branch, step: of.run.step_limit, outcomes: [] });
      return undefined;
    },
  };
  return (message) => answers[message.type](message);
}

async function livedThrough(seed) {
  const chance = chanceOf(seed);
  const between = (low, high) => low + Math.floor(chance() * (high - low));
  let isOpen = true,
    step = 0,
    inbox = [],
    outbox = [];
  let server = serverOf((message) => outbox.push(message), chance);
  const session = createSession({
    send: (message) => isOpen && inbox.push(structuredClone(message)),
    isOpen: () => isOpen,
    width: () => 2,
    columns: () => ["params", "loss", "gradient", "learning_rate", "limit"],
    onRun: () => {},
    onData: () => {},
    onRefused: ({ code, path }) => ok(false, `refused: ${code} ${path}`),
    onNothing: () => ok(false, "nothing is left"),
  });
  const some = () => (chance() < 0.5 ? inbox.length > 0 && server(inbox.shift()) : outbox.length > 0 && session.receive(outbox.shift()));
  const edit = (gesture) => {
    const [at_step, id] = [Math.min(step, Math.max(0, (session.tape?.length ?? 1) - 1)), chance() < 0.5 ? "r1" : "r2"];
    session.change({ at_step, racer: id, set: { optimizer: optimizer(chance()) } }, { gesture });
  };
  session.load(runOf([racer("r1"), racer("r2")], { seed: seed % 89, step_limit: 300 }), []);
  let kills = 0,
    drag = null;
  for (let deed = 0; deed < 400; deed += 1) {
    const kind = chance();
    if (kind < 0.72) some();
    else if (kind < 0.86) session.pull((step = Math.min(step + between(0, 25), Math.max(0, (session.tape?.length ?? 1) - 1))), 120);
    else if (kind < 0.9 && session.tape !== null) edit(null);
    else if (kind < 0.94 && session.tape !== null) edit((drag ??= {}));
    else if (kind < 0.96) {
      session.release();
      drag = null;
    } else if (kind < 0.97) session.inspect((step = between(0, session.tape?.length ?? 1)), "r1", { kind: "step" });
    else if (isOpen) {
      isOpen = false;
      [inbox, outbox, kills] = [[], [], kills + 1];
      server = serverOf((message) => outbox.push(message), chance);
    } else {
      isOpen = true;
      session.opened();
    }
  }
  session.release();
  if (!isOpen) {
    isOpen = true;
    session.opened();
  }
  for (let round = 0; round < 3000 && !(session.tape?.ended && !session.isWaiting); round += 1) {
    session.pull(300, 120);
    some();
  }
  const { run, changes } = session.latest;
  ok(session.tape.ended, `seed ${seed}: the end is reached`);
  equal(
    Array.from({ length: session.tape.length }, (_, row) => session.tape.at("loss", row, 0)),
    computed(run, changes, 301),
    `seed ${seed}, ${changes.length} changes, ${kills} kills`,
  );
  const seen = computed(run, changes, 301);
  for (const asked of [between(0, 301), between(0, 301), 0, 300]) {
    let view = null;
    session.inspect(asked, "r2", { kind: "step" }).then((answer) => (view = answer));
    for (let round = 0; round < 100 && view === null; round += 1) {
      session.pull(asked, 120);
      some();
      await settled();
    }
    equal(view, seen[asked], `seed ${seed}: step ${asked} is opened, however often the run was changed and the server killed`);
  }
  return { kills, changes: changes.length };
}

export async function testKilledServersChangeNoRow() {
  let [kills, longest] = [0, 0];
  for (let seed = 1; seed <= 25; seed += 1) {
    const lived = await livedThrough(seed);
    [kills, longest] = [kills + lived.kills, Math.max(longest, lived.changes)];
  }
  ok(kills > 50, `${kills} kills`);
  ok(longest > 2 * LONG_PATH, `${longest} changes`);
}
