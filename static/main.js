// Puts the page together: state, run, clock, panels, pictures.

import { createActions, listenForKeys } from "./actions.js";
import { readAddress } from "./address.js";
import { createClock } from "./clock.js";
import { createHistory } from "./history.js";
import { createBatch } from "./panels/batch.js";
import { createBeside } from "./panels/beside.js";
import { createCloud } from "./panels/cloud.js";
import { createCost } from "./panels/cost.js";
import { createDetails } from "./panels/details.js";
import { createFamily } from "./panels/family.js";
import { createFitPicker, fitFor, namesOf } from "./panels/fit_picker.js";
import { createHeader } from "./panels/header.js";
import { createInspector } from "./panels/inspector.js";
import { createKeys } from "./panels/keys.js";
import { createNotice } from "./panels/notice.js";
import { faultText } from "./panels/notice_faults.js";
import { createLive } from "./panels/notice_live.js";
import { createOutcome } from "./panels/outcome.js";
import { createOwnTable } from "./panels/own_table.js";
import { createPresets } from "./panels/presets.js";
import { createRacers } from "./panels/racers.js";
import { createRacersShare } from "./panels/racers_share.js";
import { createRate } from "./panels/rate.js";
import { createReadingTabs } from "./panels/reading_tabs.js";
import { createSearch } from "./panels/search.js";
import { createSurfacePicker } from "./panels/surface_picker.js";
import { createSweep } from "./panels/sweep.js";
import { createTimeline } from "./panels/timeline.js";
import { createContour } from "./pictures/contour.js";
import { createCurve1d } from "./pictures/curve1d.js";
import { createDataPlot } from "./pictures/data_plot.js";
import { fieldFromGrid } from "./pictures/field.js";
import { graphics } from "./pictures/graphics.js";
import { createLossChart } from "./pictures/losschart.js";
import { foreseePlotly } from "./pictures/plotly_surface.js";
import { createScene } from "./pictures/scene.js";
import { createAsked } from "./run/asked.js";
import { runAt } from "./run/configuration.js";
import { createEdits } from "./run/edits.js";
import { createExamples } from "./run/examples.js";
import { groundOf } from "./run/ground.js";
import { createPlayer } from "./run/player.js";
import { createSession } from "./run/session.js";
import { createStream } from "./run/stream.js";
import { createSurfaces } from "./run/surfaces.js";
import { readRun } from "./saved_run.js";
import { addressedPart, firstState, presetOf } from "./state.js";
import { createStore } from "./store.js";
import { t } from "./text.js";

/** Steps a second where no preset says so. */
const PACE = 8;
/** Rows read ahead: enough for so long, and never less. */
const AHEAD_S = 6;
const AHEAD_LEAST = 120;

const host = (/** @type {string} */ id) => /** @type {HTMLElement} */ (document.getElementById(id));
const { catalogue, opening } = JSON.parse(host("opening").textContent ?? "");
const firstPreset = catalogue.presets[0]?.kind ?? "";
const base = catalogue.presets[0]?.run ?? opening.run;
const isAddressed = location.hash.length > 1;
// The opening is a surface, so its script will be needed; what an address names may be a curve.
if (!isAddressed && graphics() !== "none") foreseePlotly();
// A link's page is its own from the first picture on: what stood in its place until its rows come would be drawn and taken away.
const first = isAddressed ? await readAddress(location.hash, base, catalogue) : null;
const store = createStore(first ? { ...first.state, playing: first.step === 0 } : firstState(base, firstPreset, catalogue));
const reduced = matchMedia("(prefers-reduced-motion: reduce)");

