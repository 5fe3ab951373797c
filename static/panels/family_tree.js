// Where the optimizers stand in their family: generations by longest descent, rows so that lines stay short.

/**
 * @typedef {object} Place
 * @property {string} kind
 * @property {string[]} parents
 * @property {number} generation 0 for the root
 * @property {number} height 0 … 1, within its generation
 * @property {number} depth in the indented list: one more than that of the first parent
 */

/**
 * Places in the order of the indented list: every optimizer stands below its first parent.
 * @param {Record<string, { parents: string[] }>} optimizers
 * @returns {Place[]}
 */
export function placesOf(optimizers) {
  /** @type {(kind: string) => number} */
  const generationOf = (kind) => Math.max(0, ...optimizers[kind].parents.map((parent) => generationOf(parent) + 1));
  /** @type {Place[]} */
  const places = [];
  const visit = (/** @type {string} */ kind, /** @type {number} */ depth) => {
    places.push({ kind, parents: optimizers[kind].parents, generation: generationOf(kind), height: 0.5, depth });
    for (const child of Object.keys(optimizers)) if (mainParent(optimizers, child, generationOf) === kind) visit(child, depth + 1);
  };
  for (const kind of Object.keys(optimizers)) if (optimizers[kind].parents.length === 0) visit(kind, 0);
  setHeights(places);
  return places;
}

/** The parent that came last: Adam stands below RMSProp, NAdam below Adam. */
function mainParent(optimizers, kind, generationOf) {
  return optimizers[kind].parents.toSorted((a, b) => generationOf(b) - generationOf(a))[0];
}

function setHeights(places) {
  const of = new Map(places.map((place) => [place.kind, place]));
  const generations = Math.max(...places.map(({ generation }) => generation)) + 1;
  for (let generation = 0; generation < generations; generation += 1) {
    const middle = ({ parents }) => parents.reduce((sum, parent) => sum + of.get(parent).height, 0) / Math.max(1, parents.length);
    const row = places.filter((place) => place.generation === generation).sort((a, b) => middle(a) - middle(b));
    row.forEach((place, i) => {
      place.height = (i + 0.5) / row.length;
    });
  }
}

/** A kind and everything it grew from. @param {Place[]} places @param {string} kind @returns {Set<string>} */
export function lineageOf(places, kind) {
  const place = places.find((other) => other.kind === kind);
  return new Set([kind, ...place.parents.flatMap((parent) => [...lineageOf(places, parent)])]);
}
