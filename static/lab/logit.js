import { element } from "../element.js";
import { plain, write } from "../format.js";
import { ballIcon } from "../pictures/glyph.js";
import { language, t } from "../text.js";
import { createSwitch } from "./controls.js";
import { makeHandle } from "./handle.js";
import { createLine } from "./lines.js";
import { createCurve, createTag, createThumb } from "./marks.js";
import { between, real } from "./numbers.js";
import { createPlot } from "./plot.js";
import { set, svg } from "../svg.js";

const REACH = 8,
  STEP = 0.1;
const TICKS = [-8, -6, -4, -2, 0, 2, 4, 6, 8];
/** Name in the answer, sign, the loss's kind, the preset that trains with it. */
const LOSSES = /** @type {const} */ ([
  ["squared", 1, "mean_squared_error", "fit_confident"],
  ["crossed", 2, "binary_cross_entropy", "fit_classes"],
]);

/**
 * Two losses under a sigmoid, their slopes below them.
 * @param {import("./types.d.ts").Lab} lab @returns {import("./types.d.ts").ExhibitView}
 */
export function createLogit(lab) {
  const { entry, state, move } = lab;
  const redraw = () => move({}, false);
  const panels = [0, 1].map(() => element("div", { class: "panel" }));
  lab.picture.append(...panels);
  lab.picture.classList.add("is-split", "is-even");
  const x = { range: /** @type {[number, number]} */ ([-REACH, REACH]), ticks: TICKS, title: "z" };
  const plots = [
    createPlot(panels[0], { name: t("lab.logit.losses"), redraw, x, y: { range: [0, 6], ticks: [0, 2, 4, 6], title: t("lab.loss") } }),
    createPlot(panels[1], {
      name: t("lab.logit.slopes"),
      redraw,
      x,
      y: { range: [-1.4, 1.4], ticks: [-1, -0.5, 0, 0.5, 1], title: t("lab.logit.slope") },
    }),
  ];
  const guides = plots.map((plot) => {
    const guide = svg("line", { class: "guide" });
    plot.marks.append(guide);
    return guide;
  });
  const drawn = plots.map((plot) => LOSSES.map(([name, sign]) => ({ name, curve: createCurve(plot, sign) })));
  const verdict = createTag(plots[1], "is-verdict");
  const thumbs = plots.map((plot, k) => {
    const thumb = createThumb(plot, "z", "filled");
    const handle = makeHandle(
      thumb.node,
      {
        name: k === 0 ? entry.schema.z.title : t("lab.logit.below"),
        range: [-REACH, REACH],
        step: STEP,
        value: () => state().z,
        at: plot.xAt,
        move: (value, settled) => move({ z: value }, settled),
      },
      plot.ground,
    );
    return { thumb, handle };
  });
  const truth = createSwitch({
    label: entry.schema.y.title,
    choices: [
      [1, "y = 1"],
      [0, "y = 0"],
    ],
    value: () => state().y,
    choose: (y) => move({ y }, true),
  });
  lab.controls.append(truth.node);

  const p = createLine();
  const blocks = LOSSES.map(([name, sign, kind, preset]) => {
    const loss = createLine(),
      slope = createLine();
    const link = element("a", { class: "link", href: `/${language()}/fit#preset=${preset}` }, t(`lab.logit.train_${name}`));
    return {
      name,
      loss,
      slope,
      node: element(
        "section",
        { class: "opened" },
        element("h3", { class: "row-name" }, ballIcon(sign), element("span", {}, entry.losses[kind])),
        loss.node,
        slope.node,
        link,
      ),
    };
  });
  const ratio = element("td", {}),
    factor = element("td", {});
  lab.reading.append(
    p.node,
    ...blocks.map(({ node }) => node),
    element("a", { class: "link", href: `/${language()}/fit#preset=fit_two_losses` }, t("lab.logit.train_both")),
    element(
      "table",
      { class: "numbers" },
      element("caption", { class: "unseen" }, entry.title),
      element(
        "tbody",
        {},
        element("tr", {}, element("th", { scope: "row" }, t("lab.logit.factor")), factor),
        element("tr", {}, element("th", { scope: "row" }, t("lab.logit.ratio")), ratio),
      ),
    ),
  );

  return {
    draw(now, { values, lines, curves }) {
      const at = { x: now.z };
      plots.forEach((plot, k) => {
        if (!plot.begin()) return;
        const { top, bottom } = plot.box;
        set(guides[k], { x1: plot.x(now.z), x2: plot.x(now.z), y1: top, y2: bottom });
        for (const { name, curve } of drawn[k]) {
          const ys = curves[k === 0 ? name : `${name}_slope`];
          curve.draw(curves.x, ys, { ...at, y: between(curves.x, ys, now.z), slope: k === 0 ? real(values[`${name}.slope`]) : undefined });
        }
        thumbs[k].thumb.place(plot.x(now.z), bottom);
        thumbs[k].handle.tell(plain(now.z));
      });
      const isMistake = now.y === 1 ? values.p < 0.1 : values.p > 0.9;
      if (plots[1].box.right > 0)
        verdict.draw(isMistake ? t("lab.logit.mistake") : "", plots[1].x(now.z), plots[1].y(now.y === 1 ? 0.35 : -0.35));
      p.draw(lines.get("p"));
      for (const { name, loss, slope } of blocks) {
        loss.draw(lines.get(`${name}.loss`));
        slope.draw(lines.get(`${name}.slope`));
      }
      write(factor, real(values.factor));
      write(ratio, real(values.ratio));
      truth.draw();
    },
    sentence: (now, { values }) =>
      t("lab.logit.sentence", {
        z: plain(now.z),
        y: now.y,
        squared: plain(real(values["squared.slope"])),
        crossed: plain(real(values["crossed.slope"])),
      }),
    rows: (_, { values }) => [
      [t("lab.loss_function"), t("lab.loss"), t("lab.logit.slope")],
      ...LOSSES.map(([name, , kind]) => [entry.losses[kind], plain(real(values[`${name}.loss`])), plain(real(values[`${name}.slope`]))]),
    ],
  };
}
