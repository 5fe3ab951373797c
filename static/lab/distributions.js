import { element, mark } from "../element.js";
import { plain, write } from "../format.js";
import { t } from "../text.js";
import { createBars } from "./bars.js";
import { createButton } from "./controls.js";
import { withShare } from "./kept.js";
import { createLine } from "./lines.js";
import { real } from "./numbers.js";
import { createPlot } from "./plot.js";

/**
 * Truth and prediction as bars, and the parts of their cross-entropy.
 * @param {import("./types.d.ts").Lab} lab @returns {import("./types.d.ts").ExhibitView}
 */
export function createDistributions(lab) {
  const { entry, state, move } = lab;
  const { minItems = 2, maxItems = 5 } = entry.schema.q;
  const redraw = () => move({}, false);
  const halves = ["q", "p"].map((name) => {
    const range = { range: /** @type {[number, number]} */ ([0, 3]), ticks: [], title: "" };
    const panel = element("div", { class: "panel-plot" });
    const host = element("div", { class: "panel" }, element("h3", { class: "panel-title" }, entry.schema[name].title), panel);
    return {
      name,
      range,
      host,
      plot: createPlot(panel, { name: entry.schema[name].title, redraw, x: range, y: { range: [0, 1], ticks: [0, 0.5, 1], title: "" } }),
      bars: /** @type {ReturnType<typeof createBars> | null} */ (null),
    };
  });
  const strips = ["entropy", "divergence"].map((name) =>
    element("div", { class: `strip is-${name}` }, element("span", {}, t(`lab.distributions.${name}_short`))),
  );
  const whole = element("div", { class: "strip is-whole" }, element("span", {}, "H(q, p)"));
  const parts = element(
    "div",
    { class: "strips", "aria-hidden": "true" },
    element("div", { class: "strip-row" }, whole),
    element("div", { class: "strip-row" }, ...strips),
  );
  lab.picture.append(element("div", { class: "side-by-side" }, ...halves.map(({ host }) => host)), parts);
  lab.picture.classList.add("is-column");

  const fewer = createButton(t("lab.softmax.fewer"), () => count(-1)),
    more = createButton(t("lab.softmax.more"), () => count(1));
  lab.controls.append(
    element("div", { class: "control" }, fewer, more),
    element(
      "div",
      { class: "control" },
      createButton(t("lab.distributions.agree"), () => move({ p: [...state().q] }, true)),
      createButton(t("lab.distributions.one_hot"), () =>
        move({ q: state().q.map((/** @type {number} */ _, /** @type {number} */ k) => (k === 0 ? 1 : 0)) }, true),
      ),
    ),
  );
  const lines = ["entropy", "cross_entropy", "divergence"].map((name) => ({
    name,
    line: createLine({ title: t(`lab.distributions.${name}`) }),
  }));
  const facts = ["entropy", "divergence", "cross_entropy"].map((name) => ({ name, cell: element("td", {}) }));
  lab.reading.append(
    element(
      "table",
      { class: "numbers" },
      element("caption", { class: "unseen" }, entry.title),
      element(
        "tbody",
        {},
        ...facts.map(({ name, cell }) =>
          element(
            "tr",
            { class: `is-${name}` },
            element("th", { scope: "row" }, element("span", { class: `swatch is-${name}` }), t(`lab.distributions.${name}`)),
            cell,
          ),
        ),
      ),
    ),
    element("div", { class: "lines" }, ...lines.map(({ line }) => line.node)),
    element("p", { class: "note" }, t("lab.distributions.slip")),
  );

  function count(/** @type {number} */ by) {
    const { q, p } = state();
    if (q.length + by < minItems || q.length + by > maxItems) return;
    // A class that goes gives its share back; one that comes begins with nothing.
    const changed = (/** @type {number[]} */ shares) => (by > 0 ? [...shares, 0] : withShare(shares, shares.length - 1, 0).slice(0, -1));
    move({ q: changed(q), p: changed(p) }, true);
  }

  return {
    draw(now, { values, lines: told }) {
      for (const half of halves) {
        const shares = now[half.name];
        if (half.range.range[1] !== shares.length || half.bars === null) {
          half.range.range = [0, shares.length];
          half.bars?.remove();
          half.bars = createBars(half.plot, {
            count: shares.length,
            name: (k) => t("lab.distributions.share", { of: entry.schema[half.name].title, k }),
            value: (k) => state()[half.name][k],
            move: (k, value, settled) =>
              move(
                { [half.name]: settled && value === state()[half.name][k] ? state()[half.name] : withShare(state()[half.name], k, value) },
                settled,
              ),
            fill: (k) => ({ from: 0, to: state()[half.name][k] }),
            color: (k) => `var(--racer-${k + 1})`,
          });
        }
        if (half.plot.begin()) half.bars?.draw();
      }
      const entropy = real(values.entropy),
        divergence = real(values.divergence),
        all = real(values.cross_entropy);
      // To scale against the largest of what a uniform truth can cost, or all there is.
      const longest = Math.max(Number.isFinite(all) ? all : 0, Math.log(now.q.length) * 1.5);
      const long = (/** @type {number} */ part) => `${(100 * Math.min(part, longest)) / longest}%`;
      mark(whole, "style", `width: ${Number.isFinite(all) ? long(all) : "100%"}`);
      mark(strips[0], "style", `width: ${long(entropy)}`);
      mark(strips[1], "style", `width: ${Number.isFinite(divergence) ? long(divergence) : `calc(100% - ${long(entropy)})`}`);
      for (const strip of [whole, ...strips]) strip.classList.toggle("is-infinite", strip !== strips[0] && !Number.isFinite(all));
      for (const { name, line } of lines) line.draw(told.get(name));
      for (const { name, cell } of facts) write(cell, real(values[name]));
      fewer.disabled = now.q.length <= minItems;
      more.disabled = now.q.length >= maxItems;
    },
    sentence: (_, { values }) =>
      t("lab.distributions.sentence", {
        cross: plain(real(values.cross_entropy)),
        entropy: plain(real(values.entropy)),
        divergence: plain(real(values.divergence)),
      }),
    rows: (now, { values }) => [
      [t("lab.softmax.truth"), "q", "p", "−q log p", "−q log q"],
      ...now.q.map((/** @type {number} */ q, /** @type {number} */ k) => [
        String(k),
        plain(q),
        plain(now.p[k]),
        plain(real(values.terms[k] ?? NaN)),
        plain(real(values.own_terms[k] ?? NaN)),
      ]),
    ],
  };
}
