// Formulas of the catalogue with the settings of the moment.

import { plainOf, shortest } from "./format.js";

const OPTION = /\b(when|unless)-(\w+)(?:-(\w+))?/;

/**
 * Takes away what is not there with these settings.
 * @param {HTMLElement} node @param {import("./types.d.ts").Member} member whose settings they are
 */
export function dropOptions(node, member) {
  for (const part of node.querySelectorAll("[class*='when-'], [class*='unless-']")) {
    const [, condition, field, value] = part.getAttribute("class")?.match(OPTION) ?? [];
    const isSo = value === undefined ? Boolean(member[field]) : member[field] === value;
    if (isSo !== (condition === "when")) part.remove();
  }
}

/**
 * Numbers in the place of the letters that stand for settings.
 * @param {HTMLElement} node @param {import("./types.d.ts").Member} member whose settings they are
 */
export function fillSlots(node, member) {
  for (const [name, value] of Object.entries(member)) {
    if (typeof value !== "number") continue;
    const text = plainOf(shortest(value));
    for (const slot of node.querySelectorAll(`.slot-${name}`)) {
      if (slot.textContent === text) continue;
      const number = document.createElementNS("http://www.w3.org/1998/Math/MathML", "mn");
      number.textContent = text;
      slot.replaceChildren(number);
    }
  }
}

/**
 * A formula as it is with these settings.
 * @param {HTMLElement} node @param {string} markup @param {import("./types.d.ts").Member} member
 */
export function showFormula(node, markup, member) {
  node.innerHTML = markup;
  dropOptions(node, member);
  fillSlots(node, member);
}
