// One sentence beside what it explains: on hover, where the keyboard is, or after a tap. There is one at a time.

import { element, say } from "./element.js";

/** A mouse that only passes by is told nothing; a sentence that was tapped for stays so long. */
const DELAY_MS = 300,
  STAYS_MS = 7000;
const GAP_PX = 8,
  RIM_PX = 8;

/** @typedef {{left: number, right: number, top: number, bottom: number}} Box in the window
 *  @typedef {{owner: Element, sentence: () => string, box: () => Box}} Said */

/** @type {HTMLElement | null} */
let bubble = null;
/** @type {Said | null} */
let said = null;
let timer = 0;

function bubbleNow() {
  if (bubble === null || !bubble.isConnected) {
    bubble = element("p", { class: "explained", role: "status", hidden: true });
    document.body.append(bubble);
    addEventListener("keydown", (event) => event.key === "Escape" && hush());
    addEventListener("pointerdown", (event) => said !== null && !said.owner.contains(/** @type {Node} */ (event.target)) && hush());
    addEventListener("resize", () => hush());
  }
  return bubble;
}

/** Above the box where there is room, else below it; always whole. */
function place(/** @type {HTMLElement} */ node, /** @type {Box} */ { left, right, top, bottom }) {
  const { offsetWidth: width, offsetHeight: height } = node;
  const room = document.documentElement.clientWidth;
  const x = Math.max(RIM_PX, Math.min(room - width - RIM_PX, (left + right) / 2 - width / 2));
  const isAbove = top - height - GAP_PX >= RIM_PX;
  node.style.left = `${Math.round(x)}px`;
  node.style.top = `${Math.round(isAbove ? top - height - GAP_PX : bottom + GAP_PX)}px`;
}

/** Says it now. Nothing is said in no words. @param {Element} owner @param {() => string} sentence @param {() => Box} box */
export function explainAt(owner, sentence, box) {
  clearTimeout(timer);
  const words = sentence(),
    node = bubbleNow();
  if (words === "") return hush(owner);
  said = { owner, sentence, box };
  // In a dialog only what is within it is seen.
  const home = owner.closest("dialog[open]") ?? document.body;
  if (node.parentElement !== home) home.append(node);
  node.hidden = false;
  say(node, words);
  place(node, box());
}

/** Says no more, if it is about that (or about anything). */
export function hush(/** @type {Element | null} */ owner = null) {
  clearTimeout(timer);
  if (said === null || (owner !== null && said.owner !== owner)) return;
  said = null;
  if (bubble !== null) bubble.hidden = true;
}

/** What was tapped for goes by itself. */
export function hushLater(/** @type {Element} */ owner) {
  clearTimeout(timer);
  timer = window.setTimeout(() => hush(owner), STAYS_MS);
}

/** Its numbers go on with the run. @returns {import("./types.d.ts").View} */
export const createExplained = () => ({
  draw() {
    if (said === null || bubble === null) return;
    const words = said.sentence();
    if (words === "" || !said.owner.isConnected) return hush();
    if (bubble.textContent === words) return;
    say(bubble, words);
    place(bubble, said.box());
  },
});

/**
 * An element explains itself. `sentence` is asked for where along it the pointer is, 0 … 1, NaN where there is none.
 * @param {HTMLElement} node @param {(along: number) => string} sentence
 */
export function explain(node, sentence) {
  let along = NaN;
  // A tap also does what it does: it is told what was there before.
  let tapped = "";
  const boxNow = () => {
    const box = node.getBoundingClientRect();
    if (Number.isNaN(along)) return box;
    const x = box.left + along * box.width;
    return { left: x, right: x, top: box.top, bottom: box.bottom };
  };
  const isSaid = () => said?.owner === node;
  const now = () => explainAt(node, () => sentence(along), boxNow);
  const pointedAt = (/** @type {PointerEvent} */ event) => {
    const { left, width } = node.getBoundingClientRect();
    along = Math.max(0, Math.min(1, (event.clientX - left) / width));
  };
  node.addEventListener("pointermove", (event) => {
    if (event.pointerType !== "mouse" || event.buttons !== 0) return;
    pointedAt(event);
    if (isSaid()) return now();
    clearTimeout(timer);
    timer = window.setTimeout(now, DELAY_MS);
  });
  node.addEventListener("pointerleave", (event) => event.pointerType === "mouse" && hush(node));
  node.addEventListener("pointerdown", (event) => {
    if (event.pointerType === "mouse") return hush(node);
    pointedAt(event);
    tapped = sentence(along);
  });
  node.addEventListener("pointerup", (event) => {
    if (event.pointerType === "mouse") return;
    // A slider has moved there: what is so now is said of it.
    explainAt(node, node.matches("[type=range]") ? () => sentence(along) : () => tapped, boxNow);
    hushLater(node);
  });
  node.addEventListener("focus", () => {
    if (!node.matches(":focus-visible")) return;
    along = NaN;
    now();
  });
  node.addEventListener("blur", () => hush(node));
}
