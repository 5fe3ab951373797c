import { element } from "../element.js";
import { plain, write } from "../format.js";
import { ballIcon } from "../pictures/glyph.js";
import { t } from "../text.js";
import { createButton, createLogSlider, createSwitch } from "./controls.js";
import { makeHandle } from "./handle.js";
import { createLine } from "./lines.js";
import { createCurve, createTag, createThumb } from "./marks.js";
import { between, real } from "./numbers.js";
import { createPlot } from "./plot.js";
import { set, svg } from "../svg.js";

const ROWS = ["clamp_log", "add", "clip", "logits"];
const HIGHEST = 5,
  STEP = 0.01;
/** Losses below it are the guard's own error: two digits say enough. */
const TINY = 1e-3;
/** The verdict stands beside the point, on the side where the curve is low. */
const ASIDE_PX = 110;
/** Where the names of the guards begin. */
const LEFT = -49.5,
  BESIDE = -40;
const POWERS = { "-50": "10⁻⁵⁰", "-40": "10⁻⁴⁰", "-30": "10⁻³⁰", "-20": "10⁻²⁰", "-10": "10⁻¹⁰", 0: "1" };

/**
 * A probability, its loss, and the guards at its ends.
 * @param {import("./types.d.ts").Lab} lab @returns {import("./types.d.ts").ExhibitView}
 */
