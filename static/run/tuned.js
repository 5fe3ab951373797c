// Learning rates to begin with: those tuned for an optimizer on a ground (engine/tuned), and the library's own.

/** @typedef {import("../types.d.ts").Catalogue} Catalogue
 *  @typedef {import("../types.d.ts").Racer} Racer
 *  @typedef {import("../types.d.ts").Rates} Rates */

/** Decades of a slider on either side of the tuned rate at least. */
const ROOM = 10;

/** The learning rate that the library itself has. @param {Catalogue} catalogue @param {string} kind */
export const libraryRate = (catalogue, kind) => catalogue.optimizers[kind].default.learning_rate;

/**
 * An optimizer as its library has it, with the rate tuned for it.
 * @param {Catalogue} catalogue @param {Rates} rates @param {string} kind @returns {Racer["optimizer"]}
 */
export const tunedOptimizer = (catalogue, rates, kind) => ({
  ...catalogue.optimizers[kind].default,
  learning_rate: rates[kind],
});

/**
 * Racers on other ground: of those with the same optimizer the one with the highest rate has the tuned one, the others keep their share
 * of it, so that what was compared still is.
 * @param {Racer[]} racers @param {(racer: Racer) => Rates} ratesFor what is tuned for the problem as a racer has it
 * @returns {Racer[]}
 */
export function tunedRacers(racers, ratesFor) {
  const highest = (/** @type {string} */ kind) =>
    Math.max(...racers.filter(({ optimizer }) => optimizer.kind === kind).map(({ optimizer }) => optimizer.learning_rate));
  return racers.map((racer) => {
    const { kind, learning_rate } = racer.optimizer;
    const share = learning_rate / highest(kind);
    return { ...racer, optimizer: { ...racer.optimizer, learning_rate: Number((ratesFor(racer)[kind] * share).toPrecision(3)) } };
  });
}

/**
 * The field of the learning rate with a slider on which the tuned rate stands at least a decade from either end: as wide as the
 * library's, moved by whole decades.
 * @param {Catalogue} catalogue @param {Rates} rates @param {string} kind
 */
export function rateField(catalogue, rates, kind) {
  const field = catalogue.optimizers[kind].schema.learning_rate,
    tuned = rates[kind];
  if (field.slider === undefined) return field;
  const [low, high] = field.slider;
  const up = Math.max(0, Math.ceil(Math.log10((tuned * ROOM) / high) - 1e-9)),
    down = Math.max(0, Math.ceil(Math.log10((low * ROOM) / tuned) - 1e-9));
  const moved = (/** @type {number} */ end) => Number((end * 10 ** (up - down)).toPrecision(6));
  return { ...field, slider: /** @type {[number, number]} */ ([moved(low), moved(high)]) };
}
