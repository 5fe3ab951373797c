// Trails and what stands still on the surface. While playing only the newest piece is drawn, so a trail's length costs nothing.

import { RACERS } from "./glyph.js";
import { drawPlaces } from "./places.js";
import { glide, insideOf, leftAt, pointAt } from "./motion.js";
import { signOf } from "./run_now.js";

/** @typedef {import("./lens.d.ts").Lens} Lens */
/** @typedef {import("../types.d.ts").Frame} Frame */
/** @typedef {import("../types.d.ts").Tape} Tape */
/** @typedef {{x: number, y: number, hidden: boolean}} Dot */
/** @typedef {{dots: Dot[], phase: number, lastMark: number[]}} Tail */

const CASING_PX = 2.6,
  HIDDEN = 0.22,
  AFTER = 0.55;
/** A new piece is painted together with this much of the old one, so that its casing leaves no gap in it. */
const OVERLAP_PX = 10;
const SHORTEST_PX = 0.8,
  NEAREST_PX = 0.05,
  COVERED_PX = 3,
  BETWEEN_MARKS_PX = 13;

/** @param {ReturnType<typeof import("./canvas.js").createCanvas>} layer */
export function createTrails(layer) {
  const { pen } = layer;
  /** @type {any[]} */ let drawnFor = [];
  let settled = 0;
  /** @type {Tail[]} */ let tails = [];

  return {
    /**
     * Trails up to whole step `frame.step`; the ball's own layer draws the piece from there on.
     * @param {Frame} frame
     * @param {Lens} lens
     * @param {import("./ink.js").Ink} ink
     */
    draw(frame, lens, ink) {
      const { tape, field, state } = frame;
      const until = tape ? Math.min(frame.step, tape.length - 1) : 0;
      const needs = [
        lens.key,
        field,
        tape,
        ink,
        state.selected,
        state.run.start,
        frame.ghosts,
        frame.ghosts.length,
        tape !== null && tape.length > 0,
      ];
      if (until < settled || needs.some((need, k) => need !== drawnFor[k])) {
        layer.clear();
        drawnFor = needs;
        settled = 0;
        tails = (tape?.racers ?? []).map(() => ({ dots: [], phase: 0, lastMark: [-99, -99] }));
        drawPlaces(pen, frame, lens, ink);
        for (const ghost of frame.ghosts) drawGhost(pen, ghost, lens, ink, field);
      }
      if (!tape || tape.length === 0 || (until === settled && settled > 0)) return;
      for (const racer of inOrder(tape, state.selected)) extend(pen, frame, lens, ink, racer, settled, until, tails[racer]);
      settled = until;
    },
    /**
     * The piece from the last whole step to now, on another pen.
     * @param {CanvasRenderingContext2D} ballPen
     * @param {Frame} frame
     * @param {Lens} lens
     * @param {import("./ink.js").Ink} ink
     */
    drawLive(ballPen, frame, lens, ink) {
      const { tape } = frame;
      if (!tape || frame.time === frame.step || frame.step >= tape.length - 1) return;
      for (const racer of inOrder(tape, frame.state.selected)) {
        const tail = tails[racer];
        if (isUnderBall(tape, frame.time, racer, lens, tail.dots.at(-1))) continue;
        extend(ballPen, frame, lens, ink, racer, settled, frame.time, {
          dots: tail.dots.slice(),
          phase: tail.phase,
          lastMark: tail.lastMark.slice(),
        });
      }
    },
  };
}

/**
 * Racers in drawing order: the selected one on top.
 * @param {Tape} tape
 * @param {string} selected
 */
export function inOrder(tape, selected) {
  const order = tape.racers.map((_, index) => index);
  const top = tape.racers.indexOf(selected);
  return top < 0 ? order : [...order.filter((index) => index !== top), top];
}

/**
 * Whether the ball covers all that its trail has grown by since the last dot.
 * @param {Tape} tape
 * @param {number} time
 * @param {number} racer
 * @param {Lens} lens
 * @param {Dot | undefined} last
 */
function isUnderBall(tape, time, racer, lens, last) {
  if (!last) return false;
  const [x, y] = glide(tape, time, racer, here);
  if (!lens.holds(x, y)) return false;
  lens.place(x, y, spot);
  return Math.hypot(spot[0] - last.x, spot[1] - last.y) < COVERED_PX;
}

/** Width of a trail. @param {boolean} selected @param {Lens} lens */
const widthOf = (selected, lens) => (selected ? 3.4 : 2.5) * lens.magnitude * (lens.isBig ? 1 : 0.95);

