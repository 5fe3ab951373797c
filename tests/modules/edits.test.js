import { createEdits } from "../../static/run/edits.js";
import { equal, ok } from "./expect.js";
import { CATALOGUE, FIT, optimizer, racer, runOf } from "./runs.js";

/** Edits of a run at a step, with a session and a player made of notes. */
function editing(options = {}) {
  const { run = runOf(), changes = [], time: first = 20, tape = { length: 100 }, selected = "r1", catalogue = CATALOGUE } = options;
  const { from = "here", awaited = null } = options;
  let time = first;
  const kept = { made: [], loaded: [], set: [], sought: [], settled: 0, left: [] };
  const session = {
    tape: tape === null ? null : { ended: false, outcomes: new Map(), ...tape },
    latest: { run, changes },
    awaited,
    change: (change, options) => kept.made.push({ change, ...options }),
    load: (loaded, path, options) => kept.loaded.push({ run: loaded, changes: path, ...options }),
  };
  const player = {
    get step() {
      return Math.floor(time);
    },
    get editStep() {
      return Math.ceil(time);
    },
    seek: (to) => {
      kept.sought.push(to);
      time = to;
    },
  };
  const store = { state: { selected, from }, set: (patch) => kept.set.push(patch) };
  const settled = () => {
    edits.release();
    kept.settled += 1;
  };
  const leaving = () => kept.left.push([kept.made.length + kept.loaded.length, time]);
  const edits = createEdits({ session, player, store, catalogue, leaving, settled });
  return { edits, kept, session, settled };
}

export function testASettingIsAChangeAtTheNextStep() {
  const set = {
    setOptimizer: ["optimizer", optimizer(0.5)],
    setSchedule: ["schedule", { kind: "step", every: 5 }],
    setClipping: ["clipping", { kind: "norm", limit: 2 }],
    setBatch: ["batch", { kind: "mini_batch", size: 4 }],
    setGradient: ["gradient", { kind: "numerical", epsilon: 1e-4 }],
    setNoise: ["noise", 0.25],
  };
  for (const [name, [field, value]] of Object.entries(set)) {
    const { edits, kept } = editing({ time: 20.5 });
    edits[name]("r2", value);
    equal([kept.made[0].change, kept.made[0].gesture], [{ at_step: 21, racer: "r2", set: { [field]: value } }, null]);
    equal([kept.made.length, kept.settled, kept.sought, kept.set], [1, 1, [], []]);
    equal(edits.applied, { racer: "r2", at_step: 21, isBack: false });
  }
}

export function testAPartOfADragIsNoWholeChange() {
  const { edits, kept } = editing();
  const gesture = {};
  edits.setNoise("r1", 0.5, gesture);
  equal([kept.made[0].gesture === gesture, kept.settled], [true, 0]);
}

export function testTheLabelSaysWhatBecameOfWhat() {
  const labels = (act, options) => {
    const { edits, kept } = editing(options);
    act(edits);
    return kept.made[0].label;
  };
  equal(
    labels((edits) => edits.setOptimizer("r1", optimizer(0.5))),
    "α 0.01 → 0.5",
  );
  equal(
    labels((edits) => edits.moveBall([1, -2])),
    "(1, −2)",
  );
  equal(
    labels((edits) => edits.setNoise("r1", 0.5)),
    "σ 0 → 0.5000",
  );
  equal(
    labels((edits) => edits.setSurfaceFields({ kind: "bowl", steepness: 3 })),
    "a 1 → 3",
  );
  const changes = [
    { at_step: 10, racer: "r1", set: { optimizer: optimizer(0.1) } },
    { at_step: 20, racer: "r1", set: { optimizer: optimizer(0.2) } },
    { at_step: 30, racer: "r1", set: { optimizer: optimizer(0.3) } },
  ];
  equal(
    labels((edits) => edits.setOptimizer("r1", optimizer(0.5)), { changes }),
    "α 0.1 → 0.5",
    "an earlier change of the same step is not what it is compared with",
  );
}

const GONE = new Map([["r1", { racer: "r1", kind: "diverged", step: 15 }]]);

