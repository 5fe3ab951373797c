import { drawBoundary, drawThreshold } from "../../static/pictures/data_marks.js";
import { equal, near } from "./expect.js";
import { noted } from "./pens.js";

// Ten pixels a unit, the middle at (100, 100).
const AXES = {
  left: 0,
  top: 0,
  width: 200,
  height: 200,
  x: (x) => 100 + 10 * x,
  y: (y) => 100 - 10 * y,
  from: (px, py) => [(px - 100) / 10, (100 - py) / 10],
  range: { x: [-4, 5], y: [-3, 2] },
};
const OUTPUT = ([first, second], [x, y]) => first * x + second * y;
const STYLE = { colour: "mine", casing: "casing", racer: 0, isChosen: true };
const nearly = (found, expected) => expected.forEach((value, k) => near(found[k], value, `${found} is not ${expected}`));

export function testTheBoundaryIsWhereTheProbabilityIsTheThreshold() {
  const { pen, kept } = noted();
  drawBoundary(pen, AXES, OUTPUT, [3, 4], 0.5, STYLE);
  // Through the origin, along (−4, 3)/5, twice as far as the range reaches.
  nearly(
    kept[0].points.flatMap(([, x, y]) => [x, y]),
    [180, 160, 20, 40],
  );
  equal(
    kept.map(({ strokeStyle, lineWidth }) => [strokeStyle, lineWidth]),
    [
      ["casing", 6],
      ["mine", 3],
      ["casing", 6],
      ["mine", 3],
    ],
  );
  const arrow = kept[2].points.map(([, x, y]) => [x, y]);
  nearly(arrow[0], [100, 100]);
  nearly(arrow[1], [100 + 34 * 0.6, 100 - 34 * 0.8]);
  for (const side of [3, 5]) near(Math.hypot(arrow[side][0] - arrow[1][0], arrow[side][1] - arrow[1][1]), 9);
}

export function testAnotherThresholdMovesItTowardsItsClass() {
  const { pen, kept } = noted();
  const threshold = 1 / (1 + Math.exp(-10));
  drawBoundary(pen, AXES, OUTPUT, [3, 4], threshold, { ...STYLE, isChosen: false });
  // 3x + 4y = 10 is met first at (1.2, 1.6).
  const [[, x1, y1], [, x2, y2]] = kept[0].points;
  const middle = [(x1 + x2) / 2, (y1 + y2) / 2];
  equal(
    middle.map((value) => value.toFixed(6)),
    ["112.000000", "84.000000"],
  );
  equal([kept.length, kept[1].lineWidth], [2, 1.8], "only the chosen racer's has an arrow");
}

export function testWithoutWeightsThereIsNoBoundary() {
  const { pen, kept } = noted();
  drawBoundary(pen, AXES, OUTPUT, [0, 0], 0.5, STYLE);
  drawBoundary(pen, AXES, OUTPUT, [NaN, 1], 0.5, STYLE);
  equal(kept, []);
}

export function testTheThresholdIsALineAcrossAndThePenIsLeftAsItWas() {
  const { pen, kept, dash } = noted();
  drawThreshold(pen, { ...AXES, left: 20, width: 160 }, 0.5, { accent: "accent" });
  equal(kept[0].points, [
    ["move", 20, 95],
    ["line", 180, 95],
  ]);
  equal([kept[0].strokeStyle, kept[0].dash, dash()], ["accent", [7, 5], []]);
}
