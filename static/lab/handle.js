// Something that mouse, touch, pen and keys move along a line: a slider to whoever reads the page.

import { mark } from "../element.js";

/**
 * @typedef {object} Handle
 * @property {string} name what it is called aloud
 * @property {[number, number]} range
 * @property {number} step of the arrow keys and of dragging
 * @property {() => number} value
 * @property {(event: PointerEvent) => number} at the value under the pointer
 * @property {(value: number, settled: boolean) => void} move
 * @property {boolean} [isUpright] it moves up and down
 */

const BIGGER = 10;

/** Where the arrows lead, in steps. @type {Record<string, number>} */
const KEYS = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1, PageUp: BIGGER, PageDown: -BIGGER };

/** Within the range, on the grid of steps, without the noise of binary fractions. @param {number} value @param {Handle} handle */
function tidy(value, { range: [low, high], step }) {
  const decimals = Math.max(0, Math.ceil(-Math.log10(step) - 1e-9));
  return Number(Math.min(high, Math.max(low, Math.round(value / step) * step)).toFixed(decimals)) + 0;
}

/**
 * @param {Element} node the part that has the focus
 * @param {Handle} handle
 * @param {Element[]} areas further parts where a press moves it too
 */
export function makeHandle(node, handle, ...areas) {
  const thumb = /** @type {HTMLElement} */ (node);
  for (const [name, value] of Object.entries({
    role: "slider",
    tabindex: "0",
    "aria-label": handle.name,
    "aria-valuemin": String(handle.range[0]),
    "aria-valuemax": String(handle.range[1]),
  }))
    mark(node, name, value);
  if (handle.isUpright) mark(node, "aria-orientation", "vertical");

  thumb.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey) return;
    const by = KEYS[event.key];
    const end = { Home: handle.range[0], End: handle.range[1] }[event.key];
    if (by === undefined && end === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    handle.move(end ?? tidy(handle.value() + by * handle.step * (event.shiftKey ? BIGGER : 1), handle), true);
  });

  for (const area of [node, ...areas]) {
    const part = /** @type {HTMLElement} */ (area);
    part.addEventListener("pointerdown", (event) => {
      if (event.button !== 0) return;
      event.preventDefault();
      event.stopPropagation();
      thumb.focus({ preventScroll: true });
      part.setPointerCapture(event.pointerId);
      const follow = (/** @type {PointerEvent} */ later) => handle.move(tidy(handle.at(later), handle), false);
      const drop = (/** @type {PointerEvent} */ last) => {
        part.removeEventListener("pointermove", follow);
        part.removeEventListener("pointerup", drop);
        part.removeEventListener("pointercancel", drop);
        handle.move(handle.value(), true);
        last.stopPropagation();
      };
      part.addEventListener("pointermove", follow);
      part.addEventListener("pointerup", drop);
      part.addEventListener("pointercancel", drop);
      if (area !== node) follow(event);
    });
  }

  return {
    /** Says where it is. @param {string} words */
    tell(words) {
      mark(node, "aria-valuenow", String(handle.value()));
      mark(node, "aria-valuetext", words);
    },
  };
}