export function testWhereNoStepIsLeftTheRunBeginsAgainWithTheChangeAndAllThatIsSeen() {
  const changes = [{ at_step: 10, racer: "r2", set: { noise: 0.125 } }];
  for (const [tape, time, at_step, why] of [
    [{ length: 101, ended: true }, 100, null, "the run is over"],
    [{ length: 101, ended: true }, 99, 99, "one step is left"],
    [{ length: 101, ended: false }, 100, 100, "more rows will come"],
    [{ length: 101, outcomes: GONE }, 15, null, "the racer is gone"],
    [{ length: 101, outcomes: GONE }, 14, 14, "it goes with the next step"],
    [{ length: 101, outcomes: new Map([["r1", { kind: "converged", step: 3 }]]) }, 15, 15, "what converged goes on"],
    [null, 15, 0, "nothing is there"],
  ]) {
    const { edits, kept } = editing({ tape, time, changes });
    edits.setNoise("r1", 0.5);
    const isBack = (at_step ?? 0) < time;
    equal(edits.applied, { racer: "r1", at_step: at_step ?? 0, isBack }, why);
    equal([kept.left, kept.settled], [[[0, time]], 1], why);
    if (at_step === null) {
      const [{ run, changes: path, keep, patch, label }] = kept.loaded;
      equal([run.racers.map(({ noise }) => noise), path, keep ?? 0, patch], [[0.5, 0.125], [], 0, { playing: true }], why);
      equal([label, kept.made], ["σ 0 → 0.5000", []], why);
      continue;
    }
    equal(kept.made[0].change.at_step, at_step, why);
    equal([kept.sought, kept.set], isBack ? [[at_step], [{ playing: true }]] : [[], []], why);
  }
  const { edits, kept } = editing({ tape: { length: 101, outcomes: GONE }, time: 15 });
  edits.setNoise("r2", 0.5);
  equal(kept.made[0].change.at_step, 15, "the other racer goes on");
}

export function testADragThatSpoiltTheRunGoesBackToWhereItBegan() {
  const { edits, kept, session } = editing({ time: 12 });
  const gesture = {};
  edits.setNoise("r1", 0.5, gesture);
  session.tape.outcomes = new Map([["r1", { kind: "diverged", step: 12 }]]);
  edits.setNoise("r1", 0.25, gesture);
  equal(
    kept.made.map(({ change }) => change.at_step),
    [12, 12],
  );
  const other = {};
  edits.setNoise("r1", 0.25, other);
  session.tape.outcomes = new Map();
  edits.setNoise("r1", 0.75, other);
  equal(
    [kept.made.length, kept.loaded.map(({ run, keep }) => [run.racers[0].noise, keep])],
    [
      2,
      [
        [0.25, 12],
        [0.75, 12],
      ],
    ],
    "another drag begins the run again, all of it",
  );
}

export function testTheBallOfTheSelectedRacerIsMoved() {
  const { edits, kept } = editing({ selected: "r2" });
  edits.moveBall([3, 4]);
  equal(kept.made[0].change, { at_step: 20, racer: "r2", set: { params: [3, 4] } });
}

export function testARateIsTriedFromAnEarlierStep() {
  const changes = [{ at_step: 10, racer: "r1", set: { optimizer: optimizer(0.1, "momentum", { momentum: 0.5 }) } }];
  const { edits, kept } = editing({ changes });
  edits.tryRate("r1", 0.001, 12);
  equal(kept.made[0].change, {
    at_step: 12,
    racer: "r1",
    set: { optimizer: optimizer(0.001, "momentum", { momentum: 0.5 }) },
  });
  equal([kept.sought, kept.set.at(-1), edits.applied.isBack], [[12], { playing: true }, true]);
}

const fitting = (rest = {}) => editing({ run: runOf([racer("r1", { start: [1, 1] })], { problem: FIT, start: [2, 2] }), ...rest });

export function testUnderASumRatesAreAsMuchSmallerAsItIsLarger() {
  const adam = racer("r2", { optimizer: { kind: "adam", learning_rate: 0.4 } });
  const own = { kind: "fit", loss: { kind: "total" }, l1: null, l2: null };
  const run = runOf([racer("r1"), adam, racer("r3", { own })], { problem: FIT, start: [2, 2] });
  const { edits, kept } = editing({ run });
  edits.setFit({ loss: { kind: "huber", delta: 1 } });
  equal(kept.made[0].change.set.problem.loss.kind, "huber", "of another mean they roll on");
  edits.setOwnFit("r1", { loss: { kind: "total" } });
  equal(kept.made[1].change.set, { own, optimizer: optimizer(0.0001) }, "half a sum over 200");
  edits.setFit({ loss: { kind: "total" } });
  const [{ run: anew }] = kept.loaded;
  equal(
    [anew.problem.loss.kind, anew.start, anew.racers.map(({ optimizer: { learning_rate } }) => learning_rate)],
    ["total", [2, 2], [0.0001, 0.4, 0.01]],
    "not of who had it already, nor of who measures the slope",
  );
}

