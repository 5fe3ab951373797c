// The lines of other libraries that make the same optimizer, or give the same loss.

/** A value as Python writes it. @param {unknown} value @param {boolean} isFloat whether a whole number is to be a float */
function pythonText(value, isFloat) {
  if (typeof value === "boolean") return value ? "True" : "False";
  const text = String(value).replace(/e([+-])(\d)$/, "e$10$2");
  return isFloat && /^-?\d+$/.test(text) ? `${text}.0` : text;
}

const filled = (/** @type {string} */ line, /** @type {import("./types.d.ts").Member} */ member, /** @type {boolean} */ isFloats) =>
  line.replace(/\{(\w+)(!r)?\}/g, (_, field, form) => pythonText(member[field], isFloats || form !== undefined));

/** The libraries in which losses are written. */
const LOSS_LIBRARIES = /** @type {const} */ (["torch", "keras", "numpy", "sklearn"]);

/**
 * The lines that give the loss with these settings, of `prediction` and `target`; libraries that have none are left out.
 * @param {import("./types.d.ts").LossEntry} entry @param {import("./types.d.ts").Member} loss
 */
export function lossLines(entry, loss) {
  const isSo = (/** @type {[string, string | boolean]} */ [field, wanted]) =>
    typeof wanted === "boolean" ? Boolean(loss[field]) === wanted : loss[field] === wanted;
  const isThere = (/** @type {string} */ library) => Object.entries(entry.only[library] ?? {}).every(isSo);
  const lines = loss.from_logits
    ? [
        { library: /** @type {const} */ ("torch"), line: entry.torch_from_logits },
        { library: /** @type {const} */ ("keras"), line: entry.keras },
      ]
    : LOSS_LIBRARIES.filter(isThere).map((library) => ({ library, line: entry[library] }));
  return lines.filter(({ line }) => line !== "").map(({ library, line }) => ({ library, line: filled(line, loss, true) }));
}

/**
 * `line` is "" where the library has none, for these values of `fields` if there are any.
 * @param {import("./types.d.ts").OptimizerEntry} entry
 * @param {import("./types.d.ts").Member} optimizer
 * @param {"keras" | "torch"} library
 */
export function libraryLine(entry, optimizer, library) {
  const isOn = (/** @type {string} */ field) => Number(optimizer[field]) !== 0;
  const instead = entry[`${library}_instead`].find(({ off, on }) => !off.some(isOn) && on.every(isOn));
  return { line: filled(instead?.line ?? entry[library], optimizer, false), fields: instead ? [...instead.off, ...instead.on] : [] };
}
