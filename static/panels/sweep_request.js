// What is asked of POST /api/sweep, and what is known of the rates as it is told.

import { measured, Unreachable } from "./measured_request.js";

/** Learning rates along the curve, where no documented sweep names its own. */
const COUNT = 96;
/** The server's own bounds on one sweep. */
export const MOST_RATE = 1e6;
const MOST_STEPS = 10_000;

/**
 * @typedef {{ stage: "going" | "complete" | "out_of_time", learning_rates: number[], steps: (number | null)[], outcome: string[],
 *   tried: number, limit: number | string | null, most_s: number, limit_s: number }} Line
 * @typedef {{ rate: number, steps: number | null, outcome: string }} Point
 * @typedef {{ racer: string, points: Point[], own: Point, limit: number, best: (Point & { steps: number }) | null,
 *   stage: Line["stage"], tried: number, most_s: number, limit_s: number }} Curve what is known of it: `tried` points are not "untried"
 * @typedef {{ racer: import("../types.d.ts").Racer, start: number[], range: [number, number] }} Entrant
 */

/**
 * The same rates for every racer, evenly on a logarithmic scale and each of three digits, so that what is read is what was run:
 * every slider's range, with the limit of stability at the start, and every own rate lie within.
 * @param {Entrant[]} entrants
 */
export function ratesFor(entrants) {
  const ends = entrants.flatMap(({ racer, range }) => [...range, racer.optimizer.learning_rate]);
  const [low, high] = [Math.min(...ends), Math.max(...ends)];
  return Array.from({ length: COUNT }, (_, i) => Number((low * (high / low) ** (i / (COUNT - 1))).toPrecision(3)));
}

export const stepLimitOf = (/** @type {import("../types.d.ts").RunConfig} */ run) => Math.min(run.step_limit, MOST_STEPS);

/** The racer's own rate among the others. @param {number[]} rates @param {Entrant["racer"]} racer */
export const withOwn = (rates, { optimizer }) => [...new Set([...rates, optimizer.learning_rate])].sort((a, b) => a - b);

/**
 * A racer's curve as far as it is known, again and again; the last time as it stays. The racer's own rate is one of its points.
 * @param {import("../types.d.ts").RunConfig} run
 * @param {Entrant} entrant
 * @param {number[]} rates
 * @param {AbortSignal} signal
 * @returns {AsyncGenerator<Curve, void>} throws `Refused`, `Unreachable`
 */
export async function* curvesOf(run, { racer, start }, rates, signal) {
  const own = racer.optimizer.learning_rate;
  const learning_rates = withOwn(rates, racer);
  const query = { problem: run.problem, racer, start, step_limit: stepLimitOf(run), convergence: run.convergence, learning_rates };
  let stage = "going";
  for await (const line of measured("/api/sweep", query, signal)) {
    stage = line.stage;
    yield curveOf(line, racer.id, own);
  }
  if (stage === "going") throw new Unreachable("the sweep broke off");
}

/** @param {Line} line @param {string} racer @param {number} ownRate @returns {Curve} */
function curveOf({ learning_rates, steps, outcome, limit, ...told }, racer, ownRate) {
  const points = learning_rates.map((rate, i) => ({ rate, steps: steps[i], outcome: outcome[i] }));
  const reached = points.flatMap((point) => (point.steps === null ? [] : [{ ...point, steps: point.steps }]));
  const fewest = Math.min(...reached.map((point) => point.steps));
  const best = reached.find((point) => point.steps === fewest) ?? null;
  return { ...told, racer, points, own: points[learning_rates.indexOf(ownRate)], limit: limit === null ? NaN : Number(limit), best };
}