export function testAFitChangesUnderTheRollingBalls() {
  const { edits, kept } = fitting();
  edits.setFit({ l2: 0.5 });
  equal(kept.made[0].change, { at_step: 20, racer: null, set: { problem: { ...FIT, l2: 0.5 } } });
  equal(kept.made[0].label, "λ₂ 0 → 0.5");
}

export function testOtherDataUnitsOrModelsAreANewRun() {
  const { edits, kept } = fitting();
  edits.setStandardised(true);
  const [{ run, changes, keep, patch }] = kept.loaded;
  equal(run.problem, { ...FIT, standardise: true });
  equal([run.start, run.racers], [null, [racer("r1", { optimizer: optimizer(0.05) })]], "at the rate tuned for standardised data");
  equal([changes, keep, patch], [[], 0, { preset: "", playing: true, camera: null }]);
  edits.setStandardised(false);
  equal(kept.loaded[1].run.racers[0].optimizer, optimizer(0.02), "and at that for the data as they are");
  edits.restartFit({ model: { kind: "sine" } });
  equal(kept.loaded[2].run, runOf([racer("r1", { optimizer: optimizer(0.003) })], { problem: { ...FIT, model: { kind: "sine" } } }));
  equal(kept.loaded[2].patch, { preset: "", playing: true, camera: null, of: "loss" });
  equal(kept.settled, 3);
}

export function testAnotherSurfaceBeginsWithTheSettingsOfThisStep() {
  const changes = [
    { at_step: 10, racer: "r1", set: { optimizer: optimizer(0.1) } },
    { at_step: 20, racer: "r2", set: { noise: 1 } },
    { at_step: 21, racer: "r1", set: { optimizer: optimizer(0.2) } },
  ];
  const { edits, kept } = editing({ changes, run: runOf([racer("r1", { start: [1, 1] }), racer("r2")], { start: [2, 2] }) });
  edits.setSurface("valley");
  const [{ run, changes: path, keep, patch }] = kept.loaded;
  equal(run.problem, { kind: "surface", surface: { kind: "valley", steepness: 1 } });
  equal(
    run.racers,
    [racer("r1", { optimizer: optimizer(0.0015) }), racer("r2", { optimizer: optimizer(0.00015), noise: 1 })],
    "the faster one at the rate tuned there, the other at a tenth of it as before",
  );
  equal([run.start, path, keep], [null, [], 0]);
  equal(patch, { preset: "", playing: true, height: "log", camera: null, secant: null });
}

export function testAnotherOptimizerBeginsAtTheRateTunedForItHere() {
  const { edits, kept } = editing({ time: 7 });
  edits.switchOptimizer("r1", "adam");
  equal(kept.made[0].change, { at_step: 7, racer: "r1", set: { optimizer: { kind: "adam", learning_rate: 0.3 } } });
  const fit = fitting({ time: 7 });
  fit.edits.switchOptimizer("r1", "adam");
  equal(fit.kept.made[0].change.set.optimizer, { kind: "adam", learning_rate: 0.4 });
}

export function testAnExampleBringsItsOwnView() {
  const run = runOf([racer("x")], { seed: 5, problem: { kind: "surface", surface: { kind: "valley", steepness: 2 } } });
  const presets = [
    { kind: "deep", run, selected: "x", secant: 0.5 },
    { kind: "flat", run, selected: "x", secant: null, height: "linear" },
  ];
  const { edits, kept } = editing({ catalogue: { ...CATALOGUE, presets } });
  edits.applyPreset("none such");
  equal(kept.loaded, []);
  edits.applyPreset("deep");
  equal(kept.loaded[0].run, run);
  equal(kept.loaded[0].patch, {
    preset: "deep",
    selected: "x",
    playing: true,
    height: "log",
    camera: null,
    secant: 0.5,
  });
  edits.applyPreset("flat");
  equal(kept.loaded[1].patch.height, "linear");
}

