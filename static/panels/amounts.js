// Times, sizes and counts as people read them, from their powers of ten: some are far beyond any number.

import { plainOf, shortest, superscript } from "../format.js";
import { language, t } from "../text.js";

const YEAR_S = 365.25 * 86_400;
/** [seconds from which the next unit is used, length of the unit, its name] @type {[number, number, string][]} */
const UNITS = [
  [0.9995e-6, 1e-9, "ns"],
  [0.9995e-3, 1e-6, "us"],
  [0.9995, 1e-3, "ms"],
  [119.5, 1, "s"],
  [7_170, 60, "min"],
  [2 * 86_400, 3_600, "h"],
  [2 * YEAR_S, 86_400, "days"],
  [Infinity, YEAR_S, "years"],
];

/** Three digits, and no more than it needs; beyond what a number can be, its power alone. @param {number} log10 */
export function amountText(log10) {
  return log10 > 300 ? `10${superscript(Math.round(log10))}` : countText(amount(log10));
}

const amount = (/** @type {number} */ log10) => Number((10 ** log10).toPrecision(3));

/** A count, written out up to a million. @param {number} count */
export const countText = (count) =>
  count >= 999.5 && count < 1e6 ? Math.round(count).toLocaleString(language()) : plainOf(shortest(count, 3));

/** For a text: it prints as `text` says and agrees with the number. @param {number} count */
export const counted = (count, text = countText(count)) => ({ valueOf: () => count, toString: () => text });

const countedAmount = (/** @type {number} */ log10) => counted(amount(log10), amountText(log10));

/** @param {number} log10_s */
export function timeText(log10_s) {
  const seconds = 10 ** log10_s;
  const [, unit_s, name] = /** @type {[number, number, string]} */ (UNITS.find(([end]) => seconds < end) ?? UNITS.at(-1));
  return t(`amount.${name}`, { value: countedAmount(log10_s - Math.log10(unit_s)) });
}

/** @param {number} log10_bytes */
export function bytesText(log10_bytes) {
  const step = Math.min(3, Math.max(0, Math.floor((log10_bytes + 0.0002) / 3)));
  return t(`amount.${["bytes", "kilobytes", "megabytes", "gigabytes"][step]}`, { value: countedAmount(log10_bytes - 3 * step) });
}

/** A power of ten on an axis of seconds: in its unit up to a hundred seconds, as a power above. @param {number} power */
export const timeTick = (power) => (power > 2 ? t("amount.s", { value: `10${superscript(power)}` }) : timeText(power));
