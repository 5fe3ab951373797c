import { kindOf, problemEdits } from "../problems/kinds.js";
import { t } from "../text.js";
import { createAnew } from "./anew.js";
import { changed, freeId, indexOf, keyOf, newRacer, runAt } from "./configuration.js";
import { ONE_AT_A_TIME, ROOT, STOCHASTIC } from "./family_members.js";
import { changeLabel } from "./labels.js";
import { problemOf } from "./racer_problem.js";
import { mostRacers } from "./schema.js";
import { tunedOptimizer } from "./tuned.js";

/** @typedef {import("../types.d.ts").Racer} Racer
 *  @typedef {import("../types.d.ts").RunConfig} RunConfig
 *  @typedef {import("../types.d.ts").Setting} Setting
 *  @typedef {(run: import("../types.d.ts").RunConfig, rates: Map<string, number>) => void} StartWith */

/**
 * Everything a learner can change about the run. Settings apply from the step on screen on and branch, or are part of the run
 * from its start, as the learner has chosen; what alters the race itself (racers, surface, start, seed, step limit) is a new run
 * from its root.
 * @param {{session: ReturnType<typeof import("./session.js").createSession>, player: ReturnType<typeof import("./player.js").createPlayer>,
 *   store: import("../page_parts.d.ts").Page["store"], catalogue: import("../types.d.ts").Catalogue, leaving: () => void,
 *   settled: () => void}} page
 *   `leaving`: hears of a change before it is made; `settled`: of a whole one
 */
