/**
 * The limits of stability of a racer at a step, for the rate that the slider shows: the tape's are for the scheduled
 * rate, so they are divided by the schedule's factor.
 * @param {import("../types.d.ts").Tape} tape
 * @param {number} step
 * @param {number} index
 * @param {number} base the learning rate before the schedule
 * @returns {{here: number, minimum: number}} NaN where there is none
 */
export function limitsAt(tape, step, index, base) {
  const at = step * tape.racers.length + index;
  const [here, minimum] = tape.column("limit").subarray(at * 2, at * 2 + 2);
  const factor = tape.column("learning_rate")[at] / base;
  return { here: here / factor, minimum: minimum / factor };
}

/** The last step at which the racer was inside the window, before it was gone. */
export function lastInside(
  /** @type {import("../types.d.ts").Tape} */ tape,
  /** @type {number} */ index,
  /** @type {number} */ from,
  /** @type {[number, number][]} */ window,
) {
  const places = tape.column("place");
  for (let step = Math.min(from, tape.length - 1); step > 0; step -= 1) {
    const isIn = window.every(([low, high], i) => {
      const value = places[(step * tape.racers.length + index) * window.length + i];
      return value >= low && value <= high;
    });
    if (isIn) return step;
  }
  return 0;
}

/**
 * The last step up to `from` at which the racer's rate had a limit; `from` where there was none before.
 * @param {import("../types.d.ts").Tape} tape @param {number} index @param {number} from
 */
export function lastLimited(tape, index, from) {
  const limits = tape.column("limit");
  for (let step = from; step >= 0; step -= 1) if (limits[(step * tape.racers.length + index) * 2] > 0) return step;
  return from;
}

/** The next rate up or down in 1, 2, 5, 10 … */
export function oneTwoFive(/** @type {number} */ rate, /** @type {1 | -1} */ direction) {
  const power = Math.floor(Math.log10(rate));
  const steps = [power - 1, power, power + 1].flatMap((exponent) => [1, 2, 5].map((digit) => Number(`${digit}e${exponent}`)));
  const found = direction > 0 ? steps.find((step) => step > rate * (1 + 1e-9)) : steps.findLast((step) => step < rate * (1 - 1e-9));
  return /** @type {number} */ (found);
}

/** The rate as the big field writes it: three digits, decimals as long as they can be read. */
export function rateText(/** @type {number} */ rate) {
  if (rate < 1e-5 || rate >= 1e5)
    return rate
      .toExponential(1)
      .replace(/\.0(?=e)/, "")
      .replace("e-", "e−")
      .replace("e+", "e");
  const text = rate >= 1e-3 ? rate.toPrecision(3) : rate.toFixed(Math.min(7, 2 - Math.floor(Math.log10(rate))));
  return rate >= 1e-3 ? (text.includes("e") ? String(Math.round(rate)) : text) : text.replace(/0+$/, "");
}
