// Bars that are kept a distribution: what one gains, the others give in proportion.

/** Shares are whole thousandths, so that they sum to 1 exactly as they are written. */
const PARTS = 1000;

/**
 * @param {number[]} shares summing to 1 @param {number} k the one that is moved @param {number} value to here
 * @returns {number[]}
 */
export function withShare(shares, k, value) {
  const own = Math.round(value * PARTS),
    left = PARTS - own;
  const others = shares.reduce((sum, share, i) => (i === k ? sum : sum + share), 0);
  const parts = shares.map((share, i) =>
    i === k ? own : Math.floor((others > 0 ? share / others : 1 / (shares.length - 1)) * left + 1e-9),
  );
  // What rounding down left over goes to the largest of the others.
  const largest = parts.reduce((best, part, i) => (i !== k && (best === k || part > parts[best]) ? i : best), k);
  parts[largest] += PARTS - parts.reduce((sum, part) => sum + part, 0);
  return parts.map((part) => part / PARTS);
}
