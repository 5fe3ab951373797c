import { element } from "../element.js";
import { t } from "../text.js";
import { icon } from "./icons.js";

/**
 * What there is to choose, and beside it the fields of what is chosen; where there is no room beside it below, a button away.
 * @param {Node[]} choices @param {{ title: string, fields: Node[], kind?: string }} form
 */
export function halves(choices, { title, fields, kind = "" }) {
  const form = element("div", { class: `form ${kind}`.trim() }, element("h3", {}, title), ...fields);
  const there = element(
    "button",
    {
      class: "link to-form",
      type: "button",
      onclick: () => {
        form.scrollIntoView({ block: "start" });
        /** @type {HTMLElement | null} */ (form.querySelector("input, button"))?.focus({ preventScroll: true });
      },
    },
    icon("down", 14),
    t("choices.settings", { name: title }),
  );
  return element("div", { class: "halves" }, element("div", { class: "half-choices" }, there, ...choices), form);
}
