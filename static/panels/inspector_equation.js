// The update equation as the catalogue gives it: parts of options not used are left out, the lit term is washed.

import { element } from "../element.js";
import { dropOptions } from "../formula.js";
import { letter, slopeBy } from "../mathml.js";
import { t } from "../text.js";

/**
 * @param {HTMLElement} host
 * @param {import("../types.d.ts").OptimizerEntry} entry
 * @param {import("../types.d.ts").Member} optimizer its hyperparameters decide what `when-…` parts are there
 * @param {string[]} names of the parameters, where g is the loss's slope by each of them
 * @returns {boolean} whether the equation is another than before
 */
export function showEquation(host, entry, optimizer, names) {
  const options = JSON.stringify([entry.kind, names, Object.keys(entry.schema).map((field) => Boolean(optimizer[field]))]);
  if (host.dataset.options === options) return false;
  host.dataset.options = options;
  host.setAttribute("aria-label", `${t("inspector.equation")}: ${entry.spoken}`);
  host.replaceChildren(...named(rowsOf(entry, optimizer), names));
  return true;
}

/** A rule of one row without a memory, once for each parameter: w ← w − α ∂L/∂w. @param {HTMLElement[]} rows @param {string[]} names */
function named(rows, names) {
  if (rows.length > 1 || names.length === 0) return rows;
  return names.map((name) => {
    const row = /** @type {HTMLElement} */ (rows[0].cloneNode(true));
    row.classList.add("is-named");
    row.innerHTML = row.innerHTML.replaceAll("<mi>θ</mi>", letter(name)).replaceAll("<mi>g</mi>", slopeBy(name));
    return row;
  });
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
  dropOptions(row, optimizer);
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
