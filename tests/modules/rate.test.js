import { createRate } from "../../static/panels/rate.js";
import { equal, ok } from "./expect.js";
import { hosted, noticing } from "./pages.js";
import { CATALOGUE, optimizer, racer, runOf } from "./runs.js";
import { tapeOf } from "./tapes.js";

/** The rate of the selected racer, on a page made of notes. */
async function rated({ rate = 0.01, racers, state = {}, asks = false } = {}) {
  const whole = await (await fetch("/catalogue.json")).json(),
    of = (momentum) => ({ ...CATALOGUE.surfaces.bowl, rates: { momentum } }),
    catalogue = { ...whole, surfaces: { ...CATALOGUE.surfaces, steep: of(30), usual: of(0.001) } };
  const own = (value) => ({ ...catalogue.optimizers.momentum.default, learning_rate: value });
  const run = runOf(racers ?? [racer("r1", { optimizer: own(rate) }), racer("r2", { optimizer: own(0.5) })]);
  const { page, store, told } = noticing({ run, ...state }, { catalogue });
  const applied = { racer: "", at_step: 0, isBack: false };
  page.edits = { applied, now: page.edits.now, placeFor: () => 0, setOptimizer: (id, made, by) => told.push([id, made.learning_rate, by]) };
  // While rows are awaited nothing is asked.
  page.session = {
    awaited: asks ? null : {},
    tape: null,
    pathTo: () => ({ run: store.state.run, root: null, changes: store.state.changes }),
  };
  const host = hosted(400);
  const view = createRate(host, { ...page, invalidate: () => page.invalidate() });
  const draw = (rest = {}) => view.draw({ state: store.state, tape: null, step: 0, field: null, catalogue, ...rest });
  draw();
  const find = (selector) => host.querySelector(selector);
  return {
    ...{ host, draw, find, store, own, page },
    number: find(".rate-number"),
    slider: find(".rate-slider"),
    told: () => told.splice(0),
    fault: () => [find(".fault").textContent, find(".rate-number").getAttribute("aria-invalid")],
    press(node, key) {
      const event = new KeyboardEvent("keydown", { key, cancelable: true });
      node.dispatchEvent(event);
      return event.defaultPrevented;
    },
  };
}

export async function testItIsTheRateOfTheRacerInFront() {
  const { host, draw, number, store, find, own } = await rated();
  equal([host.hidden, number.value, find(".rate-who").textContent], [false, "0.0100", "α 0.01"]);
  store.set({ selected: "r2" });
  draw();
  equal([number.value, find(".rate-who").textContent], ["0.500", "α 0.5"]);
  store.set({ changes: [{ at_step: 0, racer: "r2", set: { optimizer: own(0.25) } }] });
  draw();
  equal(number.value, "0.250", "as it is at the step that is edited");
  store.set({ run: runOf([]) });
  draw();
  equal(host.hidden, true);
}

export async function testTheButtonsGoInOneTwoFive() {
  const { find, told, number } = await rated();
  const [less, more] = ["Lower", "Higher"].map((name) => find(`[aria-label="${name}"]`));
  more.click();
  less.click();
  less.click();
  equal(told(), [
    ["r1", 0.02, null],
    ["r1", 0.01, null],
    ["r1", 0.005, null],
  ]);
  equal(number.value, "0.00500");
}

export async function testKeysGoByAHundredthOrADecade() {
  for (const [key, factor, isOfSlider] of [
    ["ArrowUp", 1.01, false],
    ["ArrowDown", 1 / 1.01, false],
    ["PageUp", 10, false],
    ["PageDown", 0.1, false],
    ["ArrowRight", 1.01, true],
    ["ArrowLeft", 1 / 1.01, true],
  ]) {
    const expected = Number((0.01 * factor).toPrecision(6));
    const { slider, press, told } = await rated();
    equal([press(slider, key), told()], [true, [["r1", expected, null]]], `${key} on the slider`);
    const field = await rated();
    equal(
      [field.press(field.number, key), field.told()],
      isOfSlider ? [false, []] : [true, [["r1", expected, null]]],
      `${key} in the field`,
    );
    if (!isOfSlider) equal(field.number.value, String(expected), "in the field in full");
  }
}

