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

/** A history of a page whose address holds `run` and `speed`; the browser's entries are notes, and it goes from one to another at once. */
async function kept(act, rest = {}) {
  const { pushState, replaceState, go } = history;
  const entries = [];
  const shown = [];
  const saved = [];
  let steps = { undo: "", redo: "" };
  let stack = [{ state: null, url: "/#" }],
    top = 0;
  const note = (how) =>
    function (state, _, url = location.href) {
      if (how === "push") stack = [...stack.slice(0, (top += 1)), null];
      stack[top] = { state, url };
      entries.push([how, url]);
      replaceState.call(history, state, "", url);
    };
  history.pushState = note("push");
  history.replaceState = note("replace");
  history.go = (by) => {
    top += by;
    entries.push(["go", by]);
    replaceState.call(history, stack[top].state, "", stack[top].url);
    follow();
  };
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
    show: (read, isKept) => {
      shown.push(isKept ? `kept ${read.state.run}` : read.state.run);
      store.set(read.state);
    },
    tell: (before, now) => `${before.state.run} → ${now.state.run}`,
    moved: (now) => (steps = now),
    save: () => saved.push("saved"),
    ...rest,
  });
  const numbered = entries.splice(0);
  delete window.addEventListener;
  try {
    await clocked((pass) =>
      act({ follow, store, history: made, entries, numbered, shown, saved, pass, steps: () => steps, news: () => entries.splice(0) }),
    );
  } finally {
    Object.assign(history, { pushState, replaceState, go });
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

/** Whole changes to these runs, one after the other. */
async function changed(page, ...runs) {
  for (const run of runs) {
    page.history.leaving();
    page.store.set({ run });
    page.history.settled();
    await page.pass(300);
  }
  page.news();
}

export async function testUndoingIsGoingBackAndDoingAgainIsGoingForward() {
  await kept(async (page) => {
    const { store, history: made, news, shown, numbered } = page;
    equal(numbered.length, 1, "the entry that the visit began with knows that it is the first");
    equal(page.steps(), { undo: "", redo: "" });
    equal(await made.walk(-1), "", "there is nothing to undo");
    await changed(page, "b", "c");
    equal(page.steps(), { undo: "b → c", redo: "" });
    equal([await made.walk(-1), store.state.run, page.steps()], ["b → c", "b", { undo: "a → b", redo: "b → c" }]);
    equal([await made.walk(-1), store.state.run, page.steps()], ["a → b", "a", { undo: "", redo: "a → b" }]);
    equal([await made.walk(-1), store.state.run], ["", "a"], "it never leaves the page");
    equal([await made.walk(1), await made.walk(1), await made.walk(1), store.state.run], ["a → b", "b → c", "", "c"]);
    equal(
      news().filter(([how]) => how === "go"),
      [-1, -1, 1, 1].map((by) => ["go", by]),
    );
    equal(shown, ["kept b", "kept a", "kept b", "kept c"]);
  });
}

export async function testTheBrowsersButtonsGoTheSameWay() {
  await kept(async (page) => {
    await changed(page, "b", "c");
    history.go(-2);
    equal([page.store.state.run, page.shown, page.steps()], ["a", ["kept a"], { undo: "", redo: "a → b" }]);
    equal(await page.history.walk(1), "a → b");
    equal(page.store.state.run, "b");
  });
}

export async function testAfterSomethingWasUndoneAnotherChangeIsTheLast() {
  await kept(async (page) => {
    await changed(page, "b", "c");
    await page.history.walk(-1);
    await changed(page, "d");
    equal([page.steps(), await page.history.walk(1)], [{ undo: "b → d", redo: "" }, ""]);
    await page.history.walk(-1);
    equal([page.store.state.run, page.steps().redo], ["b", "b → d"]);
  });
}

export async function testWhatWasChangedAMomentAgoIsUndoneToo() {
  await kept(async ({ store, history: made, news }) => {
    made.leaving();
    store.set({ run: "b" });
    made.settled();
    equal([await made.walk(-1), store.state.run], ["a → b", "a"]);
    equal(
      news().map(([how]) => how),
      ["push", "go"],
    );
    made.leaving();
    store.set({ run: "half" });
    equal([await made.walk(-1), store.state.run], ["a → half", "a"], "and a drag that is not over");
  });
}

export async function testADragIsOneChangeFromWhereItBegan() {
  await kept(async ({ store, history: made, news, pass }) => {
    made.leaving();
    for (const run of ["b", "c", "d"]) {
      made.leaving();
      store.set({ run });
      await pass(300);
      equal(news(), [], "while it lasts nothing is written: the entry before stays what it was");
    }
    made.settled();
    await pass(300);
    equal(news(), [["push", "#run=d&speed=1"]]);
    await made.walk(-1);
    equal([store.state.run, location.hash], ["a", ""]);
  });
}

export async function testUndoComesBackToWhatItWasJustBefore() {
  let now = { state: { run: "a" }, step: 0 };
  const shown = [];
  await kept(
    async ({ history: made, pass }) => {
      now = { ...now, step: 40 };
      made.leaving();
      now = { state: { run: "b" }, step: 41 };
      made.settled();
      await pass(300);
      now = { ...now, step: 70 };
      await made.walk(-1);
      equal(shown, [40]);
      now = { state: { run: "a" }, step: 55 };
      await made.walk(1);
      equal(shown, [40, 70], "and again to where it was left for that");
    },
    { stand: () => now, show: ({ step }) => shown.push(step) },
  );
}

export async function testStatesThatShareAnAddressAreEntriesAllTheSame() {
  await kept(
    async (page) => {
      page.history.leaving();
      page.store.set({ run: "b" });
      page.history.settled();
      await page.pass(300);
      equal(page.news(), [["push", "#short"]], "a link cannot tell them apart");
      await page.history.walk(-1);
      equal(page.store.state.run, "a");
    },
    { write: () => ({ hash: "short", isWhole: false }) },
  );
}

export async function testBeyondWhatTheBrowserKeepsNothingIsOffered() {
  await kept(async (page) => {
    await changed(page, ...Array.from({ length: 60 }, (_, k) => `r${k}`));
    let count = 0;
    while ((await page.history.walk(-1)) !== "") count += 1;
    equal(count, 49);
  });
}

export async function testAnEntryOfAnEarlierVisitIsReadFromItsAddress() {
  await kept(async (page) => {
    await changed(page, "b");
    history.replaceState({ at: 7 }, "", "#run=old");
    await page.follow();
    equal([page.shown, page.steps()], [["old"], { undo: "", redo: "" }]);
  });
}

export async function testAnotherLinkInTheSamePageIsAnEntryAfterThisOne() {
  await kept(async (page) => {
    await changed(page, "b", "c");
    await page.history.walk(-1);
    history.replaceState(null, "", "#run=pasted");
    await page.follow();
    equal(page.shown.at(-1), "pasted");
    await page.pass(300);
    equal([history.state, page.steps()], [{ at: 2 }, { undo: "b → pasted", redo: "" }]);
  });
}
