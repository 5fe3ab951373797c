// Why not brute force, or a formula? Four ways to the bottom, counted and timed.

import { element, mark } from "../element.js";
import { fitOf } from "../problems/fit.js";
import { paramsAt } from "../pictures/motion.js";
import { runAt } from "../run/configuration.js";
import { t } from "../text.js";
import { amountText, countText, timeText, timeTick } from "./amounts.js";
import { signIcon } from "./log_chart.js";
import { createLogPlot, fillTable } from "./log_plot.js";
import { measured } from "./measured_request.js";
import { createMeasuring } from "./measuring.js";
import { createCounters } from "./search_counters.js";
import { METHODS } from "./search_methods.js";

/**
 * @typedef {import("./search_methods.js").Method} Method
 * @typedef {import("./search_methods.js").Line} Line
 */

const QUANTITIES = /** @type {const} */ (["log10_seconds", "log10_evaluations"]);
/** Four ways on the fit; then the numbers of weights that app/jobs/growth.py goes through, four lines each. */
const SIZES = 13;
const TOLERANCE = 0.01;
/** 13.8 thousand million years (Planck Collaboration, 2018). */
const AGE_OF_THE_UNIVERSE_S = 4.35e17;
/** Beyond these nothing is drawn. @type {Record<string, number>} */
const TOP = { log10_seconds: 21, log10_evaluations: 30 };

/**
 * Open while state.dialog is "search".
 * @param {HTMLElement} host
 * @param {{ dialogClosed: (...names: string[]) => void }} actions
 * @returns {import("../types.d.ts").View}
 */
export function createSearch(host, actions) {
  /** The latest; the dialog opens from one. @type {import("../types.d.ts").Frame} */
  let frame;
  /** @type {Line[]} */
  let grown = [];
  /** @type {(typeof QUANTITIES)[number]} */
  let shown = "log10_seconds";
  let asked = "";

  const counters = createCounters();
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
  const growth = element(
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
  const { dialog, begin } = createMeasuring(host, {
    name: "search",
    title: t("search.title"),
    sentence: t("search.sentence", { share: TOLERANCE * 100 }),
    content: [counters.root, growth],
    closed: () => {
      asked = "";
      actions.dialogClosed("search");
    },
    measure,
  });

  /** Fit, racer and where it starts. */
  function now() {
    const { state, step, tape } = frame;
    const run = runAt(state.run, state.changes, step);
    const racer = run.racers.find(({ id }) => id === state.selected);
    if (racer === undefined || tape === null || tape.length === 0) return null;
    return {
      problem: fitOf(run),
      racer,
      start: [...paramsAt(tape, 0, tape.racers.indexOf(racer.id))],
      seed: run.seed,
      tolerance: TOLERANCE,
    };
  }

  async function measure(/** @type {AbortSignal} */ signal, /** @type {(sentence: string, done: number, of: number) => void} */ progress) {
    const wanted = now();
    if (wanted === null) return;
    grown = [];
    counters.clear();
    growth.hidden = true;
    let done = 0;
    for await (const line of measured("/api/search", wanted, signal)) {
      counters.show(line);
      if (line.stage !== "going") done += 1;
      progress(t("search.working_fit", { method: t(`search.${line.method}`) }), done, 4 + 4 * SIZES);
    }
    for await (const line of measured("/api/search/growth", { tolerance: TOLERANCE }, signal)) {
      progress(t("search.working", { method: t(`search.${line.method}`), count: countText(line.parameters) }), done, 4 + 4 * SIZES);
      if (line.stage === "going") continue;
      done += 1;
      grown.push(line);
      if (line.method === METHODS.at(-1)) showGrowth();
    }
  }

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
    showGrowth();
  }

  function showGrowth() {
    growth.hidden = false;
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
    reads: () => ["params"],
    draw(next) {
      frame = next;
      const wanted = frame.state.dialog === "search" ? now() : null;
      if (wanted === null) {
        if (dialog.open && frame.state.dialog !== "search") dialog.close();
        return;
      }
      if (!dialog.open) dialog.showModal();
      const question = JSON.stringify(wanted);
      if (question === asked) return;
      asked = question;
      begin();
    },
  };
}