export function testRacersComeAndGoAtTheStepOnScreen() {
  const changes = [{ at_step: 10, racer: "r1", set: { optimizer: optimizer(0.1) } }];
  const { edits, kept } = editing({ changes, time: 20.75 });
  edits.addRacer("adam");
  const [added] = kept.loaded;
  equal(
    added.run.racers.map(({ id, optimizer: { kind } }) => [id, kind]),
    [
      ["r1", "momentum"],
      ["r2", "momentum"],
      ["r3", "adam"],
    ],
  );
  equal([added.changes, added.keep, added.patch, added.run.racers[0]], [changes, 20, { selected: "r3" }, racer("r1")]);
  equal(added.run.racers[2].optimizer, { kind: "adam", learning_rate: 0.3 }, "at the rate tuned for it here");
  edits.duplicateRacer("r1");
  equal(kept.loaded[1].run.racers[2], racer("r3", { optimizer: optimizer(0.1) }), "as it is at this step");
  equal(kept.loaded[1].patch, { selected: "r3" });
  edits.duplicateRacer("nobody");
  edits.removeRacer("nobody");
  equal([kept.loaded.length, kept.settled], [2, 2]);
}

export function testSgdIsGradientDescentOneExampleAtATime() {
  const { edits, kept } = editing({ time: 3 });
  edits.addMember("stochastic");
  const racer3 = kept.loaded[0].run.racers.at(-1);
  equal([racer3.id, racer3.optimizer.kind, racer3.batch.kind, racer3.batch.size], ["r3", "gradient_descent", "mini_batch", 1]);
  const usual = editing({ time: 3 });
  usual.edits.addMember("gradient_descent");
  const whole = usual.kept.loaded[0].run.racers.at(-1).optimizer;
  equal(racer3.optimizer, whole, "the same rule at the same rate");
  edits.addMember("adam");
  equal(kept.loaded[1].run.racers.at(-1).optimizer.kind, "adam");
}

export function testARemovedRacerTakesItsChangesAlongAndItsNeighbourIsSelected() {
  const changes = [
    { at_step: 10, racer: "r1", set: { noise: 1 } },
    { at_step: 11, racer: "r2", set: { noise: 1 } },
    { at_step: 12, racer: null, set: { problem: FIT } },
    { at_step: 13, set: { problem: FIT } },
  ];
  const run = runOf([racer("r1"), racer("r2"), racer("r3")]);
  for (const [removed, selected, patch, left] of [
    ["r1", "r1", { selected: "r2" }, [11, 12, 13]],
    ["r3", "r3", { selected: "r2" }, [10, 11, 12, 13]],
    ["r2", "r2", { selected: "r3" }, [10, 12, 13]],
    ["r2", "r1", {}, [10, 12, 13]],
  ]) {
    const { edits, kept } = editing({ run, changes, selected });
    edits.removeRacer(removed);
    equal([kept.loaded[0].patch, kept.loaded[0].changes.map(({ at_step }) => at_step)], [patch, left], `${removed} of ${selected}`);
  }
  const { edits, kept } = editing({ run: runOf([racer("r1")]) });
  edits.removeRacer("r1");
  equal([kept.loaded[0].run.racers, kept.loaded[0].patch], [[], { selected: "" }]);
}

export function testThereAreAtMostEightRacers() {
  for (const [count, more] of [
    [7, 2],
    [8, 0],
  ]) {
    const { edits, kept } = editing({ run: runOf(Array.from({ length: count }, (_, k) => racer(`r${k + 1}`))) });
    edits.addRacer("adam");
    edits.duplicateRacer("r1");
    equal(kept.loaded.length, more);
  }
}

export function testAStartIsEverybodysOrTheRacersOwn() {
  const { edits, kept } = editing();
  const gesture = {};
  edits.setStart([1, 2], null, gesture);
  equal([kept.loaded[0].run.start, kept.loaded[0].run.racers, kept.loaded[0].gesture === gesture], [[1, 2], runOf().racers, true]);
  equal([kept.sought, kept.settled, kept.loaded[0].keep], [[0], 0, 0]);
  edits.setStart("random", "r2");
  equal([kept.loaded[1].run.start, kept.loaded[1].run.racers[1].start, kept.loaded[1].run.racers[0].start], [null, "random", null]);
  equal(kept.settled, 1);
}

