// The data and what the models make of them; points are dragged, added and taken away here.

import { attachGestures } from "./gestures.js";
import { createCanvas, whenResized } from "./canvas.js";
import { dataAxes, drawDataAxes, rangesOf } from "./data_axes.js";
import { drawBoundary, drawCurve, drawExamples, drawResiduals, drawSides, drawThreshold, placeOf } from "./data_marks.js";
import { drawsByProcessor } from "./graphics.js";
import { element, mark, say } from "../element.js";
import { problemOf } from "../run/racer_problem.js";
import { glideParams, paramsAt } from "./motion.js";
import { added, editable, moved, placeIn, without } from "../run/own_data.js";
import { inOrder } from "./trails.js";
import { inkNow } from "./ink.js";
import { plain } from "../format.js";
import { runNow, signOf } from "./run_now.js";
import { t } from "../text.js";

/** @typedef {import("../types.d.ts").Frame} Frame
 *  @typedef {import("../types.d.ts").FitProblem} FitProblem
 *  @typedef {import("../types.d.ts").Examples} Examples
 *  @typedef {"move" | "add" | "remove"} Tool */

const GRAB_PX = 16,
  FAR = 0.02;
const TOOLS = /** @type {Tool[]} */ (["move", "add", "remove"]);

/**
 * @param {HTMLElement} host
 * @param {import("./actions.d.ts").PictureActions & {setData(data: import("../types.d.ts").OwnData, gesture: object | null): void}} actions
 * @param {{newest: () => FitProblem, batchOf: (frame: Frame) => {indices: number[]} | null, namesOf: (problem: FitProblem) => {features: string[], target: string, classes: string[]}}} known
 */
