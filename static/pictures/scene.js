// The surface in three dimensions in the big place. A flat map stands there until Plotly has drawn, and where WebGL is missing.

import { attachGestures } from "./gestures.js";
import { ballUnder, graspUnder, stepUnder } from "./pointing.js";
import { createCanvas, whenResized } from "./canvas.js";
import { createDescription } from "./description.js";
import { createHud } from "./hud.js";
import { createOverlay } from "./overlay.js";
import { createPlotlySurface } from "./plotly_surface.js";
import { drawBox } from "./box_axes.js";
import { element, say } from "../element.js";
import { groundOf } from "../run/ground.js";
import { eyeOf, turned } from "./camera.js";
import { drawMapTicks, flatLens, paintMap, rectOf } from "./plane.js";
import { drawsByProcessor, graphics } from "./graphics.js";
import { firstView } from "./first_view.js";
import { inkNow } from "./ink.js";
import { meets } from "./sight.js";
import { runNow } from "./run_now.js";
import { sceneKeys } from "./keys.js";
import { pictureHead } from "./head.js";
import { relief } from "./relief.js";
import { UNMEASURED, hasTicks, roomOf } from "./room.js";
import { solidLens } from "./solid.js";
import { t } from "../text.js";

/** @typedef {import("../types.d.ts").Frame} Frame */
/** @typedef {import("../types.d.ts").Camera} Camera */
/** @typedef {import("../types.d.ts").Field} Field */
/** @typedef {Awaited<ReturnType<typeof createPlotlySurface>>} Surface */
/** @typedef {{form: import("./relief.js").Relief, width: number, height: number}} Shown what Plotly shows, and at which size */

/** Radians a pixel of dragging turns. */
const TURN = 0.0075;
const SLOW_MS = 1000;
/** So long after the last turn the picture is drawn finely again. */
const SETTLED_MS = 180;

/**
 * @param {HTMLElement} host
 * @param {import("./actions.d.ts").PictureActions} actions
 * @param {{enlarged: number}} curve stands in the same place where there is one parameter; the switches are shared
 */
