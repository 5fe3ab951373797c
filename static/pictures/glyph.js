// The eight racers' signs: glyph in the ball and dash of the trail; their colours are tokens (--racer-1 … 8).

import { svg } from "../svg.js";
import { sharpnessNow } from "./canvas.js";
import { mixed, rgbOf } from "./colour.js";

/** @typedef {{glyph: string, dash: number[]}} Sign */

/** Glyphs in a circle of radius 1. @type {Sign[]} */
export const RACERS = [
  { glyph: "M-.42 0a.42 .42 0 1 0 .84 0a.42 .42 0 1 0 -.84 0Z", dash: [] },
  { glyph: "M-.4 -.4H.4V.4H-.4Z", dash: [9, 4] },
  { glyph: "M0 -.55L.52 .36H-.52Z", dash: [2.5, 3.5] },
  { glyph: "M0 -.6L.5 0L0 .6L-.5 0Z", dash: [11, 4, 2.5, 4] },
  { glyph: "M-.16 -.55H.16V-.16H.55V.16H.16V.55H-.16V.16H-.55V-.16H-.16Z", dash: [6, 3] },
  { glyph: "M0 .55L.52 -.36H-.52Z", dash: [1.5, 5] },
  { glyph: "M-.5 -.27L-.27 -.5L0 -.23L.27 -.5L.5 -.27L.23 0L.5 .27L.27 .5L0 .23L-.27 .5L-.5 .27L-.23 0Z", dash: [14, 4, 2, 3, 2, 4] },
  { glyph: "M-.55 -.17H.55V.17H-.55Z", dash: [7, 3, 2, 3, 2, 3] },
];
/** Width of the casing round a ball. */
const CASING_PX = 2.2;

/**
 * The racer's ball as an icon; decoration, the racer's name stands beside it.
 * @param {number} racer 0 … 7
 * @param {number} size_px
 */
export function ballIcon(racer, size_px = 18) {
  const icon = svg("svg", { width: size_px, height: size_px, viewBox: "-1.05 -1.05 2.1 2.1", "aria-hidden": "true", class: "ball" });
  icon.innerHTML = `<circle r="1" fill="var(--racer-${racer + 1})"/><path d="${RACERS[racer].glyph}" fill="var(--on-racer)"/>`;
  return icon;
}

/** @type {Map<string, HTMLCanvasElement>} */
const painted = new Map();

/**
 * Draws a racer's ball; painted once per size and theme, then copied.
 * @param {CanvasRenderingContext2D} pen
 * @param {import("./ink.js").Ink} ink
 * @param {number} racer
 * @param {number} x
 * @param {number} y
 * @param {number} radius
 * @param {boolean} round whether light falls on it (flat pictures have flat balls)
 */
export function drawBall(pen, ink, racer, x, y, radius, round) {
  const sharpness = sharpnessNow(),
    key = `${ink.theme} ${racer} ${radius} ${round} ${sharpness}`;
  let picture = painted.get(key);
  if (!picture) painted.set(key, (picture = paint(ink, racer, radius, round, sharpness)));
  const reach = radius + CASING_PX + 1;
  pen.drawImage(picture, x - reach, y - reach, reach * 2, reach * 2);
}

/**
 * @param {import("./ink.js").Ink} ink
 * @param {number} racer
 * @param {number} radius
 * @param {boolean} round
 * @param {number} sharpness
 */
function paint(ink, racer, radius, round, sharpness) {
  const reach = radius + CASING_PX + 1;
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = Math.ceil(reach * 2 * sharpness);
  const pen = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  pen.scale(canvas.width / (reach * 2), canvas.width / (reach * 2));
  pen.translate(reach, reach);
  disc(pen, radius + CASING_PX, ink.casing);
  disc(pen, radius, round ? shaded(pen, ink.racers[racer], radius) : ink.racers[racer]);
  pen.scale(radius * 0.92, radius * 0.92);
  pen.fillStyle = ink.onRacer;
  pen.fill(new Path2D(RACERS[racer].glyph));
  return canvas;
}

/**
 * @param {CanvasRenderingContext2D} pen
 * @param {string} colour
 * @param {number} radius
 */
function shaded(pen, colour, radius) {
  const light = pen.createRadialGradient(-radius * 0.4, -radius * 0.5, radius * 0.1, 0, 0, radius * 1.05);
  const rgb = rgbOf(colour);
  const css = (/** @type {number[]} */ value) => `rgb(${value.map(Math.round)})`;
  light.addColorStop(0, css(mixed(rgb, [255, 255, 255], 0.5)));
  light.addColorStop(0.45, colour);
  light.addColorStop(1, css(mixed(rgb, [0, 0, 0], 0.32)));
  return light;
}

/**
 * @param {CanvasRenderingContext2D} pen
 * @param {number} radius
 * @param {string | CanvasGradient} fill
 */
function disc(pen, radius, fill) {
  pen.beginPath();
  pen.arc(0, 0, radius, 0, Math.PI * 2);
  pen.fillStyle = fill;
  pen.fill();
}

/**
 * The same ball at another step: a hollow ring.
 * @param {CanvasRenderingContext2D} pen
 * @param {import("./ink.js").Ink} ink
 * @param {number} racer
 * @param {number} x
 * @param {number} y
 * @param {number} radius
 */
export function drawHollow(pen, ink, racer, x, y, radius) {
  for (const [width, colour] of /** @type {[number, string][]} */ ([
    [5.4, ink.casing],
    [2.6, ink.racers[racer]],
  ])) {
    pen.beginPath();
    pen.arc(x, y, radius, 0, Math.PI * 2);
    pen.lineWidth = width;
    pen.strokeStyle = colour;
    pen.stroke();
  }
}
