import { plainOf, shortest } from "../format.js";
import { t } from "../text.js";

/** A setting's value, short. */
export function valueText(/** @type {unknown} */ value) {
  if (typeof value === "boolean") return t(value ? "switch.on" : "switch.off");
  if (typeof value === "string") return value;
  return plainOf(shortest(/** @type {number} */ (value), 4));
}

/** What becomes of a member: its new name, or the first of its fields that differs. */
export function memberText(
  /** @type {any} */ before,
  /** @type {any} */ after,
  /** @type {Record<string, any>} */ entries,
  part = "clipping",
) {
  const title = () => entries[after.kind].title ?? t(`${part}.${after.kind}`);
  return before.kind !== after.kind ? title() : (fieldText(before, after, entries[after.kind].schema) ?? title());
}

/** The first field of a schema that differs, from what to what; null where none does. @param {Record<string, any>} schema */
export function fieldText(/** @type {any} */ before, /** @type {any} */ after, schema) {
  const name = Object.keys(schema).find((field) => before[field] !== after[field]);
  if (name === undefined) return null;
  const { symbol, title, choices } = schema[name];
  if (choices) return `${title}: ${choices[after[name]] ?? after[name]}`;
  return `${symbol || title} ${valueText(before[name])} → ${valueText(after[name])}`;
}
