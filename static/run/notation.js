import { kindsOf, racerFields } from "./schema.js";

/**
 * A run in the address, readable: `rosenbrock`, `adam~learning_rate:0.02`, racers joined by ";", their further settings
 * by "/". Only what differs from the default is written.
 */

/** @typedef {import("../types.d.ts").Catalogue} Catalogue
 *  @typedef {import("../types.d.ts").Schema} Schema
 *  @typedef {import("./schema.js").Kinds} Kinds */

const writeValue = (/** @type {any} */ value) => (Array.isArray(value) ? value.join(",") : String(value));

function readValue(/** @type {string} */ text) {
  if (text === "true" || text === "false") return text === "true";
  return text === "" ? NaN : Number(text);
}

function writeFields(/** @type {any} */ member, /** @type {Record<string, any>} */ schema) {
  return Object.entries(schema)
    .filter(([name, field]) => member[name] !== field.default)
    .map(([name]) => `~${name}:${writeValue(member[name])}`)
    .join("");
}

const writeMember = (/** @type {any} */ member, /** @type {Kinds} */ kinds) => member.kind + writeFields(member, kinds[member.kind].schema);

/** @param {string} text @param {Kinds | null} kinds of which it is one: a field that is a choice of words is read as text */
function readMember(text, kinds) {
  const [kind, ...fields] = text.split("~");
  return { kind, ...readFields(fields, kinds !== null && Object.hasOwn(kinds, kind) ? kinds[kind].schema : {}) };
}

/** Fields as they stand between "~". */
export function readFields(/** @type {string[]} */ fields, /** @type {Record<string, Schema>} */ schema = {}) {
  return Object.fromEntries(
    fields.map((field) => {
      const [name, ...value] = field.split(":");
      const text = value.join(":");
      return [name, Object.hasOwn(schema, name) && schema[name].choices !== undefined ? text : readValue(text)];
    }),
  );
}

/** The settings of a racer that are written by their names: those with kinds before the plain ones. @returns {[string, Schema][]} */
function settingsOf(/** @type {Catalogue} */ catalogue) {
  const settings = Object.entries(racerFields(catalogue)).filter(([name]) => name !== "id" && name !== "optimizer");
  const isOfKinds = (/** @type {[string, Schema]} */ [, field]) => kindsOf(catalogue, field) !== null;
  return settings.sort((one, other) => Number(isOfKinds(other)) - Number(isOfKinds(one)));
}

function writeRacer(/** @type {import("../types.d.ts").Racer} */ racer, /** @type {number} */ index, /** @type {Catalogue} */ catalogue) {
  const parts = [writeMember(racer.optimizer, catalogue.optimizers)];
  if (racer.id !== `r${index + 1}`) parts.push(`id:${racer.id}`);
  for (const [name, field] of settingsOf(catalogue)) {
    const kinds = kindsOf(catalogue, field),
      write = (/** @type {any} */ value) => (kinds === null ? writeValue(value) : writeMember(value, kinds));
    const written = write(/** @type {any} */ (racer)[name]);
    if (written !== write(field.default)) parts.push(`${name}:${written}`);
  }
  return parts.join("/");
}

function readRacer(/** @type {string} */ text, /** @type {number} */ index, /** @type {Catalogue} */ catalogue) {
  const [optimizer, ...parts] = text.split("/");
  const fields = /** @type {Record<string, Schema>} */ (racerFields(catalogue));
  const settings = parts.map((part) => {
    const [name, ...rest] = part.split(":");
    return [name, readSetting(catalogue, Object.hasOwn(fields, name) ? fields[name] : {}, rest.join(":"))];
  });
  return { id: `r${index + 1}`, optimizer: readMember(optimizer, catalogue.optimizers), ...Object.fromEntries(settings) };
}

/** A setting as its schema reads it; what it has no schema for stays text. */
function readSetting(/** @type {Catalogue} */ catalogue, /** @type {Schema} */ field, /** @type {string} */ text) {
  const kinds = kindsOf(catalogue, field);
  if (kinds !== null) return readMember(text, kinds);
  if (field.anyOf !== undefined) return field.anyOf.some((form) => form.const === text) ? text : readStart(text);
  return field.type === "string" || field.type === undefined ? text : readValue(text);
}

export const writeRacers = (/** @type {import("../types.d.ts").Racer[]} */ racers, /** @type {Catalogue} */ catalogue) =>
  racers.map((racer, index) => writeRacer(racer, index, catalogue)).join(";");
export const readRacers = (/** @type {string} */ text, /** @type {Catalogue} */ catalogue) =>
  text === "" ? [] : text.split(";").map((each, index) => readRacer(each, index, catalogue));

/** Fields that came later, with what was so before there were any. @type {Record<string, unknown>} */
const LATER = { threshold_mode: "rel", delta: 0 };

/** Without them its text is as it was. @template T @param {T} value @param {Record<string, unknown>} later @returns {T} */
const asBefore = (value, later) =>
  JSON.parse(JSON.stringify(value, (name, entry) => (name in later && entry === later[name] ? undefined : entry)));

/** The run as packed links and files hold it: whole, but for what came later and is as before, as is a racer with nothing of its own. */
export const asStored = (/** @type {import("../types.d.ts").RunConfig} */ run) => asBefore(run, { ...LATER, own: null });

/** Its changes likewise: where one sets that a racer has nothing of its own any more, that stands there. */
export const changesAsStored = (/** @type {import("../types.d.ts").Change[]} */ changes) => asBefore(changes, LATER);

export const writeStart = writeValue;
export const readStart = (/** @type {string} */ text) => (text === "random" ? text : text.split(",").map(Number));
