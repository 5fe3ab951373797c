// Puts a page together on which balls roll: state, run, clock, history, panels, pictures. What is one page's own it is told.

import { createActions, listenForKeys } from "./actions.js";
import { readAddress, writeAddress } from "./address.js";
import { createClock } from "./clock.js";
import { createExplained } from "./explained.js";
import { createHistory } from "./history.js";
import { cameWithPage, host } from "./host.js";
import { createDetails } from "./panels/details.js";
import { createFamily } from "./panels/family.js";
import { createGuide } from "./panels/guide.js";
import { createHeader } from "./panels/header.js";
import { createInspector } from "./panels/inspector.js";
import { createNotice } from "./panels/notice.js";
import { faultText } from "./panels/notice_faults.js";
import { createLive } from "./panels/notice_live.js";
import { createOutcome } from "./panels/outcome.js";
import { createPresets } from "./panels/presets.js";
import { createRacers } from "./panels/racers.js";
import { createRacersShare } from "./panels/racers_share.js";
import { createRate } from "./panels/rate.js";
import { createSweep } from "./panels/sweep.js";
import { createTimeline } from "./panels/timeline.js";
import { createTour } from "./panels/tour.js";
import { createPictureActions } from "./picture_actions.js";
import { createCurve1d } from "./pictures/curve1d.js";
import { fieldFromGrid } from "./pictures/field.js";
import { graphics } from "./pictures/graphics.js";
import { createLossChart } from "./pictures/losschart.js";
import { foreseePlotly } from "./pictures/plotly_surface.js";
import { createScene } from "./pictures/scene.js";
import { kindOf } from "./problems/kinds.js";
import { runAt } from "./run/configuration.js";
import { differenceText } from "./run/difference.js";
import { createEdits } from "./run/edits.js";
import { groundOf } from "./run/ground.js";
import { createPlayer } from "./run/player.js";
import { problemOf } from "./run/racer_problem.js";
import { createSession } from "./run/session.js";
import { createStream } from "./run/stream.js";
import { createSurfaces } from "./run/surfaces.js";
import { columnsOf } from "./run/tape.js";
import { readRun, saveRun } from "./saved_run.js";
import { addressedPart, firstState, keptPart, presetOf, rowsWith } from "./state.js";
import { createStore } from "./store.js";
import { createTabMemory } from "./tab_memory.js";
import { t } from "./text.js";

/** Steps a second where no preset says so. */
const PACE = 8;
/** Rows read ahead: enough for so long, and never less. */
const AHEAD_S = 6;
const AHEAD_LEAST = 120;

/** @typedef {import("./types.d.ts").State} State
 *  @typedef {Awaited<ReturnType<typeof readAddress>>} Read */

/**
 * @param {import("./page_parts.d.ts").Definition} own rows of state and views of the page's own
 */
