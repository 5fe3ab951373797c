/** @typedef {import("../types.d.ts").Examples} Examples
 *  @typedef {import("../types.d.ts").OwnData} OwnData
 *  @typedef {import("../types.d.ts").FitProblem} FitProblem */

/** Numbers of a dragged point are kept to so many digits: more than a pixel needs, and links stay short. */
const DIGITS = 4;

const short = (/** @type {number} */ value) => Number(value.toPrecision(DIGITS));

/** @typedef {{features: string[], target: string, classes: string[]}} Names */

/**
 * The examples on screen as data of one's own, in their own units and in their first order (the split goes by it).
 * @param {Examples} examples @param {Names} names @returns {OwnData}
 */
function ownOf({ problem, train, test, mean, scale, index }, { features, target, classes }) {
  const count = train.y.length + test.y.length;
  const x = train.x.map(() => /** @type {number[]} */ (new Array(count).fill(0)));
  const y = /** @type {number[]} */ (new Array(count).fill(0));
  for (const [part, places] of /** @type {[Examples["train"], number[]][]} */ ([
    [train, index.train],
    [test, index.test],
  ])) {
    places.forEach((place, k) => {
      part.x.forEach(
        (column, j) =>
          (x[j][place] =
            problem.data.kind === "own" && problem.features.length === 0
              ? problem.data.x[j][place]
              : Number((column[k] * scale[j] + mean[j]).toPrecision(6))),
      );
      y[place] = part.y[k];
    });
  }
  const isBinary = train.x.length === 2 || classes.length > 0;
  return { kind: "own", task: isBinary ? "binary" : "regression", x, y, features, target, classes };
}

/**
 * What an edit builds on: the newest data, which may be ahead of the examples that the server has answered with; null while
 * other data are on their way.
 * @param {FitProblem} newest @param {Examples} shown @param {Names} names of the examples shown
 */
export function editable(newest, shown, names) {
  const { data, features, positive } = newest;
  if (data.kind === "own" && data.task !== "multiclass" && features.length === 0 && positive === 1) return data;
  const before = shown.problem;
  return JSON.stringify([data, features, positive]) === JSON.stringify([before.data, before.features, before.positive])
    ? ownOf(shown, names)
    : null;
}

/**
 * Where the k-th training example shown stands in the newest data; null where it has been taken away or moved since.
 * @param {OwnData} data @param {Examples} shown @param {Names} names @param {number} k
 */
export function placeIn(data, shown, names, k) {
  const before = ownOf(shown, names),
    place = shown.index.train[k];
  const isAt = (/** @type {number} */ at) =>
    data.y[at] === before.y[place] && data.x.every((column, j) => column[at] === before.x[j][place]);
  const found = isAt(place) ? place : data.y.findIndex((_y, at) => isAt(at));
  return found < 0 ? null : found;
}

/**
 * With one point elsewhere; `raw` in the data's own units.
 * @param {OwnData} data @param {number} place @param {number[]} raw @param {number} y @returns {OwnData}
 */
export const moved = (data, place, raw, y) => ({
  ...data,
  x: data.x.map((column, j) => column.with(place, short(raw[j]))),
  y: data.y.with(place, short(y)),
});

/** @param {OwnData} data @param {number[]} raw @param {number} y @returns {OwnData} */
export const added = (data, raw, y) => ({ ...data, x: data.x.map((column, j) => [...column, short(raw[j])]), y: [...data.y, short(y)] });

/** @param {OwnData} data @param {number} place @returns {OwnData} */
export const without = (data, place) => ({ ...data, x: data.x.map((column) => column.toSpliced(place, 1)), y: data.y.toSpliced(place, 1) });
