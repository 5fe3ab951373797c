import { element } from "../element.js";
import { html, plainOf, shortest } from "../format.js";
import { ballIcon } from "../pictures/glyph.js";
import { indexOf, runAt } from "../run/configuration.js";
import { racerName } from "../run/racer_names.js";
import { standingOn } from "../run/standing.js";
import { exampleOf } from "../state.js";
import { t } from "../text.js";
import { icon } from "./icons.js";
import { createOffer } from "./outcome_offer.js";
import { lastInside, lastLimited, limitsAt } from "./rate_limit.js";

/**
 * How the rate of a racer that is gone stood to the limit where it last was in the picture.
 * @param {import("../types.d.ts").Tape} tape @param {number} index @param {number} inside
 * @param {(step: number) => number} rateAt the learning rate before the schedule at a step
 */
function verdict(tape, index, inside, rateAt) {
  const rate = rateAt(inside),
    at = lastLimited(tape, index, inside);
  const limit = limitsAt(tape, at, index, rateAt(at)).here;
  return { rate, limit, times: rate / limit, isPast: rate > limit };
}

/**
 * The calm panel at the picture's foot: who stopped, where, why, and what to do.
 * @param {HTMLElement} host @param {import("../page_parts.d.ts").Page} page
 * @returns {import("../types.d.ts").View}
 */
export function createOutcome(host, { store, session, edits, catalogue, seek }) {
  host.hidden = true;
  let shown = "",
    dismissed = "",
    seenIn = "";
  /** The run that is told of: of another one nothing that is known of it is said. @type {unknown[]} */
  let told = [];
  /** @type {ReturnType<typeof createOffer> | null} */
  let offer = null;
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
    offer?.drop();
    offer = null;
    host.hidden = true;
    host.replaceChildren();
  }

  /** @param {import("../types.d.ts").Frame} frame */
  function ofDiverged({ tape, state, field }, /** @type {any} */ outcome) {
    const index = /** @type {any} */ (tape).racers.indexOf(outcome.racer);
    const inside = lastInside(/** @type {any} */ (tape), index, outcome.step, /** @type {any} */ (field).window);
    const rateAt = (/** @type {number} */ step) =>
      /** @type {any} */ (runAt(state.run, state.changes, step).racers.find((racer) => racer.id === outcome.racer)).optimizer.learning_rate;
    const { rate, limit, times, isPast } = verdict(/** @type {any} */ (tape), index, inside, rateAt);
    const why = element("p");
    // No rate mends a division of zero by zero; an ε above 0 does.
    const isUndefined = outcome.cause === "undefined",
      eps = isUndefined ? usualEps(state, outcome.racer, inside) : null;
    const query = { ...session.pathTo(inside), racer: outcome.racer, at_step: inside };
    offer = isUndefined ? null : createOffer(query, (better) => edits.tryRate(outcome.racer, better, inside));
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
      element(
        "div",
        { class: "outcome-words" },
        heading(state, outcome, "diverged"),
        why,
        isPast && !isUndefined ? against : null,
        offer && offer.words,
      ),
      element(
        "div",
        { class: "outcome-buttons" },
        offer && offer.button,
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

  /** Where the run is an example that goes on in another: what invites to that. */
  function onward(/** @type {import("../types.d.ts").State} */ state) {
    const next = exampleOf(state, catalogue)?.onward ?? null;
    if (next === null) return null;
    const go = () => edits.applyPreset(next.preset);
    return element(
      "div",
      { class: "outcome-buttons" },
      element("button", { class: "button primary", type: "button", onclick: go }, icon("play", 14), next.words),
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
      const { run, changes } = frame.state;
      if (key === shown && window === seenIn && run === told[0] && changes === told[1]) return;
      [shown, seenIn, told] = [key, window, [run, changes]];
      if (outcome === null || key === dismissed) return hide();
      dismissed = "";
      offer?.drop();
      offer = null;
      host.hidden = false;
      host.style.setProperty("--racer", `var(--racer-${(indexOf(frame.state.run, outcome.racer) % 8) + 1})`);
      const invitation = outcome.kind === "converged" ? onward(frame.state) : null;
      host.classList.toggle("is-line", outcome.kind === "converged");
      host.classList.toggle("is-inviting", invitation !== null);
      const words = outcome.kind === "diverged" ? ofDiverged(frame, outcome) : [heading(frame.state, outcome, `converged_${standing}`)];
      host.replaceChildren(...words, ...(invitation === null ? [] : [invitation]), away);
    },
  };
}
