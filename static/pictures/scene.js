// The surface in three dimensions in the big place. A flat map stands there until Plotly has drawn, and where WebGL is missing.

import { whenResized } from "./canvas.js";
import { createDescription } from "./description.js";
import { createHud } from "./hud.js";
import { createOverlay } from "./overlay.js";
import { element, say } from "../element.js";
import { drawsByProcessor } from "./graphics.js";
import { inkNow } from "./ink.js";
import { pictureHead } from "./head.js";
import { UNMEASURED, roomOf } from "./room.js";
import { createFlatScene } from "./scene_flat.js";
import { attachSceneHand } from "./scene_hand.js";
import { createSolidScene } from "./scene_solid.js";
import { t } from "../text.js";

/** @typedef {import("../types.d.ts").Frame} Frame */
/** @typedef {import("../types.d.ts").Camera} Camera */

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
  const overlay = createOverlay(picture, drawsByProcessor());
  picture.append(notice);
  const description = createDescription(host, picture),
    hud = createHud(/** @type {HTMLElement} */ (host.parentElement), actions);

  /** @type {Frame | null} */ let frame = null;
  /** Measured on resize only: asking an element for its size in a frame that wrote text costs more than drawing. */
  let room = UNMEASURED;
  let isResized = true,
    turned_ms = -Infinity,
    settling = 0;
  /** @type {Camera | null} The camera while fingers turn it: ahead of the state by less than a frame. */ let camera = null;

  const still = createFlatScene(flat),
    solid = createSolidScene(
      { picture, plotly, axes },
      {
        invalidate: actions.invalidate,
        room: () => room,
        camera: () => camera,
        isTurning: (now_ms) => now_ms - turned_ms < SETTLED_MS,
      },
    );
  const lensNow = () => solid.lens ?? still.lens;
  whenResized(picture, overlay, () => {
    isResized = true;
    actions.invalidate();
  });

  /** @param {Frame} now */
  function drawPicture(now) {
    if (!now.field || now.field.width === 1 || room.width === 0) return;
    if (isResized) {
      overlay.fit();
      isResized = false;
      still.resized();
      solid.resized();
    }
    solid.draw(now, now.field);
    if (solid.lens === null) still.draw(now, now.field, room);
    const lens = lensNow();
    if (lens === null) return;
    overlay.draw(now, lens, inkNow());
    solid.awaitPlotly();
    description.draw(now);
  }

  /** @returns {Camera} */
  const cameraNow = () => camera ?? frame?.state.camera ?? solid.firstCamera;
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
    const lens = lensNow();
    if (!lens || !frame?.field) return null;
    const found = solid.lens === null ? still.lens?.toParams(px, py) : solid.paramsUnder(px, py);
    return found && lens.holds(found[0], found[1]) ? found : null;
  }

  const letGo = () => {
    camera = null;
    actions.setCamera(null);
  };
  attachSceneHand(picture, actions, {
    frame: () => frame,
    lens: lensNow,
    balls: () => overlay.balls,
    paramsUnder,
    isSolid: () => solid.isShown,
    camera: { now: cameraNow, set: setCamera, reset: letGo },
  });

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
      notice.hidden = now.field?.width === 1 || !(solid.hasFailed || solid.isLate);
      if (!notice.hidden) say(notice, solid.hasFailed ? t("pictures.no_webgl") : t("pictures.loading"));
    },
    /** For tests and lessons: the pixel of parameters on the surface, in the picture. @param {number[]} params */
    pixelOf(params) {
      const out = [0, 0, 0];
      lensNow()?.place(params[0], params[1] ?? 0, out);
      return [out[0], out[1]];
    },
    /** Where the racer's ball touches the surface, as last drawn; null while it is outside. @param {string} id */
    ballPixel(id) {
      const ball = overlay.balls.find((one) => one.id === id);
      return ball ? [ball.px, ball.py] : null;
    },
    /** Whether Plotly's scene stands in its place. */
    get isSolid() {
      return solid.isShown;
    },
  };
}
