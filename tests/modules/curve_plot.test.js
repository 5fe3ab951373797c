import { curveLens, drawCurve } from "../../static/pictures/curve_plot.js";
import { relief, toScene } from "../../static/pictures/relief.js";
import { heightTicks } from "../../static/pictures/ticks.js";
import { equal, near, ok } from "./expect.js";
import { INK, noted } from "./pens.js";

/** Losses from 0 to 8, straight, over x in 0 … 4. */
const FIELD = {
  width: 1,
  window: [[0, 4]],
  columns: 5,
  rows: 1,
  loss: Float32Array.of(0, 2, 4, 6, 8),
  lowest: 0,
  highest: 8,
  scale: 1,
  start: [0],
  points: [],
};
const form = relief(FIELD, "linear");
// A parameter is a hundred pixels wide; heights go from the foot at 440 up to the top at 90.
const ROOM = { width: 484, height: 500, isBig: true, magnitude: 1, insets: { top: 20, bottom: 0 } };

export function testPlacesOfTheCurveAndBack() {
  const lens = curveLens(form, ROOM);
  const out = [0, 0];
  lens.place(1, 0, out);
  equal(out, [158, 440 - 350 / 4]);
  lens.place(9, 0, out);
  equal(out, [958, 90], "beyond its window the curve stays as high as at the rim");
  lens.tangent(1, 0, 0.5, 0, out);
  near(out[0], 208);
  near(out[1], 440 - 350 / 4 - (350 / 4) * 0.5);
  equal([lens.toParam(158), lens.toParam(58), lens.atHeight(0), lens.atHeight(1), lens.floor], [1, 0, 440, 90, 456]);
  equal(lens.spans, [4, 4], "400 pixels in parameters");
  equal([lens.pieces(0, 0, 0.01), lens.pieces(0, 0, 0.9), lens.pieces(4, 0, 0)], [1, 30, 120]);
}

export function testTheCurveStandsOnItsAxesInTheColoursOfItsHeights() {
  const lens = curveLens(form, ROOM);
  const { pen, kept } = noted();
  const stops = [];
  pen.createLinearGradient = (...line) => ({ line, addColorStop: (at, colour) => stops.push([at, colour]) });
  drawCurve(pen, form, lens, { ...INK, math: "serif", dark: false }, "viridis");
  const texts = kept.filter(({ how }) => how === "text");
  ok(texts.every(({ font }) => font.startsWith("500 12px") || font.startsWith("italic 400 16.2")));
  const across = texts.filter(({ y }) => y === 456 + 8 + 12);
  ok(across.length >= 5 && across.slice(0, -1).every(({ text, x }) => Math.abs(x - (58 + 100 * Number(text))) < 1e-9));
  equal([across.at(-1).text, across.at(-1).x], ["x", 458]);
  const heights = texts.filter(({ x }) => x === 48);
  ok(heights.length >= 3 && heights.every(({ text, y }) => y === Math.round(440 - (350 * Number(text)) / 8) + 0.5), "on whole pixels");
  const [ground] = kept.filter(({ how }) => how === "fill");
  equal(ground.points, [
    ["move", 58, 440],
    ...[1, 2, 3, 4].map((x) => ["line", 58 + 100 * x, 440 - (350 * x) / 4]),
    ["line", 458, 456],
    ["line", 58, 456],
    ["close"],
  ]);
  equal([ground.globalAlpha, ground.fillStyle.line], [0.16, [0, 440, 0, 90]]);
  const curve = kept.at(-1);
  equal([curve.how, curve.points.length, curve.lineWidth, curve.globalAlpha], ["stroke", 5, 5, 1]);
  equal([stops[0][0], stops.at(-1)[0]], [0, 1]);
}

export function testFarAwayItsLettersAreLarger() {
  const { pen, kept } = noted();
  pen.createLinearGradient = () => ({ addColorStop: () => {} });
  drawCurve(pen, form, curveLens(form, { ...ROOM, magnitude: 1.5 }), { ...INK, math: "serif", dark: true }, "cividis");
  ok(kept.find(({ how }) => how === "text").font.startsWith("500 15px"));
  equal([kept.find(({ how }) => how === "fill").globalAlpha, kept.at(-1).lineWidth], [0.22, 7.5]);
}

export function testInTheSceneTheWholeHeightHasRoomAbove() {
  const flat = {
    ...FIELD,
    width: 2,
    window: [
      [0, 4],
      [0, 2],
    ],
    columns: 2,
    rows: 2,
    loss: Float32Array.of(0, 1, 2, 3),
    highest: 3,
  };
  const shape = relief(flat, "linear");
  const out = [0, 0, 0];
  const at = (x, y, height) => (toScene(shape, x, y, height, out), [...out]);
  const [wide, deep, tall] = shape.aspect;
  equal(at(0, 0, 0), [-wide / 2, -deep / 2, -tall / 2]);
  equal(at(4, 2, 0).slice(0, 2), [wide / 2, deep / 2]);
  const lowest = at(0, 0, 0)[2],
    highest = at(0, 0, 1)[2];
  ok(highest > 0 && highest < tall / 2, "the highest loss is inside the box");
  near(at(0, 0, 0.5)[2], (lowest + highest) / 2);
}

export function testLossesOnTheAxisAreTheRoundestThatHaveRoom() {
  equal(heightTicks(form).text, ["0", "2", "5"]);
  const both = relief({ ...FIELD, loss: Float32Array.of(-8, -4, 0, 4, 8), lowest: -8, highest: 8 }, "linear");
  equal(heightTicks(both).text, ["−5", "0", "5"]);
}
