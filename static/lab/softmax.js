import { element, mark, say } from "../element.js";
import { plain, write } from "../format.js";
import { t } from "../text.js";
import { createButton, createLogSlider } from "./controls.js";
import { createLine } from "./lines.js";
import { real } from "./numbers.js";
import { createTrack } from "./track.js";

const STEP = 0.1,
  REACH = 8;
/** What a class that is added begins with. */
const NEW_LOGIT = 0;
const LOSSES = ["categorical_cross_entropy", "sparse_categorical_cross_entropy"];

/**
 * Logits, exponentials, probabilities, labels, losses.
 * @param {import("./types.d.ts").Lab} lab @returns {import("./types.d.ts").ExhibitView}
 */
export function createSoftmax(lab) {
  const { entry, state, move } = lab;
  const { minItems = 2, maxItems = 5 } = entry.schema.logits;
  const grid = element("div", { class: "softmax" });
  const whole = element("div", { class: "softmax-sum" }),
    stack = element("div", { class: "stack", "aria-hidden": "true" });
  const sum = createLine({ inLetters: false });
  whole.append(sum.node, stack);
  lab.picture.append(element("div", { class: "scroller" }, grid, whole));
  const fewer = createButton(t("lab.softmax.fewer"), () => count(-1)),
    more = createButton(t("lab.softmax.more"), () => count(1));
  const delta = createLogSlider({
    label: entry.schema.delta.title,
    range: [1e-15, 0.1],
    value: () => state().delta,
    move: (value, settled) => move({ delta: value }, settled),
  });
  lab.controls.append(element("div", { class: "control" }, fewer, more), delta.node);

  const lines = {
    categorical_cross_entropy: createLine({ title: entry.losses.categorical_cross_entropy }),
    sparse_categorical_cross_entropy: createLine({ title: entry.losses.sparse_categorical_cross_entropy }),
    added: createLine({ title: t("lab.softmax.added") }),
    "added.at_0": createLine({ title: t("lab.softmax.added_at_0") }),
    log_probability: createLine({ title: t("lab.softmax.log_softmax") }),
    negative_log_likelihood: createLine({ title: entry.losses.negative_log_likelihood, inLetters: false }),
    sigmoid: createLine({ title: t("lab.softmax.two") }),
  };
  const labels = { one_hot: element("span", { class: "label-form" }), integer: element("span", { class: "label-form" }) };
  lab.reading.append(
    element(
      "div",
      { class: "label-forms" },
      element("div", {}, element("span", { class: "control-label" }, t("lab.softmax.one_hot")), labels.one_hot),
      element("div", {}, element("span", { class: "control-label" }, t("lab.softmax.integer")), labels.integer),
    ),
    element("div", { class: "lines" }, ...Object.values(lines).map(({ node }) => node)),
  );
  /** @type {ReturnType<typeof createRow>[]} */
  let rows = [];

  function count(/** @type {number} */ by) {
    const logits = by > 0 ? [...state().logits, NEW_LOGIT] : state().logits.slice(0, by);
    if (logits.length < minItems || logits.length > maxItems) return;
    move({ logits, label: Math.min(state().label, logits.length - 1) }, true);
  }

  function createRow(/** @type {number} */ k) {
    const color = `var(--racer-${k + 1})`;
    const track = createTrack({
      name: t("lab.softmax.logit", { k }),
      range: [-REACH, REACH],
      step: STEP,
      color,
      value: () => state().logits[k],
      move: (value, settled) =>
        move({ logits: state().logits.map((/** @type {number} */ other, /** @type {number} */ i) => (i === k ? value : other)) }, settled),
    });
    const logit = element("span", { class: "cell-number" }),
      hot = element("span", { class: "hot", dataset: { name: t("lab.softmax.label") } }),
      loss = element("span", { class: "cell-number" });
    const exponential = createLine({ inLetters: false, isBare: true }),
      probability = createLine({ inLetters: false, isBare: true });
    const bars = [0, 1].map(() => element("span", { class: "bar-fill" }));
    const choose = element(
      "button",
      { type: "button", class: "class-name", onclick: () => move({ label: k }, true) },
      element("span", { class: "swatch", style: { background: color } }),
      t("lab.softmax.class", { k }),
    );
    const bar = (/** @type {HTMLElement} */ fill) => element("span", { class: "bar", style: { "--own": color } }, fill);
    const node = element(
      "div",
      { class: "softmax-row" },
      choose,
      element("div", { class: "cell is-logit" }, track.node, logit),
      element("div", { class: "cell is-exponential" }, bar(bars[0]), exponential.node),
      element("div", { class: "cell is-probability" }, bar(bars[1]), probability.node),
      hot,
      loss,
    );
    return { node, track, logit, exponential, probability, bars, hot, loss, choose };
  }

  function build(/** @type {number} */ wanted) {
    rows = Array.from({ length: wanted }, (_, k) => createRow(k));
    const head = [
      "lab.softmax.truth",
      "lab.softmax.logits",
      "lab.softmax.exponentials",
      "lab.softmax.probabilities",
      "lab.softmax.label",
      "lab.softmax.picked",
    ].map((key) => element("span", {}, t(key)));
    stack.replaceChildren(...rows.map((_, k) => element("span", { style: { background: `var(--racer-${k + 1})` } })));
    grid.replaceChildren(element("div", { class: "softmax-row is-head" }, ...head), ...rows.map(({ node }) => node));
  }

  return {
    draw(now, answer) {
      const { values, lines: told } = answer;
      if (rows.length !== now.logits.length) build(now.logits.length);
      rows.forEach((row, k) => {
        row.track.draw();
        write(row.logit, now.logits[k]);
        const isTrue = k === now.label;
        mark(row.choose, "aria-pressed", String(isTrue));
        row.node.classList.toggle("is-true", isTrue);
        say(row.hot, isTrue ? "1" : "0");
        // A class that was added a moment ago has no numbers yet.
        if (values.exponentials[k] === undefined) return;
        row.bars[0].style.width = `${(100 * values.exponentials[k]) / Math.max(...values.exponentials)}%`;
        /** @type {HTMLElement} */ (stack.children[k]).style.width = `${100 * values.probabilities[k]}%`;
        row.bars[1].style.width = `${100 * values.probabilities[k]}%`;
        row.exponential.draw(told.get(`exponential.${k}`));
        row.probability.draw(told.get(`probability.${k}`));
        write(row.loss, -real(values.log_probabilities[k]), isTrue ? 4 : 3);
      });
      sum.draw(told.get("sum"));
      say(labels.one_hot, `[${values.one_hot.join(", ")}]`);
      say(labels.integer, String(now.label));
      for (const [name, line] of Object.entries(lines)) line.draw(told.get(name));
      fewer.disabled = now.logits.length <= minItems;
      more.disabled = now.logits.length >= maxItems;
      delta.draw();
    },
    sentence: (now, { values }) =>
      t("lab.softmax.sentence", {
        k: now.label,
        p: plain(real(values.probabilities[now.label] ?? NaN)),
        loss: plain(real(values[LOSSES[0]])),
      }),
    rows: (now, { values }) => [
      [
        t("lab.softmax.truth"),
        t("lab.softmax.logits"),
        t("lab.softmax.exponentials"),
        t("lab.softmax.probabilities"),
        t("lab.softmax.label"),
      ],
      ...now.logits.map((/** @type {number} */ logit, /** @type {number} */ k) => [
        String(k),
        plain(logit),
        plain(values.exponentials[k] ?? NaN),
        plain(values.probabilities[k] ?? NaN),
        k === now.label ? "1" : "0",
      ]),
    ],
  };
}
