import { element } from "../element.js";
import { html, plainOf, shortest } from "../format.js";
import { ballIcon } from "../pictures/glyph.js";
import { indexOf, runAt } from "../run/configuration.js";
import { racerName } from "../run/racer_names.js";
import { standingOn } from "../run/standing.js";
import { t } from "../text.js";
import { icon } from "./icons.js";
import { lastInside, lastLimited, limitsAt } from "./rate_limit.js";

/**
 * What the panel tells of a racer that is gone: how its rate stood to the limit, and a better one: half of the lowest
 * limit on its whole way and at its minimum, since half a limit of one place need not do in the next.
 * @param {import("../types.d.ts").Tape} tape @param {number} index @param {number} inside
 * @param {(step: number) => number} rateAt the learning rate before the schedule at a step
 */
function verdict(tape, index, inside, rateAt) {
  const rate = rateAt(inside),
    at = lastLimited(tape, index, inside);
  const limit = limitsAt(tape, at, index, rateAt(at)).here;
  let lowest = rate;
  for (let step = 0; step <= inside; step += 1) {
    const { here, minimum } = limitsAt(tape, step, index, rateAt(step));
    for (const other of [here, minimum]) if (other > 0 && other < lowest) lowest = other;
  }
  return { limit, times: rate / limit, isPast: rate > limit, better: Number((lowest / 2).toPrecision(2)) };
}

/**
 * The calm panel at the picture's foot: who stopped, where, why, and what to do.
 * @param {HTMLElement} host @param {import("../page_parts.d.ts").Page} page
 * @returns {import("../types.d.ts").View}
 */
export function createOutcome(host, { store, edits, catalogue, seek }) {
  host.hidden = true;
  let shown = "",
    dismissed = "",
    seenIn = "";
  const away = element(
    "button",
    {
      class: "tool icon outcome-away",
      type: "button",
      "aria-label": t("close"),
      title: t("close"),
      onclick: () => {
        dismissed = shown;
        hide();
      },
    },
    icon("close", 14),
  );

  function hide() {
    host.hidden = true;
    host.replaceChildren();
  }

  /** @param {import("../types.d.ts").Frame} frame */
  function ofDiverged({ tape, state, field }, /** @type {any} */ outcome) {
    const index = /** @type {any} */ (tape).racers.indexOf(outcome.racer);
    const inside = lastInside(/** @type {any} */ (tape), index, outcome.step, /** @type {any} */ (field).window);
    const rateAt = (/** @type {number} */ step) =>
      /** @type {any} */ (runAt(state.run, state.changes, step).racers.find((racer) => racer.id === outcome.racer)).optimizer.learning_rate;
    const rate = rateAt(inside);
    const { limit, times, isPast, better } = verdict(/** @type {any} */ (tape), index, inside, rateAt);
    const why = element("p");
    // No rate mends a division of zero by zero; an ε above 0 does.
    const isUndefined = outcome.cause === "undefined",
      eps = isUndefined ? usualEps(state, outcome.racer, inside) : null;
    why.innerHTML = t(!isUndefined ? "outcome.parameter" : eps === null ? "outcome.undefined" : "outcome.undefined_eps", {
      parameter: `<i class="letter">${outcome.parameter ?? ""}</i>`,
      last: `<b>${html(outcome.last ?? NaN, 2)}</b>`,
    });
    const against = element("p");
    if (isPast && !isUndefined)
      against.innerHTML = t("outcome.against", {
        rate: `<b>${html(rate, 3)}</b>`,
        times: `<b>${plainOf(shortest(Number(times.toPrecision(2))))}</b>`,
        limit: html(limit, 3),
      });
    return [
      element("div", { class: "outcome-words" }, heading(state, outcome, "diverged"), why, isPast && !isUndefined ? against : null),
      element(
        "div",
        { class: "outcome-buttons" },
        isUndefined
          ? null
          : element(
              "button",
              { class: "button primary", type: "button", onclick: () => edits.tryRate(outcome.racer, better, inside) },
              t("outcome.try", { rate: plainOf(shortest(better, 2)) }),
            ),
        eps === null
          ? null
          : element(
              "button",
              { class: "button primary", type: "button", onclick: () => edits.tryField(outcome.racer, "eps", eps, inside) },
              t("outcome.try_eps", { eps: plainOf(shortest(eps, 2)) }),
            ),
        element(
          "button",
          {
            class: "button",
            type: "button",
            onclick: () => {
              store.set({ playing: false });
              seek(inside);
            },
          },
          t("outcome.back", { step: inside }),
        ),
      ),
    ];
  }

  /** The ε that its optimizer has where nothing is said, if it has one and it is off. */
  function usualEps(/** @type {any} */ state, /** @type {string} */ racer, /** @type {number} */ step) {
    const { optimizer } = /** @type {any} */ (
      runAt(state.run, state.changes, step).racers.find((/** @type {any} */ other) => other.id === racer)
    );
    return optimizer.eps === 0 ? Number(catalogue.optimizers[optimizer.kind].schema.eps.default) : null;
  }

  function heading(/** @type {any} */ state, /** @type {any} */ outcome, /** @type {string} */ kind) {
    const name = racerName(catalogue, runAt(state.run, state.changes, outcome.step), outcome.racer);
    return element(
      "h2",
      {},
      ballIcon(indexOf(state.run, outcome.racer) % 8, 20),
      element("span", {}, t(`outcome.${kind}`, { racer: name, step: outcome.step })),
    );
  }

  function current(/** @type {import("../types.d.ts").Frame} */ { tape, state, step, field }) {
    const outcome = tape?.outcomes.get(state.selected);
    if (tape === null || outcome === undefined || step < Math.min(outcome.step, tape.length - 1)) return null;
    // Where it left the picture is known when there is one.
    if (outcome.kind === "diverged") return field && outcome;
    return outcome.kind === "converged" && !state.playing ? outcome : null;
  }

  return {
    draw(frame) {
      const outcome = current(frame);
      const standing = outcome?.kind === "converged" ? standingOn(frame, outcome) : "";
      const key = outcome === null ? "" : JSON.stringify([outcome, standing, frame.state.run.racers.length, frame.state.changes.length]);
      const window = String(frame.field?.window);
      if (key === shown && window === seenIn) return;
      [shown, seenIn] = [key, window];
      if (outcome === null || key === dismissed) return hide();
      dismissed = "";
      host.hidden = false;
      host.style.setProperty("--racer", `var(--racer-${(indexOf(frame.state.run, outcome.racer) % 8) + 1})`);
      host.classList.toggle("is-line", outcome.kind === "converged");
      host.replaceChildren(
        ...(outcome.kind === "diverged" ? ofDiverged(frame, outcome) : [heading(frame.state, outcome, `converged_${standing}`)]),
        away,
      );
    },
  };
}
