import { element, mark } from "../element.js";
import { explain } from "../explained.js";
import { html, plain } from "../format.js";
import { t } from "../text.js";

export const NOTCHES = 2000;
/** A line explains itself so far around it. */
const LINE_PX = 8;

/** @typedef {ReturnType<typeof import("./details_field.js").positions>} Scale */

/**
 * The slider of the learning rate on its logarithmic scale, with the limit of stability drawn on it and said above it.
 * @param {(isPast: boolean) => void} pass whether the rate is past its limit, or the racer has diverged with it
 */
export function createRateSlide(pass) {
  // A finger reaches the slider through them, which says the same where it is hatched: two targets of its size do not fit there.
  const tabindex = matchMedia("(pointer: coarse)").matches ? null : 0;
  const limit = element("p", { class: "rate-limit", id: "rate-limit", role: "note", tabindex });
  /** @type {HTMLElement & {shown?: string}} */
  const second = element("p", { class: "rate-limit is-second", id: "rate-second", role: "note", tabindex });
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
  const root = element(
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
  let ticksFor = "";
  /** @type {{here: number, minimum: number, ofStep: number | null, rate: number, scale: Scale, goneAt: number | null} | null} */
  let told = null;
  explain(limit, limitSentence);
  explain(second, minimumSentence);
  explain(slider, (along) => {
    const box = slider.getBoundingClientRect(),
      { left, width } = track.getBoundingClientRect();
    const at = (box.left + along * box.width - left) / width;
    if (told === null || Number.isNaN(at)) return "";
    if (Math.abs(at - told.scale.of(told.minimum)) * width <= LINE_PX) return minimumSentence();
    return told.here > 0 && at > told.scale.of(told.here) ? limitSentence() : "";
  });

  /** What is hatched, and why. */
  function limitSentence() {
    if (told === null) return "";
    const { here, ofStep, rate, minimum, goneAt, scale } = told;
    if (goneAt !== null && !(here > 0)) return t("explain.diverged", { step: goneAt, rate: plain(rate, 3) });
    if (!(here > 0)) return t(Number.isNaN(minimum) ? "explain.no_limit" : "explain.no_limit_curved");
    const values = { limit: plain(here, 3), rate: plain(rate, 3), times: plain(rate / here, 2) };
    if (ofStep === null && here > scale.high) return t("explain.limit_beyond", { ...values, end: plain(scale.high, 3) });
    return ofStep === null ? t("explain.limit", values) : t("explain.limit_before", { ...values, step: ofStep });
  }

  function minimumSentence() {
    if (told === null || !(told.minimum > 0)) return "";
    return t("explain.limit_minimum", { limit: plain(told.minimum, 3), rate: plain(told.rate, 3) });
  }

  function showTicks(/** @type {Scale} */ scale) {
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
    /** @type {number | null} */ ofStep,
    /** @type {{rate: number, scale: Scale, goneAt: number | null}} `goneAt`: the step at which it diverged */ { rate, scale, goneAt },
  ) {
    const hasLimit = here > 0;
    told = isKnown ? { here, minimum, ofStep, rate, scale, goneAt } : null;
    root.classList.toggle("has-limit", hasLimit && here < scale.high);
    root.classList.toggle("has-minimum", minimum > scale.low && minimum < scale.high);
    root.style.setProperty("--limit", String(scale.of(hasLimit ? here : scale.high)));
    root.style.setProperty("--minimum", String(scale.of(minimum)));
    pass(goneAt !== null || (hasLimit && rate > here));
    const none = Number.isNaN(minimum) ? "rate.no_limit" : "rate.no_limit_curved";
    const whole = here > scale.high ? "rate.limit_beyond" : "rate.limit";
    const going = !isKnown ? "" : !hasLimit ? none : ofStep === null ? whole : "rate.limit_before";
    const isLimited = isKnown && hasLimit && ofStep !== null;
    if (goneAt === null) put(limit, going, here, ofStep);
    else put(limit, isLimited ? "rate.limit_diverged" : "rate.diverged", here, isLimited ? ofStep : goneAt);
    limit.classList.toggle("is-none", !hasLimit);
    limit.classList.toggle("is-gone", goneAt !== null);
    put(second, minimum > 0 && Math.abs(minimum / here - 1) > 0.005 ? "rate.limit_minimum" : "", minimum);
    // Where the two would run into each other the nearer one is written, the other one only drawn and spoken.
    const [left, right] = here < minimum ? [here, minimum] : [minimum, here];
    const isUnseen = !hasLimit || scale.of(right) - scale.of(left) < 0.5;
    second.classList.toggle("unseen", isUnseen);
    second.tabIndex = isUnseen || second.shown === "" ? -1 : 0;
  }

  /** @param {HTMLElement & {shown?: string}} label @param {string} key @param {number} value @param {number | null} step */
  function put(label, key, value, step = null) {
    const markup = key === "" ? "" : t(key, { step: step ?? "", value: html(value, 3) });
    if (label.shown === markup) return;
    label.shown = markup;
    label.innerHTML = markup;
    // A limit is never cut off; that there is none may take more words than there is room for.
    mark(label, "title", key.startsWith("rate.no_limit") ? t(key) : null);
  }

  return {
    root,
    slider,
    showTicks,
    showLimit,
    show(/** @type {number} */ rate, /** @type {Scale} */ scale) {
      const at = scale.of(rate);
      slider.value = String(Math.round(at * NOTCHES));
      root.style.setProperty("--at", String(at));
      mark(slider, "aria-valuetext", plain(rate, 3));
    },
  };
}
