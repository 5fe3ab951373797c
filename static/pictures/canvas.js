// A canvas as large as its host, sharp on every screen.

/** Pixels of the screen to one of the page, as our canvases have them. */
export const sharpnessNow = () => Math.max(1, window.devicePixelRatio);

/**
 * @param {HTMLElement} host
 * @param {boolean} byProcessor keep it out of the graphics card: faster where the card is imitated
 */
export function createCanvas(host, byProcessor) {
  const canvas = document.createElement("canvas");
  canvas.className = "layer";
  canvas.setAttribute("aria-hidden", "true");
  host.append(canvas);
  const pen = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d", { willReadFrequently: byProcessor }));
  const layer = {
    canvas,
    pen,
    width: 0,
    height: 0,
    sharpness: 1,
    /** Whether it has the host's size. */
    fits: () => host.clientWidth === layer.width && host.clientHeight === layer.height && sharpnessNow() === layer.sharpness,
    /** Takes the host's size. @returns {boolean} whether it changed (and the canvas is empty) */
    fit() {
      if (layer.fits()) return false;
      const width = host.clientWidth,
        height = host.clientHeight,
        sharpness = sharpnessNow();
      Object.assign(layer, { width, height, sharpness });
      canvas.width = Math.round(width * sharpness);
      canvas.height = Math.round(height * sharpness);
      pen.setTransform(sharpness, 0, 0, sharpness, 0, 0);
      return true;
    },
    clear() {
      pen.clearRect(0, 0, layer.width, layer.height);
    },
  };
  return layer;
}

/**
 * Calls when a picture gets another size; the observer's own first call tells of the one in which it has just been drawn.
 * @param {HTMLElement} picture
 * @param {{fits: () => boolean}} layer one of the picture's
 * @param {() => void} changed
 */
export function whenResized(picture, layer, changed) {
  let isFirst = true;
  new ResizeObserver(() => {
    const isDrawn = isFirst && layer.fits();
    isFirst = false;
    if (!isDrawn) changed();
  }).observe(picture);
}
