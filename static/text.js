import enCost from "./text/en/cost.js";
import enFit from "./text/en/fit.js";
import enInspector from "./text/en/inspector.js";
import enPictures from "./text/en/pictures.js";
import enShell from "./text/en/shell.js";
import koCost from "./text/ko/cost.js";
import koFit from "./text/ko/fit.js";
import koInspector from "./text/ko/inspector.js";
import koPictures from "./text/ko/pictures.js";
import koShell from "./text/ko/shell.js";

/** @type {Record<"en" | "ko", Record<string, string>>} */
const SENTENCES = {
  en: { ...enShell, ...enPictures, ...enInspector, ...enFit, ...enCost },
  ko: { ...koShell, ...koPictures, ...koInspector, ...koFit, ...koCost },
};

/** Adds the sentences of a page that has its own. @param {typeof SENTENCES} more */
export function learn(more) {
  Object.assign(SENTENCES.en, more.en);
  Object.assign(SENTENCES.ko, more.ko);
}

/** @returns {"en" | "ko"} */
export const language = () => (document.documentElement.lang === "ko" ? "ko" : "en");

/**
 * The sentence of a key in the reader's language, its {names} filled in.
 * @param {string} key @param {Record<string, unknown>} [values]
 */
export function t(key, values = {}) {
  const sentence = SENTENCES[language()][key];
  if (sentence === undefined) throw new Error(`no text for ${key}`);
  return sentence.replace(/\{(\w+)\}/g, (_, name) => {
    if (!(name in values)) throw new Error(`text ${key} needs {${name}}`);
    return String(values[name]);
  });
}

/** Whether a sentence exists (codes of errors that the server may add later fall back to a general one). */
export const hasText = (/** @type {string} */ key) => key in SENTENCES[language()];
