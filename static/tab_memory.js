import { asSaved, goodSaved } from "./saved_run.js";

/** @typedef {import("./types.d.ts").State} State
 *  @typedef {import("./types.d.ts").Catalogue} Catalogue */

/** Where a browser keeps nothing (or lets nobody ask), nothing is kept. */
function usual() {
  try {
    return sessionStorage;
  } catch {
    return null;
  }
}

/**
 * Keeps the work on a page in the browser for as long as the tab lives: all of the run, whatever a link can hold, and where time stood.
 * Nothing of it is sent.
 * @param {string} page its name @param {Storage | null} storage
 */
export function createTabMemory(page, storage = usual()) {
  const name = `descent_playground.${page}`;

  function stored() {
    try {
      const saved = JSON.parse(storage?.getItem(name) ?? "null");
      return typeof saved?.hash === "string" && typeof saved.run === "object" && saved.run !== null ? saved : null;
    } catch {
      return null;
    }
  }

  return {
    /** Whether there was room for it. `hash`: what the address says meanwhile. */
    keep(/** @type {State} */ state, /** @type {number} */ step, /** @type {string} */ hash) {
      try {
        storage?.setItem(name, JSON.stringify({ ...asSaved(state, step), playing: state.playing, hash }));
        return storage !== null;
      } catch {
        storage?.removeItem(name);
        return false;
      }
    },
    forget: () => storage?.removeItem(name),
    /** The address under which the work was left; null where none was. @returns {string | null} */
    get hash() {
      return stored()?.hash ?? null;
    },
    /** The run as it was left, checked like a file. @param {State["run"]} fallback @param {Catalogue} catalogue */
    found(fallback, catalogue) {
      const saved = stored();
      return { ...goodSaved(saved, fallback, catalogue), playing: saved.playing === true };
    },
  };
}
