import { glide, glideParams, insideOf, leftAt, paramsAt, placeWidth, pointAt, vectorAt } from "../../static/pictures/motion.js";
import { equal } from "./expect.js";
import { tapeOf } from "./tapes.js";

// Two racers, three steps.
const TWO = tapeOf(["a", "b"], 2, {
  params: [0, 10, 100, 200, 1, 12, 110, 210, 3, 16, 130, 250],
  gradient: [1, 2, 3, 4, 5, 6, NaN, 8, 9, Infinity, 11, 12],
});
const ONE = tapeOf(["a"], 1, { params: [4, 6, 10], gradient: [1, NaN, 3] });

export function testAPointIsTheRacersOwnAtItsStep() {
  equal(pointAt(TWO, 0, 0, [0, 0]), [0, 10]);
  equal(pointAt(TWO, 2, 0, [0, 0]), [3, 16]);
  equal(pointAt(TWO, 1, 1, [0, 0]), [110, 210]);
  equal(pointAt(ONE, 2, 0, [7, 7]), [10, 0], "one parameter lies on the axis");
}

export function testBetweenStepsItGlidesOnTheStraightLine() {
  for (const [time, racer, point] of [
    [0, 0, [0, 10]],
    [0.5, 0, [0.5, 11]],
    [1.25, 0, [1.5, 13]],
    [1.25, 1, [115, 220]],
    [2, 1, [130, 250]],
    [2.75, 1, [130, 250]],
  ])
    equal(glide(TWO, time, racer, [0, 0]), point, `time ${time}`);
  equal(glide(ONE, 1.5, 0, [7, 7]), [8, 0]);
}

// Four parameters, drawn in a plane.
const MANY = tapeOf(["a", "b"], 4, {
  params: [1, 2, 3, 4, 5, 6, 7, 8, 11, 12, 13, 14, 15, 16, 17, 18],
  place: [0.5, 0.25, 1, 2, 1.5, 0.75, 3, 4],
  gradient: Array(16).fill(1),
});

export function testManyParametersAreDrawnWhereTheirPlaneHasThem() {
  equal([placeWidth(ONE), placeWidth(TWO), placeWidth(MANY)], [1, 2, 2]);
  equal(pointAt(MANY, 1, 0, [0, 0]), [1.5, 0.75]);
  equal(glide(MANY, 0.5, 1, [0, 0]), [2, 3]);
  equal(
    leftAt(MANY, 1, (x) => x < 2, 9),
    1,
  );
  equal(vectorAt(MANY, "gradient", 0, 0), null, "their gradient has no direction in the plane");
}

export function testTheParametersThemselvesGlideToo() {
  equal(Array.from(paramsAt(MANY, 1, 1)), [15, 16, 17, 18]);
  equal(Array.from(paramsAt(ONE, 2, 0)), [10]);
  equal(glideParams(MANY, 0.5, 0), [6, 7, 8, 9]);
  equal(glideParams(MANY, 1, 1), [15, 16, 17, 18], "at the last step there is nothing to glide to");
}

export function testAVectorIsFiniteOrAbsent() {
  equal(vectorAt(TWO, "gradient", 0, 1), [3, 4]);
  equal(vectorAt(TWO, "gradient", 1, 0), [5, 6]);
  equal(vectorAt(TWO, "gradient", 1, 1), null);
  equal(vectorAt(TWO, "gradient", 2, 0), null);
  equal(vectorAt(ONE, "gradient", 2, 0), [3, 0]);
  equal(vectorAt(ONE, "gradient", 1, 0), null);
}

export function testWhereARacerLeftTheWindowFirst() {
  const params = [0, 0, 1, 0, 2, 5, 0, 5, 9, 5];
  const tape = tapeOf(["a", "b"], 1, { params });
  const holds = (x, y) => x <= 1 && y === 0;
  equal(leftAt(tape, 0, holds, 10), 2, "it came back at step 3, and had left before");
  equal(leftAt(tape, 1, holds, 10), 2);
  equal(leftAt(tape, 0, holds, 2), 2);
  equal(leftAt(tape, 0, holds, 1), Infinity, "not yet at step 1");
  equal(
    leftAt(tape, 0, () => true, 10),
    Infinity,
    "another window",
  );
}

export function testWhatWasSeenIsNotLookedAtAgainAndWhatComesIs() {
  const params = [0, 0, 3];
  const tape = tapeOf(["a"], 1, { params });
  tape.length = 2;
  let looks = 0;
  const holds = (x) => {
    looks += 1;
    return x <= 1;
  };
  equal([leftAt(tape, 0, holds, 9), looks], [Infinity, 2]);
  equal([leftAt(tape, 0, holds, 9), looks], [Infinity, 2]);
  tape.length = 3;
  equal([leftAt(tape, 0, holds, 9), looks], [2, 3]);
  tape.length = 1;
  equal([leftAt(tape, 0, holds, 9), looks], [Infinity, 4], "a shorter tape is another one");
}

const BOX = [
  [0, 10],
  [-1, 1],
];

export function testThePartOfALineInsideABox() {
  for (const [from, to, part] of [
    [
      [0, 0],
      [10, 0],
      [0, 1],
    ],
    [
      [-5, 0],
      [15, 0],
      [0.25, 0.75],
    ],
    [
      [15, 0],
      [-5, 0],
      [0.25, 0.75],
    ],
    [
      [5, -2],
      [5, 2],
      [0.25, 0.75],
    ],
    [
      [5, 0],
      [25, 0],
      [0, 0.25],
    ],
    [
      [5, 0],
      [5, 4],
      [0, 0.25],
    ],
    [[11, 0], [20, 0], null],
    [[5, 2], [6, 2], null],
    [
      [10, 1],
      [10, -1],
      [0, 1],
    ],
    [
      [-10, -3],
      [10, 1],
      [0.5, 1],
    ],
    [[5, 0], [Infinity, 0], null],
    [[5, 0], [5, NaN], null],
  ])
    equal(insideOf(from, to, BOX), part, `${from} to ${to}`);
}
