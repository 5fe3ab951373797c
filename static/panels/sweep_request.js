// What is asked of POST /api/sweep, and the answer with the learner's own rate in it.

/** Learning rates along the curve, where no documented sweep names its own. */
const COUNT = 96;
/** The server's own bound on one sweep. */
const MOST_STEPS = 10_000;

/**
 * @typedef {{ learning_rates: number[], steps: (number | null)[], outcome: string[], limit: number | string | null }} Answer
 * @typedef {{ rate: number, steps: number | null, outcome: string }} Point
 * @typedef {{ racer: string, points: Point[], own: Point, limit: number, best: (Point & { steps: number }) | null }} Curve
 * @typedef {{ racer: import("../types.d.ts").Racer, start: number[], slider: [number, number] }} Entrant
 */

/** The server would not sweep; `fault` says why. */
export class Refused extends Error {
  constructor(/** @type {import("../run/faults.js").Fault} */ fault) {
    super(fault.code);
    this.fault = fault;
  }
}

/** The server cannot be reached, or what answered was not it. */
export class Unreachable extends Error {}

/**
 * The same rates for every racer, evenly on a logarithmic scale: every slider's range and every own rate lie within.
 * @param {Entrant[]} entrants
 */
export function ratesFor(entrants) {
  const ends = entrants.flatMap(({ racer, slider }) => [...slider, racer.optimizer.learning_rate]);
  const [low, high] = [Math.min(...ends), Math.max(...ends)];
  return Array.from({ length: COUNT }, (_, i) => low * (high / low) ** (i / (COUNT - 1)));
}

export const stepLimitOf = (/** @type {import("../types.d.ts").RunConfig} */ run) => Math.min(run.step_limit, MOST_STEPS);

/**
 * @param {import("../types.d.ts").RunConfig} run
 * @param {Entrant} entrant
 * @param {number[]} rates
 * @param {AbortSignal} signal
 * @returns {Promise<Curve>} throws `Refused`, `Unreachable`
 */
export async function curveOf(run, { racer, start }, rates, signal) {
  const ask = (/** @type {number[]} */ learning_rates) =>
    post({ problem: run.problem, racer, start, step_limit: stepLimitOf(run), convergence: run.convergence, learning_rates }, signal);
  // The learner's rate lies between two of the curve's: a sweep of its own says what it does exactly.
  const [curve, own] = await Promise.all([ask(rates), ask([racer.optimizer.learning_rate])]);
  const points = pointsOf(curve);
  const reached = points.flatMap(({ steps, ...point }) => (steps === null ? [] : [{ ...point, steps }]));
  const fewest = Math.min(...reached.map(({ steps }) => steps));
  const best = reached.find(({ steps }) => steps === fewest) ?? null;
  return { racer: racer.id, points, own: pointsOf(own)[0], limit: curve.limit === null ? NaN : Number(curve.limit), best };
}

/** @param {Answer} answer @returns {Point[]} */
const pointsOf = ({ learning_rates, steps, outcome }) => learning_rates.map((rate, i) => ({ rate, steps: steps[i], outcome: outcome[i] }));

/** @param {object} body @param {AbortSignal} signal @returns {Promise<Answer>} */
async function post(body, signal) {
  const { isGood, content } = await answered(body, signal);
  if (!isGood) throw new Refused(content);
  return content;
}

/** @param {object} body @param {AbortSignal} signal */
async function answered(body, signal) {
  try {
    const answer = await fetch("/api/sweep", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
      signal,
    });
    return { isGood: answer.ok, content: await answer.json() };
  } catch (error) {
    throw new Unreachable("sweep", { cause: error });
  }
}
