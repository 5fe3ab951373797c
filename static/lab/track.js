// A bar with a thumb, in HTML: for numbers that stand in rows.

import { element, mark } from "../element.js";
import { plain } from "../format.js";
import { makeHandle } from "./handle.js";

/**
 * @param {{name: string, range: [number, number], step: number, value: () => number, move: (value: number, settled: boolean) => void,
 *   color: string}} options
 */
export function createTrack({ name, range: [low, high], step, value, move, color }) {
  const fill = element("div", { class: "track-fill" }),
    thumb = element("div", { class: "track-thumb" });
  const node = element("div", { class: "track", style: { "--own": color } }, element("div", { class: "track-ground" }), fill, thumb);
  const part = (/** @type {number} */ number) => (100 * (number - low)) / (high - low);
  const handle = makeHandle(
    thumb,
    {
      name,
      range: [low, high],
      step,
      value,
      move,
      at: (event) => {
        const { left, width } = node.getBoundingClientRect();
        return low + ((event.clientX - left) / width) * (high - low);
      },
    },
    node,
  );
  return {
    node,
    draw() {
      const from = part(Math.min(Math.max(0, low), value())),
        to = part(Math.max(0, value()));
      mark(fill, "style", `left: ${from}%; width: ${to - from}%`);
      mark(thumb, "style", `left: ${part(value())}%`);
      handle.tell(plain(value()));
    },
  };
}
