import { element, say } from "../element.js";
import { placeWidth } from "../pictures/motion.js";
import { t } from "../text.js";

/** Nearer than this share of the window to a best minimum counts as found. */
const NEAR = 0.02;

/**
 * How many racers stand at a best minimum, once they start in different places.
 * @param {HTMLElement} host
 * @returns {import("../types.d.ts").View}
 */
export function createRacersShare(host) {
  const line = element("p", { class: "racers-share", hidden: true });
  host.append(line);

  return {
    draw({ tape, field, step }) {
      const best = field?.points.filter(({ is_global: isGlobal, kind }) => isGlobal && kind === "minimum") ?? [];
      line.hidden = tape === null || field === null || best.length === 0 || !startsApart(tape);
      if (line.hidden || tape === null || field === null) return;
      const { window } = field,
        places = tape.column("place");
      const found = tape.racers.filter((_racer, index) => {
        const at = (step * tape.racers.length + index) * window.length;
        return best.some((point) =>
          point.params.every((value, k) => Math.abs(places[at + k] - value) <= NEAR * (window[k][1] - window[k][0])),
        );
      });
      say(line, t("racers.share", { found: found.length, of: tape.racers.length }));
    },
  };
}

/** @param {import("../types.d.ts").Tape} tape */
function startsApart(tape) {
  const places = tape.column("place"),
    width = placeWidth(tape);
  for (let k = width; k < tape.racers.length * width; k += 1) if (places[k] !== places[k % width]) return true;
  return false;
}
