// The update equation as the catalogue gives it: parts of options not used are left out, the lit term is washed.

import { element } from "../element.js";
import { t } from "../text.js";

/**
 * @param {HTMLElement} host
 * @param {import("../types.d.ts").OptimizerEntry} entry
 * @param {import("../types.d.ts").Member} optimizer its hyperparameters decide what `when-…` parts are there
 * @returns {boolean} whether the equation is another than before
 */
export function showEquation(host, entry, optimizer) {
  const options = JSON.stringify([entry.kind, Object.keys(entry.schema).map((field) => Boolean(optimizer[field]))]);
  if (host.dataset.options === options) return false;
  host.dataset.options = options;
  host.setAttribute("aria-label", `${t("inspector.equation")}: ${entry.spoken}`);
  host.replaceChildren(...rowsOf(entry, optimizer));
  return true;
}

/**
 * The rows of an equation, for whoever shows one.
 * @param {import("../types.d.ts").OptimizerEntry} entry @param {import("../types.d.ts").Member} optimizer
 */
export function rowsOf(entry, optimizer) {
  return entry.equation.map((mathml) => rowOf(mathml, optimizer)).filter((row) => row !== null);
}

/** @param {string} mathml @param {import("../types.d.ts").Member} optimizer */
function rowOf(mathml, optimizer) {
  const row = element("div", { class: "equation-row" });
  row.innerHTML = mathml;
  for (const part of row.querySelectorAll("[class*='when-'], [class*='unless-']")) {
    const [, condition, field] = part.getAttribute("class")?.match(/\b(when|unless)-(\w+)/) ?? [];
    if (Boolean(optimizer[field]) !== (condition === "when")) part.remove();
  }
  row.classList.toggle("is-move", row.querySelector(".term-change") !== null);
  return row.textContent.trim() === "" ? null : row;
}

/** @param {HTMLElement} host @param {string[]} quantities */
export function washTerms(host, quantities) {
  for (const part of host.querySelectorAll(".is-washed")) part.classList.remove("is-washed");
  for (const quantity of quantities) {
    const parts = quantity === "move" ? host.querySelectorAll(".is-move") : host.querySelectorAll(`.term-${quantity}`);
    for (const part of parts) part.classList.add("is-washed");
  }
}
