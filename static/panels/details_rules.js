import { element } from "../element.js";
import { plainOf, shortest } from "../format.js";
import { runFields } from "../run/schema.js";
import { t } from "../text.js";
import { createField } from "./details_field.js";

export const rulesText = (/** @type {import("../types.d.ts").RunConfig} */ run) => plainOf(shortest(run.step_limit));

/** What ends a run, and its seed. @param {HTMLElement} sheet @param {import("../page_parts.d.ts").Page} page */
export function fillRules(sheet, { session, edits, catalogue, settled }) {
  const { run } = session.latest;
  const fields = runFields(catalogue);
  const criterion = /** @type {Record<string, number | boolean>} */ (run.convergence);
  const done = (/** @type {object | null} */ gesture) => gesture === null && settled();
  const convergence = () => session.latest.run.convergence;
  sheet.append(
    element(
      "div",
      { class: "form" },
      createField({
        name: "step_limit",
        field: fields.step_limit,
        title: t("details.step_limit"),
        value: run.step_limit,
        change: (value, gesture) => {
          if (gesture === null) edits.setStepLimit(value);
        },
      }).node,
      createField({
        name: "seed",
        field: { ...fields.seed, slider: [0, 100] },
        title: t("details.seed"),
        value: run.seed,
        change: (value, gesture) => gesture === null && edits.setSeed(value),
      }).node,
      element("h3", {}, t("details.convergence")),
      element("p", { class: "choice-note" }, t("details.convergence_note")),
      ...Object.entries(fields.convergence.properties ?? {}).map(
        ([name, field]) =>
          createField({
            name,
            field,
            value: criterion[name],
            title: name === "stop" ? t("details.stop") : (field.title ?? name),
            change: (value, gesture) => {
              if (gesture !== null) return;
              edits.setConvergence({ ...convergence(), [name]: value });
              done(gesture);
            },
          }).node,
      ),
    ),
  );
}
