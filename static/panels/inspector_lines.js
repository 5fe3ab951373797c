// The lit stage's arithmetic, line by line.

import { html, isWhole, letterHtml, symbolsHtml } from "../arithmetic.js";
import { element, fragment, mark } from "../element.js";
import { html as numberHtml } from "../format.js";
import { showFormula } from "../formula.js";

/**
 * @typedef {import("./inspector_views.js").Line} Line
 * @typedef {HTMLElement & { shown?: string }} Cell what it shows is kept, so that the page is touched only where it differs
 * @typedef {{ line: Line, row: HTMLElement, expression: Cell, value: Cell, longest: number }} Cells of one line
 * @typedef {(quantity: string) => string} TitleOf
 * @typedef {import("../problems/kind.d.ts").Formulas | null} Formulas
 */

/** @param {(quantity: string | null) => void} point to the term of the equation that a line belongs to */
export function createLines(point) {
  const root = element("div", { class: "stage-lines", id: "stage-lines" });
  let built = "";
  /** @type {Formulas} */
  let formulasShown = null;
  /** @type {Cells[]} */
  let cells = [];

  function build(/** @type {Line[]} */ shown, /** @type {string} */ stage, /** @type {TitleOf} */ titleOf, /** @type {string[]} */ names) {
    cells = [];
    const groups = grouped(shown);
    const legend = element("p", { class: "legend" });
    for (const [first] of groups) {
      // The change has its name in the stage's own row.
      if (first.quantity !== "shared" && first.quantity !== stage)
        legend.append(element("span", {}, fragment(letterHtml(first.symbol)), ` ${titleOf(first.quantity)}`), " ");
    }
    root.replaceChildren(legend, ...groups.map((group) => groupOf(group, titleOf(group[0].quantity), names)));
    cells.sort((a, b) => shown.indexOf(a.line) - shown.indexOf(b.line));
  }

  function groupOf(/** @type {Line[]} */ group, /** @type {string} */ title, /** @type {string[]} */ names) {
    const { quantity, symbol } = group[0];
    return element(
      "div",
      {
        class: "quantity",
        dataset: { quantity },
        onpointerenter: () => point(quantity),
        onpointerleave: () => point(null),
      },
      element("span", { class: "quantity-symbol" }, fragment(letterHtml(symbol))),
      element("span", { class: "quantity-title" }, title),
      ...group.map((line) => {
        const expression = element("span", { class: "line-expression" });
        const value = element("output", { class: "line-value" });
        const of = element(
          "span",
          { class: "line-coordinate" },
          line.coordinate === null ? "" : fragment(letterHtml(names[line.coordinate])),
        );
        const row = element("div", { class: "line" }, formulaOf(line), of, expression, value);
        cells.push({ line, row, expression, value, longest: 0 });
        return row;
      }),
    );
  }

  /** The sum that a slope comes from. @param {Line} line */
  function formulaOf({ quantity, coordinate }) {
    if (formulasShown === null || quantity !== "gradient" || coordinate === null) return null;
    const node = element("div", { class: "line-formula", role: "math" });
    showFormula(node, formulasShown.slopes[coordinate], formulasShown.member);
    return node;
  }

  return {
    root,
    /** Only what one parameter's result is made of, or all. @param {number | null} coordinate */
    showOnly(coordinate) {
      const needed =
        coordinate === null
          ? null
          : neededFor(
              coordinate,
              cells.map(({ line }) => line),
            );
      for (const { line, row } of cells) row.hidden = needed !== null && !needed.has(line);
      for (const group of /** @type {NodeListOf<HTMLElement>} */ (root.querySelectorAll(".quantity")))
        group.hidden = group.querySelector(".line:not([hidden])") === null;
    },
    /** What the open lines compute. */
    quantities: () => [...new Set(cells.map(({ line }) => line.quantity))],
    /**
     * The lit stage's lines: of this step, faint as those of an earlier one while they are fetched, or in symbols where
     * steps pass too quickly to be read.
     * @param {Line[]} shown
     * @param {{ stage: string, as: "now" | "old" | "symbols", titleOf: TitleOf, names: string[], formulas: Formulas, of: string }} how
     * @returns {{ isNew: boolean, isOther: boolean, isLonger: boolean }} whether their arrangement is another than before; whether anything
     *   is;
     *   whether a line is longer than it ever was in this arrangement
     */
    open(shown, { stage, as, titleOf, names, formulas, of }) {
      const arrangement = `${of} ${stage} ${shown.map(({ quantity, symbol, coordinate }) => `${quantity} ${symbol} ${coordinate}`).join()}`;
      const isNew = arrangement !== built || formulas !== formulasShown;
      if (isNew) {
        built = arrangement;
        formulasShown = formulas;
        build(shown, stage, titleOf, names);
      }
      let isOther = isNew,
        isLonger = isNew;
      cells.forEach((cell, i) => {
        cell.line = shown[i];
        const filled = fill(cell, as !== "symbols");
        isOther ||= filled.isNew;
        isLonger ||= filled.isLonger;
      });
      root.classList.toggle("is-waiting", as !== "now");
      mark(root, "aria-busy", as === "old" ? "true" : null);
      return { isNew, isOther, isLonger };
    },
  };
}

/** Whether anything of it was not there before, and whether it is longer than ever: only then can it need more room. */
function fill(/** @type {Cells} */ cell, /** @type {boolean} */ inNumbers) {
  const { line, expression, value } = cell;
  // Where one of the numbers is none, half of the arithmetic would stand there.
  const shown = inNumbers && isWhole(line.expression) ? html(line.expression, line.digits) : symbolsHtml(line.expression);
  const isNew = expression.shown !== shown;
  if (isNew) {
    expression.shown = shown;
    expression.innerHTML = shown;
  }
  const result = Number(line.value);
  const isRoundOff = line.result_digits === 0;
  const text = !inNumbers ? "" : isRoundOff ? `≈ ${numberHtml(result, 2)}` : numberHtml(result, line.result_digits);
  if (value.shown !== text) {
    value.shown = text;
    value.innerHTML = text;
  }
  value.classList.toggle("is-infinite", inNumbers && Math.abs(result) === Infinity);
  const length = shown.length + text.length,
    isLonger = length > cell.longest;
  if (isLonger) cell.longest = length;
  return { isNew, isLonger };
}

/** The same quantity of both parameters together, where the second stands: all it is made of comes before it. */
function grouped(/** @type {Line[]} */ lines) {
  /** @type {Map<string, Line[]>} */
  const groups = new Map();
  for (const line of lines) {
    const name = `${line.quantity} ${line.symbol}`;
    const group = [...(groups.get(name) ?? []), line];
    groups.delete(name);
    groups.set(name, group);
  }
  return [...groups.values()];
}

/** The lines of a parameter and the shared parts they name, in turn with the parts those name. */
function neededFor(/** @type {number} */ coordinate, /** @type {Line[]} */ lines) {
  const needed = new Set(
    lines.filter((line) => line.coordinate === coordinate || (line.coordinate === null && line.quantity !== "shared")),
  );
  const name = (/** @type {import("../arithmetic.js").Tree} */ tree) => {
    if ("op" in tree) return tree.of.forEach(name);
    const part = lines.find((line) => line.quantity === "shared" && line.symbol === tree.symbol);
    if (part === undefined || needed.has(part)) return;
    needed.add(part);
    name(part.expression);
  };
  [...needed].forEach((line) => name(line.expression));
  return needed;
}