export function createProbability(lab) {
  const { entry, state, move } = lab;
  const redraw = () => move({}, false);
  const main = element("div", { class: "panel is-main" }),
    tail = element("div", { class: "panel is-tail" });
  const below = element("div", { class: "panel-plot" });
  tail.append(element("h3", { class: "panel-title" }, t("lab.probability.tail")), below);
  lab.picture.append(main, tail);
  lab.picture.classList.add("is-split");
  const plot = createPlot(main, {
    name: entry.title,
    redraw,
    x: { range: [0, 1], ticks: [0, 0.1, 0.5, 0.9, 1], title: "p" },
    y: { range: [0, HIGHEST], ticks: [0, 1, 2, 3, 4, 5], title: t("lab.loss") },
  });
  const guide = svg("line", { class: "guide" });
  plot.marks.append(guide);
  const one = createCurve(plot, 0),
    zero = createCurve(plot, 2);
  const verdict = createTag(plot, "is-verdict");
  const nameOne = svg("text", { class: "curve-name" }, "y = 1: −log p"),
    nameZero = svg("text", { class: "curve-name", "text-anchor": "end" }, "y = 0: −log(1 − p)");
  plot.marks.append(nameOne, nameZero);
  const thumb = createThumb(plot, "p", "filled");
  const handle = makeHandle(
    thumb.node,
    {
      name: entry.schema.p.title,
      range: [0, 1],
      step: STEP,
      value: () => state().p,
      at: plot.xAt,
      move: (value, settled) => move({ p: value }, settled),
    },
    plot.ground,
  );

  // Where the guards part: far below what the eye can tell from 0.
  const far = createPlot(below, {
    name: t("lab.probability.tail"),
    redraw,
    x: { range: [-50, 0], ticks: [-50, -40, -30, -20, -10, 0], title: "", text: (tick) => POWERS[/** @type {"0"} */ (String(tick))] },
    y: { range: [0, 116], ticks: [0, 50, 100], title: "" },
  });
  const guards = ROWS.map((_, k) => createCurve(far, k + 4));
  const names = ROWS.map((guard) => svg("text", { class: "curve-name" }, t(`lab.guard.${guard}`)));
  far.marks.append(...names);

  const truth = createSwitch({
    label: entry.schema.y.title,
    choices: [
      [1, "y = 1"],
      [0, "y = 0"],
    ],
    value: () => state().y,
    choose: (y) => move({ y }, true),
  });
  const delta = createLogSlider({
    label: entry.schema.delta.title,
    range: [1e-15, 0.1],
    value: () => state().delta,
    move: (value, settled) => move({ delta: value }, settled),
  });
  lab.controls.append(
    truth.node,
    element(
      "div",
      { class: "control" },
      createButton("p = 0", () => move({ p: 0 }, true)),
      createButton("p = 1", () => move({ p: 1 }, true)),
    ),
    delta.node,
  );

  const value = createLine(),
    slope = createLine();
  const lines = new Map(ROWS.map((kind) => [kind, createLine({ title: t(`lab.guard.${kind}`), inLetters: false })]));
  const cells = ROWS.map((kind, k) => {
    const [here, slant, atZero, atOne] = [0, 1, 2, 3].map(() => element("td", {}));
    return {
      kind,
      here,
      slant,
      atZero,
      atOne,
      row: element(
        "tr",
        {},
        element(
          "th",
          { scope: "row" },
          element("span", { class: "row-name" }, ballIcon(k + 4), element("span", {}, t(`lab.guard.${kind}`))),
        ),
        here,
        slant,
        atZero,
        atOne,
      ),
    };
  });
  const head = element(
    "tr",
    {},
    ...[t("lab.guard"), t("lab.probability.here"), t("lab.slope"), "p = 0", "p = 1"].map((words) => element("th", { scope: "col" }, words)),
  );
  const atEnd = element("p", { class: "at-end" }, t("lab.probability.end"));
  lab.reading.append(
    element("div", { class: "opened" }, value.node, slope.node, atEnd),
    element(
      "table",
      { class: "numbers is-narrow" },
      element("caption", {}, t("lab.probability.guards")),
      element("thead", {}, head),
      element("tbody", {}, ...cells.map(({ row }) => row)),
    ),
    element("p", { class: "note" }, t("lab.probability.note")),
    element("div", { class: "lines" }, ...[...lines.values()].map(({ node }) => node)),
  );

  return {
    draw(now, answer) {
      const { values } = answer;
      if (plot.begin()) drawPicture(now, answer);
      if (far.begin()) drawTail(answer);
      for (const { kind, here, slant, atZero, atOne } of cells) {
        write(here, real(values[`${kind}.here`]));
        write(slant, real(values[`${kind}.slope`]), 3);
        for (const [cell, end] of /** @type {const} */ ([
          [atZero, "at_0"],
          [atOne, "at_1"],
        ])) {
          const loss = real(values[`${kind}.${end}`]);
          write(cell, loss, Math.abs(loss) < TINY ? 2 : 4);
        }
      }
      value.draw(answer.lines.get("loss"));
      slope.draw(answer.lines.get("slope"));
      atEnd.hidden = answer.lines.has("loss");
      for (const [kind, line] of lines) line.draw(answer.lines.get(kind));
      truth.draw();
      delta.draw();
    },
    sentence: (now, { values }) =>
      t("lab.probability.sentence", {
        p: plain(now.p),
        y: now.y,
        loss: plain(real(values["clamp_log.here"])),
        verdict: t(`lab.verdict.${values.verdict}`),
      }),
    rows: (_, { values }) => [
      [t("lab.guard"), t("lab.probability.here"), t("lab.slope"), "p = 0", "p = 1"],
      ...ROWS.map((kind) => [
        t(`lab.guard.${kind}`),
        ...["here", "slope", "at_0", "at_1"].map((end) => plain(real(values[`${kind}.${end}`]))),
      ]),
    ],
  };

  function drawPicture(
    /** @type {import("./types.d.ts").LabState} */ now,
    /** @type {import("./types.d.ts").Answer} */ { curves, values },
  ) {
    const { top, bottom } = plot.box,
      x = plot.x(now.p);
    for (const [curve, name, y] of /** @type {const} */ ([
      [one, "one", 1],
      [zero, "zero", 0],
    ])) {
      const isChosen = now.y === y,
        share = y === 1 ? now.p : 1 - now.p;
      // The curve runs out of the picture before its end is reached.
      const height = share === 0 ? Infinity : between(curves.x, curves[name], now.p);
      curve.draw(curves.x, curves[name], {
        x: now.p,
        y: height,
        slope: isChosen && share > 0 ? real(values["clamp_log.slope"]) : undefined,
        isChosen,
      });
    }
    set(guide, { x1: x, x2: x, y1: top, y2: bottom });
    verdict.draw(t(`lab.verdict.${values.verdict}`), x + (now.p < 0.5 ? ASIDE_PX : -ASIDE_PX), top + 24);
    set(nameOne, { x: plot.x(0.68), y: plot.y(0.62), class: now.y === 1 ? "curve-name is-chosen" : "curve-name" });
    set(nameZero, { x: plot.x(0.32), y: plot.y(0.62), class: now.y === 0 ? "curve-name is-chosen" : "curve-name" });
    thumb.place(x, bottom);
    handle.tell(plain(now.p));
  }

  function drawTail(/** @type {import("./types.d.ts").Answer} */ { curves, values }) {
    const exponent = Math.max(-50, real(values.exponent));
    names.forEach((name, k) => {
      // The line of the logit never ends level: its name stands beside it, and the next one's below its own.
      const from = ROWS[k] === "logits" ? BESIDE : LEFT;
      set(name, { x: far.x(from), y: far.y(between(curves.exponent, curves[ROWS[k]], from)) + (ROWS[k] === "clamp_log" ? 15 : -6) });
    });
    guards.forEach((guard, k) =>
      guard.draw(curves.exponent, curves[ROWS[k]], { x: exponent, y: between(curves.exponent, curves[ROWS[k]], exponent) }),
    );
  }
}
