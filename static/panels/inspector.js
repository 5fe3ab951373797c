// The step inspector: the optimizer's equation and the same with this step's numbers, stage by stage.

import { element, mark } from "../element.js";
import { t } from "../text.js";
import { createCodeLines } from "./code_lines.js";
import { createDensity } from "./inspector_density.js";
import { showEquation, washTerms } from "./inspector_equation.js";
import { createInspectorHead } from "./inspector_head.js";
import { createLead } from "./inspector_lead.js";
import { createLit } from "./inspector_lit.js";
import { createPace } from "./inspector_pace.js";
import { hasStep, shownOf, stageValues } from "./inspector_shown.js";
import { createStages, STAGES } from "./inspector_stages.js";
import { stepText } from "./inspector_text.js";
import { createViews } from "./inspector_views.js";
import { createWalk } from "./inspector_walk.js";

/** @typedef {import("../types.d.ts").Frame} Frame
 *  @typedef {import("./inspector_shown.js").RunFrame} RunFrame
 *  @typedef {import("./inspector_views.js").StepView} StepView */

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
  let isReadable = true;
  /** The tape that the values' size was measured for. @type {object | null} */
  let sized = null;
  let fittedAt = 0;
  const redraw = () => frame !== null && view.draw(frame);

  function now() {
    if (frame === null) throw new Error("no step is shown");
    return frame;
  }

  /** Goes on to the next step, where there is one that has an update. */
  function nextStep() {
    const { step, tape } = now();
    const isThere = step + 1 < tape.length - 1;
    if (isThere) actions.seek(step + 1);
    return isThere;
  }

  const pace = createPace();
  const views = createViews(actions.inspect, redraw);
  const stages = createStages({
    light: (stage) => {
      walk.stop();
      actions.setStage(stage);
    },
    repeat: () => {
      walk.stop();
      actions.pause();
      if (nextStep()) actions.setStage(1);
    },
    point: (quantity) => washTerms(equation, quantity === null ? terms() : [quantity]),
  });
  const lit = createLit(stages, views);
  const walk = createWalk({
    stage: () => now().state.stage,
    show: actions.setStage,
    nextStep,
    changed: redraw,
  });

  const head = createInspectorHead({ toggleCode, textOf: stepAsText, copy: actions.copy });
  const lead = createLead({ turn, toggleWalk, choose });
  const equation = element("div", { class: "equation", role: "math" });
  const codeLines = createCodeLines(actions);
  const body = element("div", { class: "inspector-body" }, equation, lead.root, stages.list);
  const empty = element("p", { class: "inspector-empty" }, t("inspector.empty"));
  const root = element("section", { class: "inspector", "aria-label": t("inspector.name") }, head.root, body, codeLines.root);
  const density = createDensity({ root, body, columns: lead.columns, stages });
  host.append(empty, root);
  codeLines.root.hidden = true;
  new ResizeObserver(() => {
    if (frame === null) return;
    stages.fitValues(true);
    fit();
  }).observe(host);

  function terms() {
    const stage = STAGES[now().state.stage - 1];
    return stage === "change" ? stages.quantities() : [stage];
  }

  function turn(/** @type {number} */ by) {
    walk.stop();
    actions.setStage(Math.min(STAGES.length, Math.max(1, now().state.stage + by)));
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
    redraw();
    fit();
    return isCode;
  }

  /** The step that is shown, as text; null where its arithmetic cannot be had. */
  async function stepAsText(/** @type {boolean} */ isExact) {
    const { tape, state } = now();
    const { step, name, lossTitle, names, titleOf } = shownOf(now(), views, isReadable);
    const racer = state.selected;
    // A newer question overtakes an older one (null): while playing, the player's own may come between.
    const stepView =
      views.want(tape, step, racer) ??
      (await actions.inspect(step, racer, { kind: "step" })) ??
      (await actions.inspect(step, racer, { kind: "step" }));
    return stepView === null ? null : stepText(stepView, { step, title: name.whole, lossTitle, names, titleOf, isExact });
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
      const shown = shownOf(frame, views, isReadable);
      head.draw(shown);
      lead.draw(walk.isWalking);
      if (lead.name(shown.names)) density.choose(density.coordinate, shown.names.length);
      const isNewEquation = showEquation(equation, shown.optimizer, shown.racer.optimizer, shown.slopeNames);
      stages.light(frame.state.stage);
      stages.nameLoss(shown.lossTitle);
      stages.tellNext(shown.step + 1, shown.step + 1 < frame.tape.length - 1);
      stageValues(frame, shown).forEach((values, index) => stages.values(index + 1, values));
      stages.fitValues(frame.tape !== sized);
      sized = frame.tape;
      const { isNew, isOther, isLonger, isHere } = lit.draw(frame, shown, isReadable);
      mark(root, "data-waits", frame.tape.held === shown.step ? "" : null);
      if (isNew || isNewEquation) washTerms(equation, terms());
      // Where nothing is known yet of what has been selected, the box waits as it is.
      // After a jump in time another density may be the right one; from step to step it only gets closer.
      const isJump = isOther && Math.abs(shown.step - fittedAt) > 1;
      if (isHere && isOther) fittedAt = shown.step;
      if (isHere && (isNew || isNewEquation || isJump || (isLonger && density.isOver()))) fit();
      else if (isHere && isLonger) density.steady();
      if (!codeLines.root.hidden) codeLines.draw(shown.optimizer, shown.racer, shown.losses);
    },
  };
  return view;
}
