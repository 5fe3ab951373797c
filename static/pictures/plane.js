// The surface as a flat map: colour bands, contour lines, and the lens that goes with it.

import { LEVELS, colourAt, lineOpacity, ramp } from "./colour.js";
import { newKey } from "./solid.js";
import { paramTicks } from "./ticks.js";

/** @typedef {import("./relief.js").Relief} Relief */
/** @typedef {{x: number, y: number, width: number, height: number}} Rect */

/** Half width of a contour line. */
const LINE_PX = 0.8;

/**
 * Where the window lies in a box so that x and y have the same scale.
 * @param {Relief} form
 * @param {{width: number, height: number}} box
 * @param {{top: number, bottom: number, side: number}} margin
 * @returns {Rect}
 */
export function rectOf({ field: { window: [[left, right], [low, high]] } }, box, margin) {
  const scale = Math.min((box.width - 2 * margin.side) / (right - left), (box.height - margin.top - margin.bottom) / (high - low));
  const width = scale * (right - left), height = scale * (high - low);
  return { x: (box.width - width) / 2, y: margin.top + (box.height - margin.top - margin.bottom - height) / 2, width, height };
}

/**
 * @param {Relief} form
 * @param {Rect} rect
 * @param {{width: number, height: number, isBig: boolean, magnitude: number, insets: {top: number, bottom: number}}} room
 * @returns {import("./lens.d.ts").Lens & {toParams(px: number, py: number): [number, number]}}
 */
export function flatLens(form, rect, room) {
  const { window: [[left, right], [low, high]] } = form.field;
  const perX = rect.width / (right - left), perY = rect.height / (high - low);
  const span = (1 / perX) * 400;
  const place = (/** @type {number} */ x, /** @type {number} */ y, /** @type {Float64Array | number[]} */ out) => {
    out[0] = rect.x + (x - left) * perX;
    out[1] = rect.y + rect.height - (y - low) * perY;
  };
  return {
    key: newKey(), flat: true, holds: form.holds, hidden: () => false, lift: 0, spans: [span, span], ...room,
    place, tangent: (x, y, dx, dy, out) => place(x + dx, y + dy, out), pieces: () => 1,
    toParams: (px, py) => [left + (px - rect.x) / perX, low + (rect.y + rect.height - py) / perY],
  };
}

/**
 * Bands and lines, drawn pixel by pixel; once for a size, a palette and a height.
 * @param {CanvasRenderingContext2D} pen
 * @param {Relief} form
 * @param {Rect} rect
 * @param {"viridis" | "cividis"} palette
 * @param {boolean} dark
 * @param {number} corner radius of the map's corners
 */
export function paintMap(pen, form, rect, palette, dark, corner) {
  const sharpness = pen.getTransform().a;
  const width = Math.max(2, Math.round(rect.width * sharpness)), height = Math.max(2, Math.round(rect.height * sharpness));
  const heights = resampled(form, width, height);
  const picture = new ImageData(width, height);
  const stops = ramp(palette, dark);
  const bands = Array.from({ length: LEVELS + 1 }, (_, level) => colourAt(stops, (level + 0.5) / LEVELS));
  const opacity = lineOpacity(dark), reach = LINE_PX * sharpness;
  for (let j = 0, at = 0; j < height; j++) {
    for (let i = 0; i < width; i++, at++) {
      const level = heights[at] * LEVELS, band = Math.max(0, Math.min(LEVELS - 1, Math.floor(level)));
      const across = heights[i < width - 1 ? at + 1 : at - 1] * LEVELS - level, along = heights[j < height - 1 ? at + width : at - width] * LEVELS - level;
      const nearest = Math.min(level - band, band + 1 - level) / (Math.hypot(across, along) + 1e-9);
      const white = nearest < reach && !(band === 0 && level < 0.5) && !(band === LEVELS - 1 && level > LEVELS - 0.5) ? (1 - nearest / reach) * opacity : 0;
      const colour = bands[band], o = at * 4;
      for (let k = 0; k < 3; k++) picture.data[o + k] = colour[k] + (255 - colour[k]) * white;
      picture.data[o + 3] = 255;
    }
  }
  const sheet = document.createElement("canvas");
  sheet.width = width;
  sheet.height = height;
  /** @type {CanvasRenderingContext2D} */ (sheet.getContext("2d")).putImageData(picture, 0, 0);
  pen.save();
  pen.beginPath();
  pen.roundRect(rect.x, rect.y, rect.width, rect.height, corner);
  pen.clip();
  pen.drawImage(sheet, rect.x, rect.y, rect.width, rect.height);
  pen.restore();
}

/**
 * Heights at a picture's pixels, row 0 on top.
 * @param {Relief} form
 * @param {number} width
 * @param {number} height
 */
function resampled({ field: { columns, rows }, heights }, width, height) {
  const out = new Float32Array(width * height);
  for (let j = 0; j < height; j++) {
    const v = (1 - (j + 0.5) / height) * (rows - 1), row = Math.min(rows - 2, Math.floor(v)), q = v - row;
    for (let i = 0; i < width; i++) {
      const u = ((i + 0.5) / width) * (columns - 1), column = Math.min(columns - 2, Math.floor(u)), p = u - column, at = row * columns + column;
      out[j * width + i] = (heights[at] * (1 - p) + heights[at + 1] * p) * (1 - q) + (heights[at + columns] * (1 - p) + heights[at + columns + 1] * p) * q;
    }
  }
  return out;
}

/**
 * Ticks inside the map's left and lower rim.
 * @param {CanvasRenderingContext2D} pen
 * @param {Relief} form
 * @param {import("./lens.d.ts").Lens} lens
 * @param {Rect} rect
 * @param {string} font
 * @param {number} size_px
 */
export function drawMapTicks(pen, form, lens, rect, font, size_px) {
  const [across, along] = form.field.window, count = rect.width < 300 ? 3 : 5;
  const spot = [0, 0];
  pen.font = `500 ${size_px}px ${font}`;
  pen.lineJoin = "round";
  const write = (/** @type {string} */ text, /** @type {number} */ x, /** @type {number} */ y) => {
    pen.lineWidth = 3;
    pen.strokeStyle = "rgba(13,18,26,.6)";
    pen.strokeText(text, x, y);
    pen.fillStyle = "#fff";
    pen.fillText(text, x, y);
  };
  pen.textAlign = "center";
  pen.textBaseline = "bottom";
  const x = paramTicks(across, count), y = paramTicks(along, count);
  x.at.forEach((value, k) => { lens.place(value, along[0], spot); write(x.text[k], spot[0], rect.y + rect.height - 4); });
  pen.textAlign = "left";
  pen.textBaseline = "middle";
  y.at.forEach((value, k) => { lens.place(across[0], value, spot); if (spot[1] < rect.y + rect.height - size_px * 2.4) write(y.text[k], rect.x + 6, spot[1]); });
}
