// Steps needed against learning rate, for one racer or for all from the same start.

import { element, mark, say } from "../element.js";
import { ballIcon } from "../pictures/glyph.js";
import { paramsAt } from "../pictures/motion.js";
import { indexOf, racerName, runAt } from "../run/configuration.js";
import { presetOf } from "../state.js";
import { svg } from "../svg.js";
import { t } from "../text.js";
import { icon } from "./icons.js";
import { faultText } from "./notice_faults.js";
import { createChart, rateText } from "./sweep_chart.js";
import { curveOf, ratesFor, Refused, stepLimitOf } from "./sweep_request.js";

/**
 * @typedef {import("../types.d.ts").Frame} Frame
 * @typedef {import("../types.d.ts").RunConfig} RunConfig
 * @typedef {import("./sweep_request.js").Curve} Curve
 * @typedef {{ run: RunConfig, entrants: import("./sweep_request.js").Entrant[], rates: number[] }} Question
 * @typedef {{ run: RunConfig, curves: Curve[], isSharedStart: boolean, low: number, high: number }} Found
 */

const SCOPES = [
  ["sweep", "sweep.one"],
  ["sweep_all", "sweep.all"],
];

/**
 * Open while state.dialog is "sweep" (the selected racer) or "sweep_all".
 * @param {HTMLElement} host
 * @param {{ openDialog: (name: string) => void, dialogClosed: (...names: string[]) => void, seek: (step: number) => void,
 *   setOptimizer: (racer: string, optimizer: import("../types.d.ts").Racer["optimizer"]) => void }} actions
 * @returns {import("../types.d.ts").View}
 */
