import { changed, freeId, indexOf, keyOf, newRacer, pathWith, rateFactor, runAt, startOf } from "../../static/run/configuration.js";
import { withoutStarts } from "../../static/run/starts.js";
import { equal, ok } from "./expect.js";
import { CATALOGUE, FIT, optimizer, racer, runOf } from "./runs.js";

const at = (at_step, racer, set) => ({ at_step, racer, set });
const rate = (learning_rate) => ({ optimizer: optimizer(learning_rate) });

export function testAChangeIsTheRacersOwnOrEverybodys() {
  const run = runOf();
  const faster = changed(run, at(5, "r2", rate(0.5)));
  equal(faster.racers[1], racer("r2", rate(0.5)));
  ok(faster.racers[0] === run.racers[0]);
  ok(faster.problem === run.problem);
  equal(run, runOf(), "the run that was is untouched");
  const problem = { kind: "surface", surface: { kind: "bowl", steepness: 3 } };
  const steeper = changed(run, at(5, null, { problem }));
  equal([steeper.problem, steeper.racers], [problem, run.racers]);
  equal(changed(run, at(0, "r1", { params: [1, 2] })).racers[0], racer("r1", { start: [1, 2] }));
}

export function testTheUpdateOfAStepSeesTheChangesMadeByThen() {
  const run = runOf();
  const changes = [at(10, "r1", rate(0.1)), at(20, "r1", rate(0.2)), at(30, "r2", { params: [9, 9] })];
  const rates = (step) => runAt(run, changes, step).racers[0].optimizer.learning_rate;
  equal([0, 9, 10, 19, 20, 100].map(rates), [0.01, 0.01, 0.1, 0.1, 0.2, 0.2]);
  ok(runAt(run, changes, 9) === run);
  equal(runAt(run, changes, 30).racers[1], racer("r2"), "where the ball was put is no setting");
}

export function testTheSameRunIsTheSameObject() {
  const run = runOf();
  const changes = [at(10, "r1", rate(0.1)), at(20, "r1", rate(0.2))];
  ok(runAt(run, changes, 12) === runAt(run, changes, 19));
  ok(runAt(run, changes, 12) !== runAt(run, changes, 20));
  ok(runAt(run, [...changes], 12) !== runAt(run, changes, 12));
  ok(runAt(runOf(), changes, 12) !== runAt(run, changes, 12));
}

export function testTheRateFactorIsKnownWhereOnlyTheRateChanges() {
  const run = runOf();
  for (const [set, of, factor] of [
    [rate(0.04), "r1", 4],
    [rate(0.04), "r2", 1],
    [{ optimizer: optimizer(0.04, "momentum", { momentum: 0.5 }) }, "r1", NaN],
    [{ optimizer: optimizer(0.04, "adam", {}) }, "r1", NaN],
    [{ optimizer: optimizer(0.04, "momentum", { momentum: 0.9, nesterov: true }) }, "r1", NaN],
    [{ params: [1, 1] }, "r1", NaN],
    [{ params: [1, 1] }, "r2", 1],
    [{ schedule: { kind: "step" } }, "r1", NaN],
    [{ schedule: { kind: "step" } }, "r2", 1],
    [{ problem: FIT }, "r2", NaN],
  ])
    equal(rateFactor(run, at(5, "r1", set), of), factor, JSON.stringify([set, of]));
}

export function testOfTwoChangesOfTheSameThingAtOneStepTheLaterHolds() {
  const first = [at(10, "r1", rate(0.1)), at(20, "r1", rate(0.2)), at(30, "r1", rate(0.3))];
  const steps = (changes) => changes.map(({ at_step, racer, set }) => [at_step, racer, set.optimizer?.learning_rate ?? Object.keys(set)]);
  equal(steps(pathWith(first, at(20, "r1", rate(0.9)))), [
    [10, "r1", 0.1],
    [20, "r1", 0.9],
  ]);
  equal(steps(pathWith(first, at(20, "r2", rate(0.9)))), [
    [10, "r1", 0.1],
    [20, "r1", 0.2],
    [20, "r2", 0.9],
  ]);
  equal(steps(pathWith(first, at(20, "r1", { noise: 1 }))), [
    [10, "r1", 0.1],
    [20, "r1", 0.2],
    [20, "r1", ["noise"]],
  ]);
  equal(steps(pathWith(first, at(19, "r1", rate(0.9)))), [
    [10, "r1", 0.1],
    [19, "r1", 0.9],
  ]);
  equal(keyOf(at(3, null, { problem: FIT })), ":problem");
  equal(keyOf({ at_step: 3, set: { noise: 1, batch: {} } }), ":batch,noise");
}

export function testANewRacerHasTheFirstFreeName() {
  equal(freeId(runOf([])), "r1");
  equal(freeId(runOf()), "r3");
  equal(freeId(runOf([racer("r2"), racer("r3")])), "r4");
  equal(newRacer(CATALOGUE, runOf().problem, "adam", "r3"), racer("r3", { optimizer: { kind: "adam", learning_rate: 0.3 } }));
  equal(newRacer(CATALOGUE, FIT, "adam", "r3").optimizer.learning_rate, 0.4, "tuned for these data");
}

export function testARacerStartsWhereItsOwnStartSaysElseWhereTheRunsDoes() {
  const own = racer("r1", { start: [3, 4] });
  equal(startOf(CATALOGUE, runOf([own], { start: [1, 2] }), own), [3, 4]);
  equal(startOf(CATALOGUE, runOf([racer("r1")], { start: "random" }), racer("r1")), "random");
  equal(startOf(CATALOGUE, runOf(), racer("r1")), [0.5, 0.5]);
  equal(startOf(CATALOGUE, runOf([racer("r1")], { problem: FIT }), racer("r1")), null);
  equal(withoutStarts([own, racer("r2")]), [racer("r1"), racer("r2")]);
  equal([indexOf(runOf(), "r2"), indexOf(runOf(), "r9")], [1, -1]);
}
