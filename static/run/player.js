/** Steps a second at which "max" plays at least; it plays faster where more is waiting. */
const FASTEST = 480;
/** After a pause the ball is back on the step that every number on the page is of within so long. */
const SETTLING_MS = 150;
/** Reduced motion: the ball jumps, twice a second, by so many steps. */
const STILL_INTERVAL_MS = 500;
const STILL_STEPS = { 0.25: 1, 1: 1, 4: 4, max: 60 };

/**
 * The position in the run. Time is a number of steps; between two steps the ball glides.
 * @param {{tape: () => import("../types.d.ts").Tape | null, state: () => import("../types.d.ts").State, pace: () => number,
 *   still: () => boolean, stop: () => void}} options
 */
export function createPlayer({ tape, state, pace, still, stop }) {
  let time = 0;
  let rest_ms = 0;

  /** The last position there is something to show for. */
  const last = () => Math.max(0, (tape()?.length ?? 1) - 1);

  function forward(/** @type {number} */ dt_ms, /** @type {number} */ end) {
    const { speed } = state();
    if (still()) {
      rest_ms += dt_ms;
      if (rest_ms < STILL_INTERVAL_MS) return time;
      rest_ms = 0;
      return Math.floor(time) + STILL_STEPS[speed];
    }
    const steps_per_s = speed === "max" ? Math.max(FASTEST, (end - time) * 2) : pace() * speed;
    return time + (dt_ms / 1000) * steps_per_s;
  }

  return {
    get time() {
      return Math.min(time, last());
    },
    get step() {
      return Math.floor(Math.min(time, last()));
    },
    /** The step whose update a change made now applies to: the next one to be played. */
    get editStep() {
      return Math.ceil(Math.min(time, last()));
    },
    /** Steps a second at the chosen speed; for reading ahead. */
    get rate() {
      const { speed } = state();
      return speed === "max" ? FASTEST : pace() * speed;
    },
    seek(/** @type {number} */ to) {
      time = Math.max(0, Math.min(to, last()));
      rest_ms = 0;
    },
    /** Moves time by a frame. */
    advance(/** @type {number} */ dt_ms) {
      if (tape() === null) return;
      if (!state().playing) {
        time = Math.max(Math.floor(time), time - dt_ms / SETTLING_MS);
        return;
      }
      const end = last();
      time = Math.min(forward(dt_ms, end), end);
      if (time === end && tape()?.ended) {
        if (state().loop && end > 0) time = 0;
        else stop();
      }
    },
  };
}
