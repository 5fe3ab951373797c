import { element } from "../element.js";
import { runNow } from "../pictures/run_now.js";
import { lossesFor } from "../problems/fit_choices.js";
import { problemOf } from "../run/racer_problem.js";
import { createSurfaces } from "../run/surfaces.js";
import { t } from "../text.js";

/**
 * The contour map of a fit, of the loss that is descended or of another one beside it: same data, same ball.
 * @param {HTMLElement} host
 * @param {{catalogue: import("../types.d.ts").Catalogue, actions: import("../pictures/actions.d.ts").PictureActions, contour:
 *   import("../types.d.ts").View, still: () => boolean, told: {failed: () => void, recovered: () => void}}} page
 * @returns {import("../types.d.ts").View}
 */
export function createBeside(host, { catalogue, actions, contour, still, told }) {
  const menu = element("select", { class: "menu", "aria-label": t("beside.label"), onchange: () => actions.set({ beside: menu.value }) });
  host.querySelector(".picture-head h3")?.after(element("span", { class: "menu-head" }, menu));
  const surfaces = createSurfaces({ catalogue, arrived: actions.invalidate, still, ...told });
  let filled = "",
    wish = /** @type {{of: unknown, kind: string, problem: any}} */ ({ of: null, kind: "", problem: null });

  return {
    ...contour,
    reads: contour.reads,
    draw(frame) {
      const problem = /** @type {import("../types.d.ts").FitProblem} */ (problemOf(runNow(frame), frame.state.selected)),
        { beside } = frame.state;
      const others = lossesFor(catalogue, problem.model.kind).filter(({ kind }) => kind !== problem.loss.kind),
        key = `${problem.model.kind} ${problem.loss.kind}`;
      if (key !== filled) {
        filled = key;
        menu.replaceChildren(
          element("option", { value: "" }, t("beside.same")),
          ...others.map(({ kind, title }) => element("option", { value: kind }, title)),
        );
      }
      const other = others.find(({ kind }) => kind === beside);
      menu.value = other?.kind ?? "";
      if (other === undefined) return contour.draw(frame);
      if (problem !== wish.of || other.kind !== wish.kind)
        wish = { of: problem, kind: other.kind, problem: { ...problem, loss: catalogue.losses[other.kind].chosen } };
      surfaces.want({ problem: wish.problem });
      contour.draw({ ...frame, field: surfaces.field ?? frame.field });
    },
  };
}
