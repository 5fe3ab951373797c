// The step inspector: the optimizer's equation and the same with this step's numbers, in five stages.

import { element, mark, say, sayWhole } from "../element.js";
import { ballIcon } from "../pictures/glyph.js";
import { indexOf, racerName, runAt } from "../run/configuration.js";
import { groundOf } from "../run/ground.js";
import { problemOf } from "../run/racer_problem.js";
import { kindOf } from "../problems/kinds.js";
import { t } from "../text.js";
import { createCodeLines } from "./code_lines.js";
import { createCopies } from "./inspector_copies.js";
import { createDensity } from "./inspector_density.js";
import { showEquation, washTerms } from "./inspector_equation.js";
import { createPace } from "./inspector_pace.js";
import { createStages, STAGES } from "./inspector_stages.js";
import { stepText } from "./inspector_text.js";
import { createViews } from "./inspector_views.js";
import { createWalk } from "./inspector_walk.js";
import { icon } from "./icons.js";

/** While playing, so many steps may pass before the numbers of one are here; till then all of the last one known stand. */
const MOST_BEHIND = 20;

/**
 * @typedef {import("../types.d.ts").Frame} Frame
 * @typedef {Frame & { tape: import("../types.d.ts").Tape }} RunFrame
 * @typedef {import("./inspector_views.js").StepView} StepView
 */

/** Whether there is a step of the selected racer to show. @param {Frame} frame @returns {frame is RunFrame} */
const hasStep = (frame) => frame.tape !== null && frame.tape.length > 0 && frame.tape.racers.includes(frame.state.selected);

/**
 * @param {HTMLElement} host
 * @param {{ inspect: (step: number, racer: string, what: { kind: "step" }) => Promise<StepView | null>, seek: (step: number) => void,
 *   pause: () => void,
 *   setStage: (stage: number) => void, copy: (text: string) => Promise<void> }} actions
 * @returns {import("../types.d.ts").View}
 */
