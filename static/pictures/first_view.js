// The first view: from about 50° above, turned so that start, minima and the selected ball are in sight; stairs are seen from lower
// down, from the side that their risers face.

import { eyeOf, fitted } from "./camera.js";
import { glide } from "./motion.js";
import { hasTicks } from "./room.js";
import { sightOf } from "./sight.js";
import { startsOf } from "./places.js";
import { toScene } from "./relief.js";

const ELEVATION = 0.87,
  STEEPER = [0, 0.15, 0.3],
  PREFERRED = -1.95,
  TURNS = 24;
/** Elevations from which stairs look like stairs, from the best one on. */
const BEFORE_STAIRS = [0.55, 0.7],
  FLIGHTS = 20;
/** What a hidden place and looking more steeply cost, against being turned away from the preferred direction by half a circle. */
const HIDDEN_COST = 3,
  STEEP_COST = 0.8,
  RISER_COST = 4;

/**
 * @param {import("./relief.js").Relief} form
 * @param {import("../types.d.ts").Frame} frame
 * @param {import("./camera.js").Size} size
 * @param {import("./room.js").Room} room
 * @param {{azimuth: number, elevation: number} | null} kept direction of the view before, of the same surface in another size or on another
 *   mesh
 */
export function firstView(form, frame, size, room, kept) {
  const find = form.field.isStaircase ? beforeStairs : directionOf;
  const direction = kept ?? find(form, placesOf(form, frame), size);
  const { unit, target } = fitted(outline(form, hasTicks(room)), direction, size, marginOf(room));
  return { camera: { azimuth: direction.azimuth, elevation: direction.elevation, distance: 1 }, unit, target };
}

/**
 * Readings stand in the upper corners only and switches in the lower ones, so the surface may reach between them.
 * @param {import("./room.js").Room} room
 */
function marginOf(room) {
  if (!room.isBig) return { top: 6, bottom: 6, left: 6, right: 6 };
  if (!hasTicks(room)) return { top: 22, bottom: room.insets.bottom - 6, left: 10, right: 10 };
  return { top: room.insets.top * 0.6 + 8, bottom: room.insets.bottom * 0.85 + 8, left: 68, right: 24 };
}

/**
 * What should be in sight: starts, minima, the selected ball.
 * @param {import("./relief.js").Relief} form
 * @param {import("../types.d.ts").Frame} frame
 */
function placesOf(form, frame) {
  const { tape, state, time } = frame;
  const racer = tape && tape.length > 0 ? tape.racers.indexOf(state.selected) : -1;
  const places = [...startsOf(frame), ...form.field.points.filter(({ kind }) => kind === "minimum").map(({ params }) => params)];
  if (racer >= 0) places.push(Array.from(glide(/** @type {any} */ (tape), time, racer, [0, 0])));
  return places.filter(([x, y]) => form.holds(x, y));
}

/**
 * @param {import("./relief.js").Relief} form
 * @param {number[][]} places
 * @param {import("./camera.js").Size} size
 */
function directionOf(form, places, size) {
  let best = { azimuth: PREFERRED, elevation: ELEVATION },
    least = Infinity;
  for (const steeper of STEEPER) {
    for (let turn = 0; turn < TURNS; turn++) {
      const direction = { azimuth: PREFERRED + (turn * Math.PI * 2) / TURNS, elevation: ELEVATION + steeper };
      const hidden = sightOf(form, eyeOf({ ...direction, distance: 1 }, 2.4, [0, 0, 0], size).position);
      const away = Math.min(turn, TURNS - turn) / (TURNS / 2);
      const cost = away + (steeper * STEEP_COST) / STEEPER[1] + HIDDEN_COST * places.filter(([x, y]) => hidden(x, y)).length;
      if (cost < least) [least, best] = [cost, direction];
    }
  }
  return best;
}

/** How steeply the stairs rise, in the scene, on a coarse net of the window. @param {import("./relief.js").Relief} form */
function risersOf(form) {
  const [[left, right], [low, high]] = form.field.window;
  const wide = (right - left) / FLIGHTS,
    deep = (high - low) / FLIGHTS;
  return Array.from({ length: FLIGHTS * FLIGHTS }, (_, k) => {
    const x = left + wide * ((k % FLIGHTS) + 0.5),
      y = low + deep * (Math.floor(k / FLIGHTS) + 0.5);
    const across = (form.at(x + wide / 2, y) - form.at(x - wide / 2, y)) / form.aspect[0],
      along = (form.at(x, y + deep / 2) - form.at(x, y - deep / 2)) / form.aspect[1];
    return { x, y, across, along };
  });
}

/**
 * From where most of what rises is faced and in sight.
 * @param {import("./relief.js").Relief} form @param {number[][]} places @param {import("./camera.js").Size} size
 */
function beforeStairs(form, places, size) {
  const risers = risersOf(form),
    whole = risers.reduce((sum, { across, along }) => sum + Math.hypot(across, along), 0) || 1;
  let best = { azimuth: PREFERRED, elevation: ELEVATION },
    least = Infinity;
  BEFORE_STAIRS.forEach((elevation, steeper) => {
    for (let turn = 0; turn < TURNS; turn++) {
      const azimuth = PREFERRED + (turn * Math.PI * 2) / TURNS;
      const hidden = sightOf(form, eyeOf({ azimuth, elevation, distance: 1 }, 2.4, [0, 0, 0], size).position);
      const faced = (/** @type {{across: number, along: number}} */ { across, along }) =>
        Math.max(0, -across * Math.cos(azimuth) - along * Math.sin(azimuth));
      const seen = risers.reduce((sum, riser) => sum + (faced(riser) > 0 && !hidden(riser.x, riser.y) ? faced(riser) : 0), 0);
      const away = Math.min(turn, TURNS - turn) / TURNS;
      const cost = RISER_COST * (1 - seen / whole) + away + steeper / 2 + HIDDEN_COST * places.filter(([x, y]) => hidden(x, y)).length;
      if (cost < least) [least, best] = [cost, { azimuth, elevation }];
    }
  });
  return best;
}

/**
 * A coarse net of the mesh and, where ticks are, the corners of the floor, in the scene.
 * @param {import("./relief.js").Relief} form
 * @param {boolean} hasFloor
 */
function outline(form, hasFloor) {
  const [[left, right], [low, high]] = form.field.window;
  const points = [];
  for (let i = 0; i <= 16; i++) {
    for (let j = 0; j <= 16; j++) {
      const isCorner = i % 16 === 0 && j % 16 === 0;
      const x = left + ((right - left) * i) / 16,
        y = low + ((high - low) * j) / 16,
        point = [0, 0, 0];
      toScene(form, x, y, form.at(x, y), point);
      points.push(point);
      // The box stands on its floor, where the ticks are.
      if (hasFloor && isCorner) points.push([point[0], point[1], -form.aspect[2] / 2]);
    }
  }
  return points;
}
