// Formulas of the engine, worked out in the page to draw curves between two steps of a run. Every number that is read is the engine's.

/** @typedef {import("./types.d.ts").Step} Step
 *  @typedef {(params: number[], x: number[]) => number} Formula */

/** By the names that expressions call them (engine/operations). @type {Record<string, (...parts: number[]) => number>} */
export const OPERATIONS = {
  "+": (a, b) => a + b,
  "-": (a, b) => a - b,
  "*": (a, b) => a * b,
  "/": (a, b) => a / b,
  neg: (a) => -a,
  pow: (a, b) => a ** b,
  sqrt: Math.sqrt,
  exp: Math.exp,
  log: Math.log,
  sin: Math.sin,
  cos: Math.cos,
  tan: Math.tan,
  sinh: Math.sinh,
  cosh: Math.cosh,
  tanh: Math.tanh,
  abs: Math.abs,
  max: Math.max,
  min: Math.min,
  sign: Math.sign,
  select: (a, b, then, otherwise) => (a > b ? then : otherwise),
};

/** Formulas by their steps: pictures ask in every frame. @type {WeakMap<Step[], Formula>} */
const made = new WeakMap();

/** @param {Step[]} steps @returns {Formula} */
function make(steps) {
  const values = new Float64Array(steps.length);
  const settings = steps.map((step, place) => settingOf(step, place, values));
  return (params, x) => {
    for (const set of settings) set(params, x);
    return values[values.length - 1];
  };
}

/**
 * What sets the value of a step.
 * @param {Step} step @param {number} place @param {Float64Array} values @returns {(params: number[], x: number[]) => unknown}
 */
function settingOf(step, place, values) {
  if ("value" in step) {
    values[place] = step.value;
    return () => {};
  }
  if ("parameter" in step) return (params) => (values[place] = params[step.parameter]);
  if ("feature" in step) return (_, x) => (values[place] = x[step.feature]);
  const operation = OPERATIONS[step.op],
    [a, b = a, c = a, d = a] = step.of;
  if (operation === undefined) throw new Error(`no operation ${step.op}`);
  return () => (values[place] = operation(values[a], values[b], values[c], values[d]));
}

/** The formula that takes these steps. @param {Step[]} steps */
export function formulaOf(steps) {
  const known = made.get(steps) ?? make(steps);
  made.set(steps, known);
  return known;
}
