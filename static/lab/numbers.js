// What the server sends as numbers, as numbers.

/** JSON has no ∞: it travels as a word. @param {import("./types.d.ts").Num} value */
export const real = (value) => Number(value);

/** @param {import("./types.d.ts").TypedArray} packed */
function unpacked(packed) {
  const bytes = Uint8Array.from(atob(packed.bdata), (letter) => letter.charCodeAt(0));
  return new Float32Array(bytes.buffer);
}

/** @param {import("./types.d.ts").Told} told @param {import("./types.d.ts").LabState} state @returns {import("./types.d.ts").Answer} */
export function answerOf(told, state) {
  return {
    curves: Object.fromEntries(Object.entries(told.curves).map(([name, packed]) => [name, unpacked(packed)])),
    values: told.values,
    lines: new Map(told.lines.map((line) => [line.quantity, line])),
    state,
  };
}

/**
 * A drawn curve between its points: for marks on their way, never for a number that is printed.
 * @param {Float32Array} xs rising @param {Float32Array} ys @param {number} x
 */
export function between(xs, ys, x) {
  let high = xs.findIndex((other) => other >= x);
  if (high < 0) high = xs.length - 1;
  if (high === 0) return ys[0];
  const part = (x - xs[high - 1]) / (xs[high] - xs[high - 1]);
  return ys[high - 1] + (ys[high] - ys[high - 1]) * Math.min(1, part);
}
