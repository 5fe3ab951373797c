/** Changes that follow each other quickly are written once. */
const CALM_MS = 300;

/**
 * Keeps the address true to the page. A whole change of what the page is about makes an entry of its own (back undoes it);
 * everything else rewrites the last one.
 * @template {Record<string, any>} S
 * @template {{state: S}} Read
 * @template {{hash: string, isWhole: boolean}} Written
 * @param {object} page
 * @param {{state: Readonly<S>, subscribe: (names: string[], listener: () => void) => unknown}} page.store
 * @param {string[]} page.about names of the state that the page is about
 * @param {string[]} page.names names of what else the address keeps
 * @param {(isShared: boolean) => Written | Promise<Written>} page.write what stands after "#", and whether that is all; as it is left
 *   behind, or as it is handed on
 * @param {(hash: string) => Read | Promise<Read>} page.read
 * @param {(read: Read) => void} page.show
 * @param {() => void} [page.save] keeps what a link cannot hold
 * @param {(written: Written) => void} [page.wrote] hears of what stands after "#" now
 */
export function createHistory({ store, about, names, write, read, show, save = () => {}, wrote = () => {} }) {
  let timer = 0;
  let isSettled = false;
  const aboutNow = () => about.map((name) => store.state[name]);
  let shown = aboutNow();

  async function put(isShared = false) {
    clearTimeout(timer);
    const now = aboutNow();
    const isNew = isSettled && now.some((value, k) => value !== shown[k]);
    [isSettled, shown] = [false, now];
    const written = await write(isShared);
    const address = `#${written.hash}`;
    if (address !== location.hash) history[isNew ? "pushState" : "replaceState"](null, "", address);
    wrote(written);
    return written;
  }

  function later() {
    clearTimeout(timer);
    timer = window.setTimeout(put, CALM_MS);
  }

  /** Back, forward, or another link in the same page. */
  async function follow() {
    clearTimeout(timer);
    const found = await read(location.hash);
    shown = about.map((name) => found.state[name]);
    show(found);
  }

  store.subscribe([...about, ...names], later);
  addEventListener("popstate", follow);

  return {
    later,
    /** A whole change: it gets its own entry, at once or with what follows it closely. */
    settled({ isAtOnce = false } = {}) {
      isSettled = true;
      if (isAtOnce) put();
      else later();
    },
    /** Puts the link on the clipboard; what is too long for it is kept elsewhere. @returns {Promise<"copied" | "refused" | "file">} */
    async share() {
      const { isWhole } = await put(true);
      if (!isWhole) save();
      try {
        await navigator.clipboard.writeText(location.href);
        return isWhole ? "copied" : "file";
      } catch {
        return isWhole ? "refused" : "file";
      }
    },
  };
}
