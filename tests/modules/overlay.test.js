import { createOverlay } from "../../static/pictures/overlay.js";
import { createHud } from "../../static/pictures/hud.js";
import { createLossChart } from "../../static/pictures/losschart.js";
import { chartAxes, drawAxes } from "../../static/pictures/chart_axes.js";
import { drawSecant, drawTangent, slopesAt } from "../../static/pictures/tangent.js";
import { equal, near, ok } from "./expect.js";
import { hosted, measured } from "./pages.js";
import { flatLens, INK, noted } from "./pens.js";
import { racer, runOf } from "./runs.js";
import { tapeOf } from "./tapes.js";

const real = async () => (await fetch("/catalogue.json")).json();
const FIELD = {
  width: 2,
  window: [
    [0, 4],
    [0, 4],
  ],
  points: [],
};
const ALL = { gradient: true, velocity: true, accumulated: true, change: true };
const ink = {
  ...INK,
  theme: "light",
  dark: false,
  ink2: "grey",
  edge: "grey",
  bg: "white",
  onRacer: "white",
  accent: "blue",
  math: "serif",
};

/** Two racers, three steps; the columns that pictures read. */
const tape = tapeOf(["a", "b"], 2, {
  params: [1, 1, 3, 3, 2, 1, 3, 2, 2, 2, 9, 9],
  loss: [10, 100, 1, 50, 0.1, NaN],
  gradient_norm: [1, 2, 3, 4, 5, 6],
  learning_rate: [0.1, 0.1, 0.1, 0.1, 0.1, 0.1],
  gradient: [1, 0, 0, 1, 1, 0, 0, 1, 1, 0, 0, 1],
  velocity: [1, 0, 0, 1, 1, 0, 0, 1, 1, 0, 0, 1],
  accumulated: [1, 4, 1, 4, 1, 4, 1, 4, 1, 4, 1, 4],
  change: [1, 0, 0, -1, 0, 1, 6, 7, 0, 0, 0, 0],
});

function frameOf(catalogue, rest = {}, state = {}) {
  const run = runOf(
    [racer("a", { optimizer: catalogue.optimizers.momentum.default }), racer("b", { optimizer: catalogue.optimizers.adam.default })],
    {
      problem: { kind: "surface", surface: catalogue.surfaces.booth.default },
      step_limit: 100,
    },
  );
  return {
    tape,
    field: FIELD,
    ghosts: [],
    step: 1,
    time: 1,
    catalogue,
    examples: null,
    accuracy: null,
    now_ms: 0,
    still: false,
    ...rest,
    state: {
      run,
      changes: [],
      selected: "a",
      hover: null,
      stage: 4,
      arrows: ALL,
      of: "loss",
      height: "log",
      curve: "loss",
      curveScale: "log",
      across: "step",
      playing: false,
      ...state,
    },
  };
}

export async function testBallsStandWhereTheirRacersAre() {
  const catalogue = await real();
  const overlay = createOverlay(hosted(400), true);
  overlay.fit();
  const balls = () => overlay.balls.map(({ id, px, py, radius, selected, index }) => [id, px, py, radius, selected, index]);
  equal(balls(), []);
  overlay.draw(frameOf(catalogue), flatLens(), ink);
  equal(
    balls(),
    [
      ["b", 300, 200, 9, false, 1],
      ["a", 200, 300, 11.5, true, 0],
    ],
    "the selected one on top",
  );
  overlay.draw(frameOf(catalogue, { time: 1.5 }), flatLens(), ink);
  equal(balls().slice(-1), [["a", 200, 250, 11.5, true, 0]], "between steps it glides, and what has left is not there");
  overlay.draw(frameOf(catalogue, { time: 1.5, still: true }), flatLens({ magnitude: 2 }), ink);
  equal(
    balls().map(([id, , , radius]) => [id, radius]),
    [
      ["b", 18],
      ["a", 23],
    ],
    "with reduced motion nothing glides",
  );
  overlay.draw(frameOf(catalogue, {}, { selected: "b", hover: 0 }), flatLens(), ink);
  equal(
    balls().map(([id, , , , selected]) => [id, selected]),
    [
      ["a", false],
      ["b", true],
    ],
  );
  ok(overlay.enlarged >= 1);
  overlay.draw(frameOf(catalogue, { tape: null }), flatLens(), ink);
  equal(balls(), []);
}

