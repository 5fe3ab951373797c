import { kindOf } from "../problems/kinds.js";

/** @typedef {import("../types.d.ts").Problem} Problem
 *  @typedef {import("../types.d.ts").RunConfig} RunConfig */

/** Problems with parts of a racer's own: asked in every frame, and known by identity. @type {WeakMap<Problem, WeakMap<object, Problem>>} */
const made = new WeakMap();

/**
 * The problem as a racer has it; everybody's where it has no part of its own.
 * @param {RunConfig} run @param {string} id @returns {Problem}
 */
export function problemOf({ problem, racers }, id) {
  const own = racers.find((racer) => racer.id === id)?.own ?? null;
  if (own === null) return problem;
  const known = made.get(problem) ?? new WeakMap();
  made.set(problem, known);
  const found = known.get(own) ?? kindOf(problem).of(problem, own);
  known.set(own, found);
  return found;
}
