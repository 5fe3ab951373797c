// A fit written out: its model, its loss with the penalties, and the sums that its gradient comes from.

import { inside, letter, math, mo, row, slopeBy } from "../mathml.js";

const ONE = "<mn>1</mn>";
const SUM = `<msubsup><mo>∑</mo><mrow><mi>i</mi><mo>=</mo>${ONE}</mrow><mi>n</mi></msubsup>`;
const MEAN = `<mfrac>${ONE}<mi>n</mi></mfrac>`;
const brackets = (/** @type {string} */ within) => row(`<mo stretchy="false">(</mo>${within}<mo stretchy="false">)</mo>`);
const bars = (/** @type {string} */ within) => row(`<mo stretchy="false">|</mo>${within}<mo stretchy="false">|</mo>`);
const plus = '<mo form="infix">+</mo>';
const squared = (/** @type {string} */ base) => `<msup>${base}<mn>2</mn></msup>`;
const ofExample = (/** @type {string} */ base) => `<msub>${base}<mi>i</mi></msub>`;
const together = (/** @type {string[]} */ terms) => (terms.length > 1 ? brackets(terms.join(plus)) : terms.join(""));

/** @typedef {import("../types.d.ts").FitProblem} FitProblem */

/** What the loss calls a classifier's prediction; a margin is judged before the sigmoid. @type {Record<string, string>} */
const PREDICTION = { probability: "p", number: "ŷ", margin: "ŷ" };

/** Those of the last fits: views ask in every frame, each for its own racer. @type {Map<string, import("./kind.d.ts").Formulas>} */
const known = new Map();
const MOST_KNOWN = 32;

/**
 * The same object as long as they are the same.
 * @param {import("../types.d.ts").Catalogue} catalogue @param {FitProblem} problem
 */
export function fitFormulas(catalogue, problem) {
  const { model, loss, l1, l2 } = problem;
  const key = JSON.stringify([model, loss, l1 > 0, l2 > 0]);
  const formulas = known.get(key) ?? written(catalogue, problem);
  if (known.size >= MOST_KNOWN) known.clear();
  known.set(key, formulas);
  return formulas;
}

/** @param {import("../types.d.ts").Catalogue} catalogue @param {FitProblem} problem @returns {import("./kind.d.ts").Formulas} */
function written(catalogue, problem) {
  const model = catalogue.models[problem.model.kind],
    loss = catalogue.losses[problem.loss.kind];
  const isProbability = model.task === "binary" && loss.takes !== "margin";
  const output = inside(model.formula),
    prediction = letter(PREDICTION[loss.takes]);
  const isLogits = Boolean(problem.loss.from_logits);
  // The chain rule through the sigmoid, where the loss is of the probability.
  const within = isProbability && !isLogits ? ofExample(prediction) + brackets(ONE + mo("−") + ofExample(prediction)) : "";
  const slopes = model.parameters.map((name, k) => {
    const by = model.slopes[k] && inside(model.slopes[k]);
    const sum = (loss.reduction === "mean" ? MEAN : "") + SUM + inside(loss.slope) + within + by;
    return math(slopeBy(name) + mo("=") + sum + (model.penalized[k] ? pull(problem, name) : ""));
  });
  return {
    model: math(prediction + mo("=") + (isProbability ? `<mi>σ</mi>${brackets(output)}` : output)),
    loss: [`<mi>L</mi>${mo("=")}${inside(loss.formula)}`, ...penalties(problem, model)].map(math).join(" "),
    where: loss.where,
    spoken: model.spoken,
    slopes,
    member: problem.loss,
  };
}

/** What penalties add to the loss. @param {FitProblem} problem @param {import("../types.d.ts").ModelEntry} model */
function penalties({ l1, l2 }, { parameters, penalized }) {
  const weights = parameters.filter((_, k) => penalized[k]).map(letter);
  const first = plus + letter("λ₁") + together(weights.map(bars));
  const second = `${plus}<mfrac>${letter("λ₂")}<mn>2</mn></mfrac>${together(weights.map(squared))}`;
  return [...(l1 > 0 ? [first] : []), ...(l2 > 0 ? [second] : [])];
}

/** What they add to a weight's slope. @param {FitProblem} problem @param {string} name */
function pull({ l1, l2 }, name) {
  const first = `${plus}${letter("λ₁")}<mi>sign</mi>${brackets(letter(name))}`;
  return (l1 > 0 ? first : "") + (l2 > 0 ? plus + letter("λ₂") + letter(name) : "");
}
