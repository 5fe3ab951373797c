import { element, mark } from "../element.js";
import { t } from "../text.js";
import { icon } from "./icons.js";

/** The drawings stand on the timeline too: a branch, and Restart. */
const CHOICES = /** @type {const} */ ([
  ["here", "branch"],
  ["start", "restart"],
]);

/**
 * Where changes hold from: the step on screen, or the start of the run, which then begins again.
 * @param {Pick<import("../page_parts.d.ts").Page, "store">} page
 */
export function createRateFrom({ store }) {
  const buttons = CHOICES.map(([from, drawing]) =>
    element(
      "button",
      { type: "button", title: t(`from.${from}_help`), onclick: () => store.set({ from }) },
      icon(drawing, 15),
      element("span", {}, t(`from.${from}`)),
    ),
  );
  const show = () => buttons.forEach((button, k) => mark(button, "aria-pressed", String(CHOICES[k][0] === store.state.from)));
  store.subscribe(["from"], show);
  show();
  return element("div", { class: "rate-from", role: "group", "aria-label": t("from.title") }, ...buttons);
}
