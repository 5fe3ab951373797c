/** @typedef {import("../types.d.ts").Catalogue} Catalogue
 *  @typedef {import("../types.d.ts").Problem} Problem */

/**
 * What the balls roll on, in words: a surface of the catalogue, or a model's loss on data.
 * @typedef {object} Ground
 * @property {string} family what a change keeps: another family is another run
 * @property {string} title
 * @property {string} idea
 * @property {string} formula MathML of the loss
 * @property {string} spoken
 * @property {string[]} parameters
 * @property {"linear" | "log"} height
 * @property {number} heightScale of the logarithmic height; 0 where the loss itself must say
 * @property {import("../types.d.ts").Member} member whose hyperparameters stand in the formula
 */

/** @returns {Ground} */
export function groundOf(/** @type {Catalogue} */ catalogue, /** @type {Problem} */ problem) {
  if (problem.kind === "surface") {
    const { title, idea, formula, spoken, parameters, height, height_scale } = catalogue.surfaces[problem.surface.kind];
    return {
      family: problem.surface.kind,
      title,
      idea,
      formula,
      spoken,
      parameters,
      height,
      heightScale: height_scale,
      member: problem.surface,
    };
  }
  const model = catalogue.models[problem.model.kind],
    loss = catalogue.losses[problem.loss.kind];
  return {
    family: problem.model.kind,
    title: `${model.title} · ${loss.title}`,
    idea: model.idea,
    formula: loss.formula,
    spoken: loss.spoken,
    parameters: model.parameters,
    height: "linear",
    heightScale: 0,
    member: problem.loss,
  };
}

/** Where a ball starts if nobody says: known for surfaces; of a fit the field says it. */
export const startOfGround = (/** @type {Catalogue} */ catalogue, /** @type {Problem} */ problem) =>
  problem.kind === "surface" ? catalogue.surfaces[problem.surface.kind].start : null;
