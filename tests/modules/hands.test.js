// The curve of one parameter and the map of two: what they draw on, and what a hand on them does.

import { createContour } from "../../static/pictures/contour.js";
import { createCurve1d } from "../../static/pictures/curve1d.js";
import { equal, near, ok } from "./expect.js";
import { hosted, measured } from "./pages.js";
import { racer, runOf } from "./runs.js";
import { tapeOf } from "./tapes.js";

const CURVE = {
  kind: "parabola",
  width: 1,
  window: [[0, 4]],
  columns: 5,
  rows: 1,
  loss: Float32Array.of(0, 1, 4, 9, 16),
  lowest: 0,
  highest: 16,
};
const MAP = {
  kind: "booth",
  width: 2,
  window: [
    [0, 4],
    [0, 4],
  ],
  columns: 3,
  rows: 3,
  loss: Float32Array.of(0, 1, 2, 1, 2, 3, 2, 3, 4),
  lowest: 0,
  highest: 4,
};

/** With colours as the page's styles give them: canvases take none that is empty. */
async function coloured(act) {
  const { style, dataset } = document.documentElement;
  const { theme } = dataset;
  const names = ["ink", "casing", "bg", "on-racer", ...Array.from({ length: 8 }, (_, k) => `racer-${k + 1}`)];
  for (const name of names) style.setProperty(`--${name}`, "#336699");
  dataset.theme = "coloured";
  try {
    await act();
  } finally {
    for (const name of names) style.removeProperty(`--${name}`);
    if (theme === undefined) delete dataset.theme;
    else dataset.theme = theme;
  }
}

/** A picture 500 × 400 pixels large, of a racer at 1 and one at 3. */
async function pictured(create, field) {
  const catalogue = await (await fetch("/catalogue.json")).json();
  const host = hosted(500);
  const told = [];
  const actions = new Proxy(
    {},
    {
      get:
        (_, name) =>
        (...given) =>
          name !== "invalidate" && name !== "hover" && told.push([name, ...given]),
    },
  );
  const view = create(host, actions);
  const picture = host.querySelector(".picture");
  picture.setPointerCapture = () => {};
  picture.style.cssText = "position: fixed; left: 0; top: 0; width: 500px; height: 400px";
  host.querySelector("#curve1d")?.removeAttribute("hidden");
  await measured();
  const run = runOf(
    [racer("r1", { optimizer: catalogue.optimizers.momentum.default }), racer("r2", { optimizer: catalogue.optimizers.adam.default })],
    {
      problem: { kind: "surface", surface: catalogue.surfaces[field.kind].default },
    },
  );
  const many = (value, other) => (field.width === 1 ? [value, other] : [value, 1, other, 3]);
  const tape = tapeOf(["r1", "r2"], field.width, {
    params: [...many(0.2, 3.8), ...many(1, 3)],
    ...{ loss: [1, 9, 1, 9], gradient_norm: [1, 1, 1, 1], learning_rate: [0.1, 0.1, 0.1, 0.1] },
    ...Object.fromEntries(["gradient", "velocity", "accumulated", "change"].map((name) => [name, new Array(4 * field.width).fill(0.1)])),
  });
  const frame = (state = {}) => ({
    ...{ tape, step: 1, time: 1, now_ms: 0, still: false, ghosts: [], catalogue, examples: null, accuracy: null },
    field: { scale: 1, start: field.window.map(() => 0), points: [], ...field },
    state: {
      ...{ run, changes: [], selected: "r1", hover: null, stage: 4, of: "loss", height: "linear", palette: "viridis" },
      ...{ arrows: { gradient: true, velocity: false, accumulated: false, change: false }, secant: null, curve: "loss", curveScale: "log" },
      ...{ playing: false, swapped: false },
      ...state,
    },
  });
  view.draw(frame());
  const send = (type, [clientX, clientY]) =>
    picture.dispatchEvent(
      new PointerEvent(type, { pointerId: 1, pointerType: "mouse", bubbles: true, cancelable: true, clientX, clientY }),
    );
  return {
    ...{ view, host, picture, frame, told: () => told.splice(0) },
    find: (selector) => host.querySelector(selector),
    tap: (at) => ["pointerdown", "pointerup"].forEach((type) => send(type, at)),
    drag(from, to) {
      send("pointerdown", from);
      send("pointermove", to);
      send("pointerup", to);
    },
    layers: () => [...picture.querySelectorAll("canvas")].map(({ width, height }) => [width, height]),
  };
}

