// The line above a picture in the small place: its name, and the button that changes places.

import { element } from "../element.js";
import { swapIcon } from "./swap_icon.js";
import { t } from "../text.js";

/**
 * @param {string} title
 * @param {boolean} swapped the state after the button has been pressed
 * @param {import("./actions.d.ts").PictureActions} actions
 */
export function pictureHead(title, swapped, actions) {
  const swap = element(
    "button",
    { class: "swap", type: "button", "aria-label": t("pictures.swap"), title: t("pictures.swap"), onclick: () => actions.set({ swapped }) },
    swapIcon(),
  );
  return element("div", { class: "picture-head" }, element("h3", {}, title), swap);
}
