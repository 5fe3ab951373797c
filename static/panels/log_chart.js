// Lines on two logarithmic axes: measured points filled, extrapolated ones hollow on a dashed line.

import { superscript } from "../format.js";
import { RACERS } from "../pictures/glyph.js";
import { px, svg } from "../svg.js";
import { t } from "../text.js";

/**
 * @typedef {{ x: number, y: number, isMeasured: boolean }} Point powers of ten
 * @typedef {{ sign: number, points: Point[] }} Series `sign`: glyph and colour, 0 … 7
 * @typedef {{ series: Series[], x: [number, number], xName: string, yName: string, yText: (power: number) => string, top?: number,
 *   marks?: { x?: number, y?: number, label: string }[] }} Drawing `top`: nothing above it is shown; `marks`: named lines across
 */

const LEFT = 78;
const RIGHT = 18;
const TOP = 30;
const BOTTOM = 42;

/** A point as the legend and the chart draw it. @param {number} sign @param {boolean} isMeasured */
export function pointSign(sign, isMeasured) {
  return svg("path", {
    d: RACERS[sign].glyph,
    class: isMeasured ? "log-point" : "log-point is-hollow",
    style: `--racer: var(--racer-${sign + 1})`,
  });
}

/** The same as an icon. @param {number} sign @param {boolean} [isMeasured] */
export function signIcon(sign, isMeasured = true) {
  const point = pointSign(sign, isMeasured);
  point.setAttribute("transform", "scale(9)");
  return svg("svg", { width: 16, height: 16, viewBox: "-8 -8 16 16", "aria-hidden": "true", class: "log-sign" }, point);
}

/** @param {SVGElement} root */
export function createLogChart(root) {
  const same = (/** @type {number} */ value) => value;
  let x = same;
  let bottom = 0;
  let xAt = same;
  const cursor = svg("line", { class: "log-cursor", y1: TOP });
  const clip = `${root.id}-room`;

  /**
   * The first power of each label, so that at most `most` stand along the axis.
   * @param {number} low @param {number} high @param {number} most
   */
  function powers(low, high, most) {
    const every = Math.max(1, Math.ceil((Math.floor(high) - Math.ceil(low)) / most));
    const found = [];
    for (let power = Math.ceil(low); power <= high; power += 1) if (power % every === 0) found.push(power);
    return found;
  }

  return {
    /** @param {Drawing} drawing */
    draw({ series, x: [from, to], xName, yName, yText, top = Infinity, marks = [] }) {
      const { width, height } = root.getBoundingClientRect();
      if (width === 0) return;
      root.setAttribute("viewBox", `0 0 ${width} ${height}`);
      const right = width - RIGHT;
      bottom = height - BOTTOM;
      const all = series.flatMap(({ points }) => points).filter(({ y }) => Number.isFinite(y));
      const low = Math.min(...all.map(({ y }) => y), 0) - 0.3;
      const high = Math.max(low + 1, Math.min(top, Math.max(...all.map(({ y }) => y), low) + 0.3));
      x = (power) => LEFT + ((power - from) / (to - from)) * (right - LEFT);
      xAt = (px) => from + ((px - LEFT) / (right - LEFT)) * (to - from);
      const y = (/** @type {number} */ power) => bottom - ((power - low) / (high - low)) * (bottom - TOP);
      const axes = svg("g", { class: "log-axes" });
      for (const power of powers(from, to, width < 480 ? 5 : 9)) {
        const at = px(x(power));
        axes.append(
          svg("line", { x1: at, x2: at, y1: TOP, y2: bottom }),
          svg("text", { x: at, y: bottom + 17, "text-anchor": "middle" }, power < 4 ? String(10 ** power) : `10${superscript(power)}`),
        );
      }
      for (const power of powers(low, high, height < 260 ? 5 : 7)) {
        const at = px(y(power));
        axes.append(
          svg("line", { x1: LEFT, x2: right, y1: at, y2: at }),
          svg("text", { x: LEFT - 8, y: at + 4, "text-anchor": "end" }, yText(power)),
        );
      }
      axes.append(
        svg("text", { class: "log-axis", x: (LEFT + right) / 2, y: bottom + 36, "text-anchor": "middle" }, xName),
        svg("text", { class: "log-axis", x: 4, y: 16 }, yName),
      );
      root.replaceChildren(
        svg(
          "defs",
          {},
          svg("clipPath", { id: clip }, svg("rect", { x: LEFT - 8, y: TOP - 1, width: right - LEFT + 16, height: bottom - TOP + 9 })),
        ),
        axes,
        ...band(series, right),
        ...marks.map((mark) => line(mark, y, right)),
        svg("g", { "clip-path": `url(#${clip})` }, ...series.map((one) => curve(one, y))),
        cursor,
      );
    },
    /** The upright line at a size, none where it is null. @param {number | null} power */
    point(power) {
      cursor.setAttribute("visibility", power === null ? "hidden" : "visible");
      if (power === null) return;
      const at = String(px(x(power)));
      for (const [name, value] of Object.entries({ x1: at, x2: at, y2: String(bottom) })) cursor.setAttribute(name, value);
    },
    /** The power of ten at a place of the page. @param {number} clientX */
    xAt: (clientX) => xAt(clientX - root.getBoundingClientRect().left),
  };

  /** Where nothing at all is measured. @param {Series[]} series @param {number} right */
  function band(series, right) {
    const all = series.flatMap(({ points }) => points);
    const last = Math.max(...all.filter(({ isMeasured }) => isMeasured).map((point) => point.x));
    const next = Math.min(...all.map((point) => point.x).filter((power) => power > last));
    if (!Number.isFinite(last) || !Number.isFinite(next)) return [];
    const at = px((x(last) + x(next)) / 2);
    const name = svg("text", { class: "log-band-name", x: right - 4, y: TOP - 8, "text-anchor": "end" }, t("measured.extrapolated"));
    return [svg("rect", { class: "log-band", x: at, y: TOP, width: right - at, height: bottom - TOP }), name];
  }

  function line(
    /** @type {{ x?: number, y?: number, label: string }} */ mark,
    /** @type {(power: number) => number} */ y,
    /** @type {number} */ right,
  ) {
    if (mark.x !== undefined) {
      const at = px(x(mark.x));
      return svg(
        "g",
        { class: "log-mark" },
        svg("line", { x1: at, x2: at, y1: TOP - 6, y2: bottom }),
        svg("text", { x: at + 5, y: TOP + 2 }, mark.label),
      );
    }
    const at = px(y(mark.y ?? 0));
    return svg(
      "g",
      { class: "log-mark", visibility: at < TOP ? "hidden" : "visible" },
      svg("line", { x1: LEFT, x2: right, y1: at, y2: at }),
      svg("text", { x: LEFT + 6, y: at - 5 }, mark.label),
    );
  }

  function curve(/** @type {Series} */ { sign, points }, /** @type {(power: number) => number} */ y) {
    const shown = points.filter((point) => Number.isFinite(point.y));
    const group = svg("g", { class: "log-curve", style: `--racer: var(--racer-${sign + 1})` });
    shown.slice(1).forEach((point, i) => {
      const before = shown[i];
      const path = `M${px(x(before.x))} ${px(y(before.y))}L${px(x(point.x))} ${px(y(point.y))}`;
      group.append(svg("path", { d: path, class: point.isMeasured ? "" : "is-further" }));
    });
    for (const point of shown) {
      const sign_ = pointSign(sign, point.isMeasured);
      sign_.setAttribute("transform", `translate(${px(x(point.x))} ${px(y(point.y))}) scale(9)`);
      group.append(sign_);
    }
    return group;
  }
}
