const FIRST_MS = 1000;
const MOST_MS = 8000;
const TOO_MANY = 429;

/** What the server will answer in the same way however often it is asked. */
export class Refused extends Error {}

/** Throws where an answer is none. @param {Response} answer */
export function checked(answer) {
  if (answer.ok) return answer;
  throw answer.status < 500 && answer.status !== TOO_MANY ? new Refused(String(answer.status)) : new Error(String(answer.status));
}

/**
 * Work of which only the newest counts: one is under way, the newest wish waits, what lies between is never done. A wish
 * with the key of the last one is done already. While the server is away the newest wish is tried again, ever more seldom.
 * @template Wish
 * @param {(wish: Wish) => Promise<void>} work
 * @param {{failed: () => void, recovered: () => void}} told each once: when work fails, and when it is done again
 * @param {(action: () => void, ms: number) => unknown} [later] sets the timer of the next try
 */
export function latest(work, { failed, recovered }, later = setTimeout) {
  /** @type {{wish: Wish} | null} */
  let next = null;
  let done = "",
    isWorking = false,
    hasFailed = false,
    delay_ms = FIRST_MS;

  async function go() {
    if (isWorking || next === null) return;
    const { wish } = next;
    next = null;
    let wait_ms = 0;
    isWorking = true;
    try {
      await work(wish);
      if (hasFailed) recovered();
      [hasFailed, delay_ms] = [false, FIRST_MS];
    } catch (fault) {
      if (!hasFailed) failed();
      hasFailed = true;
      if (fault instanceof Refused) done = "";
      else if (next === null) {
        next = { wish };
        wait_ms = delay_ms;
        delay_ms = Math.min(MOST_MS, 2 * delay_ms);
      }
    }
    isWorking = false;
    if (wait_ms > 0) later(go, wait_ms);
    else go();
  }

  return {
    want(/** @type {string} */ key, /** @type {Wish} */ wish) {
      if (key === done) return;
      done = key;
      next = { wish };
      go();
    },
  };
}
