import { faultOf, shown } from "./faults.js";
import { kindsOf } from "./schema.js";

/** @typedef {import("../types.d.ts").Schema} Schema
 *  @typedef {import("./faults.js").Fault} Fault
 *  @typedef {{catalogue: import("../types.d.ts").Catalogue, faults: Fault[]}} Context */

/** More faults than anybody reads are not named: what came may be two megabytes of them. */
const MOST_FAULTS = 20;

export const isObject = (/** @type {any} */ value) => typeof value === "object" && value !== null && !Array.isArray(value);

export const say = (/** @type {Fault[]} */ faults, /** @type {Fault} */ fault) => {
  if (faults.length < MOST_FAULTS) faults.push(fault);
};

const at = (/** @type {string} */ path, /** @type {string | number} */ name) => (path === "" ? String(name) : `${path}.${name}`);
const isOfKinds = (/** @type {Schema} */ { kinds, members }) => (kinds ?? members) !== undefined;

/** Whether a value is of the sort that one form of a field takes; whether it is good there is another question. */
function isOfForm(/** @type {Schema} */ form, /** @type {unknown} */ value) {
  if (form.const !== undefined) return value === form.const;
  if (isOfKinds(form) || form.type === "object") return isObject(value);
  if (form.type === "array") return Array.isArray(value);
  if (form.type === "null") return value === null;
  return typeof value === (form.type === "integer" ? "number" : form.type);
}

/**
 * What is good of a given value along its schema. What is wrong is named and has `fallback`, or where that is undefined the
 * schema's default; undefined where nothing can stand for it.
 * @param {Schema} schema @param {any} given @param {string} path @param {any} fallback @param {Context} context @returns {any}
 */
export function walk(schema, given, path, fallback, context) {
  const instead = fallback === undefined ? schema.default : fallback;
  const refuse = (/** @type {string} */ code, /** @type {unknown} */ allowed = undefined, value = given) => {
    say(context.faults, { code, path, params: { value: shown(value), ...(allowed === undefined ? {} : { allowed }) } });
    return instead;
  };
  if (schema.anyOf !== undefined) {
    const form = schema.anyOf.find((each) => isOfForm(each, given)) ?? schema.anyOf[0];
    return walk(form, given, path, instead, context);
  }
  if (isOfKinds(schema)) return walkKinds(schema, given, path, context, refuse) ?? instead;
  if (schema.type === "object") {
    if (!isObject(given)) return refuse("not_an_object");
    return walkFields(schema.properties ?? {}, given, path, fallback, context) ?? instead;
  }
  if (schema.type === "array") return walkList(schema, given, path, context, refuse) ?? instead;
  const fault = faultOf(schema, given, path);
  if (fault === null) return given;
  say(context.faults, fault);
  return instead;
}

/**
 * Its kind says which fields it has. A field that is wrong has its own default, not that of another thing of its kind.
 * @param {Schema} schema @param {any} given @param {string} path @param {Context} context
 * @param {(code: string, allowed?: unknown, value?: unknown) => any} refuse
 */
function walkKinds(schema, given, path, context, refuse) {
  const kinds = kindsOf(context.catalogue, schema) ?? {};
  if (!isObject(given)) return refuse("not_an_object");
  const { kind, ...fields } = given;
  const allowed = Object.keys(kinds).join(", ");
  if (kind === undefined) return refuse("missing_field", allowed);
  if (typeof kind !== "string" || !Object.hasOwn(kinds, kind)) return refuse("unknown_kind", allowed, kind);
  const good = walkFields(kinds[kind].schema, fields, path, undefined, context);
  return good && { kind, ...good };
}

/**
 * Each field; those that are left out have their defaults. undefined where one has none and nothing stands for it.
 * @param {Record<string, Schema>} properties @param {Record<string, any>} given @param {string} path @param {any} fallback
 * @param {Context} context
 */
function walkFields(properties, given, path, fallback, context) {
  /** @type {Record<string, any>} */
  const good = {};
  for (const [name, field] of Object.entries(properties)) {
    if (Object.hasOwn(given, name) && given[name] !== undefined)
      good[name] = walk(field, given[name], at(path, name), fallback?.[name], context);
    else if (field.default !== undefined) good[name] = field.default;
    else {
      say(context.faults, { code: "missing_field", path: at(path, name), params: {} });
      good[name] = fallback?.[name];
    }
  }
  for (const name of Object.keys(given))
    if (!Object.hasOwn(properties, name)) say(context.faults, { code: "unknown_field", path: at(path, name), params: {} });
  return Object.values(good).includes(undefined) ? undefined : good;
}

/**
 * A list of things leaves out those that are nothing, and those beyond its length; a list of numbers or words is good as a
 * whole or not at all, and is left at its first wrong entry.
 * @param {Schema} schema @param {any} given @param {string} path @param {Context} context
 * @param {(code: string, allowed?: unknown, value?: unknown) => any} refuse
 */
function walkList({ items = {}, minItems = 0, maxItems = Infinity }, given, path, context, refuse) {
  if (!Array.isArray(given)) return refuse("not_a_list");
  const isOfThings = items.type === "object" || isOfKinds(items);
  const isFitting = given.length >= minItems && given.length <= maxItems;
  if (!isFitting) {
    const allowed = given.length < minItems ? `≥ ${minItems}` : `≤ ${maxItems}`;
    say(context.faults, { code: "wrong_length", path, params: { value: given.length, allowed } });
  }
  if (!isFitting && !isOfThings) return undefined;
  const good = [];
  for (const [index, entry] of given.slice(0, maxItems).entries()) {
    const value = walk(items, entry, at(path, index), undefined, context);
    if (value !== undefined) good.push(value);
    else if (!isOfThings) return undefined;
  }
  return good;
}
