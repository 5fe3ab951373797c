// The first view: from about 50° above, turned so that start, minima and the selected ball are in sight.

import { eyeOf, fitted } from "./camera.js";
import { sightOf } from "./sight.js";
import { startsOf } from "./places.js";
import { toScene } from "./relief.js";

const ELEVATION = 0.87, PREFERRED = -1.95, TURNS = 24;
/** What a hidden place costs against being turned away from the preferred direction by half a circle. */
const HIDDEN_COST = 3;

/**
 * @param {import("./relief.js").Relief} form
 * @param {import("../types.d.ts").Frame} frame
 * @param {import("./camera.js").Size} size
 * @param {{insets: {top: number, bottom: number}, width: number}} room
 */
export function firstView(form, frame, size, room) {
  const places = [...startsOf(frame), ...form.field.points.filter(({ kind }) => kind === "minimum").map(({ params }) => params)].filter(([x, y]) => form.holds(x, y));
  const side = room.width < 480 ? 8 : 30;
  // Readings stand in the upper corners only and switches in the lower ones, so the surface may reach between them.
  const margin = { top: room.insets.top * 0.62 + 8, bottom: room.insets.bottom * 0.62 + 8, left: side, right: side };
  const points = rim(form);
  let best = null, least = Infinity;
  for (let turn = 0; turn < TURNS; turn++) {
    const azimuth = PREFERRED + (turn * Math.PI * 2) / TURNS;
    const direction = { azimuth, elevation: ELEVATION };
    const eye = eyeOf({ ...direction, distance: 1 }, 2.4, [0, 0, 0], size);
    const hidden = sightOf(form, eye.position);
    const away = Math.min(turn, TURNS - turn) / (TURNS / 2);
    const cost = away + HIDDEN_COST * places.filter(([x, y]) => hidden(x, y)).length;
    if (cost < least) [least, best] = [cost, direction];
  }
  const direction = /** @type {{azimuth: number, elevation: number}} */ (best);
  const { unit, target } = fitted(points, direction, size, margin);
  return { camera: { ...direction, distance: 1 }, unit, target };
}

/**
 * The mesh's rim and a coarse net of its inside, in the scene.
 * @param {import("./relief.js").Relief} form
 */
function rim(form) {
  const [[left, right], [low, high]] = form.field.window;
  const points = [];
  for (let i = 0; i <= 16; i++) {
    for (let j = 0; j <= 16; j++) {
      const x = left + ((right - left) * i) / 16, y = low + ((high - low) * j) / 16, point = [0, 0, 0];
      toScene(form, x, y, form.at(x, y), point);
      points.push(point);
    }
  }
  return points;
}
