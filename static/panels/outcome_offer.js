import { element, say } from "../element.js";
import { plain, plainOf, shortest } from "../format.js";
import { t } from "../text.js";
import { measured, Refused, Unreachable } from "./measured_request.js";

/**
 * @typedef {{ learning_rate: number | null, converged_at: number | null, before: number | null, after: number | null }} Trial
 * @typedef {ReturnType<ReturnType<typeof import("../run/session.js").createSession>["pathTo"]> & { racer: string, at_step: number }} Query
 */

/**
 * A learning rate to go on with: offered once the server has run it from that step to the end of the run. Until then, and where none
 * can be offered, its place is kept, so that nothing moves when the answer comes.
 * @param {Query} query @param {(rate: number) => void} take
 */
export function createOffer(query, take) {
  const work = new AbortController();
  const words = element("p", { class: "outcome-trial", role: "status" });
  const button = element(
    "button",
    { class: "button primary is-awaited", type: "button", disabled: true },
    t("outcome.try", { rate: "0.000" }),
  );

  function show(/** @type {Trial} */ { learning_rate: rate, converged_at, before, after }) {
    const values = { from: query.at_step, step: converged_at ?? "", before: plain(before ?? NaN, 3), after: plain(after ?? NaN, 3) };
    if (rate === null) return say(words, t("outcome.none_lasts", values));
    say(words, t(converged_at === null ? "outcome.tried" : "outcome.tried_converged", values));
    say(button, t("outcome.try", { rate: plainOf(shortest(rate, 2)) }));
    button.disabled = false;
    button.classList.remove("is-awaited");
    button.addEventListener("click", () => take(rate));
  }

  async function ask() {
    try {
      for await (const trial of measured("/api/trial", query, work.signal)) if (!work.signal.aborted) show(trial);
    } catch (error) {
      // Without an answer nothing is offered. A fault of the page's own is not told as one of the server's.
      if (!(error instanceof Refused || error instanceof Unreachable)) throw error;
    }
  }

  ask();
  return {
    button,
    words,
    /** The run is another one: what was asked about it is of no interest any more. */
    drop: () => work.abort(),
  };
}
