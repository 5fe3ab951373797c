import { element, say } from "../element.js";
import { t } from "../text.js";
import { icon } from "./icons.js";

/**
 * A line of a library under its name, to be copied.
 * @param {"keras" | "torch" | "numpy" | "sklearn"} library @param {(text: string) => Promise<void>} copyText
 * @param {"h3" | "h4"} heading
 */
export function createCodeBlock(library, copyText, heading) {
  const code = element("code", {});
  const pre = element("pre", { class: "code-line", tabindex: "0", "aria-label": t(`code.${library}`) }, code);
  const label = t("code.copy", { library: t(`code.${library}`) });
  const copy = element(
    "button",
    { class: "tool icon", type: "button", "aria-label": label, title: label, onclick: () => copyText(code.textContent) },
    icon("copy"),
  );
  const root = element("div", { class: "code-block" }, element("header", {}, element(heading, {}, t(`code.${library}`)), copy), pre);
  return {
    root,
    /** "" where there is none. */
    show(/** @type {string} */ line) {
      pre.hidden = copy.hidden = line === "";
      say(code, line);
    },
  };
}
