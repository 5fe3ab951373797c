import { element, mark } from "../element.js";
import { showFormula } from "../formula.js";
import { runNow } from "../pictures/run_now.js";
import { kindOf } from "../problems/kinds.js";
import { groundOf } from "../run/ground.js";
import { problemOf } from "../run/racer_problem.js";

/**
 * The model and the loss of the racer in front, written out.
 * @param {HTMLElement} host
 * @returns {import("../types.d.ts").View}
 */
export function createFormulas(host) {
  const [model, loss, where] = ["model", "loss", "where"].map((name) => element("div", { class: `formula is-${name}`, role: "math" }));
  host.append(model, loss, where);
  /** @type {import("../problems/kind.d.ts").Formulas | null} */
  let shown = null;

  return {
    draw(frame) {
      const { catalogue, state } = frame;
      const problem = problemOf(runNow(frame), state.selected);
      const formulas = kindOf(problem).formulas(catalogue, problem);
      if (formulas === null || formulas === shown) return;
      shown = formulas;
      showFormula(model, formulas.model, formulas.member);
      showFormula(loss, formulas.loss, formulas.member);
      showFormula(where, formulas.where, formulas.member);
      where.hidden = formulas.where === "";
      mark(model, "aria-label", formulas.spoken);
      mark(loss, "aria-label", groundOf(catalogue, problem).spoken);
    },
  };
}
