// The stages of a step on their rail: values of both parameters, and the lit one opened to its arithmetic; the last leads on to the next.

import { letterHtml } from "../arithmetic.js";
import { element, fragment, mark, say } from "../element.js";
import { write } from "../format.js";
import { t } from "../text.js";
import { createLines } from "./inspector_lines.js";

/** @typedef {import("./inspector_lines.js").Cell} Cell */

export const STAGES = ["point", "loss", "gradient", "change", "move", "repeat"];
/** @type {Record<string, string>} */
export const SYMBOLS = { point: "θ", loss: "L", gradient: "g", change: "Δ", move: "θ + Δ", repeat: "" };

/** Values are not written smaller than this, however long they are. */
const SMALLEST = 0.68;

const symbolsOf = (/** @type {string} */ text) => (text === "" ? "" : fragment(text.split(" + ").map(letterHtml).join(" + ")));

/**
 * @param {{ light: (stage: number) => void, repeat: () => void, point: (quantity: string | null) => void }} actions
 *   `repeat`: the next step begins; `point`: the term of the equation that a line belongs to
 */
export function createStages(actions) {
  const lines = createLines(actions.point);
  const rows = STAGES.map((stage, index) => {
    const values = element("span", { class: "stage-values" });
    // Which loss is meant the step says: nameLoss.
    const title = element("span", { class: "stage-title" }, stage === "loss" ? "" : t(`stage.${stage}`));
    const button = element(
      "button",
      { class: "stage-row", type: "button", onclick: () => actions.light(index + 1) },
      element("span", { class: "stage-number" }, String(index + 1)),
      element("span", { class: "stage-name" }, title, " ", symbolsOf(SYMBOLS[stage])),
      values,
    );
    return { stage, button, title, values, item: element("li", { class: "stage", dataset: { stage } }, button) };
  });
  const next = element("button", { class: "button small", type: "button", onclick: actions.repeat }, t("inspector.next_step"));
  const words = element("p"),
    again = element("div", { class: "stage-again" }, words, next);
  const list = element("ol", { class: "stages", "aria-label": t("inspector.stages") }, ...rows.map(({ item }) => item));

  let lit = 0;

  function light(/** @type {number} */ stage) {
    if (stage === lit) return;
    lit = stage;
    again.remove();
    lines.root.remove();
    rows.forEach(({ item, button }, index) => {
      const isLit = index + 1 === stage;
      item.classList.toggle("is-lit", isLit);
      item.classList.toggle("is-past", index + 1 < stage);
      mark(button, "aria-current", isLit ? "step" : null);
      mark(button, "aria-expanded", String(isLit));
      if (isLit) item.append(STAGES[index] === "repeat" ? again : lines.root);
    });
  }

  /** The longest markup of a value since its room was last measured: only what is longer can need smaller letters. */
  let longest = 0;
  let isLonger = false;

  /** Values of the row; one for the loss, else one for each parameter. */
  function values(/** @type {number} */ stage, /** @type {number[]} */ numbers) {
    const cell = rows[stage - 1].values;
    while (cell.children.length < numbers.length) cell.append(element("span", { class: "stage-value" }));
    while (cell.children.length > numbers.length) cell.lastChild?.remove();
    numbers.forEach((value, i) => {
      const child = /** @type {Cell} */ (cell.children[i]);
      write(child, value);
      const length = child.shown?.length ?? 0;
      if (length > longest) [longest, isLonger] = [length, true];
    });
  }

  /** All values in letters of one size, small enough for the longest so far. @param {boolean} isAnew whatever was long before */
  function fitValues(isAnew) {
    if (!isAnew && !isLonger) return;
    if (isAnew) longest = Math.max(0, ...valueCells().map(({ shown }) => shown?.length ?? 0));
    isLonger = false;
    list.style.setProperty("--value-scale", "1");
    const scale = Math.min(
      1,
      ...valueCells().map((cell) => (cell.scrollWidth > cell.clientWidth ? (cell.clientWidth - 1) / cell.scrollWidth : 1)),
    );
    list.style.setProperty("--value-scale", String(Math.max(SMALLEST, scale)));
  }

  const valueCells = () => rows.flatMap((row) => /** @type {Cell[]} */ ([...row.values.children]));

  return {
    list,
    lines: lines.root,
    showOnly: lines.showOnly,
    light,
    nameLoss: (/** @type {string} */ name) => say(rows[STAGES.indexOf("loss")].title, name),
    /** Where the point becomes the next step's first. @param {number} step @param {boolean} isThere whether there is such a step */
    tellNext(step, isThere) {
      say(words, t(isThere ? "inspector.repeat" : "inspector.repeat_none", { step }));
      next.disabled = !isThere;
    },
    values,
    fitValues,
    quantities: lines.quantities,
    open: lines.open,
  };
}
