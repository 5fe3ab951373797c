// A one-parameter loss drawn as a curve, and the lens that goes with it.

import { colourAt, ramp } from "./colour.js";
import { heightTicks, paramTicks } from "./ticks.js";
import { newKey } from "./solid.js";

/** Room for the losses' ticks, and below the readings for the slopes. */
const LEFT = 58,
  RIGHT = 26,
  TOP = 70,
  BOTTOM = 44;

/**
 * @param {import("./relief.js").Relief} form
 * @param {{width: number, height: number, isBig: boolean, magnitude: number, insets: {top: number, bottom: number}}} room
 * @returns {import("./lens.d.ts").Lens & {toParam(px: number): number, atHeight(height: number): number, floor: number}}
 */
export function curveLens(form, room) {
  const [low, high] = form.field.window[0];
  const top = room.insets.top + TOP,
    floor = room.height - room.insets.bottom - BOTTOM,
    foot = floor - 16;
  const per = (room.width - LEFT - RIGHT) / (high - low);
  const atHeight = (/** @type {number} */ height) => foot - (foot - top) * height;
  const keep = (/** @type {number} */ x) => Math.min(high, Math.max(low, x));
  const place = (/** @type {number} */ x, /** @type {number} */ _, /** @type {Float64Array | number[]} */ out) => {
    out[0] = LEFT + (x - low) * per;
    out[1] = atHeight(form.at(keep(x), 0));
  };
  return {
    key: newKey(),
    flat: false,
    isLine: true,
    holds: form.holds,
    hidden: () => false,
    lift: 1,
    spans: [400 / per, 400 / per],
    ...room,
    place,
    atHeight,
    floor,
    tangent(x, y, dx, _, out) {
      place(x, y, out);
      out[0] += dx * per;
      out[1] -= form.slope(x, 0)[0] * dx * (foot - top);
    },
    pieces: (x0, _, x1) => Math.max(1, Math.min(120, Math.ceil((Math.abs(x1 - x0) * per) / 3))),
    toParam: (px) => low + (px - LEFT) / per,
  };
}

/**
 * Axes, the curve in the colours of its heights, and the ground below it.
 * @param {CanvasRenderingContext2D} pen
 * @param {import("./relief.js").Relief} form
 * @param {ReturnType<typeof curveLens>} lens
 * @param {import("./ink.js").Ink} ink
 * @param {"viridis" | "cividis"} palette
 */
export function drawCurve(pen, form, lens, ink, palette) {
  const { field, heights } = form,
    [low, high] = field.window[0];
  const size = lens.magnitude > 1.1 ? 15 : 12;
  const spot = [0, 0];
  pen.font = `500 ${size}px ${ink.font}`;
  pen.fillStyle = ink.ink3;
  pen.strokeStyle = ink.line;
  pen.lineWidth = 1;
  pen.textBaseline = "middle";
  pen.textAlign = "right";
  const losses = heightTicks(form);
  losses.at.forEach((height, k) => {
    const y = Math.round(lens.atHeight(height)) + 0.5;
    rule(pen, LEFT, y, lens.width - RIGHT, y);
    pen.fillText(losses.text[k], LEFT - 10, y);
  });
  const params = paramTicks([low, high], lens.width < 480 ? 3 : 5);
  pen.textAlign = "center";
  params.at.forEach((x, k) => {
    lens.place(x, 0, spot);
    rule(pen, spot[0], lens.floor, spot[0], lens.floor + 5);
    pen.fillText(params.text[k], spot[0], lens.floor + 8 + size);
  });
  rule(pen, LEFT, lens.floor + 0.5, lens.width - RIGHT, lens.floor + 0.5);
  pen.font = `italic 400 ${size * 1.35}px ${ink.math}`;
  pen.fillText("x", lens.width - RIGHT, lens.floor + 8 + size);
  const points = Array.from(heights, (height, i) => {
    lens.place(low + ((high - low) * i) / (heights.length - 1), 0, spot);
    return [spot[0], spot[1]];
  });
  const stops = ramp(palette, ink.dark);
  const paint = pen.createLinearGradient(0, lens.atHeight(0), 0, lens.atHeight(1));
  stops.forEach((_, k) => paint.addColorStop(k / (stops.length - 1), `rgb(${colourAt(stops, k / (stops.length - 1)).map(Math.round)})`));
  const trace = () => {
    pen.beginPath();
    points.forEach(([x, y], k) => (k ? pen.lineTo(x, y) : pen.moveTo(x, y)));
  };
  trace();
  pen.lineTo(points[points.length - 1][0], lens.floor);
  pen.lineTo(points[0][0], lens.floor);
  pen.closePath();
  pen.globalAlpha = ink.dark ? 0.22 : 0.16;
  pen.fillStyle = paint;
  pen.fill();
  pen.globalAlpha = 1;
  trace();
  pen.lineJoin = "round";
  pen.lineCap = "round";
  pen.lineWidth = 5 * lens.magnitude;
  pen.strokeStyle = paint;
  pen.stroke();
}

/** @param {CanvasRenderingContext2D} pen @param {number} x0 @param {number} y0 @param {number} x1 @param {number} y1 */
function rule(pen, x0, y0, x1, y1) {
  pen.beginPath();
  pen.moveTo(x0, y0);
  pen.lineTo(x1, y1);
  pen.stroke();
}
