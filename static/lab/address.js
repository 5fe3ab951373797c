// What stands after "#": the exhibit, where everything in it is, and the theme.

import { asText, BadValue, oneOf, readPairs, readRows, reportUnknown, THEME, writePairs, writeRows } from "../rows.js";

/** @typedef {import("./types.d.ts").ExhibitEntry} ExhibitEntry
 *  @typedef {import("./types.d.ts").LabField} LabField
 *  @typedef {import("./types.d.ts").LabState} LabState
 *  @typedef {{kind: string, at: LabState, theme: "system" | "light" | "dark"}} State */

/** Whatever is said of an exhibit is written, first or not. */
const NOTHING = {};

/** The state an exhibit opens with. @param {ExhibitEntry} entry @returns {LabState} */
export const firstState = (entry) => Object.fromEntries(Object.entries(entry.schema).map(([name, field]) => [name, field.default]));

/** @param {string} text @param {LabField} field @param {string} [part] which of a list @returns {number} */
function readNumber(text, { type, minimum = -Infinity, maximum = Infinity }, part = "") {
  const value = text.trim() === "" ? NaN : Number(text),
    where = { part, value: text };
  if (!Number.isFinite(value)) throw new BadValue("not_a_number", "", where);
  if (type === "integer" && !Number.isInteger(value)) throw new BadValue("not_an_integer", "", where);
  if (value < minimum || value > maximum) throw new BadValue("out_of_range", `[${minimum}, ${maximum}]`, where);
  return value;
}

/** How a field is read. @param {LabField} field @returns {(text: string) => any} */
function reading(field) {
  if (field.choices) return oneOf(...Object.keys(field.choices));
  if (field.type !== "array") return (text) => readNumber(text, field);
  const { minItems = 0, maxItems = Infinity } = field;
  return (text) => {
    const parts = text.split(",");
    if (parts.length < minItems || parts.length > maxItems)
      throw new BadValue("wrong_length", `${minItems} – ${maxItems}`, { value: parts.length });
    return parts.map((part, k) => readNumber(part, field, String(k)));
  };
}

/** A row for each field. @param {ExhibitEntry} entry @returns {import("../rows.js").Row[]} */
const rowsOf = ({ schema }) =>
  Object.entries(schema).map(([name, field]) => ({
    name,
    key: name,
    fallback: () => field.default,
    decode: reading(field),
    encode: asText,
  }));

/** @param {ExhibitEntry[]} entries @returns {import("../rows.js").Row} */
const exhibitRow = (entries) => ({
  name: "kind",
  key: "exhibit",
  fallback: () => entries[0].kind,
  decode: oneOf(...entries.map(({ kind }) => kind)),
  encode: asText,
});

const entryOf = (/** @type {ExhibitEntry[]} */ entries, /** @type {string} */ kind) =>
  /** @type {ExhibitEntry} */ (entries.find((entry) => entry.kind === kind));

/** @param {State} state @param {ExhibitEntry[]} entries */
export function writeAddress(state, entries) {
  const { kind, at } = state;
  return writePairs([
    ...writeRows([exhibitRow(entries)], state, NOTHING),
    ...writeRows(rowsOf(entryOf(entries, kind)), at, NOTHING),
    ...writeRows([THEME], state, { theme: THEME.fallback(state) }),
  ]);
}

/**
 * What an address says; what it does not say, or says wrongly, is as at first.
 * @param {string} hash @param {ExhibitEntry[]} entries
 * @returns {{state: State, faults: import("../rows.js").Fault[]}}
 */
export function readAddress(hash, entries) {
  /** @type {import("../rows.js").Fault[]} */
  const faults = [];
  const pairs = readPairs(hash, faults);
  const rows = [exhibitRow(entries), THEME];
  const state = /** @type {State} */ (Object.fromEntries(rows.map((row) => [row.name, row.fallback({})])));
  readRows(rows, pairs, state, faults);
  const entry = entryOf(entries, state.kind),
    at = { ...firstState(entry) };
  readRows(rowsOf(entry), pairs, at, faults);
  reportUnknown(pairs, [...rows.map(({ key }) => key), ...Object.keys(entry.schema)], faults);
  return { state: { ...state, at }, faults };
}
