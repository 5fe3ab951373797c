import { kindOf } from "../problems/kinds.js";
import { t } from "../text.js";
import { isAlike } from "./alike.js";
import { runAt } from "./configuration.js";
import { changeLabel, pointText } from "./labels.js";
import { racerName } from "./racer_names.js";

/** @typedef {import("../types.d.ts").Catalogue} Catalogue
 *  @typedef {import("../types.d.ts").RunConfig} RunConfig
 *  @typedef {{state: Pick<import("../types.d.ts").State, "run" | "changes" | "preset">, step: number}} Stood
 *  @typedef {{before: Stood, now: Stood, was: RunConfig, is: RunConfig, catalogue: Catalogue}} Pair
 *    `was`, `is`: with what had been changed on the way */

/** An example was opened. @param {Pair} pair */
function presetText({ before, now, catalogue }) {
  if (now.state.preset === before.state.preset) return null;
  return catalogue.presets.find(({ kind }) => kind === now.state.preset)?.title ?? null;
}

/** Racers have come or gone. @param {Pair} pair */
function racersText({ was, is, catalogue }) {
  const added = is.racers.filter(({ id }) => was.racers.every((other) => other.id !== id)),
    gone = was.racers.filter(({ id }) => is.racers.every((other) => other.id !== id));
  if (added.length + gone.length > 1) return t("undo.racers");
  if (gone.length > 0) return t("undo.removed", { racer: racerName(catalogue, was, gone[0].id) });
  return added.length > 0 ? t("undo.added", { racer: racerName(catalogue, is, added[0].id) }) : null;
}

/** @param {Pair} pair */
function problemText({ was, is, catalogue }) {
  if (isAlike(was.problem, is.problem)) return null;
  return was.problem.kind === is.problem.kind ? kindOf(is.problem).changeText(was.problem, is.problem, catalogue) : t("undo.change");
}

/** @param {Pair} pair */
function startText({ was, is }) {
  const starts = (/** @type {RunConfig} */ { start, racers }) => [start, racers.map((racer) => racer.start)];
  return isAlike(starts(was), starts(is)) ? null : t("details.start");
}

/** What the rules of the race are, whatever its racers do. @param {Pair} pair */
function rulesText({ was, is }) {
  const name = /** @type {const} */ (["seed", "step_limit"]).find((rule) => was[rule] !== is[rule]);
  if (name !== undefined) return `${t(`details.${name}`)} ${was[name]} → ${is[name]}`;
  return isAlike(was.convergence, is.convergence) ? null : t("details.convergence");
}

/** The first setting of a racer that is another one. @param {Pair} pair */
function settingText({ was, is, catalogue }) {
  for (const { id, ...settings } of is.racers) {
    const racer = /** @type {Record<string, unknown>} */ (/** @type {unknown} */ (was.racers.find((other) => other.id === id)));
    const found = Object.entries(settings).find(([name, value]) => !isAlike(value, racer[name]));
    if (found) return changeLabel(was, { at_step: 0, racer: id, set: Object.fromEntries([found]) }, catalogue);
  }
  return null;
}

/** A ball was moved where it was. @param {Pair} pair */
function ballText({ before, now }) {
  const last = now.state.changes.at(-1);
  return last?.set.params && !before.state.changes.includes(last) ? pointText(last.set.params) : null;
}

/** The run begins again with what was on screen. @param {Pair} pair */
const againText = ({ before, now }) => (now.state.changes.length < before.state.changes.length ? t("rate.kept") : null);

const TEXTS = [presetText, racersText, problemText, startText, rulesText, settingText, ballText, againText];

/**
 * What was done between two states of the page, in a few signs: "Adam removed", "α 0.01 → 0.1".
 * @param {Stood} before as it was left @param {Stood} now @param {Catalogue} catalogue
 */
export function differenceText(before, now, catalogue) {
  const was = runAt(before.state.run, before.state.changes, before.step),
    is = runAt(now.state.run, now.state.changes, Infinity);
  const pair = { before, now, was, is, catalogue };
  for (const text of TEXTS) {
    const found = text(pair);
    if (found !== null) return found;
  }
  return t("undo.change");
}
