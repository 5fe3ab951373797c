import { plainOf, shortest } from "../format.js";
import { t } from "../text.js";

/** @typedef {import("../types.d.ts").Schema} Schema */

/** Whether a line can say a value: a number, a switch, a choice. */
export const isPlain = (/** @type {Schema} */ { type = "", choices }) =>
  choices !== undefined || ["number", "integer", "boolean"].includes(type);

/** A setting's value, short. */
export function valueText(/** @type {unknown} */ value) {
  if (typeof value === "boolean") return t(value ? "switch.on" : "switch.off");
  if (typeof value === "string") return value;
  return plainOf(shortest(/** @type {number} */ (value), 4));
}

/** Kinds that bring no title of their own. @type {Record<string, (kind: string) => string>} */
const TITLES = { clipping: (kind) => t(`clipping.${kind}`), gradient: (kind) => t(`gradient.${kind}`) };

/** What becomes of a member: its new name, or the first of its fields that differs. */
export function memberText(/** @type {any} */ before, /** @type {any} */ after, /** @type {Record<string, any>} */ entries, part = "") {
  const title = entries[after.kind].title ?? TITLES[part]?.(after.kind) ?? after.kind;
  return before.kind !== after.kind ? title : (fieldText(before, after, entries[after.kind].schema) ?? title);
}

/**
 * The first field of a schema that differs, from what to what; null where none does that a line can say.
 * @param {Record<string, Schema>} schema
 */
export function fieldText(/** @type {any} */ before, /** @type {any} */ after, schema) {
  const name = Object.keys(schema).find((field) => isPlain(schema[field]) && before[field] !== after[field]);
  if (name === undefined) return null;
  const { title = name, choices } = schema[name];
  if (choices) return `${title}: ${choices[after[name]] ?? after[name]}`;
  return plainText(name, schema[name], before[name], after[name], valueText);
}

/**
 * One value, from what to what.
 * @param {string} name @param {Schema} field @param {any} before @param {any} after @param {(value: any) => string} text
 */
export const plainText = (name, { symbol, title = name }, before, after, text) => `${symbol || title} ${text(before)} → ${text(after)}`;
