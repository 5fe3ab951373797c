import { kindOf } from "../problems/kinds.js";
import { faultOf, shown } from "./faults.js";
import { groundOf } from "./ground.js";
import { kindsOf, racerFields, runFields } from "./schema.js";
import { isObject, say } from "./walk.js";

// What no schema says of a run: each rule takes what was given and gives back what may stand, naming what it found.

/** @typedef {import("./walk.js").Context} Context
 *  @typedef {import("../types.d.ts").Problem} Problem */

/** A page knows problems of one kind; those of another page are reported. Runs written before there were fits name no kind. */
export function ofThisPage(/** @type {any} */ given, /** @type {Problem} */ own, /** @type {Context} */ { catalogue, faults }) {
  if (!isObject(given)) return given;
  const form = runFields(catalogue).problem,
    { kind = form.usual } = given;
  const isElsewhere = kind !== own.kind && Object.hasOwn(kindsOf(catalogue, form) ?? {}, kind);
  if (!isElsewhere) return { kind, ...given };
  say(faults, { code: "other_page", path: "problem", params: { value: kind, allowed: own.kind } });
  return own;
}

/** One's own data have a value for each example in each column, and number their classes from 0. @returns {boolean} */
export function areDataEven(/** @type {Problem} */ problem, /** @type {string} */ path, /** @type {Context} */ { faults }) {
  const data = kindOf(problem).ownData(problem);
  if (data === null) return true;
  const { x, y, task } = data;
  const most = { regression: Infinity, binary: 1, multiclass: 19 }[task];
  const odd = x.findIndex((column) => column.length !== y.length),
    unlabelled = task === "regression" ? -1 : y.findIndex((label) => !(Number.isInteger(label) && label >= 0 && label <= most));
  if (odd >= 0) say(faults, { code: "wrong_length", path: `${path}.data.x.${odd}`, params: { value: x[odd].length, allowed: y.length } });
  else if (unlabelled >= 0)
    say(faults, {
      code: "out_of_range",
      path: `${path}.data.y.${unlabelled}`,
      params: { value: shown(y[unlabelled]), allowed: `0 … ${most}` },
    });
  return odd < 0 && unlabelled < 0;
}

/** A change keeps the kind of surface or model. */
export function keepsFamily(
  /** @type {Problem} */ wished,
  /** @type {Problem} */ now,
  /** @type {string} */ path,
  /** @type {Context} */ { catalogue, faults },
) {
  const { family: value } = groundOf(catalogue, wished),
    { family: allowed } = groundOf(catalogue, now);
  if (value === allowed) return;
  const [part] = Object.entries(wished).find(([, member]) => member.kind === value) ?? [];
  say(faults, { code: "unknown_kind", path: `${path}.${part}.kind`, params: { value, allowed } });
}

/** A point has a coordinate for each parameter; one that has not is none. */
export function fitting(
  /** @type {any} */ point,
  /** @type {Problem} */ problem,
  /** @type {string} */ path,
  /** @type {Context} */ { catalogue, faults },
) {
  const allowed = groundOf(catalogue, problem).parameters.length;
  if (!Array.isArray(point) || point.length === allowed) return point;
  say(faults, { code: "wrong_length", path, params: { value: point.length, allowed } });
  return null;
}

/** What is wrong with a racer's id, where `taken` are those before it. @returns {import("./faults.js").Fault | null} */
function idFault(
  /** @type {unknown} */ id,
  /** @type {Set<unknown>} */ taken,
  /** @type {string} */ path,
  /** @type {Context} */ { catalogue },
) {
  if (id === undefined) return { code: "missing_field", path, params: {} };
  if (taken.has(id)) return { code: "not_unique", path, params: { value: shown(id) } };
  return faultOf(racerFields(catalogue).id, id, path);
}

/** Every racer has an id that no other has: one that has none is given the first number that nobody uses. */
export function withIds(/** @type {any[]} */ racers, /** @type {Context} */ context) {
  const used = new Set(racers.map((racer) => racer?.id)),
    taken = new Set();
  return racers.map((racer, index) => {
    if (!isObject(racer)) return racer;
    const fault = idFault(racer.id, taken, `racers.${index}.id`, context);
    let number = index + 1;
    while (fault !== null && used.has(`r${number}`)) number += 1;
    const id = fault === null ? racer.id : `r${number}`;
    if (fault !== null) say(context.faults, fault);
    used.add(id);
    taken.add(id);
    return { ...racer, id };
  });
}