export async function testWhatIsTypedIsTakenOrSaidToBeWrong() {
  const { number, press, told, fault } = await rated();
  const type = (text) => {
    number.value = text;
    press(number, "Enter");
  };
  type("0.000321");
  equal([told(), fault()], [[["r1", 0.000321, null]], ["", null]]);
  type("0.000321");
  equal(told(), [], "it is that already");
  type("oops");
  ok(fault()[0].includes("oops") && fault()[1] === "true");
  type("-1");
  ok(fault()[0].includes("(0") && fault()[1] === "true", fault()[0]);
  equal(told(), []);
  type("1e-2");
  equal([told(), fault()], [[["r1", 0.01, null]], ["", null]]);
}

export async function testInTheFieldTheRateIsInFull() {
  const { number, fault } = await rated({ rate: 0.0123456789 });
  equal(number.value, "0.0123");
  number.focus();
  equal(number.value, "0.0123456789");
  number.blur();
  equal(number.value, "0.0123");
  number.focus();
  number.value = "oops";
  number.blur();
  equal([number.value, fault()[1]], ["oops", "true"]);
}

export async function testTheLibrarysRateIsAClickAwayAndTheTunedOneThenIs() {
  const { find, told, store, own, draw, number } = await rated();
  const usual = find(".rate-usual");
  const shows = () => [usual.textContent, usual.disabled];
  equal(shows(), ["Library default 0.001", false]);
  usual.click();
  equal([told(), number.value], [[["r1", 0.001, null]], "0.00100"]);
  equal(shows(), ["Tuned here: 0.04", false], "what was left is offered");
  usual.click();
  equal([told(), number.value], [[["r1", 0.04, null]], "0.0400"]);
  equal(shows(), ["Library default 0.001", false]);
  const problem = { kind: "surface", surface: { kind: "usual" } };
  store.set({ run: runOf([racer("r1", { optimizer: own(0.001) })], { problem }) });
  draw();
  equal(shows(), ["Library default 0.001", true], "what is tuned is what the library has");
}

export async function testTheSliderGoesWhereTheTunedRateIs() {
  const { find, store, own, draw } = await rated();
  const ends = () =>
    [...find(".rate-ticks").children].map((node) => node.textContent).filter((_, k, { length }) => k === 0 || k === length - 1);
  equal(ends(), ["10−5", "1"]);
  const problem = { kind: "surface", surface: { kind: "steep" } };
  store.set({ run: runOf([racer("r1", { optimizer: own(30) })], { problem }) });
  draw();
  equal(ends(), ["0.01", "103"]);
}

export async function testAnotherRacerHasNoFaultOfThisOne() {
  const { number, press, fault, store, draw } = await rated();
  number.value = "oops";
  press(number, "Enter");
  store.set({ selected: "r2" });
  draw();
  equal(fault(), ["", null]);
}

export async function testADragIsOneGestureAndKeepsItsPlace() {
  const { slider, told, draw, store, own, number } = await rated();
  slider.dispatchEvent(new Event("pointerdown"));
  const to = (notch) => {
    slider.value = String(notch);
    slider.dispatchEvent(new Event("input"));
  };
  to(1500);
  to(1600);
  const [[, first, gesture], [, second, same]] = told();
  ok(first < second && gesture !== null && gesture === same);
  store.set({ run: runOf([racer("r1", { optimizer: own(0.7) })]) });
  draw();
  ok(number.value !== "0.700", "while it is dragged nothing else is shown");
  slider.dispatchEvent(new Event("change"));
  equal(told(), [["settled"]]);
  draw();
  equal(number.value, "0.700");
}

