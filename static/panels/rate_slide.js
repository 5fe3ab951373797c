import { element, mark } from "../element.js";
import { explain } from "../explained.js";
import { html, plain } from "../format.js";
import { t } from "../text.js";
import { stretchAt } from "./rate_zone.js";

export const NOTCHES = 2000;
/** A line explains itself so far around it. */
const LINE_PX = 8;

/** Labels of limits that are farther apart than this share of the track do not run into each other. */
const APART = 0.5;

/**
 * @typedef {ReturnType<typeof import("./details_field.js").positions>} Scale
 * @typedef {object} Marks
 * @property {number} here limit of stability where the ball is, of the update taken for linear
 * @property {number} minimum the same at the minimum
 * @property {boolean} isKnown whether these are known
 * @property {number | null} ofStep the step that they are of, where it is not the one on screen
 * @property {number} rate @property {Scale} scale
 * @property {number | null} goneAt the step at which the racer diverged
 * @property {import("./rate_zone.js").Zone | null} zone rates with which it really diverges, as far as that is known
 * @property {"diverges" | "holds" | null} fate what becomes of this very rate, where the run on screen has said it
 */

/**
 * The slider of the learning rate on its logarithmic scale: hatched where the racer really diverges, with the linear limits as thin lines.
 * @param {(isPast: boolean) => void} pass whether the racer diverges with this rate, or has
 */
