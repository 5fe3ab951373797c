import { dataAxes, drawDataAxes, rangesOf } from "../../static/pictures/data_axes.js";
import { equal, near, ok } from "./expect.js";
import { INK, noted } from "./pens.js";

const examples = (x, y, test = { x: x.map(() => []), y: [] }) => ({ train: { x, y }, test });
const close = (found, expected) => expected.flat().forEach((value, k) => near([found.x, found.y].flat()[k], value, JSON.stringify(found)));

export function testTheRangesHoldAllExamplesWithRoomAround() {
  close(rangesOf(examples([[0, 10]], [-5, 5]), false, null), [
    [-1.2, 11.2],
    [-6.2, 6.2],
  ]);
  close(rangesOf(examples([[0, 10]], [-5, 5], { x: [[20]], y: [15] }), false, null), [
    [-2.4, 22.4],
    [-7.4, 17.4],
  ]);
  close(rangesOf(examples([[0, 10]], [0, 1]), true, null), [
    [-1.2, 11.2],
    [-0.12, 1.12],
  ]);
  close(
    rangesOf(
      examples(
        [
          [0, 10],
          [1, 2],
        ],
        [0, 1],
      ),
      true,
      null,
    ),
    [
      [-1.2, 11.2],
      [0.88, 2.12],
    ],
  );
  close(rangesOf(examples([[3]], [7]), false, null), [
    [2, 4],
    [6, 8],
  ]);
}

export function testRangesStayWhileTheDataFillHalfOfThem() {
  const before = { x: [-1.2, 11.2], y: [-6.2, 6.2] };
  const after = (values) => rangesOf(examples([values], [-5, 5]), false, before).x;
  ok(after([0, 10]) === before.x && after([0, 6]) === before.x);
  ok(after([0, 4]) !== before.x, "less than half");
  ok(after([0, 11]) !== before.x, "more than there is room for");
}

export function testPlacesAndBack() {
  const axes = dataAxes({ x: [0, 10], y: [-1, 1] }, { width: 500, height: 300 }, true);
  equal([axes.text_px, axes.bottom, axes.top, axes.height], [14, 26, 8, 266]);
  near(axes.left, 40.6);
  near(axes.width, 449.4);
  near(axes.x(5), 40.6 + 449.4 / 2);
  equal([axes.y(1), axes.y(-1)], [8, 274]);
  const [x, y] = axes.from(axes.x(2.5), axes.y(0.25));
  near(x, 2.5);
  near(y, 0.25);
  equal(dataAxes({ x: [0, 10], y: [-1, 1] }, { width: 300, height: 300 }, false).text_px, 12);
}

export function testTicksAreLinesWithTheirNumbers() {
  const axes = dataAxes({ x: [0, 10], y: [-1, 1] }, { width: 500, height: 300 }, true);
  const { pen, kept } = noted();
  drawDataAxes(pen, axes, INK);
  const lines = kept.filter(({ how }) => how === "stroke"),
    texts = kept.filter(({ how }) => how === "text");
  equal([lines.length, texts.length], [axes.ticks.x.at.length + axes.ticks.y.at.length, lines.length]);
  axes.ticks.x.at.forEach((at, k) => {
    const x = Math.round(axes.x(at)) + 0.5;
    equal(lines[k].points, [
      ["move", x, 8],
      ["line", x, 274],
    ]);
    equal([texts[k].text, texts[k].x, texts[k].y], [axes.ticks.x.text[k], x, 293]);
  });
  axes.ticks.y.at.forEach((at, k) => {
    const y = Math.round(axes.y(at)) + 0.5,
      { points } = lines[axes.ticks.x.at.length + k],
      text = texts[axes.ticks.x.at.length + k];
    equal(points, [
      ["move", axes.left, y],
      ["line", axes.left + axes.width, y],
    ]);
    equal([text.text, text.x, text.y], [axes.ticks.y.text[k], axes.left - 6, y]);
  });
  equal([lines[0].strokeStyle, texts[0].fillStyle], ["line", "grey"]);
}
