import { svg } from "../svg.js";

/** ⤢, as a line icon: two pictures change places. */
export function swapIcon() {
  const drawing = svg("svg", {
    width: 16,
    height: 16,
    viewBox: "0 0 16 16",
    fill: "none",
    stroke: "currentColor",
    "stroke-width": 1.6,
    "stroke-linecap": "round",
    "stroke-linejoin": "round",
    "aria-hidden": "true",
  });
  drawing.innerHTML = '<path d="M9.6 2.8h3.6v3.6M13 3 9.2 6.8M6.4 13.2H2.8V9.6M3 13l3.8-3.8"/>';
  return drawing;
}
