// The ways to the bottom that are compared, in the order of their signs.

/**
 * @typedef {"grid" | "random" | "formula" | "descent"} Method
 * @typedef {{ method: Method, parameters: number, examples: number, stage: "going" | "measured" | "out_of_time" | "missed" | "no_formula" |
 *   "extrapolated",
 *   losses: number | null, gradients: number | null, systems: number, seconds: number | null, lowest: number | null, target: number | null,
 *   log10_evaluations: number | null, log10_seconds: number | null }} Line one of POST /api/search
 */

export const METHODS = /** @type {const} */ (["grid", "random", "formula", "descent"]);
