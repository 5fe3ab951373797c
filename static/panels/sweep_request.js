// What is asked of POST /api/sweep, and the answer with the learner's own rate in it.

/** Learning rates along the curve. */
const COUNT = 96;
/** The server's own bound on one sweep. */
const MOST_STEPS = 10_000;

/**
 * @typedef {{ learning_rates: number[], steps: (number | null)[], outcome: string[], limit: number | string | null }} Answer
 * @typedef {{ rate: number, steps: number | null, outcome: string }} Point
 * @typedef {{ racer: string, points: Point[], own: Point, limit: number, best: Point | null }} Curve
 * @typedef {{ racer: import("../types.d.ts").Racer, start: number[], slider: [number, number] }} Entrant
 */

/** The same rates for every racer: every slider's range and every own rate lie within. @param {Entrant[]} entrants */
export function rangeOf(entrants) {
  const ends = entrants.flatMap(({ racer, slider }) => [...slider, racer.optimizer.learning_rate]);
  return { low: Math.min(...ends), high: Math.max(...ends) };
}

export const stepLimitOf = (/** @type {import("../types.d.ts").RunConfig} */ run) => Math.min(run.step_limit, MOST_STEPS);

/**
 * @param {import("../types.d.ts").RunConfig} run
 * @param {Entrant} entrant
 * @param {{ low: number, high: number }} range
 * @param {AbortSignal} signal
 * @returns {Promise<Curve>} throws the server's refusal {code, path, params}
 */
export async function curveOf(run, { racer, start }, range, signal) {
  const rate = racer.optimizer.learning_rate;
  const ask = (/** @type {object} */ rates) =>
    post({ problem: run.problem, racer, start, step_limit: stepLimitOf(run), convergence: run.convergence, ...rates }, signal);
  // The learner's rate lies between two of the curve's: a sweep of its own says what it does exactly.
  const [curve, own] = await Promise.all([ask({ ...range, count: COUNT }), ask({ low: rate, high: rate * 1.001, count: 2 })]);
  const points = pointsOf(curve);
  const reached = points.filter(({ steps }) => steps !== null);
  const best = reached.reduce((least, point) => (least === null || point.steps < least.steps ? point : least), null);
  return { racer: racer.id, points, own: pointsOf(own)[0], limit: curve.limit === null ? NaN : Number(curve.limit), best };
}

/** @param {Answer} answer @returns {Point[]} */
const pointsOf = ({ learning_rates, steps, outcome }) => learning_rates.map((rate, i) => ({ rate, steps: steps[i], outcome: outcome[i] }));

/** @returns {Promise<Answer>} */
async function post(body, signal) {
  const answer = await fetch("/api/sweep", { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body), signal });
  const content = await answer.json();
  if (!answer.ok) throw content;
  return content;
}