/** Two racers, four steps; the second has no finite loss from step 2 on. */
const tape = (rest = {}) =>
  tapeOf(
    ["r1", "r2"],
    2,
    {
      params: [0, 0, 0, 0, 0, 0, 1, 1, 0, 0, 9, 9, 0, 0, 99, 99],
      loss: [1, 1, 1, 1, 1, NaN, 1, NaN],
      learning_rate: [0.01, 0.5, 0.01, 0.5, 0.01, 0.5, 0.01, 0.5],
      limit: [0.1, NaN, 0.3, 0.7, 0.1, NaN, 0.2, 0.6, 0.1, NaN, NaN, NaN, 0.1, NaN, NaN, NaN],
    },
    { held: -1, ...rest },
  );
const field = {
  window: [
    [-2, 2],
    [-2, 2],
  ],
};

export async function testTheLimitIsThatOfTheStepOrTheLastThatCounted() {
  const { draw, find, store } = await rated();
  const limits = () => [...find(".rate-slide").querySelectorAll(".rate-limit")].map((node) => node.textContent);
  draw();
  equal(limits(), ["", ""]);
  draw({ tape: tape(), field, step: 1 });
  ok(limits()[0].includes("0.1") && !limits()[0].includes("step"), limits()[0]);
  store.set({ selected: "r2" });
  draw({ tape: tape(), field, step: 1 });
  ok(limits()[0].includes("0.2"), limits()[0]);
  for (const step of [2, 3]) {
    draw({ tape: tape(), field, step });
    ok(limits()[0].includes("0.2") && limits()[0].includes("step 1"), `step ${step}: ${limits()[0]}: the last step inside`);
  }
}

export async function testWithoutTheNewRowALimitIsNotGuessed() {
  const { draw, find } = await rated({ racers: [racer("r1", { optimizer: { ...optimizer(0.01), kind: "momentum" } })] });
  const column = (name) =>
    name === "learning_rate" ? Float64Array.of(0.01, NaN) : name === "limit" ? Float64Array.of(0.1, 0, 0.1, 0) : Float64Array.of(1, 1);
  draw({ tape: { racers: ["r1"], width: 2, length: 2, outcomes: new Map(), held: 1, column }, field, step: 1 });
  equal(find(".rate-limit").textContent, "");
}

export async function testWhereChangesHoldFromIsChosenBesideIt() {
  const { store, host } = await rated();
  const group = host.querySelector(".rate-from"),
    choices = [...group.querySelectorAll("button")];
  const pressed = () => choices.map((button) => button.getAttribute("aria-pressed"));
  equal([group.getAttribute("role"), group.getAttribute("aria-label")], ["group", "A change holds"]);
  equal(
    [choices.map((button) => button.textContent), pressed()],
    [
      ["from here", "from the start"],
      ["true", "false"],
    ],
  );
  choices[1].click();
  equal([store.state.from, pressed()], ["start", ["false", "true"]]);
  store.set({ from: "here" });
  equal(pressed(), ["true", "false"]);
  ok(
    choices.every(({ title }) => title.length > 0),
    "each says what it does",
  );
}

const labels = (find) => [".rate-zone", ".rate-limit", ".is-second"].map((name) => [find(name).textContent, find(name).classList.contains("unseen")]); // prettier-ignore

export async function testWhatHasDivergedSaysSoWithALimitAndWithout() {
  const { host, draw, find, store } = await rated({ rate: 500 });
  const gone = { racer: "r1", kind: "diverged", step: 2 };
  const of = (limit) => ({
    ...tape(),
    outcomes: new Map([["r1", gone]]),
    column: (name) => (name === "limit" ? limit : tape().column(name)),
  });
  const none = of(new Float64Array(16).fill(NaN));
  const said = () => [host.classList.contains("is-past"), ...labels(find).slice(0, 2)];
  draw({ tape: none, field, step: 1 });
  equal(said(), [false, ["", false], ["no linear limit here", false]]);
  for (const step of [2, 3]) {
    draw({ tape: none, field, step });
    equal(said(), [true, ["diverged at step 2", false], ["no linear limit here", true]]);
  }
  draw({ tape: none, field: null, step: 2 });
  equal(said(), [true, ["diverged at step 2", false], ["no linear limit here", true]]);
  store.set({ selected: "r2" });
  draw({ tape: { ...tape(), outcomes: new Map([["r2", { ...gone, racer: "r2" }]]) }, field, step: 3 });
  equal(said(), [true, ["diverged at step 2", false], ["linear limit at step 1: 0.200", true]]);
  draw({ tape: { ...tape(), outcomes: new Map([["r2", { ...gone, racer: "r2" }]]) }, field, step: 1 });
  equal(said(), [false, ["", false], ["linear limit here 0.200", false]], "above its linear limit, and still on its way");
}

