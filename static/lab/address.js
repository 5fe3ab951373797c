// What stands after "#": the exhibit, where everything in it is, and the theme.

/** @typedef {import("./types.d.ts").ExhibitEntry} ExhibitEntry
 *  @typedef {import("./types.d.ts").LabField} LabField
 *  @typedef {{code: string, path: string, params: Record<string, any>}} Fault */

const THEMES = ["system", "light", "dark"];

/** The state an exhibit opens with. @param {ExhibitEntry} entry @returns {import("./types.d.ts").LabState} */
export const firstState = (entry) => Object.fromEntries(Object.entries(entry.schema).map(([name, field]) => [name, field.default]));

/** @param {ExhibitEntry} entry @param {import("./types.d.ts").LabState} state @param {string} theme */
export function writeAddress(entry, state, theme) {
  const pairs = [["exhibit", entry.kind], ...Object.entries(state).map(([name, value]) => [name, String(value)])];
  if (theme !== "system") pairs.push(["theme", theme]);
  return pairs.map(([name, value]) => `${name}=${encodeURIComponent(value).replaceAll("%2C", ",")}`).join("&");
}

/** @param {string} text @param {LabField} field @param {string} path @returns {any} Throws a Fault. */
function readNumber(text, field, path) {
  const value = text.trim() === "" ? NaN : Number(text);
  const { minimum = -Infinity, maximum = Infinity } = field;
  if (!Number.isFinite(value)) throw { code: "not_a_number", path, params: { value: text } };
  if (field.type === "integer" && !Number.isInteger(value)) throw { code: "not_an_integer", path, params: { value: text } };
  if (value < minimum || value > maximum)
    throw { code: "out_of_range", path, params: { value: text, allowed: `[${minimum}, ${maximum}]` } };
  return value;
}

/** @param {string} text @param {LabField} field @param {string} name */
function readField(text, field, name) {
  if (field.choices) {
    if (!Object.hasOwn(field.choices, text))
      throw { code: "unknown_kind", path: name, params: { value: text, allowed: Object.keys(field.choices).join(", ") } };
    return text;
  }
  if (field.type !== "array") return readNumber(text, field, name);
  const parts = text.split(",");
  const { minItems = 0, maxItems = Infinity } = field;
  if (parts.length < minItems || parts.length > maxItems)
    throw { code: "wrong_length", path: name, params: { value: parts.length, allowed: `${minItems} – ${maxItems}` } };
  return parts.map((part, k) => readNumber(part, field, `${name}.${k}`));
}

/**
 * What an address says; what it does not say, or says wrongly, is as at first.
 * @param {string} hash @param {ExhibitEntry[]} entries
 */
export function readAddress(hash, entries) {
  /** @type {Fault[]} */
  const faults = [];
  /** @type {Map<string, string>} */
  const pairs = new Map();
  for (const part of hash.replace(/^#/, "").split("&").filter(Boolean)) {
    const [name, ...value] = part.split("=");
    try {
      pairs.set(name, decodeURIComponent(value.join("=")));
    } catch {
      faults.push({ code: "unreadable", path: name, params: { value: value.join("=") } });
    }
  }
  const take = (/** @type {string} */ name) => {
    const value = pairs.get(name);
    pairs.delete(name);
    return value;
  };
  const kind = take("exhibit"),
    theme = take("theme") ?? "system";
  const entry = entries.find((other) => other.kind === kind) ?? entries[0];
  if (kind !== undefined && entry.kind !== kind)
    faults.push({ code: "unknown_kind", path: "exhibit", params: { value: kind, allowed: entries.map((other) => other.kind).join(", ") } });
  if (!THEMES.includes(theme)) faults.push({ code: "unknown_kind", path: "theme", params: { value: theme, allowed: THEMES.join(", ") } });
  /** @type {Record<string, any>} */
  const state = { ...firstState(entry) };
  for (const [name, text] of pairs) {
    try {
      if (!Object.hasOwn(entry.schema, name)) throw { code: "unknown_field", path: name, params: {} };
      state[name] = readField(text, entry.schema[name], name);
    } catch (fault) {
      faults.push(/** @type {Fault} */ (fault));
    }
  }
  return { entry, state, theme: /** @type {"system" | "light" | "dark"} */ (THEMES.includes(theme) ? theme : "system"), faults };
}
