// What a page shows in one state after another, against a committed reference: tests/reference/drawn/<name>.txt.

import { changesOf } from "./listing.js";
import { opened } from "./whole.js";

/** The first line that is not as it was, with where it stands. */
function compared(name, found, expected) {
  const at = expected.findIndex((line, k) => line !== found[k]);
  const k = at < 0 ? expected.length : at;
  if (at < 0 && found.length === expected.length) return;
  const state = found.slice(0, k + 1).findLast((line) => line.startsWith("#"));
  throw new Error(
    `${name}.txt, line ${k + 1}, ${state}\nfound:    ${found[k] ?? "(nothing)"}\nexpected: ${expected[k] ?? "(nothing)"}\n` +
      "If it is meant to be so: make drawn, and look at every difference.",
  );
}

/** Compared with the reference, or where somebody makes references anew given to them. */
async function held(name, lines) {
  if (globalThis.makeReference) return globalThis.makeReference(name, `${lines.join("\n")}\n`);
  const reference = await fetch(`/tests/reference/drawn/${name}.txt`);
  return compared(name, lines, reference.ok ? (await reference.text()).trimEnd().split("\n") : []);
}

/**
 * A page from state to state: the first is told whole, of every other one what is not as before.
 * @param {string} name of the reference
 * @param {{page: string, hash?: string, width?: number, answers?: Record<string, object[]>, isKnown?: boolean, isSolid?: boolean,
 *   isMarkup?: boolean, states: Record<string, (use: any) => any> | ((use: any) => AsyncGenerator<string>)}} way
 *   `isKnown`: the first state is told elsewhere; `isMarkup`: without what canvases draw; `states`: by their names what leads there, or
 *   each as soon as it is there
 */
export async function drawn(name, { page, states, isKnown = false, isMarkup = false, ...rest }) {
  const whole = await opened(page, { hash: "", width: 1200, answers: {}, isSolid: false, ...rest });
  const lines = [];
  let before = null;
  try {
    await whole.settled();
    for await (const state of typeof states === "function" ? states(whole) : inTurn(states, whole)) {
      await whole.settled();
      const now = whole.told(isMarkup);
      lines.push(`# ${state}`, ...(before !== null ? changesOf(before, now) : isKnown ? [] : now));
      before = now;
    }
  } finally {
    whole.close();
  }
  await held(name, lines);
}

async function* inTurn(states, use) {
  for (const [state, act] of Object.entries(states)) {
    await act(use);
    yield state;
  }
}

/** What it is called, whatever numbers are in it. */
const nameOf = (button) => (button.getAttribute("aria-label") ?? button.textContent).replace(/[−\d][\d.×^⁻−]*/g, "#").trim();
const MOST_BUTTONS = 100;
/** Whether a visitor can get at it: beside an open dialog nothing can be pressed. */
const isFree = (button, dialog) =>
  button.closest("[hidden], dialog:not([open]), [popover]:not(:popover-open)") === null && (dialog?.contains(button) ?? true);

/** Ways from a state to the next: at rest at a step, on to a step, with other entries of the page's state. */
export const pauseAt = (step) => (use) => {
  use.state({ playing: false });
  use.seek(step);
};
export const seeks = (step) => (use) => use.seek(step);
export const has = (patch) => (use) => use.state(patch);

/** The address of an example, from its beginning. */
export const named = (preset) => `#preset=${preset}&step=0`;

/** Every button once, the last in the page first: what a press brings is pressed next. */
export async function* everyButton({ all, state, settled }) {
  const pressed = new Set();
  state({ playing: false });
  yield "as it opens";
  while (pressed.size < MOST_BUTTONS) {
    const [dialog] = all("dialog[open]");
    const next = all("button:not([disabled])").findLast((button) => isFree(button, dialog) && !pressed.has(nameOf(button)));
    if (next === undefined && dialog === undefined) return;
    if (next === undefined) {
      state({ dialog: "" });
      await settled();
      continue;
    }
    pressed.add(nameOf(next));
    next.click();
    await settled(400);
    state({ playing: false });
    yield `pressed: ${nameOf(next)}`;
  }
}
