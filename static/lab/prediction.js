import { element, mark, say } from "../element.js";
import { plain, write } from "../format.js";
import { ballIcon } from "../pictures/glyph.js";
import { t } from "../text.js";
import { createLogSlider } from "./controls.js";
import { makeHandle } from "./handle.js";
import { createLine } from "./lines.js";
import { createCurve, createTag, createThumb } from "./marks.js";
import { between, real } from "./numbers.js";
import { createPlot } from "./plot.js";
import { set, svg } from "../svg.js";

const REACH = 3,
  HIGHEST = 6,
  STEP = 0.05;
/** Room under the axis for the target. */
const BELOW = 34;

/** One prediction, one target, five losses. @param {import("./types.d.ts").Lab} lab @returns {import("./types.d.ts").ExhibitView} */
export function createPrediction(lab) {
  const { entry, state, move } = lab;
  const kinds = Object.keys(entry.losses);
  const plot = createPlot(lab.picture, {
    name: entry.title,
    below: BELOW,
    redraw: () => move({}, false),
    x: { range: [-REACH, REACH], ticks: [-3, -2, -1, 0, 1, 2, 3], title: "ŷ" },
    y: { range: [0, HIGHEST], ticks: [0, 1, 2, 3, 4, 5, 6], title: t("lab.loss") },
  });
  const guide = svg("line", { class: "guide" }),
    error = svg("line", { class: "error" });
  plot.marks.append(guide, error);
  const curves = kinds.map((_, sign) => createCurve(plot, sign));
  const errorTag = createTag(plot, "is-error");
  const target = createThumb(plot, "y", "ring"),
    prediction = createThumb(plot, "ŷ", "filled");
  const handles = ["target", "prediction"].map((name) =>
    makeHandle(
      (name === "target" ? target : prediction).node,
      {
        name: entry.schema[name].title,
        range: [-REACH, REACH],
        step: STEP,
        value: () => state()[name],
        at: plot.xAt,
        move: (value, settled) => move({ [name]: value }, settled),
      },
      ...(name === "prediction" ? [plot.ground] : []),
    ),
  );
  const delta = createLogSlider({
    label: entry.schema.delta.title,
    range: [0.1, 4],
    value: () => state().delta,
    move: (value, settled) => move({ delta: value }, settled),
  });
  lab.controls.append(delta.node);

  const value = createLine(),
    slope = createLine();
  const opened = element("div", { class: "opened" }, value.node, slope.node);
  const cells = kinds.map((kind, sign) => {
    const loss = element("td", {}),
      tilt = element("td", {});
    const button = element(
      "button",
      { type: "button", class: "row-name", onclick: () => move({ loss: kind }, true) },
      ballIcon(sign),
      element("span", {}, entry.losses[kind]),
    );
    return { kind, loss, tilt, button, row: element("tr", {}, element("th", { scope: "row" }, button), loss, tilt) };
  });
  const idea = element("p", { class: "note" });
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
          element("th", { scope: "col" }, t("lab.loss_function")),
          element("th", { scope: "col" }, t("lab.loss")),
          element("th", { scope: "col" }, t("lab.slope")),
        ),
      ),
      element("tbody", {}, ...cells.map(({ row }) => row)),
    ),
    opened,
    idea,
  );

  return {
    draw(now, answer) {
      if (plot.begin()) drawPicture(now, answer);
      for (const { kind, loss, tilt, button, row } of cells) {
        write(loss, real(answer.values[`${kind}.loss`]));
        write(tilt, real(answer.values[`${kind}.slope`]));
        mark(button, "aria-pressed", String(kind === now.loss));
        row.classList.toggle("is-chosen", kind === now.loss);
      }
      value.draw(answer.lines.get("loss"));
      slope.draw(answer.lines.get("slope"));
      say(idea, entry.ideas[now.loss]);
      delta.draw();
    },
    sentence: (now, { values }) =>
      t("lab.prediction.sentence", {
        prediction: plain(now.prediction),
        target: plain(now.target),
        loss: entry.losses[now.loss],
        value: plain(real(values[`${now.loss}.loss`])),
      }),
    rows: (_, { values }) => [
      [t("lab.loss_function"), t("lab.loss"), t("lab.slope")],
      ...kinds.map((kind) => [entry.losses[kind], plain(real(values[`${kind}.loss`])), plain(real(values[`${kind}.slope`]))]),
    ],
  };

  function drawPicture(
    /** @type {import("./types.d.ts").LabState} */ now,
    /** @type {import("./types.d.ts").Answer} */ { curves: drawn, values },
  ) {
    const { bottom, top } = plot.box,
      x = plot.x(now.prediction),
      y = plot.x(now.target);
    curves.forEach((curve, k) => {
      const ys = drawn[kinds[k]];
      curve.draw(drawn.x, ys, {
        x: now.prediction,
        y: between(drawn.x, ys, now.prediction),
        slope: real(values[`${kinds[k]}.slope`]),
        isChosen: kinds[k] === now.loss,
      });
    });
    set(guide, { x1: x, x2: x, y1: top, y2: bottom });
    set(error, { x1: y, x2: x, y1: bottom, y2: bottom });
    errorTag.draw(`ŷ − y = ${plain(real(values.error))}`, (x + y) / 2, bottom - 18);
    target.place(y, bottom + 25);
    prediction.place(x, bottom);
    handles[0].tell(plain(now.target));
    handles[1].tell(plain(now.prediction));
  }
}
