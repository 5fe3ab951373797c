/** @typedef {import("../types.d.ts").Examples} Examples
 *  @typedef {import("../types.d.ts").OwnData} OwnData
 *  @typedef {import("../types.d.ts").FitProblem} FitProblem */

/** Numbers of a dragged point are kept to so many digits: more than a pixel needs, and links stay short. */
const DIGITS = 4;

const short = (/** @type {number} */ value) => Number(value.toPrecision(DIGITS));

/**
 * The examples on screen as data of one's own, in their own units and in their first order (the split goes by it).
 * @param {FitProblem} problem @param {Examples} examples @param {{features: string[], target: string, classes: string[]}} names @returns {OwnData}
 */
export function ownOf(problem, { train, test, mean, scale, index }, { features, target, classes }) {
  const count = train.y.length + test.y.length;
  const x = train.x.map(() => /** @type {number[]} */ (new Array(count).fill(0)));
  const y = /** @type {number[]} */ (new Array(count).fill(0));
  for (const [part, places] of /** @type {[Examples["train"], number[]][]} */ ([[train, index.train], [test, index.test]])) {
    places.forEach((place, k) => {
      part.x.forEach((column, j) => (x[j][place] = problem.data.kind === "own" && problem.features.length === 0 ? problem.data.x[j][place] : Number((column[k] * scale[j] + mean[j]).toPrecision(6))));
      y[place] = part.y[k];
    });
  }
  const isBinary = train.x.length === 2 || classes.length > 0;
  return { kind: "own", task: isBinary ? "binary" : "regression", x, y, features, target, classes };
}

/** With one point elsewhere; `raw` in the data's own units. @param {OwnData} data @param {number} place @param {number[]} raw @param {number} y @returns {OwnData} */
export const moved = (data, place, raw, y) => ({ ...data, x: data.x.map((column, j) => column.with(place, short(raw[j]))), y: data.y.with(place, short(y)) });

/** @param {OwnData} data @param {number[]} raw @param {number} y @returns {OwnData} */
export const added = (data, raw, y) => ({ ...data, x: data.x.map((column, j) => [...column, short(raw[j])]), y: [...data.y, short(y)] });

/** @param {OwnData} data @param {number} place @returns {OwnData} */
export const without = (data, place) => ({ ...data, x: data.x.map((column) => column.toSpliced(place, 1)), y: data.y.toSpliced(place, 1) });
