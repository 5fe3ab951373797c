// Numbers as people read them: four significant digits, true minus, powers of ten, ∞.

import { say } from "./element.js";

const SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹";
const MINUS = "−";
/** Fixed notation holds from 10⁻³ up to 10⁵; it never shows a digit that is not significant. */
const LOWEST_EXPONENT = -3;
const HIGHEST_EXPONENT = 4;

/**
 * @typedef {object} Parts
 * @property {"" | "−"} sign
 * @property {string} mantissa digits with a point; "∞"; "–" for what is not a number
 * @property {number | null} exponent of ten, null in fixed notation
 */

/**
 * The value correctly rounded to `digits` significant digits, ties to the even digit (as Python prints,
 * which is how the engine made sure that the printed arithmetic holds).
 * @param {number} value
 * @param {number} [digits] 1 … 17
 * @returns {Parts}
 */
export function number(value, digits = 4) {
  if (Number.isNaN(value)) return { sign: "", mantissa: "–", exponent: null };
  const sign = value < 0 ? MINUS : "";
  const size = Math.abs(value);
  if (size === Infinity) return { sign, mantissa: "∞", exponent: null };
  if (size === 0) return { sign: "", mantissa: "0", exponent: null };
  const [mantissa, power] = toEven(size, digits).split("e");
  const exponent = Number(power);
  const isFixed = exponent >= LOWEST_EXPONENT && exponent <= HIGHEST_EXPONENT && exponent < digits;
  return isFixed ? { sign, mantissa: fixed(mantissa.replace(".", ""), exponent), exponent: null } : { sign, mantissa, exponent };
}

/** As toExponential, which rounds ties up; 60 digits tell a tie from a near miss. @param {number} size @param {number} digits */
function toEven(size, digits) {
  const up = size.toExponential(digits - 1);
  const [longer, power] = size.toExponential(digits).split("e");
  const isTie = longer.endsWith("5") && Number(size.toExponential(60).split("e")[0].slice(longer.length)) === 0;
  if (!isTie || Number(longer.at(-2) === "." ? longer[0] : longer.at(-2)) % 2 === 1) return up;
  return `${longer.slice(0, -1).replace(/\.$/, "")}e${power}`;
}

/** 12345 with exponent 1 is 12.345. @param {string} figures @param {number} exponent */
function fixed(figures, exponent) {
  if (exponent < 0) return `0.${"0".repeat(-exponent - 1)}${figures}`;
  const [whole, rest] = [figures.slice(0, exponent + 1), figures.slice(exponent + 1)];
  return rest === "" ? whole : `${whole}.${rest}`;
}

/**
 * As `number`, but a value that needs fewer digits is written with those it needs (0.9, not 0.9000),
 * and whole numbers are written out: how numbers stand in arithmetic.
 * @param {number} value
 * @param {number} [digits]
 * @returns {Parts}
 */
export function shortest(value, digits = 4) {
  if (Number.isInteger(value) && Math.abs(value) < 1e5) {
    return { sign: value < 0 ? MINUS : "", mantissa: String(Math.abs(value)), exponent: null };
  }
  // With 16 digits and more it is the binary number that is meant.
  for (let fewer = 1; digits <= 15 && fewer < digits; fewer += 1) {
    if (Number(value.toPrecision(fewer)) === value) return number(value, fewer);
  }
  return number(value, digits);
}

/** @param {number} exponent */
export function superscript(exponent) {
  return String(exponent)
    .replace("-", "⁻")
    .replace(/\d/g, (digit) => SUPERSCRIPTS[Number(digit)]);
}

/** A power of ten alone is written 10⁻⁸, not 1×10⁻⁸. @param {Parts} parts */
function beforePower({ sign, mantissa, exponent }) {
  if (exponent === null) return sign + mantissa;
  return sign + (mantissa === "1" ? "10" : `${mantissa}×10`);
}

/** @param {Parts} parts */
export function plainOf(parts) {
  return beforePower(parts) + (parts.exponent === null ? "" : superscript(parts.exponent));
}

/** Safe to put into a page; read aloud as "ten to the power". @param {Parts} parts */
export function htmlOf(parts) {
  if (parts.mantissa === "–") return '<span role="img" aria-label="NaN">–</span>';
  if (parts.exponent === null) return parts.sign + parts.mantissa;
  return `${beforePower(parts)}<span class="unseen">^</span><sup>${String(parts.exponent).replace("-", MINUS)}</sup>`;
}

/** Text, for labels, canvases and the clipboard. @param {number} value @param {number} [digits] */
export function plain(value, digits = 4) {
  return plainOf(number(value, digits));
}

/** @param {number} value @param {number} [digits] */
export function html(value, digits = 4) {
  return htmlOf(number(value, digits));
}

/**
 * Show the value in an element; touches the page only if what is seen changes.
 * @param {HTMLElement & { shown?: string, isInfinite?: boolean }} element
 * @param {number} value
 * @param {number} [digits]
 */
export function write(element, value, digits = 4) {
  const shown = html(value, digits);
  if (element.shown === shown) return;
  element.shown = shown;
  if (shown.includes("<")) element.innerHTML = shown;
  else say(element, shown);
  const isInfinite = Math.abs(value) === Infinity;
  if (isInfinite !== (element.isInfinite ?? false)) element.classList.toggle("is-infinite", (element.isInfinite = isInfinite));
}

/** Every digit of the value, as spreadsheets and programs read it. @param {number} value */
export function exact(value) {
  return String(value);
}

const FORM = /^([+-]?)(?:(\d+(?:\.\d*)?|\.\d+)(?:e([+-]?\d+)|(?:\*10\^([+-]?\d+)))?|10\^([+-]?\d+))$/;

/**
 * What was typed, as a number: 1e-3, 0,01, 1.5×10^-3, 1.5×10⁻³, −2. NaN where it is none.
 * @param {string} text
 * @returns {number}
 */
export function parse(text) {
  const written = text
    .replace(
      /[⁻⁺⁰¹²³⁴⁵⁶⁷⁸⁹]+/g,
      (raised) => `^${[...raised].map((c) => (c === "⁻" ? "-" : c === "⁺" ? "+" : SUPERSCRIPTS.indexOf(c))).join("")}`,
    )
    .replace(/[−–]/g, "-")
    .replace(/[×·*]/g, "*")
    .replace(/\s/g, "")
    .toLowerCase();
  const sign = written.startsWith("-") ? -1 : 1;
  if (/^[+-]?∞$/.test(written)) return sign * Infinity;
  const pointed = written.includes(".") ? written : written.replace(",", ".");
  const found = FORM.exec(pointed);
  if (found === null) return NaN;
  const [, , mantissa = "1", power, tens, only] = found;
  return sign * Number(`${mantissa}e${power ?? tens ?? only ?? 0}`);
}
