// In the corners of the big picture: step and loss, the surface's formula, switches of the arrows and of the height.

import { ballIcon } from "./glyph.js";
import { element, mark, say } from "../element.js";
import { plainOf, shortest, write } from "../format.js";
import { indexOf } from "../run/configuration.js";
import { groundOf } from "../run/ground.js";
import { kindOf } from "../problems/kinds.js";
import { problemOf } from "../run/racer_problem.js";
import { runNow } from "./run_now.js";
import { svg } from "../svg.js";
import { t } from "../text.js";

/** @typedef {import("../types.d.ts").Frame} Frame */
/** @typedef {"gradient" | "velocity" | "change" | "accumulated"} Arrow */

/** Formulas of more letters than this are set smaller, to stay clear of the readings. */
const LONG = 34;
/** The largest factor of a drawn arrow that is written out. */
const MOST_WRITTEN = 1000;

/** Signs of the arrows as they are drawn. @type {Record<Arrow, string>} */
const SIGNS = {
  gradient:
    '<path d="M1 6h16" stroke="currentColor" stroke-width="2" stroke-dasharray="3 2.5"/><path d="M16 1.5 25 6l-9 4.5Z" fill="currentColor"/>',
  velocity:
    '<path d="M1 4.4h15M1 7.6h15" stroke="currentColor" stroke-width="1.4"/><path d="M16 1.5 24.4 6l-8.4 4.5Z" fill="none" stroke="currentColor" stroke-width="1.4" stroke-linejoin="round"/>',
  change: '<path d="M1 6h16" stroke="var(--racer)" stroke-width="4"/><path d="M15 0 26 6l-11 6Z" fill="var(--racer)"/>',
  accumulated: '<path d="M2 6h22M2 2v8M24 2v8" stroke="var(--racer)" stroke-width="2.4" stroke-linecap="round"/>',
};

/** @param {string} inside */
function sign(inside) {
  const drawing = svg("svg", { width: 24, height: 11, viewBox: "0 0 26 12", "aria-hidden": "true" });
  drawing.innerHTML = inside;
  return drawing;
}

/**
 * @param {HTMLElement} place the big place, whichever picture stands in it
 * @param {import("./actions.d.ts").PictureActions} actions
 */