export function createSweep(host, actions) {
  /** The latest; the dialog opens from one, so that nothing below runs before the first. @type {Frame} */
  let frame;
  /** @type {AbortController | null} */
  let work = null;
  let asked = "";
  /** @type {Found | null} */
  let found = null;
  let at = -1;

  const picture = svg("svg", { class: "sweep-chart", "aria-hidden": "true" });
  const chart = createChart(picture);
  const readout = element("p", { class: "sweep-readout" });
  const plot = element(
    "div",
    {
      class: "sweep-plot",
      role: "slider",
      tabindex: "0",
      "aria-label": t("sweep.chart"),
      onkeydown: walk,
      onpointermove: (/** @type {PointerEvent} */ event) => show(nearest(chart.rateAt(event.clientX))),
      onpointerleave: () => show(-1),
      onclick: take,
    },
    picture,
  );
  const scopes = SCOPES.map(([name, key]) =>
    element("button", { type: "button", dataset: { name }, onclick: () => actions.openDialog(name) }, t(key)),
  );
  const scope = element("div", { class: "switch", role: "group", "aria-label": t("sweep.of") }, ...scopes);
  const close = element(
    "button",
    { class: "tool icon", type: "button", "aria-label": t("sweep.close"), onclick: () => dialog.close() },
    icon("close"),
  );
  const progress = element("p", {});
  const bar = element("progress", { class: "sweep-progress" });
  const stop = element("button", { class: "button", type: "button", onclick: cancel }, t("sweep.cancel"));
  const waiting = element("div", { class: "sweep-waiting", role: "status" }, progress, bar, stop);
  const fault = element("p", { class: "sweep-fault", role: "alert" });
  const retry = element("button", { class: "button", type: "button", onclick: askAgain }, t("sweep.retry"));
  const failed = element("div", { class: "sweep-failed" }, fault, retry);
  const best = element("ul", { class: "sweep-best" });
  const useBest = element("button", { class: "button primary", type: "button", onclick: takeBest });
  const fair = element("p", { class: "sweep-fair" }, t("sweep.fair"));
  const table = element("table", {});
  const rows = element("details", { class: "sweep-table" }, element("summary", {}, t("sweep.table")), table);
  const answer = element(
    "div",
    { class: "sweep-answer" },
    plot,
    readout,
    best,
    fair,
    element("div", { class: "sweep-buttons" }, useBest),
    rows,
  );
  const dialog = element(
    "dialog",
    {
      class: "window sweep",
      "aria-labelledby": "sweep-title",
      onclose: closed,
      onclick: (/** @type {MouseEvent} */ event) => event.target === dialog && dialog.close(),
    },
    element("header", {}, element("h2", { id: "sweep-title" }, t("sweep.title")), scope, close),
    element("p", { class: "sweep-sentence" }, t("sweep.sentence")),
    waiting,
    failed,
    answer,
  );
  host.append(dialog);
  new ResizeObserver(() => drawChart()).observe(plot);

  /** What chart, table and buttons are about: they are hidden until there is an answer. */
  function shown() {
    if (found === null) throw new Error("no sweep is shown");
    return found;
  }

  const nameOf = (/** @type {string} */ racer) => racerName(frame.catalogue, shown().run, racer);

  function closed() {
    if (dialog.open) return;
    cancel();
    asked = "";
    actions.dialogClosed(...SCOPES.map(([name]) => name));
  }

  function cancel() {
    work?.abort();
    work = null;
    showState("cancelled");
  }

  /** What the sweep is about, null while none is wanted: another setting, start or scope is another sweep. @returns {Question | null} */
  function question() {
    const { state, tape, catalogue, step } = frame;
    if (!SCOPES.some(([name]) => name === state.dialog) || tape === null || state.run.racers.length === 0) return null;
    const run = runAt(state.run, state.changes, step);
    const isAll = state.dialog === "sweep_all";
    const racers = isAll ? run.racers : run.racers.filter(({ id }) => id === state.selected);
    const entrants = racers.map((racer) => {
      const start = [...paramsAt(tape, 0, tape.racers.indexOf(racer.id))];
      return { racer, start, slider: sliderOf(catalogue, racer.optimizer.kind) };
    });
    const documented = isAll ? (presetOf(state, catalogue)?.sweep ?? []) : [];
    return { run, entrants, rates: documented.length > 0 ? documented : ratesFor(entrants) };
  }

  function askAgain() {
    const again = question();
    if (again !== null) ask(again);
  }

  async function ask(/** @type {Question} */ { run, entrants, rates }) {
    work?.abort();
    const mine = new AbortController();
    work = mine;
    let done = 0;
    bar.max = entrants.length;
    bar.removeAttribute("value");
    say(progress, t("sweep.working", { count: entrants.length * rates.length }));
    showState("waiting");
    try {
      const curves = await Promise.all(
        entrants.map(async (entrant) => {
          const curve = await curveOf(run, entrant, rates, mine.signal);
          done += 1;
          bar.value = done;
          return curve;
        }),
      );
      if (work !== mine) return;
      const isSharedStart = new Set(entrants.map(({ start }) => start.join())).size === 1;
      const swept = [...rates, ...curves.map(({ own }) => own.rate)];
      found = { run, curves, isSharedStart, low: Math.min(...swept), high: Math.max(...swept) };
      showState("answer");
      showAnswer();
    } catch (error) {
      if (work !== mine) return;
      say(fault, error instanceof Refused ? faultText(error.fault) : t("sweep.offline"));
      showState("failed");
    }
  }

  function showState(/** @type {"waiting" | "answer" | "failed" | "cancelled"} */ name) {
    waiting.hidden = name !== "waiting";
    // While a new sweep is under way the last one stays, faded: the learner's own point moves without a flicker.
    answer.hidden = found === null || name === "failed" || name === "cancelled";
    answer.classList.toggle("is-old", name === "waiting");
    failed.hidden = name !== "failed" && name !== "cancelled";
    fault.hidden = name !== "failed";
  }

  function drawChart() {
    if (found === null || answer.hidden || plot.clientWidth === 0) return;
    const { run, curves } = found;
    const [low, high] = shownRange(found);
    const signs = curves.map(({ racer }) => indexOf(run, racer));
    const limit = { rate: curves[0].limit, label: t("sweep.limit", { rate: rateText(curves[0].limit) }) };
    chart.draw({ curves, signs, low, high, stepLimit: stepLimitOf(run), limit });
    show(at);
  }

  function showAnswer() {
    const { run, curves, isSharedStart } = shown();
    const isOne = curves.length === 1;
    at = -1;
    best.replaceChildren(...curves.map((curve) => element("li", {}, ballIcon(indexOf(run, curve.racer), 16), bestText(curve, isOne))));
    fair.hidden = isOne || !isSharedStart;
    say(useBest, t(isOne ? "sweep.use_best" : "sweep.use_best_each"));
    useBest.disabled = curves.every((curve) => curve.best === null);
    showTable();
    drawChart();
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

  /** The curve that pointer and keys walk along: the selected racer's. */
  const walked = () => shown().curves.find(({ racer }) => racer === frame.state.selected) ?? shown().curves[0];

  function nearest(/** @type {number} */ rate) {
    const distance = (/** @type {{ rate: number }} */ point) => Math.abs(Math.log(point.rate / rate));
    return walked().points.reduce((closest, point, i, points) => (distance(point) < distance(points[closest]) ? i : closest), 0);
  }

  function show(/** @type {number} */ index) {
    at = index;
    const { run, curves, low, high } = shown();
    const curve = walked();
    const point = at < 0 ? curve.own : curve.points[at];
    chart.point(at < 0 ? null : point);
    const text = t(`sweep.readout_${point.outcome}`, { rate: rateText(point.rate), steps: point.steps ?? "", limit: stepLimitOf(run) });
    const sentence = curves.length === 1 ? text : `${nameOf(curve.racer)}, ${text}`;
    readout.replaceChildren(element("b", {}, sentence), " ", element("span", {}, t("sweep.hint")));
    mark(plot, "aria-valuetext", sentence);
    mark(plot, "aria-valuenow", String(point.rate));
    mark(plot, "aria-valuemin", String(low));
    mark(plot, "aria-valuemax", String(high));
  }

  function walk(/** @type {KeyboardEvent} */ event) {
    const { points, own } = walked();
    const here = at < 0 ? nearest(own.rate) : at;
    const to = {
      ArrowLeft: here - 1,
      ArrowDown: here - 1,
      ArrowRight: here + 1,
      ArrowUp: here + 1,
      PageDown: here - 10,
      PageUp: here + 10,
      Home: 0,
      End: points.length - 1,
    }[event.key];
    if (to !== undefined) show(Math.max(0, Math.min(points.length - 1, to)));
    else if (event.key === "Enter" || event.key === " ") take();
    else return;
    event.preventDefault();
  }

  /** Three digits are what the learner reads; the own point is then computed for just that rate. */
  function setRate(/** @type {string} */ racerId, /** @type {number} */ rate) {
    const { run } = shown();
    const { optimizer } = run.racers[indexOf(run, racerId)];
    actions.setOptimizer(racerId, { ...optimizer, learning_rate: Number(rate.toPrecision(3)) });
  }

  function take() {
    if (at >= 0) setRate(walked().racer, walked().points[at].rate);
  }

  function takeBest() {
    const { curves } = shown();
    if (curves.length > 1) actions.seek(0);
    for (const { racer, best: point } of curves) if (point !== null) setRate(racer, point.rate);
  }

  return {
    reads: () => ["params"],
    draw(next) {
      frame = next;
      const wanted = question();
      if (wanted === null) {
        if (dialog.open) dialog.close();
        return;
      }
      if (!dialog.open) dialog.showModal();
      scope.hidden = frame.state.run.racers.length < 2;
      for (const button of scopes) mark(button, "aria-pressed", String(button.dataset.name === frame.state.dialog));
      const { run, entrants, rates } = wanted;
      const now = JSON.stringify([run.problem, run.convergence, run.step_limit, entrants, rates]);
      if (now === asked) return;
      asked = now;
      ask(wanted);
    },
  };
}

/** @returns {[number, number]} */
function sliderOf(/** @type {import("../types.d.ts").Catalogue} */ catalogue, /** @type {string} */ optimizer) {
  const { slider } = catalogue.optimizers[optimizer].schema.learning_rate;
  if (slider === undefined) throw new Error(`the learning rate of ${optimizer} has no slider`);
  return slider;
}

/** Far below the first rate that arrives, and far above the last, nothing happens: the chart shows a little of each. */
function shownRange(/** @type {Found} */ { curves, low, high }) {
  const points = curves.flatMap((curve) => curve.points);
  const arriving = [...points.filter(({ steps }) => steps !== null), ...curves.map(({ own }) => own)];
  const lasting = [...points.filter(({ outcome }) => outcome !== "diverged"), ...curves.map(({ own }) => own)];
  return [
    Math.max(low, Math.min(...arriving.map(({ rate }) => rate)) / 3),
    Math.min(high, Math.max(...lasting.map(({ rate }) => rate)) * 3),
  ];
}
