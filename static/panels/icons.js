// Every icon of the page: strokes on a 20 × 20 sheet, decoration beside words or an aria-label.

import { svg } from "../svg.js";

/** Strokes, and where needed filled shapes. @type {Record<string, {line?: string, fill?: string}>} */
const DRAWN = {
  down: { line: "M5.5 8 10 12.5 14.5 8" },
  right: { line: "M8 5.5 12.5 10 8 14.5" },
  previous: { line: "M12 5 7 10l5 5" },
  next: { line: "M8 5l5 5-5 5" },
  restart: { line: "M4.5 4.8v10.4", fill: "M15.8 4.9v10.2L7.6 10Z" },
  play: { fill: "M6.4 4v12a.8.8 0 0 0 1.23.67l9.2-6a.8.8 0 0 0 0-1.34l-9.2-6A.8.8 0 0 0 6.4 4Z" },
  pause: {
    fill: "M5.4 3.6h2.8a.8.8 0 0 1 .8.8v11.2a.8.8 0 0 1-.8.8H5.4a.8.8 0 0 1-.8-.8V4.4a.8.8 0 0 1 .8-.8ZM11.8 3.6h2.8a.8.8 0 0 1 .8.8v11.2a.8.8 0 0 1-.8.8h-2.8a.8.8 0 0 1-.8-.8V4.4a.8.8 0 0 1 .8-.8Z",
  },
  loop: { line: "M4 9.5V8.2A2.7 2.7 0 0 1 6.7 5.5h8.6M13 3.2l2.4 2.3L13 7.8M16 10.5v1.3a2.7 2.7 0 0 1-2.7 2.7H4.7M7 16.8l-2.4-2.3L7 12.2" },
  link: {
    line: "M8.5 11.5a3.1 3.1 0 0 0 4.4 0l2.7-2.7a3.1 3.1 0 0 0-4.4-4.4l-.9.9M11.5 8.5a3.1 3.1 0 0 0-4.4 0l-2.7 2.7a3.1 3.1 0 0 0 4.4 4.4l.9-.9",
  },
  light: {
    line: "M10 6.6a3.4 3.4 0 1 1 0 6.8 3.4 3.4 0 0 1 0-6.8ZM10 2v1.6M10 16.4V18M18 10h-1.6M3.6 10H2M15.7 4.3l-1.2 1.2M5.5 14.5l-1.2 1.2M4.3 4.3l1.2 1.2M14.5 14.5l1.2 1.2",
  },
  dark: { line: "M16.6 11.9A7 7 0 0 1 8.1 3.4a7 7 0 1 0 8.5 8.5Z" },
  system: { line: "M3.5 4.5h13v8.6h-13ZM7.5 16.5h5M10 13.2v3.2" },
  plus: { line: "M10 4.2v11.6M4.2 10h11.6" },
  minus: { line: "M4.2 10h11.6" },
  close: { line: "M5 5l10 10M15 5 5 15" },
  copy: { line: "M7.2 7.2h9v9h-9ZM12.8 7V3.8h-9v9H7" },
  code: { line: "M7 6 3 10l4 4M13 6l4 4-4 4" },
  branch: { line: "M7 17V3.5M7 12.5c0-4 6-2.6 6-7", fill: "M13 3a2 2 0 1 1 0 4 2 2 0 0 1 0-4Z" },
  tick: { line: "M4.5 10.5 8.5 14.5 15.5 6" },
  cross: { line: "M5.5 5.5l9 9M14.5 5.5l-9 9" },
  flat: { line: "M4.5 10h11" },
  sweep: { line: "M3 4v12.5h14M5.5 6c2.2 7 4 7.6 6 7.2 2-.4 2.6-3.4 3.6-8.2" },
  tree: { line: "M10 3.5v4M10 7.5c0 3-5 2-5 5.5v2M10 7.5c0 3 5 2 5 5.5v2M10 7.5V15" },
  dice: { line: "M4 4h12v12H4ZM7.4 7.4h.01M12.6 7.4h.01M10 10h.01M7.4 12.6h.01M12.6 12.6h.01" },
  more: { line: "M5 10h.01M10 10h.01M15 10h.01" },
  open: { line: "M3.5 15.5V5h4.6l1.7 2h6.7v8.5Z" },
  undo: { line: "M7.5 4 3.8 7.7l3.7 3.7M4.2 7.7h7.6a4.2 4.2 0 0 1 0 8.4H8.2" },
  redo: { line: "M12.5 4l3.7 3.7-3.7 3.7M15.8 7.7H8.2a4.2 4.2 0 0 0 0 8.4h3.6" },
  swap: { line: "M12 4h4v4M15.8 4.2 11.6 8.4M8 16H4v-4M4.2 15.8l4.2-4.2" },
};

/** @param {string} name @param {number} [size_px] */
export function icon(name, size_px = 18) {
  const { line, fill } = DRAWN[name];
  const drawing = svg("svg", { viewBox: "0 0 20 20", width: size_px, height: size_px, "aria-hidden": "true", class: "icon-drawing" });
  if (line)
    drawing.innerHTML += `<path d="${line}" fill="none" stroke="currentColor" stroke-width="1.8" stroke-linecap="round" stroke-linejoin="round"/>`;
  if (fill) drawing.innerHTML += `<path d="${fill}" fill="currentColor" stroke="currentColor" stroke-width="1" stroke-linejoin="round"/>`;
  return drawing;
}
