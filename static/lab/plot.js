// A plot with two axes: what stands still is drawn again only when the room or the range changes.

import { svg, set } from "../svg.js";
import { tickText } from "../pictures/ticks.js";

/** @typedef {{range: [number, number], ticks: number[], title: string, text?: (tick: number) => string}} Axis */

let count = 0;
const MARGIN = { left: 40, right: 16, top: 26, bottom: 30 };

/**
 * @param {HTMLElement} host its size is the plot's
 * @param {{name: string, x: Axis, y: Axis, below?: number, above?: number, redraw: () => void}} options
 *   `below`, `above`: room for what is to stand under the x-axis and over the plot
 */
export function createPlot(host, { name, x: xAxis, y: yAxis, below = 0, above = 0, redraw }) {
  const id = `plot-${(count += 1)}`;
  const ground = svg("rect", { class: "plot-ground" });
  const axes = svg("g", { class: "plot-axes", "aria-hidden": "true" });
  const window = svg("rect");
  const curves = svg("g", { class: "plot-curves", "clip-path": `url(#${id})`, "aria-hidden": "true" });
  const marks = svg("g", { class: "plot-marks" });
  const picture = /** @type {SVGSVGElement} */ (
    svg(
      "svg",
      { class: "plot", role: "group", "aria-label": name },
      svg("defs", {}, svg("clipPath", { id }, window)),
      ground,
      axes,
      curves,
      marks,
    )
  );
  host.append(picture);
  let drawnFor = "";
  let size = { width: 0, height: 0 };
  new ResizeObserver(() => redraw()).observe(host);

  const left = () => MARGIN.left,
    right = () => size.width - MARGIN.right;
  const top = () => MARGIN.top + above,
    bottom = () => size.height - MARGIN.bottom - below;
  const along = (
    /** @type {[number, number]} */ [low, high],
    /** @type {number} */ value,
    /** @type {number} */ from,
    /** @type {number} */ to,
  ) => from + ((value - low) / (high - low)) * (to - from);

  const plot = {
    picture,
    ground,
    marks,
    curves,
    get box() {
      return { left: left(), right: right(), top: top(), bottom: bottom() };
    },
    x: (/** @type {number} */ value) => along(xAxis.range, value, left(), right()),
    y: (/** @type {number} */ value) => along(yAxis.range, value, bottom(), top()),
    /** The value under a pointer. */
    xAt(/** @type {MouseEvent} */ event) {
      const { left: edge } = picture.getBoundingClientRect();
      const [low, high] = xAxis.range;
      return low + ((event.clientX - edge - left()) / (right() - left())) * (high - low);
    },
    yAt(/** @type {MouseEvent} */ event) {
      const { top: edge } = picture.getBoundingClientRect();
      const [low, high] = yAxis.range;
      return low + ((bottom() - (event.clientY - edge)) / (bottom() - top())) * (high - low);
    },
    /** A curve through points. @param {ArrayLike<number>} xs @param {ArrayLike<number>} ys */
    path(xs, ys) {
      const reach = 4 * size.height;
      let drawn = "",
        isOn = false;
      for (let k = 0; k < xs.length; k += 1) {
        const at = plot.y(ys[k]);
        if (Number.isNaN(at)) {
          isOn = false;
          continue;
        }
        drawn += `${isOn ? "L" : "M"}${plot.x(xs[k]).toFixed(1)} ${Math.max(-reach, Math.min(reach, at)).toFixed(1)}`;
        isOn = true;
      }
      return drawn;
    },
    /** Takes the host's size; call before drawing. False where there is no room. */
    begin() {
      size = { width: host.clientWidth, height: host.clientHeight };
      if (size.width < 60 || size.height < 60) return false;
      const wanted = `${size.width} ${size.height} ${xAxis.range} ${yAxis.range}`;
      if (wanted === drawnFor) return true;
      drawnFor = wanted;
      set(picture, { width: size.width, height: size.height, viewBox: `0 0 ${size.width} ${size.height}` });
      const box = { x: left(), y: top(), width: right() - left(), height: bottom() - top() };
      set(ground, box);
      set(window, { ...box, y: box.y - 1, height: box.height + 2 });
      axes.replaceChildren(...gridLines());
      return true;
    },
  };

  /** Between the last two ticks there is room. */
  function xTitleAt() {
    const [last = xAxis.range[1], before = xAxis.range[0]] = [...xAxis.ticks].reverse();
    return (last + before) / 2;
  }

  function gridLines() {
    const drawn = [];
    for (const tick of yAxis.ticks) {
      const at = plot.y(tick);
      drawn.push(
        svg("line", { x1: left(), x2: right(), y1: at, y2: at, class: tick === 0 ? "axis" : "grid" }),
        svg("text", { x: left() - 7, y: at, class: "tick", "text-anchor": "end", dy: "0.34em" }, (yAxis.text ?? tickText)(tick)),
      );
    }
    for (const tick of xAxis.ticks) {
      const at = plot.x(tick);
      drawn.push(
        svg("line", { x1: at, x2: at, y1: top(), y2: bottom(), class: "grid" }),
        svg("text", { x: at, y: bottom() + below + 20, class: "tick", "text-anchor": "middle" }, (xAxis.text ?? tickText)(tick)),
      );
    }
    drawn.push(
      svg("text", { x: left() - 4, y: top() - 9, class: "axis-title" }, yAxis.title),
      svg("text", { x: plot.x(xTitleAt()), y: bottom() + below + 20, class: "axis-title", "text-anchor": "middle" }, xAxis.title),
    );
    return drawn;
  }
  return plot;
}
