import { element, mark, say } from "../element.js";
import { exact, parse } from "../format.js";
import { ballIcon } from "../pictures/glyph.js";
import { kindOf } from "../problems/kinds.js";
import { indexOf, runAt } from "../run/configuration.js";
import { faultOf } from "../run/faults.js";
import { nameIn, nameOf } from "../run/racer_names.js";
import { problemOf } from "../run/racer_problem.js";
import { libraryRate, rateField } from "../run/tuned.js";
import { t } from "../text.js";
import { icon } from "./icons.js";
import { faultText } from "./notice_faults.js";
import { positions } from "./details_field.js";
import { createRateFrom } from "./rate_from.js";
import { createRateSlide, NOTCHES } from "./rate_slide.js";
import { createRateUsual } from "./rate_usual.js";
import { createRateWhen } from "./rate_when.js";
import { createRateZone } from "./rate_zone.js";
import { lastInside, lastLimited, limitsAt, oneTwoFive, rateText } from "./rate_limit.js";

const PER_CENT = 1.01;
/** What stands beside the title. */
const NAME_LETTERS = 20;

/**
 * The one thing to touch: the learning rate of the selected racer, with its limit of stability, and where changes hold from.
 * @param {HTMLElement} host @param {import("../page_parts.d.ts").Page} page
 * @returns {import("../types.d.ts").View}
 */
