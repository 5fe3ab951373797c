// The kinds of problems, by name: the one place that lists them.

import { fit, fitEdits } from "./fit.js";
import { surface, surfaceEdits } from "./surface.js";

/** @typedef {import("../types.d.ts").Problem} Problem */

/** Those that a page draws: the engine knows more. @type {Record<string, import("./kind.d.ts").Kind<any>>} */
export const KINDS = { surface, fit };

/** What answers for a problem. */
export const kindOf = (/** @type {Problem} */ { kind }) => KINDS[kind];

/** What a learner can change about problems of every kind. @param {import("./kind.d.ts").Editing} editing */
export const problemEdits = (editing) => ({ ...surfaceEdits(editing), ...fitEdits(editing) });
