import { createEdits } from "../../static/run/edits.js";
import { equal, ok } from "./expect.js";
import { CATALOGUE, FIT, optimizer, racer, runOf } from "./runs.js";

/** Edits of a run at a step, with a session and a player made of notes. */
function editing({ run = runOf(), changes = [], time = 20, tape = { length: 100 }, selected = "r1", catalogue = CATALOGUE } = {}) {
  const kept = { made: [], loaded: [], set: [], sought: [], settled: 0 };
  const session = {
    tape: tape === null ? null : { ended: false, outcomes: new Map(), ...tape },
    latest: { run, changes },
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
  const store = { state: { selected }, set: (patch) => kept.set.push(patch) };
  const edits = createEdits({ session, player, store, catalogue, settled: () => (kept.settled += 1) });
  return { edits, kept, session };
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

export function testWhereNoStepIsLeftAChangeIsMadeAtTheBeginning() {
  for (const [tape, time, at_step, why] of [
    [{ length: 101, ended: true }, 100, 0, "the run is over"],
    [{ length: 101, ended: true }, 99, 99, "one step is left"],
    [{ length: 101, ended: false }, 100, 100, "more rows will come"],
    [{ length: 101, outcomes: GONE }, 15, 0, "the racer is gone"],
    [{ length: 101, outcomes: GONE }, 14, 14, "it goes with the next step"],
    [{ length: 101, outcomes: new Map([["r1", { kind: "converged", step: 3 }]]) }, 15, 15, "what converged goes on"],
    [null, 15, 0, "nothing is there"],
  ]) {
    const { edits, kept } = editing({ tape, time });
    edits.setNoise("r1", 0.5);
    const isBack = at_step < time;
    equal(kept.made[0].change.at_step, at_step, why);
    equal(edits.applied, { racer: "r1", at_step, isBack }, why);
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
  edits.setNoise("r1", 0.25, {});
  equal(kept.made[2].change.at_step, 0, "another drag begins at the beginning");
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
  equal([run.start, run.racers], [null, [racer("r1", { optimizer: optimizer(0.05) })]]);
  equal([changes, keep, patch], [[], 0, { preset: "", playing: true, camera: null }]);
  edits.setStandardised(false);
  equal(kept.loaded[1].run.racers[0].optimizer, optimizer(0.01));
  edits.restartFit({ model: { kind: "sine" } });
  equal(kept.loaded[2].run, runOf([racer("r1")], { problem: { ...FIT, model: { kind: "sine" } } }));
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
  equal(run.racers, [racer("r1", { optimizer: optimizer(0.1) }), racer("r2", { noise: 1 })]);
  equal([run.start, path, keep], [null, [], 0]);
  equal(patch, { preset: "", playing: true, height: "log", camera: null, secant: null });
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
  edits.duplicateRacer("r1");
  equal(kept.loaded[1].run.racers[2], racer("r3", { optimizer: optimizer(0.1) }), "as it is at this step");
  equal(kept.loaded[1].patch, { selected: "r3" });
  edits.duplicateRacer("nobody");
  edits.removeRacer("nobody");
  equal([kept.loaded.length, kept.settled], [2, 2]);
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
