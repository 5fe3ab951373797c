// Times, sizes and counts as people read them, from their powers of ten: some are far beyond any number.

import { plain, superscript } from "../format.js";
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

/** Three digits, whole numbers written out up to a million; beyond what a number can be, its power alone. @param {number} log10 */
export function amountText(log10) {
  if (log10 > 300) return `10${superscript(Math.round(log10))}`;
  const value = 10 ** log10;
  if (value >= 999.5 && value < 1e6) return Math.round(value).toLocaleString(language());
  return plain(value, value < 1e6 ? 3 : 2);
}

/** A count, whole where it is small. @param {number} count */
export const countText = (count) => (count < 1e6 ? Math.round(count).toLocaleString(language()) : plain(count, 3));

/** @param {number} log10_s */
export function timeText(log10_s) {
  const seconds = 10 ** log10_s;
  const [, unit_s, name] = /** @type {[number, number, string]} */ (UNITS.find(([end]) => seconds < end) ?? UNITS.at(-1));
  return t(`amount.${name}`, { value: amountText(log10_s - Math.log10(unit_s)) });
}

/** @param {number} log10_bytes */
export function bytesText(log10_bytes) {
  const step = Math.min(3, Math.max(0, Math.floor((log10_bytes + 0.0002) / 3)));
  return t(`amount.${["bytes", "kilobytes", "megabytes", "gigabytes"][step]}`, { value: amountText(log10_bytes - 3 * step) });
}
