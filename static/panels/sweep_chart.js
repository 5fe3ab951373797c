// Steps needed against learning rate, both logarithmic: falls, turns up, diverges.

import { plain } from "../format.js";
import { RACERS } from "../pictures/glyph.js";
import { px, svg } from "../svg.js";
import { t } from "../text.js";

/**
 * @typedef {import("./sweep_request.js").Point} Point
 * @typedef {import("./sweep_request.js").Curve} Curve
 * @typedef {{ low: number, high: number, stepLimit: number, fewest: number }} Extent of both axes
 */

const LEFT = 52;
const RIGHT = 16;
const TOP = 38;
const BOTTOM = 40;
/** The strip at the top for runs that do not arrive. */
const STRIP = 26;

/** What becomes of it is not known (yet). */
export const isUntried = (/** @type {Point} */ { outcome }) => outcome === "untried";

/** @param {SVGElement} root */
export function createChart(root) {
  const same = (/** @type {number} */ value) => value;
  let scale = { x: same, y: same, rateAt: same, top: TOP, bottom: 0, left: LEFT, right: 0 };
  const cursor = svg("g", { class: "sweep-cursor" });

  function measure(/** @type {Extent} */ { low, high, stepLimit, fewest }) {
    const { width, height } = root.getBoundingClientRect();
    root.setAttribute("viewBox", `0 0 ${width} ${height}`);
    const [right, bottom, top] = [width - RIGHT, height - BOTTOM, TOP + STRIP];
    const [from, to] = [Math.log(low), Math.log(high)];
    const [least, most] = [Math.log(Math.max(1, fewest / 1.5)), Math.log(stepLimit)];
    const x = (/** @type {number} */ rate) => LEFT + ((Math.log(rate) - from) / (to - from)) * (right - LEFT);
    const y = (/** @type {number} */ steps) => bottom - ((Math.log(Math.max(steps, 1)) - least) / (most - least)) * (bottom - top);
    const rateAt = (/** @type {number} */ px) => Math.exp(from + ((px - LEFT) / (right - LEFT)) * (to - from));
    scale = { x, y, rateAt, top, bottom, left: LEFT, right };
  }

  /** Where a run's dot stands; those that do not arrive stand in the strip. */
  const place = (/** @type {Point} */ { rate, steps }) => [px(scale.x(rate)), px(steps === null ? TOP + STRIP / 2 : scale.y(steps))];

  function axes(/** @type {Extent} */ { low, high, stepLimit, fewest }) {
    const group = svg("g", { class: "sweep-axes" });
    for (let power = Math.ceil(Math.log10(low) - 1e-9); power <= Math.log10(high) + 1e-9; power += 1) {
      const x = px(scale.x(10 ** power));
      group.append(svg("line", { x1: x, x2: x, y1: TOP, y2: scale.bottom }), tick(x, scale.bottom + 16, "middle", power));
    }
    for (let power = Math.ceil(Math.log10(fewest / 1.5)); 10 ** power < stepLimit * 0.8; power += 1) {
      const y = px(scale.y(10 ** power));
      group.append(
        svg("line", { x1: LEFT, x2: scale.right, y1: y, y2: y }),
        svg("text", { x: LEFT - 8, y: y + 4, "text-anchor": "end" }, String(10 ** power)),
      );
    }
    group.append(
      svg("line", { class: "sweep-step-limit", x1: LEFT, x2: scale.right, y1: scale.top, y2: scale.top }),
      svg("text", { x: LEFT - 8, y: scale.top + 4, "text-anchor": "end" }, String(stepLimit)),
      svg("text", { x: LEFT, y: TOP - 6 }, t("sweep.not_reached", { limit: stepLimit })),
      svg("text", { class: "sweep-axis", x: (LEFT + scale.right) / 2, y: scale.bottom + 35, "text-anchor": "middle" }, t("sweep.rate")),
      svg("text", { class: "sweep-axis", x: 4, y: 14 }, t("sweep.steps")),
    );
    return group;
  }

  function tick(/** @type {number} */ x, /** @type {number} */ y, /** @type {string} */ anchor, /** @type {number} */ power) {
    const text = svg("text", { x, y, "text-anchor": anchor });
    if (power >= -2 && power <= 2) text.append(String(Number(`1e${power}`)));
    else text.append("10", svg("tspan", { dy: -5, "font-size": "0.75em" }, String(power).replace("-", "−")));
    return text;
  }

  /** Rates that diverge, each as a stretch of the axis half-way to its neighbours. @returns {[number, number][]} */
  function diverging(/** @type {Curve} */ { points }) {
    const middle = (/** @type {Point} */ a, /** @type {Point} */ b) => Math.sqrt(a.rate * b.rate);
    return points.flatMap((point, i) => {
      if (point.outcome !== "diverged") return [];
      const from = i === 0 ? point.rate : middle(points[i - 1], point);
      const to = i === points.length - 1 ? point.rate : middle(point, points[i + 1]);
      return [[from, to]];
    });
  }

  function hatching(/** @type {Curve} */ curve, /** @type {number} */ high) {
    const group = svg("g", {});
    /** @type {[number, number][]} */
    const joined = [];
    for (const [from, to] of diverging(curve)) {
      const last = joined.at(-1);
      if (last?.[1] === from) last[1] = to;
      else joined.push([from, to]);
    }
    for (const [from, to] of joined) {
      const [x, end] = [px(scale.x(from)), px(scale.x(Math.min(to, high)))];
      group.append(
        svg("rect", { class: "sweep-hatch", x, y: TOP, width: end - x, height: scale.bottom - TOP, fill: "url(#sweep-hatching)" }),
      );
      if (end - x > 80)
        group.append(
          svg("text", { class: "sweep-zone", x: (x + end) / 2, y: scale.bottom - 12, "text-anchor": "middle" }, t("sweep.diverges")),
        );
    }
    return group;
  }

  function line(
    /** @type {Curve} */ curve,
    /** @type {number} */ sign,
    /** @type {boolean} */ isOnly,
    /** @type {(point: Point) => boolean} */ isShown,
  ) {
    const group = svg("g", { class: "sweep-curve", style: `--racer: var(--racer-${sign + 1})` });
    let path = "";
    curve.points.forEach((point, i) => {
      if (point.steps === null || !isShown(point)) return;
      const [x, y] = place(point);
      path += `${i > 0 && curve.points[i - 1].steps !== null ? "L" : "M"}${x} ${y}`;
    });
    group.append(svg("path", { d: path, "stroke-dasharray": isOnly ? "none" : RACERS[sign].dash.join(" ") || "none" }));
    // Between rates that were not tried there is no line: a point that stands alone is seen as a dot.
    for (const point of isOnly || curve.points.some(isUntried) ? curve.points : []) {
      if (point.outcome === "diverged" || isUntried(point) || !isShown(point)) continue;
      const [cx, cy] = place(point);
      group.append(svg("circle", { cx, cy, r: 2.5, class: point.steps === null ? "is-open" : "" }));
    }
    return group;
  }

  /** Rates that were not tried: marks on the axis, where nothing is drawn above. */
  function untried(/** @type {Curve[]} */ curves, /** @type {number} */ low, /** @type {number} */ high) {
    const rates = new Set(curves.flatMap(({ points }) => points.filter(isUntried).map(({ rate }) => rate)));
    const group = svg("g", { class: "sweep-untried" });
    for (const rate of rates) {
      if (rate < low || rate > high) continue;
      const x = px(scale.x(rate));
      group.append(svg("line", { x1: x, x2: x, y1: scale.bottom - 5, y2: scale.bottom + 1 }));
    }
    return group;
  }

  function ownPoint(/** @type {Curve} */ curve, /** @type {number} */ sign) {
    const [x, y] = place(curve.own);
    return svg(
      "g",
      { class: "sweep-own", transform: `translate(${x} ${y})` },
      svg("circle", { r: 11.5, fill: "var(--bg)" }),
      svg("circle", { r: 9.5, fill: `var(--racer-${sign + 1})` }),
      svg("path", { d: RACERS[sign].glyph, transform: "scale(8.6)", fill: "var(--on-racer)" }),
    );
  }

  function limitLine(/** @type {{ rate: number, label: string, low: number, high: number }} */ { rate, label, low, high }) {
    if (!(rate > low && rate < high)) return svg("g", {});
    const x = px(scale.x(rate));
    const isRight = x < (LEFT + scale.right) / 2;
    return svg(
      "g",
      { class: "sweep-limit" },
      svg("line", { x1: x, x2: x, y1: 4, y2: scale.bottom }),
      svg("text", { x: x + (isRight ? 6 : -6), y: 14, "text-anchor": isRight ? "start" : "end" }, label),
    );
  }

  return {
    /**
     * @param {{ curves: Curve[], signs: number[], low: number, high: number, stepLimit: number,
     *   limit: { rate: number, label: string } }} shown `signs`: each curve's racer, 0 … 7
     */
    draw({ curves, signs, low, high, stepLimit, limit }) {
      const fewest = Math.max(
        1,
        Math.min(stepLimit / 10, ...curves.flatMap(({ points, own }) => [...points, own].map(({ steps }) => steps ?? Infinity))),
      );
      const extent = { low, high, stepLimit, fewest };
      measure(extent);
      const hatch = svg(
        "pattern",
        { id: "sweep-hatching", width: 8, height: 8, patternUnits: "userSpaceOnUse", patternTransform: "rotate(45)" },
        svg("rect", { width: 8, height: 8, class: "sweep-hatch-ground" }),
        svg("rect", { width: 3, height: 8, class: "sweep-hatch-stripe" }),
      );
      const isOnly = curves.length === 1;
      root.replaceChildren(
        svg("defs", {}, hatch),
        axes(extent),
        ...(isOnly ? [hatching(curves[0], high), limitLine({ ...limit, low, high })] : []),
        ...curves.map((curve, i) => line(curve, signs[i], isOnly, ({ rate }) => rate >= low && rate <= high)),
        untried(curves, low, high),
        ...curves.flatMap((curve, i) => (isUntried(curve.own) ? [] : [ownPoint(curve, signs[i])])),
        cursor,
      );
    },
    /** A line through the point under the pointer or the keyboard's. @param {Point | null} point */
    point(point) {
      if (point === null) return cursor.replaceChildren();
      const [x, y] = place(point);
      const line = svg("line", { x1: x, x2: x, y1: TOP, y2: scale.bottom });
      cursor.replaceChildren(line, ...(isUntried(point) ? [] : [svg("circle", { cx: x, cy: y, r: 5 })]));
    },
    /** The learning rate at a place of the page. @param {number} clientX */
    rateAt: (clientX) => scale.rateAt(clientX - root.getBoundingClientRect().left),
  };
}

/** A learning rate in a few digits. @param {number} rate */
export const rateText = (rate) => plain(rate, 3);
