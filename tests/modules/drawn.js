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
 *   states: Record<string, (use: any) => any>}} way `isKnown`: the first state is told elsewhere
 */
export async function drawn(name, { page, hash = "", width = 1200, answers = {}, isKnown = false, isSolid = false, states }) {
  const whole = await opened(page, { hash, width, answers, isSolid });
  const lines = [];
  let before = null;
  try {
    await whole.settled();
    for (const [state, act] of Object.entries(states)) {
      await act(whole);
      await whole.settled();
      const now = whole.told();
      lines.push(`# ${state}`, ...(before !== null ? changesOf(before, now) : isKnown ? [] : now));
      before = now;
    }
  } finally {
    whole.close();
  }
  await held(name, lines);
}