export async function testOneBallAloneIsLarge() {
  const catalogue = await real();
  const overlay = createOverlay(hosted(400), true);
  overlay.fit();
  const alone = tapeOf(["a"], 2, { params: [1, 1, 3, 3], change: [0, 0, 0, 0], gradient: [1, 0, 1, 0], velocity: [1, 0, 1, 0] });
  overlay.draw(frameOf(catalogue, { tape: alone, step: 0, time: 0 }), flatLens(), ink);
  equal(
    overlay.balls.map(({ id, radius }) => [id, radius]),
    [["a", 17]],
  );
  overlay.draw(frameOf(catalogue, { tape: alone, step: 0, time: 0 }), flatLens({ isBig: false }), ink);
  equal(overlay.balls[0].radius, 11.5, "in the small picture it would hide the valley");
}

export async function testTheChangesArrowSaysByHowMuchItIsEnlarged() {
  const catalogue = await real();
  const overlay = createOverlay(hosted(400), true);
  overlay.fit();
  const small = { ...tape, column: (name) => (name === "change" ? new Float64Array(12).fill(0.001) : tape.column(name)) };
  overlay.draw(frameOf(catalogue, { tape: small }), flatLens(), ink);
  ok(overlay.enlarged > 100);
  overlay.draw(frameOf(catalogue, { tape: small }), flatLens({ isBig: false }), ink);
  equal(overlay.enlarged, 1, "a small picture has no arrows");
}

async function hudded() {
  const catalogue = await real();
  const host = hosted();
  const sets = [];
  const hud = createHud(host, { set: (patch) => sets.push(patch) });
  const find = (selector) => [...host.querySelectorAll(selector)];
  return { catalogue, hud, sets, find };
}

export async function testTheReadingsAreThoseOfTheStep() {
  const { catalogue, hud, find } = await hudded();
  const readings = () => find(".reading").map((node) => node.textContent);
  hud.draw(frameOf(catalogue), 1);
  equal([readings(), find(".hud-title")[0].textContent], [["1", "1.000"], catalogue.surfaces.booth.title]);
  hud.draw(frameOf(catalogue, { step: 2 }), 1);
  equal(readings(), ["2", "0.1000"]);
  hud.draw(frameOf(catalogue, { step: 9 }), 1);
  equal(readings(), ["9", "0.1000"], "the last row that is known");
  hud.draw(frameOf(catalogue, {}, { selected: "b" }), 1);
  equal(readings(), ["1", "50.00"]);
  hud.draw(frameOf(catalogue, { tape: null }), 1);
  equal(readings(), ["1", "–"]);
}

export async function testSwitchesAreOfTheOptimizerAtTheStep() {
  const { catalogue, hud, find, sets } = await hudded();
  const shown = () => find(".chip").map((chip) => !chip.hidden);
  const frame = frameOf(
    catalogue,
    { step: 1 },
    { changes: [{ at_step: 2, racer: "a", set: { optimizer: catalogue.optimizers.gradient_descent.default } }] },
  );
  hud.draw(frame, 1);
  equal(shown(), [true, true, true, false]);
  hud.draw({ ...frame, step: 2 }, 1);
  equal(shown(), [true, false, true, false], "after the change it has no velocity");
  hud.draw({ ...frame, step: 1, state: { ...frame.state, selected: "b" } }, 1);
  equal(shown(), [true, true, true, true]);
  const [gradient] = find(".chip");
  equal(gradient.getAttribute("aria-pressed"), "true");
  gradient.click();
  equal(sets, [{ arrows: { ...ALL, gradient: false } }]);
  hud.draw({ ...frame, state: { ...frame.state, selected: "" } }, 1);
  equal(shown(), [false, false, false, false]);
}

export async function testALongerArrowIsSaid() {
  const { catalogue, hud, find } = await hudded();
  const factor = (enlarged, arrows = ALL) => {
    hud.draw(frameOf(catalogue, {}, { arrows }), enlarged);
    return find(".factor")[2].textContent;
  };
  equal([factor(1), factor(5), factor(1000), factor(1)], ["", "×5", "×1000", ""]);
  ok(!/\d/.test(factor(2000)));
  equal(factor(5, { ...ALL, change: false }), "");
}

export async function testTheHeightIsLinearOrLogarithmicAndOfTheLossAlone() {
  const { catalogue, hud, find, sets } = await hudded();
  hud.draw(frameOf(catalogue), 1);
  equal([find(".hud-height [aria-pressed=true]").length, find(".hud-of")[0].hidden], [1, true]);
  find(".hud-height button").forEach((button) => button.click());
  equal(sets, [{ height: "log" }, { height: "linear" }]);
}

