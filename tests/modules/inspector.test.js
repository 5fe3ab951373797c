import { createInspector } from "../../static/panels/inspector.js";
import { t } from "../../static/text.js";
import { equal, ok, settled } from "./expect.js";
import { hosted, measured } from "./pages.js";
import { racer, runOf } from "./runs.js";
import { tapeOf } from "./tapes.js";

const leaf = (value, symbol) => ({ value, symbol });
const line = (coordinate, step) => ({
  ...{ quantity: "v", symbol: "v", coordinate, value: step + coordinate, digits: 4, result_digits: 4 },
  expression: { op: "*", of: [leaf(step, "β"), leaf(coordinate + 1, "v")] },
});
const ROWS = 6;
const flat = (of) => Array.from({ length: ROWS }, (_, step) => of(step)).flat();
/** Two racers, six steps: the first is at (step, 10 step). */
const tape = (rest = {}) =>
  tapeOf(
    ["r1", "r2"],
    2,
    {
      params: flat((step) => [step, 10 * step, -step, -10 * step]),
      gradient: flat((step) => [0.5, step, 7, 7]),
      change: flat(() => [1, 10, -1, -10]),
      loss: flat((step) => [100 - step, 5]),
    },
    { held: -1, ...rest },
  );
/** What the server says of a step of the first racer. */
const viewOf = (step, place = [step, 10 * step]) => ({
  learning_rate: 0.1,
  t: step,
  stages: [
    { stage: "point", values: place, lines: [] },
    { stage: "loss", values: [100 - step], lines: [] },
    { stage: "gradient", values: [0.5, step], lines: [] },
    { stage: "change", values: [1, 10], lines: [line(0, step), line(1, step)] },
    { stage: "move", values: [step + 1, 10 * step + 10], lines: [] },
  ],
});

/** An inspector before a server that answers when it is told to. */
async function inspecting({ answers = true } = {}) {
  const catalogue = await (await fetch("/catalogue.json")).json();
  const host = hosted(420);
  const told = [],
    asked = [],
    waiting = [];
  const note =
    (name) =>
    (...given) =>
      told.push([name, ...given]);
  const view = createInspector(host, {
    ...{ setStage: note("stage"), seek: note("seek"), pause: note("pause"), copy: async (text) => told.push(["copy", text]) },
    inspect: (step, id) => {
      asked.push([step, id]);
      return answers ? Promise.resolve(viewOf(step)) : new Promise((done) => waiting.push(done));
    },
  });
  const momentum = catalogue.optimizers.momentum.default;
  const run = runOf([racer("r1", { optimizer: momentum }), racer("r2", { optimizer: catalogue.optimizers.adam.default })], {
    problem: { kind: "surface", surface: catalogue.surfaces.booth.default },
  });
  const frame = (rest = {}, state = {}) => ({
    ...{ tape: tape(), step: 2, time: 2, now_ms: 0, catalogue, still: false, ...rest },
    state: { run, changes: [], selected: "r1", stage: 4, playing: false, ...state },
  });
  const find = (selector) => host.querySelector(selector);
  const all = (selector) => [...host.querySelectorAll(selector)];
  return {
    ...{ view, frame, find, all, told, asked, waiting, host, run, catalogue },
    values: () => all(".stage").map((item) => [...item.querySelectorAll(".stage-values .stage-value")].map((cell) => cell.textContent)),
    button: (name) => host.querySelector(`[aria-label="${t(name)}"]`),
  };
}

export async function testWithoutAStepThereIsNothingToShow() {
  const { view, frame, find } = await inspecting();
  const shown = () => [!find(".inspector-empty").hidden, !find(".inspector").hidden];
  view.draw(frame({ tape: null }));
  equal(shown(), [true, false]);
  view.draw(frame());
  equal(shown(), [false, true]);
  view.draw(frame({}, { selected: "nobody" }));
  equal(shown(), [true, false]);
  view.draw(frame({ tape: { ...tape(), length: 0 } }));
  equal(shown(), [true, false]);
}

export async function testTheFiveStagesHaveTheValuesOfTheStep() {
  const { view, frame, find, values, catalogue, all } = await inspecting();
  view.draw(frame());
  equal(values(), [["2.000", "20.00"], ["98.00"], ["0.5000", "2.000"], ["1.000", "10.00"], ["3.000", "30.00"], []]);
  equal(
    [find(".inspector-racer").textContent, find(".inspector-step").textContent, find(".racer-badge").dataset.racer],
    [catalogue.optimizers.momentum.title, t("inspector.step", { from: 2, to: 3 }), "0"],
  );
  equal(
    all(".inspector-columns button").map((button) => button.textContent),
    ["x", "y"],
  );
  view.draw(frame({ step: 1 }, { selected: "r2" }));
  equal(values()[0], ["−1.000", "−10.00"]);
  equal([find(".inspector-racer").textContent, find(".racer-badge").dataset.racer], [catalogue.optimizers.adam.title, "1"]);
}

