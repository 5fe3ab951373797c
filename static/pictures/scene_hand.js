// The learner's hand on the surface: balls and starts are dragged over it, beside them the camera turns; by mouse, finger and keys.

import { attachGestures } from "./gestures.js";
import { ballUnder, graspUnder, stepUnder } from "./pointing.js";
import { turned } from "./camera.js";
import { createMarkHand } from "./mark_hand.js";
import { sceneKeys } from "./keys.js";

/** @typedef {import("../types.d.ts").Frame} Frame
 *  @typedef {import("../types.d.ts").Camera} Camera */

/** Radians a pixel of dragging turns. */
const TURN = 0.0075;

/**
 * @param {HTMLElement} picture
 * @param {import("./actions.d.ts").PictureActions} actions
 * @param {{frame: () => Frame | null, lens: () => import("./lens.d.ts").Lens | null,
 *   balls: () => ReturnType<typeof import("./overlay.js").createOverlay>["balls"],
 *   paramsUnder: (px: number, py: number) => [number, number] | null, isSolid: () => boolean,
 *   camera: {now: () => Camera, set: (camera: Camera) => void, reset: () => void}}} seen what the hand is over
 */
export function attachSceneHand(picture, actions, { frame: frameOf, lens: lensOf, balls, paramsUnder, isSolid, camera }) {
  /** @type {"ball" | "start" | null} */ let grasp = null;
  const marks = createMarkHand(picture, frameOf, lensOf);
  attachGestures(picture, {
    grab(x, y) {
      const frame = frameOf(),
        lens = lensOf();
      return (grasp = frame && lens && graspUnder(frame, lens, balls(), x, y)) !== null;
    },
    drag(x, y) {
      const params = paramsUnder(x, y);
      if (!params) return;
      if (grasp === "ball") actions.moveBall(params);
      else actions.setStart(params);
    },
    turn(dx, dy) {
      if (isSolid()) camera.set(turned(camera.now(), -dx * TURN, dy * TURN));
    },
    zoom(factor) {
      if (isSolid()) camera.set(turned(camera.now(), 0, 0, factor));
    },
    touch: marks.touch,
    tap(x, y) {
      const lens = lensOf(),
        ball = lens && ballUnder(lens, balls(), x, y);
      if (ball) actions.select(ball.id);
    },
    point(x, y) {
      const frame = frameOf(),
        lens = lensOf();
      if (!frame || !lens) return;
      picture.classList.toggle("can-grab", graspUnder(frame, lens, balls(), x, y) !== null);
      actions.hover(stepUnder(frame, lens, x, y));
      marks.point(x, y);
    },
    leave() {
      actions.hover(null);
      marks.leave();
    },
  });
  picture.addEventListener("keydown", (event) =>
    sceneKeys(event, {
      frame: frameOf(),
      isSolid: isSolid(),
      cameraNow: camera.now,
      setCamera: camera.set,
      actions,
      reset: camera.reset,
    }),
  );
}
