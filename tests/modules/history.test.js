import { createHistory } from "../../static/history.js";
import { createStore } from "../../static/store.js";
import { equal, ok, settled } from "./expect.js";

/** Time that passes when it is told to. */
function clocked(act) {
  const { setTimeout, clearTimeout } = window;
  let now = 0,
    last = 0;
  const waiting = new Map();
  window.setTimeout = (callback, ms) => {
    waiting.set((last += 1), { at: now + ms, callback });
    return last;
  };
  window.clearTimeout = (id) => waiting.delete(id);
  const pass = async (ms) => {
    now += ms;
    for (const [id, { at, callback }] of [...waiting])
      if (at <= now) {
        waiting.delete(id);
        callback();
      }
    await Promise.resolve();
    await Promise.resolve();
    await Promise.resolve();
  };
  return act(pass).finally(() => Object.assign(window, { setTimeout, clearTimeout }));
}

/** A history of a page whose address holds `run` and `speed`; entries of the browser's are notes. */
async function kept(act, rest = {}) {
  const { pushState, replaceState } = history;
  const entries = [];
  const shown = [];
  const saved = [];
  const note = (how, original) =>
    function (...given) {
      entries.push([how, given[2]]);
      original.apply(history, given);
    };
  history.pushState = note("push", pushState);
  history.replaceState = note("replace", replaceState);
  replaceState.call(history, null, "", "/#");
  let follow = () => {};
  window.addEventListener = (type, listener) => {
    equal(type, "popstate");
    follow = listener;
  };
  const store = createStore({ run: "a", speed: 1, hover: null });
  const made = createHistory({
    store,
    about: ["run"],
    names: ["speed"],
    write: (isShared) => ({ hash: `run=${store.state.run}&speed=${store.state.speed}${isShared ? "&shared" : ""}`, isWhole: true }),
    read: (hash) => ({ state: { run: /run=(\w+)/.exec(hash)?.[1] ?? "none" } }),
    show: (read) => {
      shown.push(read.state.run);
      store.set(read.state);
    },
    save: () => saved.push("saved"),
    ...rest,
  });
  delete window.addEventListener;
  try {
    await clocked((pass) => act({ follow, store, history: made, entries, shown, saved, pass, news: () => entries.splice(0) }));
  } finally {
    Object.assign(history, { pushState, replaceState });
    replaceState.call(history, null, "", "/");
  }
}

export async function testChangesThatFollowQuicklyAreWrittenOnce() {
  await kept(async ({ store, news, pass }) => {
    store.set({ speed: 4 });
    await pass(299);
    store.set({ speed: 0.25 });
    await pass(299);
    equal(news(), [], "it has not been calm for long enough");
    await pass(1);
    equal(news(), [["replace", "#run=a&speed=0.25"]]);
    await pass(1000);
    equal(news(), []);
  });
}

export async function testWhatTheAddressDoesNotKeepWritesNothing() {
  await kept(async ({ store, news, pass, history: made }) => {
    store.set({ hover: 5 });
    await pass(1000);
    equal(news(), []);
    made.later();
    await pass(300);
    equal(news(), [["replace", "#run=a&speed=1"]]);
    made.later();
    await pass(300);
    equal(news(), [], "the address is true already");
  });
}

export async function testAWholeChangeOfTheRunIsAnEntryOfItsOwn() {
  await kept(async ({ store, news, pass, history: made }) => {
    store.set({ run: "b" });
    await pass(300);
    equal(news(), [["replace", "#run=b&speed=1"]], "a drag is not over yet");
    store.set({ run: "c" });
    made.settled();
    await pass(299);
    equal(news(), []);
    await pass(1);
    equal(news(), [["push", "#run=c&speed=1"]]);
    store.set({ speed: 4 });
    made.settled();
    await pass(300);
    equal(news(), [["replace", "#run=c&speed=4"]], "the run is the same");
    store.set({ run: "d" });
    await pass(300);
    equal(news(), [["replace", "#run=d&speed=4"]], "one whole change makes one entry");
  });
}

export async function testAtOnceIsAtOnceAndTheTimerIsDone() {
  await kept(async ({ store, news, pass, history: made }) => {
    store.set({ run: "b" });
    made.settled({ isAtOnce: true });
    await pass(0);
    equal(news(), [["push", "#run=b&speed=1"]]);
    await pass(1000);
    equal(news(), []);
  });
}

export async function testBackShowsWhatTheAddressSaysAndWritesNothing() {
  await kept(async ({ follow, store, news, pass, shown, history: made }) => {
    store.set({ run: "b" });
    made.settled({ isAtOnce: true });
    await pass(0);
    store.set({ speed: 4 });
    news();
    history.replaceState(null, "", "#run=old");
    news();
    await follow();
    equal([shown, store.state.run, news()], [["old"], "old", []]);
    made.settled();
    await pass(300);
    equal(news(), [["replace", "#run=old&speed=4"]], "what is shown now is no change of one's own");
  });
}

/** What becomes of sharing, with a clipboard that takes or refuses. */
async function share(takes, isWhole) {
  const copied = [];
  const original = Object.getOwnPropertyDescriptor(Navigator.prototype, "clipboard");
  Object.defineProperty(navigator, "clipboard", {
    configurable: true,
    value: {
      writeText: async (text) => {
        if (!takes) throw new Error("not allowed");
        copied.push(text);
      },
    },
  });
  let found = null;
  try {
    const write = (isShared) => ({ hash: isShared ? "whole" : "left", isWhole });
    await kept(
      async ({ history: made, saved, news }) => {
        found = [await made.share(), copied, saved, news()];
      },
      { write },
    );
  } finally {
    delete navigator.clipboard;
    ok(original !== undefined && navigator.clipboard !== undefined);
  }
  return found;
}

export async function testASharedLinkIsThatOfTheAddress() {
  const link = `${location.origin}/#whole`;
  const entry = [["replace", "#whole"]];
  equal(await share(true, true), ["copied", [link], [], entry]);
  equal(await share(true, false), ["file", [link], ["saved"], entry]);
  equal(await share(false, true), ["refused", [], [], entry]);
  equal(await share(false, false), ["file", [], ["saved"], entry]);
  await settled();
}