export async function testTheLastStepKnownStaysWhereARunIsOver() {
  const { view, frame, find } = await inspecting();
  const stepName = (rest, state) => {
    view.draw(frame(rest, state));
    return find(".inspector-step").textContent;
  };
  const at = (from) => t("inspector.step", { from, to: from + 1 }),
    stood = (from) => t("inspector.stood", { from, to: from + 1 });
  const gone = (kind, step) => tape({ outcomes: new Map([["r1", { racer: "r1", kind, step }]]) });
  equal(stepName({ step: 9 }), stood(5));
  equal(stepName({ step: 9, tape: tape({ ended: true }) }), stood(4), "its last update is the one before");
  equal(stepName({ step: 5, tape: tape({ ended: true }) }), stood(4));
  equal(stepName({ step: 4, tape: tape({ ended: true }) }), at(4));
  equal(stepName({ step: 4, tape: gone("diverged", 3) }), stood(2));
  equal(stepName({ step: 4, tape: gone("converged", 3) }), at(4));
  equal(stepName({ step: 0, tape: gone("diverged", 0) }), at(0));
}

export async function testArithmeticComesWhenItIsAnswered() {
  const { view, frame, find, all, asked, waiting } = await inspecting({ answers: false });
  const lines = () => all(".line-expression").map((node) => node.textContent);
  view.draw(frame());
  equal([asked, lines(), find(".stage-lines").classList.contains("is-waiting")], [[[2, "r1"]], [], true]);
  waiting.shift()(viewOf(2));
  await settled();
  equal([lines(), find(".stage-lines").classList.contains("is-waiting")], [["2 × 1", "2 × 2"], false]);
  view.draw(frame({ step: 3 }));
  equal([lines(), find(".stage-lines").getAttribute("aria-busy")], [["2 × 1", "2 × 2"], "true"], "the last one stands faint till then");
  waiting.shift()(viewOf(3));
  await settled();
  equal(lines(), ["3 × 1", "3 × 2"]);
  view.draw(frame({ step: 4 }, { selected: "r2" }));
  equal(lines(), [], "another racer's is none of it");
  waiting.shift()(null);
  await settled();
  view.draw(frame({ step: 3, tape: { ...tape(), held: 3 } }));
  equal(find(".inspector").hasAttribute("data-waits"), true);
  view.draw(frame({ step: 3 }));
  equal(find(".inspector").hasAttribute("data-waits"), false);
}

export async function testAnAnswerFromAnotherPlaceIsNotOfThisRun() {
  const { view, frame, all, asked, waiting } = await inspecting({ answers: false });
  view.draw(frame());
  for (let k = 0; k < 6 && waiting.length > 0; k += 1) {
    waiting.shift()(viewOf(2, [9, 9]));
    await settled();
  }
  equal([asked.length, all(".line").length], [4, 0], "after four tries the step stays without");
}

export async function testWhilePlayingTheNextStepIsAskedForAhead() {
  const { view, frame, asked, values } = await inspecting();
  const played = tape();
  view.draw(frame({ tape: played }, { playing: true }));
  await settled();
  await settled();
  equal(asked, [
    [2, "r1"],
    [3, "r1"],
  ]);
  view.draw(frame({ tape: played, step: 4, now_ms: 1000 }, { playing: true }));
  equal(values()[0], ["3.000", "30.00"], "values and arithmetic are of one step: the last that is known");
  await settled();
  equal(values()[0], ["4.000", "40.00"]);
  view.draw(frame({ tape: played, step: 5, now_ms: 1001 }, { playing: true }));
  equal(values()[0][0], "5.000", "faster than can be read the values run");
}

export async function testStagesAreTurnedByTheirButtons() {
  const { view, frame, button, told } = await inspecting();
  for (const [stage, name, next] of [
    [4, "inspector.next", 5],
    [5, "inspector.next", 6],
    [6, "inspector.next", 6],
    [4, "inspector.previous", 3],
    [1, "inspector.previous", 1],
  ]) {
    view.draw(frame({}, { stage }));
    button(name).click();
    equal(told.splice(0), [["stage", next]]);
  }
}

export async function testRepeatGoesOnToTheNextStepWhereThereIsOne() {
  const { view, frame, find, told } = await inspecting();
  view.draw(frame({}, { stage: 6 }));
  find(".stage-again button").click();
  equal(told.splice(0), [["pause"], ["seek", 3], ["stage", 1]]);
  view.draw(frame({ step: 4 }, { stage: 6 }));
  equal(find(".stage-again button").disabled, true);
}

/** Timers of the page are notes. */
async function untimed(act) {
  const { setTimeout } = window;
  const timers = [];
  window.setTimeout = (callback, ms) => timers.push([callback, ms]);
  try {
    await act(timers);
  } finally {
    window.setTimeout = setTimeout;
  }
}

