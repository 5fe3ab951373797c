import { paramsAt } from "./motion.js";
import { plain } from "../format.js";
import { t } from "../text.js";

/**
 * What the data picture shows, in words: how many examples, where the selected racer stands, the example that is held.
 * @param {import("../types.d.ts").Frame} now @param {import("../types.d.ts").Examples} examples @param {number | null} held
 */
export function dataSentence({ tape, state, step }, examples, held) {
  const racer = tape?.racers.indexOf(state.selected) ?? -1;
  const stand = tape && tape.length > 0 && racer >= 0 ? paramsAt(tape, Math.min(step, tape.length - 1), racer) : null;
  const place = stand === null ? "" : examples.parameters.map((name, k) => `${name} = ${plain(stand[k])}`).join(", ");
  const whole = t("data.sentence", { count: examples.train.y.length, test: examples.test.y.length, place });
  if (held === null) return whole;
  const { x, y } = examples.train;
  return `${whole} ${t("data.held", { number: held + 1, x: x.map((column) => plain(column[held])).join(", "), y: plain(y[held]) })}`;
}
