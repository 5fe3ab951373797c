// The contour map: x and y on one scale always, so that the gradient stands at a right angle to the lines.

import { attachGestures } from "./gestures.js";
import { ballUnder, graspUnder, stepUnder } from "./pointing.js";
import { carryStart } from "./keys.js";
import { createCanvas, whenResized } from "./canvas.js";
import { createDescription } from "./description.js";
import { createOverlay } from "./overlay.js";
import { drawsByProcessor } from "./graphics.js";
import { drawMapTicks, flatLens, paintMap, rectOf } from "./plane.js";
import { element } from "../element.js";
import { inkNow } from "./ink.js";
import { createMarkHand } from "./mark_hand.js";
import { pictureHead } from "./head.js";
import { relief } from "./relief.js";
import { UNMEASURED, roomOf } from "./room.js";
import { t } from "../text.js";

/** @typedef {import("../types.d.ts").Frame} Frame */

/**
 * @param {HTMLElement} host
 * @param {import("./actions.d.ts").PictureActions} actions
 */
export function createContour(host, actions) {
  const picture = element("div", {
    class: "picture map",
    role: "application",
    tabindex: "0",
    "aria-label": t("pictures.contour_name"),
    "aria-roledescription": t("pictures.roledescription"),
  });
  host.append(pictureHead(t("pictures.contour"), true, actions), element("div", { class: "picture-box" }, picture));
  const map = createCanvas(picture, drawsByProcessor()),
    overlay = createOverlay(picture, drawsByProcessor());
  const description = createDescription(host, picture);
  /** @type {Frame | null} */ let frame = null;
  /** @type {ReturnType<typeof flatLens> | null} */ let lens = null;
  /** @type {any[]} */ let mappedFor = [];
  let isResized = true,
    room = UNMEASURED;
  whenResized(picture, overlay, () => {
    isResized = true;
    actions.invalidate();
  });

  /** @param {Frame} now */
  function drawMap(now) {
    const form = relief(/** @type {any} */ (now.field), now.state.height),
      ink = inkNow();
    const wants = [form, now.state.palette, ink];
    if (!isResized && wants.every((want, k) => want === mappedFor[k])) return;
    map.fit();
    overlay.fit();
    map.clear();
    [isResized, mappedFor] = [false, wants];
    const { isBig } = room;
    const rect = rectOf(
      form,
      room,
      isBig ? { top: room.insets.top - 8, bottom: room.insets.bottom, side: 16 } : { top: 0, bottom: 0, side: 0 },
    );
    lens = flatLens(form, rect, room);
    paintMap(map.pen, form, rect, now.state.palette, ink.dark, 6);
    drawMapTicks(map.pen, form, lens, rect, ink.font, room.magnitude > 1.1 || room.width > 235 ? 14 : 12);
  }

  /** @type {"ball" | "start" | null} */ let grasp = null;
  const inside = (/** @type {number} */ x, /** @type {number} */ y) => {
    const params = lens?.toParams(x, y);
    return params && lens?.holds(params[0], params[1]) ? params : null;
  };
  const marks = createMarkHand(
    picture,
    () => frame,
    () => lens,
  );
  attachGestures(picture, {
    grab(x, y) {
      grasp = frame && lens && graspUnder(frame, lens, overlay.balls, x, y);
      return grasp !== null;
    },
    drag(x, y) {
      const params = inside(x, y);
      if (!params) return;
      if (grasp === "ball") actions.moveBall(params);
      else actions.setStart(params);
    },
    touch: marks.touch,
    tap(x, y) {
      const ball = lens && ballUnder(lens, overlay.balls, x, y),
        params = inside(x, y);
      if (ball && !ball.selected) actions.select(ball.id);
      else if (params && !ball) actions.setStart(params);
    },
    point(x, y) {
      if (!frame || !lens) return;
      picture.classList.toggle("can-grab", graspUnder(frame, lens, overlay.balls, x, y) !== null);
      actions.hover(stepUnder(frame, lens, x, y));
      marks.point(x, y);
    },
    leave() {
      actions.hover(null);
      marks.leave();
    },
  });
  picture.addEventListener("keydown", (event) => carryStart(event, frame, actions));

  return {
    reads: (/** @type {number} */ D) => [...overlay.reads(D), ...description.reads],
    /** @param {Frame} now */
    draw(now) {
      frame = now;
      host.classList.toggle("is-off", now.field?.width === 1);
      if (!now.field || now.field.width === 1) return;
      if (isResized) room = roomOf(picture);
      if (room.width === 0) return;
      drawMap(now);
      if (!lens) return;
      overlay.draw(now, lens, inkNow());
      description.draw(now);
    },
  };
}
