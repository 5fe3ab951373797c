// The one module that knows Plotly: it draws what stands still in three dimensions, seen through our camera.

import { graphics } from "./graphics.js";
import { HEADROOM } from "./relief.js";
import { LEVELS, colourAt, lineOpacity, ramp } from "./colour.js";
import { heightTicks, paramTicks } from "./ticks.js";

/** @typedef {import("./relief.js").Relief} Relief */
/** @typedef {{palette: "viridis" | "cividis", dark: boolean, ink: string, line: string, grid: string, font: string, math: string, text_px: number, labels: boolean, names: string[]}} Look */

/** @type {Promise<any> | null} */
let loading = null;

/** Plotly gives its element this id, and #scene is the page's. */
const SCENE = "scene2";
/** A style element that Plotly adds for maps we do not draw, against our policy; it asks for this id first. Changes with Plotly's version. */
const MAP_STYLE_ID = "9f215cf04c5486422605d13261cb87401f4e7763b6296af81e98efbc0130da53";

/** Plotly, fetched once from the address the page states. */
function loadPlotly() {
  loading ??= new Promise((resolve, reject) => {
    const address = /** @type {HTMLMetaElement | null} */ (document.querySelector('meta[name="plotly"]'))?.content;
    if (!address) throw new Error('the page has no <meta name="plotly">');
    document.head.append(Object.assign(document.createElement("meta"), { id: MAP_STYLE_ID }));
    const script = document.createElement("script");
    script.src = address;
    script.onload = () => resolve(/** @type {any} */ (window).Plotly);
    script.onerror = () => { loading = null; reject(new Error(`could not load ${address}`)); };
    document.head.append(script);
  });
  return loading;
}

/**
 * @param {HTMLElement} host
 * @param {() => void} lost called when the graphics context is gone for good
 */
export async function createPlotlySurface(host, lost) {
  const Plotly = await loadPlotly();
  /** @type {Float32Array} */ let matrix = new Float32Array(16);
  /** @type {any} */ let drawer = null;
  let tint = 1;
  // A card draws twice as finely as it must, so that lines are smooth; a processor half as finely while the camera turns.
  const sharp = graphics() === "card" ? 2 : Math.min(2, Math.max(1, window.devicePixelRatio)), coarse = graphics() === "card" ? sharp : sharp / 2;
  const config = { displayModeBar: false, scrollZoom: false, doubleClick: false, showTips: false, plotGlPixelRatio: sharp, responsive: false };

  /** Our camera in place of Plotly's: it never moves by itself, so Plotly draws when we say so. */
  const adopt = () => {
    drawer = /** @type {any} */ (host)._fullLayout[SCENE]._scene.glplot;
    drawer.camera = { get matrix() { return matrix; }, tick: () => false };
    drawer.mouseListener.enabled = false;
    // Plotly asks for its canvas's size in every frame, and so for a layout of all that this frame has written: only a draw needs it.
    drawer.autoResize = false;
    // Lines take part of their colour from the surface: what their opacity is in the flat map.
    drawer.objects[0].contourTint = Array(3).fill(tint);
  };
  return {
    /**
     * @param {Relief} form
     * @param {Look} look
     * @param {{width: number, height: number}} size
     */
    async show(form, look, size) {
      tint = lineOpacity(look.dark);
      await Plotly.react(host, [surface(form, look)], layout(form, look, size), config);
      if (!drawer) /** @type {any} */ (host).on("plotly_webglcontextlost", lost);
      adopt();
    },
    /** @param {{width: number, height: number}} size */
    async resize(size) {
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
     * @param {boolean} isTurning
     */
    draw(view, isTurning) {
      matrix = view;
      drawer.pixelRatio = isTurning ? coarse : sharp;
      drawer.autoResize = true;
      drawer.redraw();
      drawer.autoResize = false;
    },
    dispose() { Plotly.purge(host); },
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
    type: "surface", scene: SCENE, x: axis(field.window[0], field.columns), y: axis(field.window[1], field.rows), z: rows,
    cmin: 0, cmax: 1, showscale: false, hoverinfo: "skip",
    colorscale: stops.map((_, k) => [k / (stops.length - 1), css(k / (stops.length - 1))]),
    contours: {
      x: { highlight: false }, y: { highlight: false },
      z: { show: true, start: 1 / LEVELS, end: 1, size: 1 / LEVELS, color: "#fff", width: 1, highlight: false },
    },
    lighting: { ambient: 0.72, diffuse: 0.55, specular: 0.08, roughness: 0.75, fresnel: 0.06 },
    lightposition: { x: -4000, y: -2000, z: 9000 },
  };
}

/**
 * @param {Relief} form
 * @param {Look} look
 * @param {{width: number, height: number}} size
 */
function layout(form, look, size) {
  const font = { size: look.text_px, color: look.ink, family: look.font };
  const axis = (/** @type {string} */ name, /** @type {[number, number]} */ range, /** @type {{at: number[], text: string[]}} */ ticks) => ({
    title: { text: look.labels ? name : " ", font: { ...font, size: look.text_px * 1.35, family: look.math } }, range, autorange: false, type: "linear",
    showbackground: false, showspikes: false, zeroline: false, gridcolor: look.grid, linecolor: look.line,
    showticklabels: look.labels, tickfont: font, tickangle: 0, tickmode: "array", tickvals: ticks.at, ticktext: ticks.text,
  });
  const [x, y] = form.field.window;
  return {
    width: size.width, height: size.height, margin: { l: 0, r: 0, t: 0, b: 0 }, showlegend: false, hovermode: false, dragmode: false,
    paper_bgcolor: "rgba(0,0,0,0)",
    [SCENE]: {
      bgcolor: "rgba(0,0,0,0)", dragmode: false, hovermode: false, aspectmode: "manual",
      aspectratio: { x: form.aspect[0], y: form.aspect[1], z: form.aspect[2] }, camera: { projection: { type: "perspective" } },
      xaxis: axis(look.names[0], x, paramTicks(x, 3)), yaxis: axis(look.names[1], y, paramTicks(y, 3)),
      zaxis: axis(" ", [0, HEADROOM], heightTicks(form)),
    },
  };
}
