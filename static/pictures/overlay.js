// What moves, drawn above a picture that stands still: trails on one canvas, balls, arrows and names on a second.

import { createCanvas } from "./canvas.js";
import { createTags } from "./tags.js";
import { createTrails, inOrder } from "./trails.js";
import { arrowColumns, drawArrows } from "./arrows.js";
import { drawBall, drawHollow } from "./glyph.js";
import { drawExits } from "./exits.js";
import { glide, pointAt } from "./motion.js";
import { runNow, signOf } from "./run_now.js";
import { startsOf } from "./places.js";
import { nameIn, nameOf } from "../run/racer_names.js";

/** @typedef {import("./lens.d.ts").Lens} Lens */
/** @typedef {import("../types.d.ts").Frame} Frame */
/**
 * @typedef {{racer: number, index: number, id: string, selected: boolean, x: number, y: number, px: number, py: number, radius: number,
 *   hidden: boolean}} Ball
 */

/** Height of a ball's centre over the surface: a ball whose foot alone is behind a ridge is in sight. */
const CENTRE = 0.04;
const ALONE_PX = 17,
  SELECTED_PX = 11.5,
  OTHER_PX = 9,
  HIDDEN = 0.45,
  NAMED = 4,
  NAME_LETTERS = 24;

/**
 * @param {HTMLElement} host
 * @param {boolean} byProcessor
 */
export function createOverlay(host, byProcessor) {
  const still = createCanvas(host, byProcessor),
    moving = createCanvas(host, byProcessor);
  const trails = createTrails(still);
  /** @type {Ball[]} */ let balls = [];
  let enlarged = 1;
  const spot = [0, 0, 0];
  return {
    /** Balls as last drawn; px, py is where they touch the surface. */
    get balls() {
      return balls;
    },
    /** Factor by which the change's arrow was last enlarged. */
    get enlarged() {
      return enlarged;
    },
    reads: arrowColumns,
    fits: moving.fits,
    fit() {
      still.fit();
      moving.fit();
    },
    /**
     * @param {Frame} given
     * @param {Lens} lens
     * @param {import("./ink.js").Ink} ink
     */
    draw(given, lens, ink) {
      const frame = given.still ? { ...given, time: given.step } : given;
      const { pen } = moving;
      trails.draw(frame, lens, ink);
      moving.clear();
      balls = standing(frame, lens);
      trails.drawLive(pen, frame, lens, ink);
      const tags = createTags({ width: lens.width, height: lens.height, insets: lens.insets });
      const rich = lens.isBig;
      for (const ball of balls) tags.keepFree(ball.px, ball.py - ball.radius * lens.lift, ball.radius * 2 + 4);
      for (const [x, y] of [...startsOf(frame), ...(frame.field?.points ?? []).map(({ params }) => params)]) {
        lens.place(x, y ?? 0, spot);
        tags.keepFree(spot[0], spot[1], 14, 8);
      }
      const selected = balls.find((ball) => ball.selected);
      drawHover(pen, frame, lens, ink);
      for (const ball of balls.filter((one) => one !== selected)) rest(pen, lens, ink, ball);
      const labels = selected && rich ? arrows(pen, frame, lens, ink, selected) : { labels: [], bodies: [], enlarged: 1 };
      enlarged = labels.enlarged;
      if (selected) rest(pen, lens, ink, selected);
      for (const [x, y] of labels.bodies) tags.keepFree(x, y, 14, 25);
      drawExits(pen, frame, lens, ink, rich);
      if (rich) name(pen, frame, lens, ink, tags, balls, labels.labels);
    },
    remove() {
      still.canvas.remove();
      moving.canvas.remove();
    },
  };
}

/** One ball alone is large where there is room. @param {import("../types.d.ts").Tape} tape @param {Lens} lens @param {boolean} selected */
function radiusOf({ racers }, lens, selected) {
  const radius = racers.length === 1 && lens.isBig ? ALONE_PX : selected ? SELECTED_PX : OTHER_PX;
  return radius * lens.magnitude;
}

/**
 * @param {Frame} frame
 * @param {Lens} lens
 * @returns {Ball[]} in drawing order; balls outside the window are not in the picture
 */
