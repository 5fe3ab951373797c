import { element, mark } from "../element.js";
import { explain } from "../explained.js";
import { t } from "../text.js";
import { icon } from "./icons.js";
import { createMarks } from "./timeline_marks.js";
import { createSpeeds } from "./timeline_speeds.js";

/** Where the axis is labelled: 0, …, limit, in 1-2-5 steps. */
function axisSteps(/** @type {number} */ limit, /** @type {number} */ most) {
  const least = limit / most;
  const power = 10 ** Math.floor(Math.log10(least));
  const gap = Math.max(1, power * /** @type {number} */ ([1, 2, 4, 5, 10].find((digit) => digit * power >= least * (1 - 1e-9))));
  const steps = [];
  for (let step = 0; step <= limit - gap * 0.6; step += gap) steps.push(step);
  return [...steps, limit];
}

/**
 * Playback: the buttons, the timeline with what happened on it, the speeds.
 * @param {HTMLElement} host @param {import("../page_parts.d.ts").Page} page
 * @returns {import("../types.d.ts").View}
 */
export function createTimeline(host, { store, session, player, catalogue, perform, seek, settled, invalidate }) {
  const button = (/** @type {string} */ action, /** @type {string} */ drawing, help = t(`action.${action}`)) =>
    element(
      "button",
      {
        class: "transport",
        type: "button",
        "aria-label": t(`action.${action}`),
        title: help,
        onclick: () => perform(action),
      },
      icon(drawing, 22),
    );
  const play = element("button", { class: "play", type: "button", onclick: () => perform("play") });
  const slider = element("input", { class: "timeline-slider", type: "range", min: 0, max: 1, step: 1, "aria-label": t("timeline.name") });
  const marks = createMarks({ store, session, catalogue, seek });
  const axis = element("div", { class: "timeline-axis", "aria-hidden": "true" });
  const known = element("span", { class: "timeline-known" }),
    played = element("span", { class: "timeline-played" }),
    carriage = element("span", { class: "timeline-carriage" });
  const timeline = element(
    "div",
    { class: "timeline" },
    element("span", { class: "timeline-track" }),
    known,
    played,
    slider,
    marks.root,
    axis,
    element("span", { class: "timeline-rail" }, carriage),
  );
  host.append(
    element(
      "div",
      { class: "transports", role: "group", "aria-label": t("timeline.playback") },
      button("restart", "restart", t("action.restart_help")),
      button("back", "previous"),
      play,
      button("forward", "next"),
    ),
    timeline,
    createSpeeds({ store, perform }),
  );

  let wasPlaying = false;
  slider.addEventListener("pointerdown", () => {
    wasPlaying = store.state.playing;
    store.set({ playing: false });
  });
  slider.addEventListener("input", () => seek(Number(slider.value)));
  slider.addEventListener("change", () => {
    if (wasPlaying) store.set({ playing: true });
    wasPlaying = false;
    settled();
  });
  slider.addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => {
    const by = { PageUp: 10, PageDown: -10 }[event.key];
    const action = { ArrowRight: "forward", ArrowUp: "forward", ArrowLeft: "back", ArrowDown: "back", Home: "first", End: "last" }[
      event.key
    ];
    if (action === undefined && by === undefined) return;
    event.preventDefault();
    if (action) perform(action);
    else seek(player.step + /** @type {number} */ (by));
  });

  /** @type {{step: number, known: number, isOver: boolean} | null} */
  let told = null;
  // Where the keyboard is there is no place: what is pale is said.
  explain(slider, (along) => {
    if (told === null) return "";
    const { step, known: last, isOver } = told,
      at = Number.isNaN(along) ? Math.min(step + 1, last) : along * limit;
    if (at <= step) return t("explain.played", { step });
    if (at <= last) return t("explain.known", { from: step, to: last, limit });
    return t(isOver ? "explain.over" : "explain.unknown", { from: last, limit });
  });

  let limit = 0;
  let width = 0,
    drawnWidth = 0,
    knownTo = "",
    drawnPart = NaN,
    drawnStep = -1,
    drawnLimit = 0;
  new ResizeObserver(() => {
    width = timeline.clientWidth;
    invalidate();
  }).observe(timeline);

  function showAxis() {
    const most = Math.max(2, Math.floor(width / 90));
    axis.replaceChildren(
      ...axisSteps(limit, most).map((step) => element("span", { style: { "--place": String(step / limit) } }, String(step))),
    );
  }

  return {
    draw({ state, tape, ghosts, time, step }) {
      if (state.run.step_limit !== limit || drawnWidth !== width) {
        limit = state.run.step_limit;
        drawnWidth = width;
        slider.max = String(limit);
        showAxis();
      }
      // By half pixels: what moves less is not seen, and would have the browser compose the page's foot in every frame.
      const halves = 2 * width,
        part = halves > 0 ? (Math.round((time / limit) * halves) / halves) * 100 : 0;
      if (part !== drawnPart) {
        drawnPart = part;
        played.style.clipPath = `inset(0 ${100 - part}% 0 0 round 4px)`;
        carriage.style.transform = `translateX(${part}%)`;
      }
      const far = `${(Math.max(0, (tape?.length ?? 1) - 1) / limit) * 100}%`;
      if (far !== knownTo) known.style.width = knownTo = far;
      told = tape && tape.length > 0 ? { step, known: tape.length - 1, isOver: tape.ended } : null;
      if (Number(slider.value) !== step) slider.value = String(step);
      if (drawnStep !== step || drawnLimit !== limit) {
        [drawnStep, drawnLimit] = [step, limit];
        mark(slider, "aria-valuetext", t("timeline.step", { step, limit }));
      }
      const drawing = state.playing ? "pause" : "play";
      if (play.dataset.drawing !== drawing) {
        play.dataset.drawing = drawing;
        play.replaceChildren(icon(drawing, 26));
        mark(play, "aria-label", t(state.playing ? "action.pause" : "action.play_now"));
        mark(play, "title", t(state.playing ? "action.pause" : "action.play_now"));
      }
      marks.draw(state, tape, ghosts, { limit, width });
    },
    resize() {
      width = 0;
    },
  };
}
