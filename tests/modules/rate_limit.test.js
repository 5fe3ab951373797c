import { lastInside, lastLimited, limitsAt, oneTwoFive, rateText } from "../../static/panels/rate_limit.js";
import { equal, near } from "./expect.js";
import { tapeOf } from "./tapes.js";

const TAPE = tapeOf(["a", "b"], 2, {
  params: [0, 0, 0, 0, 1, 0, 0, 0, 1, 3, -1, 0, 5, 0, 0, -1, 5, 5, 0, 1],
  limit: [0.5, 0.25, 1, 2, 0.5, 0.25, 3, 4, NaN, NaN, 5, 6, NaN, 7, 0, 8, NaN, NaN, NaN, NaN],
  learning_rate: [0.1, 0.2, 0.05, 0.3, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1],
});
const WINDOW = [
  [-1, 1],
  [-1, 2],
];

export function testALimitIsForTheRateBeforeTheSchedule() {
  equal(limitsAt(TAPE, 0, 0, 0.1), { here: 0.5, minimum: 0.25 });
  equal(limitsAt(TAPE, 1, 0, 0.1), { here: 1, minimum: 0.5 }, "a schedule that halves the rate doubles the limit");
  const { here, minimum } = limitsAt(TAPE, 1, 1, 0.1);
  near(here, 1);
  near(minimum, 4 / 3);
  equal(limitsAt(TAPE, 2, 0, 0.1), { here: NaN, minimum: NaN });
}

export function testTheLastStepInsideTheWindow() {
  equal(lastInside(TAPE, 0, 4, WINDOW), 1, "out at steps 2, 3 and 4");
  equal(lastInside(TAPE, 0, 2, WINDOW), 1);
  equal(lastInside(TAPE, 0, 1, WINDOW), 1);
  equal(lastInside(TAPE, 0, 0, WINDOW), 0);
  equal(lastInside(TAPE, 1, 4, WINDOW), 4);
  equal(lastInside(TAPE, 1, 40, WINDOW), 4, "not beyond the tape");
  equal(
    lastInside(TAPE, 0, 4, [
      [7, 8],
      [7, 8],
    ]),
    0,
    "the first, where it never was inside",
  );
}

export function testTheLastStepWithALimit() {
  equal(lastLimited(TAPE, 0, 4), 1);
  equal(lastLimited(TAPE, 0, 0), 0);
  equal(lastLimited(TAPE, 1, 4), 2, "a limit of 0 is none");
  equal(lastLimited(tapeOf(["a"], 1, { params: [0, 0], limit: [NaN, NaN, NaN, NaN] }), 0, 1), 1, "there where none was before");
  equal(lastLimited(tapeOf(["a"], 1, { params: [0, 0], limit: [3, 1, NaN, NaN] }), 0, 1), 0, "the first step counts");
}

export function testTheNextRateInOneTwoFive() {
  for (const [rate, up, down] of [
    [1, 2, 0.5],
    [2, 5, 1],
    [5, 10, 2],
    [0.001, 0.002, 0.0005],
    [0.003, 0.005, 0.002],
    [0.0099, 0.01, 0.005],
    [0.00100000000001, 0.002, 0.0005],
    [7, 10, 5],
    [1e-8, 2e-8, 5e-9],
  ]) {
    equal(oneTwoFive(rate, 1), up, `up from ${rate}`);
    equal(oneTwoFive(rate, -1), down, `down from ${rate}`);
  }
}

export function testTheRateAsItsFieldWritesIt() {
  for (const [rate, text] of [
    [0.02, "0.0200"],
    [0.001, "0.00100"],
    [0.0009994, "0.000999"],
    [0.00055, "0.00055"],
    [0.00001, "0.00001"],
    [0.0000123, "0.0000123"],
    [0.00000999, "1e−5"],
    [0.0000012, "1.2e−6"],
    [1, "1.00"],
    [999, "999"],
    [12345, "12345"],
    [99_999, "99999"],
    [100_000, "1e5"],
    [1.55e20, "1.6e20"],
  ])
    equal(rateText(rate), text, String(rate));
}