export function testRulesOfTheRace() {
  const changes = [10, 50, 51].map((at_step) => ({ at_step, racer: "r1", set: { noise: 1 } }));
  const { edits, kept } = editing({ changes });
  edits.setSeed(9);
  equal([kept.loaded[0].run.seed, kept.loaded[0].changes, kept.loaded[0].patch], [9, [], { playing: true }]);
  edits.setStepLimit(50);
  equal([kept.loaded[1].run.step_limit, kept.loaded[1].changes.map(({ at_step }) => at_step), kept.loaded[1].keep], [50, [10, 50], 20]);
  const convergence = { gradient_tolerance: 1, change_tolerance: 0, stop: true };
  edits.setConvergence(convergence);
  equal([kept.loaded[2].run.convergence, kept.loaded[2].changes, kept.loaded[2].keep], [convergence, changes, 20]);
  ok(kept.made.length === 0);
}

export function testARunStartsAgainFromItsBeginningWithExactlyTheseRates() {
  const { edits, kept } = editing({ time: 18 });
  const swept = runOf();
  edits.startWith(swept, new Map([["r2", 0.0123]]));
  const [{ run, changes, keep, patch }] = kept.loaded;
  equal([kept.loaded.length, kept.made, changes, keep, patch], [1, [], [], 0, { playing: true }]);
  equal(
    run.racers.map(({ optimizer: { learning_rate } }) => learning_rate),
    swept.racers.map(({ id, optimizer: { learning_rate } }) => (id === "r2" ? 0.0123 : learning_rate)),
  );
  equal({ ...run, racers: [] }, { ...swept, racers: [] });
}

export function testFromTheStartAChangeIsPartOfTheRun() {
  const changes = [
    { at_step: 10, racer: "r1", set: { optimizer: optimizer(0.1) } },
    { at_step: 11, racer: "r2", set: { noise: 0.125 } },
    { at_step: 12, racer: "r2", set: { params: [1, 1] } },
    { at_step: 30, racer: "r1", set: { noise: 9 } },
  ];
  const set = {
    setOptimizer: ["optimizer", optimizer(0.5)],
    setSchedule: ["schedule", { kind: "step", every: 5 }],
    setClipping: ["clipping", { kind: "norm", limit: 2 }],
    setBatch: ["batch", { kind: "mini_batch", size: 4 }],
    setGradient: ["gradient", { kind: "numerical", epsilon: 1e-4 }],
    setNoise: ["noise", 0.25],
  };
  for (const [name, [field, value]] of Object.entries(set)) {
    const { edits, kept } = editing({ changes, time: 20.5, from: "start" });
    edits[name]("r1", value);
    const seen = [racer("r1", { optimizer: optimizer(0.1), [field]: value }), racer("r2", { noise: 0.125 })];
    const [{ run, changes: path, patch, label }] = kept.loaded;
    equal([run, path, patch], [runOf(seen), [], { playing: true }], name);
    ok(label.length > 0, name);
    equal([kept.made, kept.settled, kept.left], [[], 1, [[0, 20.5]]], "what it was is remembered before");
    equal(edits.applied, { racer: "r1", at_step: 0, isBack: true });
  }
}

export function testFromTheStartPointsAndSurfacesAreToo() {
  const { edits, kept } = fitting({ from: "start" });
  edits.setFit({ l2: 0.5 });
  equal([kept.loaded[0].run.problem, kept.loaded[0].changes, kept.made], [{ ...FIT, l2: 0.5 }, [], []]);
  const other = editing({ from: "start" });
  other.edits.setSurfaceFields({ kind: "bowl", steepness: 3 });
  equal(other.kept.loaded[0].run.problem, { kind: "surface", surface: { kind: "bowl", steepness: 3 } });
}

export function testADragFromTheStartTurnsTheWholePathAndPlaysItWhenItIsOver() {
  const { edits, kept, settled } = editing({ from: "start", time: 20.5 });
  const gesture = {};
  edits.setNoise("r1", 0.25, gesture);
  edits.setNoise("r1", 0.5, gesture);
  equal(
    kept.loaded.map(({ run, keep, patch, gesture: by }) => [run.racers[0].noise, keep, patch, by === gesture]),
    [
      [0.25, 20, { playing: false }, true],
      [0.5, 20, { playing: false }, true],
    ],
    "time stands still meanwhile",
  );
  equal([kept.sought, kept.set.at(-1), kept.settled], [[], { playing: false }, 0]);
  settled();
  equal([kept.sought, kept.set.at(-1), kept.loaded.length], [[0], { playing: true }, 2], "it is here already");
  settled();
  equal(kept.sought, [0], "once");
}

