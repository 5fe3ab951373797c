import { element, sayWhole } from "../element.js";
import { fitFields, fitOf } from "../problems/fit.js";
import { dataOf, fitForDataset, isOfClasses, lossesFor } from "../problems/fit_choices.js";
import { racerName } from "../run/racer_names.js";
import { problemOf } from "../run/racer_problem.js";
import { t } from "../text.js";
import { choiceGroups, choiceList, entriesOf, firstThose } from "./choices.js";
import { dataSheet } from "./fit_data_sheet.js";
import { formOf } from "./member_form.js";
import { icon } from "./icons.js";
import { attachPopover } from "./popover.js";

/**
 * Data, model and loss of the fit; each opens its choices and its form.
 * @param {HTMLElement} host @param {import("../page_parts.d.ts").Page} page
 * @returns {import("../types.d.ts").View}
 */
export function createFitPicker(host, { store, edits, catalogue, settled }) {
  const fit = fitFields(catalogue);
  const { now } = edits;
  const problemNow = () => fitOf(now());
  /** The fit as the racer in front has it. */
  const ofRacer = () => /** @type {import("../types.d.ts").FitProblem} */ (problemOf(now(), store.state.selected));

  /** Whether what is chosen next is for the racer in front alone: as it is now, until the switch says otherwise. @type {boolean | null} */
  let wish = null;
  const isForOne = () => wish ?? (now().racers.find(({ id }) => id === store.state.selected)?.own ?? null) !== null;

  /**
   * Loss and penalties, for all racers or for the one in front.
   * @param {Partial<Pick<import("../types.d.ts").FitProblem, "loss" | "l1" | "l2">>} parts @param {object | null} [gesture]
   */
  function setParts(parts, gesture = null) {
    if (isForOne()) edits.setOwnFit(store.state.selected, parts, gesture);
    else edits.setFit(parts, gesture);
  }

  /** For whom: nothing to choose where there is one racer. @param {() => void} refill */
  function whose(refill) {
    const { racers } = now(),
      { selected } = store.state,
      racer = racers.find(({ id }) => id === selected);
    if (racer === undefined || (racers.length < 2 && racer.own === null)) return [];
    const choice = (/** @type {boolean} */ one) =>
      element(
        "button",
        {
          type: "button",
          "aria-pressed": String(one === isForOne()),
          onclick: () => {
            wish = one;
            // Back to what all have: its own parts are given up.
            if (!one && racer.own !== null) edits.setOwnFit(selected, { loss: null, l1: null, l2: null });
            refill();
          },
        },
        one ? t("fit.for_one", { racer: racerName(catalogue, now(), selected) }) : t("fit.for_all"),
      );
    return [element("div", { class: "switch", role: "group", "aria-label": t("fit.whose") }, choice(false), choice(true))];
  }

  function pick(/** @type {string} */ name, /** @type {(sheet: HTMLElement, close: () => void) => void} */ fill) {
    const value = element("span", { class: "pick-name", id: `fit-${name}` });
    const button = element(
      "button",
      { class: "pick", type: "button", "aria-labelledby": `fit-${name}-label fit-${name}` },
      value,
      icon("down", 16),
    );
    host.append(
      element("div", { class: "pick-group" }, element("span", { class: "label", id: `fit-${name}-label` }, t(`fit.${name}`)), button),
    );
    button.addEventListener("click", () => (wish = null));
    const popover = attachPopover(button, { label: t(`fit.${name}`), wide: true, fill: (sheet) => fill(sheet, () => sheet.hidePopover()) });
    return { value, popover };
  }

  const formWith = (
    /** @type {any} */ member,
    /** @type {Record<string, import("../types.d.ts").Schema>} */ schema,
    /** @type {(member: any, gesture: object | null) => void} */ set,
  ) => formOf(member, schema, { set, settled });

  const data = pick("data", (sheet, close) =>
    sheet.append(
      dataSheet(catalogue, problemNow(), {
        form: formWith,
        setFit: edits.setFit,
        setTreatment: ({ standardise, test_share }, gesture) =>
          standardise === problemNow().standardise ? edits.setFit({ test_share }, gesture) : edits.setStandardised(standardise),
        openTable: () => {
          close();
          store.set({ dialog: "table" });
        },
        choose: (kind) => {
          close();
          edits.restartFit(fitForDataset(catalogue, problemNow(), kind));
        },
      }),
    ),
  );

  const model = pick("model", (sheet, close) => {
    const problem = problemNow(),
      { task, columns } = dataOf(catalogue, problem);
    const entries = Object.values(catalogue.models).filter(
      (entry) => (entry.task === "binary") === isOfClasses(task) && entry.features <= columns,
    );
    sheet.append(
      choiceList(
        entries.map(({ kind, title, idea }) => ({ kind, title, note: idea })),
        problem.model.kind,
        (kind) => {
          close();
          if (kind !== problem.model.kind) edits.restartFit({ model: catalogue.models[kind].default, features: [] });
        },
      ),
      element(
        "div",
        { class: "form" },
        element("h3", {}, t("fit.penalties")),
        ...whose(() => model.popover.refill()),
        ...formWith(isForOne() ? ofRacer() : problem, { l1: fit.l1, l2: fit.l2 }, ({ l1, l2 }, gesture) => setParts({ l1, l2 }, gesture)),
      ),
    );
  });

  const loss = pick("loss", (sheet, close) => {
    const problem = isForOne() ? ofRacer() : problemNow(),
      entry = catalogue.losses[problem.loss.kind],
      { task } = catalogue.models[problem.model.kind];
    sheet.append(...whose(() => loss.popover.refill()));
    const fields = Object.entries(entry.schema).filter(([, { needs = {} }]) =>
      Object.entries(needs).every(([name, value]) => problem.loss[name] === value),
    );
    sheet.append(
      ...choiceGroups(
        entriesOf(firstThose(lossesFor(catalogue, problem.model.kind), (loss) => loss.task === task)),
        problem.loss.kind,
        (kind) => {
          close();
          if (kind !== problem.loss.kind) setParts({ loss: catalogue.losses[kind].chosen });
        },
      ),
    );
    if (fields.length > 0)
      sheet.append(
        element(
          "div",
          { class: "form" },
          element("h3", {}, entry.title),
          ...formWith(problem.loss, Object.fromEntries(fields), (next, gesture) => setParts({ loss: next }, gesture)),
        ),
      );
  });

  return {
    draw() {
      const shown = ofRacer();
      sayWhole(data.value, dataOf(catalogue, shown).title);
      sayWhole(model.value, catalogue.models[shown.model.kind].title);
      sayWhole(loss.value, catalogue.losses[shown.loss.kind].title);
    },
  };
}
