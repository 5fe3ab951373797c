import { letterHtml } from "../arithmetic.js";
import { element } from "../element.js";
import { kindOf } from "../problems/kinds.js";
import { STOCHASTIC } from "../run/family_members.js";
import { mostRacers } from "../run/schema.js";
import { language, t } from "../text.js";
import { rowsOf } from "./inspector_equation.js";

/**
 * What is said of an optimizer: its equation, what it adds and remembers, where it comes from, and what can be done with it.
 * @param {import("../types.d.ts").OptimizerEntry} entry @param {Record<string, import("../types.d.ts").OptimizerEntry>} members
 * @param {import("../types.d.ts").Frame} frame
 * @param {{addRacer: () => void, setOptimizer: (racer: string) => void}} actions
 */
export function detailsOf(entry, members, { catalogue, state: { run, selected } }, { addRacer, setOptimizer }) {
  // Without data there is no batch to run it on.
  const isElsewhere = entry.kind === STOCHASTIC && !kindOf(run.problem).takesBatches;
  const equation = element(
    "div",
    { class: "family-equation", role: "math", "aria-label": entry.spoken, tabindex: "0" },
    ...rowsOf(entry, entry.default),
  );
  // What only an option makes it remember has no term in the equation either.
  const remembered = entry.state.filter((name) => equation.querySelector(`.term-${name}`) !== null).map((name) => entry.quantities[name]);
  const isFull = run.racers.length >= mostRacers(catalogue);
  const facts = [
    [t("family.adds"), entry.adds],
    [t("family.grew_from"), entry.parents.map((kind) => members[kind].title).join(", ")],
    [
      t("family.remembers"),
      remembered.length === 0
        ? t("family.remembers_nothing")
        : element("span", {}, ...remembered.flatMap(({ symbol, title: words }, i) => [i > 0 ? ", " : "", letter(symbol), ` ${words}`])),
    ],
    [t("family.source"), entry.source],
  ].filter(([, content]) => content !== "");
  const run_it = element("button", { class: "button primary", type: "button", disabled: isFull, onclick: addRacer }, t("family.add"));
  const replace = element(
    "button",
    {
      class: "button",
      type: "button",
      disabled: selected === "",
      onclick: () => setOptimizer(selected),
    },
    t("family.replace"),
  );
  return [
    element("div", { class: "family-what" }, element("h3", {}, entry.title), element("p", {}, entry.idea), equation),
    element(
      "div",
      { class: "family-facts" },
      element("dl", {}, ...facts.flatMap(([name, content]) => [element("dt", {}, name), element("dd", {}, content)])),
      isElsewhere
        ? element("a", { class: "link", href: `/${language()}/fit#preset=fit_batches` }, t("family.sgd_with_data"))
        : element("div", { class: "family-buttons" }, run_it, replace),
      isFull && !isElsewhere ? element("p", { class: "family-full" }, t("family.full")) : null,
    ),
  ];
}

const letter = (/** @type {string} */ symbol) => {
  const holder = element("span", {});
  holder.innerHTML = letterHtml(symbol);
  return holder;
};
