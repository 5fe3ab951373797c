// Names beside balls and letters beside arrows, placed so that they cover neither balls, arrows nor each other.

import { sharpnessNow } from "./canvas.js";

/** @typedef {{x: number, y: number, width: number, height: number, weight: number}} Box centre, size, cost of covering it */

const PAD_X = 7,
  HIGH = 22,
  CORNER = 6;

/** @type {Map<string, {canvas: HTMLCanvasElement, width: number}>} */
const painted = new Map();

/** Keeps track of what is taken in one frame. @param {{width: number, height: number, insets: {top: number, bottom: number}}} room */
export function createTags(room) {
  /** @type {Box[]} */
  const boxes = [];
  return {
    /** @param {number} x @param {number} y @param {number} size @param {number} [weight] */
    keepFree(x, y, size, weight = 40) {
      boxes.push({ x, y, width: size, height: size, weight });
    },
    /**
     * @param {CanvasRenderingContext2D} pen
     * @param {import("./ink.js").Ink} ink
     * @param {{text: string, x: number, y: number, away: number, way?: number[], math?: boolean, size_px: number}} tag way: the direction
     *   in which the tag lies best
     */
    put(pen, ink, { text, x, y, away, way = [0, -1], math = false, size_px }) {
      const picture = paint(pen, ink, text, math, size_px);
      const high = HIGH * (size_px / 13);
      let best = { cost: Infinity, x, y };
      for (const [dx, dy] of around(away + high / 2, away + picture.width / 2)) {
        const at = {
          x: clamp(x + dx, picture.width / 2 + 4, room.width - picture.width / 2 - 4),
          y: clamp(y + dy, high / 2 + room.insets.top, room.height - high / 2 - room.insets.bottom),
        };
        const cost =
          6 * (1 - (dx * way[0] + dy * way[1]) / Math.hypot(dx, dy)) +
          Math.hypot(dx, dy) / 12 +
          Math.hypot(at.x - x - dx, at.y - y - dy) +
          boxes.reduce((sum, box) => sum + overlap(box, at, picture.width, high), 0);
        if (cost < best.cost) best = { cost, ...at };
      }
      boxes.push({ x: best.x, y: best.y, width: picture.width, height: high, weight: 60 });
      const margin = 6;
      pen.drawImage(
        picture.canvas,
        best.x - picture.width / 2 - margin,
        best.y - high / 2 - margin,
        picture.width + margin * 2,
        high + margin * 2,
      );
    },
  };
}

/**
 * Places round a point.
 * @param {number} up
 * @param {number} out
 * @returns {[number, number][]}
 */
const around = (up, out) => [
  [0, -up],
  [out, 0],
  [-out, 0],
  [0, up],
  [out * 0.8, -up],
  [-out * 0.8, -up],
  [out * 0.8, up],
  [-out * 0.8, up],
  [0, -up * 1.9],
  [0, up * 1.9],
];

/** @param {number} value @param {number} least @param {number} most */
const clamp = (value, least, most) => Math.max(least, Math.min(most, value));

/**
 * @param {Box} box
 * @param {{x: number, y: number}} at
 * @param {number} width
 * @param {number} height
 */
function overlap(box, at, width, height) {
  const across = (box.width + width) / 2 - Math.abs(box.x - at.x),
    along = (box.height + height) / 2 - Math.abs(box.y - at.y);
  return across > -2 && along > -2 ? box.weight + (Math.max(0, across) * Math.max(0, along)) / 8 : 0;
}

/**
 * @param {CanvasRenderingContext2D} pen
 * @param {import("./ink.js").Ink} ink
 * @param {string} text
 * @param {boolean} math
 * @param {number} size_px
 */
function paint(pen, ink, text, math, size_px) {
  const sharpness = sharpnessNow();
  const key = `${ink.theme} ${sharpness} ${size_px} ${math} ${text}`;
  const known = painted.get(key);
  if (known) return known;
  const font = math ? `italic 400 ${size_px * 1.25}px ${ink.math}` : `650 ${size_px}px ${ink.font}`;
  const canvas = document.createElement("canvas");
  const own = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  own.font = font;
  const width = Math.ceil(own.measureText(text).width) + PAD_X * 2,
    high = HIGH * (size_px / 13),
    margin = 6;
  canvas.width = Math.ceil((width + margin * 2) * sharpness);
  canvas.height = Math.ceil((high + margin * 2) * sharpness);
  own.scale(sharpness, sharpness);
  own.beginPath();
  own.roundRect(margin, margin, width, high, CORNER);
  own.shadowColor = "rgba(10, 14, 20, .28)";
  own.shadowBlur = 4 * sharpness;
  own.shadowOffsetY = sharpness;
  own.fillStyle = ink.dark ? "#1f2733" : ink.bg;
  own.fill();
  own.shadowColor = "transparent";
  own.font = font;
  own.fillStyle = ink.ink;
  own.textAlign = "center";
  own.textBaseline = "middle";
  own.fillText(text, margin + width / 2, margin + high / 2 + 0.5);
  const picture = { canvas, width };
  painted.set(key, picture);
  // Branch labels and shares come and go; a picture of a tag is cheap to make again.
  if (painted.size > 200) painted.delete(/** @type {string} */ (painted.keys().next().value));
  return picture;
}
