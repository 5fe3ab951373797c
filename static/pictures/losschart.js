// Loss, gradient norm or learning rate over the steps: played part full, computed-ahead part faint.

import { RACERS } from "./glyph.js";
import { chartAxes, drawAxes } from "./chart_axes.js";
import { createCanvas, whenResized } from "./canvas.js";
import { createDescription } from "./description.js";
import { drawsByProcessor } from "./graphics.js";
import { element, mark } from "../element.js";
import { inOrder } from "./trails.js";
import { inkNow } from "./ink.js";
import { chosen, drawAhead, drawNow, strokeCurve } from "./losschart_curves.js";
import { signOf } from "./run_now.js";
import { t } from "../text.js";

/** @typedef {import("../types.d.ts").Frame} Frame */
/** @typedef {import("../types.d.ts").Tape} Tape */
/** @typedef {import("../types.d.ts").State["curve"]} Curve */
/** @typedef {NonNullable<import("../types.d.ts").State["across"]>} Across */
/** @typedef {ReturnType<typeof chartAxes>} Axes */

const CURVES = /** @type {Curve[]} */ (["loss", "batch_loss", "gradient_norm", "learning_rate"]);
const ACROSS = /** @type {Across[]} */ (["step", "epoch", "examples"]);

/**
 * @param {HTMLElement} host
 * @param {import("./actions.d.ts").PictureActions} actions
 * @param {boolean} hasData whether updates see batches of examples
 */
export function createLossChart(host, actions, hasData) {
  const nameOf = (/** @type {Curve} */ curve) => t(hasData && curve === "loss" ? "loss.all" : `pictures.chart_${curve}`);
  const menu = element(
    "select",
    { class: "menu", "aria-label": t("pictures.chart"), onchange: () => actions.set({ curve: /** @type {Curve} */ (menu.value) }) },
    ...CURVES.filter((curve) => hasData || curve !== "batch_loss").map((curve) => element("option", { value: curve }, nameOf(curve))),
  );
  const scales = /** @type {("log" | "linear")[]} */ (["log", "linear"]).map((scale) =>
    Object.assign(element("button", { type: "button", onclick: () => actions.set({ curveScale: scale }) }, t(`pictures.${scale}`)), {
      scale,
    }),
  );
  const across = element(
    "select",
    { class: "menu", "aria-label": t("pictures.across"), onchange: () => actions.set({ across: /** @type {Across} */ (across.value) }) },
    ...ACROSS.map((unit) => element("option", { value: unit }, t(`pictures.across_${unit}`))),
  );
  const picture = element("div", {
    class: "picture chart",
    role: "application",
    tabindex: "0",
    "aria-roledescription": t("pictures.roledescription"),
  });
  host.append(
    element(
      "div",
      { class: "picture-head" },
      element("h3", { class: "menu-head" }, menu),
      element("span", { class: "menu-head", hidden: !hasData }, across),
      element("div", { class: "pair", role: "group", "aria-label": t("pictures.scale") }, ...scales),
    ),
    element("div", { class: "picture-box" }, picture),
  );
  const ahead = createCanvas(picture, drawsByProcessor()),
    played = createCanvas(picture, drawsByProcessor()),
    moving = createCanvas(picture, drawsByProcessor());
  const description = createDescription(host, picture);
  /** @type {Frame | null} */ let frame = null;
  /** @type {Axes | null} */ let axes = null;
  /** @type {any[]} */ let drawnFor = [];
  /** @type {any[]} */ let playedFor = [];
  let isResized = true,
    settled = 0;
  let named = /** @type {Frame["state"] | null} */ (null);
  whenResized(picture, moving, () => {
    isResized = true;
    actions.invalidate();
  });

  const stepAt = (/** @type {number} */ px) =>
    frame?.tape && axes ? Math.max(0, Math.min(frame.tape.length - 1, Math.round(axes.stepAt(px, chosen(frame))))) : null;
  const local = (/** @type {PointerEvent} */ event) => event.clientX - picture.getBoundingClientRect().left;
  picture.addEventListener("pointermove", (event) => {
    if (event.pointerType === "mouse") actions.hover(stepAt(local(event)));
  });
  picture.addEventListener("pointerleave", () => actions.hover(null));
  picture.addEventListener("click", (event) => {
    // The step the hand points at, also if the axis has grown since.
    const step = frame?.state.hover ?? stepAt(local(event));
    if (step !== null) actions.seek(step);
  });
  picture.addEventListener("keydown", (event) => {
    const by = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (!frame?.tape || !axes || !(by || event.key === "Enter") || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    event.stopPropagation();
    const at = frame.state.hover ?? frame.step;
    if (by) actions.hover(Math.max(0, Math.min(frame.tape.length - 1, at + by * Math.max(1, Math.round(axes.steps / 60)))));
    else actions.seek(at);
  });

  return {
    /** @param {Frame} now */
    draw(now) {
      frame = now;
      const { state, tape } = now;
      if (state !== named) {
        named = state;
        menu.value = state.curve;
        across.value = state.across ?? "step";
        mark(picture, "aria-label", t("pictures.chart_name", { curve: nameOf(state.curve) }));
      }
      if (!tape || tape.length === 0) return;
      if (isResized) {
        ahead.fit();
        played.fit();
        moving.fit();
      }
      if (ahead.width === 0) return;
      const ink = inkNow(),
        size = { width: ahead.width, height: ahead.height };
      axes = chartAxes(now, size);
      for (const button of scales) {
        mark(button, "aria-pressed", String((button.scale === "log") === axes.isLog));
        mark(button, "title", state.curveScale === "log" && !axes.isLog ? t("pictures.no_log") : null);
      }
      const wants = [axes.key, tape, tape.length, ink, state.selected, now.ghosts, now.ghosts.length];
      if (isResized || wants.some((want, k) => want !== drawnFor[k])) {
        [isResized, drawnFor] = [false, wants];
        ahead.clear();
        drawAxes(ahead.pen, axes, ink, size);
        drawAhead(ahead.pen, now, tape, axes, ink);
      }
      drawPlayed(now, axes, ink);
      moving.clear();
      drawNow(moving.pen, now, axes, ink, size);
      description.draw(now);
    },
  };

  /**
   * The part played so far; while playing only the newest steps are added.
   * @param {Frame} now
   * @param {Axes} scale
   * @param {import("./ink.js").Ink} ink
   */
  function drawPlayed(now, scale, ink) {
    const tape = /** @type {Tape} */ (now.tape),
      { state } = now,
      row = Math.min(now.step, tape.length - 1);
    const wants = [scale.key, tape, ink, state.selected];
    if (row < settled || wants.some((want, k) => want !== playedFor[k])) {
      played.clear();
      [playedFor, settled] = [wants, 0];
    }
    if (row === settled) return;
    for (const racer of inOrder(tape, state.selected)) {
      const selected = tape.racers[racer] === state.selected,
        index = signOf(now, racer);
      // The dash runs on by the length along x: nearly that of the curve where many steps share a pixel, and cheap.
      strokeCurve(played.pen, scale, tape, state.curve, racer, settled, row, {
        colour: ink.racers[index],
        dash: selected ? [] : RACERS[index].dash,
        width: selected ? 2.8 : 1.8,
        opacity: 1,
      });
    }
    settled = row;
  }
}
