// What one update and one epoch cost on this machine: time and memory against the number of examples.

import { element, mark } from "../element.js";
import { fitOf } from "../problems/fit.js";
import { runAt } from "../run/configuration.js";
import { t } from "../text.js";
import { bytesText, counted, countText, timeTick } from "./amounts.js";
import { createBatchCode } from "./cost_code.js";
import { BATCHINGS, priceText, truthsOf } from "./cost_truths.js";
import { signIcon } from "./log_chart.js";
import { createLogPlot, fillTable } from "./log_plot.js";
import { measured } from "./measured_request.js";
import { createMeasuring } from "./measuring.js";

/** @typedef {import("./cost_truths.js").Batching} Batching
 *  @typedef {import("./cost_truths.js").Quantity} Quantity
 *  @typedef {import("./cost_truths.js").Line} Line */

const QUANTITIES = /** @type {const} */ (["update_s", "epoch_s", "update_bytes"]);
/** Nine sizes and the learner's own, three batchings each. */
const LINES = 27;

/**
 * Open while state.dialog is "cost".
 * @param {HTMLElement} host
 * @param {{ dialogClosed: (...names: string[]) => void, copy: (text: string) => Promise<void> }} actions
 * @returns {import("../types.d.ts").View}
 */
export function createCost(host, actions) {
  /** The latest; the dialog opens from one. @type {import("../types.d.ts").Frame} */
  let frame;
  /** @type {Line[]} */
  let lines = [];
  /** @type {Quantity} */
  let shown = "update_s";
  let asked = "";

  const tabs = QUANTITIES.map((name) =>
    element("button", { type: "button", dataset: { name }, onclick: () => choose(name) }, t(`cost.${name}`)),
  );
  const legend = element("ul", { class: "log-legend" });
  const plot = createLogPlot({ id: "cost-chart", label: t("cost.chart"), sizes, drawing, sentence: sentenceOf, first: ownSize });
  const truths = element("ul", { class: "measured-truths" });
  const code = createBatchCode(actions);
  const table = element("table", {});
  const { dialog, begin } = createMeasuring(host, {
    name: "cost",
    title: t("cost.title"),
    sentence: t("cost.sentence"),
    content: [
      element(
        "div",
        { class: "measured-top" },
        element("div", { class: "switch", role: "group", "aria-label": t("cost.of") }, ...tabs),
        legend,
      ),
      plot.root,
      truths,
      code.root,
      element(
        "details",
        { class: "sweep-table" },
        element("summary", {}, t("sweep.table")),
        element("div", { class: "measured-table" }, table),
      ),
      element("p", { class: "measured-how" }, t("cost.how")),
    ],
    closed: () => {
      asked = "";
      actions.dialogClosed("cost");
    },
    measure,
  });

  /** Fit and racer as they are at the step on screen. */
  function now() {
    const { state, step } = frame;
    const run = runAt(state.run, state.changes, step);
    const racer = run.racers.find(({ id }) => id === state.selected);
    return racer === undefined ? null : { problem: fitOf(run), racer, step_limit: run.step_limit };
  }

  async function measure(/** @type {AbortSignal} */ signal, /** @type {(sentence: string, done: number, of: number) => void} */ progress) {
    const wanted = now();
    if (wanted === null) return;
    lines = [];
    show();
    const { problem, racer } = wanted;
    for await (const line of measured("/api/cost", { problem, racer }, signal)) {
      lines.push(line);
      progress(t("cost.working", { examples: counted(line.examples) }), lines.length, LINES + 3);
      if (line.batching === "stochastic") show();
    }
    code.draw(wanted.racer, ownSize(), wanted.step_limit);
  }

  const of = (/** @type {Batching} */ batching) => lines.filter((line) => line.batching === batching);

  function sizes() {
    return of("stochastic").map(({ examples }) => examples);
  }

  function ownSize() {
    return lines.find(({ is_own }) => is_own)?.examples ?? lines[0].examples;
  }

  const textOf = (/** @type {Line} */ line, quantity = shown) => priceText(line, quantity);
  const nameOf = (/** @type {Batching} */ batching) =>
    t(`cost.${batching}`, { size: lines.findLast((line) => line.batching === batching)?.batch_size ?? "" });

  /** @returns {import("./log_chart.js").Drawing} */
  function drawing() {
    const series = BATCHINGS.map((batching, sign) => ({
      sign,
      points: of(batching).map((line) => ({
        x: Math.log10(line.examples),
        y: Math.log10(line[shown]),
        isMeasured: line.measured.includes(shown),
      })),
    }));
    const own = lines.find(({ is_own }) => is_own);
    const marks = own === undefined ? [] : [{ x: Math.log10(own.examples), label: t("cost.own", { count: countText(own.examples) }) }];
    return {
      series,
      x: [0.8, 8.2],
      xName: t("cost.examples"),
      yName: t(`cost.${shown}`),
      yText: shown === "update_bytes" ? bytesText : timeTick,
      marks,
    };
  }

  function sentenceOf(/** @type {number} */ size) {
    const parts = lines
      .filter(({ examples }) => examples === size)
      .map((line) =>
        t(line.measured.includes(shown) ? "cost.part" : "cost.part_further", { batching: nameOf(line.batching), price: textOf(line) }),
      );
    return t("cost.readout", { examples: counted(size), parts: parts.join(" · ") });
  }

  function choose(/** @type {Quantity} */ name) {
    shown = name;
    show();
  }

  function show() {
    for (const tab of tabs) mark(tab, "aria-pressed", String(tab.dataset.name === shown));
    if (lines.length === 0) return;
    legend.replaceChildren(
      ...BATCHINGS.map((batching, sign) => element("li", {}, signIcon(sign), nameOf(batching))),
      element("li", { class: "log-kinds" }, signIcon(0), t("measured.measured"), signIcon(0, false), t("measured.extrapolated")),
    );
    plot.draw();
    truths.replaceChildren(...truthsOf(lines).map((sentence) => element("li", {}, sentence)));
    showTable();
  }

  function showTable() {
    const head = [t("cost.examples"), t("cost.batching"), t("cost.iterations"), ...QUANTITIES.map((quantity) => t(`cost.${quantity}`))];
    const cell = (/** @type {Line} */ line, /** @type {Quantity} */ quantity) =>
      `${textOf(line, quantity)} · ${t(line.measured.includes(quantity) ? "measured.measured" : "measured.extrapolated")}`;
    fillTable(
      table,
      t("cost.chart"),
      head,
      lines.map((line) => [
        countText(line.examples),
        nameOf(line.batching),
        countText(line.iterations),
        ...QUANTITIES.map((quantity) => cell(line, quantity)),
      ]),
    );
  }

  return {
    draw(next) {
      frame = next;
      const wanted = frame.state.dialog === "cost" ? now() : null;
      if (wanted === null) {
        if (dialog.open) dialog.close();
        return;
      }
      if (!dialog.open) dialog.showModal();
      const question = JSON.stringify([wanted.problem, wanted.racer]);
      if (question === asked) return;
      asked = question;
      begin();
    },
  };
}
