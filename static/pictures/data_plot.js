// The data and what the models make of them.

import { createCanvas, whenResized } from "./canvas.js";
import { createDataHand } from "./data_hand.js";
import { dataAxes, drawDataAxes, rangesOf } from "./data_axes.js";
import { drawExamples, placeOf } from "./data_marks.js";
import { drawModels } from "./data_models.js";
import { dataSentence } from "./data_sentence.js";
import { drawsByProcessor } from "./graphics.js";
import { element, mark, say } from "../element.js";
import { dataOf } from "../problems/fit_choices.js";
import { problemOf } from "../run/racer_problem.js";
import { inkNow } from "./ink.js";
import { runNow } from "./run_now.js";
import { t } from "../text.js";

/** @typedef {import("../types.d.ts").Frame} Frame
 *  @typedef {import("../types.d.ts").FitProblem} FitProblem
 *  @typedef {import("../types.d.ts").Examples} Examples
 */

/**
 * @param {HTMLElement} host
 * @param {import("./actions.d.ts").PictureActions & {setData(data: import("../types.d.ts").OwnData, gesture: object | null): void}} actions
 * @param {{newest: () => FitProblem, batchOf: (frame: Frame) => {indices: number[]} | null, namesOf: (problem: FitProblem) => {features:
 *   string[], target: string, classes: string[]}}} known
 */
export function createDataPlot(host, actions, { newest, batchOf, namesOf }) {
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

  const hand = createDataHand(picture, actions, { newest, namesOf, examples: () => frame?.examples ?? null, isBinary, axes: () => axes });
  host.append(
    element("div", { class: "picture-head" }, title, hand.tools, hand.classes, residuals),
    element("div", { class: "data-box" }, picture, across, along),
  );

  /** @param {Frame} now @param {Examples} examples */
  function fit(now, examples) {
    const problem = problemNow(),
      key = JSON.stringify([dataOf(now.catalogue, problem).title, problem.model.kind, problem.standardise, examples.train.x.length]);
    // A drag keeps its axes to the end: what is under the finger stays under it.
    if (key !== rangesFor || !hand.isHolding) ranges = rangesOf(examples, isBinary(), key === rangesFor ? ranges : null);
    rangesFor = key;
    axes = dataAxes(/** @type {any} */ (ranges), { width: ground.width, height: ground.height }, ground.width > 480);
  }

  /** What the picture shows, in words. @param {Frame} now @param {Examples} examples */
  function tell(now, examples) {
    if (now.state.playing && now.now_ms - told_ms < 1000) return;
    told_ms = now.now_ms;
    mark(picture, "aria-description", dataSentence(now, examples, hand.held()));
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
        hand.name(names.classes);
      }
      const ringed = hand.held(),
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
      moving.clear();
      if (axes !== null) drawModels(moving.pen, axes, now, { examples, problem: problemNow(), batch });
      hand.show();
      residuals.hidden = examples.train.x.length === 2;
      mark(residuals, "aria-pressed", String(state.residuals));
      tell(now, examples);
    },
    /** For tests and lessons: the pixel of a training example in the picture. @param {number} k */
    pixelOf: (k) => placeOf(/** @type {any} */ (axes), examplesNow().train, k),
  };
}
