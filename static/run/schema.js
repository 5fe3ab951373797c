/** @typedef {import("../types.d.ts").Catalogue} Catalogue
 *  @typedef {import("../types.d.ts").Schema} Schema
 *  @typedef {Record<string, {schema: Record<string, Schema>}>} Kinds */

/** The fields of the run, and of one racer. */
export const runFields = (/** @type {Catalogue} */ catalogue) => catalogue.run.properties;
export const racerFields = (/** @type {Catalogue} */ catalogue) => catalogue.run.properties.racers.items.properties;
/** Racers that a run of this page may have. */
export const mostRacers = (/** @type {Catalogue} */ catalogue) => catalogue.run.properties.racers.maxItems;

/** The kinds that a field chooses from, in the catalogue's manner; null where it is not told apart by a kind. @returns {Kinds | null} */
export const kindsOf = (/** @type {Catalogue} */ catalogue, /** @type {Schema} */ { members, kinds }) =>
  members !== undefined ? catalogue[members] : (kinds ?? null);

/** The fields of a problem, data or option of some kind. @returns {Record<string, Schema>} */
export const fieldsOf = (/** @type {Catalogue} */ catalogue, /** @type {Schema} */ field, /** @type {string} */ kind) =>
  /** @type {Kinds} */ (kindsOf(catalogue, field))[kind].schema;

/** One coordinate of a point. */
export const coordinateOf = (/** @type {Catalogue} */ catalogue) =>
  /** @type {Schema} */ (runFields(catalogue).start.anyOf?.find(({ items }) => items)?.items);
