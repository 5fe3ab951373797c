// The five stages on their rail: values of both parameters, and the lit one opened to its arithmetic.

import { html, isWhole, letterHtml, symbolsHtml } from "../arithmetic.js";
import { element, mark } from "../element.js";
import { html as numberHtml, write } from "../format.js";
import { t } from "../text.js";

/**
 * @typedef {import("./inspector_views.js").Line} Line
 * @typedef {HTMLElement & { shown?: string }} Cell what it shows is kept, so that the page is touched only where it differs
 * @typedef {(quantity: string) => string} TitleOf
 */

export const STAGES = ["point", "loss", "gradient", "change", "move"];
/** @type {Record<string, string>} */
export const SYMBOLS = { point: "θ", loss: "L", gradient: "g", change: "Δ", move: "θ + Δ" };

/** Values are not written smaller than this, however long they are. */
const SMALLEST = 0.68;

/** @param {string} html */
const fragment = (html) => document.createRange().createContextualFragment(html);

const symbolsOf = (/** @type {string} */ text) => fragment(text.split(" + ").map(letterHtml).join(" + "));

/**
 * @param {{ light: (stage: number) => void, point: (quantity: string | null) => void }} actions
 *   `point`: the term of the equation that a line belongs to
 */
export function createStages(actions) {
  const lines = element("div", { class: "stage-lines", id: "stage-lines" });
  const rows = STAGES.map((stage, index) => {
    const values = element("span", { class: "stage-values" });
    const button = element(
      "button",
      { class: "stage-row", type: "button", onclick: () => actions.light(index + 1) },
      element("span", { class: "stage-number" }, String(index + 1)),
      element(
        "span",
        { class: "stage-name" },
        element("span", { class: "stage-title" }, t(`stage.${stage}`)),
        " ",
        symbolsOf(SYMBOLS[stage]),
      ),
      values,
    );
    return { stage, button, values, item: element("li", { class: "stage", dataset: { stage } }, button) };
  });
  const list = element("ol", { class: "stages", "aria-label": t("inspector.stages") }, ...rows.map(({ item }) => item));

  let lit = 0;
  let built = "";
  /** @type {{ line: Line, row: HTMLElement, expression: Cell, value: Cell, longest: number }[]} */
  let cells = [];

  function light(/** @type {number} */ stage) {
    if (stage === lit) return;
    lit = stage;
    rows.forEach(({ item, button }, index) => {
      const isLit = index + 1 === stage;
      item.classList.toggle("is-lit", isLit);
      item.classList.toggle("is-past", index + 1 < stage);
      mark(button, "aria-current", isLit ? "step" : null);
      mark(button, "aria-expanded", String(isLit));
      if (isLit) item.append(lines);
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

  function build(/** @type {Line[]} */ shown, /** @type {TitleOf} */ titleOf, /** @type {string[]} */ names) {
    cells = [];
    const groups = grouped(shown);
    const legend = element("p", { class: "legend" });
    for (const [first] of groups) {
      // The change has its name in the stage's own row.
      if (first.quantity !== "shared" && first.quantity !== STAGES[lit - 1])
        legend.append(element("span", {}, fragment(letterHtml(first.symbol)), ` ${titleOf(first.quantity)}`), " ");
    }
    lines.replaceChildren(legend, ...groups.map((group) => groupOf(group, titleOf(group[0].quantity), names)));
    cells.sort((a, b) => shown.indexOf(a.line) - shown.indexOf(b.line));
  }

  function groupOf(/** @type {Line[]} */ group, /** @type {string} */ title, /** @type {string[]} */ names) {
    const { quantity, symbol } = group[0];
    return element(
      "div",
      {
        class: "quantity",
        dataset: { quantity },
        onpointerenter: () => actions.point(quantity),
        onpointerleave: () => actions.point(null),
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
        const row = element("div", { class: "line" }, of, expression, value);
        cells.push({ line, row, expression, value, longest: 0 });
        return row;
      }),
    );
  }

  /** Whether anything of it was not there before, and whether it is longer than ever: only then can it need more room. */
  function fill(/** @type {{ line: Line, expression: Cell, value: Cell, longest: number }} */ cell, /** @type {boolean} */ inNumbers) {
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

  return {
    list,
    lines,
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
      for (const group of /** @type {NodeListOf<HTMLElement>} */ (lines.querySelectorAll(".quantity")))
        group.hidden = group.querySelector(".line:not([hidden])") === null;
    },
    light,
    values,
    fitValues,
    /** What the open lines compute. */
    quantities: () => [...new Set(cells.map(({ line }) => line.quantity))],
    /**
     * The lit stage's lines: of this step, faint as those of an earlier one while they are fetched, or in symbols where
     * steps pass too quickly to be read.
     * @param {Line[]} shown
     * @param {{ as: "now" | "old" | "symbols", titleOf: TitleOf, names: string[], of: string }} how
     * @returns {{ isNew: boolean, isOther: boolean, isLonger: boolean }} whether their arrangement is another than before; whether anything
     *   is;
     *   whether a line is longer than it ever was in this arrangement
     */
    open(shown, { as, titleOf, names, of }) {
      const arrangement = `${of} ${lit} ${shown.map(({ quantity, symbol, coordinate }) => `${quantity} ${symbol} ${coordinate}`).join()}`;
      const isNew = arrangement !== built;
      if (isNew) {
        built = arrangement;
        build(shown, titleOf, names);
      }
      let isOther = isNew,
        isLonger = isNew;
      cells.forEach((cell, i) => {
        cell.line = shown[i];
        const filled = fill(cell, as !== "symbols");
        isOther ||= filled.isNew;
        isLonger ||= filled.isLonger;
      });
      lines.classList.toggle("is-waiting", as !== "now");
      mark(lines, "aria-busy", as === "old" ? "true" : null);
      return { isNew, isOther, isLonger };
    },
  };
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