export function createRateSlide(pass) {
  // A finger reaches the slider through them, which says the same where it is hatched: two targets of its size do not fit there.
  const tabindex = matchMedia("(pointer: coarse)").matches ? null : 0;
  /** @type {HTMLElement & {shown?: string}} */
  const zoneLabel = element("p", { class: "rate-zone", id: "rate-zone", role: "note", tabindex });
  /** @type {HTMLElement & {shown?: string}} */
  const limit = element("p", { class: "rate-limit", id: "rate-limit", role: "note", tabindex });
  /** @type {HTMLElement & {shown?: string}} */
  const second = element("p", { class: "rate-limit is-second", id: "rate-second", role: "note", tabindex });
  const hatches = element("span", { class: "rate-hatches" });
  const track = element("span", { class: "rate-track" }, hatches, element("span", { class: "rate-fill" }));
  const slider = element("input", {
    class: "rate-slider",
    type: "range",
    min: 0,
    max: NOTCHES,
    step: 1,
    "aria-label": t("rate.title"),
    "aria-describedby": "rate-zone rate-limit rate-second",
  });
  const ticks = element("div", { class: "rate-ticks", "aria-hidden": "true" });
  const root = element(
    "div",
    { class: "rate-slide" },
    zoneLabel,
    limit,
    second,
    track,
    element("span", { class: "rate-minimum" }),
    element("span", { class: "rate-line" }),
    slider,
    ticks,
  );
  let ticksFor = "",
    hatchedFor = "";
  /** @type {Marks | null} */
  let told = null;
  explain(zoneLabel, zoneSentence);
  explain(limit, limitSentence);
  explain(second, minimumSentence);
  explain(slider, (along) => {
    const box = slider.getBoundingClientRect(),
      { left, width } = track.getBoundingClientRect();
    const at = (box.left + along * box.width - left) / width;
    if (told === null || Number.isNaN(at)) return "";
    const { scale, here, minimum, zone } = told;
    const [toLimit, toMinimum] = [here, minimum].map((rate) => (rate > 0 ? Math.abs(at - scale.of(rate)) * width : Infinity));
    if (Math.min(toLimit, toMinimum) <= LINE_PX) return toLimit <= toMinimum ? limitSentence() : minimumSentence();
    return stretchAt(zone, scale.at(Math.min(1, Math.max(0, at)))) === undefined ? "" : zoneSentence();
  });

  /** What is hatched, and why. */
  function zoneSentence() {
    if (told === null) return "";
    const { goneAt, zone, rate } = told;
    const gone = goneAt === null ? "" : t("explain.diverged", { step: goneAt, rate: plain(rate, 3) });
    if (zone === null) return gone;
    const [first] = zone.stretches,
      tried = { step: zone.at_step, end: plain(zone.end, 3), rate: plain(rate, 3) };
    if (first === undefined) return [gone, t("explain.zone_none", tried)].filter(Boolean).join(" ");
    const stretch = stretchAt(zone, rate) ?? first,
      ends = { from: plain(stretch.from, 3), to: plain(stretch.to, 3) };
    const hatched = t(stretch.isOpen ? "explain.zone" : "explain.zone_between", { ...tried, ...ends });
    const own = t(isLost(told) ? "explain.zone_in" : "explain.zone_out", tried);
    return [gone, hatched, own].filter(Boolean).join(" ");
  }

  /** The thin line. */
  function limitSentence() {
    if (told === null || !told.isKnown) return "";
    const { here, ofStep, rate, minimum, scale } = told;
    if (!(here > 0)) return t(Number.isNaN(minimum) ? "explain.no_limit" : "explain.no_limit_curved");
    const values = { limit: plain(here, 3), rate: plain(rate, 3), times: plain(rate / here, 2) };
    if (ofStep === null && here > scale.high) return t("explain.limit_beyond", { ...values, end: plain(scale.high, 3) });
    return ofStep === null ? t("explain.limit", values) : t("explain.limit_before", { ...values, step: ofStep });
  }

  function minimumSentence() {
    if (told === null || !told.isKnown || !(told.minimum > 0)) return "";
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

  function showMarks(/** @type {Marks} */ marks) {
    told = marks;
    const { here, minimum, isKnown, ofStep, rate, scale, goneAt, zone } = marks;
    const [first] = zone?.stretches ?? [];
    const hasLimit = here > 0,
      isHatched = first !== undefined;
    showHatched(zone?.stretches ?? [], scale);
    root.classList.toggle("has-limit", hasLimit && here < scale.high);
    root.classList.toggle("has-minimum", minimum > scale.low && minimum < scale.high);
    const [zoneAt, limitAt, minimumAt] = [isHatched ? first.from : rate, hasLimit ? here : scale.high, minimum].map(scale.of);
    root.style.setProperty("--zone", String(zoneAt));
    root.style.setProperty("--limit", String(limitAt));
    root.style.setProperty("--minimum", String(minimumAt));
    pass(goneAt !== null || isLost(marks));
    const isLater = zone !== null && zone.at_step > 0;
    const [open, between] = isLater ? ["rate.zone_at", "rate.zone_between_at"] : ["rate.zone", "rate.zone_between"];
    const hatched = !isHatched ? "" : first.isOpen ? open : between;
    if (goneAt === null) put(zoneLabel, hatched, { value: first?.from, to: first?.to, step: zone?.at_step });
    else put(zoneLabel, "rate.diverged", { step: goneAt });
    const none = Number.isNaN(minimum) ? "rate.no_limit" : "rate.no_limit_curved";
    const whole = here > scale.high ? "rate.limit_beyond" : "rate.limit";
    put(limit, !isKnown ? "" : !hasLimit ? none : ofStep === null ? whole : "rate.limit_before", { value: here, step: ofStep });
    limit.classList.toggle("is-none", !hasLimit);
    // A limit is never cut off; that there is none may take more words than there is room for.
    mark(limit, "title", isKnown && !hasLimit ? t(none) : null);
    put(second, minimum > 0 && Math.abs(minimum / here - 1) > 0.005 ? "rate.limit_minimum" : "", { value: minimum });
    // What really happens is written first. What would run into what is written is only drawn and spoken.
    const hasZone = zoneLabel.shown !== "";
    hide(limit, hasZone);
    hide(second, hasZone || !hasLimit || Math.abs(minimumAt - limitAt) < APART);
  }

  /** Whether the racer diverges with the rate on screen: by its own run, else by the rates around it. */
  function isLost(/** @type {Marks} */ { fate, zone, rate }) {
    return fate === null ? stretchAt(zone, rate) !== undefined : fate === "diverges";
  }

  function showHatched(/** @type {import("./rate_zone.js").Stretch[]} */ stretches, /** @type {Scale} */ scale) {
    const key = stretches.map(({ from, to }) => `${scale.of(from)} ${scale.of(to)}`).join();
    if (key === hatchedFor) return;
    hatchedFor = key;
    hatches.replaceChildren(
      ...stretches.map(({ from, to, isOpen }) => {
        const style = { "--from": String(scale.of(from)), "--to": String(isOpen ? 1 : scale.of(to)) };
        return element("span", { class: "rate-hatch", style });
      }),
    );
  }

  function hide(/** @type {HTMLElement & {shown?: string}} */ label, /** @type {boolean} */ isUnseen) {
    label.classList.toggle("unseen", isUnseen);
    label.tabIndex = isUnseen || label.shown === "" ? -1 : 0;
  }

  /** @param {HTMLElement & {shown?: string}} label @param {string} key @param {{value?: number, to?: number, step?: number | null}} said */
  function put(label, key, { value = NaN, to = NaN, step = null }) {
    const markup = key === "" ? "" : t(key, { step: step ?? "", value: html(value, 3), to: html(to, 3) });
    if (label.shown === markup) return;
    label.shown = markup;
    label.innerHTML = markup;
  }

  return {
    root,
    slider,
    showTicks,
    showMarks,
    show(/** @type {number} */ rate, /** @type {Scale} */ scale) {
      const at = scale.of(rate);
      slider.value = String(Math.round(at * NOTCHES));
      root.style.setProperty("--at", String(at));
      mark(slider, "aria-valuetext", plain(rate, 3));
    },
  };
}
