import { element, say } from "../element.js";
import { ballIcon } from "../pictures/glyph.js";
import { indexOf } from "../run/configuration.js";
import { racerName } from "../run/racer_names.js";
import { t } from "../text.js";
import { timeText } from "./amounts.js";
import { rateText } from "./sweep_chart.js";
import { createSweepPlot } from "./sweep_plot.js";
import { stepLimitOf } from "./sweep_request.js";

/**
 * @typedef {import("./sweep_request.js").Curve} Curve
 * @typedef {{ run: import("../types.d.ts").RunConfig, curves: Curve[], isSharedStart: boolean, low: number, high: number }} Found
 */

/** Whether a racer's own run is what the sweep computes of it, step by step. */
const isSweptWhole = (/** @type {import("../types.d.ts").Racer} */ { noise, batch, gradient }) =>
  noise === 0 && batch.kind === "full" && gradient.kind === "exact";

/**
 * What a sweep found: the chart, the best rates and how to start again with them, the table.
 * @param {{ frame: () => import("../types.d.ts").Frame, startWith: import("../run/edits.js").StartWith }} page
 */
export function createSweepAnswer({ frame, startWith }) {
  /** @type {Found | null} */
  let found = null;
  const plot = createSweepPlot({
    found: shown,
    selected: () => frame().state.selected,
    nameOf,
    take: (racer, rate) => startWith(shown().run, new Map([[racer, rate]])),
  });
  const partial = element("p", { class: "sweep-partial", role: "status" });
  const best = element("ul", { class: "sweep-best" });
  const useBest = element("button", { class: "button primary", type: "button", onclick: takeBest });
  const plain = element("p", { class: "sweep-fair" }, t("sweep.plain"));
  const fair = element("p", { class: "sweep-fair" }, t("sweep.fair"));
  const table = element("table", {});
  const rows = element("details", { class: "sweep-table" }, element("summary", {}, t("sweep.table")), table);
  const root = element(
    "div",
    { class: "sweep-answer" },
    plot.root,
    plot.readout,
    partial,
    best,
    plain,
    fair,
    element("div", { class: "sweep-buttons" }, useBest),
    rows,
  );
  new ResizeObserver(drawChart).observe(plot.root);

  /** What chart, table and buttons are about: they are hidden until there is an answer. */
  function shown() {
    if (found === null) throw new Error("no sweep is shown");
    return found;
  }

  function nameOf(/** @type {string} */ racer) {
    return racerName(frame().catalogue, shown().run, racer);
  }

  function drawChart() {
    if (found !== null && !root.hidden && plot.root.clientWidth > 0) plot.draw();
  }

  /** Of rates that were not tried nothing is said: the best is the best of those that were. */
  function bestText(/** @type {Curve} */ { racer, best: point, stage }, /** @type {boolean} */ isOne) {
    const isWhole = stage === "complete";
    if (point === null) {
      const key = isWhole ? "sweep.never" : "sweep.never_tried";
      return isOne ? t(key) : t(`${key}_of`, { racer: nameOf(racer) });
    }
    const values = { steps: point.steps, rate: rateText(point.rate) };
    const text = isOne ? t("sweep.best", values) : t("sweep.best_of", { racer: nameOf(racer), ...values });
    return isWhole ? text : `${text} ${t("sweep.of_tried")}`;
  }

  function partialText(/** @type {Curve[]} */ curves) {
    const tried = curves.reduce((sum, curve) => sum + curve.tried, 0);
    const count = curves.reduce((sum, { points }) => sum + points.length, 0);
    const limit = timeText(Math.log10(curves[0].limit_s));
    return t(curves.length === 1 ? "sweep.partial" : "sweep.partial_each", { tried, count, limit });
  }

  function showTable() {
    const { run, curves } = shown();
    const cell = (/** @type {"th" | "td"} */ tag, /** @type {string} */ text) => element(tag, {}, text);
    const limit = stepLimitOf(run);
    const outcomeText = (/** @type {import("./sweep_request.js").Point} */ { outcome }) =>
      outcome === "not_reached" ? t("sweep.not_reached", { limit }) : t(`sweep.${outcome}`);
    table.replaceChildren(
      element(
        "thead",
        {},
        element("tr", {}, ...["sweep.racer", "sweep.rate", "sweep.steps", "sweep.outcome"].map((key) => cell("th", t(key)))),
      ),
      element(
        "tbody",
        {},
        ...curves.flatMap((curve) =>
          curve.points.map((point) =>
            element(
              "tr",
              {},
              cell("td", nameOf(curve.racer)),
              cell("td", rateText(point.rate)),
              cell("td", point.steps === null ? "–" : String(point.steps)),
              cell("td", outcomeText(point)),
            ),
          ),
        ),
      ),
    );
  }

  function takeBest() {
    const { run, curves } = shown();
    startWith(run, new Map(curves.flatMap(({ racer, best: point }) => (point === null ? [] : [[racer, point.rate]]))));
  }

  return {
    root,
    /** Whether there is something to show. */
    get isThere() {
      return found !== null;
    },
    show(/** @type {Found} */ next) {
      found = next;
      const { run, curves, isSharedStart } = found;
      const isOne = curves.length === 1;
      best.replaceChildren(...curves.map((curve) => element("li", {}, ballIcon(indexOf(run, curve.racer), 16), bestText(curve, isOne))));
      plain.hidden = curves.every(({ racer }) => isSweptWhole(run.racers[indexOf(run, racer)]));
      fair.hidden = isOne || !isSharedStart;
      const isWhole = curves.every(({ stage }) => stage === "complete");
      const key = isOne ? "sweep.use_best" : "sweep.use_best_each";
      say(useBest, t(isWhole ? key : `${key}_tried`));
      const isCut = curves.some(({ stage }) => stage === "out_of_time");
      partial.hidden = !isCut;
      if (isCut) say(partial, partialText(curves));
      useBest.disabled = curves.every((curve) => curve.best === null);
      showTable();
      plot.forget();
      drawChart();
    },
  };
}
