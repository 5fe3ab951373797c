// How much room a picture has and how large things are drawn in it.

/** Below, a picture is small: no readings, no ticks, balls and trails only. */
const SMALL_PX = 300, NARROW_PX = 480, LARGE_PX = 760;

/**
 * @param {HTMLElement} picture
 * @returns {{width: number, height: number, magnitude: number, insets: {top: number, bottom: number}}}
 */
export function roomOf(picture) {
  const width = picture.clientWidth, height = picture.clientHeight;
  if (width < SMALL_PX) return { width, height, magnitude: 0.72, insets: { top: 0, bottom: 0 } };
  if (width < NARROW_PX) return { width, height, magnitude: 0.82, insets: { top: 62, bottom: 50 } };
  return { width, height, magnitude: width >= LARGE_PX ? 1.22 : 1, insets: { top: width >= LARGE_PX ? 100 : 84, bottom: 56 } };
}
