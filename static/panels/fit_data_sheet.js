import { element } from "../element.js";
import { isOfClasses } from "../problems/fit_choices.js";
import { fieldsOf, runFields } from "../run/schema.js";
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
  const { data } = problem,
    entry = data.kind === "dataset" ? catalogue.datasets[data.dataset.kind] : null,
    { standardise, test_share } = fieldsOf(catalogue, runFields(catalogue).problem, "fit");
  return element(
    "div",
    { class: "form" },
    element("h3", {}, entry?.title ?? t("data.own")),
    ...(data.kind === "dataset" && entry
      ? form(data.dataset, entry.schema, (dataset, gesture) => setFit({ data: { kind: "dataset", dataset } }, gesture))
      : []),
    ...form(problem, { standardise, test_share }, setTreatment),
    element("p", { class: "choice-note" }, t("data.standardise_note")),
    entry
      ? element("p", { class: "choice-note" }, `${entry.source}. ${entry.licence}`)
      : element("p", { class: "choice-note" }, t("data.own_note")),
  );
}

/** @param {Catalogue} catalogue @param {FitProblem} problem @param {Actions} actions */
function datasets(catalogue, { model, data }, { choose }) {
  const isBinary = catalogue.models[model.kind].task === "binary",
    chosen = data.kind === "dataset" ? data.dataset.kind : "";
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