export function createInspector(host, actions) {
  /** The latest with a step to show, null while there is none: then everything but the empty state is hidden. @type {RunFrame | null} */
  let frame = null;
  const redraw = () => frame !== null && view.draw(frame);

  function now() {
    if (frame === null) throw new Error("no step is shown");
    return frame;
  }

  const pace = createPace();
  const views = createViews(actions.inspect, redraw);
  const stages = createStages({
    light: (stage) => {
      walk.stop();
      actions.setStage(stage);
    },
    point: (quantity) => washTerms(equation, quantity === null ? terms() : [quantity]),
  });
  const walk = createWalk({
    stage: () => now().state.stage,
    show: actions.setStage,
    nextStep: () => {
      const { step, tape } = now();
      const isThere = step + 1 < tape.length - 1;
      if (isThere) actions.seek(step + 1);
      return isThere;
    },
    changed: redraw,
  });

  const badge = element("span", { class: "racer-badge" });
  const name = element("h2", { class: "inspector-racer" });
  const stepName = element("span", { class: "inspector-step" });
  const code = element(
    "button",
    { class: "tool icon", type: "button", "aria-label": t("inspector.code"), title: t("inspector.code"), onclick: toggleCode },
    icon("code"),
  );
  const copies = createCopies(stepAsText, actions.copy);
  const head = element("header", { class: "inspector-head" }, badge, name, stepName, code, copies);
  const equation = element("div", { class: "equation", role: "math" });
  const walkButton = element("button", { class: "walk-play", type: "button", onclick: toggleWalk });
  const columns = element("div", { class: "stage-values inspector-columns", role: "group", "aria-label": t("inspector.of_parameter") });
  const lead = element(
    "div",
    { class: "inspector-lead" },
    element(
      "button",
      {
        class: "walk-end",
        type: "button",
        "aria-label": t("inspector.previous"),
        title: `${t("inspector.previous")} [`,
        onclick: () => turn(-1),
      },
      icon("previous"),
    ),
    walkButton,
    element(
      "button",
      { class: "walk-end", type: "button", "aria-label": t("inspector.next"), title: `${t("inspector.next")} ]`, onclick: () => turn(1) },
      icon("next"),
    ),
    columns,
  );
  const codeLines = createCodeLines(actions);
  const body = element("div", { class: "inspector-body" }, equation, lead, stages.list);
  const empty = element("p", { class: "inspector-empty" }, t("inspector.empty"));
  const root = element("section", { class: "inspector", "aria-label": t("inspector.name") }, head, body, codeLines.root);
  const density = createDensity({ root, body, columns, stages });
  host.append(empty, root);
  codeLines.root.hidden = true;
  new ResizeObserver(() => {
    if (frame === null) return;
    stages.fitValues(true);
    fit();
  }).observe(host);

  const stage = () => STAGES[now().state.stage - 1];
  const terms = () => (stage() === "change" ? stages.quantities() : [stage()]);

  function turn(/** @type {number} */ by) {
    walk.stop();
    actions.setStage(Math.min(5, Math.max(1, now().state.stage + by)));
  }

  function toggleWalk() {
    if (walk.isWalking) return walk.stop();
    actions.pause();
    walk.start();
  }

  function toggleCode() {
    const isCode = codeLines.root.hidden;
    codeLines.root.hidden = !isCode;
    body.hidden = isCode;
    mark(code, "aria-pressed", String(isCode));
    redraw();
    fit();
  }

  /** The step that is shown, as text; null where its arithmetic cannot be had. */
  async function stepAsText(/** @type {boolean} */ isExact) {
    const { tape, state } = now();
    const { step, title, names, titleOf } = shown();
    const racer = state.selected;
    // A newer question overtakes an older one (null): while playing, the player's own may come between.
    const stepView =
      views.want(tape, step, racer) ??
      (await actions.inspect(step, racer, { kind: "step" })) ??
      (await actions.inspect(step, racer, { kind: "step" }));
    return stepView === null ? null : stepText(stepView, { step, title, names, titleOf, isExact });
  }

  /**
   * What of the frame is shown here: a racer that has stopped keeps showing its last step; while playing, everything is
   * of the last step whose arithmetic is here, so that values and arithmetic never contradict each other.
   */
  function shown() {
    const { tape, state, catalogue, step: wanted } = now();
    const index = tape.racers.indexOf(state.selected);
    const outcome = tape.outcomes.get(state.selected);
    // The last step known is where a run that is over stands: its last update is the one before.
    const last = outcome?.kind === "diverged" ? outcome.step - 1 : tape.length - (tape.ended ? 2 : 1);
    const due = Math.max(0, Math.min(wanted, last, tape.length - 1));
    const step = state.playing && isReadable ? (views.latest(tape, due, state.selected, MOST_BEHIND) ?? due) : due;
    const run = runAt(state.run, state.changes, step);
    const racer = run.racers[indexOf(run, state.selected)];
    const ground = groundOf(catalogue, problemOf(run, state.selected));
    const optimizer = catalogue.optimizers[racer.optimizer.kind];
    const titleOf = (/** @type {string} */ quantity) => optimizer.quantities[quantity]?.title ?? t(`quantity.${quantity}`);
    return {
      step,
      due,
      index,
      racer,
      ground,
      title: racerName(catalogue, run, state.selected),
      optimizer,
      titleOf,
      seenLoss: kindOf(run.problem).takesBatches ? /** @type {const} */ ("batch_loss") : /** @type {const} */ ("loss"),
      names: ground.parameters,
      isLast: due < wanted && step === due,
    };
  }

  function entries(
    /** @type {import("../run/messages.d.ts").ColumnName} */ name,
    /** @type {number} */ step,
    /** @type {number} */ index,
    /** @type {number} */ count,
  ) {
    const { tape } = now();
    const first = (step * tape.racers.length + index) * count;
    return [...tape.column(name).subarray(first, first + count)];
  }

  function drawValues(/** @type {ReturnType<typeof shown>} */ { step, index, seenLoss }) {
    const { width } = now().tape;
    const point = entries("params", step, index, width);
    const change = entries("change", step, index, width);
    stages.values(1, point);
    // The update sees its batch: its loss stands here, as the lines below it work it out.
    stages.values(2, entries(seenLoss, step, index, 1));
    stages.values(3, entries("gradient", step, index, width));
    stages.values(4, change);
    stages.values(
      5,
      point.map((value, i) => value + change[i]),
    );
  }

  /** The lit stage's lines; as last known of this racer and rule, faint, where those of this step are not here yet. */
  let known = { of: "", stages: /** @type {import("./inspector_views.js").Stage[]} */ ([]) };
  let isReadable = true;
  /** The tape that the values' size was measured for. @type {object | null} */
  let sized = null;
  let fittedAt = 0;
  function drawLines(/** @type {ReturnType<typeof shown>} */ { step, due, racer, ground, titleOf, names }) {
    const { tape, state } = now();
    const newest = isReadable ? views.want(tape, due, state.selected) : null;
    const stepView = isReadable && step !== due ? views.want(tape, step, state.selected) : newest;
    if (state.playing && newest !== null && due + 1 < tape.length) views.want(tape, due + 1, state.selected);
    const { kind, ...settings } = racer.optimizer;
    const of = JSON.stringify([
      racer.id,
      kind,
      Object.values(settings).map(Boolean),
      racer.clipping.kind,
      racer.noise > 0,
      racer.gradient,
      ground.family,
    ]);
    if (stepView !== null) known = { of, stages: stepView.stages };
    const lit = known.of === of ? known.stages.find((entry) => entry.stage === stage()) : undefined;
    const lines = lit === undefined ? [] : [...lit.lines, ...(lit.used_lines ?? [])];
    const as = stepView !== null ? "now" : isReadable ? "old" : "symbols";
    mark(root, "data-waits", tape.held === step ? "" : null);
    return { ...stages.open(lines, { as, titleOf, names, of }), isHere: stepView !== null || lines.length > 0 };
  }

  /** The columns' heads; where only one parameter's arithmetic fits, they choose which. */
  function drawColumns(/** @type {string[]} */ names) {
    const labels = names.join();
    if (columns.dataset.names === labels) return;
    columns.dataset.names = labels;
    density.choose(density.coordinate, names.length);
    columns.replaceChildren(
      ...names.map((text, i) =>
        element("button", { type: "button", class: "stage-value", onclick: () => choose(i) }, element("i", { class: "letter" }, text)),
      ),
    );
  }

  function choose(/** @type {number} */ i) {
    density.choose(i);
    redraw();
    fit();
  }

  function fit() {
    if (frame !== null && !root.hidden) density.fit();
  }

  const view = {
    /** @returns {import("../run/messages.d.ts").WideColumn[]} */
    reads: () => ["params", "gradient", "change"],
    draw(/** @type {Frame} */ next) {
      frame = hasStep(next) ? next : null;
      empty.hidden = frame !== null;
      root.hidden = frame === null;
      if (frame === null || frame.state.playing) walk.stop();
      if (frame === null) return;
      isReadable = pace.isReadable(frame);
      const what = shown();
      if (badge.dataset.racer !== String(what.index)) {
        badge.dataset.racer = String(what.index);
        badge.replaceChildren(ballIcon(what.index % 8));
      }
      sayWhole(name, what.title);
      say(stepName, t(what.isLast ? "inspector.stood" : "inspector.step", { from: what.step, to: what.step + 1 }));
      say(walkButton, t(walk.isWalking ? "inspector.stop" : "inspector.walk"));
      mark(walkButton, "aria-pressed", String(walk.isWalking));
      drawColumns(what.names);
      const isNewEquation = showEquation(equation, what.optimizer, what.racer.optimizer);
      stages.light(frame.state.stage);
      drawValues(what);
      stages.fitValues(frame.tape !== sized);
      sized = frame.tape;
      const { isNew, isOther, isLonger, isHere } = drawLines(what);
      if (isNew || isNewEquation) washTerms(equation, terms());
      // Where nothing is known yet of what has been selected, the box waits as it is.
      // After a jump in time another density may be the right one; from step to step it only gets closer.
      const isJump = isOther && Math.abs(what.step - fittedAt) > 1;
      if (isHere && isOther) fittedAt = what.step;
      if (isHere && (isNew || isNewEquation || isJump || (isLonger && density.isOver()))) fit();
      else if (isHere && isLonger) density.steady();
      if (!codeLines.root.hidden) codeLines.draw(what.optimizer, what.racer);
    },
  };
  return view;
}
