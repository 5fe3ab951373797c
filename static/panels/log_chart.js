// Lines on two logarithmic axes: measured points filled, extrapolated ones hollow on a dashed line.

import { superscript } from "../format.js";
import { RACERS } from "../pictures/glyph.js";
import { t } from "../text.js";

/**
 * @typedef {{ x: number, y: number, isMeasured: boolean }} Point powers of ten
 * @typedef {{ sign: number, points: Point[] }} Series `sign`: glyph and colour, 0 … 7
 * @typedef {{ series: Series[], x: [number, number], xName: string, yName: string, yText: (power: number) => string, top?: number,
 *   marks?: { x?: number, y?: number, label: string }[] }} Drawing `top`: nothing above it is shown; `marks`: named lines across
 */

const SVG = "http://www.w3.org/2000/svg";
const LEFT = 78;
const RIGHT = 18;
const TOP = 30;
const BOTTOM = 42;

/** @param {string} name @param {Record<string, string | number>} attributes @param {...(Node | string)} children */
function draw(name, attributes, ...children) {
  const node = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, String(value));
  node.append(...children);
  return node;
}

const rounded = (/** @type {number} */ value) => Math.round(value * 10) / 10;

/** A point as the legend and the chart draw it. @param {number} sign @param {boolean} isMeasured */
export function pointSign(sign, isMeasured) {
  return draw("path", { d: RACERS[sign].glyph, class: isMeasured ? "log-point" : "log-point is-hollow", style: `--racer: var(--racer-${sign + 1})` });
}

/** The same as an icon. @param {number} sign @param {boolean} [isMeasured] */
export function signIcon(sign, isMeasured = true) {
  const point = pointSign(sign, isMeasured);
  point.setAttribute("transform", "scale(9)");
  return draw("svg", { width: 16, height: 16, viewBox: "-8 -8 16 16", "aria-hidden": "true", class: "log-sign" }, point);
}

