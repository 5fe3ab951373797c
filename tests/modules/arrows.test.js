import { drawArrow, drawArrows } from "../../static/pictures/arrows.js";
import { equal, near } from "./expect.js";
import { flatLens, INK, noted } from "./pens.js";
import { tapeOf } from "./tapes.js";

const BALL = { racer: 0, colour: "mine", x: 2, y: 2, lift: 0, symbol: "v", squares: "s" };
const OFF = { gradient: false, velocity: false, accumulated: false, change: false };
const COLUMNS = {
  params: [2, 2, 2.1, 2],
  gradient: [-3, 4, 0, 1],
  velocity: [0, 1, 0, 1],
  accumulated: [16, 4, 16, 4],
  change: [0.1, 0, 0, 0.2],
};

function drawn(arrows, { columns = {}, lens = {}, ball = {}, ...rest } = {}) {
  const { pen, kept } = noted();
  const tape = tapeOf(["a"], 2, { ...COLUMNS, ...columns });
  const frame = { tape, step: 0, time: 0, state: { stage: 1, arrows: { ...OFF, ...arrows } }, ...rest };
  return { found: drawArrows(pen, frame, flatLens(lens), INK, { ...BALL, ...ball }), kept };
}

const nearly = (found, expected, about) => expected.forEach((value, k) => near(found[k], value, about));
const tips = (kept) => kept.filter(({ how, points }) => how === "fill" && points.length === 4).map(({ points: [[, x, y]] }) => [x, y]);

export function testTheGradientsArrowPointsDownhillAtItsLength() {
  const { found, kept } = drawn({ gradient: true });
  // From (200, 200) along (3, −4)/5, the picture's y downwards.
  nearly(found.labels[0].at, [200 + 78 * 0.6, 200 + 78 * 0.8]);
  nearly(found.labels[0].way, [0.6, 0.8]);
  equal([found.labels[0].text, found.labels.length, found.enlarged], ["−g", 1, 1]);
  found.bodies.forEach((body, k) => nearly(body, [200 + (78 * 0.6 * (k + 1)) / 4, 200 + (78 * 0.8 * (k + 1)) / 4]));
  equal(found.bodies.length, 3);
  nearly(tips(kept)[1], found.labels[0].at, "the tip of the head");
}

export function testOnTheSurfaceOfAccuracyThereIsNoArrowOfTheLoss() {
  const on = { gradient: true, change: true };
  const state = (of) => ({ stage: 1, of, arrows: { ...OFF, ...on } });
  const texts = (of) => drawn(on, { state: state(of) }).found.labels.map(({ text }) => text);
  equal([texts("loss"), texts("accuracy")], [["−g"], []]);
  equal(drawn(on, { state: state("accuracy") }).kept.length > 0, true, "the ball moves all the same");
}

export function testASmallChangeIsEnlargedByARoundFactor() {
  for (const [by, enlarged, length] of [
    [0.5, 1, 50],
    [0.44, 1, 44],
    [0.43, 2, 86],
    [0.1, 5, 50],
    [0.044, 10, 44],
    [0.0022, 200, 44],
    [3, 1, 150],
  ]) {
    const { found, kept } = drawn({ change: true }, { columns: { change: [by, 0, 0, 0] } });
    near(found.enlarged, enlarged, `a change of ${by}`);
    nearly(tips(kept)[1], [200 + length, 200], `a change of ${by}`);
    equal(found.labels, []);
  }
  const { found, kept } = drawn({ change: true }, { columns: { change: [0, 0, 0, 0] } });
  equal([found.enlarged, kept], [1, []], "what does not move has no arrow");
}

export function testTheVelocitysArrowIsLongerThanTheChangesAndPointsAgainstV() {
  const { found } = drawn({ velocity: true });
  nearly(found.labels[0].at, [200, 292]);
  equal(found.labels[0].text, "−v");
  nearly(drawn({ velocity: true, change: true }, { columns: { change: [1, 0, 0, 0] } }).found.labels[0].at, [200, 334]);
  nearly(drawn({ velocity: true, change: true }, { columns: { change: [9, 0, 0, 0] } }).found.labels[0].at, [200, 384]);
  equal(drawn({ velocity: true }, { ball: { symbol: "" } }).found.labels, [], "an optimizer without one");
}

export function testBetweenStepsAVectorIsOnItsWayToTheNext() {
  const { found } = drawn({ gradient: true }, { time: 0.5, columns: { gradient: [0, 2, 2, 0] } });
  nearly(found.labels[0].way, [-Math.SQRT1_2, Math.SQRT1_2]);
  const last = drawn({ gradient: true }, { step: 1, time: 1.5, columns: { gradient: [0, 2, 2, 0] } });
  nearly(last.found.labels[0].way.slice(0, 1), [-1]);
}

