import { element } from "../element.js";
import { fitFields } from "../problems/fit.js";
import { dataOf, isOfClasses } from "../problems/fit_choices.js";
import { t } from "../text.js";
import { choiceList } from "./choices.js";
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
 * The data in use with its form, one's own, and the datasets, those first that the model is for.
 * @param {Catalogue} catalogue @param {FitProblem} problem @param {Actions} actions
 */
export const dataSheet = (catalogue, problem, actions) => [
  inUse(catalogue, problem, actions),
  element("button", { class: "choice", type: "button", onclick: actions.openTable }, icon("open"), t("data.own_open")),
  ...datasets(catalogue, problem, actions),
];

/** @param {Catalogue} catalogue @param {FitProblem} problem @param {Actions} actions */
function inUse(catalogue, problem, { form, setFit, setTreatment }) {
  const { title, note, generated } = dataOf(catalogue, problem),
    { standardise, test_share } = fitFields(catalogue);
  return element(
    "div",
    { class: "form" },
    element("h3", {}, title),
    ...(generated === null
      ? []
      : form(generated.dataset, generated.schema, (dataset, gesture) => setFit({ data: { ...generated.data, dataset } }, gesture))),
    ...form(problem, { standardise, test_share }, setTreatment),
    element("p", { class: "choice-note" }, t("data.standardise_note")),
    element("p", { class: "choice-note" }, note),
  );
}

/** @param {Catalogue} catalogue @param {FitProblem} problem @param {Actions} actions */
function datasets(catalogue, problem, { choose }) {
  const isBinary = catalogue.models[problem.model.kind].task === "binary",
    chosen = dataOf(catalogue, problem).generated?.dataset.kind ?? "";
  return [isBinary, !isBinary].flatMap((ofClasses) => {
    const entries = Object.values(catalogue.datasets).filter(({ task }) => isOfClasses(task) === ofClasses);
    return [
      element("h3", {}, t(ofClasses ? "data.for_classes" : "data.for_numbers")),
      choiceList(
        entries.map(({ kind, title, idea }) => ({ kind, title, note: idea })),
        chosen,
        choose,
      ),
    ];
  });
}