export function createHud(place, actions) {
  const step = element("output", { class: "reading" }),
    loss = element("output", { class: "reading" });
  const ball = element("span", { class: "hud-ball" }),
    what = element("span");
  const title = element("p", { class: "hud-title" }),
    formula = element("span"),
    letter = element("span", { class: "letter" }, "L");
  /** @type {Frame["state"] | null} */ let state = null;
  const chips = /** @type {Record<Arrow, any>} */ (
    Object.fromEntries(
      /** @type {Arrow[]} */ (["gradient", "velocity", "change", "accumulated"]).map((name) => {
        const label = element("span"),
          factor = element("span", { class: "factor" });
        const button = element(
          "button",
          {
            class: "chip",
            type: "button",
            onclick: () => state && actions.set({ arrows: { ...state.arrows, [name]: !state.arrows[name] } }),
          },
          sign(SIGNS[name]),
          label,
          factor,
        );
        return [name, Object.assign(button, { label, factor })];
      }),
    )
  );
  const heights = /** @type {("log" | "linear")[]} */ (["log", "linear"]).map((kind) => {
    const button = element("button", { type: "button", onclick: () => actions.set({ height: kind }) }, t(`pictures.${kind}`));
    return Object.assign(button, { kind });
  });
  const height = element(
    "div",
    { class: "hud-height", role: "group", "aria-label": t("pictures.height") },
    element("span", { class: "words" }, t("pictures.height")),
    element("div", { class: "pair" }, ...heights),
  );
  const ofs = /** @type {("loss" | "accuracy")[]} */ (["loss", "accuracy"]).map((of) =>
    Object.assign(element("button", { type: "button", onclick: () => actions.set({ of }) }, t(`pictures.of_${of}`)), { of }),
  );
  const threshold = element("input", {
    class: "slider threshold",
    type: "range",
    min: 0.01,
    max: 0.99,
    step: 0.01,
    "aria-label": t("pictures.threshold"),
    oninput: () => actions.set({ threshold: Number(threshold.value) }),
  });
  const thresholdNow = element("b");
  const line = element("span", { class: "hud-threshold" }, t("pictures.threshold"), " ", thresholdNow, threshold);
  const shown = element(
    "div",
    { class: "hud-of", role: "group", "aria-label": t("pictures.of") },
    element("div", { class: "pair" }, ...ofs),
    line,
  );
  const hud = element(
    "div",
    { class: "hud" },
    element(
      "div",
      { class: "hud-readings" },
      element("div", {}, element("span", { class: "label" }, t("pictures.step")), step),
      element("div", {}, element("span", { class: "label" }, ball, what), loss),
    ),
    element("div", { class: "hud-surface" }, title, element("div", { class: "hud-formula" }, letter, " = ", formula)),
    element(
      "div",
      { class: "hud-switches" },
      element("div", { class: "hud-arrows", role: "group", "aria-label": t("pictures.arrows") }, ...Object.values(chips)),
      element("div", { class: "hud-of-height" }, shown, height),
    ),
  );
  place.append(hud);
  let racerShown = -1,
    formulaShown = "",
    factorFor = { isLonger: false, enlarged: NaN };
  let settingsFor = { state: /** @type {unknown} */ (null), run: /** @type {unknown} */ (null) };

  return {
    /**
     * @param {Frame} frame
     * @param {number} enlarged
     */
    draw(frame, enlarged) {
      const { tape } = frame;
      state = frame.state;
      const index = indexOf(state.run, state.selected);
      const column = tape ? tape.racers.indexOf(state.selected) : -1;
      const row = Math.min(frame.step, (tape?.length ?? 1) - 1);
      const isAccuracy = state.of === "accuracy";
      say(step, String(frame.step));
      if (isAccuracy && frame.accuracy) write(loss, frame.accuracy.accuracy);
      else if (tape && tape.length > 0 && column >= 0 && !isAccuracy) write(loss, tape.column("loss")[row * tape.racers.length + column]);
      else say(loss, "–");
      if (state !== settingsFor.state || runNow(frame) !== settingsFor.run) {
        settingsFor = { state, run: runNow(frame) };
        drawSettings(frame, index);
      }
      drawFactor(state, enlarged);
    },
  };

  /**
   * What stays the same from step to step.
   * @param {Frame} frame
   * @param {number} index
   */
  function drawSettings(frame, index) {
    const ground = groundOf(frame.catalogue, problemOf(runNow(frame), frame.state.selected));
    if (index !== racerShown) {
      racerShown = index;
      ball.replaceChildren(...(index >= 0 ? [ballIcon(index, 14)] : []));
      hud.style.setProperty("--racer", index >= 0 ? `var(--racer-${index + 1})` : "var(--ink)");
    }
    say(what, t(frame.state.of === "accuracy" ? "pictures.accuracy_value" : "pictures.loss"));
    say(title, ground.title);
    if (ground.formula !== formulaShown) {
      formulaShown = ground.formula;
      formula.innerHTML = ground.formula;
      formula.parentElement?.classList.toggle("is-long", formula.textContent.length > LONG);
    }
    fillSlots(formula, ground.member);
    drawChips(frame, index);
    drawOf(frame);
    for (const button of heights) mark(button, "aria-pressed", String(button.kind === frame.state.height));
  }

  /** Where the height can show more than the loss, which of it. @param {Frame} frame */
  function drawOf(frame) {
    const { problem } = runNow(frame),
      { threshold: at = 0.5 } = frame.state;
    shown.hidden = kindOf(problem).heights(frame.catalogue, problem).length === 1;
    for (const button of ofs) mark(button, "aria-pressed", String(button.of === frame.state.of));
    line.hidden = frame.state.of !== "accuracy";
    threshold.value = String(at);
    threshold.style.setProperty("--at", String((at - 0.01) / 0.98));
    say(thresholdNow, plainOf(shortest(at)));
  }

  /**
   * @param {Frame} frame
   * @param {number} index
   */
  function drawChips(frame, index) {
    const { catalogue, state: now } = frame;
    const optimizer = index < 0 ? null : catalogue.optimizers[runNow(frame).racers[index].optimizer.kind];
    const has = {
      gradient: index >= 0,
      change: index >= 0,
      velocity: Boolean(optimizer?.arrow),
      accumulated: Boolean(optimizer?.accumulated),
    };
    const names = {
      gradient: t("pictures.gradient"),
      change: t("pictures.change"),
      velocity: optimizer?.arrow ? optimizer.quantities[optimizer.arrow].title : "",
      accumulated: optimizer?.accumulated ? t("pictures.rates") : "",
    };
    for (const name of /** @type {Arrow[]} */ (Object.keys(chips))) {
      const chip = chips[name];
      chip.hidden = !has[name];
      mark(chip, "aria-pressed", String(now.arrows[name]));
      say(chip.label, names[name]);
      if (name === "accumulated") mark(chip, "title", t("pictures.rates_help"));
    }
  }

  /**
   * By how much the change is drawn longer than it is.
   * @param {Frame["state"]} now
   * @param {number} enlarged
   */
  function drawFactor(now, enlarged) {
    const isLonger = enlarged > 1 && now.arrows.change;
    if (isLonger === factorFor.isLonger && enlarged === factorFor.enlarged) return;
    factorFor = { isLonger, enlarged };
    // Beyond this a factor is no longer a picture of anything: that it is drawn longer is what counts.
    say(chips.change.factor, !isLonger ? "" : enlarged <= MOST_WRITTEN ? `×${plainOf(shortest(enlarged))}` : t("pictures.enlarged"));
    mark(chips.change, "title", isLonger ? t("pictures.enlarged_help", { times: plainOf(shortest(enlarged)) }) : null);
  }
}

/**
 * Numbers of the surface's own parameters in its formula.
 * @param {HTMLElement} formula
 * @param {import("../types.d.ts").Member} surface
 */
function fillSlots(formula, surface) {
  for (const [name, value] of Object.entries(surface)) {
    if (typeof value !== "number") continue;
    const text = plainOf(shortest(value));
    for (const slot of formula.querySelectorAll(`.slot-${name}`)) {
      if (slot.textContent === text) continue;
      const number = document.createElementNS("http://www.w3.org/1998/Math/MathML", "mn");
      number.textContent = text;
      slot.replaceChildren(number);
    }
  }
}
