/**
 * Work of which only the newest counts: one is under way, the newest wish waits, what lies between is never done. A wish
 * with the key of the last one is done already; after a failure the same key is tried again.
 * @template Wish
 * @param {(wish: Wish) => Promise<void>} work @param {() => void} failed
 */
export function latest(work, failed) {
  /** @type {{wish: Wish} | null} */
  let next = null;
  let done = "", isWorking = false;

  async function go() {
    if (isWorking || next === null) return;
    const { wish } = next;
    next = null;
    isWorking = true;
    try {
      await work(wish);
    } catch {
      done = "";
      failed();
    }
    isWorking = false;
    go();
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
