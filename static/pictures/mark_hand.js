// Marks explain themselves under the mouse, after a finger's tap, and one after the other by a key.

import { explainAt, hush, hushLater } from "../explained.js";
import { markUnder, marksOf } from "./marks.js";

/**
 * @param {HTMLElement} picture
 * @param {() => import("../types.d.ts").Frame | null} frameOf @param {() => import("./lens.d.ts").Lens | null} lensOf
 */
export function createMarkHand(picture, frameOf, lensOf) {
  let at = -1;
  /** @param {import("./marks.js").Mark} mark */
  function tell({ x, y, sentence }) {
    const boxNow = () => {
      const { left, top } = picture.getBoundingClientRect();
      return { left: left + x, right: left + x, top: top + y - 12, bottom: top + y + 12 };
    };
    explainAt(picture, () => sentence, boxNow);
  }
  const under = (/** @type {number} */ x, /** @type {number} */ y) => {
    const frame = frameOf(),
      lens = lensOf();
    return frame && lens && markUnder(frame, lens, x, y);
  };

  picture.addEventListener("keydown", (event) => {
    const frame = frameOf(),
      lens = lensOf();
    if (event.key.toLowerCase() !== "i" || event.ctrlKey || event.metaKey || event.altKey || !frame || !lens) return;
    event.preventDefault();
    event.stopPropagation();
    const marks = marksOf(frame, lens);
    if (marks.length === 0) return;
    at = (at + 1) % marks.length;
    tell(marks[at]);
  });
  picture.addEventListener("blur", () => hush(picture));

  return {
    point(/** @type {number} */ x, /** @type {number} */ y) {
      const mark = under(x, y);
      if (mark) tell(mark);
      else hush(picture);
    },
    /** Whether there was something to be said. */
    touch(/** @type {number} */ x, /** @type {number} */ y) {
      const mark = under(x, y);
      if (!mark) return false;
      tell(mark);
      hushLater(picture);
      return true;
    },
    leave: () => hush(picture),
  };
}
