import { createButton, createLogSlider, createSwitch } from "../../static/lab/controls.js";
import { createLine } from "../../static/lab/lines.js";
import { createTrack } from "../../static/lab/track.js";
import { equal, near, ok } from "./expect.js";
import { hosted } from "./pages.js";

export function testASwitchSaysWhichOfFewItIs() {
  const chosen = [];
  let value = 1;
  const made = createSwitch({
    label: "side",
    choices: [
      [1, "above"],
      [-1, "below"],
    ],
    value: () => value,
    choose: (one) => chosen.push(one),
  });
  const buttons = [...made.node.querySelectorAll("button")];
  const pressed = () => buttons.map((button) => button.getAttribute("aria-pressed"));
  made.draw();
  equal(pressed(), ["true", "false"]);
  buttons[1].click();
  value = -1;
  made.draw();
  equal([chosen, pressed()], [[-1], ["false", "true"]]);
  const told = [];
  createButton("again", () => told.push("again")).click();
  equal(told, ["again"]);
}

/** A slider of 0.1 … 1000: a decade is fifty of its notches. */
function sliding(start, rest = {}) {
  const moves = [];
  let value = start;
  const made = createLogSlider({ label: "n", range: [0.1, 1000], value: () => value, move: (...given) => moves.push(given), ...rest });
  hosted(400).append(made.node);
  const input = made.node.querySelector("input");
  made.draw();
  return {
    ...{ made, input, moves },
    set: (next) => {
      value = next;
      made.draw();
    },
    words: () => [input.value, made.node.querySelector("output").textContent, input.getAttribute("aria-valuetext")],
  };
}

export function testALogarithmicSliderStandsAtItsValue() {
  const { set, words, input } = sliding(1);
  equal([words(), input.style.getPropertyValue("--at")], [["50", "1", "1"], "0.25"]);
  for (const [value, at, text] of [
    [0.1, "0", "0.1"],
    [31.6, "125", "31.6"],
    [1000, "200", "1000"],
    [5000, "200", "5000"],
    [0.01, "0", "0.01"],
  ]) {
    set(value);
    equal(words(), [at, text, text]);
  }
}

export function testALogarithmicSliderMovesInTwoDigits() {
  const { input, moves } = sliding(1);
  const to = (notch, type) => {
    input.value = String(notch);
    input.dispatchEvent(new Event(type));
  };
  to(125, "input");
  to(125, "change");
  equal(moves.splice(0), [
    [32, false],
    [32, true],
  ]);
  const whole = sliding(1, { isWhole: true });
  whole.input.value = "126";
  whole.input.dispatchEvent(new Event("input"));
  equal(whole.moves, [[33, false]]);
}

export function testATracksThumbStandsAtItsValueAndItsBarReachesFromZero() {
  let value = 1;
  const moves = [];
  const track = createTrack({
    name: "z",
    range: [-4, 4],
    step: 0.5,
    value: () => value,
    move: (...given) => moves.push(given),
    color: "red",
  });
  hosted(400).append(track.node);
  const styles = () => {
    track.draw();
    return [".track-fill", ".track-thumb"].map((part) => track.node.querySelector(part).getAttribute("style"));
  };
  const thumb = track.node.querySelector(".track-thumb");
  equal(styles(), ["left: 50%; width: 12.5%", "left: 62.5%"]);
  ok(thumb.getAttribute("aria-valuetext").includes("1.000"), thumb.outerHTML);
  value = -3;
  equal(styles(), ["left: 12.5%; width: 37.5%", "left: 12.5%"]);
  ok(thumb.getAttribute("aria-valuetext").includes("−3.000"));
  thumb.dispatchEvent(new KeyboardEvent("keydown", { key: "ArrowRight", cancelable: true }));
  near(moves[0][0], -2.5);
}

export function testALineIsItsLettersItsNumbersAndItsResult() {
  const leaf = (number, symbol) => ({ value: number, symbol });
  const line = {
    quantity: "loss",
    symbol: "L",
    value: 6,
    digits: 4,
    result_digits: 4,
    expression: { op: "*", of: [leaf(2, "a"), leaf(3, "b")] },
  };
  const text = (made) =>
    [".line-symbols", ".line-numbers"].map((part) => made.node.querySelector(part)?.textContent.replace(/\s/g, "") ?? null);
  const drawn = (options, given = line) => {
    const made = createLine(options);
    made.draw(given);
    return made;
  };
  const whole = drawn({ title: "a line" });
  const [symbols, numbers] = text(whole);
  ok(/^L=a.?b$/.test(symbols), symbols);
  ok(/^=2.3=6.000$/.test(numbers), numbers);
  ok(/^L=2.3=6.000$/.test(text(drawn({ inLetters: false }))[1]), text(drawn({ inLetters: false }))[1]);
  ok(/^2.3=6.000$/.test(text(drawn({ inLetters: false, isBare: true }))[1]));
  ok(/^=2.3≈6.000$/.test(text(drawn({}, { ...line, result_digits: 0 }))[1]));
  equal([whole.node.dataset.quantity, whole.node.querySelector("h3").textContent, whole.node.hidden], ["loss", "a line", false]);
  whole.draw(undefined);
  equal(whole.node.hidden, true);
}