/** Axes of a chart of 400 × 200 pixels. */
const axesOf = (catalogue, rest = {}, state = {}) => chartAxes(frameOf(catalogue, rest, state), { width: 400, height: 200 });

export async function testTheChartSpansWhatIsPlayedInDecades() {
  const catalogue = await real();
  const axes = axesOf(catalogue);
  equal([axes.isLog, axes.reach], [true, 10]);
  // From 10⁻¹ to 10², over the pixels 6 … 178.
  for (const [value, y] of [
    [100, 6],
    [0.1, 178],
    [10, 6 + 172 / 3],
  ])
    near(axes.y(value), y, `loss ${value}`);
  equal([axes.x(0, 0), axes.x(10, 0)], [axes.left, axes.left + axes.width]);
  near(axes.stepAt(axes.x(7, 0), 0), 7);
  equal(
    axes.rows.map(({ text }) => text),
    ["0.1", "1", "10", "100"],
  );
}

export async function testTheStepsAreLabelledInEqualParts() {
  const catalogue = await real();
  const labels = (reach, width = 400) => {
    const axes = { ...axesOf(catalogue), reach };
    const { pen, kept } = noted();
    drawAxes(pen, axes, ink, { width, height: 200 });
    const texts = kept.filter(({ how, y }) => how === "text" && y === 197);
    // The first a little to the left, the last at the rim.
    const at = texts.map(({ x }, k) => (x - axes.left - (k === 0 ? -3 : k === texts.length - 1 ? 9 : 0)) / axes.width);
    at.forEach((part, k) => near(part + 1, k / (texts.length - 1) + 1));
    return texts.map(({ text }) => text);
  };
  equal(labels(40), ["0", "10", "20", "30", "40"]);
  equal(labels(10), ["0", "2", "4", "6", "8", "10"]);
  equal(labels(7), ["0", "3.5", "7"]);
  equal(labels(11), ["0", "11"]);
  equal(labels(10, 200), ["0", "5", "10"]);
}

export async function testALinearChartAndCurvesWithoutALogarithm() {
  const catalogue = await real();
  const linear = axesOf(catalogue, {}, { curveScale: "linear" });
  equal(linear.isLog, false);
  near(linear.y(0), 178);
  ok(linear.y(100) > 6 && linear.y(100) < 20);
  const negative = { ...tape, column: (name) => (name === "loss" ? Float64Array.of(10, 5, -1, 4, 2, 1) : tape.column(name)) };
  equal(axesOf(catalogue, { tape: negative }).isLog, false);
}

export async function testARacerThatDivergesDoesNotFlattenTheOthers() {
  const catalogue = await real();
  const away = { ...tape, column: (name) => (name === "loss" ? Float64Array.of(10, 100, 1, 1e30, 0.1, NaN) : tape.column(name)) };
  near(axesOf(catalogue, { tape: away }).y(1e5), 6, "three decades above the first loss");
}

export async function testAChartsMenusAndKeysSetWhatIsShown() {
  const catalogue = await real();
  const told = [];
  const note = (name) => (value) => told.push([name, value]);
  const host = hosted(400);
  const chart = createLossChart(host, { set: note("set"), hover: note("hover"), seek: note("seek"), invalidate: () => {} }, false);
  const [picture] = host.querySelectorAll(".picture");
  picture.style.cssText = "width: 400px; height: 200px; position: relative";
  const frame = frameOf(catalogue);
  await measured();
  chart.draw(frame);
  const menu = host.querySelector("select");
  equal(
    [...menu.options].map(({ value }) => value),
    ["loss", "gradient_norm", "learning_rate"],
    "without data there is no batch",
  );
  menu.value = "gradient_norm";
  menu.dispatchEvent(new Event("change"));
  host.querySelectorAll(".pair button").forEach((button) => button.click());
  equal(told.splice(0), [
    ["set", { curve: "gradient_norm" }],
    ["set", { curveScale: "log" }],
    ["set", { curveScale: "linear" }],
  ]);
  const press = (key) => picture.dispatchEvent(new KeyboardEvent("keydown", { key, cancelable: true }));
  press("ArrowRight");
  press("ArrowLeft");
  press("Enter");
  chart.draw({ ...frame, state: { ...frame.state, hover: 2 } });
  press("ArrowRight");
  press("Enter");
  equal(told, [
    ["hover", 2],
    ["hover", 0],
    ["seek", 1],
    ["hover", 2],
    ["seek", 2],
  ]);
  const table = host.querySelector("table");
  equal(
    [...table.querySelectorAll("tbody tr")].map((row) => [...row.children].map((cell) => cell.textContent)),
    [
      [catalogue.optimizers.momentum.title, "2.000", "1.000", "1.000"],
      [catalogue.optimizers.adam.title, "3.000", "2.000", "50.00"],
    ],
  );
  ok(picture.getAttribute("aria-description").includes("1.000"));
}

