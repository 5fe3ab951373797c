import { KINDS, kindOf, problemEdits } from "../../static/problems/kinds.js";
import { equal, ok } from "./expect.js";
import { CATALOGUE, FIT, runOf } from "./runs.js";

const SURFACE = runOf().problem;

function editing(problem) {
  const made = [];
  const edits = problemEdits({
    catalogue: CATALOGUE,
    now: () => runOf(undefined, { problem }),
    changeProblem: (wanted) => made.push(wanted),
    restart: (difference) => made.push(difference.problem),
  });
  return { edits, made };
}

export function testEditsOfAnotherKindDoNothing() {
  const surface = editing(SURFACE);
  surface.edits.setFit({ l2: 0.5 });
  surface.edits.restartFit({ l2: 0.5 });
  surface.edits.setStandardised(true);
  equal(surface.made, [], "a surface has no penalties");
  const fit = editing(FIT);
  fit.edits.setSurfaceFields({ kind: "bowl", steepness: 2 });
  fit.edits.setSurface("valley");
  equal(fit.made, [], "a fit has no surface to choose");
  fit.edits.setFit({ l2: 0.5 });
  equal(fit.made, [{ ...FIT, l2: 0.5 }]);
}

export function testEveryKindAnswersTheSameQuestions() {
  const [first, ...others] = Object.values(KINDS);
  for (const kind of others) equal(Object.keys(kind).sort(), Object.keys(first).sort());
  for (const problem of [SURFACE, FIT]) {
    const kind = kindOf(problem),
      ground = kind.ground(CATALOGUE, problem);
    ok(kind === KINDS[problem.kind]);
    equal(ground.parameters.length, 2);
    equal(kind.start(CATALOGUE, problem) === null || kind.start(CATALOGUE, problem).length === 2, true);
    equal(kind.heights(CATALOGUE, problem)[0], "loss");
    // Those that were tuned for it.
    equal(
      Object.keys(kind.rates(CATALOGUE, problem)),
      problem === SURFACE ? ["momentum", "adam", "gradient_descent"] : ["momentum", "adam"],
    );
    equal(kind.changeText(problem, problem, CATALOGUE) === "", false, "a change is called something");
  }
}

export function testWhatStandsInAnAddressIsReadAgain() {
  const problem = { kind: "surface", surface: { ...SURFACE.surface, steepness: 3 } };
  const pairs = kindOf(problem).pairs(CATALOGUE, problem, (name) => `its_${name}`);
  equal(pairs, [
    ["surface", "bowl"],
    ["its_steepness", "3"],
  ]);
  equal(
    kindOf(problem).described(CATALOGUE, new Map(pairs), (name) => `its_${name}`),
    { surface: problem.surface },
  );
  equal(
    kindOf(problem).described(CATALOGUE, new Map(), (name) => name),
    undefined,
  );
  equal(
    kindOf(FIT).pairs(CATALOGUE, FIT, (name) => name),
    null,
    "a fit is packed whole",
  );
}

export function testWithAPresetItsOwnViewBegins() {
  const preset = (problem, rest) => ({ run: runOf(undefined, { problem }), secant: 0.5, ...rest });
  equal(kindOf(SURFACE).anew(CATALOGUE, preset(SURFACE)), { height: "linear", camera: null, secant: 0.5 });
  equal(kindOf(FIT).anew(CATALOGUE, preset(FIT)), { height: "linear", camera: null, of: "loss" });
  equal(kindOf(FIT).anew(CATALOGUE, preset(FIT, { height: "log" })).height, "log");
}

export function testFitsAreToldApartByTheirLossesAndPenalties() {
  const told = (problem, ...differences) =>
    kindOf(problem)
      .traits(
        CATALOGUE,
        differences.map((difference) => ({ ...problem, ...difference })),
      )
      .map(({ name, texts }) => [name, ...texts]);
  equal(told(FIT, {}, { l2: 0.5, loss: { kind: "huber", delta: 1 } }), [
    ["loss", "Squared error", "Huber"],
    ["l1", "L1 0", "L1 0"],
    ["l2", "L2 0", "L2 0.5"],
  ]);
  equal(told(FIT, { loss: { kind: "huber", delta: 1 } }, { loss: { kind: "huber", delta: 2 } })[0], ["loss", "Huber δ 1", "Huber δ 2"]);
  equal(told(SURFACE, {}, {}), []);
}
