import { createSession } from "../../static/run/session.js";
import { columnsOf } from "../../static/run/tape.js";
import { equal, ok, settled } from "./expect.js";
import { stepsOf } from "./messages.js";
import { optimizer, racer, runOf } from "./runs.js";

const NAMES = columnsOf(false, 2, ["params", "gradient", "change", "velocity", "accumulated"]);
const ENTRIES = { params: 2, gradient: 2, change: 2, velocity: 2, accumulated: 2, limit: 2 };
const rate = (at_step, learning_rate, id = "r1") => ({ at_step, racer: id, set: { optimizer: optimizer(learning_rate) } });

const STEP = { kind: "step" };

/** A session between a server and a screen made of notes. */
function begun({ isOpen = true, branches = 4 } = {}) {
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
  const ready = (branch, fingerprint = "") => session.receive({ type: "ready", branch, fingerprint, limits: { branches } });
  const error = (code, path = "", branch = null) => session.receive({ type: "error", code, path, branch, params: {}, fatal: false });
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
  return { session, kept, ready, error, rows, news };
}

const brief = (messages) =>
  messages.map(({ type, branch, ...rest }) => {
    if (type === "advance") return [type, branch, rest.count];
    if (type === "change") return [type, branch, rest.parent, rest.at_step];
    return [type, branch, rest.from_step ?? rest.step];
  });

/** A run of which 100 rows are here and nothing is on its way, shown at step 20. */
function running(options) {
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

export function testARunBeginsWithItsRowsAskedForAtOnce() {
  const { session, kept, news } = begun();
  session.pull(0, 120);
  equal(news(), [], "without a run nothing is asked");
  session.load(runOf(), []);
  const [start, ...rest] = news();
  equal(start, { type: "start", protocol: 1, run: runOf(), changes: [], branch: 0, from_step: 0, checkpoint: null });
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
  equal(sent, [{ type: "start", protocol: 1, run: runOf(), changes: [rate(40, 0.02)], branch: 1, from_step: 60, checkpoint: "late" }]);
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

export function testARefusalAfterTheBranchIsThereChangesNothing() {
  const { session, kept, error, ready, news } = running();
  session.change(rate(20, 0.02));
  ready(1);
  news();
  error("out_of_range", "run.seed", 1);
  equal([kept.refused, session.latest.changes.length, news()], [["out_of_range"], 1, []]);
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