function standing({ tape, time, state }, lens) {
  if (!tape || tape.length === 0) return [];
  const spot = [0, 0, 0];
  return inOrder(tape, state.selected).flatMap((racer) => {
    const id = tape.racers[racer],
      selected = id === state.selected;
    const [x, y] = glide(tape, time, racer, [0, 0]);
    if (!lens.holds(x, y)) return [];
    lens.place(x, y, spot);
    const index = signOf({ state, tape }, racer);
    return [
      {
        racer,
        index,
        id,
        selected,
        x,
        y,
        px: spot[0],
        py: spot[1],
        radius: radiusOf(tape, lens, selected),
        hidden: lens.hidden(x, y, CENTRE),
      },
    ];
  });
}

/**
 * A ball resting on the surface: its shadow touches it where its parameters are.
 * @param {CanvasRenderingContext2D} pen
 * @param {Lens} lens
 * @param {import("./ink.js").Ink} ink
 * @param {Ball} ball
 */
function rest(pen, lens, ink, ball) {
  if (!lens.flat) {
    pen.globalAlpha = ball.hidden ? 0.15 : 0.42;
    pen.beginPath();
    pen.ellipse(
      ball.px + ball.radius * 0.3,
      ball.py + ball.radius * 0.1,
      ball.radius * 1.05,
      ball.radius * Math.max(0.2, 1 - lens.lift) * 1.05,
      0,
      0,
      Math.PI * 2,
    );
    pen.fillStyle = "#0b0e13";
    pen.fill();
  }
  pen.globalAlpha = ball.hidden ? HIDDEN : 1;
  drawBall(pen, ink, ball.index, ball.px, ball.py - ball.radius * lens.lift, ball.radius, !lens.flat);
  pen.globalAlpha = 1;
}

/**
 * @param {CanvasRenderingContext2D} pen
 * @param {Frame} frame
 * @param {Lens} lens
 * @param {import("./ink.js").Ink} ink
 * @param {Ball} ball
 */
function arrows(pen, frame, lens, ink, ball) {
  const { kind } = runNow(frame).racers[ball.index].optimizer;
  const { arrow, accumulated, quantities } = frame.catalogue.optimizers[kind];
  return drawArrows(pen, frame, lens, ink, {
    racer: ball.racer,
    colour: ink.racers[ball.index],
    x: ball.x,
    y: ball.y,
    lift: ball.radius * lens.lift,
    symbol: arrow && quantities[arrow].symbol,
    squares: accumulated && quantities[accumulated].symbol,
  });
}

/**
 * The step pointed at in any picture, as hollow balls.
 * @param {CanvasRenderingContext2D} pen
 * @param {Frame} frame
 * @param {Lens} lens
 * @param {import("./ink.js").Ink} ink
 */
function drawHover(pen, { tape, state }, lens, ink) {
  if (state.hover === null || !tape || state.hover >= tape.length) return;
  const spot = [0, 0, 0];
  for (const racer of inOrder(tape, state.selected)) {
    const [x, y] = pointAt(tape, state.hover, racer, [0, 0]);
    if (!lens.holds(x, y)) continue;
    lens.place(x, y, spot);
    const radius = radiusOf(tape, lens, tape.racers[racer] === state.selected) * 0.85;
    drawHollow(pen, ink, signOf({ state, tape }, racer), spot[0], spot[1] - radius * lens.lift, radius);
  }
}

/**
 * @param {CanvasRenderingContext2D} pen
 * @param {Frame} frame
 * @param {Lens} lens
 * @param {import("./ink.js").Ink} ink
 * @param {ReturnType<typeof createTags>} tags
 * @param {Ball[]} shown
 * @param {import("./arrows.js").Label[]} letters
 */
function name(pen, frame, lens, ink, tags, shown, letters) {
  const size_px = Math.round(13 * Math.min(1.2, Math.max(0.93, lens.magnitude)));
  for (const { at, way, text } of letters) tags.put(pen, ink, { text, way, x: at[0], y: at[1], away: 5, math: /^−/.test(text), size_px });
  const named = shown.length <= NAMED && lens.width >= 480 ? shown : shown.filter((ball) => ball.selected);
  for (const ball of named.slice().reverse()) {
    tags.put(pen, ink, {
      text: nameIn(nameOf(frame.catalogue, runNow(frame), ball.id), NAME_LETTERS),
      x: ball.px,
      y: ball.py - ball.radius * lens.lift,
      away: ball.radius + 6,
      size_px,
    });
  }
}
