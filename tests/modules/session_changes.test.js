// Changes of a run that is on screen: branches, drags, and the old paths they leave.

import { equal, ok } from "./expect.js";
import { runOf } from "./runs.js";
import { begun, brief, rate, running } from "./sessions.js";

export function testChangesOnTheWayAreMadeWhereTheyCome() {
  const { session, ready, rows, news } = begun();
  const changes = [rate(0, 0.5), rate(40, 0.02), rate(70, 0.03, "r2")];
  session.load(runOf(), changes, {});
  const sent = news();
  equal(brief(sent), [
    ["start", 0, 0],
    ["advance", 0, 40],
  ]);
  equal(sent[0].changes, [changes[0]]);
  rows(0, 0, 40);
  session.pull(0, 120);
  equal(brief(news()), [], "the server has not said yet that the branch is there");
  ready(0);
  const [first, ...next] = news();
  equal(first, { type: "change", branch: 1, parent: 0, at_step: 40, racer: "r1", set: changes[1].set });
  equal(brief(next), [["advance", 1, 30]]);
  ready(1);
  rows(1, 40, 30);
  session.pull(0, 120);
  equal(brief(news()), [
    ["change", 2, 1, 70],
    ["advance", 2, 110],
  ]);
  equal([session.tape.length, session.latest.changes], [70, changes]);
}

export function testAChangeAsksForItsFirstRowsAtOnce() {
  const { session, kept, news } = running();
  session.change(rate(20, 0.02), { label: "α 0.01 → 0.02" });
  equal(brief(news()), [
    ["change", 1, 0, 20],
    ["advance", 1, 40],
  ]);
  equal([session.tape.length, session.tape.held, session.isWaiting], [21, 20, true]);
  equal(session.tape.at("learning_rate", 20, 0), 0, "made of the old row of this step");
  equal(
    session.ghosts.map(({ from, label, tape }) => [from, label, tape.length]),
    [[20, "α 0.01 → 0.02", 100]],
  );
  equal(session.latest.changes, [rate(20, 0.02)]);
  equal([kept.shown.length, kept.shown[1].keep], [2, null]);
}

export function testTheRowOfAChangeHasTheNewRateUntilItComes() {
  const all = begun();
  all.session.load(runOf(), []);
  all.ready(0);
  all.rows(0, 0, 30, {}, { value: 3 });
  all.session.change(rate(20, 0.04));
  equal(
    [0, 1].map((index) => all.session.tape.at("learning_rate", 20, index)),
    [12, 3],
  );
  all.ready(1);
  all.rows(1, 20, 10, {}, { value: 8 });
  equal([all.session.tape.held, all.session.tape.at("learning_rate", 20, 0), all.session.tape.length], [-1, 8, 30]);
}

export function testAChangeAtTheBeginningIsANewRun() {
  const { session, news } = running();
  session.change({ at_step: 0, racer: "r1", set: { params: [1, 2] } });
  const [start] = news();
  equal([start.type, start.from_step, start.changes, start.run.racers[0].start], ["start", 0, [], [1, 2]]);
  equal(session.latest.changes, []);
  equal(session.ghosts.length, 1);
}

export function testAnotherChangeOfTheSameStepTakesThePlaceOfTheFirst() {
  const { session, ready, rows, news } = running();
  session.change(rate(20, 0.02));
  ready(1);
  rows(1, 20, 40);
  news();
  session.change(rate(20, 0.03));
  equal(brief(news()).slice(0, 1), [["change", 2, 0, 20]], "cut from the branch before the first");
  equal([session.latest.changes.length, session.ghosts.length], [1, 1]);
  session.change({ at_step: 20, racer: "r1", set: { noise: 1 } });
  equal([session.latest.changes.length, session.ghosts.length], [2, 1], "something else is changed besides");
}

export function testWhatWasPlayedIsLeftByTheNextChange() {
  const { session, ready, rows, news } = running();
  session.change(rate(20, 0.02));
  ready(1);
  rows(1, 20, 40);
  session.pull(20, 30);
  session.change(rate(20, 0.03));
  equal(session.ghosts.length, 1, "at the step itself nothing was played yet");
  ready(2);
  rows(2, 20, 40);
  session.pull(21, 30);
  news();
  session.change(rate(20, 0.05));
  equal([session.ghosts.length, session.latest.changes.length], [2, 1]);
}

