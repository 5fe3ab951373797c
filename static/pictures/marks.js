// What the marks in a picture are: minima, saddles, starts, the dashes of a branch that was left. Each says it in a sentence.

import { plain } from "../format.js";
import { groundOf } from "../run/ground.js";
import { racerName } from "../run/racer_names.js";
import { t } from "../text.js";
import { insideOf, pointAt } from "./motion.js";
import { startsOf } from "./places.js";
import { runNow } from "./run_now.js";

/** @typedef {import("./lens.d.ts").Lens} Lens
 *  @typedef {import("../types.d.ts").Frame} Frame
 *  @typedef {{x: number, y: number, sentence: string}} Mark its pixel in the picture */

const REACH_PX = 13,
  GHOST_PX = 8;
const spot = [0, 0, 0];

/** Marks that stand in one place, in the order in which keys go through them. @param {Frame} frame @param {Lens} lens @returns {Mark[]} */
export function marksOf(frame, lens) {
  const { parameters } = groundOf(frame.catalogue, runNow(frame).problem);
  const placeText = (/** @type {ArrayLike<number>} */ point) => parameters.map((name, k) => `${name} = ${plain(point[k])}`).join(", ");
  const at = (/** @type {number[]} */ [x, y = 0], /** @type {string} */ sentence) => {
    lens.place(x, y, spot);
    return { x: spot[0], y: spot[1], sentence };
  };
  const isIn = (/** @type {number[]} */ [x, y = 0]) => lens.holds(x, y);
  const known = (frame.field?.points ?? []).filter(({ kind, params }) => (kind === "minimum" || kind === "saddle") && isIn(params));
  return [
    ...startsOf(frame)
      .filter(isIn)
      .map((start) => at(start, startText(frame, start, placeText(start)))),
    ...known.map(({ params, kind, is_global, loss }) =>
      at(
        params,
        t(`marks.${kind === "saddle" ? "saddle" : is_global ? "global" : "local"}`, { place: placeText(params), loss: plain(loss) }),
      ),
    ),
  ];
}

/** Who starts there, and at which loss. @param {Frame} frame @param {[number, number]} start @param {string} place */
function startText(frame, [x, y], place) {
  const { tape, catalogue } = frame;
  if (!tape || tape.length === 0) return t("marks.start_all", { place, loss: "–" });
  const here = tape.racers.filter((_, racer) => {
    const from = pointAt(tape, 0, racer, [0, 0]);
    return from[0] === x && from[1] === y;
  });
  const loss = plain(tape.column("loss")[tape.racers.indexOf(here[0])]);
  if (here.length === tape.racers.length && here.length > 1) return t("marks.start_all", { place, loss });
  return t("marks.start", { racers: here.map((id) => racerName(catalogue, runNow(frame), id)).join(", "), place, loss });
}

/**
 * The mark under a pointer, else the dashes.
 * @param {Frame} frame @param {Lens} lens @param {number} px @param {number} py @returns {Mark | null}
 */
export function markUnder(frame, lens, px, py) {
  let best = null,
    nearest = REACH_PX * Math.max(1, lens.magnitude);
  for (const mark of marksOf(frame, lens)) {
    const away = Math.hypot(mark.x - px, mark.y - py);
    if (away < nearest) [best, nearest] = [mark, away];
  }
  return best ?? ghostUnder(frame, lens, px, py);
}

/** @param {Frame} frame @param {Lens} lens @param {number} px @param {number} py @returns {Mark | null} */
function ghostUnder({ ghosts, field }, lens, px, py) {
  for (const { tape, from, label } of ghosts)
    for (let racer = 0; racer < tape.racers.length; racer += 1)
      for (let step = from; step < tape.length - 1; step += 1) {
        const [p, q] = [step, step + 1].map((row) => pointAt(tape, row, racer, [0, 0]));
        if (insideOf(p, q, field?.window ?? []) === null || awayFrom(lens, p, q, px, py) > GHOST_PX) continue;
        return { x: px, y: py, sentence: t(label === "" ? "marks.ghost_start" : "marks.ghost", { step: from, change: label }) };
      }
  return null;
}

/**
 * Pixels between a point and a line on the surface.
 * @param {Lens} lens @param {ArrayLike<number>} p @param {ArrayLike<number>} q @param {number} px @param {number} py
 */
function awayFrom(lens, p, q, px, py) {
  const [a, b] = [p, q].map((point) => {
    lens.place(point[0], point[1], spot);
    return [spot[0], spot[1]];
  });
  const [dx, dy] = [b[0] - a[0], b[1] - a[1]];
  const part = Math.max(0, Math.min(1, ((px - a[0]) * dx + (py - a[1]) * dy) / (dx * dx + dy * dy || 1)));
  return Math.hypot(a[0] + part * dx - px, a[1] + part * dy - py);
}