export function testABallThatIsMovedFromTheStartIsItsStart() {
  const { edits, kept } = editing({ from: "start" });
  edits.moveBall([3, 4], {});
  equal([kept.loaded[0].run.racers.map(({ start }) => start), kept.loaded[0].keep], [[[3, 4], null], 0]);
}

export function testARateThatWasTriedIsTheOneThatWasTriedWhereverChangesHoldFrom() {
  const { edits, kept } = editing({ from: "start" });
  edits.tryRate("r1", 0.001, 12);
  equal([kept.made[0].change.at_step, kept.loaded], [12, []]);
}

export function testARestartKeepsWhatIsSeen() {
  const changes = [
    { at_step: 10, racer: "r1", set: { optimizer: optimizer(0.1) } },
    { at_step: 20, racer: "r2", set: { noise: 1 } },
    { at_step: 21, racer: "r1", set: { optimizer: optimizer(0.2) } },
  ];
  const { edits, kept } = editing({ changes });
  edits.again();
  const [{ run, changes: path, keep, patch }] = kept.loaded;
  equal(
    [run, path, keep ?? 0, patch],
    [runOf([racer("r1", { optimizer: optimizer(0.1) }), racer("r2", { noise: 1 })]), [], 0, { playing: true }],
  );
  equal([edits.applied, kept.left, kept.settled], [{ racer: null, at_step: 0, isBack: true, isKept: true }, [[0, 20]], 1]);
}

export function testBeforeAnythingWasChangedARestartPlaysTheSameRun() {
  for (const time of [20, 9.5]) {
    const { edits, kept } = editing({ time, changes: time === 20 ? [] : [{ at_step: 11, racer: "r1", set: { noise: 1 } }] });
    edits.again();
    equal([kept.loaded, kept.left, kept.settled], [[], [], 0], `step ${time}`);
    equal([kept.sought, kept.set], [[0], [{ playing: true }]]);
  }
  const changes = [{ at_step: 50, racer: "r1", set: { noise: 1 } }];
  const { edits, kept } = editing({ changes, awaited: { keep: 30, patch: { selected: "r2" } } });
  edits.again();
  const [{ run, changes: path, patch }] = kept.loaded;
  equal([run, path, patch], [runOf(), changes, { selected: "r2", playing: true }], "what is awaited is played from its beginning");
}

export function testAMovedStartKeepsWhatIsSeen() {
  const changes = [{ at_step: 10, racer: "r1", set: { noise: 1 } }];
  const { edits, kept } = editing({ changes });
  edits.setStart([1, 2]);
  equal([kept.loaded[0].run.racers[0].noise, kept.loaded[0].run.start, kept.loaded[0].changes], [1, [1, 2], []]);
  equal([kept.left[0], kept.sought], [[0, 20], [0]], "what it was is remembered before time goes back");
}

export function testEveryNewRunIsLeftFor() {
  const preset = { kind: "deep", run: runOf(), selected: "r1", secant: null };
  for (const [name, ...given] of [
    ["addRacer", "adam"],
    ["duplicateRacer", "r1"],
    ["removeRacer", "r1"],
    ["setSeed", 5],
    ["setStepLimit", 50],
    ["setConvergence", {}],
    ["setSurface", "valley"],
    ["applyPreset", "deep"],
  ]) {
    const { edits, kept } = editing({ catalogue: { ...CATALOGUE, presets: [preset] } });
    edits[name](...given);
    equal([kept.left, kept.loaded.length], [[[0, 20]], 1], name);
  }
}

export function testEditsBuildOnWhatIsAskedForEvenIfItIsNotOnScreen() {
  const changes = [{ at_step: 30, racer: "r1", set: { noise: 1 } }];
  const { edits } = editing({ changes, time: 5, awaited: { keep: 40, patch: {} } });
  equal(edits.now().racers[0].noise, 1, "as it will be at the step that is awaited");
  equal(editing({ changes, time: 5 }).edits.now().racers[0].noise, 0);
}
