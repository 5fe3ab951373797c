/** A recorded point counts as the one the ball stopped at within this share of the window. */
const NEAR = 0.02;

/**
 * What a racer that converged stands on, for the sentence about it: the engine judges by the Hessian; where that is zero,
 * the surface's own record may still know a saddle.
 * @param {import("../types.d.ts").Frame} frame @param {import("./messages.d.ts").Outcome} outcome
 * @returns {"minimum" | "saddle" | "maximum" | "flat" | "unknown" | "degenerate"}
 */
export function standingOn({ tape, field }, { racer, step, point }) {
  const kind = point ?? "flat";
  if (kind !== "flat" || tape === null || field === null || step >= tape.length) return kind;
  const { window } = field,
    first = (step * tape.racers.length + tape.racers.indexOf(racer)) * window.length;
  const here = tape.column("place").subarray(first, first + window.length);
  const isNear = (/** @type {number[]} */ params) =>
    params.every((value, i) => Math.abs(value - here[i]) <= NEAR * (window[i][1] - window[i][0]));
  return field.points.some((known) => known.kind === "saddle" && isNear(known.params)) ? "degenerate" : kind;
}
