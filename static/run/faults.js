import { plainOf, shortest } from "../format.js";

/** @typedef {import("../types.d.ts").Schema} Schema
 *  @typedef {import("../rows.js").Fault} Fault */

/** Letters of a bad text that are shown again. */
const LONGEST = 80;

/** A bad value in a sentence: short, whatever it is. */
export function shown(/** @type {unknown} */ value) {
  if (typeof value === "number") return plainOf(shortest(value, 6));
  if (typeof value === "string") return value.length > LONGEST ? `${value.slice(0, LONGEST - 3)}...` : value;
  if (Array.isArray(value)) return "[…]";
  return typeof value === "object" && value !== null ? "{…}" : String(value);
}

/** The allowed interval in words of mathematics: "[0, 1)". */
function interval(/** @type {Schema} */ { minimum, exclusiveMinimum, maximum, exclusiveMaximum }) {
  const low = exclusiveMinimum !== undefined ? `(${shown(exclusiveMinimum)}` : minimum !== undefined ? `[${shown(minimum)}` : "(−∞";
  const high = exclusiveMaximum !== undefined ? `${shown(exclusiveMaximum)})` : maximum !== undefined ? `${shown(maximum)}]` : "∞)";
  return `${low}, ${high}`;
}

/** The values that a field lists: a choice, a few words, or the one. @returns {unknown[] | null} */
function listed(/** @type {Schema} */ { choices, enum: words, const: one }) {
  if (choices !== undefined) return Object.keys(choices);
  return words ?? (one === undefined ? null : [one]);
}

/** @returns {[code: string, allowed?: unknown] | null} */
function wrongNumber(/** @type {Schema} */ field, /** @type {unknown} */ value) {
  const isWhole = field.type === "integer";
  // What was typed and is no number at all is NaN here.
  if (typeof value !== "number") return [isWhole ? "not_an_integer" : "not_a_number"];
  if (Number.isNaN(value)) return ["not_a_number"];
  if (isWhole && !Number.isInteger(value)) return ["not_an_integer"];
  if (!Number.isFinite(value)) return ["not_finite"];
  const isIn =
    value >= (field.minimum ?? -Infinity) &&
    value <= (field.maximum ?? Infinity) &&
    value > (field.exclusiveMinimum ?? -Infinity) &&
    value < (field.exclusiveMaximum ?? Infinity);
  return isIn ? null : ["out_of_range", interval(field)];
}

/** @returns {[code: string, allowed?: unknown] | null} */
function wrongText(/** @type {Schema} */ { maxLength = Infinity, pattern }, /** @type {unknown} */ value) {
  if (typeof value !== "string") return ["not_text"];
  if (value.length > maxLength) return ["wrong_length", `≤ ${maxLength}`];
  return pattern === undefined || new RegExp(pattern, "u").test(value) ? null : ["bad_pattern", pattern];
}

/** @returns {[code: string, allowed?: unknown] | null} */
function wrong(/** @type {Schema} */ field, /** @type {unknown} */ value) {
  const allowed = listed(field);
  if (allowed !== null) return allowed.includes(value) ? null : ["unknown_kind", allowed.join(", ")];
  if (field.type === "boolean") return typeof value === "boolean" ? null : ["not_a_boolean"];
  if (field.type === "null") return value === null ? null : ["invalid"];
  return field.type === "string" ? wrongText(field, value) : wrongNumber(field, value);
}

/** What is wrong with one plain value: a number, a switch, a text, a choice; null where it is good. @returns {Fault | null} */
export function faultOf(/** @type {Schema} */ field, /** @type {unknown} */ value, /** @type {string} */ path) {
  const found = wrong(field, value);
  if (found === null) return null;
  const [code, allowed] = found;
  return { code, path, params: { value: shown(value), ...(allowed === undefined ? {} : { allowed }) } };
}
