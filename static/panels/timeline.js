import { element, mark } from "../element.js";
import { ballIcon } from "../pictures/glyph.js";
import { indexOf, racerName } from "../run/configuration.js";
import { forks } from "../run/labels.js";
import { t } from "../text.js";
import { icon } from "./icons.js";
import { createSpeeds } from "./timeline_speeds.js";

/** Marks closer than this share a place. */
const CLOSE_PX = 30;
/** Width of a fork without its label; where there are no labels it is as wide as a finger. */
const FORK_PX = 22;
const BARE = matchMedia("(width < 900px)");
/** @type {Record<string, string>} */
const SIGNS = { converged: "tick", diverged: "cross", step_limit: "flat" };

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
  const button = (/** @type {string} */ action, /** @type {string} */ drawing) =>
    element(
      "button",
      {
        class: "transport",
        type: "button",
        "aria-label": t(`action.${action}`),
        title: t(`action.${action}`),
        onclick: () => perform(action),
      },
      icon(drawing, 22),
    );
  const play = element("button", { class: "play", type: "button", onclick: () => perform("play") });
  const slider = element("input", { class: "timeline-slider", type: "range", min: 0, max: 1, step: 1, "aria-label": t("timeline.name") });
  const marks = element("div", { class: "timeline-marks" });
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
    marks,
    axis,
    element("span", { class: "timeline-rail" }, carriage),
  );
  host.append(
    element(
      "div",
      { class: "transports", role: "group", "aria-label": t("timeline.playback") },
      button("restart", "restart"),
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
  const place = (/** @type {number} */ step) => ({ "--place": String(step / limit) });

  function showAxis() {
    const most = Math.max(2, Math.floor(width / 90));
    axis.replaceChildren(...axisSteps(limit, most).map((step) => element("span", { style: place(step) }, String(step))));
  }

  function outcomeMark(
    /** @type {import("../run/messages.d.ts").Outcome} */ outcome,
    /** @type {import("../types.d.ts").RunConfig} */ run,
  ) {
    const index = indexOf(run, outcome.racer);
    const isGood = outcome.kind === "converged" && outcome.point === "minimum";
    const sign = outcome.kind === "converged" && !isGood ? "flat" : SIGNS[outcome.kind];
    const label = t(outcome.kind === "converged" ? `outcome.converged_${outcome.point ?? "flat"}` : `timeline.${outcome.kind}`, {
      racer: racerName(catalogue, run, outcome.racer),
      step: outcome.step,
    });
    return element(
      "button",
      {
        class: `mark${isGood ? " is-good" : ""}${outcome.kind === "diverged" ? " is-bad" : ""}`,
        type: "button",
        style: place(outcome.step),
        title: label,
        "aria-label": label,
        onclick: () => {
          store.set({ selected: outcome.racer, playing: false });
          seek(outcome.step);
        },
      },
      ballIcon(index % 8, 16),
      icon(sign, 13),
    );
  }

  function forkMark(/** @type {{at_step: number, label: string}} */ fork, /** @type {import("../types.d.ts").Ghost | undefined} */ ghost) {
    const name = t("timeline.fork", { step: fork.at_step, change: fork.label });
    const away = ghost
      ? element(
          "button",
          {
            class: "fork-away",
            type: "button",
            "aria-label": t("timeline.dismiss"),
            title: t("timeline.dismiss"),
            onclick: () => session.dismiss(ghost),
          },
          icon("close", 12),
        )
      : null;
    return element(
      "span",
      { class: "fork", title: name, style: place(fork.at_step) },
      element(
        "button",
        { class: "fork-go", type: "button", "aria-label": name, title: name, onclick: () => seek(fork.at_step) },
        icon("branch", 17),
        element("span", {}, fork.label),
      ),
      away,
    );
  }

  /** Changes of one drag stand close together: they are told as one. */
  function forkGroups(/** @type {import("../types.d.ts").State} */ state) {
    /** @type {{at_step: number, racer: string | null, label: string, last: number}[]} */
    const groups = [];
    for (const fork of forks(state.run, state.changes, catalogue)) {
      const before = groups.at(-1);
      if (before && before.racer === fork.racer && ((fork.at_step - before.last) / limit) * width < CLOSE_PX) {
        const [from, to] = [before.label.split(" → "), fork.label.split(" → ")];
        before.label =
          from.length === 2 && to.length === 2 && from[0].split(" ")[0] === to[0].split(" ")[0] ? `${from[0]} → ${to[1]}` : fork.label;
        before.last = fork.at_step;
      } else groups.push({ ...fork, last: fork.at_step });
    }
    return groups;
  }

  let marksFor = /** @type {unknown[]} */ ([]);
  function showMarks(
    /** @type {import("../types.d.ts").State} */ state,
    /** @type {import("../types.d.ts").Tape | null} */ tape,
    /** @type {import("../types.d.ts").Ghost[]} */ ghosts,
  ) {
    const outcomes =
      tape === null ? [] : [...tape.outcomes.values()].filter((outcome) => outcome.kind === "converged" || outcome.kind === "diverged");
    const wants = [state.changes, state.run.racers, limit, width, ghosts, ghosts.length, tape, outcomes.length];
    if (wants.every((want, k) => want === marksFor[k])) return;
    marksFor = wants;
    const groups = forkGroups(state);
    const shown = groups.map((group) =>
      forkMark(
        group,
        ghosts.findLast((ghost) => ghost.from >= group.at_step && ghost.from <= group.last),
      ),
    );
    // Old runs of another beginning have no fork of their own; their mark stands at 0.
    const rootGhost = ghosts.findLast((ghost) => !groups.some((group) => ghost.from >= group.at_step && ghost.from <= group.last));
    if (rootGhost) shown.push(forkMark({ at_step: rootGhost.from, label: rootGhost.label }, rootGhost));
    marks.replaceChildren(...shown, ...outcomes.map((outcome) => outcomeMark(outcome, state.run)));
    settleMarks();
  }

  /** Forks keep their place; outcome marks move aside; a fork's label is hidden where it would run into a mark. */
  function settleMarks() {
    const boxes = [...marks.children]
      .map((node) => ({ node: /** @type {HTMLElement} */ (node), box: node.getBoundingClientRect() }))
      .sort((a, b) => a.box.left - b.box.left);
    const isFork = (/** @type {{node: HTMLElement}} */ { node }) => node.classList.contains("fork");
    const taken = boxes.filter(isFork).map(({ box }) => ({ left: box.left, right: BARE.matches ? box.right : box.left + FORK_PX }));
    let end = -Infinity;
    for (const { node, box } of boxes.filter((entry) => !isFork(entry))) {
      let left = Math.max(box.left, end);
      for (const fork of taken) if (left < fork.right && left + box.width > fork.left) left = fork.right;
      node.style.setProperty("--push", `${left - box.left}px`);
      end = left + box.width + 2;
      taken.push({ left, right: end });
    }
    for (const { node, box } of boxes.filter(isFork)) {
      node.classList.toggle(
        "is-short",
        taken.some(({ left }) => left > box.left + 1 && left < box.right + 4),
      );
    }
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
      showMarks(state, tape, ghosts);
    },
    resize() {
      width = 0;
    },
  };
}
