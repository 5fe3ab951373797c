import { STAGES } from "./inspector_stages.js";

/**
 * The lit stage's lines; as last known of this racer and rule, faint, where those of this step are not here yet.
 * @param {ReturnType<typeof import("./inspector_stages.js").createStages>} stages
 * @param {ReturnType<typeof import("./inspector_views.js").createViews>} views
 */
export function createLit(stages, views) {
  let known = { of: "", stages: /** @type {import("./inspector_views.js").Stage[]} */ ([]) };

  /** The view of the step that is shown, if it is here; the newest one due is asked for first, then while playing the one after it. */
  function viewOf(
    /** @type {import("./inspector_shown.js").RunFrame} */ { tape, state },
    /** @type {import("./inspector_shown.js").Shown} */ { step, due },
  ) {
    const newest = views.want(tape, due, state.selected);
    const view = step === due ? newest : views.want(tape, step, state.selected);
    if (state.playing && newest !== null && due + 1 < tape.length) views.want(tape, due + 1, state.selected);
    return view;
  }

  return {
    /** How the lines differ from those before, and whether there is anything to read. */
    draw(
      /** @type {import("./inspector_shown.js").RunFrame} */ frame,
      /** @type {import("./inspector_shown.js").Shown} */ shown,
      /** @type {boolean} */ isReadable,
    ) {
      const view = isReadable ? viewOf(frame, shown) : null;
      const of = arrangementOf(shown);
      if (view !== null) known = { of, stages: view.stages };
      const stage = STAGES[frame.state.stage - 1];
      const lit = known.of === of ? known.stages.find((entry) => entry.stage === stage) : undefined;
      const lines = lit === undefined ? [] : [...lit.lines, ...(lit.used_lines ?? [])];
      const as = view !== null ? "now" : isReadable ? "old" : "symbols";
      return {
        ...stages.open(lines, { stage, as, titleOf: shown.titleOf, names: shown.names, formulas: shown.formulas, of }),
        isHere: view !== null || lines.length > 0,
      };
    },
  };
}

/** What decides which lines a step has, whatever its numbers. */
function arrangementOf(/** @type {import("./inspector_shown.js").Shown} */ { racer, ground }) {
  const { kind, ...settings } = racer.optimizer;
  return JSON.stringify([
    racer.id,
    kind,
    Object.values(settings).map(Boolean),
    racer.clipping.kind,
    racer.noise > 0,
    racer.gradient,
    ground.family,
  ]);
}
