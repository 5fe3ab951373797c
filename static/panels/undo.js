import { element, mark, say } from "../element.js";
import { t } from "../text.js";
import { icon } from "./icons.js";

/** Each names itself by what it would undo, or make again. */
const WAYS = /** @type {const} */ (["undo", "redo"]);

/**
 * Undo and redo, and what of it is said aloud.
 * @param {{perform: (action: string) => void, isThere: boolean}} page whether there is anything to undo on it
 */
export function createUndo({ perform, isThere }) {
  const said = element("span", { class: "unseen", role: "status" });
  const buttons = WAYS.map((way) =>
    element("button", { class: `tool icon ${way}-button`, type: "button", onclick: () => perform(way) }, icon(way)),
  );
  for (const button of buttons) button.hidden = !isThere;

  /** The words for what would be undone, and for what would be made again; "" where nothing would. */
  function offer(/** @type {Record<"undo" | "redo", string>} */ steps) {
    WAYS.forEach((way, index) => {
      const change = steps[way],
        words = change === "" ? t(`undo.${way}`) : t(`undo.${way}_what`, { change });
      // Not disabled: who has just pressed it keeps the focus.
      mark(buttons[index], "aria-disabled", String(change === ""));
      mark(buttons[index], "aria-label", words);
      mark(buttons[index], "title", words);
    });
  }
  offer({ undo: "", redo: "" });

  return { nodes: [...buttons, said], offer, tell: (/** @type {string} */ words) => say(said, words) };
}
