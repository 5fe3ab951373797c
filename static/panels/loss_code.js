import { element } from "../element.js";
import { plainOf, shortest } from "../format.js";
import { lossLines } from "../library_line.js";
import { t } from "../text.js";
import { createCodeBlock } from "./code_block.js";

/** A loss with its settings, and what it is called. @typedef {{title: string, entry: import("../types.d.ts").LossEntry, loss:
 *    import("../types.d.ts").Member}} Told */

/**
 * Lines of other libraries that give the same loss; nothing of a loss that none has.
 * @param {(text: string) => Promise<void>} copy
 */
export function createLossCode(copy) {
  const root = element("div", { class: "loss-code" });
  let shown = "";

  /** @param {Told} told */
  function linesOf({ title, entry, loss }) {
    const lines = lossLines(entry, loss);
    if (lines.length === 0) return [];
    const isAdded = lines.some(({ line }) => /log\(.*\+ /.test(line));
    return [
      element("h3", {}, title),
      ...lines.map(({ library, line }) => {
        const block = createCodeBlock(library, copy, "h4");
        block.show(line);
        return block.root;
      }),
      isAdded ? element("p", { class: "code-none" }, t("code.delta", { delta: plainOf(shortest(Number(loss.delta))) })) : null,
    ];
  }

  return {
    root,
    draw(/** @type {Told[]} */ told) {
      const key = JSON.stringify(told.map(({ title, loss }) => [title, loss]));
      if (key === shown) return;
      shown = key;
      const words = [...new Set(told.map(({ entry }) => entry.differs))].filter((differs) => differs !== "");
      root.replaceChildren(
        ...told.flatMap(linesOf).filter((node) => node !== null),
        element("p", { class: "code-none" }, t("code.arrays")),
        ...words.map((differs) => element("p", { class: "code-none" }, differs)),
      );
      root.hidden = told.length === 0;
    },
  };
}
