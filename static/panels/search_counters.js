// Four counters side by side that count up while the searches of the fit on screen are made.

import { element, say } from "../element.js";
import { plain } from "../format.js";
import { t } from "../text.js";
import { counted, countText, timeText } from "./amounts.js";
import { signIcon } from "./log_chart.js";
import { METHODS } from "./search_methods.js";

/** @typedef {import("./search_methods.js").Line} Line */

export function createCounters() {
  const cards = new Map(
    METHODS.map((method, sign) => {
      const count = element("p", { class: "search-count" });
      const unit = element("p", { class: "search-unit" });
      const time = element("p", { class: "search-time" });
      const state = element("p", { class: "search-state" });
      const root = element(
        "li",
        { class: "search-card" },
        element("h3", {}, signIcon(sign), t(`search.${method}`)),
        count,
        unit,
        time,
        state,
      );
      return [/** @type {string} */ (method), { root, count, unit, time, state }];
    }),
  );
  const target = element("p", { class: "search-target" });
  const root = element("div", {}, target, element("ul", { class: "search-cards" }, ...[...cards.values()].map((card) => card.root)));

  /** @param {Line} line */
  function stateText(line) {
    if (line.stage === "going") return t("search.going");
    if (line.stage === "measured") {
      const places = counted(Math.round((line.losses ?? 0) ** (1 / line.parameters)));
      return t(`search.is_${line.method}`, { places, parameters: line.parameters });
    }
    return t(`search.${line.stage}`, { lowest: plain(line.lowest ?? NaN) });
  }

  return {
    root,
    clear() {
      say(target, "");
      for (const card of cards.values()) {
        for (const part of [card.count, card.unit, card.time]) say(part, "");
        say(card.state, t("search.to_come"));
        card.root.classList.remove("is-there");
      }
    },
    /** @param {Line} line */
    show(line) {
      const card = cards.get(line.method);
      if (card === undefined) return;
      if (line.target !== null)
        say(
          target,
          t("search.target", {
            loss: plain(line.target),
            parameters: t("count.parameters", { count: line.parameters }),
            examples: t("count.examples", { count: counted(line.examples) }),
          }),
        );
      const isNone = line.stage === "no_formula";
      const computed = line.method === "formula" ? line.systems : line.method === "descent" ? line.gradients : line.losses;
      say(card.count, isNone ? "–" : countText(computed ?? 0));
      say(card.unit, isNone ? "" : t(`search.unit_${line.method}`, { parameters: line.parameters }));
      say(card.time, isNone || line.log10_seconds === null ? "" : timeText(line.log10_seconds));
      say(card.state, stateText(line));
      card.root.classList.toggle("is-there", line.stage === "measured");
    },
  };
}
