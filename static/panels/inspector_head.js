import { element, mark, say } from "../element.js";
import { ballIcon } from "../pictures/glyph.js";
import { nameIn } from "../run/racer_names.js";
import { t } from "../text.js";
import { createCopies } from "./inspector_copies.js";
import { icon } from "./icons.js";

/** What stands beside the step and the buttons. */
const NAME_LETTERS = 20;

/**
 * Whose step it is and which, and what else can be had of it: the libraries' code, a copy.
 * @param {{ toggleCode: () => boolean, textOf: (isExact: boolean) => Promise<string | null>,
 *   copy: (text: string) => Promise<void> }} actions
 *   `toggleCode`: says whether the code stands there now
 */
export function createInspectorHead({ toggleCode, textOf, copy }) {
  const badge = element("span", { class: "racer-badge" });
  const name = element("h2", { class: "inspector-racer" });
  const step = element("span", { class: "inspector-step" });
  const code = element(
    "button",
    {
      class: "tool icon",
      type: "button",
      "aria-label": t("inspector.code"),
      title: t("inspector.code"),
      onclick: () => mark(code, "aria-pressed", String(toggleCode())),
    },
    icon("code"),
  );

  return {
    root: element("header", { class: "inspector-head" }, badge, name, step, code, createCopies(textOf, copy)),
    draw(/** @type {import("./inspector_shown.js").Shown} */ shown) {
      if (badge.dataset.racer !== String(shown.index)) {
        badge.dataset.racer = String(shown.index);
        badge.replaceChildren(ballIcon(shown.index % 8));
      }
      say(name, nameIn(shown.name, NAME_LETTERS));
      mark(name, "title", shown.name.whole);
      say(step, t(shown.isLast ? "inspector.stood" : "inspector.step", { from: shown.step, to: shown.step + 1 }));
    },
  };
}
