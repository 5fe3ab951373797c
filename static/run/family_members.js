// The members of the family as the tree shows them: the optimizers, and between gradient descent and all others SGD, which is not another
// rule but the same one on a batch.

import { t } from "../text.js";

/** @typedef {import("../types.d.ts").OptimizerEntry} OptimizerEntry
 *  @typedef {import("../types.d.ts").Racer} Racer */

export const ROOT = "gradient_descent";
export const STOCHASTIC = "stochastic";
/** One example at a time: what the name meant first; the tuned rate of gradient descent works there too. @type {Racer["batch"]} */
export const ONE_AT_A_TIME = { kind: "mini_batch", size: 1, replacement: false, own_order: false };

/** The gradient of a batch. @param {string} mathml */
const ofBatch = (mathml) => mathml.replaceAll("<mi>g</mi>", "<msub><mi>g</mi><mi>B</mi></msub>");

/** @param {Record<string, OptimizerEntry>} optimizers @returns {Record<string, OptimizerEntry>} */
export function membersOf({ [ROOT]: root, ...others }) {
  const sgd = {
    ...root,
    kind: STOCHASTIC,
    title: t("family.sgd"),
    idea: t("family.sgd_idea"),
    adds: t("family.sgd_adds"),
    spoken: t("family.sgd_spoken"),
    source: "H. Robbins, S. Monro, A Stochastic Approximation Method, 1951",
    parents: [ROOT],
    equation: root.equation.map(ofBatch),
  };
  const grown = Object.entries(others).map(([kind, entry]) => {
    const parents = entry.parents.map((parent) => (parent === ROOT ? STOCHASTIC : parent));
    return [kind, { ...entry, parents }];
  });
  return { [ROOT]: root, [STOCHASTIC]: sgd, ...Object.fromEntries(grown) };
}

/** Which member a racer runs. @param {Racer} racer */
export const memberOf = ({ optimizer, batch }) => (optimizer.kind === ROOT && batch.kind !== "full" ? STOCHASTIC : optimizer.kind);