export function createDataPlot(host, actions, { newest, batchOf, namesOf }) {
  /** @type {Tool} */ let tool = "move";
  let label = 1;
  const tools = TOOLS.map((name) =>
    Object.assign(
      element(
        "button",
        {
          type: "button",
          onclick: () => {
            tool = name;
            actions.invalidate();
          },
        },
        t(`data.tool_${name}`),
      ),
      { tool: name },
    ),
  );
  const classes = [0, 1].map((one) =>
    Object.assign(
      element(
        "button",
        {
          type: "button",
          onclick: () => {
            label = one;
            actions.invalidate();
          },
        },
        "",
      ),
      { label: one },
    ),
  );
  const pickClass = element("div", { class: "pair", role: "group", "aria-label": t("data.class") }, ...classes);
  const residuals = element(
    "button",
    { class: "chip small", type: "button", onclick: () => actions.set({ residuals: !frame?.state.residuals }) },
    t("data.residuals"),
  );
  const title = element("h3", {}, t("data.picture"));
  const picture = element("div", {
    class: "picture data",
    role: "application",
    tabindex: "0",
    "aria-label": t("data.picture_name"),
    "aria-roledescription": t("pictures.roledescription"),
  });
  const across = element("span", { class: "axis-name is-across" }),
    along = element("span", { class: "axis-name is-along" });
  host.append(
    element(
      "div",
      { class: "picture-head" },
      title,
      element("div", { class: "pair", role: "group", "aria-label": t("data.tools") }, ...tools),
      pickClass,
      residuals,
    ),
    element("div", { class: "data-box" }, picture, across, along),
  );
  const ground = createCanvas(picture, drawsByProcessor()),
    moving = createCanvas(picture, drawsByProcessor()),
    above = createCanvas(picture, drawsByProcessor());

  /** @type {Frame | null} */ let frame = null;
  /** @type {ReturnType<typeof dataAxes> | null} */ let axes = null;
  /** @type {ReturnType<typeof rangesOf> | null} */ let ranges = null;
  let rangesFor = "";
  /** @type {any[]} */ let drawnFor = [];
  /** @type {any[]} */ let pointsFor = [];
  let isResized = true;
  /** Place in the newest data of the example under hand or keys. @type {number | null} */ let place = null;
  /** @type {object | null} */ let gesture = null;
  let told_ms = -Infinity;
  whenResized(picture, above, () => {
    isResized = true;
    actions.invalidate();
  });

  /** The fit of the racer in front. */
  const problemNow = () => {
    const now = /** @type {Frame} */ (frame);
    return /** @type {FitProblem} */ (problemOf(runNow(now), now.state.selected));
  };
  const examplesNow = () => /** @type {Examples} */ (/** @type {Frame} */ (frame).examples);
  const isBinary = () => frame?.catalogue.models[problemNow().model.kind].task === "binary";

  /** The training example nearest to a pixel, within a finger's width. @param {number} px @param {number} py */
  function under(px, py) {
    const points = frame?.examples?.train;
    if (!points || !axes) return null;
    let best = null,
      nearest = GRAB_PX;
    for (let k = 0; k < points.y.length; k++) {
      const [x, y] = placeOf(axes, points, k),
        away = Math.hypot(x - px, y - py);
      if (away < nearest) [best, nearest] = [k, away];
    }
    return best;
  }

  /** A place in the picture as an example in the data's own units; none is put beyond the axes, from where it could not be taken back. @param {number} px @param {number} py @param {number} otherwise its class where the picture does not say */
  function exampleAt(px, py, otherwise) {
    const { left, top, width, height, from } = /** @type {NonNullable<typeof axes>} */ (axes);
    const { mean, scale, train } = examplesNow(),
      [x, y] = from(Math.min(Math.max(px, left), left + width), Math.min(Math.max(py, top), top + height));
    const seen = train.x.length === 2 ? [x, y] : [x];
    return {
      raw: seen.map((value, j) => value * scale[j] + mean[j]),
      y: train.x.length === 2 ? otherwise : isBinary() ? Number(y > 0.5) : y,
    };
  }

  const namesShown = () => namesOf(examplesNow().problem);
  const own = () => (frame?.examples ? editable(newest(), frame.examples, namesShown()) : null);
  /** @param {number | null} shown @returns {number | null} */
  function placeOfShown(shown) {
    const data = own();
    return data === null || shown === null ? null : placeIn(data, examplesNow(), namesShown(), shown);
  }
  /** The training example on screen that is held. */
  function held() {
    const shown = place === null ? -1 : examplesNow().index.train.indexOf(place);
    return shown < 0 ? null : shown;
  }

  /** @param {number} px @param {number} py */
  function carry(px, py) {
    const data = own();
    if (place === null || data === null) return;
    gesture ??= {};
    const { raw, y } = exampleAt(px, py, data.y[place]);
    actions.setData(moved(data, place, raw, y), gesture);
  }

  /** A new example at a pixel. @param {number} px @param {number} py */
  function add(px, py) {
    const data = own();
    if (data === null) return;
    const { raw, y } = exampleAt(px, py, label);
    actions.setData(added(data, raw, y), null);
  }

  function remove(/** @type {number | null} */ which) {
    const data = own();
    place = null;
    if (which === null || data === null || data.y.length < 2) return;
    actions.setData(without(data, which), null);
  }

  /** From the held example on to the next that is still there. @param {1 | -1} by */
  function turn(by) {
    const { length } = examplesNow().train.y;
    let shown = held() ?? (by > 0 ? -1 : 0);
    for (let tried = 0; tried < length; tried++) {
      shown = (shown + by + length) % length;
      place = placeOfShown(shown);
      if (place !== null) return;
    }
  }

  /** @param {number[]} by in parts of the picture */
  function push([right, down]) {
    const data = own(),
      { mean, scale } = examplesNow();
    if (place === null || data === null || !axes) return;
    const at = /** @type {number} */ (place),
      here = { x: data.x.map((column, j) => [(column[at] - mean[j]) / scale[j]]), y: [data.y[at]] };
    const [x, y] = placeOf(axes, here, 0),
      { raw, y: target } = exampleAt(x + right * axes.width * FAR, y + down * axes.height * FAR, data.y[at]);
    actions.setData(moved(data, at, raw, target), null);
  }

  attachGestures(picture, {
    grab(x, y) {
      place = tool === "remove" ? null : placeOfShown(under(x, y));
      return place !== null;
    },
    drag: carry,
    tap(x, y) {
      const which = under(x, y);
      if (tool === "remove") remove(placeOfShown(which));
      else if (tool === "add" && which === null) add(x, y);
      else place = placeOfShown(which);
      actions.invalidate();
    },
    point(x, y) {
      picture.classList.toggle("can-grab", under(x, y) !== null);
    },
    leave() {},
  });
  picture.addEventListener("pointerup", () => {
    if (gesture === null) return;
    gesture = null;
    const data = own();
    if (data !== null) actions.setData(data, null);
  });
  picture.addEventListener("contextmenu", (event) => {
    event.preventDefault();
    const box = picture.getBoundingClientRect();
    remove(placeOfShown(under(event.clientX - box.left, event.clientY - box.top)));
  });
  picture.addEventListener("keydown", (event) => {
    if (!frame?.examples || !axes || event.ctrlKey || event.metaKey || event.altKey) return;
    const arrow = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
    if (event.key === "PageDown") turn(1);
    else if (event.key === "PageUp") turn(-1);
    else if (arrow && place !== null) push(arrow);
    else if (event.key === "Delete" || event.key === "Backspace") remove(place);
    else if (event.key === "Enter") add(axes.left + axes.width / 2, axes.top + axes.height / 2);
    else return;
    event.preventDefault();
    event.stopPropagation();
    actions.invalidate();
  });

  /** @param {Frame} now @param {Examples} examples */
  function fit(now, examples) {
    const problem = problemNow(),
      key = JSON.stringify([
        problem.data.kind === "dataset" ? problem.data.dataset.kind : "own",
        problem.model.kind,
        problem.standardise,
        examples.train.x.length,
      ]);
    // A drag keeps its axes to the end: what is under the finger stays under it.
    if (key !== rangesFor || gesture === null) ranges = rangesOf(examples, isBinary(), key === rangesFor ? ranges : null);
    rangesFor = key;
    axes = dataAxes(/** @type {any} */ (ranges), { width: ground.width, height: ground.height }, ground.width > 480);
  }

  /** @param {Frame} now @param {Examples} examples */
  function drawModels(now, examples) {
    const { tape, state } = now,
      problem = problemNow(),
      ink = inkNow(),
      pen = moving.pen,
      kind = problem.model.kind;
    moving.clear();
    if (!tape || tape.length === 0 || !axes) return;
    pen.save();
    axes.clip(pen);
    const time = Math.min(now.still ? now.step : now.time, tape.length - 1),
      threshold = (state.of === "accuracy" && state.threshold) || 0.5;
    if (state.of === "accuracy" && examples.train.x.length === 1) drawThreshold(pen, axes, threshold, ink);
    for (const racer of inOrder(tape, state.selected)) {
      const isChosen = tape.racers[racer] === state.selected,
        index = signOf(now, racer);
      const point = glideParams(tape, time, racer);
      if (!point.every(Number.isFinite)) continue;
      const style = { colour: ink.racers[index], casing: ink.casing, racer: index, isChosen };
      if (examples.train.x.length === 2) {
        if (isChosen) drawSides(pen, axes, point, threshold, ink);
        drawBoundary(pen, axes, point, threshold, style);
        continue;
      }
      if (isChosen && state.residuals) {
        const batch = batchOf(now);
        drawResiduals(pen, axes, examples.train, kind, point, {
          colour: style.colour,
          squared: /squared/.test(problem.loss.kind),
          batch: batch && new Set(batch.indices),
        });
      }
      drawCurve(pen, axes, kind, point, style);
    }
    pen.restore();
  }

  /** What the picture shows, in words and as a table. @param {Frame} now @param {Examples} examples */
  function tell(now, examples) {
    if (now.state.playing && now.now_ms - told_ms < 1000) return;
    told_ms = now.now_ms;
    const { tape, state } = now,
      racer = tape?.racers.indexOf(state.selected) ?? -1;
    const stand = tape && tape.length > 0 && racer >= 0 ? paramsAt(tape, Math.min(now.step, tape.length - 1), racer) : null;
    const said = stand === null ? "" : examples.parameters.map((name, k) => `${name} = ${plain(stand[k])}`).join(", "),
      shown = held();
    mark(
      picture,
      "aria-description",
      t("data.sentence", { count: examples.train.y.length, test: examples.test.y.length, place: said }) +
        (shown === null
          ? ""
          : ` ${t("data.held", { number: shown + 1, x: examples.train.x.map((column) => plain(column[shown])).join(", "), y: plain(examples.train.y[shown]) })}`),
    );
  }

  return {
    /** @returns {import("../run/messages.d.ts").WideColumn[]} */
    reads: () => ["params"],
    /** @param {Frame} now */
    draw(now) {
      frame = now;
      const { examples, state } = now;
      if (examples === null) return;
      if (isResized) {
        for (const layer of [ground, moving, above]) layer.fit();
      }
      if (ground.width === 0) return;
      const ink = inkNow(),
        binary = isBinary(),
        names = namesOf(problemNow()),
        batch = batchOf(now);
      const wants = [examples, ink, binary];
      if (isResized || wants.some((want, k) => want !== drawnFor[k])) {
        [drawnFor, pointsFor] = [wants, []];
        fit(now, examples);
        ground.clear();
        drawDataAxes(ground.pen, /** @type {any} */ (axes), ink);
        say(across, names.features[0] ?? "x");
        say(along, examples.train.x.length === 2 ? (names.features[1] ?? "y") : binary ? "p" : names.target);
        classes.forEach((button) => say(button, names.classes[button.label] ?? String(button.label)));
      }
      const ringed = held(),
        spots = [examples, ink, batch, ringed, state.run];
      if (isResized || spots.some((want, k) => want !== pointsFor[k])) {
        pointsFor = spots;
        above.clear();
        const how = { isBinary: binary, held: ringed, isLarge: ground.width > 480 };
        drawExamples(above.pen, /** @type {any} */ (axes), examples.test, ink, { ...how, batch: null, isTest: true, held: null });
        drawExamples(above.pen, /** @type {any} */ (axes), examples.train, ink, {
          ...how,
          batch: batch && batch.indices.length < examples.train.y.length ? new Set(batch.indices) : null,
          isTest: false,
        });
      }
      isResized = false;
      drawModels(now, examples);
      for (const button of tools) mark(button, "aria-pressed", String(button.tool === tool));
      for (const button of classes) mark(button, "aria-pressed", String(button.label === label));
      pickClass.hidden = !(binary && examples.train.x.length === 2 && tool === "add");
      residuals.hidden = examples.train.x.length === 2;
      mark(residuals, "aria-pressed", String(state.residuals));
      tell(now, examples);
    },
    /** For tests and lessons: the pixel of a training example in the picture. @param {number} k */
    pixelOf: (k) => placeOf(/** @type {any} */ (axes), examplesNow().train, k),
  };
}
