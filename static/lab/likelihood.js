import { element, mark, say } from "../element.js";
import { plain, superscript, write } from "../format.js";
import { t } from "../text.js";
import { createBars } from "./bars.js";
import { createButton, createLogSlider } from "./controls.js";
import { createLine } from "./lines.js";
import { createCurve, createTag } from "./marks.js";
import { between, real } from "./numbers.js";
import { createPlot } from "./plot.js";

const NEW = { p: 0.5, y: 1 };
/** What is said of the product stands beside its end, clear of both lines. */
const ASIDE_PX = 150;

/**
 * A batch, its likelihood, and what becomes of it when the batch is long.
 * @param {import("./types.d.ts").Lab} lab @returns {import("./types.d.ts").ExhibitView}
 */
export function createLikelihood(lab) {
  const { entry, state, move } = lab;
  const { minItems = 2, maxItems = 6 } = entry.schema.predictions;
  const redraw = () => move({}, false);
  const main = element("div", { class: "panel is-main" }),
    tail = element("div", { class: "panel is-tail" });
  const truths = element("div", { class: "truths", role: "group", "aria-label": entry.schema.labels.title });
  const batch = element("div", { class: "panel-plot" });
  main.append(batch, truths);
  const below = element("div", { class: "panel-plot" });
  tail.append(element("h3", { class: "panel-title" }, t("lab.likelihood.fall")), below);
  lab.picture.append(main, tail);
  lab.picture.classList.add("is-split");

  /** The axis follows the number of examples. */
  const examples = { range: /** @type {[number, number]} */ ([0, 4]), ticks: [], title: "" };
  const plot = createPlot(batch, { name: entry.title, redraw, x: examples, y: { range: [0, 1], ticks: [0, 0.5, 1], title: "p" } });
  const run = { range: /** @type {[number, number]} */ ([0, 4]), ticks: /** @type {number[]} */ ([]), title: t("lab.likelihood.count") };
  const depth = {
    range: /** @type {[number, number]} */ ([-1, 0]),
    ticks: /** @type {number[]} */ ([]),
    title: "",
    text: (/** @type {number} */ tick) => (tick === 0 ? "1" : Number.isInteger(tick) ? `10${superscript(tick)}` : plain(10 ** tick, 2)),
  };
  const fall = createPlot(below, { name: t("lab.likelihood.fall"), redraw, x: run, y: depth });
  const sums = createCurve(fall, 2),
    products = createCurve(fall, 0);
  const gone = createTag(fall, "is-verdict");

  const fewer = createButton(t("lab.likelihood.fewer"), () => count(-1)),
    more = createButton(t("lab.likelihood.more"), () => count(1));
  const copies = createLogSlider({
    label: entry.schema.copies.title,
    range: [1, 1000],
    isWhole: true,
    value: () => state().copies,
    move: (value, settled) => move({ copies: value }, settled),
  });
  lab.controls.append(element("div", { class: "control" }, fewer, more), copies.node);

  const lines = {
    product: createLine({ title: t("lab.likelihood.product") }),
    log_sum: createLine({ title: t("lab.likelihood.log_sum") }),
    loss: createLine({ title: t("lab.likelihood.loss") }),
    long_log_sum: createLine({ title: t("lab.likelihood.long") }),
  };
  const facts = ["long_product", "long_log_sum", "long_loss"].map((name) => ({ name, cell: element("td", {}) }));
  const caption = element("caption", {});
  const whole = element("div", { class: "lab-formula", role: "math", "aria-label": t("lab.likelihood.spoken") });
  whole.innerHTML = entry.formula;
  lab.reading.append(
    element("div", { class: "opened" }, whole, element("p", { class: "lab-factor" }, t("lab.likelihood.factor"))),
    element("div", { class: "lines" }, ...Object.values(lines).map(({ node }) => node)),
    element(
      "table",
      { class: "numbers" },
      caption,
      element(
        "tbody",
        {},
        ...facts.map(({ name, cell }) => element("tr", {}, element("th", { scope: "row" }, t(`lab.likelihood.${name}`)), cell)),
      ),
    ),
    element("p", { class: "note" }, t("lab.likelihood.note")),
  );
  /** @type {ReturnType<typeof createBars> | null} */
  let bars = null;
  let shown = 0;

  const put = (/** @type {string} */ name, /** @type {number} */ k, /** @type {number} */ value, /** @type {boolean} */ settled) =>
    move({ [name]: state()[name].map((/** @type {number} */ other, /** @type {number} */ i) => (i === k ? value : other)) }, settled);

  function count(/** @type {number} */ by) {
    const { predictions, labels } = state();
    if (predictions.length + by < minItems || predictions.length + by > maxItems) return;
    move(
      by > 0
        ? { predictions: [...predictions, NEW.p], labels: [...labels, NEW.y] }
        : { predictions: predictions.slice(0, by), labels: labels.slice(0, by) },
      true,
    );
  }

  function build(/** @type {number} */ wanted) {
    shown = wanted;
    examples.range = [0, wanted];
    bars?.remove();
    bars = createBars(plot, {
      count: wanted,
      name: (k) => t("lab.likelihood.prediction", { k: k + 1 }),
      value: (k) => state().predictions[k],
      move: (k, value, settled) => put("predictions", k, value, settled),
      // What counts is the probability of what came true.
      fill: (k) => (state().labels[k] === 1 ? { from: 0, to: state().predictions[k] } : { from: state().predictions[k], to: 1 }),
      color: (k) => `var(--racer-${k + 1})`,
    });
    truths.replaceChildren(
      ...Array.from({ length: wanted }, (_, k) =>
        element("button", { type: "button", class: "truth", onclick: () => put("labels", k, 1 - state().labels[k], true) }),
      ),
    );
  }

  return {
    draw(now, answer) {
      const { values, lines: told, curves } = answer;
      if (shown !== now.predictions.length) build(now.predictions.length);
      if (plot.begin()) bars?.draw();
      now.labels.forEach((/** @type {number} */ y, /** @type {number} */ k) => {
        const button = truths.children[k];
        say(/** @type {HTMLElement} */ (button), `y = ${y}`);
        mark(button, "aria-label", t("lab.likelihood.truth", { k: k + 1, y }));
      });
      const lowest = Math.min(-0.5, ...curves.log_sum.filter(Number.isFinite));
      run.range = [0, values.count];
      run.ticks = [0, values.count / 2, values.count];
      depth.range = [lowest * 1.12, 0];
      depth.ticks = [0, ...[0.5, 1].map((part) => (lowest < -2 ? Math.round(lowest * part) : Number((lowest * part).toFixed(1))))];
      if (fall.begin()) drawFall(answer);
      for (const [name, line] of Object.entries(lines)) line.draw(told.get(name));
      for (const { name, cell } of facts) write(cell, real(values[name]));
      say(caption, t("lab.likelihood.batch", { n: values.count }));
      fewer.disabled = now.predictions.length <= minItems;
      more.disabled = now.predictions.length >= maxItems;
      copies.draw();
    },
    sentence: (_, { values }) =>
      t("lab.likelihood.sentence", {
        n: values.count,
        product: plain(real(values.long_product)),
        sum: plain(real(values.long_log_sum)),
        loss: plain(real(values.long_loss)),
      }),
    rows: (now, { values }) => [
      [t("lab.likelihood.example"), "p", "y", t("lab.likelihood.each"), t("lab.likelihood.log")],
      ...now.predictions.map((/** @type {number} */ p, /** @type {number} */ k) => [
        String(k + 1),
        plain(p),
        String(now.labels[k]),
        plain(real(values.each[k] ?? NaN)),
        plain(real(values.logs[k] ?? NaN)),
      ]),
    ],
  };

  function drawFall(/** @type {import("./types.d.ts").Answer} */ { curves, values }) {
    const { count: n, lost_at: end } = values,
      bottom = depth.range[0];
    const isGone = end > 0;
    // Of a probability of 0 the power of ten is −∞: its point stands at the bottom.
    const within = (/** @type {number} */ power) => (power > bottom ? power : bottom);
    sums.draw(curves.x, curves.log_sum, { x: n, y: within(real(values.power_of_ten)) });
    products.draw(
      curves.x,
      Float32Array.from(curves.product, (power, k) => (isGone && curves.x[k] > end ? NaN : power)),
      isGone ? { x: end, y: within(between(curves.x, curves.log_sum, end)) } : { x: n, y: within(real(values.power_of_ten)) },
    );
    gone.draw(
      isGone ? t(values.long_product === 0 ? "lab.likelihood.gone" : "lab.likelihood.stuck", { n: end }) : "",
      fall.x(end) + ASIDE_PX,
      fall.y(within(between(curves.x, curves.log_sum, end))) - 22,
    );
  }
}
