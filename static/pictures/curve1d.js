// A loss of one parameter as a curve: the ball on it, its tangent, and a secant whose second point can be dragged to the ball.

import { attachGestures } from "./gestures.js";
import { ballUnder, graspUnder, stepUnder } from "./pointing.js";
import { carryStart } from "./keys.js";
import { createCanvas, whenResized } from "./canvas.js";
import { createDescription } from "./description.js";
import { createOverlay } from "./overlay.js";
import { curveLens, drawCurve } from "./curve_plot.js";
import { drawsByProcessor } from "./graphics.js";
import { element, mark } from "../element.js";
import { drawSecant, drawTangent, slopesAt } from "./tangent.js";
import { inkNow } from "./ink.js";
import { createMarkHand } from "./mark_hand.js";
import { relief } from "./relief.js";
import { UNMEASURED, roomOf } from "./room.js";
import { t } from "../text.js";
import { write } from "../format.js";

/** @typedef {import("../types.d.ts").Frame} Frame */

const GRAB_PX = 18;
/** A key moves the secant's point by this part of the window; with Alt by a tenth of it. */
const CARRY = 0.01;

/**
 * @param {HTMLElement} place the big place
 * @param {import("./actions.d.ts").PictureActions} actions
 */
export function createCurve1d(place, actions) {
  const host = element("div", { id: "curve1d", hidden: true });
  const picture = element("div", {
    class: "picture",
    role: "application",
    tabindex: "0",
    "aria-label": t("pictures.curve_name"),
    "aria-roledescription": t("pictures.roledescription"),
  });
  const derivative = element("dd"),
    secant = element("dd"),
    apart = element("dd");
  const secantRows = [
    element("div", {}, element("dt", {}, t("pictures.secant")), secant),
    element("div", {}, element("dt", {}, t("pictures.apart")), apart),
  ];
  const numbers = element(
    "dl",
    { class: "curve-numbers" },
    element("div", {}, element("dt", {}, t("pictures.derivative")), derivative),
    ...secantRows,
  );
  const toggle = element("button", { class: "chip curve-secant", type: "button", onclick: toggleSecant });
  const handle = element("input", {
    class: "unseen",
    type: "range",
    step: "any",
    "aria-label": t("pictures.secant_handle"),
    oninput: () => actions.setSecant(Number(handle.value)),
  });
  host.append(picture, numbers, toggle, handle);
  place.prepend(host);
  const still = createCanvas(picture, drawsByProcessor()),
    lines = createCanvas(picture, drawsByProcessor()),
    overlay = createOverlay(picture, drawsByProcessor());
  const description = createDescription(host, picture);
  /** @type {Frame | null} */ let frame = null;
  /** @type {ReturnType<typeof curveLens> | null} */ let lens = null;
  /** @type {any[]} */ let drawnFor = [];
  let isResized = true,
    room = UNMEASURED;
  whenResized(picture, overlay, () => {
    isResized = true;
    actions.invalidate();
  });

  function toggleSecant() {
    if (!frame?.field) return;
    const [low, high] = frame.field.window[0],
      ball = selectedBall();
    const x = ball ? ball.x : (low + high) / 2,
      aside = (high - low) * 0.25;
    actions.setSecant(frame.state.secant === null ? (x + aside < high ? x + aside : x - aside) : null);
  }
  const selectedBall = () => overlay.balls.find(({ selected }) => selected) ?? null;
  const keep = (/** @type {number} */ x) => {
    const [low, high] = /** @type {any} */ (frame).field.window[0];
    return Math.min(high, Math.max(low, x));
  };
  /** @param {number} px @param {number} py */
  function isOnSecant(px, py) {
    if (!lens || !frame || frame.state.secant === null) return false;
    const spot = [0, 0];
    lens.place(frame.state.secant, 0, spot);
    return Math.hypot(spot[0] - px, spot[1] - py) <= GRAB_PX;
  }
  /** @type {"secant" | "ball" | "start" | null} */ let grasp = null;
  const marks = createMarkHand(
    picture,
    () => frame,
    () => lens,
  );
  attachGestures(picture, {
    grab(x, y) {
      grasp = isOnSecant(x, y) ? "secant" : frame && lens && graspUnder(frame, lens, overlay.balls, x, y);
      return grasp !== null;
    },
    drag(px) {
      if (!lens) return;
      const x = keep(lens.toParam(px));
      if (grasp === "secant") actions.setSecant(x);
      else if (grasp === "ball") actions.moveBall([x]);
      else actions.setStart([x]);
    },
    touch: marks.touch,
    tap(px, py) {
      const ball = lens && ballUnder(lens, overlay.balls, px, py);
      if (ball) actions.select(ball.id);
      else if (lens && frame?.field) actions.setStart([keep(lens.toParam(px))]);
    },
    point(x, y) {
      if (!frame || !lens) return;
      picture.classList.toggle("can-grab", isOnSecant(x, y) || graspUnder(frame, lens, overlay.balls, x, y) !== null);
      actions.hover(stepUnder(frame, lens, x, y));
      marks.point(x, y);
    },
    leave() {
      actions.hover(null);
      marks.leave();
    },
  });
  picture.addEventListener("keydown", (event) => carryStart(event, frame, actions));
  handle.addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => event.stopPropagation());

  /** @param {Frame} now */
  function drawStill(now) {
    // Always to scale: a tangent is straight, and as steep as its number says, on a linear axis only.
    const form = relief(/** @type {any} */ (now.field), "linear"),
      ink = inkNow();
    const wants = [form, ink, now.state.palette];
    if (!isResized && wants.every((want, k) => want === drawnFor[k])) return;
    still.fit();
    lines.fit();
    overlay.fit();
    still.clear();
    [isResized, drawnFor] = [false, wants];
    lens = curveLens(form, room);
    drawCurve(still.pen, form, lens, ink, now.state.palette);
  }

  /** @param {Frame} now */
  function drawSlopes(now) {
    const ink = inkNow(),
      ball = selectedBall(),
      field = /** @type {any} */ (now.field),
      { secant: second } = now.state;
    lines.clear();
    numbers.hidden = ball === null;
    for (const row of secantRows) row.hidden = second === null;
    toggle.textContent = t(second === null ? "pictures.add_secant" : "pictures.remove_secant");
    mark(toggle, "aria-pressed", String(second !== null));
    handle.hidden = second === null;
    if (!ball || !lens) return;
    const slopes = slopesAt(now, ball, second);
    write(derivative, slopes.derivative);
    drawTangent(lines.pen, lens, ink, ball);
    if (second === null) return;
    const [low, high] = field.window[0];
    for (const [name, value] of Object.entries({ min: low, max: high, step: (high - low) * CARRY })) mark(handle, name, String(value));
    if (document.activeElement !== handle) handle.value = String(second);
    write(secant, slopes.secant);
    write(apart, second - ball.x);
    drawSecant(lines.pen, lens, ink, ball, second);
  }

  return {
    /** Factor by which the change's arrow was last enlarged. */
    get enlarged() {
      return overlay.enlarged;
    },
    reads: (/** @type {number} */ D) => [...overlay.reads(D), ...description.reads],
    /** @param {Frame} now */
    draw(now) {
      frame = now;
      const isOne = now.field?.width === 1;
      host.hidden = !isOne;
      place.classList.toggle("is-one", isOne);
      if (!isOne) return;
      if (isResized) room = roomOf(picture);
      if (room.width === 0) return;
      drawStill(now);
      if (!lens) return;
      overlay.draw(now, lens, inkNow());
      drawSlopes(now);
      description.draw(now);
    },
    /** For tests: the pixel of a parameter on the curve. @param {number[]} params */
    pixelOf([x]) {
      const out = [0, 0];
      lens?.place(x, 0, out);
      return out;
    },
  };
}
