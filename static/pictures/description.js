// What a picture shows, in words: a sentence on the picture and a table behind it for screen readers.

import { element, mark } from "../element.js";
import { plain } from "../format.js";
import { groundOf } from "../run/ground.js";
import { lossName, lossSaid } from "../run/loss_names.js";
import { racerName } from "../run/racer_names.js";
import { paramsAt } from "./motion.js";
import { runNow } from "./run_now.js";
import { t } from "../text.js";

/** While playing the words follow at this pace; on pause and single steps at once. */
const PACE_MS = 1000;

/**
 * @param {HTMLElement} host
 * @param {HTMLElement} picture
 */
export function createDescription(host, picture) {
  const caption = element("caption"),
    head = element("tr"),
    body = element("tbody");
  // A table takes the room its cells want whatever its own width: only a block around it can hide it.
  host.append(element("div", { class: "unseen" }, element("table", {}, caption, element("thead", {}, head), body)));
  let told_ms = -Infinity,
    toldFor = /** @type {any[]} */ ([]);
  return {
    /** @type {import("../run/messages.d.ts").WideColumn[]} */
    reads: ["params"],
    /** @param {import("../types.d.ts").Frame} frame */
    draw(frame) {
      const { tape, step, state, catalogue, now_ms } = frame;
      const row = Math.min(step, (tape?.length ?? 1) - 1);
      const wants = [tape, row, state.run, state.selected];
      if (!tape || tape.length === 0 || !wants.some((want, k) => want !== toldFor[k])) return;
      if (state.playing && now_ms - told_ms < PACE_MS) return;
      [told_ms, toldFor] = [now_ms, wants];
      const run = runNow(frame),
        { parameters } = groundOf(catalogue, run.problem);
      const rows = tape.racers.map((id, racer) => {
        const point = paramsAt(tape, row, racer);
        return {
          id,
          name: racerName(catalogue, run, id),
          params: parameters.map((_, k) => plain(point[k])),
          loss: plain(tape.column("loss")[row * tape.racers.length + racer]),
        };
      });
      const chosen = rows.find(({ id }) => id === state.selected) ?? rows[0];
      const place = parameters.map((name, k) => `${name} = ${chosen.params[k]}`).join(", ");
      mark(
        picture,
        "aria-description",
        t("pictures.sentence", { step: row, racer: chosen.name, what: lossSaid(run), loss: chosen.loss, place }),
      );
      caption.textContent = t("pictures.table", { step: row });
      head.replaceChildren(...[t("pictures.racer"), ...parameters, lossName(run)].map((text) => element("th", { scope: "col" }, text)));
      body.replaceChildren(
        ...rows.map(({ name, params, loss }) =>
          element(
            "tr",
            {},
            element("th", { scope: "row" }, name),
            ...params.map((value) => element("td", {}, value)),
            element("td", {}, loss),
          ),
        ),
      );
    },
  };
}
