// The kinds of problems, by name: the one place that lists them.

import { fit, fitEdits } from "./fit.js";
import { surface, surfaceEdits } from "./surface.js";

/** @typedef {import("../types.d.ts").Problem} Problem */

/** Those that a page draws: the engine knows more. @type {Record<string, import("./kind.d.ts").Kind<any>>} */
export const KINDS = { surface, fit };

/** What answers for a problem. */
export const kindOf = (/** @type {Problem} */ { kind }) => KINDS[kind];

/**
 * Edits that do nothing where the run is about a problem of another kind.
 * @template {Record<string, (...given: any[]) => void>} Edits
 * @param {Problem["kind"]} kind
 * @param {import("./kind.d.ts").Editing} editing
 * @param {(editing: import("./kind.d.ts").Editing) => Edits} create
 */
function ofKind(kind, editing, create) {
  const edits = Object.entries(create(editing)).map(([name, edit]) => [
    name,
    (/** @type {any[]} */ ...given) => {
      if (editing.now().problem.kind === kind) edit(...given);
    },
  ]);
  return /** @type {Edits} */ (Object.fromEntries(edits));
}

/** What a learner can change about problems of every kind. @param {import("./kind.d.ts").Editing} editing */
export const problemEdits = (editing) => ({ ...ofKind("surface", editing, surfaceEdits), ...ofKind("fit", editing, fitEdits) });
