import { element } from "../element.js";
import { t } from "../text.js";
import { choiceGroups, entriesOf } from "./choices.js";
import { halves } from "./halves.js";
import { formOf } from "./member_form.js";

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
 * Schedules to pick from, and the fields of the one in force.
 * @param {HTMLElement} sheet
 * @param {Pick<import("../page_parts.d.ts").Sheet, "edits" | "catalogue" | "settled" | "racerNow" | "refill">} page
 */
export function fillSchedule(sheet, { edits, catalogue, settled, racerNow, refill }) {
  const racer = racerNow();
  const { title, schema, equation, spoken } = catalogue.schedules[racer.schedule.kind];
  let draft = racer.schedule;
  const set = (/** @type {typeof draft} */ wished, /** @type {object | null} */ gesture) => {
    draft = wished;
    edits.setSchedule(racer.id, wished, gesture);
  };
  const fields = formOf(racer.schedule, schema, { set, settled });
  const rule = element("div", { class: "schedule-rule", role: "math", "aria-label": spoken });
  rule.innerHTML = equation.join("");
  const lists = choiceGroups(entriesOf(Object.values(catalogue.schedules)), racer.schedule.kind, (kind) => {
    const { warmup_steps, warmup_start } = draft;
    edits.setSchedule(racer.id, { ...catalogue.schedules[kind].default, warmup_steps, warmup_start });
    refill();
  });
  sheet.append(halves(lists, { title, fields: [rule, ...fields] }));
}
