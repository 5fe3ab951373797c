/** @typedef {import("../types.d.ts").Catalogue} Catalogue */

/** Kinds of a racer's parts that are not members of a folder, in the catalogue's manner. */
export const batchesOf = (/** @type {Catalogue} */ catalogue) => ({ full: { schema: {} }, mini_batch: { schema: catalogue.batch } });
export const gradientsOf = (/** @type {Catalogue} */ catalogue) => ({ exact: { schema: {} }, numerical: { schema: catalogue.gradient } });

/** What every racer has besides its optimizer: where its kinds are described, and the usual one. */
export const PARTS = /** @type {const} */ ({
  schedule: { entries: (/** @type {Catalogue} */ catalogue) => catalogue.schedules, usual: "constant" },
  clipping: { entries: (/** @type {Catalogue} */ catalogue) => catalogue.clippings, usual: "none" },
  batch: { entries: batchesOf, usual: "full" },
  gradient: { entries: gradientsOf, usual: "exact" },
});
