import { ratesOf } from "../../static/problems/fit_rates.js";
import { libraryRate, rateField, tunedOptimizer, tunedRacers } from "../../static/run/tuned.js";
import { equal } from "./expect.js";
import { CATALOGUE, FIT, optimizer, racer } from "./runs.js";

/** As in tests/engine/test_tuned.py. */
const OWN = { kind: "own", task: "regression", x: [[3, -3]], y: [4, 4] };
const rates = (racers) => racers.map((each) => each.optimizer.learning_rate);
const adam = (id, learning_rate) => racer(id, { optimizer: { kind: "adam", learning_rate } });

export function testARuleBeginsAtTheTunedRateAndIsElseAsItsLibraryHasIt() {
  equal(tunedOptimizer(CATALOGUE, { momentum: 0.5, adam: 7 }, "momentum"), optimizer(0.5));
  equal(libraryRate(CATALOGUE, "momentum"), 0.01);
}

export function testOnOtherGroundTheHighestRateOfARuleIsTheTunedOneAndTheOthersKeepTheirShare() {
  const racers = [racer("a"), racer("b", { optimizer: optimizer(0.04) }), racer("c", { optimizer: optimizer(0.0005) }), adam("d", 7)];
  equal(rates(tunedRacers(racers, () => ({ momentum: 0.2, adam: 0.3 }))), [0.05, 0.2, 0.0025, 0.3]);
  equal(
    rates(tunedRacers([racer("a"), racer("b")], ({ id }) => ({ momentum: id === "a" ? 0.2 : 0.1 }))),
    [0.2, 0.1],
    "each of what it learns",
  );
  equal(
    rates(tunedRacers([racer("a", { optimizer: optimizer(0.03) }), racer("b", { optimizer: optimizer(0.07) })], () => ({ momentum: 0.1 }))),
    [0.0429, 0.1],
  );
}

export function testAllButTheRateStays() {
  const set = {
    optimizer: optimizer(0.5, "momentum", { momentum: 0.3 }),
    noise: 2,
    schedule: { kind: "step", every: 5 },
    batch: { kind: "mini_batch", size: 4 },
  };
  equal(
    tunedRacers([racer("a", set)], () => ({ momentum: 0.2 })),
    [racer("a", { ...set, optimizer: { ...set.optimizer, learning_rate: 0.2 } })],
  );
}

export function testTheSliderLeavesADecadeOnEitherSideOfTheTunedRate() {
  const slider = (tuned) => rateField(withSlider, { momentum: tuned }, "momentum").slider;
  const { momentum } = CATALOGUE.optimizers,
    schema = { ...momentum.schema, learning_rate: { ...momentum.schema.learning_rate, slider: [1e-5, 1] } };
  const withSlider = { ...CATALOGUE, optimizers: { momentum: { ...momentum, schema } } };
  for (const [tuned, ends] of [
    [0.01, [1e-5, 1]],
    [0.1, [1e-5, 1]],
    [0.15, [1e-4, 10]],
    [15, [0.01, 1000]],
    [1e-4, [1e-5, 1]],
    [7e-5, [1e-6, 0.1]],
    [2e-7, [1e-8, 0.001]],
  ])
    equal(slider(tuned), ends, String(tuned));
  equal(rateField(CATALOGUE, { momentum: 15 }, "momentum"), momentum.schema.learning_rate, "where there is no slider there is none");
}

export function testRatesOfAFitAreThoseOfItsDataModelLossAndUnits() {
  const of = (difference) => ratesOf(CATALOGUE, { ...FIT, ...difference });
  equal(of({}), { momentum: 0.02, adam: 0.4 });
  equal(of({ standardise: true }), { momentum: 0.05, adam: 0.5 });
  equal(of({ model: { kind: "sine" } }), { momentum: 0.003, adam: 0.07 });
  equal(of({ loss: { kind: "total" } }), { momentum: 0.0002, adam: 0.4 }, "half a sum over 200");
  const few = { kind: "dataset", dataset: { kind: "noisy_line", count: 10 } };
  equal(of({ loss: { kind: "total" }, data: few }), { momentum: 0.004, adam: 0.4 }, "over ten");
  equal(of({ loss: { kind: "huber", delta: 1 } }), { momentum: 0.02, adam: 0.4 }, "as under the usual loss");
}

export function testRatesOnOnesOwnDataFollowFromTheUnitsOfItsColumns() {
  const of = (difference) => ratesOf(CATALOGUE, { ...FIT, data: OWN, ...difference });
  equal(of({}), { momentum: 0.0067, adam: 0.13 }, "4/3 is the unit of the slope, 4 of the intercept, 16 of the loss");
  equal(of({ standardise: true }), { momentum: 0.06, adam: 0.4 }, "features of size 1");
  equal(of({ standardise: true, data: { ...OWN, y: [0, 0] } }), { momentum: 0.06, adam: 0.1 }, "without a size");
  equal(of({ standardise: true, data: { ...OWN, y: [0.4, -0.4] }, loss: { kind: "huber", delta: 1 } }), { momentum: 0.024, adam: 0.04 });
  equal(of({ standardise: true, data: { ...OWN, x: [[3, 3, 3, 3]], y: [4, 4, 4, 4] }, loss: { kind: "total" } }).momentum, 0.03);
  equal(of({ data: { ...OWN, x: [[9, 9], ...OWN.x] }, features: [1] }), of({}), "of the features that are chosen");
  equal(of({ data: { ...OWN, y: [-1e12, 1e12] } }).adam, 3.3e10);
  const bounded = { ...CATALOGUE.optimizers, adam: { ...CATALOGUE.optimizers.adam, schema: { learning_rate: { maximum: 1e6 } } } };
  equal(ratesOf({ ...CATALOGUE, optimizers: bounded }, { ...FIT, data: { ...OWN, y: [-1e12, 1e12] } }).adam, 1e6);
}
