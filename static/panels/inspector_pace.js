// Whether steps pass slowly enough for their arithmetic to be read, and to be fetched in time.

/** From here on nobody reads single steps: the arithmetic stands in symbols and the values run. */
const FAST_STEPS_A_SECOND = 20;
const SMOOTHING_S = 0.3;
/** Numbers that come too late would flicker: after so many misses in excess of hits they rest for a while. */
const MOST_MISSES = 4;
const REST_MS = 3000;

export function createPace() {
  let steps_per_s = 0;
  let misses = 0;
  let restsUntil_ms = 0;
  /** @type {{ step: number, now_ms: number, tape: unknown }} */
  let seen = { step: 0, now_ms: 0, tape: null };

  return {
    /**
     * @param {import("../types.d.ts").Frame} frame
     * @param {boolean} wasInNumbers whether the last step's numbers were here before it passed
     */
    isReadable({ step, now_ms, tape, state }, wasInNumbers) {
      if (!state.playing) {
        [steps_per_s, misses, restsUntil_ms] = [0, 0, 0];
        seen = { step, now_ms, tape };
        return true;
      }
      const dt_s = (now_ms - seen.now_ms) / 1000;
      if (tape === seen.tape && dt_s > 0) {
        steps_per_s += ((step - seen.step) / dt_s - steps_per_s) * Math.min(1, dt_s / SMOOTHING_S);
        if (step !== seen.step && now_ms >= restsUntil_ms) misses = wasInNumbers ? Math.max(0, misses - 1) : misses + 1;
      }
      if (misses > MOST_MISSES) [misses, restsUntil_ms] = [0, now_ms + REST_MS];
      seen = { step, now_ms, tape };
      return Math.abs(steps_per_s) <= FAST_STEPS_A_SECOND && now_ms >= restsUntil_ms;
    },
  };
}