export function createRate(host, page) {
  const { store, session, edits, catalogue, settled } = page;
  const zones = createRateZone(page);
  const who = element("span", { class: "rate-who" });
  const when = createRateWhen();
  const sweep = element(
    "button",
    {
      class: "tool icon rate-sweep",
      type: "button",
      "aria-label": t("rate.sweep"),
      title: t("rate.sweep"),
      onclick: () => store.set({ dialog: "sweep" }),
    },
    icon("sweep", 17),
  );
  const number = element("input", {
    id: "rate-number",
    class: "rate-number",
    type: "text",
    inputmode: "decimal",
    autocomplete: "off",
    spellcheck: "false",
    "aria-describedby": "rate-zone rate-limit rate-second rate-fault",
  });
  const step = (/** @type {1 | -1} */ by) =>
    element(
      "button",
      {
        class: "rate-step",
        type: "button",
        "aria-label": t(by > 0 ? "rate.more" : "rate.less"),
        onclick: () => take(oneTwoFive(rate, by), null),
      },
      icon(by > 0 ? "plus" : "minus"),
    );
  const fault = element("p", { class: "fault", id: "rate-fault", role: "alert" });
  const slide = createRateSlide((isPast) => host.classList.toggle("is-past", isPast));
  const { slider } = slide;
  const usual = createRateUsual((wanted) => take(wanted, null));
  host.append(
    element(
      "header",
      {},
      element("label", { for: "rate-number" }, t("rate.title"), element("i", { class: "letter" }, "α")),
      sweep,
      who,
      when.node,
      createRateFrom({ store }),
    ),
    element("div", { class: "rate-row" }, number, step(-1), step(1)),
    slide.root,
    usual.node,
    fault,
  );
  host.classList.add("rate");

  let racerId = "";
  /** @type {any} */
  let optimizer = null;
  let rate = 0;
  /** The racer's problem, and what was tuned for it. @type {import("../types.d.ts").Problem | null} */
  let problem = null;
  /** @type {import("../types.d.ts").Rates} */
  let rates = {};
  let isDragging = false;
  /** Whether there are letters in the field that are not yet taken. */
  let isWritten = false;
  /** @type {object | null} */
  let gesture = null;
  let scale = positions({ type: "number", title: "", description: "", default: 0, slider: [1e-5, 1], scale: "log" });

  const schema = () => catalogue.optimizers[optimizer.kind].schema.learning_rate;

  function fail(/** @type {string | null} */ sentence) {
    say(fault, sentence ?? "");
    mark(number, "aria-invalid", sentence === null ? null : "true");
  }

  function take(/** @type {number} */ next, /** @type {object | null} */ by) {
    if (optimizer === null) return false;
    const found = faultOf(schema(), next, "learning_rate");
    if (found) {
      fail(faultText(found, t("rate.title")));
      return false;
    }
    fail(null);
    rate = next;
    optimizer = { ...optimizer, learning_rate: next };
    show();
    edits.setOptimizer(racerId, optimizer, by);
    return true;
  }

  function show() {
    if (!isWritten) number.value = document.activeElement === number ? exact(rate) : rateText(rate);
    number.style.setProperty("--letters", String(Math.max(5, number.value.length)));
    slide.show(rate, scale);
    usual.show(rate, libraryRate(catalogue, optimizer.kind), rates[optimizer.kind]);
  }

  function typed() {
    isWritten = false;
    if (optimizer === null || number.value === rateText(rate) || number.value === exact(rate)) return fail(null);
    const next = parse(number.value);
    if (Number.isNaN(next))
      return fail(faultText({ code: "not_a_number", path: "learning_rate", params: { value: number.value } }, t("rate.title")));
    take(next, null);
  }

  number.addEventListener("input", () => (isWritten = true));
  number.addEventListener("focus", () => {
    if (number.getAttribute("aria-invalid") === null) number.value = exact(rate);
    number.select();
  });
  number.addEventListener("blur", () => {
    typed();
    if (number.getAttribute("aria-invalid") === null) number.value = rateText(rate);
  });

  /** Arrows ±1 %, Page ±1 decade: the same in the field and on the slider. */
  function onKey(/** @type {KeyboardEvent} */ event) {
    if (event.key === "Enter") return typed();
    const isSlider = event.currentTarget === slider;
    const factor = {
      ArrowUp: PER_CENT,
      ArrowDown: 1 / PER_CENT,
      PageUp: 10,
      PageDown: 0.1,
      ...(isSlider && { ArrowRight: PER_CENT, ArrowLeft: 1 / PER_CENT }),
    }[event.key];
    if (factor === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    if (take(Number((rate * factor).toPrecision(6)), null) && !isSlider) number.value = exact(rate);
  }
  number.addEventListener("keydown", onKey);
  slider.addEventListener("keydown", onKey);
  slider.addEventListener("pointerdown", () => {
    isDragging = true;
    gesture = {};
  });
  slider.addEventListener("input", () => take(scale.at(Number(slider.value) / NOTCHES), (gesture ??= {})));
  slider.addEventListener("change", () => {
    isDragging = false;
    gesture = null;
    settled();
  });

  return {
    draw({ state, tape, step: now, field }) {
      const { run, changes, selected } = state;
      host.hidden = run.racers.length === 0;
      const next = edits.now();
      const racer = next.racers.find((other) => other.id === selected);
      if (racer === undefined) return;
      const name = nameOf(catalogue, next, selected),
        { whole } = name;
      const index = indexOf(next, selected);
      if (who.dataset.shown !== `${index} ${whole}`) {
        who.dataset.shown = `${index} ${whole}`;
        who.replaceChildren(ballIcon(index % 8, 16), element("span", { title: whole }, nameIn(name, NAME_LETTERS)));
      }
      if (racerId !== selected) fail(null);
      racerId = selected;
      when.show(edits.applied, selected);
      const ground = problemOf(next, selected);
      if (!isDragging && (optimizer !== racer.optimizer || rate !== racer.optimizer.learning_rate || problem !== ground)) {
        if (problem !== ground) rates = kindOf(ground).rates(catalogue, ground);
        problem = ground;
        optimizer = racer.optimizer;
        rate = optimizer.learning_rate;
        scale = positions(rateField(catalogue, rates, optimizer.kind));
        slide.showTicks(scale);
        show();
      }
      const at = tape?.racers.indexOf(selected) ?? -1;
      const unknown = { here: NaN, minimum: NaN, isKnown: false, ofStep: null, goneAt: null, zone: null, fate: null };
      if (tape === null || at < 0) return slide.showMarks({ ...unknown, rate, scale });
      // Beyond all numbers there is no curvature: the limit that counted is the last one inside the picture.
      const isGone = !Number.isFinite(tape.column("loss")[now * tape.racers.length + at]);
      const seen = isGone && field !== null ? lastLimited(tape, at, lastInside(tape, at, now, field.window)) : now;
      const base = runAt(run, changes, seen).racers.find((other) => other.id === selected)?.optimizer.learning_rate ?? rate;
      const isKnown = seen !== tape.held || Number.isFinite(tape.column("learning_rate")[seen * tape.racers.length + at]);
      const outcome = tape.outcomes.get(selected);
      const goneAt = outcome?.kind === "diverged" && now >= outcome.step ? outcome.step : null;
      const ofStep = isGone ? seen : null;
      const zone = zones.at(state, now, [scale.low, rate > scale.high ? 10 ** Math.ceil(Math.log10(rate)) : scale.high]);
      // What becomes of the rate on screen the run itself says, once it is computed: no rate near it knows better.
      const isItsRun = state.from !== "start" || changes.length === 0;
      const fate = !isItsRun || session.awaited ? null : outcome?.kind === "diverged" ? "diverges" : tape.ended ? "holds" : null;
      slide.showMarks({ ...limitsAt(tape, seen, at, base), isKnown, ofStep, goneAt, zone, fate, rate, scale });
    },
  };
}
