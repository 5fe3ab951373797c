// Why not brute force, or a formula? Four ways to the bottom, counted and timed.

import { fitOf } from "../problems/fit.js";
import { paramsAt } from "../pictures/motion.js";
import { runAt } from "../run/configuration.js";
import { t } from "../text.js";
import { countText } from "./amounts.js";
import { measured } from "./measured_request.js";
import { createMeasuring } from "./measuring.js";
import { createCounters } from "./search_counters.js";
import { createSearchGrowth } from "./search_growth.js";

/** Four ways on the fit; then the numbers of weights that app/jobs/growth.py goes through, four lines each. */
const SIZES = 13;
const TOLERANCE = 0.01;

/**
 * Open while state.dialog is "search".
 * @param {HTMLElement} host
 * @param {{ dialogClosed: (...names: string[]) => void }} actions
 * @returns {import("../types.d.ts").View}
 */
export function createSearch(host, actions) {
  /** The latest; the dialog opens from one. @type {import("../types.d.ts").Frame} */
  let frame;
  let asked = "";

  const counters = createCounters();
  const growth = createSearchGrowth();
  const { dialog, begin } = createMeasuring(host, {
    name: "search",
    title: t("search.title"),
    sentence: t("search.sentence", { share: TOLERANCE * 100 }),
    content: [counters.root, growth.root],
    closed: () => {
      asked = "";
      actions.dialogClosed("search");
    },
    measure,
  });

  /** Fit, racer and where it starts. */
  function now() {
    const { state, step, tape } = frame;
    const run = runAt(state.run, state.changes, step);
    const racer = run.racers.find(({ id }) => id === state.selected);
    if (racer === undefined || tape === null || tape.length === 0) return null;
    return {
      problem: fitOf(run),
      racer,
      start: [...paramsAt(tape, 0, tape.racers.indexOf(racer.id))],
      seed: run.seed,
      tolerance: TOLERANCE,
    };
  }

  async function measure(/** @type {AbortSignal} */ signal, /** @type {(sentence: string, done: number, of: number) => void} */ progress) {
    const wanted = now();
    if (wanted === null) return;
    counters.clear();
    growth.clear();
    let done = 0;
    for await (const line of measured("/api/search", wanted, signal)) {
      counters.show(line);
      if (line.stage !== "going") done += 1;
      progress(t("search.working_fit", { method: t(`search.${line.method}`) }), done, 4 + 4 * SIZES);
    }
    for await (const line of measured("/api/search/growth", { tolerance: TOLERANCE }, signal)) {
      progress(t("search.working", { method: t(`search.${line.method}`), count: countText(line.parameters) }), done, 4 + 4 * SIZES);
      if (line.stage === "going") continue;
      done += 1;
      growth.add(line);
    }
  }

  return {
    reads: () => ["params"],
    draw(next) {
      frame = next;
      const wanted = frame.state.dialog === "search" ? now() : null;
      if (wanted === null) {
        if (dialog.open && frame.state.dialog !== "search") dialog.close();
        return;
      }
      if (!dialog.open) dialog.showModal();
      const question = JSON.stringify(wanted);
      if (question === asked) return;
      asked = question;
      begin();
    },
  };
}
