import { element, mark, say } from "../element.js";
import { t } from "../text.js";

/** The word stays so long after the last change: time to look up from the finger. */
const SHOWN_MS = 3000;

/**
 * Says for a while, in the place of the racer's name, from which step on the change just made holds, or that a restart has kept
 * what was set; where time went back for it, that word is not overwritten by the next ones of the same drag.
 */
export function createRateWhen() {
  const node = element("span", { class: "rate-when" });
  node.hidden = true;
  /** @type {ReturnType<typeof import("../run/edits.js").createEdits>["applied"] | null} */
  let shown = null;
  let isBack = false;
  let timer = 0;

  function hide() {
    node.hidden = true;
    isBack = false;
  }

  return {
    node,
    show(/** @type {NonNullable<typeof shown>} */ applied, /** @type {string} */ selected) {
      shown ??= applied;
      if (applied === shown) return;
      shown = applied;
      if (applied.racer !== null && applied.racer !== selected) return;
      if (applied.isBack || !isBack) {
        isBack = applied.isBack;
        // Where time goes on there is nothing to announce.
        mark(node, "aria-live", isBack ? "polite" : "off");
        node.hidden = false;
        const key = applied.isKept ? "rate.kept" : isBack ? "rate.back_to" : "rate.from";
        const words = t(key, { step: applied.at_step });
        say(node, words);
        mark(node, "title", words);
        node.classList.toggle("is-back", isBack);
      }
      clearTimeout(timer);
      timer = window.setTimeout(hide, SHOWN_MS);
    },
  };
}