export function testADragIsOneBranchAndItsNewestWishWaits() {
  const { session, kept, ready, rows, news } = running();
  const gesture = {};
  session.change(rate(20, 0.02), { gesture });
  equal(brief(news()), [
    ["change", 1, 0, 20],
    ["advance", 1, 40],
  ]);
  session.change(rate(20, 0.03), { gesture });
  session.change(rate(20, 0.04), { gesture });
  equal([news(), session.latest.changes], [[], [rate(20, 0.02)]], "while the first is computed the others wait");
  ready(1);
  rows(1, 20, 40);
  equal(brief(news()), [
    ["change", 2, 0, 20],
    ["advance", 2, 40],
  ]);
  equal([session.latest.changes, session.ghosts.length], [[rate(20, 0.04)], 1]);
  kept.isOpen = false;
  session.change(rate(20, 0.05), { gesture });
  equal([session.latest.changes, news()], [[rate(20, 0.05)], []], "without a connection there is nothing to wait for");
}

export function testDuringADragLittleIsReadAhead() {
  const { session, ready, rows, news } = running();
  const gesture = {};
  session.pull(20, 600);
  session.receive({ type: "error", code: "too_many_advances", path: "", branch: 0, params: {}, fatal: false });
  session.change(rate(20, 0.02), { gesture });
  equal(brief(news()).at(-1), ["advance", 1, 40]);
  ready(1);
  rows(1, 20, 40);
  session.pull(20, 600);
  equal(news(), []);
  session.release();
  session.pull(20, 600);
  equal(brief(news())[0], ["advance", 1, 480], "when it is over, as usual");
}

export function testAWishThatWaitedWhileTheDragEndedIsReadAheadAsUsual() {
  const { session, ready, rows, news } = running();
  const gesture = {};
  session.change(rate(20, 0.01), { gesture });
  session.change(rate(20, 0.02), { gesture });
  session.pull(20, 240);
  equal(session.tape.length, 21);
  session.release();
  news();
  ready(1);
  rows(1, 20, 40);
  equal([session.latest.changes, session.ghosts.length], [[rate(20, 0.02)], 1]);
  ready(2);
  rows(2, 20, 40);
  session.pull(20, 240);
  ok(60 + news().reduce((sum, { type, count }) => sum + (type === "advance" ? count : 0), 0) - 40 >= 240);
}

export function testADragOfTheWholeRunComputesItsNewestWishOnly() {
  const { session, ready, rows, news } = running();
  const gesture = {};
  const started = (start) => runOf(undefined, { start });
  for (const x of [1, 2, 3]) session.load(started([x, 0]), [], { gesture });
  equal(
    news()
      .filter(({ type }) => type === "start")
      .map(({ run }) => run.start),
    [[1, 0]],
  );
  ready(1);
  rows(1, 0, 60);
  equal(
    news()
      .filter(({ type }) => type === "start")
      .map(({ run }) => run.start),
    [[3, 0]],
  );
}

export function testThreeOldPathsStayUntilTheyAreDismissed() {
  const { session, ready, rows, kept } = running();
  [30, 40, 50, 55].forEach((at, k) => {
    session.change(rate(at, 0.01 + k));
    ready(k + 1);
    rows(k + 1, at, 60);
    session.pull(at + 1, 10);
  });
  equal(
    session.ghosts.map(({ from }) => from),
    [40, 50, 55],
  );
  const drawn = kept.drawn;
  session.dismiss(session.ghosts[1]);
  equal(
    session.ghosts.map(({ from }) => from),
    [40, 55],
  );
  ok(kept.drawn > drawn);
  session.load(runOf(), []);
  equal(session.ghosts, []);
}

export function testABranchTheServerHoldsNoLongerIsStartedAgain() {
  for (const [branches, kind] of [
    [1, "start"],
    [2, "start"],
    [3, "change"],
  ]) {
    const { session, ready, rows, news } = running({ branches });
    session.change(rate(30, 0.02));
    ready(1);
    rows(1, 30, 60);
    news();
    session.change(rate(30, 0.03));
    equal(news()[0].type, kind, `of ${branches} branches the first is the last but one`);
  }
}

export function testOnAnotherServerAChangeOfTheSameStepIsAStart() {
  const { session, ready, news } = running();
  session.change(rate(30, 0.02));
  session.opened();
  ready(1);
  news();
  session.change(rate(30, 0.03));
  const [start, advance] = news();
  equal([start.type, start.from_step, start.changes, start.branch], ["start", 30, [rate(30, 0.03)], 2]);
  equal(brief([advance]), [["advance", 2, 30]]);
}