export async function openPage({ rows: ownRows, unsaid, create }) {
  const { catalogue, opening, pages, page: name } = cameWithPage();
  const rows = rowsWith(ownRows);
  const [firstPreset] = catalogue.presets;
  const base =
    catalogue.presets.find((/** @type {import("./types.d.ts").PresetEntry} */ { kind }) => kind === unsaid)?.run ??
    firstPreset?.run ??
    opening.run;
  const reduced = matchMedia("(prefers-reduced-motion: reduce)");
  const still = () => reduced.matches;
  const atFirst = () => ({
    ...firstState(firstPreset?.run ?? opening.run, firstPreset?.kind ?? "", catalogue, rows),
    playing: !still(),
  });
  const memory = createTabMemory(name);

  /** @returns {Promise<Read>} */
  async function addressed(/** @type {string} */ hash) {
    if (hash.length <= 1) return { state: atFirst(), step: 0, faults: [] };
    const read = await readAddress(hash, base, catalogue, rows);
    return { ...read, state: { ...read.state, playing: read.state.playing && read.step === 0 && !still() } };
  }

  /** The work that this tab has kept of the page, where the address is that of it or says nothing; else what the address says. */
  async function beginning() {
    const { hash } = location,
      left = memory.hash;
    if (left === null || (hash !== left && hash.length > 1)) return hash.length > 1 ? addressed(hash) : null;
    const { step, faults, ...kept } = memory.found(base, catalogue);
    return { state: { ...(await addressed(left)).state, ...kept }, step, faults };
  }

  // A link's page is its own from the first picture on: what stood in its place until its rows come would be drawn and taken away.
  const first = await beginning();
  // The opening is a surface, so its script will be needed; what else is named may be a curve.
  if (first === null && graphics() !== "none") foreseePlotly();
  const store = createStore(first?.state ?? atFirst());

  const width = (/** @type {import("./types.d.ts").RunConfig} */ run) => groundOf(catalogue, run.problem).parameters.length;
  const notice = createNotice(host("notice"), { retry: () => stream.retry() });
  const session = createSession({
    send: (message) => stream.send(message),
    isOpen: () => stream.isOpen,
    width,
    columns: (run) => columnsOf(kindOf(run.problem).takesBatches, width(run), clock.reads(width(run))),
    onData: () => clock.invalidate(),
    onRefused: (error) => notice.say(faultText(error)),
    onNothing: () => {
      store.set(atFirst());
      showOpening();
    },
    onRun: ({ run, changes }, keep, patch) => {
      const { selected } = { ...store.state, ...patch };
      const isThere = run.racers.some((racer) => racer.id === selected);
      store.set({ run, changes, ...patch, selected: isThere ? selected : (run.racers[0]?.id ?? "") });
      if (keep !== null) player.seek(keep);
    },
  });
  const player = createPlayer({
    tape: () => session.tape,
    state: () => store.state,
    pace: () => presetOf(store.state, catalogue)?.pace ?? PACE,
    still,
    stop: () => store.set({ playing: false }),
  });
  const stream = createStream({
    url: `${location.protocol === "https:" ? "wss:" : "ws:"}//${location.host}/ws/run`,
    onOpen: session.opened,
    onMessage: session.receive,
    onState: (state) => notice.connection(state),
  });
  addEventListener("online", () => stream.retry());

  const invalidate = () => clock.invalidate();
  /** Said while something cannot be loaded, and no longer. @param {string} key */
  const told = (key) => ({ failed: () => notice.say(t(key)), recovered: () => notice.unsay(t(key)) });
  const surfaces = createSurfaces({ catalogue, arrived: invalidate, still, ...told("notice.grid") });
  let drawnTime = -1;
  const clock = createClock({
    step: (dt_ms) => {
      player.advance(dt_ms);
      session.pull(player.time, Math.max(AHEAD_LEAST, Math.ceil(player.rate * AHEAD_S)));
      return player.time !== drawnTime;
    },
    frame: (now_ms) => {
      const { state } = store,
        { time, step } = player,
        { tape, ghosts } = session;
      if (time > 0 && drawnTime === 0 && performance.getEntriesByName("ball-moves").length === 0) performance.mark("ball-moves");
      drawnTime = time;
      const run = runAt(state.run, state.changes, step);
      const { wish, seen } = views.ask({ problem: run.problem, tape, step, state });
      surfaces.want({ problem: problemOf(run, state.selected), ...wish });
      return {
        ...{ time, step, tape, ghosts, field: surfaces.field, examples: null, accuracy: null, ...seen },
        ...{ state, catalogue, now_ms, still: still() },
      };
    },
  });

  /** The page as it is, or as it will be when the rows that it waits for are here. @returns {Read} */
  function standing() {
    const { awaited } = session;
    if (awaited === null) return { state: store.state, step: player.step, faults: [] };
    const { run, changes, keep, patch } = awaited;
    return { state: { ...store.state, run, changes, ...patch }, step: keep, faults: [] };
  }
  const history = createHistory({
    store,
    about: ["run", "changes"],
    names: ["playing", ...rows.map((row) => row.name)],
    write: (isShared) => {
      const { state, step } = standing();
      return writeAddress(state, state.playing && !isShared ? 0 : step, catalogue, base, rows);
    },
    read: addressed,
    show: (read, isKept) => (isKept ? comeBack(read) : show(read)),
    stand: standing,
    tell: (before, now) => differenceText(before, now, catalogue),
    moved: (steps) => header.offer(steps),
    save: () => {
      const { state, step } = standing();
      saveRun(state, step);
    },
    wrote: ({ without }) =>
      sayLeftOut(without === "" ? "" : `${t(`notice.link_${without}`)} ${t(keep() ? "notice.kept" : "notice.not_kept")}`),
  });
  let isForgotten = false;
  /** For as long as the tab lives, all of it. */
  function keep() {
    const { state, step } = standing();
    return !isForgotten && memory.keep(state, step, location.hash);
  }
  addEventListener("pagehide", keep);
  document.addEventListener("visibilitychange", () => document.hidden && keep());
  /** The page as it is to who has never been here. */
  function forget() {
    isForgotten = true;
    memory.forget();
    location.href = location.pathname;
  }
  let leftOut = "";
  /** What the link cannot hold: once as it comes to that, and beside the link as long as it is so. */
  function sayLeftOut(/** @type {string} */ sentence) {
    if (sentence === leftOut) return;
    notice.unsay(leftOut);
    if (sentence !== "") notice.say(sentence);
    header.leave(sentence);
    leftOut = sentence;
  }
  /** A whole change, a drag to its end. */
  function settled() {
    session.release();
    edits.release();
    notice.clear();
    history.settled();
  }
  function seek(/** @type {number} */ step) {
    player.seek(step);
    if (!store.state.playing) history.later();
  }
  /** Undoes a whole change, or makes it again. @param {-1 | 1} by */
  async function walk(by) {
    const words = await history.walk(by);
    if (words !== "") header.tell(t(by < 0 ? "undo.undone" : "undo.redone", { change: words }));
  }
  const edits = createEdits({ session, player, store, catalogue, leaving: history.leaving, settled });
  const actions = createActions({ store, player, edits, session, seek, walk });
  const perform = (/** @type {string} */ wanted) => actions.find((action) => action.name === wanted)?.perform?.("");

  /** The run whose first rows came with the page: it moves before anything else was asked for. */
  function showOpening() {
    const { problem } = opening.run;
    surfaces.adopt(problem, fieldFromGrid(opening.grid, groundOf(catalogue, problem).heightScale));
    views.adopt(opening);
    session.adopt(opening.run, opening.steps);
  }

  /** Whether the address asks for the run whose first rows came with the page. */
  const isOpening = (/** @type {State} */ { run, changes }) => changes.length === 0 && JSON.stringify(run) === JSON.stringify(opening.run);

  /** The run as it was left in this visit; how it is looked at stays, unless it is another problem. */
  function comeBack(/** @type {Read} */ { state, step }) {
    session.load(state.run, state.changes, { keep: step, patch: keptPart(state, store.state, catalogue) });
    notice.clear();
  }

  /** The page as an address says. */
  function show(/** @type {Read} */ read) {
    const { state, step } = read;
    session.load(state.run, state.changes, { keep: step, patch: { ...addressedPart(state, rows), playing: state.playing } });
    sayFaults(read);
  }

  function sayFaults(/** @type {Read} */ { faults }) {
    const sentenceOf = (/** @type {Read["faults"][number]} */ fault) =>
      fault.path === "without" ? t(`notice.${fault.code}`) : t("notice.link", { fault: faultText(fault) });
    if (faults.length > 0) notice.say(...faults.map(sentenceOf));
  }

  async function share() {
    const done = await history.share();
    if (done !== "copied") notice.say(t(done === "file" ? "notice.link_long" : "notice.link_manual"));
    return done;
  }

  async function openFile(/** @type {File} */ file) {
    try {
      const { run, changes, selected, step, faults } = await readRun(file, base, catalogue);
      history.leaving();
      session.load(run, changes, { keep: step, patch: { selected, preset: "", playing: step === 0, camera: null } });
      history.settled();
      if (faults.length > 0) notice.say(...faults.map((fault) => faultText(fault)));
    } catch {
      notice.say(t("notice.file"));
    }
  }

  const field = () => surfaces.field;
  /** @type {import("./page_parts.d.ts").Page} */
  const page = {
    store,
    session,
    player,
    edits,
    catalogue,
    field,
    settled,
    perform,
    seek,
    walk,
    actions,
    share,
    openFile,
    forget,
    invalidate,
  };
  const pictureActions = createPictureActions(page);
  for (const region of ["controls", "picture", "reading", "bar"]) host(region).setAttribute("aria-label", t(`region.${region}`));
  const header = createHeader(host("header"), { ...page, pages, name });
  createGuide(host("dialogs"), page);

  const views = create({ page, actions: pictureActions, still, told });
  const curve = createCurve1d(host("big"), pictureActions);
  const scene = createScene(host("scene"), pictureActions, curve);
  const rate = createRate(host("rate"), page);
  /** @type {import("./types.d.ts").View[]} */
  const panels = [
    ...views.panels,
    createPresets(host("surface-and-preset"), page),
    createRacers(host("racers"), page),
    createRacersShare(host("racers")),
    rate,
    createDetails(host("details"), page),
    createOutcome(host("outcome"), page),
    createInspector(host("inspector"), pictureActions),
    createFamily(host("dialogs"), pictureActions),
    createSweep(host("dialogs"), pictureActions),
    createLive(host("live")),
    createExplained(),
    createTour(host("dialogs"), page, header.tools, first === null),
    ...views.dialogs(),
  ];
  /** @type {import("./types.d.ts").View[]} */
  const pictures = [
    scene,
    curve,
    createLossChart(host("curve"), pictureActions, kindOf(base.problem).takesBatches),
    createTimeline(host("bar"), page),
    ...views.pictures,
  ];
  const prompt = [rate, scene, curve, ...views.prompt];
  for (const view of panels) clock.add(view, { isOfSteps: true, isPrompt: prompt.includes(view) });
  for (const view of pictures) clock.add(view, { isPrompt: prompt.includes(view) });

  addEventListener("resize", () => {
    for (const view of [...panels, ...pictures]) view.resize?.();
    invalidate();
  });
  store.subscribe([...Object.keys(store.state)], invalidate);
  function placePictures() {
    const { swapped } = store.state;
    host(swapped ? "small" : "big").prepend(host("scene"));
    host(swapped ? "big" : "small").prepend(host("contour"));
  }
  if (store.state.swapped) placePictures();
  store.subscribe(["swapped"], placePictures);
  listenForKeys(actions);

  // The store began with what the address says: what is set from here on is not to be set back by it.
  if (first === null) showOpening();
  else if (isOpening(first.state) && first.step < opening.steps.rows) {
    showOpening();
    player.seek(first.step);
  } else session.load(first.state.run, first.state.changes, { keep: first.step });
  if (first !== null) sayFaults(first);
  clock.start();
  stream.open();
  // For tests, and for whoever opens the console.
  Object.assign(globalThis, { playground: { store, session, player, scene, field, ...views.shown } });
}
