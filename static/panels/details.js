import { element, sayWhole } from "../element.js";
import { plainOf, shortest } from "../format.js";
import { t } from "../text.js";
import { choiceGroups, entriesOf } from "./choices.js";
import { createHyperparameters } from "./details_hyperparameters.js";
import { fillRules, rulesText } from "./details_rules.js";
import { fillSchedule, scheduleText } from "./details_schedule.js";
import { icon } from "./icons.js";
import { attachPopover } from "./popover.js";
import { fillStart, startText } from "./start.js";

/** The hyperparameters stand open where there is room: on large screens with few racers. */
const ROOMY = matchMedia("(width >= 1680px) and (height >= 1000px)");
const FEW = 4;

/**
 * The rows below the rate: optimizer, hyperparameters, schedule, start, rules of the run.
 * @param {HTMLElement} host @param {import("../page_parts.d.ts").Page} page
 * @returns {import("../types.d.ts").View}
 */
export function createDetails(host, page) {
  const { store, edits, catalogue, player } = page;
  const { now } = edits;
  const racerNow = () => now().racers.find((racer) => racer.id === store.state.selected);

  /** Sheets open while a racer is selected. */
  const racerThere = () => /** @type {import("../types.d.ts").Racer} */ (racerNow());

  /** One row: label, what is set, and the sheet that sets it. */
  function row(/** @type {string} */ name, /** @type {(sheet: HTMLElement) => void} */ fill, wide = false) {
    const value = element("span", { class: "row-value", id: `row-${name}` });
    const label = element("span", { class: "row-label", id: `row-${name}-label` }, t(`details.${name}`));
    const button = element(
      "button",
      { class: "row", type: "button", "aria-labelledby": `row-${name}-label row-${name}` },
      label,
      value,
      icon(name === "optimizer" || name === "schedule" ? "down" : "right", 16),
    );
    const popover = attachPopover(button, { label: t(`details.${name}`), fill, wide });
    return { button, value, popover };
  }

  const optimizer = row(
    "optimizer",
    (sheet) => {
      const lists = choiceGroups(entriesOf(Object.values(catalogue.optimizers)), racerNow()?.optimizer.kind ?? "", (kind) => {
        sheet.hidePopover();
        switchOptimizer(kind);
      });
      const family = element(
        "button",
        {
          class: "choice",
          type: "button",
          onclick: () => {
            sheet.hidePopover();
            store.set({ dialog: "family" });
          },
        },
        icon("tree"),
        t("details.family"),
      );
      sheet.append(...lists, family);
    },
    true,
  );
  const hyperparameters = createHyperparameters({ ...page, racerNow: racerThere });
  const settings = row("hyperparameters", (sheet) => sheet.append(hyperparameters.form()));
  const schedule = row(
    "schedule",
    (sheet) => fillSchedule(sheet, { ...page, racerNow: racerThere, refill: () => schedule.popover.refill() }),
    true,
  );
  const start = row("start", (sheet) => fillStart(sheet, { ...page, racerNow: racerThere, now, refill: () => start.popover.refill() }));
  const rules = row("rules", (sheet) => fillRules(sheet, page));
  const open = element("div", { class: "open-form" });
  host.append(optimizer.button, settings.button, open, schedule.button, element("div", { class: "row-pair" }, start.button, rules.button));

  function switchOptimizer(/** @type {string} */ kind) {
    const racer = racerNow();
    if (racer !== undefined && kind !== racer.optimizer.kind) edits.switchOptimizer(racer.id, kind);
  }

  let openFor = "";
  function showOpen(/** @type {import("../types.d.ts").Racer | undefined} */ racer) {
    const key =
      ROOMY.matches && store.state.run.racers.length <= FEW && racer !== undefined
        ? `${racer.id} ${racer.optimizer.kind} ${racer.clipping.kind}`
        : "";
    if (key !== openFor) {
      openFor = key;
      open.replaceChildren(...(key ? [hyperparameters.form()] : []));
      settings.button.classList.toggle("is-open", key !== "");
    }
    hyperparameters.show(racer);
  }
  ROOMY.addEventListener("change", () => showOpen(racerNow()));

  /** What the rows were last written for. @type {any[]} */
  let written = [];
  return {
    reads: () => ["params"],
    draw({ state }) {
      const made = state.changes.filter((change) => change.at_step <= player.editStep).length;
      const wants = [state.run, state.changes, made, state.selected];
      if (wants.every((want, i) => want === written[i])) return;
      written = wants;
      const run = now();
      const racer = run.racers.find((other) => other.id === store.state.selected);
      for (const { button } of [optimizer, settings, schedule, start]) button.disabled = racer === undefined;
      if (racer !== undefined) {
        const entry = catalogue.optimizers[racer.optimizer.kind];
        sayWhole(optimizer.value, entry.title);
        sayWhole(settings.value, summary(racer, entry.schema));
        sayWhole(schedule.value, scheduleText(catalogue, racer));
        sayWhole(start.value, startText(catalogue, run, racer));
      }
      sayWhole(rules.value, rulesText(run));
      showOpen(racer);
    },
  };
}

/** "β₁ 0.9  β₂ 0.999", and what is switched on. */
function summary(/** @type {import("../types.d.ts").Racer} */ racer, /** @type {Record<string, import("../types.d.ts").Schema>} */ schema) {
  const parts = Object.entries(schema)
    .filter(([name]) => name !== "learning_rate")
    .filter(([name, field]) => /beta|momentum|rho|alpha|decay_rate/.test(name) || racer.optimizer[name] !== field.default)
    .map(([name, field]) =>
      field.type === "boolean"
        ? (field.title ?? name)
        : `${field.symbol} ${plainOf(shortest(/** @type {number} */ (racer.optimizer[name]), 4))}`,
    );
  if (racer.clipping.kind !== "none") parts.push(t(`clipping.${racer.clipping.kind}`));
  if (racer.noise > 0) parts.push(`σ ${plainOf(shortest(racer.noise, 4))}`);
  return parts.length > 0 ? parts.join("  ") : "–";
}
