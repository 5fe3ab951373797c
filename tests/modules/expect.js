// What a test of a module claims; what is not so is thrown with both values in it.

const isObject = (value) => typeof value === "object" && value !== null;
const entriesOf = (value) => (value instanceof Map ? [...value] : Object.entries(value));

/** The same value: NaN is NaN, −0 is not 0, objects are the same entry by entry whatever their order. */
function isSame(found, expected) {
  if (Object.is(found, expected)) return true;
  if (!isObject(found) || !isObject(expected) || found.constructor !== expected.constructor) return false;
  if (found instanceof Map) return isSame([...found], [...expected]);
  const names = Object.keys(expected);
  return Object.keys(found).length === names.length && names.every((name) => name in found && isSame(found[name], expected[name]));
}

function written(value) {
  if (typeof value === "string") return JSON.stringify(value);
  if (!isObject(value)) return Object.is(value, -0) ? "-0" : String(value);
  if (Array.isArray(value) || ArrayBuffer.isView(value)) return `[${Array.from(value, written).join(", ")}]`;
  return `{${entriesOf(value)
    .map(([name, entry]) => `${name}: ${written(entry)}`)
    .join(", ")}}`;
}

export function equal(found, expected, about = "") {
  if (!isSame(found, expected)) throw new Error(`${about}\nfound:    ${written(found)}\nexpected: ${written(expected)}`);
}

/** To rounding: a part in 10¹² of the larger one. */
export function near(found, expected, about = "") {
  if (!(Math.abs(found - expected) <= 1e-12 * Math.max(Math.abs(found), Math.abs(expected))))
    throw new Error(`${about}\nfound: ${found}\nexpected about: ${expected}`);
}

export function ok(claim, about = "it is not so") {
  if (claim !== true) throw new Error(about);
}

/** The promises that are settled have told everybody. */
export const settled = () => new Promise((done) => setTimeout(done));