const notice = createNotice(host("notice"), { retry: () => stream.retry() });
const session = createSession({
  send: (message) => stream.send(message),
  isOpen: () => stream.isOpen,
  width: (run) => groundOf(catalogue, run.problem).parameters.length,
  onData: () => clock.invalidate(),
  onRefused: (error) => notice.say(faultText(error)),
  onNothing: () => {
    store.set(firstState(base, firstPreset, catalogue));
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
  still: () => reduced.matches,
  stop: () => store.set({ playing: false }),
});
const scheme = location.protocol === "https:" ? "wss:" : "ws:";
const stream = createStream({
  url: `${scheme}//${location.host}/ws/run`,
  onOpen: session.opened,
  onMessage: session.receive,
  onState: (state) => notice.connection(state),
});
addEventListener("online", () => stream.retry());

/** Whether balls roll because of data: the page of fits. */
const hasData = base.problem.kind === "fit";
const arrived = () => clock.invalidate();
const batchNow = createAsked({ ask: (step, racer) => session.inspect(step, racer, { kind: "batch" }), arrived });
const accuracyNow = createAsked({ ask: (step, racer, query) => session.inspect(step, racer, { kind: "accuracy", ...query }), arrived });
/** The examples of the batch on screen; null while every update sees all of them. @param {Pick<import("./types.d.ts").Frame, "state" | "step">} frame */
const batchOf = ({ state, step }) =>
  runAt(state.run, state.changes, step).racers.find(({ id }) => id === state.selected)?.batch.kind === "full" ? null : batchNow.view;
/** Said while something cannot be loaded, and no longer. @param {string} key */
const told = (key) => ({ failed: () => notice.say(t(key)), recovered: () => notice.unsay(t(key)) });
const examples = createExamples({ arrived, ...told("notice.data") });
const surfaces = createSurfaces({ catalogue, arrived, still: () => reduced.matches, ...told("notice.grid") });
let drawnTime = -1;
const clock = createClock({
  step: (dt_ms) => {
    player.advance(dt_ms);
    session.pull(player.time, Math.max(AHEAD_LEAST, Math.ceil(player.rate * AHEAD_S)));
    return player.time !== drawnTime;
  },
  frame: (now_ms) => {
    const { state } = store;
    if (player.time > 0 && drawnTime === 0 && performance.getEntriesByName("ball-moves").length === 0) performance.mark("ball-moves");
    drawnTime = player.time;
    const { problem } = runAt(state.run, state.changes, player.step);
    const row = Math.min(player.step, (session.tape?.length ?? 1) - 1);
    if (hasData) batchNow.want(session.tape, row, state.selected);
    if (state.of === "accuracy") accuracyNow.want(session.tape, row, state.selected, { threshold: state.threshold });
    surfaces.want({
      problem,
      of: state.of,
      threshold: state.threshold,
      batch: state.batchSurface ? (batchOf({ state, step: player.step })?.indices ?? null) : null,
    });
    examples.want(problem);
    return {
      time: player.time,
      step: player.step,
      tape: session.tape,
      ghosts: session.ghosts,
      field: surfaces.field,
      examples: examples.examples,
      accuracy: state.of === "accuracy" ? accuracyNow.view : null,
      state,
      catalogue,
      now_ms,
      still: reduced.matches,
    };
  },
});

const history = createHistory({ store, player, catalogue, base, show: (read) => show(read) });
/** A whole change, a drag to its end. */
function settled() {
  session.release();
  notice.clear();
  history.settled();
}
const edits = createEdits({ session, player, store, catalogue, settled });
const actions = createActions({ store, player, edits, session, seek });
const perform = (/** @type {string} */ name) => actions.find((action) => action.name === name)?.perform?.("");

function seek(/** @type {number} */ step) {
  player.seek(step);
  if (!store.state.playing) history.later();
}

/** One drag of a picture: calls that follow each other closely. */
function drags(/** @type {(params: number[], gesture: object) => void} */ act) {
  /** @type {object | null} */
  let gesture = null;
  let timer = 0;
  return (/** @type {number[]} */ params) => {
    gesture ??= {};
    act(params, gesture);
    clearTimeout(timer);
    timer = window.setTimeout(() => {
      gesture = null;
      settled();
    }, 500);
  };
}

const pictureActions = {
  setStart: drags((params, gesture) => {
    const racer = store.state.run.racers.find((other) => other.id === store.state.selected);
    edits.setStart(
      params.map((value) => Number(value.toPrecision(4))),
      racer?.start ? racer.id : null,
      gesture,
    );
  }),
  moveBall: drags((params, gesture) => edits.moveBall(params, gesture)),
  seek,
  pause: () => store.set({ playing: false }),
  hover: (/** @type {number | null} */ step) => store.set({ hover: step }),
  setCamera: (/** @type {import("./types.d.ts").Camera | null} */ camera) => store.set({ camera }),
  setSecant: (/** @type {number | null} */ secant) => store.set({ secant }),
  setStage: (/** @type {any} */ stage) => store.set({ stage }),
  select: (/** @type {string} */ selected) => store.set({ selected }),
  set: (/** @type {Partial<import("./types.d.ts").State>} */ patch) => store.set(patch),
  openDialog: (/** @type {string} */ dialog) => store.set({ dialog }),
  /** What a dialog says when it is closed: late, so that another one may be wanted by then. */
  dialogClosed: (/** @type {string[]} */ ...names) => names.includes(store.state.dialog) && store.set({ dialog: "" }),
  invalidate: () => clock.invalidate(),
  inspect: session.inspect,
  applyPreset: edits.applyPreset,
  addRacer: edits.addRacer,
  setOptimizer: (/** @type {string} */ racer, /** @type {import("./types.d.ts").Racer["optimizer"]} */ optimizer) =>
    edits.setOptimizer(racer, optimizer),
  copy: (/** @type {string} */ text) => navigator.clipboard.writeText(text),
};

/** The run whose first rows came with the page: it moves before anything else was asked for. */
function showOpening() {
  const { problem } = opening.run;
  surfaces.adopt(problem, fieldFromGrid(opening.grid, groundOf(catalogue, problem).heightScale));
  examples.adopt(problem, opening.data);
  session.adopt(opening.run, opening.steps);
}

/** Whether the address asks for the run whose first rows came with the page. */
const isOpening = (/** @type {import("./types.d.ts").State} */ { run, changes }) =>
  changes.length === 0 && JSON.stringify(run) === JSON.stringify(opening.run);

/** The page as the address (or a step in its history) says; `isHere`: its run is on screen already. */
function show(/** @type {Awaited<ReturnType<typeof readAddress>>} */ { state, step, faults }, isHere = false) {
  const { run, changes } = state;
  const patch = addressedPart(state);
  if (isHere) store.set(patch);
  else session.load(run, changes, { keep: step, patch: { ...patch, playing: step === 0 } });
  if (faults.length > 0)
    notice.say(
      ...faults.map((fault) => (fault.path === "without" ? t(`notice.${fault.code}`) : t("notice.link", { fault: faultText(fault) }))),
    );
}

async function share() {
  const done = await history.share();
  if (done !== "copied") notice.say(t(done === "file" ? "notice.link_long" : "notice.link_manual"));
  return done;
}

async function openFile(/** @type {File} */ file) {
  try {
    const { run, changes, selected, step, faults } = await readRun(file, base, catalogue);
    session.load(run, changes, { keep: step, patch: { selected, preset: "", playing: step === 0, camera: null } });
    if (faults.length > 0) notice.say(...faults.map((fault) => faultText(fault)));
  } catch {
    notice.say(t("notice.file"));
  }
}

/** @type {import("./page.d.ts").Page} */
const page = {
  store,
  session,
  player,
  edits,
  catalogue,
  field: () => surfaces.field,
  settled,
  perform,
  seek,
  actions,
  share,
  openFile,
  invalidate: () => clock.invalidate(),
};
host("controls").setAttribute("aria-label", t("region.controls"));
host("picture").setAttribute("aria-label", t("region.picture"));
host("reading").setAttribute("aria-label", t("region.reading"));
host("bar").setAttribute("aria-label", t("region.bar"));
createHeader(host("header"), page);
createKeys(host("dialogs"), page);

/** The fit that edits build on: the newest asked for, even if it is not on screen yet. */
const newest = () =>
  /** @type {import("./types.d.ts").FitProblem} */ (runAt(session.latest.run, session.latest.changes, player.editStep).problem);

/** A table of the learner's own begins a run of its own. */
const useData = (/** @type {import("./types.d.ts").OwnData} */ data) => edits.restartFit(fitFor(catalogue, newest(), data));

/** The learner's own examples, in the middle of a drag or at its end. */
function setData(/** @type {import("./types.d.ts").OwnData} */ data, /** @type {object | null} */ gesture) {
  if (gesture !== null || JSON.stringify(data) !== JSON.stringify(newest().data))
    edits.setFit({ data, features: [], positive: 1 }, gesture);
  else settled();
}

const curve = createCurve1d(host("big"), pictureActions);
const scene = createScene(host("scene"), pictureActions, curve);
const rate = createRate(host("rate"), page);
/** @type {import("./types.d.ts").View[]} */
const panels = [
  hasData
    ? createBatch(host("batch"), page, { batchNow })
    : createReadingTabs(host("reading-tabs"), host("reading"), () => clock.invalidate()),
  hasData ? createFitPicker(host("surface-and-preset"), page) : createSurfacePicker(host("surface-and-preset"), page),
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
  ...(hasData
    ? [
        createOwnTable(host("dialogs"), { ...pictureActions, useData }),
        createCloud(
          host("dialogs"),
          pictureActions,
          createAsked({ ask: (step, racer) => session.inspect(step, racer, { kind: "gradient_cloud" }), arrived }),
        ),
      ]
    : []),
];
/** @type {import("./types.d.ts").View[]} */
const pictures = [
  scene,
  curve,
  hasData
    ? createBeside(host("contour"), {
        catalogue,
        actions: pictureActions,
        contour: createContour(host("contour"), pictureActions),
        still: () => reduced.matches,
        told: told("notice.grid"),
      })
    : createContour(host("contour"), pictureActions),
  createLossChart(host("curve"), pictureActions, hasData),
  createTimeline(host("bar"), page),
];
if (hasData) panels.push(createCost(host("dialogs"), pictureActions), createSearch(host("dialogs"), pictureActions));
const data = hasData
  ? createDataPlot(host("data"), { ...pictureActions, setData }, { newest, batchOf, namesOf: (problem) => namesOf(catalogue, problem) })
  : null;
if (data !== null) pictures.push(data);
for (const view of panels) clock.add(view, { isOfSteps: true, isPrompt: view === rate });
for (const view of pictures) clock.add(view, { isPrompt: view === scene || view === curve || view === data });

addEventListener("resize", () => {
  for (const view of [...panels, ...pictures]) view.resize?.();
  clock.invalidate();
});
store.subscribe([...Object.keys(store.state)], () => clock.invalidate());
function placePictures() {
  const { swapped } = store.state;
  host(swapped ? "small" : "big").prepend(host("scene"));
  host(swapped ? "big" : "small").prepend(host("contour"));
}
if (store.state.swapped) placePictures();
store.subscribe(["swapped"], placePictures);
listenForKeys(actions);

if (first === null || (isOpening(first.state) && first.step === 0)) {
  showOpening();
  if (first !== null) show(first, true);
} else show(first);
clock.start();
stream.open();
// For tests, and for whoever opens the console.
Object.assign(globalThis, {
  playground: { store, session, player, scene, data, batchNow, field: () => surfaces.field, examples: () => examples.examples },
});
