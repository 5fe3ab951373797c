// Fingers, mouse and wheel on a picture. Until the picture has been tapped, one finger moves the page up and down;
// sideways, where the page does not move, it turns the picture.

/**
 * @typedef {object} Handlers
 * @property {(x: number, y: number) => boolean} grab a press: whether something there can be dragged
 * @property {(x: number, y: number) => void} drag
 * @property {(dx: number, dy: number) => void} [turn] a press on nothing, moved
 * @property {(factor: number) => void} [zoom]
 * @property {(x: number, y: number) => void} [tap]
 * @property {(x: number, y: number) => boolean} [touch] a finger's tap, before anything else: whether that was all
 * @property {(x: number, y: number) => void} point the mouse above the picture, nothing pressed
 * @property {() => void} leave
 */

const STILL_PX = 5;

/**
 * @param {HTMLElement} picture
 * @param {Handlers} on
 */
export function attachGestures(picture, on) {
  /** @type {Map<number, {x: number, y: number}>} */
  const fingers = new Map();
  let mode = /** @type {"" | "drag" | "turn" | "pinch"} */ (""),
    travelled = 0,
    isSideways = false;
  const local = (/** @type {PointerEvent | WheelEvent} */ event) => {
    const box = picture.getBoundingClientRect();
    return { x: event.clientX - box.left, y: event.clientY - box.top };
  };
  const spread = () => {
    const [a, b] = [...fingers.values()];
    return Math.hypot(a.x - b.x, a.y - b.y);
  };
  const isHeld = () => "held" in picture.dataset;

  picture.addEventListener("pointerdown", (event) => {
    if (event.button !== 0 || /** @type {Element} */ (event.target).closest("button")) return;
    const at = local(event);
    fingers.set(event.pointerId, at);
    if (fingers.size === 2) {
      mode = on.zoom ? "pinch" : "";
      return;
    }
    travelled = 0;
    isSideways = event.pointerType === "touch" && !isHeld();
    mode = !isSideways && on.grab(at.x, at.y) ? "drag" : on.turn ? "turn" : "";
    if (mode) picture.setPointerCapture(event.pointerId);
    picture.classList.toggle("is-dragging", mode === "drag");
    picture.classList.toggle("is-turning", mode === "turn");
  });
  picture.addEventListener("pointermove", (event) => {
    const at = local(event),
      before = fingers.get(event.pointerId);
    if (!before) {
      if (event.pointerType === "mouse") on.point(at.x, at.y);
      return;
    }
    if (mode === "pinch" && fingers.size === 2) {
      const was = spread();
      fingers.set(event.pointerId, at);
      on.zoom?.(was / Math.max(1, spread()));
      travelled += STILL_PX;
      return;
    }
    travelled += Math.hypot(at.x - before.x, at.y - before.y);
    fingers.set(event.pointerId, at);
    if (mode === "drag" && travelled > STILL_PX) on.drag(at.x, at.y);
    if (mode === "turn") on.turn?.(at.x - before.x, isSideways ? 0 : at.y - before.y);
  });
  const end = (/** @type {PointerEvent} */ event) => {
    const known = fingers.delete(event.pointerId);
    picture.classList.remove("is-dragging", "is-turning");
    if (!known || event.type === "pointercancel" || travelled > STILL_PX) return;
    const isFirstTap = event.pointerType === "touch" && !isHeld();
    const at = local(event);
    if (event.pointerType === "touch") {
      picture.dataset.held = "";
      if (on.touch?.(at.x, at.y)) return;
    }
    if (!isFirstTap || !on.turn) on.tap?.(at.x, at.y);
  };
  picture.addEventListener("pointerup", end);
  picture.addEventListener("pointercancel", end);
  picture.addEventListener("pointerleave", (event) => {
    if (event.pointerType === "mouse") on.leave();
  });
  picture.addEventListener(
    "wheel",
    (event) => {
      if (!on.zoom) return;
      event.preventDefault();
      on.zoom(Math.exp(Math.max(-120, Math.min(120, event.deltaY)) * 0.0016));
    },
    { passive: false },
  );
  document.addEventListener("pointerdown", (event) => {
    if (!picture.contains(/** @type {Node} */ (event.target))) delete picture.dataset.held;
  });
}
