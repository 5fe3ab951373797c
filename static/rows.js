// What an address keeps, as a table: a row for each piece of state, read and written the same way on every page.

/** @typedef {{code: string, path: string, params: {value?: unknown, allowed?: unknown}}} Fault
 *  @typedef {Map<string, string>} Pairs
 *  @typedef {{name: string, key: string, fallback: (state: any, catalogue?: any) => any, decode: (text: string) => any,
 *    encode: (value: any) => string}} Row */

/**
 * Refused values throw this; the address reports them and goes on with the fallback. `part`: which entry of a list, `value`: what it is.
 */
export class BadValue extends Error {
  constructor(/** @type {string} */ code, /** @type {string} */ allowed, { part = "", value = /** @type {unknown} */ (undefined) } = {}) {
    super(allowed);
    this.code = code;
    this.allowed = allowed;
    this.part = part;
    this.value = value;
  }
}

export const oneOf =
  (/** @type {(string | number)[]} */ ...choices) =>
  (/** @type {string} */ text) => {
    const found = choices.find((choice) => String(choice) === text);
    if (found === undefined) throw new BadValue("unknown_kind", choices.join(", "));
    return found;
  };

export function numbers(/** @type {string} */ text, /** @type {number} */ count) {
  const list = text.split(",").map(Number);
  if (list.length !== count || !list.every(Number.isFinite)) throw new BadValue("bad_point", String(count));
  return list;
}

export const flag = {
  decode: (/** @type {string} */ text) => oneOf("1", "0")(text) === "1",
  encode: (/** @type {boolean} */ value) => (value ? "1" : "0"),
};

export const asText = String;

/** The one row that every page has. @type {Row} */
export const THEME = { name: "theme", key: "theme", fallback: () => "system", decode: oneOf("system", "light", "dark"), encode: asText };

/** What stands after "#", apart. @param {string} hash @param {Fault[]} faults @returns {Pairs} */
export function readPairs(hash, faults) {
  const pairs = new Map();
  for (const part of hash.replace(/^#/, "").split("&").filter(Boolean)) {
    const [key, ...value] = part.split("=");
    try {
      pairs.set(key, decodeURIComponent(value.join("=")));
    } catch {
      faults.push({ code: "unreadable", path: key, params: { value: value.join("=") } });
    }
  }
  return pairs;
}

/** And together again. */
export const writePairs = (/** @type {[string, string][]} */ pairs) =>
  pairs.map(([key, value]) => `${key}=${encodeURIComponent(value).replace(/%(2C|3A|3B|2F)/g, decodeURIComponent)}`).join("&");

/**
 * Sets in `state` what the pairs say; what is wrong in them stays as it is.
 * @param {Row[]} rows @param {Pairs} pairs @param {Record<string, any>} state @param {Fault[]} faults
 */
export function readRows(rows, pairs, state, faults) {
  for (const row of rows) {
    const text = pairs.get(row.key);
    if (text === undefined) continue;
    try {
      state[row.name] = row.decode(text);
    } catch (error) {
      if (!(error instanceof BadValue)) throw error;
      const { code, part, allowed, value = text } = error;
      faults.push({ code, path: part ? `${row.key}.${part}` : row.key, params: { value, allowed } });
    }
  }
}

/**
 * The pairs of what is not as in `first`.
 * @param {Row[]} rows @param {Record<string, any>} state @param {Record<string, any>} first @returns {[string, string][]}
 */
export const writeRows = (rows, state, first) =>
  rows.filter((row) => row.encode(state[row.name]) !== row.encode(first[row.name])).map((row) => [row.key, row.encode(state[row.name])]);

/** Reports what the page has no use for. @param {Pairs} pairs @param {string[]} known @param {Fault[]} faults */
export function reportUnknown(pairs, known, faults) {
  for (const key of pairs.keys()) if (!known.includes(key)) faults.push({ code: "unknown_field", path: key, params: {} });
}
