// The texts that this page can say, in the reader's language: they come with the page (app/page/translations.py).

/**
 * A sentence; or its plural forms, of which the number `by` chooses.
 * @typedef {string | ({ by: string, other: string } & Partial<Record<Intl.LDMLPluralRule, string>>)} Text
 */

/** @returns {string} */
export const language = () => document.documentElement.lang;

/** @type {Record<string, Text> | undefined} */
let texts;
/** @type {Intl.PluralRules | undefined} */
let plurals;

/** @param {string} key @returns {Text | undefined} */
function textOf(key) {
  texts ??= JSON.parse(document.getElementById("texts")?.textContent ?? "{}");
  return /** @type {Record<string, Text>} */ (texts)[key];
}

/**
 * The sentence of a key, its {names} filled in. A number chooses the plural form; what is printed otherwise than as
 * JavaScript prints it is an object that is both (`counted` in panels/amounts.js).
 * @param {string} key @param {Record<string, unknown>} [values]
 */
export function t(key, values = {}) {
  const text = textOf(key);
  if (text === undefined) throw new Error(`no text for ${key}`);
  const valueOf = (/** @type {string} */ name) => {
    if (!(name in values)) throw new Error(`text ${key} needs {${name}}`);
    return values[name];
  };
  return formOf(text, valueOf).replace(/\{(\w+)\}/g, (_, name) => String(valueOf(name)));
}

/** @param {Text} text @param {(name: string) => unknown} valueOf */
function formOf(text, valueOf) {
  if (typeof text === "string") return text;
  plurals ??= new Intl.PluralRules(language());
  return text[plurals.select(Number(valueOf(text.by)))] ?? text.other;
}

/** Whether a sentence exists (codes of errors that the server may add later fall back to a general one). */
export const hasText = (/** @type {string} */ key) => textOf(key) !== undefined;
