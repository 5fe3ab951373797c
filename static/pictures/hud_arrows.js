// Switches of the arrows in the big picture: what each is called for the selected racer, and how much longer the change is drawn.

import { element, mark, say } from "../element.js";
import { explain } from "../explained.js";
import { plain, plainOf, shortest } from "../format.js";
import { pointText } from "../run/labels.js";
import { vectorAt } from "./motion.js";
import { runNow } from "./run_now.js";
import { svg } from "../svg.js";
import { t } from "../text.js";

/** @typedef {import("../types.d.ts").Frame} Frame */
/** @typedef {"gradient" | "velocity" | "change" | "accumulated"} Arrow */

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

/** @param {(arrow: Arrow) => void} toggle */
export function createArrowSwitches(toggle) {
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
            onclick: () => toggle(name),
          },
          sign(SIGNS[name]),
          label,
          factor,
        );
        return [name, Object.assign(button, { label, factor })];
      }),
    )
  );
  const root = element("div", { class: "hud-arrows", role: "group", "aria-label": t("pictures.arrows") }, ...Object.values(chips));
  let factorFor = { isLonger: false, enlarged: NaN };
  let shown = { frame: /** @type {Frame | null} */ (null), index: -1 };
  for (const name of /** @type {Arrow[]} */ (Object.keys(chips))) explain(chips[name], () => sentence(name));

  /** What the arrow is, with its numbers at the step on screen. @param {Arrow} name */
  function sentence(name) {
    const { frame, index } = shown;
    if (frame === null || frame.tape === null || index < 0) return "";
    const { optimizer } = runNow(frame).racers[index];
    const entry = frame.catalogue.optimizers[optimizer.kind],
      column = frame.tape.racers.indexOf(frame.state.selected);
    const row = Math.min(frame.step, frame.tape.length - 1);
    const written = (/** @type {"gradient" | "velocity" | "change"} */ column_name) => {
      const vector = column < 0 || frame.tape === null ? null : vectorAt(frame.tape, column_name, row, column);
      return vector === null ? "–" : pointText(vector.slice(0, frame.tape?.width), (entry) => plain(entry));
    };
    if (name === "gradient") return t("explain.gradient", { gradient: written("gradient") });
    if (name === "velocity")
      return t("explain.velocity", { symbol: entry.quantities[entry.arrow]?.symbol ?? "", velocity: written("velocity") });
    if (name === "accumulated") return t("pictures.rates_help");
    const { isLonger, enlarged } = factorFor;
    const change = t("explain.change", { change: written("change") });
    return isLonger ? `${change} ${t("pictures.enlarged_help", { times: plainOf(shortest(enlarged)) })}` : change;
  }

  /**
   * @param {Frame} frame
   * @param {number} index
   */
  function draw(frame, index) {
    const { catalogue, state: now } = frame;
    const optimizer = index < 0 ? null : catalogue.optimizers[runNow(frame).racers[index].optimizer.kind];
    const has = {
      gradient: index >= 0 && now.of !== "accuracy",
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
    }
  }

  /**
   * By how much the change is drawn longer than it is.
   * @param {Frame} frame
   * @param {number} index
   * @param {number} enlarged
   */
  function drawFactor(frame, index, enlarged) {
    shown = { frame, index };
    const now = frame.state;
    const isLonger = enlarged > 1 && now.arrows.change;
    if (isLonger === factorFor.isLonger && enlarged === factorFor.enlarged) return;
    factorFor = { isLonger, enlarged };
    // Beyond this a factor is no longer a picture of anything: that it is drawn longer is what counts.
    say(chips.change.factor, !isLonger ? "" : enlarged <= MOST_WRITTEN ? `×${plainOf(shortest(enlarged))}` : t("pictures.enlarged"));
  }
  return { root, draw, drawFactor };
}
