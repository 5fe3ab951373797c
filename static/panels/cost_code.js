// The same batches in Keras and PyTorch, to be copied.

import { element, mark, say } from "../element.js";
import { t } from "../text.js";
import { icon } from "./icons.js";

/** @typedef {{ size: number | null, epochs: number, isReplaced: boolean }} Batches `size`: null for all examples at once */

/** @type {Record<string, (batches: Batches) => string>} */
const LINES = {
  keras: ({ size, epochs }) => `model.fit(x, y, batch_size=${size ?? "len(x)"}, epochs=${epochs})`,
  torch: ({ size, epochs, isReplaced }) =>
    [
      `from torch.utils.data import DataLoader, ${isReplaced ? "RandomSampler, " : ""}TensorDataset`,
      "data = TensorDataset(x, y)",
      `loader = DataLoader(data, batch_size=${size ?? "len(data)"}, ${isReplaced ? "sampler=RandomSampler(data, replacement=True)" : `shuffle=${size === null ? "False" : "True"}`})`,
      `for epoch in range(${epochs}):`,
      "    for x_batch, y_batch in loader: ...",
    ].join("\n"),
};

/** @param {{ copy: (text: string) => Promise<void> }} actions */
export function createBatchCode(actions) {
  const blocks = Object.entries(LINES).map(([library, text]) => {
    const code = element("code", {});
    const label = t("code.copy", { library: t(`code.${library}`) });
    const copy = element(
      "button",
      { class: "tool icon", type: "button", "aria-label": label, title: label, onclick: () => actions.copy(code.textContent) },
      icon("copy"),
    );
    const pre = element("pre", { class: "code-line", tabindex: "0", "aria-label": t(`code.${library}`) }, code);
    return {
      text,
      code,
      root: element("section", { class: "code-block" }, element("header", {}, element("h3", {}, t(`code.${library}`)), copy), pre),
    };
  });
  const without = element("p", {}, t("cost.keras_replacement"));
  const root = element("div", { class: "code-lines measured-code" }, ...blocks.map((block) => block.root), without);
  root.hidden = true;

  return {
    root,
    /** @param {import("../types.d.ts").Racer} racer @param {number} count examples @param {number} updates in the whole run */
    draw({ batch }, count, updates) {
      const size = batch.kind === "full" || batch.size >= count ? null : batch.size,
        isReplaced = batch.kind === "mini_batch" && batch.replacement;
      const epochs = Math.max(1, Math.round(updates / Math.ceil(count / (size ?? count))));
      for (const { text, code } of blocks) say(code, text({ size, epochs, isReplaced }));
      without.hidden = !isReplaced;
      root.hidden = false;
      mark(root, "data-size", String(size ?? count));
    },
  };
}
