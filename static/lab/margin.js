import { element } from "../element.js";
import { plain, write } from "../format.js";
import { ballIcon } from "../pictures/glyph.js";
import { t } from "../text.js";
import { createSwitch } from "./controls.js";
import { makeHandle } from "./handle.js";
import { createLine } from "./lines.js";
import { createCurve, createTag, createThumb } from "./marks.js";
import { between, real } from "./numbers.js";
import { createPlot } from "./plot.js";
import { set, svg } from "../svg.js";

const REACH = 4,
  STEP = 0.1;
const LOSSES = /** @type {const} */ ([
  ["hinge", 4, "hinge"],
  ["crossed", 2, "binary_cross_entropy"],
]);

/** Hinge loss and cross-entropy of a score. @param {import("./types.d.ts").Lab} lab @returns {import("./types.d.ts").ExhibitView} */
export function createMargin(lab) {
  const { entry, state, move } = lab;
  const plot = createPlot(lab.picture, {
    name: entry.title,
    redraw: () => move({}, false),
    x: { range: [-REACH, REACH], ticks: [-4, -3, -2, -1, 0, 1, 2, 3, 4], title: "ŷ" },
    y: { range: [0, 5], ticks: [0, 1, 2, 3, 4, 5], title: t("lab.loss") },
  });
  const wrong = svg("rect", { class: "zone is-wrong" }),
    near = svg("rect", { class: "zone is-near" }),
    guide = svg("line", { class: "guide" });
  plot.curves.prepend(wrong, near);
  plot.marks.append(guide);
  const curves = LOSSES.map(([name, sign]) => ({ name, curve: createCurve(plot, sign) }));
  const verdict = createTag(plot, "is-verdict");
  const thumb = createThumb(plot, "ŷ", "filled");
  const handle = makeHandle(
    thumb.node,
    {
      name: entry.schema.score.title,
      range: [-REACH, REACH],
      step: STEP,
      value: () => state().score,
      at: plot.xAt,
      move: (value, settled) => move({ score: value }, settled),
    },
    plot.ground,
  );
  const truth = createSwitch({
    label: entry.schema.side.title,
    choices: [
      [1, "y = 1"],
      [0, "y = −1"],
    ],
    value: () => state().side,
    choose: (side) => move({ side }, true),
  });
  lab.controls.append(truth.node);

  const margin = createLine();
  const cells = LOSSES.map(([name, sign, kind]) => {
    const loss = element("td", {}),
      slope = element("td", {});
    return {
      name,
      loss,
      slope,
      row: element(
        "tr",
        {},
        element("th", { scope: "row" }, element("span", { class: "row-name" }, ballIcon(sign), element("span", {}, entry.losses[kind]))),
        loss,
        slope,
      ),
    };
  });
  const lines = LOSSES.flatMap(([name, , kind]) => [
    { quantity: `${name}.loss`, line: createLine({ title: entry.losses[kind] }) },
    { quantity: `${name}.slope`, line: createLine({ title: t("lab.slope_of", { loss: entry.losses[kind] }) }) },
  ]);
  lab.reading.append(
    element(
      "table",
      { class: "numbers" },
      element("caption", { class: "unseen" }, entry.title),
      element(
        "thead",
        {},
        element(
          "tr",
          {},
          ...[t("lab.loss_function"), t("lab.loss"), t("lab.slope")].map((words) => element("th", { scope: "col" }, words)),
        ),
      ),
      element("tbody", {}, ...cells.map(({ row }) => row)),
    ),
    element("div", { class: "lines" }, margin.node, ...lines.map(({ line }) => line.node)),
  );

  return {
    draw(now, { values, lines: told, curves: drawn }) {
      if (plot.begin()) {
        const { top, bottom, left, right } = plot.box,
          side = now.side === 1 ? 1 : -1,
          x = plot.x(now.score);
        const [zero, one] = [plot.x(0), plot.x(side)];
        set(wrong, { x: side === 1 ? left : zero, width: side === 1 ? zero - left : right - zero, y: top, height: bottom - top });
        set(near, { x: Math.min(zero, one), width: Math.abs(one - zero), y: top, height: bottom - top });
        for (const { name, curve } of curves)
          curve.draw(drawn.x, drawn[name], {
            x: now.score,
            y: between(drawn.x, drawn[name], now.score),
            slope: real(values[`${name}.slope`]),
          });
        set(guide, { x1: x, x2: x, y1: top, y2: bottom });
        verdict.draw(t(`lab.margin.${zoneOf(side * now.score)}`), x, top + 24);
        thumb.place(x, bottom);
        handle.tell(plain(now.score));
      }
      for (const { name, loss, slope } of cells) {
        write(loss, real(values[`${name}.loss`]));
        write(slope, real(values[`${name}.slope`]));
      }
      margin.draw(told.get("margin"));
      for (const { quantity, line } of lines) line.draw(told.get(quantity));
      truth.draw();
    },
    sentence: (now, { values }) =>
      t("lab.margin.sentence", {
        score: plain(now.score),
        margin: plain(real(values.margin)),
        hinge: plain(real(values["hinge.loss"])),
        crossed: plain(real(values["crossed.loss"])),
      }),
    rows: (_, { values }) => [
      [t("lab.loss_function"), t("lab.loss"), t("lab.slope")],
      ...LOSSES.map(([name, , kind]) => [entry.losses[kind], plain(real(values[`${name}.loss`])), plain(real(values[`${name}.slope`]))]),
    ],
  };
}

const zoneOf = (/** @type {number} */ margin) => (margin < 0 ? "wrong" : margin < 1 ? "near" : "safe");
