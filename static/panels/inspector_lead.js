import { element, mark, say } from "../element.js";
import { t } from "../text.js";
import { icon } from "./icons.js";

/**
 * The line above the stages: the walk through them, and the heads of the parameters' columns, which choose where only one fits.
 * @param {{ turn: (by: number) => void, toggleWalk: () => void, choose: (coordinate: number) => void }} actions
 */
export function createLead({ turn, toggleWalk, choose }) {
  const walk = element("button", { class: "walk-play", type: "button", onclick: toggleWalk });
  const columns = element("div", { class: "stage-values inspector-columns", role: "group", "aria-label": t("inspector.of_parameter") });
  const end = (/** @type {string} */ label, /** @type {string} */ key, /** @type {SVGElement} */ sign, /** @type {number} */ by) =>
    element("button", { class: "walk-end", type: "button", "aria-label": label, title: `${label} ${key}`, onclick: () => turn(by) }, sign);
  const previous = end(t("inspector.previous"), "[", icon("previous"), -1),
    next = end(t("inspector.next"), "]", icon("next"), 1);

  return {
    root: element("div", { class: "inspector-lead" }, previous, walk, next, columns),
    columns,
    draw(/** @type {boolean} */ isWalking) {
      say(walk, t(isWalking ? "inspector.stop" : "inspector.walk"));
      mark(walk, "aria-pressed", String(isWalking));
    },
    /** The columns' heads; true where they are others than before. */
    name(/** @type {string[]} */ names) {
      const labels = names.join();
      if (columns.dataset.names === labels) return false;
      columns.dataset.names = labels;
      columns.replaceChildren(
        ...names.map((text, i) =>
          element("button", { type: "button", class: "stage-value", onclick: () => choose(i) }, element("i", { class: "letter" }, text)),
        ),
      );
      return true;
    },
  };
}
