import { createBars } from "../../static/lab/bars.js";
import { createCurve, createTag, createThumb } from "../../static/lab/marks.js";
import { svg } from "../../static/svg.js";
import { equal, ok } from "./expect.js";

/** A plot of 400 × 300 pixels: x in hundreds, y in fifties upwards from a foot at 300. */
function plotted() {
  const root = svg("svg", { width: 400, height: 300 });
  document.body.append(root);
  const [curves, marks] = [svg("g"), svg("g")];
  root.append(curves, marks);
  return {
    curves,
    marks,
    box: { left: 0, right: 400, top: 20, bottom: 300 },
    x: (value) => 100 * value,
    y: (value) => 300 - 50 * value,
    yAt: (event) => (300 - event.clientY) / 50,
    path: (xs, ys) => `path of ${xs} and ${ys}`,
  };
}
const at = (node) => (node.getAttribute("display") === "none" ? null : node.getAttribute("transform"));

export function testAPointStandsOnItsCurveWithItsTangent() {
  const plot = plotted();
  const curve = createCurve(plot, 2);
  const [line, tangent] = plot.curves.children,
    [ball, away] = plot.marks.children;
  curve.draw([0, 1], [2, 3], { x: 1, y: 2, slope: 1 });
  equal([line.getAttribute("d"), line.getAttribute("class")], ["path of 0,1 and 2,3", "curve is-chosen"]);
  equal([at(ball), at(away)], ["translate(100 200)", null]);
  // A slope of 1 falls by 50 pixels in 100: 46 pixels along (2, −1)/√5 to either side.
  const numbers = tangent
    .getAttribute("d")
    .match(/-?[\d.]+/g)
    .map((text) => Math.round(Number(text)));
  equal([numbers, tangent.getAttribute("display")], [[59, 221, 141, 179], null]);
  curve.draw([0], [0], { x: 1, y: 2, slope: 1, isChosen: false });
  equal([line.getAttribute("class"), tangent.getAttribute("display"), at(ball)], ["curve", "none", "translate(100 200)"]);
  curve.draw([0], [0], { x: 2, y: 2 });
  equal([at(ball), tangent.getAttribute("display")], ["translate(200 200)", "none"], "without a slope there is no tangent");
}

export function testAPointAboveThePictureStandsAtItsEdge() {
  const plot = plotted();
  const curve = createCurve(plot, 2);
  const [, tangent] = plot.curves.children,
    [ball, away] = plot.marks.children;
  for (const [x, y, place] of [
    [1, 6, "translate(128 29)"],
    [0, Infinity, "translate(28 29)"],
    [4, 9, "translate(392 29)"],
    [-1, 9, "translate(8 29)"],
    [1, NaN, "translate(128 29)"],
  ]) {
    curve.draw([0], [0], { x, y, slope: 1 });
    equal([at(ball), at(away), tangent.getAttribute("display")], [null, place, "none"], `${x}, ${y}`);
  }
  curve.draw([0], [0], { x: 1, y: 5.62, slope: 1 });
  equal([at(ball), at(away)], ["translate(100 19)", null], "a point on the edge is still in the picture");
}

export function testAThumbIsPutWhereItBelongs() {
  const plot = plotted();
  const { node, place } = createThumb(plot, "z", "ring");
  place(12, 34);
  equal([node.getAttribute("transform"), node.getAttribute("class"), node.textContent], ["translate(12 34)", "thumb is-ring", "z"]);
}

export function testATagStaysInsideThePlot() {
  const plot = plotted();
  const tag = createTag(plot);
  const node = plot.marks.firstChild;
  const place = () =>
    node
      .getAttribute("transform")
      .match(/-?[\d.]+/g)
      .map(Number);
  tag.draw("seven", 200, 150);
  equal([place(), node.textContent, node.getAttribute("display")], [[200, 150], "seven", null]);
  const half = Number(node.firstChild.getAttribute("width")) / 2;
  ok(half > 8);
  tag.draw("seven", 1, 150);
  equal(place()[0], half);
  tag.draw("seven", 399, 0);
  equal(place()[0], 400 - half);
  ok(place()[1] > 20);
  tag.draw("", 200, 150);
  equal(node.getAttribute("display"), "none");
}

export function testBarsAreDraggedByTheirTops() {
  const plot = plotted();
  const values = [0.25, 1],
    moves = [];
  const bars = createBars(plot, {
    count: 2,
    name: (k) => `bar ${k}`,
    value: (k) => values[k],
    move: (...given) => moves.push(given),
    fill: (k) => ({ from: k === 0 ? 0 : 0.5, to: values[k] }),
    color: (k) => ["red", "blue"][k],
  });
  bars.draw();
  const [ground, part, number, knob] = plot.marks.children;
  const box = (node) => ["x", "y", "width", "height"].map((name) => Number(node.getAttribute(name)).toFixed(1));
  equal(box(ground), ["22.0", "250.0", "56.0", "50.0"]);
  equal([box(part), part.getAttribute("fill")], [["22.0", "287.5", "56.0", "12.5"], "red"]);
  equal([knob.getAttribute("transform"), number.textContent, number.getAttribute("y")], ["translate(50 287.5)", "0.250", "276.5"]);
  equal(
    [knob.getAttribute("aria-valuenow"), knob.getAttribute("aria-valuetext"), knob.getAttribute("aria-label")],
    ["0.25", "0.250", "bar 0"],
  );
  equal(box(plot.marks.children[5]), ["122.0", "250.0", "56.0", "25.0"]);
  knob.dispatchEvent(new KeyboardEvent("keydown", { key: "ArrowUp" }));
  plot.marks.children[7].dispatchEvent(new KeyboardEvent("keydown", { key: "ArrowUp" }));
  equal(moves, [
    [0, 0.26, true],
    [1, 1, true],
  ]);
  values[0] = 0.5;
  bars.draw();
  equal(number.textContent, "0.500");
  bars.remove();
  equal(plot.marks.children.length, 0);
}
