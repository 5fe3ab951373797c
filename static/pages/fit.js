// Balls on the loss of a model on data.

import { host } from "../host.js";
import { openPage } from "../page.js";
import { createBatch } from "../panels/batch.js";
import { createBeside } from "../panels/beside.js";
import { createCloud } from "../panels/cloud.js";
import { createCost } from "../panels/cost.js";
import { createFitPicker } from "../panels/fit_picker.js";
import { createFormulas } from "../panels/formulas.js";
import { createOwnTable } from "../panels/own_table.js";
import { createSearch } from "../panels/search.js";
import { createContour } from "../pictures/contour.js";
import { createDataPlot } from "../pictures/data_plot.js";
import { fitOf } from "../problems/fit.js";
import { fitFor, namesOf } from "../problems/fit_choices.js";
import { createAsked } from "../run/asked.js";
import { runAt } from "../run/configuration.js";
import { createExamples } from "../run/examples.js";
import { OF_DATA } from "../state.js";

/** @typedef {import("../types.d.ts").OwnData} OwnData
 *  @typedef {import("../types.d.ts").Frame} Frame */

/** @param {import("../page_parts.d.ts").Parts} parts @returns {import("../page_parts.d.ts").Views} */
function create({ page, actions, still, told }) {
  const { catalogue, session, edits, settled, invalidate } = page;
  /** @param {"batch" | "accuracy" | "gradient_cloud"} what */
  const asked = (what) =>
    createAsked({
      ask: (step, racer, query) => session.inspect(step, racer, /** @type {any} */ ({ kind: what, ...query })),
      arrived: invalidate,
    });
  const batchNow = asked("batch"),
    accuracyNow = asked("accuracy");
  const examples = createExamples({ arrived: invalidate, ...told("notice.data") });

  /** The examples of the batch on screen; null while every update sees all of them. @param {Pick<Frame, "state" | "step">} frame */
  const batchOf = ({ state, step }) =>
    runAt(state.run, state.changes, step).racers.find(({ id }) => id === state.selected)?.batch.kind === "full" ? null : batchNow.view;

  /** The fit that edits build on: the newest asked for, even if it is not on screen yet. */
  const newest = () => fitOf(edits.now());

  /** A table of the learner's own begins a run of its own. */
  const useData = (/** @type {OwnData} */ data) => edits.restartFit(fitFor(catalogue, newest(), data));

  /** The learner's own examples, in the middle of a drag or at its end. */
  function setData(/** @type {OwnData} */ data, /** @type {object | null} */ gesture) {
    if (gesture !== null || JSON.stringify(data) !== JSON.stringify(newest().data))
      edits.setFit({ data, features: [], positive: 1 }, gesture);
    else settled();
  }

  const contour = createContour(host("contour"), actions);
  const data = createDataPlot(
    host("data"),
    { ...actions, setData },
    { newest, batchOf, namesOf: (problem) => namesOf(catalogue, problem) },
  );
  return {
    panels: [
      createFormulas(host("formulas")),
      createBatch(host("batch"), page, { batchNow }),
      createFitPicker(host("surface-and-preset"), page),
    ],
    dialogs: () => [
      createOwnTable(host("dialogs"), { ...actions, useData }),
      createCloud(host("dialogs"), actions, asked("gradient_cloud")),
      createCost(host("dialogs"), actions),
      createSearch(host("dialogs"), actions),
    ],
    pictures: [createBeside(host("contour"), { catalogue, actions, contour, still, told: told("notice.grid") }), data],
    prompt: [data],
    ask({ problem, tape, step, state }) {
      const row = Math.min(step, (tape?.length ?? 1) - 1),
        { of, threshold } = state;
      batchNow.want(tape, row, state.selected);
      if (of === "accuracy") accuracyNow.want(tape, row, state.selected, { threshold });
      examples.want(/** @type {import("../types.d.ts").FitProblem} */ (problem));
      return {
        wish: { of, threshold, batch: state.batchSurface ? (batchOf({ state, step })?.indices ?? null) : null },
        seen: { examples: examples.examples, accuracy: of === "accuracy" ? accuracyNow.view : null },
      };
    },
    adopt: (opening) => examples.adopt(opening.run.problem, opening.data),
    shown: { data, batchNow, examples: () => examples.examples },
  };
}

openPage({ rows: OF_DATA, create });
