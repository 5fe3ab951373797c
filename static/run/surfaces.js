import { loadField } from "../pictures/field.js";
import { kindOf } from "../problems/kinds.js";
import { groundOf } from "./ground.js";
import { latest } from "./latest.js";
import { createMorph } from "./morph.js";

/** @typedef {import("../types.d.ts").Problem} Problem */

/**
 * Whether the picture of one turns into the other's before the eyes; a loss and an accuracy are seen from other sides.
 * @param {import("../problems/kind.d.ts").Wish} before @param {import("../problems/kind.d.ts").Wish} now
 */
const areAlike = (before, now) =>
  before.of === now.of && before.problem.kind === now.problem.kind && kindOf(now.problem).turnsInto(before.problem, now.problem);

/** The loss on all the data, in its own window. @param {import("../problems/kind.d.ts").Wish} wish */
const isPlain = ({ of = "loss", batch = null, window = null }) => of === "loss" && batch === null && window === null;

/**
 * The field on screen. A newer one waits for the one being loaded (a drag asks for many); one of another family takes the
 * old picture away at once.
 * @param {{catalogue: import("../types.d.ts").Catalogue, arrived: () => void, failed: () => void, recovered: () => void, still: () =>
 *   boolean}} page `still`: nothing may move by itself
 */
export function createSurfaces({ catalogue, arrived, still, ...told }) {
  /** @type {import("../types.d.ts").Field | null} */
  let field = null;
  let drawn = /** @type {import("../problems/kind.d.ts").Wish | null} */ (null);
  const turn = createMorph((next) => {
    field = next;
    arrived();
  });
  /** What came with the page. @type {{problem: string, field: import("../types.d.ts").Field} | null} */ let opening = null;
  let family = "",
    shown = /** @type {import("../problems/kind.d.ts").Wish | null} */ (null);

  const loading = latest(async (/** @type {import("../problems/kind.d.ts").Wish} */ wish) => {
    const ground = groundOf(catalogue, wish.problem);
    const given = opening && isPlain(wish) && JSON.stringify(wish.problem) === opening.problem ? opening.field : null;
    const loaded = await loadField(wish, ground.heightScale, given);
    if (ground.family !== family) return;
    turn(field, loaded, !still() && drawn !== null && areAlike(drawn, wish));
    drawn = wish;
  }, told);

  return {
    get field() {
      return field;
    },
    /** The one that came with the page. */
    adopt(/** @type {import("../types.d.ts").Problem} */ problem, /** @type {import("../types.d.ts").Field} */ given) {
      family = groundOf(catalogue, problem).family;
      field = given;
      opening = { problem: JSON.stringify(problem), field };
    },
    want(/** @type {import("../problems/kind.d.ts").Wish} */ wish) {
      if (shown !== null && Object.keys(wish).every((key) => /** @type {any} */ (wish)[key] === /** @type {any} */ (shown)[key])) return;
      shown = wish;
      const { family: wanted } = groundOf(catalogue, wish.problem);
      if (wanted !== family) field = null;
      family = wanted;
      loading.want(JSON.stringify(wish), wish);
    },
  };
}