/** A loss chart of a size. */
async function charted() {
  const host = hosted(400);
  const chart = createLossChart(host, { set: () => {}, hover: () => {}, seek: () => {}, invalidate: () => {} }, false);
  const [picture] = host.querySelectorAll(".picture");
  picture.style.cssText = "width: 400px; height: 200px; position: relative";
  await measured();
  return { host, chart, picture };
}

export async function testTheStepPointedAtIsDrawnInTheChart() {
  const catalogue = await real();
  const { host, chart } = await charted();
  const seen = (hover) => {
    chart.draw(frameOf(catalogue, {}, { hover }));
    const canvas = host.querySelectorAll("canvas")[2];
    const axes = axesOf(catalogue);
    const data = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data;
    const sharpness = canvas.width / 400;
    /** Pixels drawn within ten pixels of a racer's point at a step. */
    return (step, value) => {
      const [x, y] = [axes.x(step, 0) * sharpness, axes.y(value) * sharpness];
      let count = 0;
      for (let j = Math.round(y - 7); j < y + 7; j += 1)
        for (let i = Math.round(x - 7); i < x + 7; i += 1) if (data[4 * (j * canvas.width + i) + 3] > 0) count += 1;
      return count;
    };
  };
  const without = seen(null),
    withIt = seen(2);
  equal(without(2, 0.1), 0);
  ok(withIt(2, 0.1) > 20, "a hollow ball on the curve");
}

export async function testWhatIsPlayedIsAddedToAndBeginsAnewAfterAStepBack() {
  const catalogue = await real();
  const { chart, picture } = await charted();
  const axes = axesOf(catalogue);
  const { moveTo, lineTo, clearRect } = CanvasRenderingContext2D.prototype;
  /** What is done to the layer of what is played: steps that curves go through, by racer. */
  const played = (step, state = {}) => {
    const told = [];
    const note = (how, original) =>
      function (x, ...rest) {
        if (this.canvas === picture.querySelectorAll("canvas")[1]) told.push(how === "clear" ? how : Math.round(axes.stepAt(x, 0)));
        original.call(this, x, ...rest);
      };
    Object.assign(CanvasRenderingContext2D.prototype, {
      moveTo: note("", moveTo),
      lineTo: note("", lineTo),
      clearRect: note("clear", clearRect),
    });
    try {
      chart.draw(frameOf(catalogue, { step, time: step }, state));
    } finally {
      Object.assign(CanvasRenderingContext2D.prototype, { moveTo, lineTo, clearRect });
    }
    return told;
  };
  equal(played(0), ["clear"]);
  equal(played(1), [0, 1, 0, 1], "from step 0 on, for both");
  equal(played(1), []);
  equal(played(2), [1, 1, 2], "only the newest; what is no number is not drawn");
  equal(played(9), [], "there is no more than the tape");
  equal(played(1), ["clear", 0, 1, 0, 1]);
  equal(played(1, { selected: "b" }), ["clear", 0, 1, 0, 1]);
}

/** Where the curves ahead of a chart go, one list of places a curve. */
async function curvesOf(values, width) {
  const host = hosted(width);
  const chart = createLossChart(host, { set: () => {}, hover: () => {}, seek: () => {}, invalidate: () => {} }, false);
  const [picture] = host.querySelectorAll(".picture");
  picture.style.cssText = `width: ${width}px; height: 200px; position: relative`;
  const ones = new Array(values.length).fill(1);
  const long = tapeOf(["a"], 1, { params: ones, loss: values, gradient_norm: ones, learning_rate: ones });
  const catalogue = await real();
  const { problem, racers } = frameOf(catalogue).state.run;
  const run = runOf([racers[0]], { problem, step_limit: values.length });
  const frame = frameOf(catalogue, { tape: long, step: values.length - 1, time: 0 }, { run });
  await measured();
  const kept = [];
  const { moveTo, lineTo } = CanvasRenderingContext2D.prototype;
  const note = (original) =>
    function (x, y) {
      if (this.canvas === picture.querySelector("canvas")) kept.push([x, y]);
      original.call(this, x, y);
    };
  Object.assign(CanvasRenderingContext2D.prototype, { moveTo: note(moveTo), lineTo: note(lineTo) });
  try {
    chart.draw(frame);
  } finally {
    Object.assign(CanvasRenderingContext2D.prototype, { moveTo, lineTo });
  }
  const axes = chartAxes(frame, { width, height: 200 });
  // The axes' own lines come first.
  return { axes, points: kept.slice(2 * axes.rows.length) };
}