export function testAccumulatedSquaresAreBarsAsLongAsTheirRates() {
  const { found, kept } = drawn({ accumulated: true });
  equal(
    found.labels.map(({ text }) => text),
    ["x 0.5×", "y 1×"],
  );
  nearly(found.labels[0].at, [229, 200]);
  nearly(found.labels[1].at, [200, 142]);
  equal(
    kept.map(({ lineWidth, strokeStyle }) => [lineWidth, strokeStyle]),
    [
      [8, "casing"],
      [4, "mine"],
      [8, "casing"],
      [4, "mine"],
    ],
  );
  const [from, to, ...ends] = kept[0].points.map(([, x, y]) => [x, y]);
  nearly([...from, ...to], [229, 200, 171, 200]);
  equal(
    ends.map(([x, y]) => [Math.round(x), Math.round(y)]),
    [
      [229, 206],
      [229, 194],
      [171, 206],
      [171, 194],
    ],
  );
  equal(drawn({ accumulated: true }, { columns: { accumulated: [1e6, 1, 0, 0] } }).found.labels[0].text, "x <0.01×");
  nearly(drawn({ accumulated: true }, { columns: { accumulated: [1e6, 1, 0, 0] } }).found.labels[0].at, [203, 200], "never quite gone");
  equal(drawn({ accumulated: true }, { columns: { accumulated: [0, 0, 0, 0] } }).found.labels, [], "nothing was seen yet");
  equal(drawn({ accumulated: true }, { ball: { squares: "" } }).found.labels, []);
}

export function testArrowsOfAnotherStageStepBack() {
  const opacity = (stage, arrows) => drawn(arrows, { state: { stage, arrows: { ...OFF, ...arrows } } }).kept[0].globalAlpha;
  equal(
    [1, 2, 3, 4, 5].map((stage) => opacity(stage, { gradient: true })),
    [1, 1, 1, 0.45, 1],
  );
  equal(
    [2, 3, 4, 5].map((stage) => opacity(stage, { change: true })),
    [1, 0.45, 1, 1],
  );
}

export function testWhatIsLongerOnALargerScreen() {
  nearly(drawn({ gradient: true }, { lens: { magnitude: 2 } }).found.labels[0].at, [200 + 156 * 0.6, 200 + 156 * 0.8]);
  near(drawn({ change: true }, { lens: { magnitude: 2 }, columns: { change: [0.5, 0, 0, 0] } }).found.enlarged, 2);
  nearly(drawn({ gradient: true }, { ball: { lift: 30 } }).found.labels[0].at, [200 + 78 * 0.6, 170 + 78 * 0.8]);
  equal(drawn({ gradient: true }, { tape: null }).found, { labels: [], bodies: [], enlarged: 1 });
}

export function testAnArrowIsAShaftAndAHeadThatMeet() {
  const { pen, kept, dash } = noted();
  drawArrow(pen, [0, 0], [100, 0], "change", "mine", "casing");
  const [cased, casedHead, shaft, head] = kept;
  equal([cased.lineWidth, cased.strokeStyle, shaft.lineWidth, shaft.strokeStyle, shaft.dash], [9, "casing", 5, "mine", []]);
  equal(shaft.points, [
    ["move", 0, 0],
    ["line", 86, 0],
  ]);
  equal(head.points, [["move", 100, 0], ["line", 85, 8], ["line", 85, -8], ["close"]]);
  equal([casedHead.fillStyle, head.fillStyle], ["casing", "mine"]);
  nearly(casedHead.points[1].slice(1), [85 - 1.54, 10.2]);
  nearly(casedHead.points[2].slice(1), [85 - 1.54, -10.2]);
  equal([dash(), pen.globalAlpha], [[], 1], "the pen is left as it was");
  const { pen: other, kept: dashed, dash: left } = noted();
  drawArrow(other, [0, 0], [0, 50], "gradient", "mine", "casing", 0.45);
  equal([dashed[2].dash, dashed[2].lineWidth, dashed[2].globalAlpha, left()], [[5, 3.5], 2.6, 0.45, []]);
  nearly(dashed[3].points[1].slice(1), [-6.5, 38]);
  const { pen: third, kept: hollow } = noted();
  drawArrow(third, [0, 0], [100, 0], "velocity", "mine", "casing");
  equal(
    hollow.map(({ how, lineWidth }) => (how === "fill" ? "fill" : lineWidth)),
    [7, "fill", 4.6, 1.8, "fill", 1.7],
  );
  const { pen: fourth, kept: short } = noted();
  drawArrow(fourth, [0, 0], [5.9, 0], "change", "mine", "casing");
  equal(short, [], "shorter than its head");
  drawArrow(fourth, [0, 0], [10, 0], "change", "mine", "casing");
  equal(short[3].points.slice(0, 2), [
    ["move", 10, 0],
    ["line", 4, 4],
  ]);
}
