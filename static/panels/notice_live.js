import { say } from "../element.js";
import { plain } from "../format.js";
import { standingOn } from "../run/standing.js";
import { t } from "../text.js";
import { runAt } from "../run/configuration.js";
import { lossSaid } from "../run/loss_names.js";
import { racerName } from "../run/racer_names.js";

/** While playing, a screen reader is not talked to more often. */
const QUIET_MS = 5000;

/**
 * The polite live region: at once on pause, step and outcome, now and then while playing.
 * @param {HTMLElement} host
 * @returns {import("../types.d.ts").View}
 */
export function createLive(host) {
  let last = { said_ms: -Infinity, step: -1, playing: true, decided: 0 };
  return {
    draw(frame) {
      const { tape, state, step, now_ms, catalogue } = frame;
      const index = tape?.racers.indexOf(state.selected) ?? -1;
      if (tape === null || index < 0) return;
      const reached = [...tape.outcomes.values()].filter(
        (outcome) => outcome.step <= step && outcome.kind !== "step_limit" && outcome.kind !== "running",
      );
      const isNew = reached.length > last.decided;
      const isStep = !state.playing && (step !== last.step || last.playing);
      const isTime = state.playing && now_ms - last.said_ms >= QUIET_MS;
      if (!isNew && !isStep && !isTime) {
        last = { ...last, playing: state.playing, decided: reached.length };
        return;
      }
      const nameAt = (/** @type {string} */ id, /** @type {number} */ at) => racerName(catalogue, runAt(state.run, state.changes, at), id);
      const racer = nameAt(state.selected, step);
      const loss = plain(tape.column("loss")[step * tape.racers.length + index]);
      const sentences = [t(last.playing && !state.playing ? "live.paused" : "live.step", { step, racer, what: lossSaid(state.run), loss })];
      if (isNew) {
        const outcome = /** @type {any} */ (reached.sort((a, b) => a.step - b.step).at(-1));
        sentences.unshift(
          t(outcome.kind === "diverged" ? "outcome.diverged" : `outcome.converged_${standingOn(frame, outcome)}`, {
            racer: nameAt(outcome.racer, outcome.step),
            step: outcome.step,
          }),
        );
      }
      say(host, sentences.join(" "));
      last = { said_ms: now_ms, step, playing: state.playing, decided: reached.length };
    },
  };
}
