// Upright bars that are dragged by their tops, side by side.

import { plain } from "../format.js";
import { makeHandle } from "./handle.js";
import { svg, set } from "../svg.js";

const STEP = 0.01;

/**
 * @param {ReturnType<typeof import("./plot.js").createPlot>} plot its x-axis runs from 0 to the number of bars
 * @param {{count: number, name: (k: number) => string, value: (k: number) => number, move: (k: number, value: number, settled: boolean) =>
 *   void,
 *   fill: (k: number) => {from: number, to: number}, color: (k: number) => string}} options `fill`: the part that is filled
 */
export function createBars(plot, { count, name, value, move, fill, color }) {
  const bars = Array.from({ length: count }, (_, k) => {
    const ground = svg("rect", { class: "bar-ground", rx: 4 }),
      part = svg("rect", { class: "bar-part", rx: 4, fill: color(k) });
    const knob = svg(
      "g",
      { class: "knob" },
      svg("rect", { class: "reach", x: -22, y: -22, width: 44, height: 44 }),
      svg("rect", { class: "body", x: -19, y: -5, width: 38, height: 10, rx: 5 }),
    );
    const number = svg("text", { class: "bar-number", "text-anchor": "middle" });
    plot.marks.append(ground, part, number, knob);
    const handle = makeHandle(
      knob,
      {
        name: name(k),
        range: [0, 1],
        step: STEP,
        isUpright: true,
        value: () => value(k),
        at: plot.yAt,
        move: (to, settled) => move(k, to, settled),
      },
      ground,
      part,
    );
    return { ground, part, knob, number, handle };
  });
  return {
    draw() {
      const wide = Math.min(64, (plot.x(1) - plot.x(0)) * 0.56);
      bars.forEach(({ ground, part, knob, number, handle }, k) => {
        const middle = plot.x(k + 0.5),
          { from, to } = fill(k),
          x = middle - wide / 2;
        set(ground, { x, y: plot.y(1), width: wide, height: plot.y(0) - plot.y(1) });
        set(part, { x, y: plot.y(to), width: wide, height: plot.y(from) - plot.y(to) });
        set(knob, { transform: `translate(${middle} ${plot.y(value(k))})` });
        set(number, { x: middle, y: plot.y(value(k)) - 11 });
        const words = plain(value(k), 3);
        if (number.textContent !== words) number.textContent = words;
        handle.tell(words);
      });
    },
    remove() {
      for (const { ground, part, knob, number } of bars) for (const node of [ground, part, knob, number]) node.remove();
    },
  };
}
