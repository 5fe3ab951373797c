// A chart on two logarithmic axes that pointer and arrow keys walk along, size by size, with a sentence for each.

import { element, mark, say } from "../element.js";
import { svg } from "../svg.js";
import { t } from "../text.js";
import { createLogChart } from "./log_chart.js";

/**
 * @param {{ id: string, label: string, sizes: () => number[], drawing: () => import("./log_chart.js").Drawing, sentence: (size: number) =>
 *   string, first: () => number }} about
 *   `sizes` that can be pointed at; `first`: which of them the sentence is about while none is
 */
export function createLogPlot({ id, label, sizes, drawing, sentence, first }) {
  let at = -1;
  const picture = svg("svg", { class: "log-chart", id, "aria-hidden": "true" });
  const chart = createLogChart(picture);
  const words = element("b", {});
  const plot = element(
    "div",
    {
      class: "sweep-plot",
      role: "slider",
      tabindex: "0",
      "aria-label": label,
      "aria-valuemin": "0",
      onkeydown: walk,
      onpointermove: (/** @type {PointerEvent} */ event) => show(nearest(chart.xAt(event.clientX))),
      onpointerleave: () => show(-1),
    },
    picture,
  );
  const root = element(
    "div",
    { class: "log-plot" },
    plot,
    element("p", { class: "sweep-readout" }, words, " ", element("span", {}, t("measured.hint"))),
  );
  new ResizeObserver(() => draw()).observe(plot);

  const distance = (/** @type {number} */ size, /** @type {number} */ power) => Math.abs(Math.log10(size) - power);

  function nearest(/** @type {number} */ power) {
    return sizes().reduce((closest, size, i, all) => (distance(size, power) < distance(all[closest], power) ? i : closest), 0);
  }

  function show(/** @type {number} */ index) {
    const all = sizes();
    if (all.length === 0) return;
    at = Math.min(index, all.length - 1);
    const size = at < 0 ? first() : all[at];
    chart.point(at < 0 ? null : Math.log10(size));
    say(words, sentence(size));
    mark(plot, "aria-valuemax", String(all.length - 1));
    mark(plot, "aria-valuenow", String(Math.max(0, all.indexOf(size))));
    mark(plot, "aria-valuetext", sentence(size));
  }

  function walk(/** @type {KeyboardEvent} */ event) {
    const all = sizes();
    const here = at < 0 ? all.indexOf(first()) : at;
    const to = { ArrowLeft: here - 1, ArrowDown: here - 1, ArrowRight: here + 1, ArrowUp: here + 1, Home: 0, End: all.length - 1 }[
      event.key
    ];
    if (to === undefined) return;
    event.preventDefault();
    show(Math.max(0, Math.min(all.length - 1, to)));
  }

  function draw() {
    if (plot.clientWidth === 0 || sizes().length === 0) return;
    chart.draw(drawing());
    show(at);
  }

  return { root, draw };
}

/**
 * A table whose every cell says what it is.
 * @param {HTMLTableElement} table @param {string} caption @param {string[]} head
 * @param {(string | Node)[][]} rows the first cell names its row
 */
export function fillTable(table, caption, head, rows) {
  table.replaceChildren(
    element("caption", { class: "unseen" }, caption),
    element("thead", {}, element("tr", {}, ...head.map((text) => element("th", { scope: "col" }, text)))),
    element(
      "tbody",
      {},
      ...rows.map(([first, ...cells]) =>
        element("tr", {}, element("th", { scope: "row" }, first), ...cells.map((cell) => element("td", {}, cell))),
      ),
    ),
  );
}
