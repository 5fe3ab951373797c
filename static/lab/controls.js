// What stands under a picture: a switch between few values, a slider over decades, a button.

import { element, mark, say } from "../element.js";
import { plainOf, shortest } from "../format.js";

/**
 * @template {string | number} Value
 * @param {{label: string, choices: [Value, string][], value: () => Value, choose: (value: Value) => void}} options
 */
export function createSwitch({ label, choices, value, choose }) {
  const buttons = choices.map(([key, words]) =>
    element("button", { type: "button", dataset: { value: key }, onclick: () => choose(key) }, words),
  );
  const node = element(
    "div",
    { class: "control" },
    element("span", { class: "control-label" }, label),
    element("div", { class: "switch", role: "group", "aria-label": label }, ...buttons),
  );
  return {
    node,
    draw: () => buttons.forEach((button, k) => mark(button, "aria-pressed", String(choices[k][0] === value()))),
  };
}

const STEPS = 200;

/**
 * A slider with a logarithmic scale, its value beside it.
 * @param {{label: string, range: [number, number], isWhole?: boolean, value: () => number, move: (value: number, settled: boolean) =>
 *   void}} options
 */
export function createLogSlider({ label, range: [low, high], isWhole = false, value, move }) {
  const span = Math.log(high / low);
  const input = element("input", { type: "range", class: "slider", min: 0, max: STEPS, step: 1, "aria-label": label });
  const number = element("output", { class: "control-number" });
  const read = (/** @type {boolean} */ settled) => {
    const exact = low * Math.exp((span * Number(input.value)) / STEPS);
    move(isWhole ? Math.round(exact) : Number(exact.toPrecision(2)), settled);
  };
  input.addEventListener("input", () => read(false));
  input.addEventListener("change", () => read(true));
  const node = element("label", { class: "control is-slider" }, element("span", { class: "control-label" }, label), input, number);
  return {
    node,
    draw() {
      const at = Math.round((STEPS * Math.log(Math.min(high, Math.max(low, value())) / low)) / span);
      if (document.activeElement !== input || Math.abs(Number(input.value) - at) > 1) input.value = String(at);
      input.style.setProperty("--at", String(at / STEPS));
      const words = isWhole ? String(value()) : plainOf(shortest(value()));
      mark(input, "aria-valuetext", words);
      say(number, words);
    },
  };
}

export const createButton = (/** @type {string} */ words, /** @type {() => void} */ act) =>
  element("button", { class: "button small", type: "button", onclick: act }, words);
