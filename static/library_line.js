// The line of another library that makes the same optimizer.

/** A value as Python writes it. @param {unknown} value @param {boolean} isFloat whether a whole number is to be a float */
function pythonText(value, isFloat) {
  if (typeof value === "boolean") return value ? "True" : "False";
  const text = String(value).replace(/e([+-])(\d)$/, "e$10$2");
  return isFloat && /^-?\d+$/.test(text) ? `${text}.0` : text;
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
  const line = (instead?.line ?? entry[library]).replace(/\{(\w+)(!r)?\}/g, (_, field, form) =>
    pythonText(optimizer[field], form !== undefined),
  );
  return { line, fields: instead ? [...instead.off, ...instead.on] : [] };
}