export function testARefusedChangeGoesBackAndIsSaidOnce() {
  const { session, kept, error, ready, news } = running();
  session.change(rate(20, 1e9));
  news();
  error("too_large", "set.optimizer.learning_rate", 1);
  equal([kept.refused, session.latest.changes, session.ghosts, session.tape.length], [["too_large"], [], [], 100]);
  equal(brief(news()), [["start", 0, 100]]);
  error("unknown_branch", "branch", 1);
  equal([kept.refused, news()], [["too_large"], []], "the advance sent with it is refused as well, and not told of");
  ready(0);
  equal(session.isWaiting, false);
  equal(kept.shown.at(-1).branch.changes, []);
}

export function testARefusalAfterTheBranchIsThereChangesNothing() {
  const { session, kept, error, ready, news } = running();
  session.change(rate(20, 0.02));
  ready(1);
  news();
  error("out_of_range", "run.seed", 1);
  equal([kept.refused, session.latest.changes.length, news()], [["out_of_range"], 1, []]);
}

export function testAnEditThatRemovesWhatComesLaterStartsAgain() {
  const { session, ready, rows, news } = running();
  session.change(rate(50, 0.02));
  ready(1);
  rows(1, 50, 60);
  session.pull(60, 10);
  news();
  session.change(rate(20, 0.03));
  equal(brief(news()).slice(0, 1), [["change", 2, 1, 20]], "a branch that is held is cut where it is");
  equal(session.latest.changes, [rate(20, 0.03)]);
}

export function testWhatIsSetBeforeTheRowsOfALinkAreHereKeepsItsStep() {
  const { session, kept, ready, rows, news } = begun();
  session.load(runOf(), [rate(10, 0.3, "r2")], { keep: 40, patch: { selected: "r2" } });
  equal(session.awaited, { run: runOf(), changes: [rate(10, 0.3, "r2")], keep: 40, patch: { selected: "r2" } });
  ready(0);
  news();
  session.change(rate(40, 0.02));
  equal([session.awaited.keep, session.awaited.changes, kept.shown], [40, [rate(10, 0.3, "r2"), rate(40, 0.02)], []]);
  const [start] = news();
  equal([start.type, start.changes, start.from_step], ["start", [], 0], "it is computed from its beginning, changes as they come");
  session.change(rate(0, 0.5));
  equal([session.awaited.keep, session.awaited.changes], [40, []], "at the beginning it is another run, at the same step");
  const id = news()[0].branch;
  ready(id);
  rows(id, 0, 60);
  equal(
    kept.shown.map(({ keep, patch }) => [keep, patch]),
    [[40, { selected: "r2" }]],
  );
  equal(session.awaited, null);
}

export function testARunBegunAgainLeavesTheOneBeforeInSight() {
  const { session, ready, rows } = running();
  const old = session.tape;
  session.load(runOf(undefined, { seed: 5 }), [], { label: "σ 0 → 1" });
  equal(
    session.ghosts.map(({ tape, from, label }) => [tape === old, from, label]),
    [[true, 0, "σ 0 → 1"]],
  );
  ready(1);
  rows(1, 0, 60);
  session.load(runOf(undefined, { seed: 6 }), [], { label: "another" });
  equal(session.ghosts.length, 2);
  session.load(runOf(undefined, { seed: 7 }), []);
  equal(session.ghosts, [], "another race has nothing to be compared with");
}

export function testADragThatBeginsTheRunAgainLeavesWhatItBeganWith() {
  const { session, ready, rows, news } = running();
  const gesture = {},
    old = session.tape;
  session.load(runOf(undefined, { seed: 5 }), [], { keep: 20, gesture, label: "first" });
  equal(session.tape === old, true, "on screen until its rows are here");
  ready(1);
  rows(1, 0, 60);
  session.load(runOf(undefined, { seed: 6 }), [], { keep: 20, gesture, label: "second" });
  equal(
    session.ghosts.map(({ tape, label }) => [tape === old, label]),
    [[true, "second"]],
  );
  session.load(runOf(undefined, { seed: 7 }), [], { keep: 20, gesture, label: "third" });
  news();
  ready(2);
  rows(2, 0, 60);
  equal([news()[0].run.seed, session.ghosts.length, session.ghosts[0].tape === old], [7, 1, true], "the newest wish is computed");
}

export function testARefusedRunThatWasToBeginAgainLeavesNothing() {
  const { session, error } = running();
  const old = session.tape;
  session.load(runOf(undefined, { seed: -1 }), [], { label: "seed" });
  error("out_of_range", "run.seed", 1);
  equal([session.ghosts, session.tape === old, session.awaited], [[], true, null]);
}
