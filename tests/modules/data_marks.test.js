import { drawBoundary, drawExamples, drawResiduals, drawSides, drawThreshold } from "../../static/pictures/data_marks.js";
import { equal, near, ok } from "./expect.js";
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

/** A pen that keeps its rectangles too. */
function withRects() {
  const { pen, kept } = noted();
  const rects = [];
  const note = (how) => (x, y, width, height) =>
    rects.push({ how, x, y, width, height, fillStyle: pen.fillStyle, globalAlpha: pen.globalAlpha });
  return { pen: Object.assign(pen, { fillRect: note("fill"), strokeRect: note("stroke"), rect: note("rect") }), kept, rects };
}
const INKS = { ink: "ink", casing: "casing", accent: "accent", racers: ["first", "second", "third"] };

export function testTheSurerTheModelTheStrongerTheColourOfItsClass() {
  const { pen, rects } = withRects();
  // Left of the middle class 0, right of it class 1; the further the surer.
  drawSides(pen, { ...AXES, range: { x: [-10, 10], y: [-10, 10] } }, (params, [x]) => 0.5 + x / 20, [], 0.5, INKS);
  const row = rects.filter(({ y }) => y === 0);
  equal(rects.length, 23 * 23);
  for (const { x, width, fillStyle, globalAlpha } of row) {
    const p = 0.5 + (x + 4.5 - 100) / 10 / 20;
    equal(fillStyle, p > 0.5 ? "third" : "first");
    near(globalAlpha, (0.26 * Math.abs(p - 0.5)) / 0.5);
    equal(width, x === 198 ? 2 : 9, "none beyond the plot");
  }
  const other = withRects();
  drawSides(other.pen, AXES, () => 0.6, [], 0.8, INKS);
  equal(other.rects[0].fillStyle, "first");
  near(other.rects[0].globalAlpha, (0.26 * 0.2) / 0.8);
  equal(other.pen.globalAlpha, 1);
}

const LOOK = { isBinary: false, batch: null, isTest: false, held: null, isLarge: false };
const points = { x: [[0, 1, 2]], y: [0, 1, 1] };

export function testExamplesAreDiscsOrSquaresByClassOrPart() {
  const shapes = (given, look) => {
    const { pen, kept, rects } = withRects();
    drawExamples(pen, AXES, given, INKS, { ...LOOK, ...look });
    return [kept.filter(({ how, arcs }) => how === "stroke" && arcs.length > 0).length, rects.length, pen.globalAlpha];
  };
  const two = { x: [...points.x, [0, 0, 0]], y: points.y };
  equal(shapes(points, {}), [3, 0, 1]);
  equal(shapes(points, { isTest: true }), [0, 3, 1], "test examples are square");
  equal(shapes(points, { isBinary: true }), [3, 0, 1], "over one feature the place says the class");
  equal(shapes(two, { isBinary: true }), [1, 2, 1], "over two the shape does");
  equal(shapes(two, {}), [3, 0, 1]);
}

export function testTheBatchIsRingedAndTheRestIsFaint() {
  const { pen, kept } = withRects();
  drawExamples(pen, AXES, points, INKS, { ...LOOK, batch: new Set([1]), held: 2 });
  const rings = kept.filter(({ strokeStyle }) => strokeStyle === "accent");
  equal(
    rings.map(({ arcs: [[x, y]] }) => [x, y]),
    [
      [110, 90],
      [120, 90],
    ],
  );
  const discs = kept.filter(({ strokeStyle, how }) => how === "stroke" && strokeStyle === "casing");
  equal(
    discs.map(({ globalAlpha }) => globalAlpha),
    [0.28, 1, 0.28],
  );
  equal(
    discs.map(({ arcs: [[, , radius]] }) => radius),
    [5, 6.25, 6.5],
  );
}

export function testResidualsAreLinesAndWhereTheyAreSquaredSquares() {
  const line = ([slope], [x]) => slope * x;
  const { pen, kept, rects } = withRects();
  drawResiduals(pen, AXES, { x: [[1, 2, 3]], y: [3, 2, NaN] }, line, [2], { colour: "mine", squared: true, batch: null });
  equal(
    kept.map(({ points: [[, x, y], [, toX, toY]], globalAlpha, strokeStyle }) => [x, y, toX, toY, globalAlpha, strokeStyle]).slice(0, 2),
    [
      [110, 70, 110, 80, 0.75, "mine"],
      [120, 80, 120, 60, 0.75, "mine"],
    ],
  );
  equal(
    rects.slice(0, 4).map(({ how, x, y, width, height }) => [how, x, y, width, height]),
    [
      ["fill", 110, 70, -10, 10],
      ["stroke", 110, 70, -10, 10],
      ["fill", 120, 80, -20, -20],
      ["stroke", 120, 80, -20, -20],
    ],
  );
  const plain = withRects();
  drawResiduals(plain.pen, AXES, { x: [[1, 2]], y: [3, 2] }, line, [2], { colour: "mine", squared: false, batch: new Set([1]) });
  equal([plain.kept.length, plain.rects.length], [1, 0], "of the batch alone");
  ok(plain.pen.globalAlpha === 1);
}