export async function testStepsThatShareAPixelAreDrawnByTheirLowestAndHighest() {
  const values = [1000, 0.1, ...new Array(5999).fill(10)];
  const { axes, points } = await curvesOf(values, 400);
  // One and a half of them for each pixel: more cannot be seen, fewer would be steps of their own.
  const stride = Math.floor(6000 / (1.5 * axes.width));
  equal([axes.steps, stride > 5], [6000, true]);
  equal(
    points.map(([x]) => x),
    [axes.x(0, 0), ...Array.from({ length: Math.ceil(6001 / stride) }, (_, k) => axes.x(k * stride, 0))],
    "two places where they differ, else one",
  );
  // Of a spike between two of them both ends are there.
  values[stride * 100 + 3] = 1000;
  values[stride * 200 + stride - 1] = 0.1;
  const spiked = await curvesOf(values, 400);
  const at = (value) => spiked.points.filter(([, y]) => Math.abs(y - spiked.axes.y(value)) < 1e-9).map(([x]) => x);
  equal(
    [at(1000), at(0.1)],
    [
      [axes.x(0, 0), axes.x(stride * 100, 0)],
      [axes.x(0, 0), axes.x(stride * 200, 0)],
    ],
  );
  equal(spiked.points.length, points.length + 2);
}

export async function testWhereThereIsRoomEveryStepIsDrawnAndWhatIsNoNumberIsAGap() {
  const values = Array.from({ length: 61 }, (_, k) => 1 + k);
  values[7] = NaN;
  const { axes, points } = await curvesOf(values, 400);
  equal(
    points,
    values.flatMap((value, k) => (k === 7 ? [] : [[axes.x(k, 0), axes.y(value)]])),
  );
}

export function testATangentTouchesAndASecantGoesThroughBoth() {
  const field = {
    width: 1,
    window: [[0, 4]],
    columns: 5,
    rows: 1,
    loss: Float32Array.of(0, 1, 4, 9, 16),
    lowest: 0,
    highest: 16,
    scale: 1,
    points: [],
  };
  const oneTape = tapeOf(["a"], 1, { params: [2, 3], gradient: [4, 6] });
  const ball = { x: 2, px: 200, py: 200, racer: 0 };
  equal(slopesAt({ tape: oneTape, field, time: 0, step: 0, still: false }, ball, 4), { derivative: 4, secant: 6 });
  equal(
    slopesAt({ tape: oneTape, field, time: 0.5, step: 0, still: false }, ball, null),
    { derivative: 4, secant: NaN },
    "between steps of the drawn curve",
  );
  equal(slopesAt({ tape: oneTape, field, time: 0.5, step: 0, still: true }, ball, 2), { derivative: 4, secant: NaN });
  const { pen, kept } = noted();
  const lens = flatLens({ tangent: (x, y, dx, dy, out) => ([out[0], out[1]] = [100 * (x + dx), 200 - 400 * dx]) });
  drawTangent(pen, lens, ink, ball);
  const [[, x1, y1], [, x2, y2]] = kept[1].points;
  near((y2 - y1) / (x2 - x1), -4);
  near(Math.hypot(x2 - x1, y2 - y1), 220);
  near((x1 + x2) / 2, 200);
  const { pen: other, kept: secant } = noted();
  drawSecant(other, flatLens(), ink, { ...ball, py: 300 }, 3);
  const [[, fromX, fromY], [, toX, toY]] = secant[1].points;
  near((toY - fromY) / (toX - fromX), 1);
  ok(fromX < 200 && toX > 300);
  equal(
    secant.slice(2).map(({ fillStyle, arcs: [[x, y, radius]] }) => [fillStyle, x, y, radius]),
    [
      ["casing", 300, 400, 10.4],
      ["blue", 300, 400, 8],
      ["casing", 300, 400, 5],
    ],
  );
}
