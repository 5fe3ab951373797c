// The one module that knows Plotly: it draws what stands still in three dimensions, seen through our camera.

import { graphics } from "./graphics.js";
import { HEADROOM } from "./relief.js";
import { LEVELS, colourAt, lineOpacity, ramp } from "./colour.js";
import { VERTICES, thinned } from "./thinned.js";

/** @typedef {import("./relief.js").Relief} Relief */
/** @typedef {{palette: "viridis" | "cividis", dark: boolean}} Look */

/** @type {Promise<void> | null} */
let foreseen = null;

/** Plotly gives its element this id, and #scene is the page's. */
const SCENE = "scene2";
/**
 * A style element that Plotly adds for maps we do not draw, against our policy; it asks for this id first. Changes with Plotly's version.
 */
const MAP_STYLE_ID = "9f215cf04c5486422605d13261cb87401f4e7763b6296af81e98efbc0130da53";

/**
 * Plotly cuts every letter into triangles, a third of its time, unless it finds it here under its font: it finds all of them, empty. Ours
 * stand on a canvas.
 */
const NO_LETTERS = new Proxy({}, { get: () => new Proxy({}, { get: () => ({ positions: [], cells: [] }) }) });

/** Has Plotly's script fetched and compiled, once, beside the page's own work; it only leaves a function that makes it. */
export function foreseePlotly() {
  foreseen ??= new Promise((resolve, reject) => {
    const address = /** @type {HTMLMetaElement | null} */ (document.querySelector('meta[name="plotly"]'))?.content;
    if (!address) throw new Error('the page has no <meta name="plotly">');
    document.head.append(Object.assign(document.createElement("meta"), { id: MAP_STYLE_ID }));
    Object.assign(window, { __TEXT_CACHE: NO_LETTERS });
    const script = document.createElement("script");
    script.src = address;
    script.onload = () => resolve(undefined);
    script.onerror = () => reject(new Error(`could not load ${address}`));
    document.head.append(script);
  });
  // Whoever needs it is told that it failed.
  foreseen.catch(() => {});
  return foreseen;
}

/** Plotly. */
async function loadPlotly() {
  await foreseePlotly();
  const { startPlotly, Plotly } = /** @type {any} */ (window);
  // A script of a form that the server cannot trim has run by itself.
  return startPlotly ? startPlotly() : Plotly;
}

/**
 * Work of Plotly's without its drawing: it draws through its own camera, and once more for a mouse that it does not watch. What a
 * processor takes longest for would be seen by nobody. The picture before stays until ours is drawn.
 * @param {() => Promise<void>} work
 */
async function undrawn(work) {
  const context = WebGLRenderingContext.prototype,
    { clear, drawArrays, drawElements } = context;
  context.clear = context.drawArrays = context.drawElements = () => {};
  try {
    await work();
  } finally {
    Object.assign(context, { clear, drawArrays, drawElements });
  }
}

/**
 * @param {HTMLElement} host
 * @param {() => void} lost called when the graphics context is gone for good
 */
