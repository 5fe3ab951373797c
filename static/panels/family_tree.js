// Where the optimizers stand in their family: generations by longest descent, rows so that lines stay short, and
// lanes between them for lines that pass a generation by.

/** Height of a lane, an optimizer's being 1. */
const LANE = 0.3;

/**
 * @typedef {object} Place
 * @property {string} kind
 * @property {string[]} parents
 * @property {number} generation 0 for the root
 * @property {number} height 0 … 1, within its generation
 * @property {number} depth in the indented list: one more than that of the main parent
 * @property {{ parent: string, lanes: number[] }[]} lines from the parents; heights of the lanes, generation by generation
 */

/** @typedef {{ weight: number, wish: number, put: (height: number) => void }} Standing a place or a lane in its generation */

/** Looks places up by kind. @param {Place[]} places @returns {(kind: string) => Place} */
export function byKind(places) {
  const of = new Map(places.map((place) => [place.kind, place]));
  return (kind) => /** @type {Place} */ (of.get(kind));
}

/**
 * Places in the order of the indented list: every optimizer stands below its main parent.
 * @param {Record<string, { parents: string[] }>} optimizers
 * @returns {Place[]}
 */
export function placesOf(optimizers) {
  /** @type {(kind: string) => number} */
  const generationOf = (kind) => Math.max(0, ...optimizers[kind].parents.map((parent) => generationOf(parent) + 1));
  /** @type {Place[]} */
  const places = [];
  const visit = (/** @type {string} */ kind, /** @type {number} */ depth) => {
    places.push({ kind, parents: optimizers[kind].parents, generation: generationOf(kind), height: 0.5, depth, lines: [] });
    for (const child of Object.keys(optimizers)) if (mainParent(optimizers, child, generationOf) === kind) visit(child, depth + 1);
  };
  for (const kind of Object.keys(optimizers)) if (optimizers[kind].parents.length === 0) visit(kind, 0);
  setHeights(places);
  return places;
}

/**
 * The parent that came last: Adam stands below RMSProp, NAdam below Adam; none for the root.
 * @param {Record<string, { parents: string[] }>} optimizers @param {string} kind @param {(kind: string) => number} generationOf
 * @returns {string | undefined}
 */
function mainParent(optimizers, kind, generationOf) {
  return optimizers[kind].parents.toSorted((a, b) => generationOf(b) - generationOf(a))[0];
}

function setHeights(/** @type {Place[]} */ places) {
  const of = byKind(places);
  for (const place of places) place.lines = place.parents.map((parent) => ({ parent, lanes: [] }));
  const generations = Math.max(...places.map(({ generation }) => generation)) + 1;
  for (let generation = 0; generation < generations; generation += 1) {
    const row = [...nodesOf(places, of, generation), ...lanesOf(places, of, generation)].sort((a, b) => a.wish - b.wish);
    const room = row.reduce((sum, { weight }) => sum + weight, 0);
    let top = 0;
    for (const { weight, put } of row) {
      put((top + weight / 2) / room);
      top += weight;
    }
  }
}

/**
 * What stands in a generation, each with the height it would like: the mean of where its lines come from.
 * @param {Place[]} places @param {(kind: string) => Place} of @param {number} generation @returns {Standing[]}
 */
function nodesOf(places, of, generation) {
  return places
    .filter((place) => place.generation === generation)
    .map((place) => ({
      weight: 1,
      wish: place.lines.reduce((sum, line) => sum + (line.lanes.at(-1) ?? of(line.parent).height), 0) / Math.max(1, place.lines.length),
      put: (height) => {
        place.height = height;
      },
    }));
}

/** @param {Place[]} places @param {(kind: string) => Place} of @param {number} generation @returns {Standing[]} */
function lanesOf(places, of, generation) {
  return places
    .filter((place) => place.generation > generation)
    .flatMap((place) => place.lines.filter(({ parent }) => of(parent).generation < generation))
    .map((line) => ({ weight: LANE, wish: line.lanes.at(-1) ?? of(line.parent).height, put: (height) => void line.lanes.push(height) }));
}

/** A kind and everything it grew from. @param {Place[]} places @param {string} kind @returns {Set<string>} */
export function lineageOf(places, kind) {
  return new Set([kind, ...byKind(places)(kind).parents.flatMap((parent) => [...lineageOf(places, parent)])]);
}
