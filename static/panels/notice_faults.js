import { hasText, t } from "../text.js";

/** What a path ends in: a field, with its place where it is a list. */
const endOf = (/** @type {string} */ path) => /[^.]*(\.\d+)*$/.exec(path)?.[0] || path;

/** A fault as a sentence naming the thing, its value and what is allowed. */
export function faultText(/** @type {import("../run/faults.js").Fault} */ { code, path, params }, name = endOf(path)) {
  const key = hasText(`error.${code}`) ? `error.${code}` : "error.invalid";
  return t(key, { path: name, value: "–", allowed: "–", ...params });
}
