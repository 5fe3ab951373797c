// One line of arithmetic: what it is, in letters, with the numbers of the moment, and the result.

import { element } from "../element.js";
import { letter, math, mo, result, rows } from "../mathml.js";
import { real } from "./numbers.js";

/**
 * @param {{title?: string, inLetters?: boolean, isBare?: boolean}} [options] `inLetters`: the formula stands above its numbers; `isBare`:
 *   what it is stands elsewhere
 */
export function createLine({ title = "", inLetters = true, isBare = false } = {}) {
  const symbols = element("div", { class: "line-symbols" }),
    numbers = element("div", { class: "line-numbers" });
  const node = element(
    "div",
    { class: "line" },
    title ? element("h3", { class: "line-title" }, title) : null,
    inLetters ? symbols : null,
    numbers,
  );
  let shown = "";
  return {
    node,
    /** @param {import("./types.d.ts").Line | undefined} line nothing where there is none */
    draw(line) {
      node.hidden = line === undefined;
      if (line === undefined) return;
      const key = JSON.stringify(line);
      if (key === shown) return;
      shown = key;
      node.dataset.quantity = line.quantity;
      const { symbol, expression, value, digits, result_digits } = line;
      const left = letter(symbol);
      const equals = mo("=");
      if (inLetters) {
        const [first, ...others] = rows(expression, null);
        symbols.innerHTML = [math(left + equals + first), ...others.map(math)].join(" ");
      }
      const last = `<span class="line-result">${math((result_digits === 0 ? mo("≈") : equals) + result(real(value), result_digits || 4))}</span>`;
      const own = rows(expression, digits);
      const lead = isBare ? "" : inLetters ? equals : left + equals;
      numbers.innerHTML = [...own.map((markup, k) => math((k === 0 ? lead : "") + markup)), last].join(" ");
    },
  };
}
