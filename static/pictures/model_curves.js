// What a model says at a point, for drawing its curve between two steps; every number shown is the engine's.

/** @typedef {(params: number[], x: number[]) => number} Output */

const sigmoid = (/** @type {number} */ z) => 1 / (1 + Math.exp(-z));

/** What each model predicts: a number, or the probability of class 1. @type {Record<string, Output>} */
export const PREDICTIONS = {
  line: ([w, b], [x]) => w * x + b,
  sine: ([w, omega], [x]) => w * Math.sin(omega * x),
  logistic: ([w, b], [x]) => sigmoid(w * x + b),
  two_weights: ([first, second], [x, y]) => sigmoid(first * x + second * y),
};