export function createScene(host, actions, curve) {
  const flat = element("div", { class: "flat" }),
    axes = element("div", { class: "axes" }),
    plotly = element("div", { class: "plotly" });
  const notice = element("p", { class: "picture-notice", hidden: true });
  const picture = element(
    "div",
    {
      class: "picture",
      role: "application",
      tabindex: "0",
      "aria-label": t("pictures.scene"),
      "aria-roledescription": t("pictures.roledescription"),
    },
    flat,
    axes,
    plotly,
  );
  host.append(pictureHead(t("pictures.surface"), false, actions), element("div", { class: "picture-box" }, picture));
  const map = createCanvas(flat, drawsByProcessor()),
    writing = createCanvas(axes, true),
    overlay = createOverlay(picture, drawsByProcessor());
  picture.append(notice);
  const description = createDescription(host, picture),
    hud = createHud(/** @type {HTMLElement} */ (host.parentElement), actions);

  /** @type {Frame | null} */ let frame = null;
  /** @type {(import("./lens.d.ts").Lens & {toParams?(px: number, py: number): [number, number]}) | null} */ let lens = null;
  /** @type {Surface | null} */ let surface = null;
  /** Measured on resize only: asking an element for its size in a frame that wrote text costs more than drawing. */
  let room = UNMEASURED;
  let isResized = true,
    isShown = false,
    isSeen = false,
    isBusy = false,
    isSlow = false,
    isAwaited = false,
    hasFailed = graphics() === "none";
  let turned_ms = -Infinity,
    settling = 0;
  /** What the surface was last drawn for. @type {unknown[]} */ let shownFor = [];
  /** What the view was last drawn for. @type {unknown[]} */ let seenFor = [];
  /** What the flat map was last drawn for. @type {unknown[]} */ let mappedFor = [];
  /** @type {Shown | null} */ let shown = null;
  /** @type {import("./camera.js").Eye | null} */ let eye = null;
  /** @type {(ReturnType<typeof firstView> & Shown & {kind: string}) | null} */ let first = null;
  /** @type {Camera | null} The camera while fingers turn it: ahead of the state by less than a frame. */ let camera = null;

  whenResized(picture, overlay, () => {
    isResized = true;
    actions.invalidate();
  });

  /** Asked for once the ball stands on the flat map: its frames come first, while Plotly's script is fetched and compiled beside them. */
  function awaitPlotly() {
    isAwaited = true;
    setTimeout(() => {
      isSlow = true;
      actions.invalidate();
    }, SLOW_MS);
    createPlotlySurface(plotly, fail).then((made) => {
      surface = made;
      actions.invalidate();
    }, fail);
  }

  /** Without a graphics context the flat map stays: everything but the third dimension goes on. */
  function fail() {
    hasFailed = true;
    isShown = false;
    surface = null;
    mappedFor = [];
    actions.invalidate();
  }

  /** @param {unknown[]} now @param {unknown[]} before */
  const differs = (now, before) => now.some((value, k) => value !== before[k]);

  /** @param {Frame} now @param {Field} field */
  function showSurface(now, field) {
    const ink = inkNow(),
      form = relief(field, now.state.height),
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
      actions.invalidate();
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
        actions.invalidate();
      }),
    );
  }

  /** @param {Frame} now @param {Shown} what @param {Surface} solid */
  function look(now, { form, width, height }, solid) {
    const isTurning = now.now_ms - turned_ms < SETTLED_MS;
    const size = { width, height, ratio: solid.ratio({ width, height }, isTurning) };
    if (!first || first.form !== form || first.width !== width || first.height !== height) {
      const { family: kind } = groundOf(now.catalogue, runNow(now).problem);
      first = { ...firstView(form, now, size, room, first?.kind === kind ? first.camera : null), form, kind, width, height };
    }
    const seen = camera ?? now.state.camera ?? first.camera;
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

  /** @param {Frame} now @param {Field} field */
  function drawFlat(now, field) {
    const form = relief(field, now.state.height),
      ink = inkNow();
    const wants = [form, now.state.palette, ink, room.width, room.height];
    if (!differs(wants, mappedFor)) return;
    mappedFor = wants;
    map.fit();
    map.clear();
    const rect = rectOf(form, room, { top: room.insets.top, bottom: room.insets.bottom, side: 12 });
    lens = flatLens(form, rect, room);
    paintMap(map.pen, form, rect, now.state.palette, ink.dark, 8);
    drawMapTicks(map.pen, form, lens, rect, ink.font, 12);
  }

  /** @param {Frame} now */
  function drawPicture(now) {
    if (!now.field || now.field.width === 1 || room.width === 0) return;
    if (isResized) {
      overlay.fit();
      [isResized, mappedFor, seenFor] = [false, [], []];
    }
    showSurface(now, now.field);
    if (shown && surface) look(now, shown, surface);
    else drawFlat(now, now.field);
    if (!lens) return;
    overlay.draw(now, lens, inkNow());
    if (!isAwaited && !hasFailed) awaitPlotly();
    description.draw(now);
  }

  /** @returns {Camera} */
  const cameraNow = () => camera ?? frame?.state.camera ?? /** @type {Shown & {camera: Camera}} */ (first).camera;
  /** @param {Camera} next */
  function setCamera(next) {
    camera = next;
    turned_ms = performance.now();
    clearTimeout(settling);
    settling = setTimeout(actions.invalidate, SETTLED_MS + 20);
    actions.setCamera(next);
  }
  /** Parameters under a pixel, or null beside the surface. @param {number} px @param {number} py */
  function paramsUnder(px, py) {
    if (!lens || !frame?.field) return null;
    const found = lens.toParams ? lens.toParams(px, py) : eye && shown && meets(shown.form, eye.position, eye.ray(px, py));
    return found && lens.holds(found[0], found[1]) ? found : null;
  }

  /** @type {"ball" | "start" | null} */ let grasp = null;
  attachGestures(picture, {
    grab(x, y) {
      return (grasp = frame && lens && graspUnder(frame, lens, overlay.balls, x, y)) !== null;
    },
    drag(x, y) {
      const params = paramsUnder(x, y);
      if (!params) return;
      if (grasp === "ball") actions.moveBall(params);
      else actions.setStart(params);
    },
    turn(dx, dy) {
      if (isShown) setCamera(turned(cameraNow(), -dx * TURN, dy * TURN));
    },
    zoom(factor) {
      if (isShown) setCamera(turned(cameraNow(), 0, 0, factor));
    },
    tap(x, y) {
      const ball = lens && ballUnder(lens, overlay.balls, x, y);
      if (ball) actions.select(ball.id);
    },
    point(x, y) {
      if (!frame || !lens) return;
      picture.classList.toggle("can-grab", graspUnder(frame, lens, overlay.balls, x, y) !== null);
      actions.hover(stepUnder(frame, lens, x, y));
    },
    leave() {
      actions.hover(null);
    },
  });
  picture.addEventListener("keydown", (event) =>
    sceneKeys(event, {
      frame,
      isSolid: isShown,
      cameraNow,
      setCamera,
      actions,
      reset: () => {
        camera = null;
        actions.setCamera(null);
      },
    }),
  );

  return {
    reads: (/** @type {number} */ D) => [...overlay.reads(D), ...description.reads],
    /** @param {Frame} now */
    draw(now) {
      frame = now;
      // The state has caught up (or somebody else moved the camera): it leads again.
      if (camera && now.state.camera === camera) camera = null;
      if (isResized) room = roomOf(picture);
      drawPicture(now);
      hud.draw(now, now.field?.width === 1 ? curve.enlarged : overlay.enlarged);
      notice.hidden = now.field?.width === 1 || !(hasFailed || (isSlow && !isShown));
      if (!notice.hidden) say(notice, hasFailed ? t("pictures.no_webgl") : t("pictures.loading"));
    },
    /** For tests and lessons: the pixel of parameters on the surface, in the picture. @param {number[]} params */
    pixelOf(params) {
      const out = [0, 0, 0];
      lens?.place(params[0], params[1] ?? 0, out);
      return [out[0], out[1]];
    },
    /** Where the racer's ball touches the surface, as last drawn; null while it is outside. @param {string} id */
    ballPixel(id) {
      const ball = overlay.balls.find((one) => one.id === id);
      return ball ? [ball.px, ball.py] : null;
    },
    /** Whether Plotly's scene stands in its place. */
    get isSolid() {
      return isShown;
    },
  };
}
