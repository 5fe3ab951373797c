// A model's loss on data.

import { isAlike } from "../run/alike.js";
import { fieldsOf, runFields } from "../run/schema.js";
import { fieldText, memberText } from "../run/setting_text.js";
import { withoutStarts } from "../run/starts.js";
import { memberTrait, trait } from "../run/traits.js";
import { tunedRacers } from "../run/tuned.js";
import { t } from "../text.js";
import { fitFormulas } from "./fit_formulas.js";
import { ratesOf } from "./fit_rates.js";

/** @typedef {import("../types.d.ts").FitProblem} FitProblem
 *  @typedef {import("../types.d.ts").Racer} Racer
 *  @typedef {import("../types.d.ts").Catalogue} Catalogue */

/** What a racer may have of its own beside a loss. */
const PENALTIES = /** @type {const} */ (["l1", "l2"]);

/** What another loss or penalty leaves as it is. @param {FitProblem} problem */
const seenBy = ({ data, standardise, test_share }) => [data, standardise, test_share];

/** @type {import("./kind.d.ts").Kind<FitProblem>} */
export const fit = {
  takesBatches: true,
  ground(catalogue, { model: { kind }, loss: member }) {
    const { title, idea, parameters } = catalogue.models[kind],
      loss = catalogue.losses[member.kind];
    return {
      family: kind,
      title: `${title} · ${loss.title}`,
      idea,
      formula: "",
      spoken: loss.spoken,
      parameters,
      height: "linear",
      heightScale: 0,
      member,
    };
  },
  formulas: fitFormulas,
  start: () => null,
  rates: ratesOf,
  heights: (catalogue, { model }) => (catalogue.models[model.kind].task === "binary" ? ["loss", "accuracy"] : ["loss"]),
  grid({ problem, of = "loss", threshold = 0.5, batch = null, window = null }, size) {
    const body = { problem, columns: size, rows: size, of, threshold, batch, x: window?.[0] ?? null, y: window?.[1] ?? null };
    return fetch("/api/landscape", { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) });
  },
  // Another loss, penalty or batch on the same data turns before the eyes; a dragged point takes the surface along at once.
  turnsInto: (before, now) => isAlike(seenBy(before), seenBy(now)),
  of(problem, own) {
    const given = Object.entries(own ?? {}).filter(([name, value]) => name !== "kind" && value !== null && value !== undefined);
    return given.length === 0 ? problem : { ...problem, ...Object.fromEntries(given) };
  },
  traits: (catalogue, problems) => [
    memberTrait(
      "loss",
      problems.map(({ loss }) => loss),
      catalogue.losses,
      (kind) => catalogue.losses[kind].title,
    ),
    ...PENALTIES.map((name) =>
      trait(
        name,
        problems.map((problem) => problem[name]),
        (value, write) => t(`racer.${name}`, { value: write(value) }),
      ),
    ),
  ],
  changeText(before, now, catalogue) {
    if (before.model.kind !== now.model.kind) return catalogue.models[now.model.kind].title;
    if (!isAlike(before.loss, now.loss)) return memberText(before.loss, now.loss, catalogue.losses);
    return fieldText(before, now, fitFields(catalogue)) ?? t("data.changed");
  },

  keys: [],
  fields: () => ({}),
  pairs: () => null,
  described: () => undefined,
  ownData: ({ data }) => (data.kind === "own" ? data : null),

  anew: (_, { height = "linear" }) => ({ height, camera: null, of: "loss" }),
};

/** The fields of a fit. @param {Catalogue} catalogue */
export const fitFields = (catalogue) => fieldsOf(catalogue, runFields(catalogue).problem, "fit");

/** The fit of a run, on a page that knows no others. */
export const fitOf = (/** @type {import("../types.d.ts").RunConfig} */ { problem }) => /** @type {FitProblem} */ (problem);

/**
 * What of a run is another one where the fit is: its starts and learning rates mean nothing there.
 * @param {Catalogue} catalogue @param {import("../types.d.ts").RunConfig} run @param {Partial<FitProblem>} difference
 */
function onOtherGround(catalogue, run, difference) {
  const problem = { ...fitOf(run), ...difference };
  const racers = tunedRacers(withoutStarts(run.racers), (racer) => ratesOf(catalogue, ofRacer(problem, racer)));
  return { problem, start: null, racers };
}

/** The fit as a racer has it. @param {FitProblem} problem @param {Racer} racer */
const ofRacer = (problem, { own }) => (own === null ? problem : fit.of(problem, own));

/**
 * A racer's optimizer under another loss: what is a sum is as many times as steep as there are examples, and a rate as much smaller.
 * @param {Catalogue} catalogue @param {Racer} racer @param {FitProblem} before @param {FitProblem} after
 */
function resized(catalogue, { optimizer }, before, after) {
  const [was, will] = [before, after].map((problem) => ratesOf(catalogue, problem)[optimizer.kind]);
  return was === will ? optimizer : { ...optimizer, learning_rate: Number((optimizer.learning_rate * (will / was)).toPrecision(3)) };
}

/** What a learner can change about it. @param {import("./kind.d.ts").Editing} editing */
export const fitEdits = ({ catalogue, now, changeProblem, changeRacer, restart }) => ({
  /** One racer's own loss or penalties; null gives a part back to what all have. */
  setOwnFit(
    /** @type {string} */ racer,
    /** @type {Partial<import("../types.d.ts").FitOwn>} */ difference,
    gesture = /** @type {object | null} */ (null),
  ) {
    const run = now(),
      problem = fitOf(run),
      before = /** @type {Racer} */ (run.racers.find(({ id }) => id === racer));
    const own = { kind: /** @type {const} */ ("fit"), loss: null, l1: null, l2: null, ...before.own, ...difference };
    const optimizer = resized(catalogue, before, ofRacer(problem, before), fit.of(problem, own));
    changeRacer(racer, optimizer === before.optimizer ? { own } : { own, optimizer }, gesture);
  },
  /** Loss, data or penalties change under the rolling balls; where a mean becomes a sum or a sum a mean, they begin anew. */
  setFit(/** @type {Partial<FitProblem>} */ difference, gesture = /** @type {object | null} */ (null)) {
    const run = now(),
      [before, problem] = [fitOf(run), { ...fitOf(run), ...difference }];
    const [was, will] = [before, problem].map(({ loss }) => catalogue.losses[loss.kind].reduction);
    if (was === will) return changeProblem(problem, gesture);
    const resizedRacer = (/** @type {Racer} */ racer) => resized(catalogue, racer, ofRacer(before, racer), ofRacer(problem, racer));
    const racers = run.racers.map((racer) => ({ ...racer, optimizer: resizedRacer(racer) }));
    restart({ problem, racers }, { preset: "", playing: true });
  },
  /** Standardised data have other units: neither the balls' places nor their rates mean the same in them. */
  setStandardised(/** @type {boolean} */ standardise) {
    restart(onOtherGround(catalogue, now(), { standardise }), { preset: "", playing: true, camera: null });
  },
  /** Another model, or data it was not made for: a new run. */
  restartFit(/** @type {Partial<FitProblem>} */ difference) {
    restart(onOtherGround(catalogue, now(), difference), { preset: "", playing: true, camera: null, of: "loss" });
  },
});
