// The laboratory of losses: exhibits, the question to the server, the address.

import { listenForKeys } from "../actions.js";
import { element, mark, say } from "../element.js";
import { createHistory } from "../history.js";
import { cameWithPage, host } from "../host.js";
import { firstState, readAddress, writeAddress } from "../lab/address.js";
import { createAsking } from "../lab/asking.js";
import { ABOUT, labActions } from "../lab/guide.js";
import { createStage } from "../lab/stage.js";
import { createGuide } from "../panels/guide.js";
import { createHeader } from "../panels/header.js";
import { createNotice } from "../panels/notice.js";
import { faultText } from "../panels/notice_faults.js";
import { createStore } from "../store.js";
import { t } from "../text.js";

/** @typedef {import("../lab/types.d.ts").LabState} LabState */

const { exhibits, losses, pages, page: name } = cameWithPage();
/** @type {import("../lab/types.d.ts").ExhibitEntry[]} */
const entries = exhibits;

const first = readAddress(location.hash, entries);
const store = createStore(first.state);
/** What is open above the page. */
const above = createStore({ dialog: "" });
/** What came with the page answers these already. @type {Map<string, LabState>} */
const firsts = new Map(entries.map((entry) => [entry.kind, firstState(entry)]));
/** Where the visitor was last in every exhibit of this visit. @type {Map<string, LabState>} */
const states = new Map(firsts);
/** The last state of each that the server has answered: where a refused one goes back to. @type {Map<string, LabState>} */
const good = new Map(firsts);
/** @type {Map<string, ReturnType<typeof createStage>>} */
const stages = new Map();

const notice = createNotice(host("notice"), { retry: () => ask() });
const now = () => store.state.at;
const entryNow = () => /** @type {import("../lab/types.d.ts").ExhibitEntry} */ (entries.find(({ kind }) => kind === store.state.kind));

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
    goTo(kind, /** @type {LabState} */ (good.get(kind)));
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

const history = createHistory({
  store,
  about: ["kind", "at"],
  names: ["theme"],
  write: () => ({ hash: writeAddress(store.state, entries), isWhole: true }),
  read: (hash) => known(readAddress(hash, entries)),
  stand: () => ({ state: store.state, faults: [] }),
  show: (read) => visit(read),
});

/** Where the visitor is in an exhibit, on screen or not. @param {string} kind @param {LabState} at */
function goTo(kind, at) {
  states.set(kind, at);
  if (kind === store.state.kind) store.set({ at });
}

/** Whoever opens the page is told nothing aloud yet. */
let hasMoved = false;

/** @param {Record<string, any>} patch empty: only the room has changed @param {boolean} settled */
function move(patch, settled) {
  const isMoved = Object.entries(patch).some(([field, value]) => String(now()[field]) !== String(value));
  if (isMoved) {
    hasMoved = true;
    goTo(store.state.kind, { ...now(), ...patch });
    ask();
  }
  if (settled) {
    history.settled();
    notice.clear();
  }
  invalidate();
}

function show() {
  const { kind } = store.state;
  let stage = stages.get(kind);
  if (stage === undefined) {
    stage = createStage(entryNow(), {
      losses,
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
  if (good.get(kind) !== now()) ask();
  invalidate();
}

/** What was read, with a state that is known already as the one that is known. @param {ReturnType<typeof readAddress>} read */
function known(read) {
  const before = states.get(read.state.kind);
  return before !== undefined && JSON.stringify(before) === JSON.stringify(read.state.at)
    ? { ...read, state: { ...read.state, at: before } }
    : read;
}

/** @param {ReturnType<typeof readAddress>} read */
function visit({ state, faults }) {
  states.set(state.kind, state.at);
  store.set(state);
  show();
  if (faults.length > 0) notice.say(...faults.map((fault) => t("notice.link", { fault: faultText(fault, fault.path) })));
}

async function share() {
  const done = await history.share();
  if (done === "refused") notice.say(t("notice.link_manual"));
  return done;
}

/** Opens the guide, or closes it. */
const guide = () => above.set({ dialog: above.state.dialog === "guide" ? "" : "guide" });
const actions = labActions(guide);
createHeader(host("header"), { store, share, perform: guide, hasUndo: false, pages, name });
createGuide(host("dialogs"), { store: above, actions }, ABOUT);
listenForKeys(actions);
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
      store.set({ kind: entry.kind, at: states.get(entry.kind) });
      show();
      history.settled({ isAtOnce: true });
    });
    return link;
  }),
);
store.subscribe(["theme"], invalidate);
visit(known(first));
// For tests, and for whoever opens the console.
Object.assign(globalThis, { lab: { store, now, move, asking, isWaiting: () => asking.isAsking } });