/**
 * @param {CanvasRenderingContext2D} pen
 * @param {Frame} frame
 * @param {Lens} lens
 * @param {import("./ink.js").Ink} ink
 * @param {number} racer
 * @param {number} from
 * @param {number} to whole or fractional
 * @param {Tail} tail
 */
function extend(pen, frame, lens, ink, racer, from, to, tail) {
  const tape = /** @type {Tape} */ (frame.tape);
  const selected = tape.racers[racer] === frame.state.selected;
  const window = /** @type {import("../types.d.ts").Field} */ (frame.field).window;
  const left = leftAt(tape, racer, lens.holds, Math.ceil(to));
  const index = signOf(frame, racer);
  const style = { colour: ink.racers[index], casing: ink.casing, dash: RACERS[index].dash, width: widthOf(selected, lens) };
  /** @type {Dot[]} */ let fresh = [];
  /** @type {Dot[]} */ const marks = [];
  const flush = (/** @type {boolean} */ after) => {
    if (after) faint(pen, fresh, style);
    else strokeTail(pen, tail, fresh, style);
    fresh = [];
  };
  for (let step = from; step < to; step++) {
    const after = step >= left;
    const p = pointAt(tape, step, racer, [0, 0]),
      q = pointAt(tape, step + 1, racer, [0, 0]);
    const inside = insideOf(p, q, window);
    if (inside) {
      const end = Math.min(inside[1], to - step);
      if (inside[0] > 0) {
        flush(step > left);
        tail.dots = [];
      }
      if (end > inside[0]) follow(lens, p, q, inside[0], end, fresh, tail.dots.at(-1), to < step + 1 ? NEAREST_PX : SHORTEST_PX);
      if (inside[1] < 1) {
        flush(after);
        tail.dots = [];
      } else if (selected && !after && step + 1 <= to) mark(lens, q, tail, marks);
    }
    if (step + 1 === left) {
      flush(false);
      tail.dots = [];
    }
  }
  flush(to > left);
  for (const dot of marks) drawMark(pen, dot, style);
}

const spot = [0, 0, 0],
  here = [0, 0];

/**
 * Samples of a line on the surface.
 * @param {Lens} lens
 * @param {ArrayLike<number>} p
 * @param {ArrayLike<number>} q
 * @param {number} from
 * @param {number} to
 * @param {Dot[]} into
 * @param {Dot | undefined} before
 * @param {number} shortest an end nearer to the last dot than this waits for the next piece: a ball that creeps leaves no crowd of dots
 */
function follow(lens, p, q, from, to, into, before, shortest) {
  const at = (/** @type {number} */ part) => [p[0] + (q[0] - p[0]) * part, p[1] + (q[1] - p[1]) * part];
  const [x0, y0] = at(from),
    [x1, y1] = at(to);
  const pieces = lens.pieces(x0, y0, x1, y1);
  for (let k = before || into.length ? 1 : 0; k <= pieces; k++) {
    const x = x0 + ((x1 - x0) * k) / pieces,
      y = y0 + ((y1 - y0) * k) / pieces;
    lens.place(x, y, spot);
    const last = into.at(-1) ?? before;
    if (last && Math.hypot(spot[0] - last.x, spot[1] - last.y) < (k < pieces ? SHORTEST_PX : shortest)) continue;
    into.push({ x: spot[0], y: spot[1], hidden: lens.hidden(x, y) });
  }
}

/**
 * @param {Lens} lens
 * @param {ArrayLike<number>} point
 * @param {Tail} tail
 * @param {Dot[]} marks
 */
function mark(lens, point, tail, marks) {
  lens.place(point[0], point[1], spot);
  if (Math.hypot(spot[0] - tail.lastMark[0], spot[1] - tail.lastMark[1]) < BETWEEN_MARKS_PX || lens.hidden(point[0], point[1])) return;
  tail.lastMark = [spot[0], spot[1]];
  marks.push({ x: spot[0], y: spot[1], hidden: false });
}

/** @typedef {{colour: string, casing: string, dash: number[], width: number}} Style */

/**
 * Strokes the fresh dots, cased, and keeps the last of them in the tail.
 * @param {CanvasRenderingContext2D} pen
 * @param {Tail} tail
 * @param {Dot[]} fresh
 * @param {Style} style
 */
