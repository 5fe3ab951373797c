// A formula's surface.

import { memberText } from "../run/setting_text.js";
import { withoutStarts } from "../run/starts.js";
import { tunedRacers } from "../run/tuned.js";

/** @typedef {import("../types.d.ts").SurfaceProblem} SurfaceProblem
 *  @typedef {import("../types.d.ts").Catalogue} Catalogue */

/** @type {import("./kind.d.ts").Kind<SurfaceProblem>} */
export const surface = {
  takesBatches: false,
  ground(catalogue, { surface: member }) {
    const { kind, title, idea, formula, spoken, parameters, height, height_scale } = catalogue.surfaces[member.kind];
    return { family: kind, title, idea, formula, spoken, parameters, height, heightScale: height_scale, member };
  },
  formulas: () => null,
  start: (catalogue, { surface: { kind } }) => catalogue.surfaces[kind].start,
  rates: (catalogue, { surface: { kind } }) => catalogue.surfaces[kind].rates,
  heights: () => ["loss"],
  grid({ problem }, size) {
    const query = new URLSearchParams({ surface: JSON.stringify(problem.surface), columns: String(size), rows: String(size) });
    return fetch(`/api/grid?${query}`);
  },
  turnsInto: () => false,
  of: (problem) => problem,
  traits: () => [],
  changeText: (before, now, catalogue) => memberText(before.surface, now.surface, catalogue.surfaces),

  keys: ["surface"],
  fields: (catalogue, { surface: { kind } }) => catalogue.surfaces[kind].schema,
  pairs(catalogue, { surface: member }, keyOf) {
    const differing = Object.entries(catalogue.surfaces[member.kind].schema).filter(([name, field]) => member[name] !== field.default);
    return [["surface", member.kind], ...differing.map(([name]) => /** @type {[string, string]} */ ([keyOf(name), String(member[name])]))];
  },
  described(catalogue, pairs, keyOf) {
    const kind = pairs.get("surface");
    if (kind === undefined) return undefined;
    const schema = Object.hasOwn(catalogue.surfaces, kind) ? catalogue.surfaces[kind].schema : {};
    const written = Object.keys(schema).filter((name) => pairs.has(keyOf(name)));
    return { surface: { kind, ...Object.fromEntries(written.map((name) => [name, Number(pairs.get(keyOf(name)))])) } };
  },
  ownData: () => null,

  anew: (catalogue, { run, height, secant }) => ({
    height: height ?? surface.ground(catalogue, /** @type {SurfaceProblem} */ (run.problem)).height,
    camera: null,
    secant,
  }),
};

/** What a learner can change about it. @param {import("./kind.d.ts").Editing} editing */
export const surfaceEdits = ({ catalogue, now, changeProblem, restart }) => ({
  /** Hyperparameters of the surface change under the rolling balls. */
  setSurfaceFields(/** @type {import("../types.d.ts").Member} */ member, gesture = /** @type {object | null} */ (null)) {
    changeProblem({ kind: "surface", surface: member }, gesture);
  },
  setSurface(/** @type {string} */ kind) {
    const { default: member, height, rates } = catalogue.surfaces[kind];
    restart(
      { problem: { kind: "surface", surface: member }, start: null, racers: tunedRacers(withoutStarts(now().racers), () => rates) },
      { preset: "", playing: true, height, camera: null, secant: null },
    );
  },
});
