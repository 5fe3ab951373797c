import { element, mark, say } from "../element.js";
import { exact, html, parse, plain } from "../format.js";
import { ballIcon } from "../pictures/glyph.js";
import { indexOf, racerName, runAt } from "../run/configuration.js";
import { faultOf } from "../run/faults.js";
import { t } from "../text.js";
import { icon } from "./icons.js";
import { faultText } from "./notice_faults.js";
import { positions } from "./details_field.js";
import { createRateWhen } from "./rate_when.js";
import { lastInside, lastLimited, limitsAt, oneTwoFive, rateText } from "./rate_limit.js";

const NOTCHES = 2000;
const PER_CENT = 1.01;

/**
 * The one thing to touch: the learning rate of the selected racer, with its limit of stability.
 * @param {HTMLElement} host @param {import("../page_parts.d.ts").Page} page
 * @returns {import("../types.d.ts").View}
 */
export function createRate(host, { store, edits, catalogue, player, settled }) {
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
    "aria-describedby": "rate-limit rate-second rate-fault",
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
  const limit = element("p", { class: "rate-limit", id: "rate-limit" });
  const second = element("p", { class: "rate-limit is-second", id: "rate-second" });
  const hatch = element("span", { class: "rate-hatch" });
  const track = element("span", { class: "rate-track" }, hatch, element("span", { class: "rate-fill" }));
  const slider = element("input", {
    class: "rate-slider",
    type: "range",
    min: 0,
    max: NOTCHES,
    step: 1,
    "aria-label": t("rate.title"),
    "aria-describedby": "rate-limit rate-second",
  });
  const ticks = element("div", { class: "rate-ticks", "aria-hidden": "true" });
  const fault = element("p", { class: "fault", id: "rate-fault", role: "alert" });
  const slide = element(
    "div",
    { class: "rate-slide" },
    limit,
    second,
    track,
    element("span", { class: "rate-minimum" }),
    element("span", { class: "rate-line" }),
    slider,
    ticks,
  );
  host.append(
    element(
      "header",
      {},
      element("label", { for: "rate-number" }, t("rate.title"), element("i", { class: "letter" }, "α")),
      sweep,
      who,
      when.node,
    ),
    element("div", { class: "rate-row" }, number, step(-1), step(1)),
    slide,
    fault,
  );
  host.classList.add("rate");

  let racerId = "";
  /** @type {any} */
  let optimizer = null;
  let rate = 0;
  let isDragging = false;
  /** @type {object | null} */
  let gesture = null;
  let scale = positions({ type: "number", title: "", description: "", default: 0, slider: [1e-5, 1], scale: "log" });
  let ticksFor = "";

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
    const at = scale.of(rate);
    if (document.activeElement !== number) number.value = rateText(rate);
    number.style.setProperty("--letters", String(Math.max(5, number.value.length)));
    slider.value = String(Math.round(at * NOTCHES));
    slide.style.setProperty("--at", String(at));
    mark(slider, "aria-valuetext", plain(rate, 3));
  }

  function typed() {
    if (optimizer === null || number.value === rateText(rate) || number.value === exact(rate)) return fail(null);
    const next = parse(number.value);
    if (Number.isNaN(next))
      return fail(faultText({ code: "not_a_number", path: "learning_rate", params: { value: number.value } }, t("rate.title")));
    take(next, null);
  }

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

  function showTicks() {
    const { low, high } = scale;
    const key = `${low} ${high}`;
    if (key === ticksFor) return;
    ticksFor = key;
    const first = Math.ceil(Math.log10(low) - 1e-9);
    const decades = Array.from({ length: Math.floor(Math.log10(high) + 1e-9) - first + 1 }, (_, i) => first + i);
    ticks.replaceChildren(
      ...decades.map((exponent) => {
        const label = element("span", { style: { "--place": String(scale.of(10 ** exponent)) } });
        label.innerHTML = exponent >= -2 && exponent <= 2 ? String(10 ** exponent) : `10<sup>${String(exponent).replace("-", "−")}</sup>`;
        return label;
      }),
    );
  }

  function showLimit(
    /** @type {{here: number, minimum: number}} */ { here, minimum },
    /** @type {boolean} */ isKnown,
    /** @type {number | null} */ ofStep = null,
  ) {
    const hasLimit = here > 0;
    slide.classList.toggle("has-limit", hasLimit && here < scale.high);
    slide.classList.toggle("has-minimum", minimum > scale.low && minimum < scale.high);
    slide.style.setProperty("--limit", String(scale.of(hasLimit ? here : scale.high)));
    slide.style.setProperty("--minimum", String(scale.of(minimum)));
    host.classList.toggle("is-past", hasLimit && rate > here);
    const none = Number.isNaN(minimum) ? "rate.no_limit" : "rate.no_limit_curved";
    const words = !isKnown ? "" : !hasLimit ? none : ofStep === null ? "rate.limit" : "rate.limit_before";
    put(limit, words, here, ofStep);
    limit.classList.toggle("is-none", !hasLimit);
    put(second, minimum > 0 && Math.abs(minimum / here - 1) > 0.005 ? "rate.limit_minimum" : "", minimum);
    // Where the two would run into each other the nearer one is written, the other one only drawn and spoken.
    const [left, right] = here < minimum ? [here, minimum] : [minimum, here];
    second.classList.toggle("unseen", !hasLimit || scale.of(right) - scale.of(left) < 0.5);
  }

  /** @param {HTMLElement & {shown?: string}} label @param {string} key @param {number} value @param {number | null} step */
  function put(label, key, value, step = null) {
    const markup = key === "" ? "" : t(key, { step: step ?? "", value: html(value, 3) });
    if (label.shown === markup) return;
    label.shown = markup;
    label.innerHTML = markup;
    mark(label, "title", key === "" ? null : t(key, { step: step ?? "", value: plain(value, 3) }));
  }

  return {
    draw({ state, tape, step: now, field }) {
      const { run, changes, selected } = state;
      host.hidden = run.racers.length === 0;
      const next = runAt(run, changes, player.editStep);
      const racer = next.racers.find((other) => other.id === selected);
      if (racer === undefined) return;
      const name = racerName(catalogue, next, selected);
      const index = indexOf(run, selected);
      if (who.dataset.shown !== `${index} ${name}`) {
        who.dataset.shown = `${index} ${name}`;
        who.replaceChildren(ballIcon(index % 8, 16), element("span", { title: name }, name));
      }
      if (racerId !== selected) fail(null);
      racerId = selected;
      when.show(edits.applied, selected);
      if (!isDragging && (optimizer !== racer.optimizer || rate !== racer.optimizer.learning_rate)) {
        optimizer = racer.optimizer;
        rate = optimizer.learning_rate;
        scale = positions(schema());
        showTicks();
        show();
      }
      const at = tape?.racers.indexOf(selected) ?? -1;
      if (tape === null || at < 0) return showLimit({ here: NaN, minimum: NaN }, false);
      // Beyond all numbers there is no curvature: the limit that counted is the last one inside the picture.
      const isGone = !Number.isFinite(tape.column("loss")[now * tape.racers.length + at]);
      const seen = isGone && field !== null ? lastLimited(tape, at, lastInside(tape, at, now, field.window)) : now;
      const base = runAt(run, changes, seen).racers.find((other) => other.id === selected)?.optimizer.learning_rate ?? rate;
      const isKnown = seen !== tape.held || Number.isFinite(tape.column("learning_rate")[seen * tape.racers.length + at]);
      showLimit(limitsAt(tape, seen, at, base), isKnown, isGone ? seen : null);
    },
  };
}
