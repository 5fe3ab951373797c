import { createChart } from "../../static/panels/sweep_chart.js";
import { svg } from "../../static/svg.js";
import { equal, near, ok } from "./expect.js";

// Rates from 10⁻³ to 10: between the axes 52 and 452 a decade is a hundred pixels.
const point = (rate, steps, outcome = steps === null ? "not_reached" : "reached") => ({ rate, steps, outcome });
const CURVE = {
  racer: "a",
  points: [point(1e-3, null), point(1e-2, 100), point(0.1, 10), point(1, null, "diverged"), point(10, null, "diverged")],
  own: point(0.1, 10),
};

function drawn(rest = {}) {
  const root = svg("svg", { style: "position: fixed; left: 0; top: 0; width: 468px; height: 340px" });
  document.body.querySelectorAll("svg").forEach((node) => node.remove());
  document.body.append(root);
  const chart = createChart(root);
  chart.draw({ curves: [CURVE], signs: [0], low: 1e-3, high: 10, stepLimit: 1000, limit: { rate: 0.5, label: "limit" }, ...rest });
  return { root, chart };
}
const texts = (root, selector) => [...root.querySelectorAll(selector)].map((node) => node.textContent);
const numbers = (node, ...names) => names.map((name) => Number(node.getAttribute(name)));

export function testADecadeOfRatesIsAsWideAsTheNext() {
  const { root, chart } = drawn();
  const ticks = [...root.querySelectorAll(".sweep-axes text")].filter((node) => node.getAttribute("y") === "316");
  equal(
    ticks.map((node) => [...numbers(node, "x"), node.textContent]),
    [
      [52, "10−3"],
      [152, "0.01"],
      [252, "0.1"],
      [352, "1"],
      [452, "10"],
    ],
  );
  near(chart.rateAt(252), 0.1);
  near(chart.rateAt(302), Math.sqrt(0.1));
}

export function testRatesThatDivergeAreHatchedHalfWayToTheirNeighbours() {
  const { root } = drawn();
  const hatches = root.querySelectorAll(".sweep-hatch");
  equal(
    [...hatches].map((node) => numbers(node, "x", "width", "y", "height")),
    [[302, 150, 38, 262]],
  );
  equal(root.querySelectorAll(".sweep-zone").length, 1);
  const apart = { ...CURVE, points: CURVE.points.map((each, k) => (k === 0 ? point(1e-3, null, "diverged") : each)) };
  const { root: two } = drawn({ curves: [apart] });
  equal(
    [...two.querySelectorAll(".sweep-hatch")].map((node) => numbers(node, "x", "width")),
    [
      [52, 50],
      [302, 150],
    ],
  );
  equal(two.querySelectorAll(".sweep-zone").length, 1, "words only where there is room");
}

export function testTheLimitIsALineInsideTheAxes() {
  const lines = (rate) => {
    const line = drawn({ limit: { rate, label: "limit" } }).root.querySelector(".sweep-limit line");
    return line && numbers(line, "x1", "x2", "y1", "y2");
  };
  equal(lines(0.1), [252, 252, 4, 300]);
  equal([lines(1e-3), lines(10), lines(11), lines(NaN)], [null, null, null, null]);
  const side = (rate) =>
    drawn({ limit: { rate, label: "limit" } })
      .root.querySelector(".sweep-limit text")
      .getAttribute("text-anchor");
  equal([side(0.01), side(1)], ["start", "end"]);
}

export function testWithSeveralRacersThereIsNoHatching() {
  const { root } = drawn({ curves: [CURVE, { ...CURVE, own: point(0.01, 100) }], signs: [0, 3] });
  equal([root.querySelectorAll(".sweep-hatch").length, root.querySelectorAll(".sweep-limit").length], [0, 0]);
  const owns = [...root.querySelectorAll(".sweep-own")].map((node) =>
    node
      .getAttribute("transform")
      .match(/[\d.]+/g)
      .map(Number),
  );
  equal(
    owns.map(([x]) => x),
    [252, 152],
  );
  ok(owns[0][1] > owns[1][1], "fewer steps stand lower");
}

export function testWhatWasNotTriedIsAMarkOnTheAxisAndNothingAboveIt() {
  const points = [CURVE.points[0], point(1e-2, null, "untried"), point(0.1, 10), point(1, null, "untried"), CURVE.points[4]];
  const { root, chart } = drawn({ curves: [{ ...CURVE, points, own: points[3] }] });
  equal(
    [...root.querySelectorAll(".sweep-untried line")].map((node) => numbers(node, "x1", "x2", "y1", "y2")),
    [
      [152, 152, 295, 301],
      [352, 352, 295, 301],
    ],
  );
  equal(root.querySelectorAll(".sweep-curve circle").length, 2, "what was tried: one that arrives, one that does not");
  equal(root.querySelectorAll(".sweep-own").length, 0, "where the own rate would arrive is not known");
  equal(
    [...root.querySelectorAll(".sweep-hatch")].map((node) => numbers(node, "x", "width")),
    [[402, 50]],
    "half-way to the next rate, though that was not tried",
  );
  chart.point(points[1]);
  equal(
    [...root.querySelector(".sweep-cursor").children].map(({ localName }) => localName),
    ["line"],
  );
}

export function testTheCursorStandsAtItsPoint() {
  const { root, chart } = drawn();
  chart.point(point(1e-3, null));
  const [line, dot] = root.querySelector(".sweep-cursor").children;
  equal(
    [numbers(line, "x1", "x2"), numbers(dot, "cx", "cy")],
    [
      [52, 52],
      [52, 51],
    ],
  );
  chart.point(null);
  equal(texts(root, ".sweep-cursor"), [""]);
  equal(root.querySelector(".sweep-cursor").children.length, 0);
}

export function testTheStepsGoDownToTheFewestOfAll() {
  /** Labels of the steps, lowest first. */
  const labels = (points, stepLimit) => {
    const { root } = drawn({ curves: [{ ...CURVE, points, own: points[1] }], stepLimit });
    const ticks = [...root.querySelectorAll(".sweep-axes text[text-anchor=end]")];
    return ticks.map((node) => Number(node.textContent.replace(/[^\d]/g, ""))).filter((value) => value > 0);
  };
  ok(Math.min(...labels([point(1e-2, 1), point(0.1, 1)], 1000)) === 1, String(labels([point(1e-2, 1), point(0.1, 1)], 1000)));
  ok(Math.min(...labels([point(1e-2, 500), point(0.1, 400)], 1000)) === 100, "and a decade of the limit at least");
}
