// Puts the laboratory together: exhibits, the question to the server, the address.

import { element, mark, say } from "./element.js";
import { firstState, readAddress, writeAddress } from "./lab/address.js";
import { createAsking } from "./lab/asking.js";
import { createStage } from "./lab/stage.js";
import { createHeader } from "./panels/header.js";
import { createNotice } from "./panels/notice.js";
import { faultText } from "./panels/notice_faults.js";
import { createStore } from "./store.js";
import { t } from "./text.js";

/** @typedef {import("./lab/types.d.ts").LabState} LabState */

const host = (/** @type {string} */ id) => /** @type {HTMLElement} */ (document.getElementById(id));
/** @type {import("./lab/types.d.ts").ExhibitEntry[]} */
const entries = JSON.parse(host("opening").textContent ?? "").exhibits;
/** Changes that follow each other quickly are written once. */
const CALM_MS = 300;

const first = readAddress(location.hash, entries);
const store = createStore({ kind: first.entry.kind, theme: first.theme });
/** What came with the page answers these already. @type {Map<string, LabState>} */
const firsts = new Map(entries.map((entry) => [entry.kind, firstState(entry)]));
/** Where the visitor is in every exhibit of this visit. @type {Map<string, LabState>} */
const states = new Map(firsts);
/** The last state of each that the server has answered: where a refused one goes back to. @type {Map<string, LabState>} */
const good = new Map(firsts);
/** @type {Map<string, ReturnType<typeof createStage>>} */
const stages = new Map();

const notice = createNotice(host("notice"), { retry: () => ask() });
const now = () => /** @type {LabState} */ (states.get(store.state.kind));
const entryNow = () => /** @type {import("./lab/types.d.ts").ExhibitEntry} */ (entries.find(({ kind }) => kind === store.state.kind));

const asking = createAsking({
  answered: (told, kind, state) => {
    notice.connection("open");
    good.set(kind, state);
    stages.get(kind)?.answered(told, state);
    invalidate();
  },
  refused: (fault, kind, state) => {
    if (fault === null) {
      notice.connection("waiting");
      return;
    }
    notice.say(faultText(fault));
    if (states.get(kind) !== state) return;
    states.set(kind, /** @type {LabState} */ (good.get(kind)));
    written(false);
    invalidate();
  },
});
const ask = () => asking.ask(store.state.kind, now());
addEventListener("online", ask);

let frame = 0;
/** Draws once in the next frame, however much has changed. */
function invalidate() {
  frame ||= requestAnimationFrame(() => {
    frame = 0;
    stages.get(store.state.kind)?.draw();
  });
}

let timer = 0;
let isWhole = false;
/** Keeps the address true to the page; a whole change makes an entry of its own. @param {boolean} settled */
function written(settled) {
  isWhole ||= settled;
  clearTimeout(timer);
  timer = window.setTimeout(write, CALM_MS);
}

function write() {
  clearTimeout(timer);
  const hash = `#${writeAddress(entryNow(), now(), store.state.theme)}`;
  const isNew = isWhole && hash !== location.hash;
  isWhole = false;
  if (isNew) history.pushState(null, "", hash);
  else if (hash !== location.hash) history.replaceState(null, "", hash);
}

/** Whoever opens the page is told nothing aloud yet. */
let hasMoved = false;

/** @param {Record<string, any>} patch empty: only the room has changed @param {boolean} settled */
function move(patch, settled) {
  const isMoved = Object.entries(patch).some(([name, value]) => String(now()[name]) !== String(value));
  if (isMoved) {
    hasMoved = true;
    states.set(store.state.kind, { ...now(), ...patch });
    ask();
  }
  if (isMoved || settled) written(settled);
  if (settled) notice.clear();
  invalidate();
}

function show() {
  const { kind } = store.state;
  let stage = stages.get(kind);
  if (stage === undefined) {
    stage = createStage(entryNow(), {
      state: now,
      move,
      first: /** @type {LabState} */ (firsts.get(kind)),
      tell: (sentence) => hasMoved && say(host("live"), sentence),
    });
    stages.set(kind, stage);
    host("exhibit").append(stage.node);
  }
  for (const [other, { mark: markShown }] of stages) markShown(other === kind);
  for (const link of host("exhibits").querySelectorAll("a")) mark(link, "aria-current", link.dataset.kind === kind ? "true" : null);
  host("exhibits").querySelector("[aria-current]")?.scrollIntoView({ block: "nearest", inline: "nearest" });
  invalidate();
}

/** Back, forward, or another link in the same page. */
function follow() {
  clearTimeout(timer);
  visit(readAddress(location.hash, entries));
}

function visit(/** @type {ReturnType<typeof readAddress>} */ { entry, state, theme, faults }) {
  const before = states.get(entry.kind);
  if (JSON.stringify(before) !== JSON.stringify(state)) states.set(entry.kind, state);
  store.set({ kind: entry.kind, theme });
  show();
  if (good.get(entry.kind) !== now()) ask();
  if (faults.length > 0) notice.say(...faults.map((fault) => t("notice.link", { fault: faultText(fault, fault.path) })));
}

async function share() {
  write();
  try {
    await navigator.clipboard.writeText(location.href);
    return "copied";
  } catch {
    notice.say(t("notice.link_manual"));
    return "refused";
  }
}

createHeader(host("header"), { store, share });
mark(host("exhibits"), "aria-label", t("lab.exhibits"));
mark(host("exhibit"), "aria-label", t("lab.exhibit"));
host("exhibits").append(
  ...entries.map((entry, k) => {
    const link = element(
      "a",
      { class: "exhibit-link", href: `#exhibit=${entry.kind}`, dataset: { kind: entry.kind } },
      element("span", { class: "exhibit-number", "aria-hidden": "true" }, String(k + 1)),
      element("span", { class: "exhibit-title" }, entry.title),
    );
    link.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      // Where the visitor was in it before, in this visit.
      store.set({ kind: entry.kind });
      show();
      if (good.get(entry.kind) !== now()) ask();
      isWhole = true;
      write();
    });
    return link;
  }),
);
store.subscribe(["theme"], () => {
  written(false);
  invalidate();
});
addEventListener("popstate", follow);
visit(first);
// For tests, and for whoever opens the console.
Object.assign(globalThis, { lab: { store, now, move, asking, isWaiting: () => asking.isAsking } });
