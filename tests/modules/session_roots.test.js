// A run that is changed without end: what the page keeps of its path, and what it sends of it.

import { createBranches } from "../../static/run/branch.js";
import { equal, ok, settled } from "./expect.js";
import { runOf } from "./runs.js";
import { brief, NAMES, rate, running } from "./sessions.js";

const rootAt = (step) => ({ step, run: { ...runOf(), seed: step }, checkpoint: `root ${step}` });

/** A branch after `count` changes, one a step from 20 on; the server has told of a root at those of `roots`. */
function changedOften(count, roots, options) {
  const all = running(options);
  for (let k = 0; k < count; k += 1) {
    all.session.change(rate(20 + k, 0.01 * (k + 1)));
    all.ready(k + 1, "", roots.includes(k + 1) ? rootAt(20 + k) : null);
    all.rows(k + 1, 20 + k, 40);
    all.session.pull(21 + k, 10);
  }
  all.news();
  return all;
}

const start = (messages) => messages.find(({ type }) => type === "start");

export function testALostConnectionGoesOnFromTheLastRoot() {
  const { session, news } = changedOften(5, [2, 4]);
  session.opened();
  const { run, root, changes, branch, from_step, checkpoint } = start(news());
  equal([run.seed, root, changes, branch, from_step, checkpoint], [23, "root 23", [rate(24, 0.05)], 5, 64, null]);
  equal(session.latest.changes.length, 5, "what is shown has the whole path");
  equal(session.latest.run, runOf());
}

export function testACheckpointIsSentWhereItIsLaterThanTheRootAndFits() {
  for (const [step, message_bytes, sent] of [
    [23, 10_000, null],
    [50, 10_000, "later"],
    [50, 500, null],
  ]) {
    const { session, ready, rows, news } = changedOften(4, [4]);
    rows(4, 60, 20, { checkpoint: "later", checkpoint_step: step });
    session.opened();
    const first = start(news());
    ready(first.branch, "", null, { message_bytes });
    session.opened();
    equal(start(news()).checkpoint, sent, `${step}, ${message_bytes}`);
  }
}

export function testGoingBackBeforeARootBeginsAtAnEarlierOne() {
  for (const [at, root, kept] of [
    [24, "root 23", [rate(24, 9)]],
    [23, "root 21", [rate(22, 0.03), rate(23, 9)]],
    [21, null, [rate(20, 0.01), rate(21, 9)]],
    [20, null, [rate(20, 9)]],
  ]) {
    const { session, news } = changedOften(5, [2, 4]);
    session.opened();
    news();
    session.change(rate(at, 9));
    const found = start(news());
    equal([found.root, found.changes, found.run.seed], [root, kept, root === null ? 0 : Number(root.slice(5))], `at ${at}`);
  }
}

export function testAChangeThatIsRefusedBeforeARootIsAskedForFromAnEarlierOne() {
  const { session, kept, ready, error, news } = changedOften(5, [2, 4]);
  session.opened();
  ready(start(news()).branch);
  news();
  session.change(rate(22, 9, "r2"));
  const [cut] = news();
  equal([cut.type, cut.parent, cut.at_step], ["change", 5, 22]);
  error("before_root", "at_step", cut.branch);
  const found = start(news());
  equal([found.root, found.changes, found.branch], ["root 21", [rate(22, 0.03), rate(22, 9, "r2")], cut.branch]);
  equal([kept.refused, session.latest.changes.length], [[], 4], "nobody is told");
}

export async function testAStepBeforeTheRootIsOpenedFromAnEarlierOneAndPlayGoesOn() {
  const { session, ready, view, news, error } = changedOften(5, [2, 4]);
  session.opened();
  ready(5);
  news();
  const answers = [];
  const ask = (step) => session.inspect(step, "r1", { kind: "step" }).then((answer) => answers.push([step, answer]));
  ask(22);
  equal(brief(news()), [["inspect", 5, 22]]);
  error("before_root", "step", 5, { what: "step", params: { value: 22 } });
  const stretch = start(news());
  equal([stretch.root, stretch.changes, stretch.from_step], ["root 21", [rate(22, 0.03), rate(23, 0.04)], 23], "up to the next root");
  ok(stretch.branch > 5, "another branch");
  error("before_root", "step", 5, { what: "batch", params: { value: 22 } });
  equal(news(), [], "what was asked of the branch before is answered by this one");
  session.pull(22, 120);
  ready(stretch.branch);
  equal(brief(news()), [["inspect", stretch.branch, 22]], "no rows are asked for: they are there");
  view(stretch.branch, 22, "arithmetic");
  await settled();
  equal(answers, [[22, "arithmetic"]]);
  ask(3);
  equal(brief(news()), [["inspect", stretch.branch, 3]]);
  error("before_root", "step", stretch.branch, { what: "step", params: { value: 3 } });
  const first = start(news());
  equal([first.root, first.changes.length, first.from_step], [null, 2, 21]);
  ready(first.branch);
  view(first.branch, 3, "earlier");
  await settled();
  equal(answers.at(-1), [3, "earlier"]);
  news();
  ask(40);
  const again = start(news());
  equal([again.root, again.branch, again.from_step], ["root 23", 5, 64], "a later step is the branch's own");
  ready(5);
  equal(brief(news()).slice(-1), [["inspect", 5, 40]]);
}

export function testAtTheEndOfWhatIsKnownThePlayedBranchIsAskedForAgain() {
  const { session, ready, news, error } = changedOften(5, [2, 4]);
  session.opened();
  ready(5);
  session.inspect(22, "r1", { kind: "step" });
  error("before_root", "step", 5, { what: "step", params: { value: 22 } });
  news();
  session.pull(40, 120);
  equal(news(), []);
  session.pull(63, 120);
  equal(brief(news()), [
    ["start", 5, 64],
    ["advance", 5, 176],
  ]);
}

export function testARootThatDoesNotFitIsDroppedForTheOneBefore() {
  const { session, kept, error, news } = changedOften(5, [2, 4]);
  session.opened();
  news();
  for (const root of ["root 21", null]) {
    error("bad_checkpoint", "root", 5);
    equal(start(news()).root, root);
  }
  equal(kept.refused, []);
}

export function testAPathWithoutRootsIsBroughtAPartAtATime() {
  const { session, ready, news } = changedOften(300, []);
  session.opened();
  const first = start(news());
  equal([first.changes.length, first.from_step], [256, 276]);
  ready(first.branch);
  const [next] = news();
  equal([next.type, next.parent, next.at_step], ["change", first.branch, 276]);
}

export function testOldBranchesLetGoOfTheirTapes() {
  const branches = createBranches({ number: () => 0, width: () => 2, columns: () => NAMES });
  let branch = branches.make(runOf(), []);
  for (let k = 1; k < 50; k += 1) branch = branches.changed(branch, rate(k, k), { gesture: null, label: "" }).made;
  equal([branch.changes.length, branch.before.changes.length, branch.before.before.changes.length], [49, 48, 47]);
  equal(branch.before.before.before, null);
}
