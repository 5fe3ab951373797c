import { readAddress, writeAddress } from "./address.js";
import { saveRun } from "./saved_run.js";
import { ADDRESSED } from "./state.js";

/** Changes that follow each other quickly are written once. */
const CALM_MS = 300;

/**
 * Keeps the address true to the page. A whole change makes an entry of its own (back undoes it); everything else
 * rewrites the last one.
 * @param {{store: any, player: any, catalogue: import("./types.d.ts").Catalogue, base: import("./types.d.ts").RunConfig,
 *   show: (read: Awaited<ReturnType<typeof readAddress>>) => void}} page
 */
export function createHistory({ store, player, catalogue, base, show }) {
  let timer = 0;
  let isWhole = false;
  let runShown = store.state.run;
  let changesShown = store.state.changes;

  const address = () => writeAddress(store.state, store.state.playing ? 0 : player.step, catalogue, base);

  async function write() {
    const { run, changes } = store.state;
    const isNewRun = isWhole && (run !== runShown || changes !== changesShown);
    isWhole = false;
    [runShown, changesShown] = [run, changes];
    const { hash } = await address();
    if (`#${hash}` === location.hash) return;
    if (isNewRun) history.pushState(null, "", `#${hash}`);
    else history.replaceState(null, "", `#${hash}`);
  }

  function later() {
    clearTimeout(timer);
    timer = window.setTimeout(write, CALM_MS);
  }

  async function read() {
    clearTimeout(timer);
    const found = await readAddress(location.hash, base, catalogue);
    [runShown, changesShown] = [found.state.run, found.state.changes];
    show(found);
  }

  store.subscribe(["run", "changes", "playing", ...ADDRESSED.map((row) => row.name)], later);
  addEventListener("popstate", read);

  return {
    later,
    /** A whole change: it gets its own entry. */
    settled() {
      isWhole = true;
      later();
    },
    /** Puts the link on the clipboard; what is too long for it is saved as a file. */
    async share() {
      clearTimeout(timer);
      const { hash, isWhole: isHeld } = await writeAddress(store.state, player.step, catalogue, base);
      history.replaceState(null, "", `#${hash}`);
      if (!isHeld) saveRun(store.state, player.step);
      try {
        await navigator.clipboard.writeText(location.href);
        return isHeld ? "copied" : "file";
      } catch {
        return isHeld ? "refused" : "file";
      }
    },
  };
}
