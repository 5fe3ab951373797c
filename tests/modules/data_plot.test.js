import { createDataPlot } from "../../static/pictures/data_plot.js";
import { equal, near, ok } from "./expect.js";
import { hosted, measured } from "./pages.js";
import { FIT, racer, runOf } from "./runs.js";
import { tapeOf } from "./tapes.js";

const LAYERS = ["ground", "moving", "above"];

/** The picture of a fit of a line; `drawn(frame)` says which layers were cleared and which got discs. */
async function plotted() {
  const catalogue = await (await fetch("/catalogue.json")).json();
  const problem = {
    ...FIT,
    loss: catalogue.losses.mean_squared_error.default,
    data: { kind: "dataset", dataset: catalogue.datasets.noisy_line.default },
  };
  const run = runOf([racer("r1"), racer("r2")], { problem });
  const examples = {
    problem,
    train: { x: [[0, 1, 2, 3]], y: [0, 2, 4, 6] },
    test: { x: [[1.5]], y: [3] },
    mean: [0],
    scale: [1],
    index: { train: [0, 1, 2, 3], test: [4] },
    parameters: ["w", "b"],
    closed_form: null,
  };
  const tape = tapeOf(["r1", "r2"], 2, { params: [1, 0, 2, 0, 2, 0, 3, 0] });
  const host = hosted(600);
  const told = [];
  let batch = null;
  const plot = createDataPlot(
    host,
    { set: (patch) => told.push(patch), setData: () => {}, invalidate: () => {} },
    { newest: () => problem, batchOf: () => batch, namesOf: () => ({ features: ["length"], target: "price", classes: [] }) },
  );
  const picture = host.querySelector(".picture");
  picture.style.cssText = "position: relative; width: 500px; height: 300px";
  await measured();
  const frame = (rest = {}, state = {}) => ({
    ...{ tape, step: 0, time: 0, now_ms: 0, still: false, catalogue, examples, ...rest },
    state: { run, changes: [], selected: "r1", of: "loss", threshold: 0.5, residuals: false, playing: false, ...state },
  });
  const drawn = (now) => {
    const { clearRect, arc } = CanvasRenderingContext2D.prototype;
    const cleared = new Set(),
      discs = { ground: 0, moving: 0, above: 0 };
    const layerOf = (pen) => LAYERS[[...picture.querySelectorAll("canvas")].indexOf(pen.canvas)];
    Object.assign(CanvasRenderingContext2D.prototype, {
      clearRect(...given) {
        cleared.add(layerOf(this));
        clearRect.apply(this, given);
      },
      arc(...given) {
        discs[layerOf(this)] += 1;
        arc.apply(this, given);
      },
    });
    try {
      plot.draw(now);
    } finally {
      Object.assign(CanvasRenderingContext2D.prototype, { clearRect, arc });
    }
    return [LAYERS.filter((name) => cleared.has(name)), discs.above];
  };
  return {
    plot,
    host,
    picture,
    frame,
    drawn,
    examples,
    told,
    find: (selector) => host.querySelector(selector),
    choose: (next) => (batch = next),
  };
}

export async function testOnlyTheLayersOfWhatIsOtherAreDrawnAgain() {
  const { frame, drawn, examples, choose } = await plotted();
  equal(drawn(frame()), [LAYERS, 4], "four discs; the test example is a square");
  equal(drawn(frame({ step: 1, time: 1 })), [["moving"], 0], "from step to step the models alone");
  choose({ indices: [1, 2] });
  equal(drawn(frame()), [["moving", "above"], 6], "two are ringed");
  choose({ indices: [0, 1, 2, 3] });
  equal(drawn(frame()), [["moving", "above"], 4], "a batch of all is none");
  const now = frame({ examples: { ...examples } });
  equal(drawn(now), [LAYERS, 4]);
  equal(drawn(frame({ tape: null, examples: now.examples })), [["moving"], 0], "without a run no model stays");
}

export async function testExamplesStandOnAxesThatHoldThem() {
  const { plot, frame, drawn, examples } = await plotted();
  drawn(frame());
  const [x0, y0] = plot.pixelOf(0),
    [x1, y1] = plot.pixelOf(1),
    [x3, y3] = plot.pixelOf(3);
  near(x3 - x0, 3 * (x1 - x0));
  near(y3 - y0, 3 * (y1 - y0));
  ok(x0 > 40 && x3 < 500 && y3 > 0 && y0 < 300);
  const wider = { ...examples, train: { x: [[0, 1, 2, 30]], y: [0, 2, 4, 6] } };
  drawn(frame({ examples: wider }));
  ok(plot.pixelOf(1)[0] - plot.pixelOf(0)[0] < (x1 - x0) / 5, "ten times as many units in the same room");
}

export async function testAxesHaveTheNamesOfTheirMeasures() {
  const { frame, drawn, find, told, picture } = await plotted();
  drawn(frame());
  equal([find(".is-across").textContent, find(".is-along").textContent], ["length", "price"]);
  const chip = find(".chip");
  equal([chip.hidden, chip.getAttribute("aria-pressed")], [false, "false"]);
  chip.click();
  equal(told, [{ residuals: true }]);
  ok(picture.getAttribute("aria-description").includes("w = 1.000, b = 0"));
  drawn(frame({ step: 1, time: 1, now_ms: 500 }, { playing: true }));
  ok(picture.getAttribute("aria-description").includes("w = 1.000"), "while it plays it is told once a second");
  drawn(frame({ step: 1, time: 1, now_ms: 1000 }, { playing: true }));
  ok(picture.getAttribute("aria-description").includes("w = 2.000"));
}

export async function testUntilItsDataAreHereThereIsNothing() {
  const { frame, drawn } = await plotted();
  equal(drawn(frame({ examples: null })), [[], 0]);
}
