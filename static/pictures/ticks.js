// Round numbers along an axis. On height axes they are true losses, wherever the height map puts them.

import { number, plainOf, shortest } from "../format.js";
import { heightOf } from "./field.js";

/** @typedef {{at: number[], text: string[]}} Ticks */

/**
 * A round number as axes show it; powers of ten from a hundred thousand.
 * @param {number} value
 */
export const tickText = (value) => plainOf(Math.abs(value) >= 1e5 ? number(value, 1) : shortest(Number(value.toPrecision(6))));

/** Steps between ticks, in powers of ten. */
const STEPS = [5, 4, 2, 1];
/** Ticks keep this part of the range away from its ends, where axes meet. */
const MARGIN = 0.06;

/**
 * The fewest round numbers within a range that are at least `least`.
 * @param {[number, number]} range
 * @param {number} least
 * @returns {Ticks}
 */
export function paramTicks([low, high], least) {
  const from = low + (high - low) * MARGIN,
    to = high - (high - low) * MARGIN;
  for (let power = 10 ** Math.ceil(Math.log10(high - low)); ; power /= 10) {
    for (const digit of STEPS) {
      const step = digit * power,
        first = Math.ceil(from / step),
        last = Math.floor(to / step);
      if (last - first + 1 < least) continue;
      const at = Array.from({ length: last - first + 1 }, (_, k) => Number(((first + k) * step).toPrecision(12)));
      return { at, text: at.map(tickText) };
    }
  }
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