export function createEdits({ session, player, store, catalogue, leaving, settled }) {
  const anew = createAnew({ session, player, store });
  /** The drag going on, and the step of its first change. */
  let drag = { gesture: /** @type {object | null} */ (null), at_step: 0 };
  /**
   * The change made last: whose, at which step, and whether time went back for it; `isKept`: for what was set to hold from the start.
   * @type {{racer: string | null, at_step: number, isBack: boolean, isKept?: boolean}}
   */
  let applied = { racer: null, at_step: 0, isBack: false };

  /** The step on screen, or the one that what is awaited will stand at. */
  const stepNow = () => session.awaited?.keep ?? player.step;
  const editStep = () => session.awaited?.keep ?? player.editStep;

  /**
   * Where a change is made: the next step to be played. Where no step of the racer is left it is made where the drag that
   * spoilt it began; null where there was none, so that the run begins again.
   */
  function placeFor(/** @type {string | null} */ racer, /** @type {object | null} */ gesture) {
    const { tape } = session;
    const at = editStep();
    if (session.awaited) return at;
    if (tape === null) return 0;
    const outcome = racer === null ? undefined : tape.outcomes.get(racer);
    const isOver = (tape.ended && at >= tape.length - 1) || (outcome?.kind === "diverged" && outcome.step <= at);
    if (!isOver) return at;
    return gesture !== null && drag.gesture === gesture ? drag.at_step : null;
  }

  function change(/** @type {string | null} */ racer, /** @type {Setting} */ set, gesture = /** @type {object | null} */ (null)) {
    const isAnew = store.state.from === "start" || anew.holds(gesture);
    const at_step = isAnew ? null : placeFor(racer, gesture);
    if (at_step === null) changeFromStart(racer, set, gesture);
    else changeAt(at_step, racer, set, gesture);
  }

  /** The run begins again with what is on screen, this changed. A ball that is moved is a start that is moved: time goes there at once. */
  function changeFromStart(/** @type {string | null} */ racer, /** @type {Setting} */ set, /** @type {object | null} */ gesture) {
    const wanted = { at_step: 0, racer, set };
    leaving();
    applied = { racer, at_step: 0, isBack: editStep() > 0 };
    const label = changeLabel(now(), wanted, catalogue);
    anew.begin(changed(now(), wanted), { label, gesture, step: set.params ? 0 : stepNow() });
    if (gesture === null) settled();
  }

  function changeAt(
    /** @type {number} */ at_step,
    /** @type {string | null} */ racer,
    /** @type {Setting} */ set,
    gesture = /** @type {object | null} */ (null),
  ) {
    const { run, changes } = session.latest;
    const wanted = { at_step, racer, set };
    // What the change replaces (an earlier one of the same drag and step) is not what it is compared with.
    const before = runAt(
      run,
      changes.filter((other) => other.at_step < at_step || keyOf(other) !== keyOf(wanted)),
      at_step,
    );
    const label = changeLabel(before, wanted, catalogue);
    const isBack = at_step < editStep();
    if (gesture !== null && drag.gesture !== gesture) drag = { gesture, at_step };
    leaving();
    applied = { racer, at_step, isBack };
    if (isBack) player.seek(at_step);
    session.change(wanted, { gesture, label });
    if (isBack) store.set({ playing: true });
    if (gesture === null) settled();
  }

  /** The same racer with another value of one field of its optimizer, from an earlier step on. */
  function tryField(/** @type {string} */ racer, /** @type {string} */ field, /** @type {number} */ value, /** @type {number} */ at_step) {
    const { run, changes } = session.latest;
    const { optimizer } = /** @type {Racer} */ (runAt(run, changes, at_step).racers.find((other) => other.id === racer));
    changeAt(at_step, racer, { optimizer: { ...optimizer, [field]: value } });
    store.set({ playing: true });
  }

  /** The run as it stands at the step on screen, as a new root: what goes on where the past no longer fits. */
  const now = () => runAt(session.latest.run, session.latest.changes, editStep());

  /** A new run; changes that name a racer it has not are dropped. */
  function restart(
    /** @type {Partial<import("../types.d.ts").RunConfig>} */ difference,
    { keep = false, changes = session.latest.changes, gesture = /** @type {object | null} */ (null), patch = {} } = {},
  ) {
    const run = { ...(keep ? session.latest.run : now()), ...difference };
    const kept = changes.filter(
      (entry) => entry.racer === null || entry.racer === undefined || run.racers.some((racer) => racer.id === entry.racer),
    );
    leaving();
    session.load(run, keep ? kept : [], { keep: keep ? stepNow() : 0, patch, gesture });
    if (gesture === null) settled();
  }

  /**
   * From step 0 with the settings on screen: what was changed up to this step is part of the run from its start. Where nothing was,
   * it is played again with what is changed later on its way.
   */
  function again() {
    const run = now();
    if (run === session.latest.run) return anew.play();
    leaving();
    applied = { racer: null, at_step: 0, isBack: true, isKept: true };
    anew.begin(run, { label: t("rate.kept") });
    settled();
  }

  /** A rule as its library has it, with the learning rate tuned for it where the racer is. @param {string} racer @param {string} kind */
  function tuned(racer, kind) {
    const problem = problemOf(now(), racer);
    return tunedOptimizer(catalogue, kindOf(problem).rates(catalogue, problem), kind);
  }

  /** One racer more, where there is room for it. @param {(id: string, run: RunConfig) => Racer} made */
  function join(made) {
    const { run } = session.latest;
    if (run.racers.length >= mostRacers(catalogue)) return;
    const id = freeId(run);
    restart({ racers: [...run.racers, made(id, run)] }, { keep: true, patch: { selected: id } });
  }

  const addRacer = (/** @type {string} */ kind) => join((id, run) => newRacer(catalogue, run.problem, kind, id));

  return {
    get applied() {
      return applied;
    },
    /** Where a change of a racer made now would hold from; null: from the start, since no step of it is left. */
    placeFor: (/** @type {string} */ racer) => placeFor(racer, null),
    /** The run that edits build on: the newest asked for, even if it is not on screen yet, as it is at the step on screen. */
    now,
    again,
    /** A drag is over. */
    release: anew.release,
    setOptimizer(/** @type {string} */ racer, /** @type {Racer["optimizer"]} */ optimizer, gesture = /** @type {object | null} */ (null)) {
      change(racer, { optimizer }, gesture);
    },
    /** Another rule as its library has it, with the learning rate tuned for it on this ground. */
    switchOptimizer(/** @type {string} */ racer, /** @type {string} */ kind) {
      change(racer, { optimizer: tuned(racer, kind) });
    },
    setSchedule: (
      /** @type {string} */ racer,
      /** @type {import("../types.d.ts").Schedule} */ schedule,
      gesture = /** @type {object | null} */ (null),
    ) => change(racer, { schedule }, gesture),
    setClipping: (
      /** @type {string} */ racer,
      /** @type {import("../types.d.ts").Clipping} */ clipping,
      gesture = /** @type {object | null} */ (null),
    ) => change(racer, { clipping }, gesture),
    setBatch: (/** @type {string} */ racer, /** @type {Racer["batch"]} */ batch, gesture = /** @type {object | null} */ (null)) =>
      change(racer, { batch }, gesture),
    setGradient: (/** @type {string} */ racer, /** @type {Racer["gradient"]} */ gradient, gesture = /** @type {object | null} */ (null)) =>
      change(racer, { gradient }, gesture),
    setNoise: (/** @type {string} */ racer, /** @type {number} */ noise, gesture = /** @type {object | null} */ (null)) =>
      change(racer, { noise }, gesture),
    moveBall: (/** @type {number[]} */ params, gesture = /** @type {object | null} */ (null)) =>
      change(store.state.selected, { params }, gesture),
    /** The same racer with another rate, from an earlier step on. */
    tryRate(/** @type {string} */ racer, /** @type {number} */ learning_rate, /** @type {number} */ at_step) {
      tryField(racer, "learning_rate", learning_rate, at_step);
    },
    tryField,
    /** A run from its beginning, nothing changed on the way, with other learning rates by racer: as a sweep has it. @type {StartWith} */
    startWith(run, rates) {
      const racers = run.racers.map((racer) => {
        const learning_rate = rates.get(racer.id) ?? racer.optimizer.learning_rate;
        return { ...racer, optimizer: { ...racer.optimizer, learning_rate } };
      });
      restart({ ...run, racers }, { patch: { playing: true } });
    },
    ...problemEdits({
      catalogue,
      now,
      changeProblem: (problem, gesture) => change(null, { problem }, gesture),
      changeRacer: (racer, set, gesture) => change(racer, set, gesture),
      restart: (difference, patch) => restart(difference, { patch }),
    }),
    applyPreset(/** @type {string} */ kind) {
      const preset = catalogue.presets.find((entry) => entry.kind === kind);
      if (preset === undefined) return;
      const anew = kindOf(preset.run.problem).anew(catalogue, preset);
      restart(preset.run, { patch: { preset: kind, selected: preset.selected, playing: true, ...anew } });
    },
    addRacer,
    /** A member of the family: SGD is gradient descent, one example at a time. */
    addMember(/** @type {string} */ kind) {
      if (kind === STOCHASTIC) join((id, run) => ({ ...newRacer(catalogue, run.problem, ROOT, id), batch: ONE_AT_A_TIME }));
      else addRacer(kind);
    },
    /** The racer goes on as that member, at the rate tuned for it. */
    setMember(/** @type {string} */ racer, /** @type {string} */ kind) {
      if (kind === STOCHASTIC) change(racer, { optimizer: tuned(racer, ROOT), batch: ONE_AT_A_TIME });
      else change(racer, { optimizer: tuned(racer, kind) });
    },
    duplicateRacer(/** @type {string} */ id) {
      const racer = now().racers.find((other) => other.id === id);
      if (racer !== undefined) join((copy) => ({ ...racer, id: copy }));
    },
    removeRacer(/** @type {string} */ id) {
      const { run } = session.latest;
      const index = indexOf(run, id);
      if (index < 0) return;
      const racers = run.racers.filter((racer) => racer.id !== id);
      const neighbour = racers[Math.min(index, racers.length - 1)]?.id ?? "";
      restart({ racers }, { keep: true, patch: store.state.selected === id ? { selected: neighbour } : {} });
    },
    /** `racer` null: the start that all share; else the racer's own (`start` null gives it up). */
    setStart(
      /** @type {number[] | "random" | null} */ start,
      /** @type {string | null} */ racer = null,
      gesture = /** @type {object | null} */ (null),
    ) {
      const run = now();
      leaving();
      player.seek(0);
      const racers = racer === null ? run.racers : run.racers.map((other) => (other.id === racer ? { ...other, start } : other));
      restart({ ...run, racers, start: racer === null ? start : run.start }, { gesture });
    },
    setSeed: (/** @type {number} */ seed) => restart({ seed }, { patch: { playing: true } }),
    setStepLimit: (/** @type {number} */ step_limit, gesture = /** @type {object | null} */ (null)) =>
      restart({ step_limit }, { keep: true, changes: session.latest.changes.filter((entry) => entry.at_step <= step_limit), gesture }),
    setConvergence: (
      /** @type {import("../types.d.ts").RunConfig["convergence"]} */ convergence,
      gesture = /** @type {object | null} */ (null),
    ) => restart({ convergence }, { keep: true, gesture }),
  };
}
