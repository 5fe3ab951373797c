import { hasText, t } from "../text.js";

/** A fault as a sentence naming the thing, its value and what is allowed. */
export function faultText(/** @type {import("../run/validity.js").Fault} */ { code, path, params }, name = path.split(".").at(-1) || path) {
  const key = hasText(`error.${code}`) ? `error.${code}` : "error.invalid";
  return t(key, { path: name, value: "–", allowed: "–", ...params });
}