/** With an answer of the server about the rates, which it gives at once. */
async function answered(answer, act) {
  const fetched = globalThis.fetch;
  globalThis.fetch = async (path, options) => (path === "/api/zone" ? new Response(`${JSON.stringify(answer)}\n`) : fetched(path, options));
  try {
    await act();
  } finally {
    globalThis.fetch = fetched;
  }
}

export async function testWhatReallyDivergesIsHatchedAndSaid() {
  const around = { learning_rates: [1e-5, 1e-3, 0.1, 0.2, 1], diverged: [false, false, true, true, true] };
  await answered(around, async () => {
    const { draw, find, host, page, store, own } = await rated({ asks: true });
    let isDrawn = false;
    page.invalidate = () => (isDrawn = true);
    const frame = { tape: tape(), field, step: 1 };
    draw(frame);
    equal(labels(find)[0], ["", false]);
    equal(host.querySelectorAll(".rate-hatch").length, 0, "nothing is hatched before it is known");
    while (!isDrawn) await new Promise((done) => setTimeout(done, 10));
    draw(frame);
    equal(labels(find)[0], ["diverges from 0.100", false]);
    equal([labels(find)[1][1], labels(find)[2][1]], [true, true], "a linear limit near to it is only drawn and spoken");
    const [hatch, ...others] = host.querySelectorAll(".rate-hatch");
    equal(
      [others.length, Number(hatch.style.getPropertyValue("--from")).toFixed(3), hatch.style.getPropertyValue("--to")],
      [0, "0.800", "1"],
    );
    equal(host.classList.contains("is-past"), false);
    store.set({ run: runOf([racer("r1", { optimizer: own(0.15) }), racer("r2", { optimizer: own(0.5) })]) });
    draw(frame);
    equal(host.classList.contains("is-past"), true, "its rate is one of them");
    const told = (rest) => (draw({ ...frame, tape: { ...tape(), ...rest } }), host.classList.contains("is-past"));
    equal(told({ ended: true }), false, "its own run has held to the end");
    store.set({ run: runOf([racer("r1", { optimizer: own(0.05) }), racer("r2", { optimizer: own(0.5) })]) });
    equal([told({}), told({ outcomes: new Map([["r1", { racer: "r1", kind: "diverged", step: 3 }]]) })], [false, true], "or has not");
  });
}

export async function testALimitBeyondTheSliderIsSaidToBeThere() {
  const { draw, find, host } = await rated();
  const far = { ...tape(), column: (name) => (name === "limit" ? new Float64Array(16).fill(135) : tape().column(name)) };
  draw({ tape: far, field, step: 1 });
  equal(find(".rate-limit").textContent, "linear limit 135, past the slider");
  equal([host.classList.contains("is-past"), find(".rate-slide").classList.contains("has-limit")], [false, false]);
}

export async function testARacerThatIsAboutToComeHasItsSign() {
  const { page, store, draw, find, own } = await rated();
  const coming = runOf([...store.state.run.racers, racer("r3", { optimizer: own(0.1) })]);
  page.edits.now = () => coming;
  store.set({ selected: "r3" });
  draw();
  ok(find(".rate-who svg path").getAttribute("d") !== null, "it is selected before its first rows are here");
}
