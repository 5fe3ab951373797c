// What can tell racers apart, one thing at a time: a few words for each of them.

import { plainOf, shortest } from "../format.js";
import { t } from "../text.js";
import { isPlain } from "./setting_text.js";

/** @typedef {import("../types.d.ts").Schema} Schema
 *  @typedef {import("../types.d.ts").Member} Member */
/**
 * One thing in which racers may differ, in the order of the racers; null where one has no such thing.
 * @typedef {{name: string, texts: (string | null)[], briefs: (string | null)[]}} Trait `briefs`: the same where room is short
 * @typedef {(value: number) => string} Write
 */

/** Digits that numbers are written with: more where fewer would make two of them look alike. */
const DIGITS = [4, 6, 9, 12, 17];

/** How many different values, or texts, there are. @param {unknown[]} values */
const kindsAmong = (values) =>
  new Set(values.filter((value) => value !== undefined && value !== null).map((value) => JSON.stringify(value))).size;

/** Whether it tells anybody apart. */
export const differs = (/** @type {Trait} */ { texts }) => kindsAmong(texts) > 1;

/**
 * @template Value
 * @typedef {(value: Value, write: Write, index: number) => string} Words
 */

/** A number of so many digits, and no more of them than it needs. @param {number} number @param {number} digits */
const written = (number, digits) => plainOf(shortest(Number(number.toPrecision(digits)), digits));

/**
 * @template Value
 * @param {(Value | undefined)[]} values undefined where a racer has none
 * @param {Words<Value>} text
 * @returns {(string | null)[]}
 */
function textsOf(values, text) {
  const wanted = kindsAmong(values);
  const inDigits = (/** @type {number} */ digits) =>
    values.map((value, index) => (value === undefined ? null : text(value, (number) => written(number, digits), index)));
  return inDigits(DIGITS.find((each) => kindsAmong(inDigits(each)) >= wanted) ?? DIGITS[DIGITS.length - 1]);
}

/**
 * What is said of each in its own words.
 * @template Value
 * @param {string} name @param {(Value | undefined)[]} values
 * @param {Words<Value>} text @param {Words<Value>} [brief]
 * @returns {Trait}
 */
export function trait(name, values, text, brief = text) {
  return { name, texts: textsOf(values, text), briefs: textsOf(values, brief) };
}

/**
 * A field of a form: "β₁ 0.9", "AMSGrad: on".
 * @param {string} name @param {unknown[]} values @param {(Schema | undefined)[]} fields of each racer: undefined where it has no such field
 */
export function fieldTrait(name, values, fields) {
  const said = values.map((value, k) => (fields[k] !== undefined && isPlain(fields[k]) ? value : undefined));
  return trait(name, said, (value, write, k) => {
    const { symbol, title = name, choices } = /** @type {Schema} */ (fields[k]);
    if (typeof value === "boolean") return `${title}: ${t(value ? "switch.on" : "switch.off")}`;
    return typeof value === "number" ? `${symbol || title} ${write(value)}` : `${title}: ${choices?.[String(value)] ?? value}`;
  });
}

/**
 * One of several kinds, with those of its fields in which others of its kind differ: "Huber loss δ 2".
 * @param {string} name @param {Member[]} members
 * @param {Record<string, {schema: Record<string, Schema>}>} kinds @param {(kind: string) => string} titleOf
 * @returns {Trait}
 */
export function memberTrait(name, members, kinds, titleOf) {
  const fields = [...new Set(members.map(({ kind }) => kind))].flatMap((kind) =>
    Object.entries(kinds[kind].schema).map(([field, schema]) =>
      fieldTrait(
        field,
        members.map((member) => (member.kind === kind ? member[field] : undefined)),
        members.map(() => schema),
      ),
    ),
  );
  const told = members.map((_, k) => fields.filter(differs).flatMap(({ texts }) => texts[k] ?? []));
  return {
    name,
    texts: members.map(({ kind }, k) => [titleOf(kind), ...told[k]].join(" ")),
    briefs: members.map(({ kind }, k) => (told[k].length > 0 ? told[k].join(" ") : titleOf(kind))),
  };
}
