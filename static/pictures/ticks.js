// Round numbers along an axis. On height axes they are true losses, wherever the height map puts them.

import { number, plainOf, shortest } from "../format.js";
import { heightOf } from "./field.js";

/** @typedef {{at: number[], text: string[]}} Ticks */

/**
 * A round number as axes show it; powers of ten from a hundred thousand.
 * @param {number} value
 */
export const tickText = (value) => plainOf(Math.abs(value) >= 1e5 ? number(value, 1) : shortest(Number(value.toPrecision(6))));

/**
 * About `count` multiples of 1, 2 or 5 times a power of ten within a range, its very ends left out.
 * @param {[number, number]} range
 * @param {number} count
 * @returns {Ticks}
 */
export function paramTicks([low, high], count) {
  const rough = (high - low) / count;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * (rough / power <= 1 ? 1 : rough / power <= 2 ? 2 : rough / power <= 5 ? 5 : 10);
  const at = [];
  for (let k = Math.ceil(low / step); k * step <= high; k++) if (k * step - low > (high - low) * 0.02 && high - k * step > (high - low) * 0.02) at.push(k * step);
  return { at, text: at.map(tickText) };
}

/**
 * True losses spread over the height: the rounder first, none closer than a sixth of the height.
 * @param {import("./relief.js").Relief} form
 * @returns {Ticks}
 */
export function heightTicks({ field, kind }) {
  const reach = Math.max(Math.abs(field.lowest), Math.abs(field.highest));
  const top = Math.floor(Math.log10(reach));
  const powers = Array.from({ length: 9 }, (_, k) => 10 ** (top - k));
  const candidates = [[0], ...[1, 5, 2].map((digit) => powers.flatMap((power) => [digit * power, -digit * power]))].flat();
  /** @type {{loss: number, height: number}[]} */
  const taken = [];
  for (const loss of candidates) {
    if (loss < field.lowest - 1e-9 * reach || loss > field.highest) continue;
    const height = heightOf(field, kind, loss);
    if (taken.every((other) => Math.abs(other.height - height) >= 1 / 6)) taken.push({ loss, height });
  }
  taken.sort((a, b) => a.height - b.height);
  return { at: taken.map(({ height }) => height), text: taken.map(({ loss }) => tickText(loss)) };
}
