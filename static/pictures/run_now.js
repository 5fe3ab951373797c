import { indexOf, runAt } from "../run/configuration.js";

/** @type {{run: unknown, changes: unknown, step: number, now: import("../types.d.ts").RunConfig | null}} */
let last = { run: null, changes: null, step: -1, now: null };

/**
 * The configuration at the frame's step, changes made on the way included; all pictures of a frame share one answer.
 * @param {import("../types.d.ts").Frame} frame
 * @returns {import("../types.d.ts").RunConfig}
 */
export function runNow({ state: { run, changes }, step }) {
  if (last.now === null || last.run !== run || last.changes !== changes || last.step !== step)
    last = { run, changes, step, now: runAt(run, changes, step) };
  return /** @type {import("../types.d.ts").RunConfig} */ (last.now);
}

/**
 * Which of the eight signs a column of the tape bears.
 * @param {Pick<import("../types.d.ts").Frame, "state" | "tape">} frame @param {number} column
 */
export const signOf = ({ state, tape }, column) => Math.max(0, indexOf(state.run, tape?.racers[column] ?? ""));
