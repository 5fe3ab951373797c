import { element } from "../element.js";
import { t } from "../text.js";
import { choiceList } from "./choices.js";
import { createField } from "./details_field.js";

/** The schedule in force: "Cosine", and the warm-up where there is one. */
export function scheduleText(
  /** @type {import("../types.d.ts").Catalogue} */ catalogue,
  /** @type {import("../types.d.ts").Racer} */ racer,
) {
  const { title } = catalogue.schedules[racer.schedule.kind];
  return Number(racer.schedule.warmup_steps) > 0
    ? t("details.with_warmup", { schedule: title, steps: racer.schedule.warmup_steps })
    : title;
}

/**
 * Schedules to pick from, then the fields of the one in force.
 * @param {HTMLElement} sheet
 * @param {Pick<import("../page_parts.d.ts").Sheet, "edits" | "catalogue" | "settled" | "racerNow" | "refill">} page
 */
export function fillSchedule(sheet, { edits, catalogue, settled, racerNow, refill }) {
  const racer = racerNow();
  const { schema, equation, spoken } = catalogue.schedules[racer.schedule.kind];
  let draft = racer.schedule;
  const fields = Object.entries(schema).map(
    ([name, field]) =>
      createField({
        name,
        field,
        value: draft[name],
        change: (value, gesture) => {
          draft = { ...draft, [name]: value };
          edits.setSchedule(racer.id, draft, gesture);
          if (gesture === null) settled();
        },
      }).node,
  );
  const rule = element("div", { class: "schedule-rule", role: "math", "aria-label": spoken });
  rule.innerHTML = equation.join("");
  const entries = Object.values(catalogue.schedules).map(({ kind, title, idea }) => ({ kind, title, note: idea }));
  sheet.append(
    element("div", { class: "form" }, rule, ...fields),
    choiceList(entries, racer.schedule.kind, (kind) => {
      const { warmup_steps, warmup_start } = draft;
      edits.setSchedule(racer.id, { ...catalogue.schedules[kind].default, warmup_steps, warmup_start });
      refill();
    }),
  );
}
