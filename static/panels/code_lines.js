// The Keras and the PyTorch line of the same setting, and where the libraries differ; where there are data also the lines of the loss.

import { element, say } from "../element.js";
import { libraryLine } from "../library_line.js";
import { t } from "../text.js";
import { createCodeBlock } from "./code_block.js";
import { createLossCode } from "./loss_code.js";

const LIBRARIES = /** @type {const} */ (["keras", "torch"]);

/** @param {{ copy: (text: string) => Promise<void> }} actions */
export function createCodeLines(actions) {
  const blocks = LIBRARIES.map((library) => {
    const block = createCodeBlock(library, actions.copy, "h3");
    const none = element("p", { class: "code-none" }, t("code.none", { library: t(`code.${library}`) }));
    block.root.append(none);
    return { library, block, none };
  });
  const differs = element("p", {});
  const note = element("div", { class: "code-differs" }, element("h3", {}, t("code.differs")), differs);
  const losses = createLossCode(actions.copy);

  return {
    root: element("div", { class: "code-lines" }, ...blocks.map(({ block }) => block.root), note, losses.root),
    /**
     * @param {import("../types.d.ts").OptimizerEntry} entry @param {import("../types.d.ts").Racer} racer
     * @param {import("./loss_code.js").Told[]} told the racer's loss, where it has one
     */
    draw(entry, racer, told) {
      for (const { library, block, none } of blocks) {
        const { line, fields } = libraryLine(entry, racer.optimizer, library);
        none.hidden = line !== "";
        const values = fields.map((field) => `${entry.schema[field].title} = ${racer.optimizer[field]}`).join(", ");
        say(none, t(values === "" ? "code.none" : "code.none_with", { library: t(`code.${library}`), fields: values }));
        block.show(line);
      }
      note.hidden = entry.differs === "";
      say(differs, entry.differs);
      losses.draw(told);
    },
  };
}
