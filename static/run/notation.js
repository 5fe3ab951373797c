import { PARTS } from "./options.js";

/**
 * A run in the address, readable: `rosenbrock`, `adam~learning_rate:0.02`, racers joined by ";", their further settings
 * by "/". Only what differs from the default is written.
 */

/** @typedef {import("../types.d.ts").Catalogue} Catalogue */

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

const writeMember = (/** @type {any} */ member, /** @type {any} */ entries) =>
  member.kind + writeFields(member, entries[member.kind].schema);

function readMember(/** @type {string} */ text) {
  const [kind, ...fields] = text.split("~");
  return { kind, ...readFields(fields) };
}

/** Fields as they stand between "~". */
export function readFields(/** @type {string[]} */ fields) {
  return Object.fromEntries(
    fields.map((field) => {
      const [name, ...value] = field.split(":");
      return [name, readValue(value.join(":"))];
    }),
  );
}

function writeRacer(/** @type {import("../types.d.ts").Racer} */ racer, /** @type {number} */ index, /** @type {Catalogue} */ catalogue) {
  const parts = [writeMember(racer.optimizer, catalogue.optimizers)];
  if (racer.id !== `r${index + 1}`) parts.push(`id:${racer.id}`);
  for (const part of /** @type {(keyof typeof PARTS)[]} */ (Object.keys(PARTS))) {
    const written = writeMember(racer[part], PARTS[part].entries(catalogue));
    if (written !== PARTS[part].usual) parts.push(`${part}:${written}`);
  }
  if (racer.noise !== 0) parts.push(`noise:${racer.noise}`);
  if (racer.start !== null) parts.push(`start:${writeValue(racer.start)}`);
  return parts.join("/");
}

function readRacer(/** @type {string} */ text, /** @type {number} */ index) {
  const [optimizer, ...parts] = text.split("/");
  /** @type {Record<string, unknown>} */
  const racer = { id: `r${index + 1}`, optimizer: readMember(optimizer) };
  for (const part of parts) {
    const [name, ...rest] = part.split(":");
    const value = rest.join(":");
    racer[name] = name in PARTS ? readMember(value) : name === "start" ? readStart(value) : name === "noise" ? Number(value) : value;
  }
  return racer;
}

export const writeRacers = (/** @type {import("../types.d.ts").Racer[]} */ racers, /** @type {Catalogue} */ catalogue) =>
  racers.map((racer, index) => writeRacer(racer, index, catalogue)).join(";");
export const readRacers = (/** @type {string} */ text) => (text === "" ? [] : text.split(";").map(readRacer));

export const writeStart = writeValue;
export const readStart = (/** @type {string} */ text) => (text === "random" ? text : text.split(",").map(Number));
