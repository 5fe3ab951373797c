import { asStored, changesAsStored } from "./run/notation.js";
import { goodChanges, goodRun } from "./run/validity.js";

/** @typedef {Pick<import("./types.d.ts").State, "run" | "changes" | "selected">} Held */

/** A whole run, as it is kept outside of links. */
export const asSaved = (/** @type {Held} */ { run, changes, selected }, /** @type {number} */ step) => ({
  descent_playground: 1,
  run: asStored(run),
  changes: changesAsStored(changes),
  selected,
  step,
});

/**
 * Such a run, checked like a link. Throws where it is no object with a run.
 * @param {any} saved @param {import("./types.d.ts").RunConfig} fallback @param {import("./types.d.ts").Catalogue} catalogue
 */
export function goodSaved(saved, fallback, catalogue) {
  if (typeof saved?.run !== "object" || saved.run === null) throw new TypeError("no run");
  /** @type {import("./run/faults.js").Fault[]} */
  const faults = [];
  const run = goodRun(saved.run, fallback, catalogue, faults);
  const changes = goodChanges(saved.changes, run, catalogue, faults);
  const selected = run.racers.some((racer) => racer.id === saved.selected) ? saved.selected : (run.racers[0]?.id ?? "");
  const step = Number.isInteger(saved.step) ? Math.min(Math.max(0, saved.step), run.step_limit) : 0;
  return { run, changes, selected, step, faults };
}

/** Saves a run that is too long for a link. */
export function saveRun(/** @type {Held} */ state, /** @type {number} */ step) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([JSON.stringify(asSaved(state, step))], { type: "application/json" }));
  link.download = "descent-playground.json";
  link.click();
  URL.revokeObjectURL(link.href);
}

/**
 * The run of such a file. Throws where the file is no JSON object with a run.
 * @param {File} file @param {import("./types.d.ts").RunConfig} fallback @param {import("./types.d.ts").Catalogue} catalogue
 */
export const readRun = async (file, fallback, catalogue) => goodSaved(JSON.parse(await file.text()), fallback, catalogue);
