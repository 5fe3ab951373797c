// How the price of each way to the bottom grows with the number of weights.

import { element, mark } from "../element.js";
import { t } from "../text.js";
import { amountText, countText, timeText, timeTick } from "./amounts.js";
import { signIcon } from "./log_chart.js";
import { createLogPlot, fillTable } from "./log_plot.js";
import { METHODS } from "./search_methods.js";

/** @typedef {import("./search_methods.js").Method} Method
 *  @typedef {import("./search_methods.js").Line} Line */

const QUANTITIES = /** @type {const} */ (["log10_seconds", "log10_evaluations"]);
/** 13.8 thousand million years (Planck Collaboration, 2018). */
const AGE_OF_THE_UNIVERSE_S = 4.35e17;
/** Beyond these nothing is drawn. @type {Record<string, number>} */
const TOP = { log10_seconds: 21, log10_evaluations: 30 };

export function createSearchGrowth() {
  /** @type {Line[]} */
  let grown = [];
  /** @type {(typeof QUANTITIES)[number]} */
  let shown = "log10_seconds";

  const tabs = QUANTITIES.map((name) =>
    element("button", { type: "button", dataset: { name }, onclick: () => choose(name) }, t(`search.${name}`)),
  );
  const legend = element(
    "ul",
    { class: "log-legend" },
    ...METHODS.map((method, sign) => element("li", {}, signIcon(sign), t(`search.${method}`))),
    element("li", { class: "log-kinds" }, signIcon(0), t("measured.measured"), signIcon(0, false), t("measured.extrapolated")),
  );
  const plot = createLogPlot({
    id: "search-chart",
    label: t("search.chart"),
    sizes,
    drawing,
    sentence: sentenceOf,
    first: () => sizes().at(0) ?? 1,
  });
  const laws = element(
    "ul",
    { class: "measured-truths" },
    ...METHODS.map((method) => element("li", {}, element("b", {}, t(`search.${method}`)), " ", t(`search.law_${method}`))),
  );
  const table = element("table", {});
  const root = element(
    "div",
    { class: "search-growth" },
    element("h3", {}, t("search.growth")),
    element("p", {}, t("search.growth_sentence")),
    element(
      "div",
      { class: "measured-top" },
      element("div", { class: "switch", role: "group", "aria-label": t("search.of") }, ...tabs),
      legend,
    ),
    plot.root,
    laws,
    element(
      "details",
      { class: "sweep-table" },
      element("summary", {}, t("sweep.table")),
      element("div", { class: "measured-table" }, table),
    ),
  );
  const of = (/** @type {Method} */ method) => grown.filter((line) => line.method === method);

  function sizes() {
    return of("descent").map(({ parameters }) => parameters);
  }

  const textOf = (/** @type {Line} */ line, quantity = shown) =>
    line[quantity] === null ? t("search.one_system") : quantity === "log10_seconds" ? timeText(line[quantity]) : amountText(line[quantity]);

  /** @returns {import("./log_chart.js").Drawing} */
  function drawing() {
    const series = METHODS.map((method, sign) => ({
      sign,
      points: of(method).map((line) => ({ x: Math.log10(line.parameters), y: line[shown] ?? NaN, isMeasured: line.stage === "measured" })),
    }));
    const marks = shown === "log10_seconds" ? [{ y: Math.log10(AGE_OF_THE_UNIVERSE_S), label: t("search.universe") }] : [];
    return {
      series,
      x: [-0.15, 6.15],
      xName: t("search.parameters"),
      yName: t(`search.${shown}`),
      yText: shown === "log10_seconds" ? timeTick : amountText,
      top: TOP[shown],
      marks,
    };
  }

  function sentenceOf(/** @type {number} */ size) {
    const parts = grown
      .filter(({ parameters }) => parameters === size)
      .map((line) =>
        t(line.stage === "measured" ? "cost.part" : "cost.part_further", { batching: t(`search.${line.method}`), price: textOf(line) }),
      );
    return t("search.readout", { count: countText(size), parts: parts.join(" · ") });
  }

  function choose(/** @type {(typeof QUANTITIES)[number]} */ name) {
    shown = name;
    show();
  }

  function show() {
    root.hidden = false;
    for (const tab of tabs) mark(tab, "aria-pressed", String(tab.dataset.name === shown));
    plot.draw();
    const rows = sizes().map((size) => [
      countText(size),
      ...METHODS.map((method) => {
        const line = /** @type {Line} */ (grown.find((one) => one.method === method && one.parameters === size));
        const kind = t(line.stage === "measured" ? "measured.measured" : "measured.extrapolated");
        return `${textOf(line, "log10_evaluations")} · ${textOf(line, "log10_seconds")} · ${kind}`;
      }),
    ]);
    fillTable(table, t("search.chart"), [t("search.parameters"), ...METHODS.map((method) => t(`search.${method}`))], rows);
  }

  return {
    root,
    clear() {
      grown = [];
      root.hidden = true;
    },
    /** One more line; a size is shown when all its ways are here. */
    add(/** @type {Line} */ line) {
      grown.push(line);
      if (line.method === METHODS.at(-1)) show();
    },
  };
}
