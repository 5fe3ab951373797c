// The keyboard in a picture: arrows turn the camera, with Shift they carry the start; + and − zoom; 0 is the first view.

import { pointAt } from "./motion.js";
import { turned } from "./camera.js";

const TURN = 0.09,
  ZOOM = 0.9,
  CARRY = 0.02,
  FINE = 0.002;
/** @type {Record<string, [number, number]>} */
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };

/**
 * @param {KeyboardEvent} event
 * @param {{frame: import("../types.d.ts").Frame | null, isSolid: boolean, cameraNow: () => import("../types.d.ts").Camera,
 * setCamera: (camera: import("../types.d.ts").Camera) => void, actions: import("./actions.d.ts").PictureActions, reset: () => void}} scene
 */
export function sceneKeys(event, { frame, isSolid, cameraNow, setCamera, actions, reset }) {
  if (event.ctrlKey || event.metaKey || !frame || event.target !== event.currentTarget) return;
  const arrow = ARROWS[event.key];
  if (arrow && (event.shiftKey || !isSolid)) carryStart(event, frame, actions);
  else if (arrow && isSolid) taken(event, () => setCamera(turned(cameraNow(), arrow[0] * TURN, arrow[1] * TURN)));
  else if ((event.key === "+" || event.key === "=") && isSolid) taken(event, () => setCamera(turned(cameraNow(), 0, 0, ZOOM)));
  else if ((event.key === "-" || event.key === "−") && isSolid) taken(event, () => setCamera(turned(cameraNow(), 0, 0, 1 / ZOOM)));
  else if (event.key === "0" && isSolid) taken(event, reset);
}

/**
 * Carries the start by a fiftieth of the window, with Alt by a five-hundredth. For flat pictures, where arrows mean nothing else.
 * @param {KeyboardEvent} event
 * @param {import("../types.d.ts").Frame | null} frame
 * @param {import("./actions.d.ts").PictureActions} actions
 */
export function carryStart(event, frame, actions) {
  const arrow = ARROWS[event.key];
  if (!arrow || !frame?.field || !frame.tape || event.ctrlKey || event.metaKey) return;
  const { field, tape, state } = frame;
  taken(event, () => {
    const from = pointAt(tape, 0, Math.max(0, tape.racers.indexOf(state.selected)), [0, 0]);
    const part = event.altKey ? FINE : CARRY;
    actions.setStart(field.window.map(([low, high], k) => Math.min(high, Math.max(low, from[k] + arrow[k] * part * (high - low)))));
  });
}

/** The page's own keys (steps, play) rest while the picture uses this one. @param {KeyboardEvent} event @param {() => void} act */
function taken(event, act) {
  event.preventDefault();
  event.stopPropagation();
  act();
}
