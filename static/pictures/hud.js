// In the corners of the big picture: step and loss, the surface's formula, switches of the arrows and of the height.

import { ballIcon } from "./glyph.js";
import { element, mark, say } from "../element.js";
import { plainOf, shortest, write } from "../format.js";
import { fillSlots } from "../formula.js";
import { createArrowSwitches } from "./hud_arrows.js";
import { indexOf } from "../run/configuration.js";
import { groundOf } from "../run/ground.js";
import { kindOf } from "../problems/kinds.js";
import { lossName } from "../run/loss_names.js";
import { problemOf } from "../run/racer_problem.js";
import { runNow } from "./run_now.js";
import { t } from "../text.js";

/** @typedef {import("../types.d.ts").Frame} Frame */

/** Formulas of more letters than this are set smaller, to stay clear of the readings. */
const LONG = 34;

/**
 * @param {HTMLElement} place the big place, whichever picture stands in it
 * @param {import("./actions.d.ts").PictureActions} actions
 */
export function createHud(place, actions) {
  const step = element("output", { class: "reading" }),
    loss = element("output", { class: "reading" });
  const ball = element("span", { class: "hud-ball" }),
    what = element("span");
  // Who has learnt that a loss is 0 or more is told where a value below 0 can show.
  const note = element("p", { class: "hud-note", hidden: true }, t("pictures.below_zero"));
  const title = element("p", { class: "hud-title" }),
    formula = element("div", { class: "hud-formula" });
  /** @type {Frame["state"] | null} */ let state = null;
  const arrows = createArrowSwitches((name) => state && actions.set({ arrows: { ...state.arrows, [name]: !state.arrows[name] } }));
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
    note,
    element("div", { class: "hud-surface" }, title, formula),
    element("div", { class: "hud-switches" }, arrows.root, element("div", { class: "hud-of-height" }, shown, height)),
  );
  place.append(hud);
  let racerShown = -1,
    formulaShown = "";
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
      note.hidden = kindOf(state.run.problem).takesBatches || !((frame.field?.lowest ?? 0) < 0);
      say(step, String(frame.step));
      if (isAccuracy && frame.accuracy) write(loss, frame.accuracy.accuracy);
      else if (tape && tape.length > 0 && column >= 0 && !isAccuracy) write(loss, tape.column("loss")[row * tape.racers.length + column]);
      else say(loss, "–");
      if (state !== settingsFor.state || runNow(frame) !== settingsFor.run) {
        settingsFor = { state, run: runNow(frame) };
        drawSettings(frame, index);
      }
      arrows.drawFactor(frame, index, enlarged);
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
    say(what, frame.state.of === "accuracy" ? t("pictures.accuracy_value") : lossName(runNow(frame)));
    say(title, ground.title);
    if (ground.formula !== formulaShown) {
      formulaShown = ground.formula;
      formula.hidden = ground.formula === "";
      formula.innerHTML = ground.formula;
      formula.classList.toggle("is-long", formula.textContent.length > LONG);
    }
    fillSlots(formula, ground.member);
    arrows.draw(frame, index);
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
}
