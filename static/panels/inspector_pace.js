// Whether steps pass slowly enough for their arithmetic to be read.

/** From here on nobody reads single steps: the arithmetic stands in symbols and the values run. */
const FAST_STEPS_A_SECOND = 20;
/** Clearly slower before numbers come back: at a pace near the border they would blink. */
const SLOW_STEPS_A_SECOND = 14;
const SMOOTHING_S = 0.3;

export function createPace() {
  let steps_per_s = 0;
  let isFast = false;
  /** @type {{ step: number, now_ms: number, tape: unknown }} */
  let seen = { step: 0, now_ms: 0, tape: null };

  return {
    /** @param {import("../types.d.ts").Frame} frame */
    isReadable({ step, now_ms, tape, state }) {
      const dt_s = (now_ms - seen.now_ms) / 1000;
      if (!state.playing) steps_per_s = 0;
      else if (tape === seen.tape && dt_s > 0) steps_per_s += ((step - seen.step) / dt_s - steps_per_s) * Math.min(1, dt_s / SMOOTHING_S);
      seen = { step, now_ms, tape };
      isFast = Math.abs(steps_per_s) > (isFast ? SLOW_STEPS_A_SECOND : FAST_STEPS_A_SECOND);
      return !isFast;
    },
  };
}
