// What goes with what in a fit: losses with models, models with data.

import { t } from "../text.js";

/** @typedef {import("../types.d.ts").FitProblem} FitProblem
 *  @typedef {import("../types.d.ts").Catalogue} Catalogue */

export const isOfClasses = (/** @type {string} */ task) => task !== "regression";

/** Losses that can judge one output of the model. @param {Catalogue} catalogue @param {string} model */
export const lossesFor = (catalogue, model) =>
  Object.values(catalogue.losses).filter(({ kind }) => catalogue.models[model].losses.includes(kind));

/** What judges a model where nothing else is said. @param {Catalogue} catalogue @param {string} model */
export const usualLoss = (catalogue, model) => catalogue.losses[catalogue.models[model].usual_loss].chosen;

/**
 * Of the models of a task the one that reads the most of the columns there are; of those the first.
 * @param {Catalogue} catalogue @param {boolean} isBinary @param {number} columns
 */
export const modelFor = (catalogue, isBinary, columns) =>
  Object.values(catalogue.models)
    .filter(({ task, features }) => (task === "binary") === isBinary && features <= columns)
    .reduce((best, model) => (model.features > best.features ? model : best)).kind;

/**
 * What the columns of a dataset are called: where measures are chosen, those that are.
 * @param {Catalogue} catalogue @param {import("../types.d.ts").Member} dataset
 */
function columnsOf(catalogue, dataset) {
  const { schema, features } = catalogue.datasets[dataset.kind];
  const chosen = Object.entries(schema).flatMap(([name, { choices }]) => (choices ? [choices[/** @type {string} */ (dataset[name])]] : []));
  return chosen.length > 0 ? chosen : features;
}

/**
 * What is said of the data of a fit, the learner's own or a dataset's: its task, how many columns it has; `generated`, where it is a
 * dataset, has its form.
 * @param {Catalogue} catalogue @param {FitProblem} problem
 */
export function dataOf(catalogue, { data }) {
  if (data.kind === "own") {
    const { task, x, features, target, classes } = data;
    return { title: t("data.own"), note: t("data.own_note"), task, columns: x.length, features, target, classes, generated: null };
  }
  const { dataset } = data,
    { title, source, licence, task, features, target, classes, schema } = catalogue.datasets[dataset.kind];
  return {
    ...{ title, note: `${source}. ${licence}`, task, columns: features.length },
    ...{ features: columnsOf(catalogue, dataset), target, classes, generated: { data, dataset, schema } },
  };
}

/** What the axes are called. @param {Catalogue} catalogue @param {FitProblem} problem */
export function namesOf(catalogue, problem) {
  const { features, positive } = problem,
    { features: all, target, classes } = dataOf(catalogue, problem);
  const two = classes.length > 2 ? [t("data.others"), classes[positive] ?? ""] : classes;
  return { features: (features.length > 0 ? features : all.map((_, k) => k)).map((index) => all[index] ?? ""), target, classes: two };
}

/**
 * What must change for data of one's own: a model of its task, and a loss that can judge it.
 * @param {Catalogue} catalogue @param {FitProblem} problem @param {import("../types.d.ts").OwnData} data @returns {Partial<FitProblem>}
 */
export function fitFor(catalogue, problem, data) {
  const now = catalogue.models[problem.model.kind],
    isBinary = data.task !== "regression";
  // Columns come in any units: standardised (and shown to be), one learning rate suits both parameters.
  const taken = { data, features: [], positive: data.task === "multiclass" ? 0 : 1, standardise: true };
  if ((now.task === "binary") === isBinary && now.features <= data.x.length) return taken;
  const model = modelFor(catalogue, isBinary, data.x.length);
  return { ...taken, model: catalogue.models[model].default, loss: usualLoss(catalogue, model) };
}

/**
 * What must change for a dataset: data of the model's task change under it; for others the task's first model stands in.
 * @param {Catalogue} catalogue @param {FitProblem} problem @param {string} dataset @returns {Partial<FitProblem>}
 */
export function fitForDataset(catalogue, problem, dataset) {
  const entry = catalogue.datasets[dataset],
    now = catalogue.models[problem.model.kind];
  const isKept = isOfClasses(entry.task) === (now.task === "binary") && now.features <= entry.features.length;
  const model = isKept ? now.kind : modelFor(catalogue, isOfClasses(entry.task), entry.features.length);
  return {
    data: { kind: "dataset", dataset: entry.default },
    features: [],
    positive: 1,
    model: catalogue.models[model].default,
    ...(model === now.kind ? {} : { loss: usualLoss(catalogue, model) }),
  };
}
