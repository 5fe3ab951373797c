import { element } from "../element.js";
import { fitFields } from "../problems/fit.js";
import { dataOf, isOfClasses } from "../problems/fit_choices.js";
import { t } from "../text.js";
import { choiceGroups, entriesOf, firstThose } from "./choices.js";
import { halves } from "./halves.js";
import { icon } from "./icons.js";

/** @typedef {import("../types.d.ts").Catalogue} Catalogue
 *  @typedef {import("../types.d.ts").FitProblem} FitProblem
 *  @typedef {Record<string, import("../types.d.ts").Schema>} Fields
 *  @typedef {{
 *   form: (member: any, fields: Fields, set: (member: any, gesture: object | null) => void) => Node[],
 *   setFit: (difference: Partial<FitProblem>, gesture: object | null) => void,
 *   setTreatment: (treatment: Pick<FitProblem, "standardise" | "test_share">, gesture: object | null) => void,
 *   openTable: () => void, choose: (kind: string) => void}} Actions */

/**
 * One's own data and the datasets, those first that the model is for, and beside them the form of those in use.
 * @param {Catalogue} catalogue @param {FitProblem} problem @param {Actions} actions
 */
export const dataSheet = (catalogue, problem, actions) =>
  halves(
    [
      element("button", { class: "choice", type: "button", onclick: actions.openTable }, icon("open"), t("data.own_open")),
      ...choiceGroups(entriesOf(datasets(catalogue, problem)), dataOf(catalogue, problem).generated?.dataset.kind ?? "", actions.choose),
    ],
    inUse(catalogue, problem, actions),
  );

/** @param {Catalogue} catalogue @param {FitProblem} problem @param {Actions} actions */
function inUse(catalogue, problem, { form, setFit, setTreatment }) {
  const { title, note, generated } = dataOf(catalogue, problem),
    { standardise, test_share } = fitFields(catalogue);
  const fields = [
    ...(generated === null
      ? []
      : form(generated.dataset, generated.schema, (dataset, gesture) => setFit({ data: { ...generated.data, dataset } }, gesture))),
    ...form(problem, { standardise, test_share }, setTreatment),
    element("p", { class: "choice-note" }, t("data.standardise_note")),
    element("p", { class: "choice-note" }, note),
  ];
  return { title, fields };
}

/** @param {Catalogue} catalogue @param {FitProblem} problem */
function datasets(catalogue, problem) {
  const isForModel = (/** @type {string} */ task) => isOfClasses(task) === (catalogue.models[problem.model.kind].task === "binary");
  return firstThose(Object.values(catalogue.datasets), ({ task }) => isForModel(task));
}
