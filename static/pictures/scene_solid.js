// Plotly's surface in the big picture, with the box around it: fetched beside the first frames, drawn again where anything differs.

import { createCanvas } from "./canvas.js";
import { createPlotlySurface } from "./plotly_surface.js";
import { drawBox } from "./box_axes.js";
import { groundOf } from "../run/ground.js";
import { eyeOf } from "./camera.js";
import { graphics } from "./graphics.js";
import { firstView } from "./first_view.js";
import { inkNow } from "./ink.js";
import { meets } from "./sight.js";
import { runNow } from "./run_now.js";
import { relief } from "./relief.js";
import { hasTicks } from "./room.js";
import { solidLens } from "./solid.js";

/** @typedef {import("../types.d.ts").Frame} Frame */
/** @typedef {import("../types.d.ts").Camera} Camera */
/** @typedef {import("../types.d.ts").Field} Field */
/** @typedef {Awaited<ReturnType<typeof createPlotlySurface>>} Surface */
/** @typedef {{form: import("./relief.js").Relief, width: number, height: number}} Shown what Plotly shows, and at which size */

const SLOW_MS = 1000;

/** @param {unknown[]} now @param {unknown[]} before */
export const differs = (now, before) => now.some((value, k) => value !== before[k]);

/**
 * @param {{picture: HTMLElement, plotly: HTMLElement, axes: HTMLElement}} places
 * @param {{invalidate: () => void, room: () => import("./room.js").Room, camera: () => Camera | null,
 *   isTurning: (now_ms: number) => boolean}} view
 *   `camera`: one that is ahead of the state
 */
export function createSolidScene({ picture, plotly, axes }, { invalidate, room: roomNow, camera, isTurning: isTurningAt }) {
  const writing = createCanvas(axes, true);
  /** @type {Surface | null} */ let surface = null;
  let isShown = false,
    isSeen = false,
    isBusy = false,
    isSlow = false,
    isAwaited = false,
    hasFailed = graphics() === "none";
  /** @type {ReturnType<typeof solidLens> | null} */ let lens = null;
  /** What the surface was last drawn for. @type {unknown[]} */ let shownFor = [];
  /** What the view was last drawn for. @type {unknown[]} */ let seenFor = [];
  /** @type {Shown | null} */ let shown = null;
  /** @type {import("./camera.js").Eye | null} */ let eye = null;
  /** @type {(ReturnType<typeof firstView> & Shown & {kind: string}) | null} */ let first = null;

  /** Asked for once the ball stands on the flat map: its frames come first, while Plotly's script is fetched and compiled beside them. */
  function fetchPlotly() {
    isAwaited = true;
    setTimeout(() => {
      isSlow = true;
      invalidate();
    }, SLOW_MS);
    createPlotlySurface(plotly, fail).then((made) => {
      surface = made;
      invalidate();
    }, fail);
  }

  /** Without a graphics context the flat map stays: everything but the third dimension goes on. */
  function fail() {
    hasFailed = true;
    isShown = false;
    surface = null;
    invalidate();
  }

  /** @param {Frame} now @param {Field} field */
  function showSurface(now, field) {
    const ink = inkNow(),
      form = relief(field, now.state.height),
      room = roomNow(),
      { width, height } = room;
    const wants = [form, now.state.palette, ink, room.isBig, width, height];
    const solid = surface;
    if (!solid || isBusy || !differs(wants, shownFor)) return;
    isBusy = true;
    const isOnlySize = shownFor.length > 0 && !differs(wants.slice(0, 4), shownFor);
    const work = isOnlySize ? solid.resize(room) : solid.show(form, { palette: now.state.palette, dark: ink.dark }, room);
    work.then(() => {
      [isBusy, shownFor, seenFor, shown] = [false, wants, [], { form, width, height }];
      // At once: whoever draws compiles first, beside the rest of the page's work.
      look(now, shown, solid);
      invalidate();
    }, fail);
  }

  /** The scene is drawn: the browser's next frame shows it, and the one after that comes when it has. */
  function reveal() {
    isShown = true;
    picture.classList.add("is-solid");
    requestAnimationFrame(() =>
      requestAnimationFrame(() => {
        performance.mark("scene-stands");
        isSeen = true;
        invalidate();
      }),
    );
  }

  /** @param {Frame} now @param {Shown} what @param {Surface} solid */
  function look(now, { form, width, height }, solid) {
    const isTurning = isTurningAt(now.now_ms),
      room = roomNow();
    const size = { width, height, ratio: solid.ratio({ width, height }, isTurning) };
    if (!first || first.form !== form || first.width !== width || first.height !== height) {
      const { family } = groundOf(now.catalogue, runNow(now).problem);
      const kind = form.field.isStaircase ? `${family}, its stairs` : family;
      first = { ...firstView(form, now, size, room, first?.kind === kind ? first.camera : null), form, kind, width, height };
    }
    const seen = camera() ?? now.state.camera ?? first.camera;
    const wants = [first, form, isTurning, isSeen, seen.azimuth, seen.elevation, seen.distance];
    if (!differs(wants, seenFor)) return;
    seenFor = wants;
    eye = eyeOf(seen, first.unit, first.target, size);
    solid.draw(eye.matrix, { isTurning, isHasty: isTurning || !isSeen });
    writeAxes(now, form, eye);
    lens = solidLens(form, eye, seen.elevation, room);
    if (!isShown) reveal();
  }

  /** @param {Frame} now @param {import("./relief.js").Relief} form @param {import("./camera.js").Eye} from */
  function writeAxes(now, form, from) {
    const room = roomNow();
    writing.fit();
    writing.clear();
    const ink = inkNow(),
      names = groundOf(now.catalogue, runNow(now).problem).parameters;
    const words = {
      font: ink.font,
      math: ink.math,
      colour: ink.ink3,
      size_px: room.magnitude > 1.1 ? 15 : 12,
      names,
      width: room.width,
      height: room.height,
    };
    drawBox(writing.pen, form, from, ink.line, hasTicks(room) ? words : null);
  }

  return {
    /** @param {Frame} now @param {Field} field */
    draw(now, field) {
      showSurface(now, field);
      if (shown && surface) look(now, shown, surface);
    },
    awaitPlotly() {
      if (!isAwaited && !hasFailed) fetchPlotly();
    },
    resized() {
      seenFor = [];
    },
    /** Where parameters are in it; null while it does not stand. */
    get lens() {
      return surface === null ? null : lens;
    },
    /** Parameters under a pixel, or null beside the surface. @param {number} px @param {number} py */
    paramsUnder: (px, py) => eye && shown && meets(shown.form, eye.position, eye.ray(px, py)),
    /** The camera that it was first seen by. */
    get firstCamera() {
      return /** @type {NonNullable<typeof first>} */ (first).camera;
    },
    get isShown() {
      return isShown;
    },
    get hasFailed() {
      return hasFailed;
    },
    /** Whether whoever looks should be told that something is still to come. */
    get isLate() {
      return isSlow && !isShown;
    },
  };
}
