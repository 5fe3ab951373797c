// How much room a picture has and how large things are drawn in it.

const NARROW_PX = 480,
  LARGE_PX = 760;

/** @typedef {{width: number, height: number, isBig: boolean, magnitude: number, insets: {top: number, bottom: number}}} Room */

/** Of a picture that has not been measured yet: asking for its size while the page is being built would lay it all out. @type {Room} */
export const UNMEASURED = { width: 0, height: 0, isBig: false, magnitude: 1, insets: { top: 0, bottom: 0 } };

/**
 * `isBig`: the picture stands in the big place, among readings and switches, and shows arrows and names; the small one shows
 * balls and trails only.
 * @param {HTMLElement} picture
 * @returns {Room}
 */
export function roomOf(picture) {
  const width = picture.clientWidth,
    height = picture.clientHeight,
    isBig = picture.closest("#big") !== null;
  if (!isBig) return { width, height, isBig, magnitude: width >= LARGE_PX / 3 ? 0.85 : 0.72, insets: { top: 0, bottom: 0 } };
  if (width < NARROW_PX) return { width, height, isBig, magnitude: 0.82, insets: { top: 62, bottom: 50 } };
  return { width, height, isBig, magnitude: width >= LARGE_PX ? 1.22 : 1, insets: { top: width >= LARGE_PX ? 100 : 84, bottom: 56 } };
}

/**
 * Whether numbers stand along the axes of the three-dimensional picture: a small one is too full without them.
 * @param {Room} room
 */
export const hasTicks = (room) => room.isBig && room.width >= NARROW_PX;
