/** Changes that follow each other quickly are written once. */
const CALM_MS = 300;
/** Browsers keep about fifty entries of a tab: what is older cannot be gone back to. */
const MOST_KEPT = 49;
/** An entry that the browser has not gone to by then is not there. */
const PATIENCE_MS = 1000;

/**
 * Keeps the address true to the page. A whole change of what the page is about makes an entry of its own in the browser's history,
 * and undoing it is going back to the entry before: one history, whoever asks. What a link cannot hold is remembered here.
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
 * @param {(read: Read, isKept: boolean) => void} page.show an entry: as it was left in this visit, or as its address says
 * @param {() => Read} [page.stand] the page as it is, or as it will be when what it waits for is here
 * @param {(before: Read, now: Read) => string} [page.tell] what was done between two entries, in words
 * @param {() => void} [page.save] keeps what a link cannot hold
 * @param {(written: Written) => void} [page.wrote] hears of what stands after "#" now
 * @param {(steps: {undo: string, redo: string}) => void} [page.moved] hears what can be undone now and what done again, in words; ""
 *   where nothing can
 */
export function createHistory({
  store,
  about,
  names,
  write,
  read,
  show,
  stand = () => /** @type {Read} */ (/** @type {unknown} */ ({ state: store.state })),
  tell = () => "",
  save = () => {},
  wrote = () => {},
  moved = () => {},
}) {
  let timer = 0;
  let isSettled = false;
  /** A change has begun and is not whole yet: its address waits for that. */
  let isUnderWay = false;
  /** What was begun to be written before the last of these is no longer true. */
  let turn = 0;
  /** The entry that is shown, and the one that is to be; until the browser has gone there it is asked for nothing else. */
  let at = history.state?.at ?? 0,
    wanted = at,
    going = 0;
  /** Entries as they were when they were left. @type {Map<number, Read>} */
  const kept = new Map();
  const aboutOf = (/** @type {S} */ state) => about.map((name) => state[name]);
  let shown = aboutOf(store.state);
  number();

  /** The browser's entry knows which one it is. */
  function number() {
    if (history.state?.at !== at) history.replaceState({ at }, "");
  }

  /** A new entry: nothing comes after it any more. */
  function begin() {
    at = wanted = at + 1;
    for (const entry of [...kept.keys()]) if (entry >= at || entry < at - MOST_KEPT) kept.delete(entry);
  }

  async function put(isShared = false) {
    clearTimeout(timer);
    isSettled ||= isUnderWay;
    const mine = (turn += 1),
      now = stand();
    const written = await write(isShared);
    if (mine !== turn) return written;
    const isNew = isSettled && aboutOf(now.state).some((value, k) => value !== shown[k]);
    const address = `#${written.hash}`;
    if (isNew) {
      number();
      begin();
      history.pushState({ at }, "", address);
    } else if (address !== location.hash || history.state?.at !== at) history.replaceState({ at }, "", address);
    kept.set(at, now);
    [isSettled, isUnderWay, shown] = [false, false, aboutOf(now.state)];
    wrote(written);
    moved(steps());
    return written;
  }

  function later() {
    clearTimeout(timer);
    timer = window.setTimeout(() => {
      if (isSettled || !isUnderWay) put();
    }, CALM_MS);
  }

  /** Back, forward, or another link in the same page. */
  async function follow() {
    clearTimeout(timer);
    clearTimeout(going);
    const mine = (turn += 1),
      isAsked = going !== 0;
    [isSettled, isUnderWay, going] = [false, false, 0];
    if (history.state?.at === undefined) begin();
    else at = history.state.at;
    if (!isAsked) wanted = at;
    const known = kept.get(at),
      found = known ?? (await read(location.hash));
    if (mine !== turn) return;
    shown = aboutOf(found.state);
    show(found, known !== undefined);
    moved(steps());
    if (wanted !== at) go();
  }

  function go() {
    going = window.setTimeout(() => {
      [going, wanted] = [0, at];
    }, PATIENCE_MS);
    history.go(wanted - at);
  }

  /** What was done between two entries; "" where one of them cannot be gone to. */
  function told(/** @type {number} */ first, /** @type {number} */ second) {
    const [before, now] = [kept.get(first), kept.get(second)];
    return before === undefined || now === undefined ? "" : tell(before, now);
  }

  const steps = () => ({ undo: told(at - 1, at), redo: told(at, at + 1) });

  store.subscribe([...about, ...names], later);
  addEventListener("popstate", follow);

  return {
    later,
    /** A change is about to be made: this is what undoing it comes back to. */
    leaving() {
      if (!isSettled && !isUnderWay) kept.set(at, stand());
      isUnderWay = true;
    },
    /** A whole change: it gets its own entry, at once or with what follows it closely. */
    settled({ isAtOnce = false } = {}) {
      isSettled = true;
      if (isAtOnce) put();
      else later();
    },
    /** Undoes (−1) or does again (1) a whole change; the words for it, "" where there is none. @param {-1 | 1} by */
    async walk(by) {
      await put();
      const words = by < 0 ? told(wanted - 1, wanted) : told(wanted, wanted + 1);
      if (words === "") return words;
      wanted += by;
      if (going === 0) go();
      return words;
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