export async function createPlotlySurface(host, lost) {
  const Plotly = await loadPlotly();
  /** @type {Float32Array} */ let matrix = new Float32Array(16);
  /** @type {any} */ let drawer = null;
  let tint = 1,
    isThin = false;
  /** @type {Relief | null} */ let shown = null;
  /**
   * The vertices of fewer triangles and the surface that they are of.
   * @type {{of: Relief | null, buffer: WebGLBuffer | null, count: number}}
   */
  const thin = { of: null, buffer: null, count: 0 };
  // A card draws twice as finely as it must, so that lines are smooth; a processor no finer than it must while the camera turns.
  const hasCard = graphics() === "card",
    sharp = hasCard ? 2 : Math.min(2, Math.max(1, window.devicePixelRatio)),
    coarse = hasCard ? sharp : 1;
  const config = {
    displayModeBar: false,
    scrollZoom: false,
    doubleClick: false,
    showTips: false,
    plotGlPixelRatio: sharp,
    responsive: false,
  };

  /** Our camera in place of Plotly's: it never moves by itself, so Plotly draws when we say so. */
  const adopt = () => {
    drawer = /** @type {any} */ (host)._fullLayout[SCENE]._scene.glplot;
    drawer.camera = {
      get matrix() {
        return matrix;
      },
      tick: () => false,
    };
    drawer.mouseListener.enabled = false;
    // It reads what lies under that mouse, and waits until all is drawn.
    drawer.gl.readPixels = () => {};
    drawer.gl.drawArrays = drawArrays;
    // Plotly asks for its canvas's size in every frame, and so for a layout of all that this frame has written: only a draw needs it.
    drawer.autoResize = false;
    // Lines take part of their colour from the surface: what their opacity is in the flat map.
    drawer.objects[0].contourTint = Array(3).fill(tint);
  };

  /**
   * In the place of the context's own.
   * @this {WebGLRenderingContext}
   * @param {number} mode
   * @param {number} from
   * @param {number} count
   */
  function drawArrays(mode, from, count) {
    const { prototype } = WebGLRenderingContext;
    if (!isThin || count !== drawer.objects[0]._vertexCount || !thinOut(this)) return prototype.drawArrays.call(this, mode, from, count);
    this.bindBuffer(this.ELEMENT_ARRAY_BUFFER, thin.buffer);
    prototype.drawElements.call(this, mode, thin.count, this.UNSIGNED_INT, 0);
  }

  /** Whether the surface has a thinned one. @param {WebGLRenderingContext} gl */
  function thinOut(gl) {
    if (thin.of !== shown && shown) {
      const { columns, rows } = shown.field,
        isWhole = drawer.objects[0]._vertexCount === (columns - 1) * (rows - 1) * VERTICES;
      // Plotly leaves out cells where the surface is not finite.
      const vertices = isWhole && gl.getExtension("OES_element_index_uint") ? thinned(columns, rows) : null;
      Object.assign(thin, { of: shown, buffer: thin.buffer ?? gl.createBuffer(), count: vertices?.length ?? 0 });
      gl.bindBuffer(gl.ELEMENT_ARRAY_BUFFER, thin.buffer);
      if (vertices) gl.bufferData(gl.ELEMENT_ARRAY_BUFFER, vertices, gl.STATIC_DRAW);
    }
    return thin.count > 0;
  }

  return {
    /**
     * @param {Relief} form
     * @param {Look} look
     * @param {{width: number, height: number}} size
     */
    async show(form, look, size) {
      tint = lineOpacity(look.dark);
      await undrawn(() => Plotly.react(host, [surface(form, look)], layout(form, size), config));
      if (!drawer) /** @type {any} */ (host).on("plotly_webglcontextlost", lost);
      shown = form;
      adopt();
    },
    /** @param {{width: number, height: number}} size */
    async resize(size) {
      // Another size empties the canvas: this time what Plotly draws is seen, until ours is drawn.
      await Plotly.relayout(host, { width: size.width, height: size.height });
      adopt();
    },
    /**
     * Width over height of the buffer that Plotly draws into: whole pixels, hence not quite the host's.
     * @param {{width: number, height: number}} size
     * @param {boolean} isTurning
     */
    ratio(size, isTurning) {
      const fineness = isTurning ? coarse : sharp;
      return Math.ceil(size.width * fineness) / Math.ceil(size.height * fineness);
    },
    /**
     * Draws at once.
     * @param {Float32Array} view
     * @param {{isTurning: boolean, isHasty: boolean}} how a hasty picture is followed by another: fewer triangles do for it
     */
    draw(view, { isTurning, isHasty }) {
      matrix = view;
      isThin = isHasty && !hasCard;
      drawer.pixelRatio = isTurning ? coarse : sharp;
      drawer.autoResize = true;
      drawer.redraw();
      drawer.autoResize = false;
      // What draws begins now, beside the rest of the page's frame.
      drawer.gl.flush();
    },
    dispose() {
      Plotly.purge(host);
    },
  };
}

/**
 * @param {Relief} form
 * @param {Look} look
 */
function surface(form, look) {
  const { field, heights } = form;
  const axis = (/** @type {[number, number]} */ [low, high], /** @type {number} */ count) =>
    Float64Array.from({ length: count }, (_, k) => low + ((high - low) * k) / (count - 1));
  const rows = Array.from({ length: field.rows }, (_, j) => heights.subarray(j * field.columns, (j + 1) * field.columns));
  const stops = ramp(look.palette, look.dark);
  const css = (/** @type {number} */ part) => `rgb(${colourAt(stops, part).map(Math.round).join(",")})`;
  return {
    type: "surface",
    scene: SCENE,
    x: axis(field.window[0], field.columns),
    y: axis(field.window[1], field.rows),
    z: rows,
    cmin: 0,
    cmax: 1,
    showscale: false,
    hoverinfo: "skip",
    colorscale: stops.map((_, k) => [k / (stops.length - 1), css(k / (stops.length - 1))]),
    contours: {
      x: { highlight: false },
      y: { highlight: false },
      z: { show: true, start: 1 / LEVELS, end: 1, size: 1 / LEVELS, color: "#fff", width: 1, highlight: false },
    },
    lighting: { ambient: 0.72, diffuse: 0.55, specular: 0.08, roughness: 0.75, fresnel: 0.06 },
    lightposition: { x: -4000, y: -2000, z: 9000 },
  };
}

/**
 * @param {Relief} form
 * @param {{width: number, height: number}} size
 */
function layout(form, size) {
  // The box and its numbers are ours (box_axes.js): a processor compiles for a tenth of a second before it draws Plotly's first line.
  const axis = (/** @type {[number, number]} */ range) => ({ range, autorange: false, type: "linear", visible: false });
  const [x, y] = form.field.window;
  return {
    width: size.width,
    height: size.height,
    margin: { l: 0, r: 0, t: 0, b: 0 },
    showlegend: false,
    hovermode: false,
    dragmode: false,
    paper_bgcolor: "rgba(0,0,0,0)",
    [SCENE]: {
      bgcolor: "rgba(0,0,0,0)",
      dragmode: false,
      hovermode: false,
      aspectmode: "manual",
      aspectratio: { x: form.aspect[0], y: form.aspect[1], z: form.aspect[2] },
      camera: { projection: { type: "perspective" } },
      xaxis: axis(x),
      yaxis: axis(y),
      zaxis: axis([0, HEADROOM]),
    },
  };
}
