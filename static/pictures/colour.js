// Colour of a height: viridis or cividis in fourteen levels, stepped back in light so that trails stand out.

/** @typedef {"viridis" | "cividis"} Palette */
/** @typedef {[number, number, number]} Rgb */

/** Levels of colour and contour lines, the same in every picture. */
export const LEVELS = 14;

/** @type {Record<Palette, string[]>} */
const STOPS = {
  viridis: ["#440154", "#482475", "#414487", "#355f8d", "#2a788e", "#21908d", "#22a884", "#42be71", "#7ad151", "#bddf26", "#fde725"],
  cividis: ["#00224e", "#123570", "#3b496c", "#575d6d", "#707173", "#8a8678", "#a59c74", "#c3b369", "#e1cc55", "#f5dc4d", "#fee838"],
};
/** How far colours step towards white on a light page. */
const SOFTER = 0.14;

/**
 * @param {string} hex
 * @returns {Rgb}
 */
export const rgbOf = (hex) => /** @type {Rgb} */ ([1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16)));

/**
 * @param {Rgb} from
 * @param {Rgb} towards
 * @param {number} part
 * @returns {Rgb}
 */
export const mixed = (from, towards, part) => /** @type {Rgb} */ (from.map((value, k) => value + (towards[k] - value) * part));

/**
 * Eleven colours from low to high.
 * @param {Palette} palette
 * @param {boolean} dark
 * @returns {Rgb[]}
 */
export function ramp(palette, dark) {
  return STOPS[palette].map((stop) => mixed(rgbOf(stop), [255, 255, 255], dark ? 0 : SOFTER));
}

/**
 * @param {Rgb[]} stops
 * @param {number} height 0 … 1
 * @returns {Rgb}
 */
export function colourAt(stops, height) {
  const along = Math.min(1, Math.max(0, height)) * (stops.length - 1);
  const k = Math.min(stops.length - 2, Math.floor(along));
  return mixed(stops[k], stops[k + 1], along - k);
}

/**
 * Opacity of the white contour lines.
 * @param {boolean} dark
 */
export const lineOpacity = (dark) => (dark ? 0.26 : 0.42);