export async function testAWalkGoesThroughTheStagesAndOnToTheNextStep() {
  await untimed(async (timers) => {
    const { view, frame, find, told } = await inspecting();
    const walk = find(".walk-play");
    const pressed = () => [walk.textContent, walk.getAttribute("aria-pressed")];
    view.draw(frame());
    walk.click();
    equal(
      [told.splice(0), pressed()],
      [
        [["pause"], ["stage", 1]],
        [t("inspector.stop"), "true"],
      ],
    );
    const next = (...given) => {
      view.draw(frame(...given));
      timers.pop()[0]();
      return told.splice(0);
    };
    equal(next({}, { stage: 1 }), [["stage", 2]]);
    equal(next({}, { stage: 5 }), [["stage", 6]], "to repeat is a stage of its own");
    equal(next({}, { stage: 6 }), [
      ["seek", 3],
      ["stage", 1],
    ]);
    equal(next({ step: 4 }, { stage: 6 }), [], "no step is left");
    equal(pressed(), [t("inspector.walk"), "false"]);
    walk.click();
    view.draw(frame({}, { playing: true }));
    view.draw(frame());
    equal(pressed(), [t("inspector.walk"), "false"], "playing ends it");
    walk.click();
    find(".stage-row").click();
    equal(pressed()[1], "false");
    walk.click();
    walk.click();
    equal(pressed()[1], "false");
  });
}

export async function testAStepIsCopiedAsText() {
  const { view, frame, all, button, told } = await inspecting();
  view.draw(frame());
  button("inspector.copy").click();
  all(".inspector-copies button")[1].click();
  await settled();
  const [[name, text]] = told;
  equal(name, "copy");
  ok(text.split("\n").length === 8 && text.includes("2 * 1"), text);
}

export async function testTheEquationIsTheRulesAndWhatIsOpenIsWashed() {
  const { view, frame, find, all, catalogue, run } = await inspecting();
  const washed = () => [...find(".equation").querySelectorAll(".is-washed")].map((node) => node.getAttribute("class"));
  view.draw(frame());
  await settled();
  const { equation, spoken } = catalogue.optimizers.momentum;
  const rows = all(".equation-row").length;
  ok(rows > 0 && rows < equation.length, "a row of what is off is not there");
  ok(find(".equation").getAttribute("aria-label").endsWith(spoken));
  ok(washed().length > 0 && washed().every((name) => name.includes("term-v")), String(washed()));
  all(".quantity")[0].dispatchEvent(new PointerEvent("pointerleave"));
  equal(
    washed().every((name) => name.includes("term-v")),
    true,
  );
  view.draw(frame({}, { stage: 5 }));
  ok(washed().length > 0 && washed().every((name) => name.includes("is-move")), String(washed()));
  view.draw(frame({}, { stage: 3 }));
  ok(washed().length > 0 && washed().every((name) => name.includes("term-gradient")), String(washed()));
  const heavier = { ...run.racers[0], optimizer: { ...run.racers[0].optimizer, dampening: 0.5, weight_decay: 0.1 } };
  view.draw(frame({}, { run: { ...run, racers: [heavier, run.racers[1]] } }));
  equal(all(".equation-row").length, equation.length, "with all options on");
}

/** The body so high, with lines that need 200 pixels for each of two parameters. */
function squeezed({ find, all }, height_px) {
  find(".inspector-body").style.cssText = `height: ${height_px}px; overflow: auto`;
  for (const row of all(".line")) row.style.cssText = "height: 200px";
  find(".stage-lines").style.overflow = "visible";
}

export async function testAsMuchIsShownAsThereIsRoomFor() {
  const inspector = await inspecting();
  const { view, frame, find, all, button, host } = inspector;
  const density = () => find(".inspector").dataset.density;
  view.draw(frame());
  await settled();
  await measured();
  equal(density(), "both");
  const whole = find(".inspector-body").scrollHeight;
  squeezed(inspector, whole + 250);
  equal(density(), "both", "nobody has looked yet");
  button("inspector.code").click();
  equal([find(".inspector-body").hidden, find(".code-lines, pre")?.closest("[hidden]") ?? null], [true, null]);
  button("inspector.code").click();
  equal([find(".inspector-body").hidden, density()], [false, "one"], "behind the code and back there is other room");
  const heads = all(".inspector-columns button");
  const shown = () => all(".line").map((row) => !row.hidden);
  equal(
    [heads.map((head) => head.getAttribute("aria-pressed")), shown()],
    [
      ["true", "false"],
      [true, false],
    ],
  );
  heads[1].click();
  equal(
    [heads.map((head) => head.getAttribute("aria-pressed")), shown()],
    [
      ["false", "true"],
      [false, true],
    ],
  );
  squeezed(inspector, whole + 600);
  host.style.height = "410px";
  await measured();
  equal([density(), shown()], ["both", [true, true]], "another size is looked at anew");
}
