// The surface as a flat map: colour bands, contour lines, and the lens that goes with it.

import { sharpnessNow } from "./canvas.js";
import { LEVELS, colourAt, lineOpacity, mixed, ramp } from "./colour.js";
import { newKey } from "./solid.js";
import { paramTicks } from "./ticks.js";

/** @typedef {import("./relief.js").Relief} Relief */
/** @typedef {{x: number, y: number, width: number, height: number}} Rect */

/** Windows of test functions are at most this different in their sides; beyond it both axes have scales of their own. */
const MOST_RATIO = 4;
/** Half width of a contour line. */
const LINE_PX = 0.8;
/** Strengths of a line between none and full. */
const SHADES = 31;

/**
 * Where the window lies in a box so that x and y have the same scale, unless that would make a strip of it (weights and
 * frequencies have units of their own): then the map is a square.
 * @param {Relief} form
 * @param {{width: number, height: number}} box
 * @param {{top: number, bottom: number, side: number}} margin
 * @returns {Rect}
 */
export function rectOf(
  {
    field: {
      window: [[left, right], [low, high]],
    },
  },
  box,
  margin,
) {
  const ratio = (right - left) / (high - low),
    stretch = ratio > MOST_RATIO || ratio < 1 / MOST_RATIO ? 1 / ratio : 1;
  const scale = Math.min(
    (box.width - 2 * margin.side) / (right - left) / stretch,
    (box.height - margin.top - margin.bottom) / (high - low),
  );
  const width = scale * stretch * (right - left),
    height = scale * (high - low);
  return { x: (box.width - width) / 2, y: margin.top + (box.height - margin.top - margin.bottom - height) / 2, width, height };
}

/**
 * @param {Relief} form
 * @param {Rect} rect
 * @param {{width: number, height: number, isBig: boolean, magnitude: number, insets: {top: number, bottom: number}}} room
 * @returns {import("./lens.d.ts").Lens & {toParams(px: number, py: number): [number, number]}}
 */
export function flatLens(form, rect, room) {
  const {
    window: [[left, right], [low, high]],
  } = form.field;
  const perX = rect.width / (right - left),
    perY = rect.height / (high - low);
  const span = (1 / perX) * 400;
  const place = (/** @type {number} */ x, /** @type {number} */ y, /** @type {Float64Array | number[]} */ out) => {
    out[0] = rect.x + (x - left) * perX;
    out[1] = rect.y + rect.height - (y - low) * perY;
  };
  return {
    key: newKey(),
    flat: true,
    holds: form.holds,
    hidden: () => false,
    lift: 0,
    spans: [span, span],
    ...room,
    place,
    tangent: (x, y, dx, dy, out) => place(x + dx, y + dy, out),
    pieces: () => 1,
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
  const sharpness = sharpnessNow();
  const width = Math.max(2, Math.round(rect.width * sharpness)),
    height = Math.max(2, Math.round(rect.height * sharpness));
  const heights = resampled(form, width, height);
  const picture = new ImageData(width, height),
    pixels = new Uint32Array(picture.data.buffer),
    colours = inks(palette, dark);
  // Plain numbers in plain loops: this is most of the page's first picture, drawn before the browser has compiled anything.
  const reach = LINE_PX * sharpness,
    least = 0.5,
    most = LEVELS - 0.5;
  for (let j = 0, at = 0; j < height; j++) {
    const below = j < height - 1 ? width : -width;
    for (let i = 0; i < width; i++, at++) {
      const level = heights[at] * LEVELS;
      const band = level < 0 ? 0 : level < LEVELS ? level | 0 : LEVELS - 1;
      let white = 0;
      if (level >= least && level <= most) {
        const across = heights[i < width - 1 ? at + 1 : at - 1] * LEVELS - level,
          along = heights[at + below] * LEVELS - level;
        const nearest = Math.min(level - band, band + 1 - level) / (Math.sqrt(across * across + along * along) + 1e-9);
        if (nearest < reach) white = ((1 - nearest / reach) * SHADES + 0.5) | 0;
      }
      pixels[at] = colours[band * (SHADES + 1) + white];
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
 * Every band's colour under every strength of a contour line, as pixels.
 * @param {"viridis" | "cividis"} palette
 * @param {boolean} dark
 */
function inks(palette, dark) {
  const stops = ramp(palette, dark),
    opacity = lineOpacity(dark);
  const bytes = new Uint8ClampedArray(LEVELS * (SHADES + 1) * 4);
  for (let band = 0, at = 0; band < LEVELS; band++) {
    for (let shade = 0; shade <= SHADES; shade++, at += 4) {
      bytes.set([...mixed(colourAt(stops, (band + 0.5) / LEVELS), [255, 255, 255], (shade / SHADES) * opacity), 255], at);
    }
  }
  return new Uint32Array(bytes.buffer);
}

/**
 * Heights at a picture's pixels, row 0 on top.
 * @param {Relief} form
 * @param {number} width
 * @param {number} height
 */
function resampled({ field: { columns, rows }, heights }, width, height) {
  const out = new Float32Array(width * height),
    line = new Float32Array(columns);
  for (let j = 0, o = 0; j < height; j++) {
    const v = (1 - (j + 0.5) / height) * (rows - 1),
      row = Math.min(rows - 2, Math.floor(v)),
      q = v - row,
      at = row * columns;
    for (let k = 0; k < columns; k++) line[k] = heights[at + k] * (1 - q) + heights[at + columns + k] * q;
    for (let i = 0; i < width; i++, o++) {
      const u = ((i + 0.5) / width) * (columns - 1),
        column = Math.min(columns - 2, Math.floor(u)),
        p = u - column;
      out[o] = line[column] * (1 - p) + line[column + 1] * p;
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
  const [across, along] = form.field.window,
    count = rect.width < 300 ? 3 : 5;
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
  const x = paramTicks(across, count),
    y = paramTicks(along, count);
  x.at.forEach((value, k) => {
    lens.place(value, along[0], spot);
    write(x.text[k], spot[0], rect.y + rect.height - 4);
  });
  pen.textAlign = "left";
  pen.textBaseline = "middle";
  y.at.forEach((value, k) => {
    lens.place(across[0], value, spot);
    if (spot[1] < rect.y + rect.height - size_px * 2.4) write(y.text[k], rect.x + 6, spot[1]);
  });
}
