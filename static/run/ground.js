import { kindOf } from "../problems/kinds.js";

/** @typedef {import("../types.d.ts").Catalogue} Catalogue
 *  @typedef {import("../types.d.ts").Problem} Problem */

/** What the balls roll on, in words. @returns {import("../problems/kind.d.ts").Ground} */
export const groundOf = (/** @type {Catalogue} */ catalogue, /** @type {Problem} */ problem) => kindOf(problem).ground(catalogue, problem);

/** Where a ball starts if nobody says; null where only the field knows. */
export const startOfGround = (/** @type {Catalogue} */ catalogue, /** @type {Problem} */ problem) =>
  kindOf(problem).start(catalogue, problem);