export async function testEveryLayerHasThePicturesSize() {
  await coloured(async () => {
    for (const [create, field] of [
      [createCurve1d, CURVE],
      [createContour, MAP],
    ]) {
      const { layers, view, picture, frame } = await pictured(create, field);
      const sharpness = Math.max(1, devicePixelRatio);
      ok(
        layers().length >= 2 && layers().every(([width, height]) => width === 500 * sharpness && height === 400 * sharpness),
        `${layers()}`,
      );
      picture.style.width = "450px";
      await measured();
      view.draw(frame());
      ok(
        layers().every(([width]) => width === 450 * sharpness),
        `${layers()}`,
      );
    }
  });
}

export async function testOnTheCurveABallIsDraggedAndGroundSetsTheStart() {
  await coloured(async () => {
    const { view, drag, tap, told } = await pictured(createCurve1d, CURVE);
    // It stands on the curve.
    const ball = [view.pixelOf([1])[0], view.pixelOf([1])[1] - 9],
      [x2] = view.pixelOf([2]),
      empty = [view.pixelOf([2])[0], 60];
    drag(ball, [x2, 300]);
    const [[name, [to]]] = told();
    equal(name, "moveBall");
    near(to, 2);
    tap(empty);
    const [[start, [at]]] = told();
    equal(start, "setStart");
    near(at, 2);
    tap(view.pixelOf([3]));
    equal(told(), [["select", "r2"]]);
    drag(ball, [5000, 300]);
    equal(told()[0], ["moveBall", [4]], "no further than the window");
  });
}

export async function testTheSecantsPointIsDraggedWhereItIs() {
  await coloured(async () => {
    const { view, frame, drag, told, find } = await pictured(createCurve1d, CURVE);
    find(".curve-secant").click();
    equal(told(), [["setSecant", 2]], "a quarter of the window beside the ball");
    view.draw(frame({ secant: 3.6 }));
    drag(view.pixelOf([3.6]), [view.pixelOf([2.5])[0], 100]);
    const [[name, to]] = told();
    equal(name, "setSecant");
    near(to, 2.5);
    find(".curve-secant").click();
    equal(told(), [["setSecant", null]]);
    const slider = find("input[type=range]");
    equal([slider.hidden, slider.min, slider.max, slider.value], [false, "0", "4", "3.6"]);
  });
}

export async function testOnTheMapABallIsDraggedAndGroundSetsTheStart() {
  await coloured(async () => {
    const { drag, tap, told, view, host, frame } = await pictured(createContour, MAP);
    // The map is a square in the middle of the picture.
    const at = (x, y) => [250 + 100 * (x - 2), 200 - 100 * (y - 2)];
    drag(at(1, 1), at(2, 3));
    const [[name, params]] = told();
    equal(name, "moveBall");
    [2, 3].forEach((value, k) => near(params[k], value));
    tap(at(2, 1));
    const [[start, place]] = told();
    equal(start, "setStart");
    [2, 1].forEach((value, k) => near(place[k], value));
    tap(at(3, 3));
    tap(at(1, 1));
    equal(told(), [["select", "r2"]], "the one in front is selected already");
    tap([10, 10]);
    equal(told(), [], "beside the map there is nothing");
    view.draw({ ...frame(), field: { ...CURVE, scale: 1, start: [0], points: [] } });
    equal(host.classList.contains("is-off"), true);
  });
}
