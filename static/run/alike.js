/**
 * Whether two pieces of a configuration say the same, in whatever order their fields stand.
 * @param {any} one @param {any} other @returns {boolean}
 */
export function isAlike(one, other) {
  if (Object.is(one, other)) return true;
  if (typeof one !== "object" || typeof other !== "object" || one === null || other === null) return false;
  const names = Object.keys(one);
  return names.length === Object.keys(other).length && names.every((name) => isAlike(one[name], other[name]));
}
