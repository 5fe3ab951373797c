// The rows a session asks for and shows, and what the server makes of it.

import { equal, ok, settled } from "./expect.js";
import { stepsOf } from "./messages.js";
import { racer, runOf } from "./runs.js";
import { begun, brief, ENTRIES, NAMES, rate, running } from "./sessions.js";

const STEP = { kind: "step" };

export function testARunBeginsWithItsRowsAskedForAtOnce() {
  const { session, kept, news } = begun();
  session.pull(0, 120);
  equal(news(), [], "without a run nothing is asked");
  session.load(runOf(), []);
  const [start, ...rest] = news();
  equal(start, { type: "start", protocol: 1, run: runOf(), root: null, changes: [], branch: 0, from_step: 0, checkpoint: null });
  equal(rest, [{ type: "advance", branch: 0, count: 180, every: 1, columns: NAMES }]);
  equal([session.tape, session.isWaiting, kept.shown.length], [null, true, 0], "nothing is shown before there is something to see");
}

export function testTheRunIsShownWithItsFirstRows() {
  const { session, kept, ready, rows } = begun();
  session.load(runOf(), [], { patch: { selected: "r2" } });
  ready(0, "bits");
  equal(session.fingerprint, "bits");
  rows(0, 0, 60);
  equal([session.tape.length, session.isWaiting], [60, false]);
  equal(
    kept.shown.map(({ keep, patch }) => [keep, patch]),
    [[0, { selected: "r2" }]],
  );
  ok(kept.drawn > 0);
}

export function testSoMuchIsReadAheadInFullMessagesTwoAtATime() {
  for (const [step, ahead, counts] of [
    [0, 0, [60]],
    [0, 59, [60]],
    [0, 60, [120]],
    [59, 0, [60]],
    [60, 0, [120]],
    [0, 239, [240]],
    [0, 240, [360]],
    [0, 700, [480, 420]],
  ]) {
    const { session, ready, rows, news } = begun();
    session.load(runOf(), []);
    ready(0);
    rows(0, 0, 60);
    news();
    session.pull(step, ahead);
    const found = news();
    const sum = 60 + found.reduce((total, { count }) => total + count, 0);
    equal(
      sum,
      Math.max(
        60,
        counts.reduce((total, count) => total + count, 0),
      ),
      `step ${step}, ahead ${ahead}`,
    );
    ok(found.length <= 2 && found.every(({ count }) => count <= 480));
  }
}

export function testAtMostTwoQuestionsAreOpen() {
  const { session, ready, rows, news } = begun();
  session.load(runOf(), [], {});
  news();
  session.pull(0, 900);
  equal(brief(news()), [], "of a branch that was asked for just now one is open");
  ready(0);
  equal(brief(news()), [["advance", 0, 480]]);
  session.pull(0, 900);
  equal(news(), []);
  rows(0, 0, 60);
  session.pull(0, 900);
  equal(brief(news()), [["advance", 0, 461]], "and no row beyond the last step is asked for");
  rows(0, 60, 480);
  rows(0, 540, 461);
  session.pull(0, 900);
  equal([news(), session.isWaiting], [[], false]);
}

export function testNothingIsAskedForAfterTheEnd() {
  const { session, ready, rows, news } = begun();
  session.load(runOf(), []);
  ready(0);
  rows(0, 0, 10);
  const outcomes = [
    { racer: "r1", kind: "converged", step: 7 },
    { racer: "r2", kind: "running", step: 9 },
  ];
  session.pull(0, 300);
  session.receive({ type: "ended", branch: 0, step: 9, outcomes });
  news();
  session.pull(0, 300);
  equal([news(), session.tape.ended, session.isWaiting], [[], true, false]);
  equal([...session.tape.outcomes.keys()], ["r1"]);
}

export function testTheEndOfAnotherBranchEndsNothingHere() {
  const { session } = running();
  session.receive({ type: "ended", branch: 7, step: 9, outcomes: [] });
  equal(session.tape.ended, false);
}

export function testAStepToStayAtIsAwaited() {
  const { session, kept, ready, rows } = running();
  session.load(runOf(), [], { keep: 70 });
  equal([session.tape.length, session.isWaiting], [100, true], "the run before stays until then");
  ready(1);
  rows(1, 0, 70);
  equal(kept.shown.length, 1);
  rows(1, 70, 1);
  equal([kept.shown.length, kept.shown[1].keep, session.tape.length], [2, 70, 71]);
}

