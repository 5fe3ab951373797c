import { element } from "../element.js";
import { t } from "../text.js";
import { icon } from "./icons.js";

const GROUPS = ["playback", "racers", "picture", "page"];

/** The list of keys, made from the actions themselves. @param {HTMLElement} host @param {import("../page_parts.d.ts").Page} page */
export function createKeys(host, { store, actions }) {
  const dialog = element("dialog", { class: "window keys-window", "aria-labelledby": "keys-title" });
  const close = () => dialog.close();
  dialog.append(
    element(
      "header",
      {},
      element("h2", { id: "keys-title" }, t("keys.title")),
      element("button", { class: "tool icon", type: "button", "aria-label": t("close"), onclick: close }, icon("close")),
    ),
    element(
      "div",
      { class: "keys-groups" },
      ...GROUPS.map((group) =>
        element(
          "section",
          {},
          element("h3", {}, t(`keys.${group}`)),
          element(
            "dl",
            {},
            ...actions
              .filter((action) => action.group === group)
              .map((action) => element("div", {}, element("dt", {}, t(action.label)), element("dd", {}, ...keyCaps(action)))),
          ),
        ),
      ),
    ),
  );
  dialog.addEventListener("click", (/** @type {Event} */ event) => event.target === dialog && close());
  dialog.addEventListener("close", () => !dialog.open && store.state.dialog === "keys" && store.set({ dialog: "" }));
  host.append(dialog);
  store.subscribe(["dialog"], (state) => {
    if (state.dialog === "keys" && !dialog.open) dialog.showModal();
    else if (state.dialog !== "keys" && dialog.open) dialog.close();
  });
}

function keyCaps(/** @type {import("../actions.js").Action} */ { shown, name }) {
  if (name === "select") return [element("kbd", {}, shown[0]), "–", element("kbd", {}, shown[1])];
  return shown.map((/** @type {string} */ key) => element("kbd", {}, key));
}
