import { element, mark, say } from "../element.js";
import { plainOf, shortest } from "../format.js";
import { t } from "../text.js";

/**
 * The other rate to begin with, a click away: the library's own, or where that is in force the one tuned for this ground.
 * @param {(rate: number) => void} take
 */
export function createRateUsual(take) {
  let offered = NaN;
  const node = element("button", { class: "rate-usual", type: "button", onclick: () => take(offered) });
  return {
    node,
    show(/** @type {number} */ rate, /** @type {number} */ library, /** @type {number} */ tuned) {
      const isTuned = rate === library && tuned !== library;
      offered = isTuned ? tuned : library;
      node.disabled = offered === rate;
      say(node, t(isTuned ? "rate.tuned" : "rate.library", { value: plainOf(shortest(offered, 4)) }));
      mark(node, "title", t(isTuned ? "rate.tuned_help" : "rate.library_help"));
    },
  };
}