function strokeTail(pen, tail, fresh, style) {
  if (fresh.length === 0) return;
  const start = tail.dots.length;
  const dots = [...tail.dots, ...fresh];
  if (dots.length > 1) {
    eachRun(dots, Math.max(1, start), (run, hidden) =>
      trace(pen, run, { ...style, colour: style.casing, dash: [], width: style.width + CASING_PX }, 0, hidden ? HIDDEN : 1, "round"),
    );
    eachRun(dots, 1, (run, hidden, along) => {
      if (!hidden || start === 0 || along > 0)
        trace(pen, run, style, tail.phase + along, hidden ? HIDDEN : 1, style.dash.length ? "butt" : "round");
    });
  }
  let length = 0,
    keep = dots.length - 1;
  while (keep > 0 && length < OVERLAP_PX && dots[keep].hidden === dots[keep - 1].hidden && !dots[keep].hidden) {
    length += gap(dots[keep - 1], dots[keep]);
    keep--;
  }
  for (let k = 1; k <= keep; k++) tail.phase += gap(dots[k - 1], dots[k]);
  tail.dots = dots.slice(keep);
}

/** @param {Dot} a @param {Dot} b */
const gap = (a, b) => Math.hypot(b.x - a.x, b.y - a.y);

/**
 * Runs of equal visibility; each begins with the dot before it.
 * @param {Dot[]} dots
 * @param {number} first
 * @param {(run: Dot[], hidden: boolean, along: number) => void} use
 */
function eachRun(dots, first, use) {
  let along = 0;
  for (let k = 1; k < first; k++) along += gap(dots[k - 1], dots[k]);
  for (let k = first; k < dots.length;) {
    const hidden = dots[k].hidden;
    let end = k,
      length = 0;
    while (end < dots.length && dots[end].hidden === hidden) {
      length += gap(dots[end - 1], dots[end]);
      end++;
    }
    use(dots.slice(k - 1, end), hidden, along);
    along += length;
    k = end;
  }
}

/**
 * @param {CanvasRenderingContext2D} pen
 * @param {Dot[]} dots
 * @param {Style} style
 * @param {number} phase
 * @param {number} opacity
 * @param {CanvasLineCap} cap
 */
function trace(pen, dots, { colour, dash, width }, phase, opacity, cap) {
  pen.globalAlpha = opacity;
  pen.lineJoin = "round";
  pen.lineCap = opacity < 1 ? "butt" : cap;
  pen.lineWidth = width;
  pen.strokeStyle = colour;
  pen.setLineDash(dash);
  pen.lineDashOffset = phase;
  pen.beginPath();
  dots.forEach(({ x, y }, k) => (k ? pen.lineTo(x, y) : pen.moveTo(x, y)));
  pen.stroke();
  pen.setLineDash([]);
  pen.globalAlpha = 1;
}

/**
 * The path after the ball has left the picture once: faint dots.
 * @param {CanvasRenderingContext2D} pen
 * @param {Dot[]} dots
 * @param {Style} style
 */
function faint(pen, dots, style) {
  if (dots.length > 1) trace(pen, dots, { ...style, dash: [0.1, 5], width: 2.2 }, 0, AFTER, "round");
}

/**
 * A step on the selected racer's trail.
 * @param {CanvasRenderingContext2D} pen
 * @param {Dot} dot
 * @param {Style} style
 */
function drawMark(pen, dot, style) {
  pen.beginPath();
  pen.arc(dot.x, dot.y, style.width, 0, Math.PI * 2);
  pen.fillStyle = style.colour;
  pen.fill();
  pen.lineWidth = 1.3;
  pen.strokeStyle = style.casing;
  pen.stroke();
}

/**
 * A branch that was left: dashes of the casing's colour.
 * @param {CanvasRenderingContext2D} pen
 * @param {import("../types.d.ts").Ghost} ghost
 * @param {Lens} lens
 * @param {import("./ink.js").Ink} ink
 * @param {import("../types.d.ts").Field | null} field
 */
function drawGhost(pen, { tape, from }, lens, ink, field) {
  for (let racer = 0; racer < tape.racers.length; racer++) {
    /** @type {Dot[]} */ let dots = [];
    const flush = () => {
      if (dots.length > 1)
        eachRun(dots, 1, (run, hidden) =>
          trace(pen, run, { colour: ink.casing, casing: "", dash: [4, 4], width: 2 }, 0, hidden ? HIDDEN : 0.8, "butt"),
        );
      dots = [];
    };
    for (let step = from; step < tape.length - 1; step++) {
      const p = pointAt(tape, step, racer, [0, 0]),
        q = pointAt(tape, step + 1, racer, [0, 0]);
      const inside = insideOf(p, q, field?.window ?? []);
      if (!inside) {
        flush();
        continue;
      }
      if (inside[0] > 0) flush();
      follow(lens, p, q, inside[0], inside[1], dots, undefined, SHORTEST_PX);
      if (inside[1] < 1) flush();
    }
    flush();
  }
}
