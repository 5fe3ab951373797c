import { element, say } from "../element.js";
import { ballIcon } from "../pictures/glyph.js";
import { indexOf, racerName } from "../run/configuration.js";
import { t } from "../text.js";
import { rateText } from "./sweep_chart.js";
import { createSweepPlot } from "./sweep_plot.js";
import { stepLimitOf } from "./sweep_request.js";

/**
 * @typedef {import("./sweep_request.js").Curve} Curve
 * @typedef {{ run: import("../types.d.ts").RunConfig, curves: Curve[], isSharedStart: boolean, low: number, high: number }} Found
 */

/**
 * What a sweep found: the chart, the best rates and how to take them over, the table.
 * @param {{ frame: () => import("../types.d.ts").Frame, seek: (step: number) => void,
 *   setOptimizer: (racer: string, optimizer: import("../types.d.ts").Racer["optimizer"]) => void }} page
 */
export function createSweepAnswer({ frame, seek, setOptimizer }) {
  /** @type {Found | null} */
  let found = null;
  const plot = createSweepPlot({ found: shown, selected: () => frame().state.selected, nameOf, setRate });
  const best = element("ul", { class: "sweep-best" });
  const useBest = element("button", { class: "button primary", type: "button", onclick: takeBest });
  const fair = element("p", { class: "sweep-fair" }, t("sweep.fair"));
  const table = element("table", {});
  const rows = element("details", { class: "sweep-table" }, element("summary", {}, t("sweep.table")), table);
  const root = element(
    "div",
    { class: "sweep-answer" },
    plot.root,
    plot.readout,
    best,
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

  function bestText(/** @type {Curve} */ { racer, best: point }, /** @type {boolean} */ isOne) {
    if (point === null) return isOne ? t("sweep.never") : t("sweep.never_of", { racer: nameOf(racer) });
    const values = { steps: point.steps, rate: rateText(point.rate) };
    return isOne ? t("sweep.best", values) : t("sweep.best_of", { racer: nameOf(racer), ...values });
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

  /** Three digits are what the learner reads; the own point is then computed for just that rate. */
  function setRate(/** @type {string} */ racerId, /** @type {number} */ rate) {
    const { run } = shown();
    const { optimizer } = run.racers[indexOf(run, racerId)];
    setOptimizer(racerId, { ...optimizer, learning_rate: Number(rate.toPrecision(3)) });
  }

  function takeBest() {
    const { curves } = shown();
    if (curves.length > 1) seek(0);
    for (const { racer, best: point } of curves) if (point !== null) setRate(racer, point.rate);
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
      fair.hidden = isOne || !isSharedStart;
      say(useBest, t(isOne ? "sweep.use_best" : "sweep.use_best_each"));
      useBest.disabled = curves.every((curve) => curve.best === null);
      showTable();
      plot.forget();
      drawChart();
    },
  };
}
