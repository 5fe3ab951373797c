import { element, mark } from "../element.js";
import { html, plain } from "../format.js";
import { t } from "../text.js";

export const NOTCHES = 2000;

/** @typedef {ReturnType<typeof import("./details_field.js").positions>} Scale */

/**
 * The slider of the learning rate on its logarithmic scale, with the limit of stability drawn on it and said above it.
 * @param {(isPast: boolean) => void} pass whether the rate is past its limit
 */
export function createRateSlide(pass) {
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
    /** @type {{rate: number, scale: Scale}} */ { rate, scale },
  ) {
    const hasLimit = here > 0;
    root.classList.toggle("has-limit", hasLimit && here < scale.high);
    root.classList.toggle("has-minimum", minimum > scale.low && minimum < scale.high);
    root.style.setProperty("--limit", String(scale.of(hasLimit ? here : scale.high)));
    root.style.setProperty("--minimum", String(scale.of(minimum)));
    pass(hasLimit && rate > here);
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