export function testAStepTooFarIsNotStayedAt() {
  for (const [keep, stays] of [
    [2000, 2000],
    [2001, 0],
  ]) {
    const { session, kept, ready, rows } = begun();
    session.load(runOf([racer("r1"), racer("r2")], { step_limit: 9000 }), [], { keep });
    ready(0);
    for (let first = 0; first < 2040; first += 60) rows(0, first, 60);
    equal(kept.shown[0].keep, stays);
  }
}

export function testARunThatEndsBeforeTheStepIsShownAllTheSame() {
  const { session, kept, ready, rows } = begun();
  session.load(runOf(), [], { keep: 500 });
  ready(0);
  rows(0, 0, 60);
  equal(kept.shown.length, 0);
  session.receive({ type: "ended", branch: 0, step: 59, outcomes: [] });
  equal([kept.shown.length, session.tape.length], [1, 60]);
}

export function testARunWithoutRacersIsShownAndNotComputed() {
  const { session, kept, news } = begun();
  session.load(runOf([]), []);
  equal([news(), kept.shown.length, session.tape], [[], 1, null]);
}

export function testRowsThatCameWithThePageAreGoneOnFrom() {
  const { session, kept, ready, rows, news } = begun({ isOpen: false });
  const columns = Object.fromEntries(NAMES.map((name) => [name, new Array(10 * 2 * (ENTRIES[name] ?? 1)).fill(1)]));
  session.adopt(runOf(), stepsOf(0, 0, 10, columns));
  equal([session.tape.length, kept.shown[0].keep, news()], [10, null, []]);
  session.pull(0, 120);
  equal(news(), [], "there is no connection yet");
  kept.isOpen = true;
  session.opened();
  equal(brief(news()), [["start", 0, 10]]);
  ready(0);
  equal(brief(news()), [["advance", 0, 170]]);
  rows(0, 10, 170);
  equal(session.tape.length, 180);
}

export function testALostConnectionGoesOnFromTheLastCheckpoint() {
  const { session, kept, ready, rows, news } = begun();
  session.load(runOf(), [rate(40, 0.02)]);
  session.pull(0, 120);
  rows(0, 0, 40, { checkpoint: "early", checkpoint_step: 30 });
  ready(0);
  ready(1);
  rows(1, 40, 20, { checkpoint: "late", checkpoint_step: 55 });
  session.pull(0, 120);
  news();
  session.opened();
  const sent = news();
  const known = { run: runOf(), root: null, changes: [rate(40, 0.02)] };
  equal(sent, [{ type: "start", protocol: 1, ...known, branch: 1, from_step: 60, checkpoint: "late" }]);
  equal(session.isWaiting, false, "what was asked of the old server is not awaited");
  ready(1);
  equal(brief(news()), [["advance", 1, 120]]);
  rows(1, 60, 120);
  equal([session.tape.length, kept.refused], [180, []]);
}

export function testAParentsCheckpointServesABranchOnlyFromBeforeTheCut() {
  for (const [checkpoint_step, expected] of [
    [19, "parent"],
    [20, null],
    [21, null],
  ]) {
    const { session, ready, rows, news } = begun();
    session.load(runOf(), []);
    ready(0);
    rows(0, 0, 60, { checkpoint: "parent", checkpoint_step });
    session.change(rate(20, 0.02));
    news();
    session.opened();
    equal([news()[0].checkpoint, session.latest.changes.length], [expected, 1], `checkpoint of step ${checkpoint_step}`);
  }
}

export function testACheckpointThatIsRefusedIsDoneWithout() {
  const { session, kept, ready, rows, error, news } = begun();
  session.load(runOf(), []);
  ready(0);
  rows(0, 0, 60, { checkpoint: "bad", checkpoint_step: 50 });
  session.opened();
  news();
  error("bad_checkpoint", "start.checkpoint", 0);
  equal(
    news().map(({ type, from_step, checkpoint }) => [type, from_step, checkpoint]),
    [["start", 60, null]],
  );
  equal(kept.refused, []);
  error("bad_checkpoint", "start.checkpoint", 0);
  equal([news(), kept.refused], [[], ["bad_checkpoint"]], "a second time it is said");
}

export function testARefusedRunLeavesTheOneOnScreen() {
  const { session, kept, error, news } = running();
  session.load(runOf([racer("r1")], { seed: -7 }), []);
  news();
  error("out_of_range", "run.seed", null);
  equal([kept.refused, session.isWaiting, kept.nothing, session.latest.run], [["out_of_range"], false, 0, runOf()]);
  equal(brief(news()), [["start", 0, 100]]);
}

