import { element, mark, say } from "../element.js";
import { t } from "../text.js";
import { icon } from "./icons.js";

const COPIED_MS = 1800;

/**
 * The button that copies the step that is shown, with the numbers as they are printed or exact: its two choices, and that it was done.
 * @param {(isExact: boolean) => Promise<string | null>} textOf null where there is nothing to copy
 * @param {(text: string) => Promise<void>} copy
 */
export function createCopies(textOf, copy) {
  const choices = element(
    "div",
    { class: "inspector-copies", hidden: true, role: "group", "aria-label": t("inspector.copy") },
    element("button", { type: "button", onclick: () => choose(false) }, t("inspector.copy_shown")),
    element("button", { type: "button", onclick: () => choose(true) }, t("inspector.copy_exact")),
  );
  const button = element(
    "button",
    {
      class: "tool icon",
      type: "button",
      "aria-label": t("inspector.copy"),
      title: t("inspector.copy"),
      "aria-expanded": "false",
      onclick: () => open(choices.hidden),
    },
    icon("copy"),
  );
  const copied = element("span", { class: "unseen", role: "status" });
  const root = element("div", { class: "inspector-copy", onkeydown: closeOnEscape, onfocusout: closeOnLeave }, button, choices, copied);

  function open(/** @type {boolean} */ isOpen) {
    choices.hidden = !isOpen;
    mark(button, "aria-expanded", String(isOpen));
  }

  function closeOnEscape(/** @type {KeyboardEvent} */ event) {
    if (event.key !== "Escape" || choices.hidden) return;
    event.stopPropagation();
    open(false);
    button.focus();
  }

  function closeOnLeave(/** @type {FocusEvent} */ event) {
    const isWithin = event.relatedTarget instanceof Node && root.contains(event.relatedTarget);
    if (!isWithin) open(false);
  }

  async function choose(/** @type {boolean} */ isExact) {
    const text = await textOf(isExact);
    if (text === null) return;
    await copy(text);
    open(false);
    button.focus();
    sayCopied(true);
    setTimeout(() => sayCopied(false), COPIED_MS);
  }

  function sayCopied(/** @type {boolean} */ isDone) {
    button.replaceChildren(icon(isDone ? "tick" : "copy"));
    say(copied, isDone ? t("inspector.copied") : "");
  }

  return root;
}
