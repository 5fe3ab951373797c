// Signs in a plot: the curve of a loss with its point and tangent, handles on the axis, what lies outside.

import { RACERS } from "../pictures/glyph.js";
import { svg, set } from "../svg.js";

/** @typedef {ReturnType<typeof import("./plot.js").createPlot>} Plot */

const TANGENT_PX = 46;
/** Points above the picture stand side by side at its edge. */
const AWAY_PX = 14;

/**
 * A curve in the colour, dash and glyph of a number, with the point where the visitor is.
 * @param {Plot} plot @param {number} sign 0 … 7
 */
export function createCurve(plot, sign) {
  const { glyph, dash } = RACERS[sign];
  const stroke = `var(--racer-${sign + 1})`;
  const line = svg("path", { class: "curve", stroke, "stroke-dasharray": dash.join(" ") || null });
  const tangent = svg("path", { class: "tangent", stroke });
  const ball = svg(
    "g",
    { class: "point", "aria-hidden": "true" },
    svg("circle", { r: 9, class: "casing" }),
    svg("circle", { r: 7.5, fill: stroke }),
    svg("path", { d: glyph, fill: "var(--on-racer)", transform: "scale(7.5)" }),
  );
  const away = svg("path", { class: "away", fill: stroke, d: "M0 -8L7 4H-7Z", "aria-hidden": "true" });
  plot.curves.append(line, tangent);
  plot.marks.append(ball, away);
  return {
    /**
     * @param {ArrayLike<number>} xs @param {ArrayLike<number>} ys
     * @param {{x: number, y: number, slope?: number, isChosen?: boolean}} point
     */
    draw(xs, ys, { x, y, slope, isChosen = true }) {
      set(line, { d: plot.path(xs, ys), class: isChosen ? "curve is-chosen" : "curve" });
      const { top, left, right } = plot.box,
        at = { x: plot.x(x), y: plot.y(y) };
      const isIn = at.y >= top - 1 && Number.isFinite(at.y);
      set(ball, { transform: isIn ? `translate(${at.x} ${at.y})` : null, display: isIn ? null : "none" });
      set(away, {
        transform: `translate(${Math.min(right - 8, Math.max(left + 8, at.x + sign * AWAY_PX))} ${top + 9})`,
        display: isIn ? "none" : null,
      });
      set(tangent, { display: slope === undefined || !isIn || !isChosen ? "none" : null });
      if (slope === undefined || !isIn) return;
      // The slope in pixels: a unit of y is not as long as a unit of x.
      const rise = (plot.y(1) - plot.y(0)) * slope,
        run = plot.x(1) - plot.x(0),
        long = Math.hypot(rise, run) || 1;
      const [dx, dy] = [(run / long) * TANGENT_PX, (rise / long) * TANGENT_PX];
      set(tangent, { d: `M${at.x - dx} ${at.y - dy}L${at.x + dx} ${at.y + dy}` });
    },
  };
}

/** A thumb with its letter. @param {Plot} plot @param {string} letter @param {"filled" | "ring"} look */
export function createThumb(plot, letter, look) {
  const node = svg(
    "g",
    { class: `thumb is-${look}` },
    svg("circle", { r: 22, class: "reach" }),
    svg("circle", { r: 13, class: "ring" }),
    svg("circle", { r: 11, class: "body" }),
    svg("text", { class: "thumb-letter", "text-anchor": "middle", dy: "0.33em", "aria-hidden": "true" }, letter),
  );
  plot.marks.append(node);
  return { node, place: (/** @type {number} */ x, /** @type {number} */ y) => set(node, { transform: `translate(${x} ${y})` }) };
}

/** Text with a ground of its own, kept inside the plot. @param {Plot} plot @param {string} [look] */
export function createTag(plot, look = "") {
  const words = svg("text", { "text-anchor": "middle", dy: "0.35em" }),
    ground = svg("rect", { rx: 6 });
  const node = svg("g", { class: `tag ${look}`, "aria-hidden": "true" }, ground, words);
  plot.marks.append(node);
  return {
    /** @param {string} text empty: nothing @param {number} x @param {number} y */
    draw(text, x, y) {
      set(node, { display: text === "" ? "none" : null });
      if (text === "") return;
      if (words.textContent !== text) words.textContent = text;
      const { width, height } = /** @type {SVGTextElement} */ (words).getBBox(),
        half = width / 2 + 8;
      const { left, right, top } = plot.box;
      set(ground, { x: -half, y: -height / 2 - 3, width: 2 * half, height: height + 6 });
      set(node, { transform: `translate(${Math.min(right - half, Math.max(left + half, x))} ${Math.max(top + height / 2 + 4, y)})` });
    },
  };
}