export function testWhereTheFirstRunIsRefusedThereIsNothing() {
  const { session, kept, error } = begun();
  session.load(runOf([racer("r1")], { seed: -7 }), []);
  error("out_of_range", "start.run.seed", null);
  equal([kept.refused, kept.nothing], [["out_of_range"], 1]);
}

export function testAnErrorAboutTheConnectionIsSaidAndRefusesNoRun() {
  for (const [code, path, branch, said] of [
    ["too_many_messages", "", null, ["too_many_messages"]],
    ["out_of_range", "running", null, ["out_of_range"]],
    ["internal", "run.seed", 9, ["internal"]],
    ["idle", "", null, []],
    ["shutting_down", "", null, []],
  ]) {
    const { session, kept, error, news } = running();
    session.change(rate(20, 0.02));
    news();
    error(code, path, branch);
    equal([kept.refused, news(), session.latest.changes.length], [said, [], 1], code);
  }
}

export function testABranchTheServerForgotIsAskedForAgain() {
  const { session, kept, error, ready, rows, news } = running();
  session.pull(100, 60);
  news();
  error("unknown_branch", "branch", 0);
  equal(brief(news()), [["start", 0, 100]]);
  equal([kept.refused, session.isWaiting], [[], false]);
  ready(0);
  equal(brief(news()), [["advance", 0, 80]]);
  rows(0, 100, 80);
  equal(session.tape.length, 180);
}

export function testOneAdvanceTooManyIsForgotten() {
  const { session, error, news } = running();
  session.pull(100, 600);
  equal(brief(news()), [
    ["advance", 0, 480],
    ["advance", 0, 320],
  ]);
  error("too_many_advances", "", 0);
  session.pull(100, 600);
  equal(brief(news()), [["advance", 0, 320]]);
}

export function testRowsOfAnotherBranchAreNotTaken() {
  const { session, rows } = running();
  rows(9, 100, 60);
  equal(session.tape.length, 100);
}

export async function testAStepIsLookedIntoAsSoonAsItIsThere() {
  const { session, ready, rows, news } = begun();
  session.load(runOf(), []);
  const answer = session.inspect(59, "r1", STEP);
  news();
  rows(0, 0, 60);
  equal(news(), [], "the server has not said yet that the run is there");
  ready(0);
  equal(news(), [{ type: "inspect", branch: 0, step: 59, racer: "r1", what: STEP }]);
  session.receive({ type: "view", branch: 0, step: 59, racer: "r2", what: "step", view: "another racer's" });
  session.receive({ type: "view", branch: 0, step: 59, racer: "r1", what: "step", view: "seen" });
  equal(await answer, "seen");
  session.inspect(60, "r1", STEP);
  equal(news(), [], "a step that has not been computed waits");
  rows(0, 60, 1);
  equal(
    brief(news()).filter(([type]) => type === "inspect"),
    [["inspect", 0, 60]],
  );
}

export async function testOfManyQuestionsTheNewestIsAsked() {
  const { session, error, news } = running();
  const first = session.inspect(1, "r1", STEP);
  const second = session.inspect(2, "r1", STEP);
  const third = session.inspect(3, "r1", STEP);
  const other = session.inspect(4, "r1", { kind: "accuracy", threshold: 0.75 });
  equal(news(), [
    { type: "inspect", branch: 0, step: 1, racer: "r1", what: STEP },
    { type: "inspect", branch: 0, step: 4, racer: "r1", what: { kind: "accuracy", threshold: 0.75 } },
  ]);
  equal(await second, null);
  session.receive({ type: "view", branch: 0, step: 1, racer: "r1", what: "step", view: "one" });
  equal(await first, "one");
  equal(brief(news()), [["inspect", 0, 3]]);
  session.receive({ type: "view", branch: 0, step: 4, racer: "r1", what: "accuracy", view: "four" });
  error("out_of_range", "step", 0);
  equal([await third, await other], [null, "four"]);
}

export async function testAQuestionUnderWayIsAskedAgainOfTheNextServer() {
  const { session, kept, ready, news } = running();
  const answer = session.inspect(5, "r1", STEP);
  news();
  session.opened();
  equal(brief(news()), [["start", 0, 100]]);
  ready(0);
  equal(brief(news()), [["inspect", 0, 5]]);
  session.receive({ type: "view", branch: 0, step: 5, racer: "r1", what: "step", view: "seen" });
  equal([await answer, kept.refused], ["seen", []]);
  await settled();
}