/** @param {SVGElement} svg */
export function createLogChart(svg) {
  const same = (/** @type {number} */ value) => value;
  let x = same;
  let bottom = 0;
  let xAt = same;
  const cursor = draw("line", { class: "log-cursor", y1: TOP });
  const clip = `${svg.id}-room`;

  /** The first power of each label, so that at most `most` stand along the axis. @param {number} low @param {number} high @param {number} most */
  function powers(low, high, most) {
    const every = Math.max(1, Math.ceil((Math.floor(high) - Math.ceil(low)) / most));
    const found = [];
    for (let power = Math.ceil(low); power <= high; power += 1) if (power % every === 0) found.push(power);
    return found;
  }

  return {
    /** @param {Drawing} drawing */
    draw({ series, x: [from, to], xName, yName, yText, top = Infinity, marks = [] }) {
      const { width, height } = svg.getBoundingClientRect();
      if (width === 0) return;
      svg.setAttribute("viewBox", `0 0 ${width} ${height}`);
      const right = width - RIGHT;
      bottom = height - BOTTOM;
      const all = series.flatMap(({ points }) => points).filter(({ y }) => Number.isFinite(y));
      const low = Math.min(...all.map(({ y }) => y), 0) - 0.3;
      const high = Math.max(low + 1, Math.min(top, Math.max(...all.map(({ y }) => y), low) + 0.3));
      x = (power) => LEFT + ((power - from) / (to - from)) * (right - LEFT);
      xAt = (px) => from + ((px - LEFT) / (right - LEFT)) * (to - from);
      const y = (/** @type {number} */ power) => bottom - ((power - low) / (high - low)) * (bottom - TOP);
      const axes = draw("g", { class: "log-axes" });
      for (const power of powers(from, to, width < 480 ? 5 : 9)) {
        const at = rounded(x(power));
        axes.append(draw("line", { x1: at, x2: at, y1: TOP, y2: bottom }), draw("text", { x: at, y: bottom + 17, "text-anchor": "middle" }, power < 4 ? String(10 ** power) : `10${superscript(power)}`));
      }
      for (const power of powers(low, high, height < 260 ? 5 : 7)) {
        const at = rounded(y(power));
        axes.append(draw("line", { x1: LEFT, x2: right, y1: at, y2: at }), draw("text", { x: LEFT - 8, y: at + 4, "text-anchor": "end" }, yText(power)));
      }
      axes.append(
        draw("text", { class: "log-axis", x: (LEFT + right) / 2, y: bottom + 36, "text-anchor": "middle" }, xName),
        draw("text", { class: "log-axis", x: 4, y: 16 }, yName),
      );
      svg.replaceChildren(
        draw("defs", {}, draw("clipPath", { id: clip }, draw("rect", { x: LEFT - 8, y: TOP - 1, width: right - LEFT + 16, height: bottom - TOP + 9 }))),
        axes,
        ...band(series, right),
        ...marks.map((mark) => line(mark, y, right)),
        draw("g", { "clip-path": `url(#${clip})` }, ...series.map((one) => curve(one, y))),
        cursor,
      );
    },
    /** The upright line at a size, none where it is null. @param {number | null} power */
    point(power) {
      cursor.setAttribute("visibility", power === null ? "hidden" : "visible");
      if (power === null) return;
      const at = String(rounded(x(power)));
      for (const [name, value] of Object.entries({ x1: at, x2: at, y2: String(bottom) })) cursor.setAttribute(name, value);
    },
    /** The power of ten at a place of the page. @param {number} clientX */
    xAt: (clientX) => xAt(clientX - svg.getBoundingClientRect().left),
  };

  /** Where nothing at all is measured. @param {Series[]} series @param {number} right */
  function band(series, right) {
    const all = series.flatMap(({ points }) => points);
    const last = Math.max(...all.filter(({ isMeasured }) => isMeasured).map((point) => point.x));
    const next = Math.min(...all.map((point) => point.x).filter((power) => power > last));
    if (!Number.isFinite(last) || !Number.isFinite(next)) return [];
    const at = rounded((x(last) + x(next)) / 2);
    const name = draw("text", { class: "log-band-name", x: right - 4, y: TOP - 8, "text-anchor": "end" }, t("measured.extrapolated"));
    return [draw("rect", { class: "log-band", x: at, y: TOP, width: right - at, height: bottom - TOP }), name];
  }

  function line(/** @type {{ x?: number, y?: number, label: string }} */ mark, /** @type {(power: number) => number} */ y, /** @type {number} */ right) {
    if (mark.x !== undefined) {
      const at = rounded(x(mark.x));
      return draw("g", { class: "log-mark" }, draw("line", { x1: at, x2: at, y1: TOP - 6, y2: bottom }), draw("text", { x: at + 5, y: TOP + 2 }, mark.label));
    }
    const at = rounded(y(mark.y ?? 0));
    return draw("g", { class: "log-mark", visibility: at < TOP ? "hidden" : "visible" }, draw("line", { x1: LEFT, x2: right, y1: at, y2: at }), draw("text", { x: LEFT + 6, y: at - 5 }, mark.label));
  }

  function curve(/** @type {Series} */ { sign, points }, /** @type {(power: number) => number} */ y) {
    const shown = points.filter((point) => Number.isFinite(point.y));
    const group = draw("g", { class: "log-curve", style: `--racer: var(--racer-${sign + 1})` });
    shown.slice(1).forEach((point, i) => {
      const before = shown[i];
      const path = `M${rounded(x(before.x))} ${rounded(y(before.y))}L${rounded(x(point.x))} ${rounded(y(point.y))}`;
      group.append(draw("path", { d: path, class: point.isMeasured ? "" : "is-further" }));
    });
    for (const point of shown) {
      const sign_ = pointSign(sign, point.isMeasured);
      sign_.setAttribute("transform", `translate(${rounded(x(point.x))} ${rounded(y(point.y))}) scale(9)`);
      group.append(sign_);
    }
    return group;
  }
}
