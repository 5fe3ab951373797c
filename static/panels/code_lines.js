// The Keras and the PyTorch line of the same setting, and where the libraries differ.

import { element, say } from "../element.js";
import { libraryLine } from "../library_line.js";
import { t } from "../text.js";
import { icon } from "./icons.js";

const LIBRARIES = /** @type {const} */ (["keras", "torch"]);

/** @param {{ copy: (text: string) => Promise<void> }} actions */
export function createCodeLines(actions) {
  const blocks = LIBRARIES.map((library) => {
    const code = element("code", {});
    const pre = element("pre", { class: "code-line", tabindex: "0", "aria-label": t(`code.${library}`) }, code);
    const label = t("code.copy", { library: t(`code.${library}`) });
    const copy = element(
      "button",
      { class: "tool icon", type: "button", "aria-label": label, title: label, onclick: () => actions.copy(code.textContent) },
      icon("copy"),
    );
    const none = element("p", { class: "code-none" }, t("code.none", { library: t(`code.${library}`) }));
    const root = element("div", { class: "code-block" }, element("header", {}, element("h3", {}, t(`code.${library}`)), copy), pre, none);
    return { library, code, pre, copy, none, root };
  });
  const differs = element("p", {});
  const note = element("div", { class: "code-differs" }, element("h3", {}, t("code.differs")), differs);

  return {
    root: element("div", { class: "code-lines" }, ...blocks.map(({ root }) => root), note),
    /** @param {import("../types.d.ts").OptimizerEntry} entry @param {import("../types.d.ts").Racer} racer */
    draw(entry, racer) {
      for (const { library, code, pre, copy, none } of blocks) {
        const { line, fields } = libraryLine(entry, racer.optimizer, library);
        pre.hidden = copy.hidden = line === "";
        none.hidden = line !== "";
        const values = fields.map((field) => `${entry.schema[field].title} = ${racer.optimizer[field]}`).join(", ");
        say(none, t(values === "" ? "code.none" : "code.none_with", { library: t(`code.${library}`), fields: values }));
        say(code, line);
      }
      note.hidden = entry.differs === "";
      say(differs, entry.differs);
    },
  };
}
