// What happened on the way: changes (forks) and how racers ended, as marks on the timeline that lead there.

import { element } from "../element.js";
import { ballIcon } from "../pictures/glyph.js";
import { indexOf, runAt } from "../run/configuration.js";
import { forks } from "../run/labels.js";
import { racerName } from "../run/racer_names.js";
import { t } from "../text.js";
import { icon } from "./icons.js";

/** Marks closer than this share a place. */
const CLOSE_PX = 30;
/** Width of a fork without its label; where there are no labels it is as wide as a finger. */
const FORK_PX = 22;
const BARE = matchMedia("(width < 900px)");
/** @type {Record<string, string>} */
const SIGNS = { converged: "tick", diverged: "cross", step_limit: "flat" };

/** @typedef {{limit: number, width: number}} Scale the last step, and the pixels up to it */

const placed = (/** @type {number} */ step, /** @type {Scale} */ { limit }) => ({ "--place": String(step / limit) });

/** @param {Pick<import("../page_parts.d.ts").Page, "store" | "session" | "catalogue" | "seek">} page */
export function createMarks({ store, session, catalogue, seek }) {
  const root = element("div", { class: "timeline-marks" });
  /** @type {unknown[]} */
  let shownFor = [];

  function outcomeMark(
    /** @type {import("../run/messages.d.ts").Outcome} */ outcome,
    /** @type {import("../types.d.ts").State} */ { run, changes },
    /** @type {Scale} */ scale,
  ) {
    const index = indexOf(run, outcome.racer);
    const isGood = outcome.kind === "converged" && outcome.point === "minimum";
    const sign = outcome.kind === "converged" && !isGood ? "flat" : SIGNS[outcome.kind];
    const label = t(outcome.kind === "converged" ? `outcome.converged_${outcome.point ?? "flat"}` : `timeline.${outcome.kind}`, {
      racer: racerName(catalogue, runAt(run, changes, outcome.step), outcome.racer),
      step: outcome.step,
    });
    return element(
      "button",
      {
        class: `mark${isGood ? " is-good" : ""}${outcome.kind === "diverged" ? " is-bad" : ""}`,
        type: "button",
        style: placed(outcome.step, scale),
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

  function forkMark(
    /** @type {{at_step: number, label: string}} */ fork,
    /** @type {import("../types.d.ts").Ghost | undefined} */ ghost,
    /** @type {Scale} */ scale,
  ) {
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
      { class: "fork", title: name, style: placed(fork.at_step, scale) },
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
  function forkGroups(/** @type {import("../types.d.ts").State} */ state, /** @type {Scale} */ { limit, width }) {
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

  function draw(
    /** @type {import("../types.d.ts").State} */ state,
    /** @type {import("../types.d.ts").Tape | null} */ tape,
    /** @type {import("../types.d.ts").Ghost[]} */ ghosts,
    /** @type {Scale} */ scale,
  ) {
    // By their steps: the order in which they came is that in which rows were cut into messages.
    const outcomes = [...(tape?.outcomes.values() ?? [])]
      .filter(({ kind }) => kind === "converged" || kind === "diverged")
      .sort((a, b) => a.step - b.step);
    const wants = [
      state.changes,
      state.run.racers,
      scale.limit,
      scale.width,
      ghosts,
      ghosts.length,
      tape,
      outcomes.map(({ racer, step }) => racer + step).join(),
    ];
    if (wants.every((want, k) => want === shownFor[k])) return;
    shownFor = wants;
    const groups = forkGroups(state, scale);
    const shown = groups.map((group) =>
      forkMark(
        group,
        ghosts.findLast((ghost) => ghost.from >= group.at_step && ghost.from <= group.last),
        scale,
      ),
    );
    // Old runs of another beginning have no fork of their own; their mark stands at 0.
    const rootGhost = ghosts.findLast((ghost) => !groups.some((group) => ghost.from >= group.at_step && ghost.from <= group.last));
    if (rootGhost) shown.push(forkMark({ at_step: rootGhost.from, label: rootGhost.label }, rootGhost, scale));
    root.replaceChildren(...shown, ...outcomes.map((outcome) => outcomeMark(outcome, state, scale)));
    settle(root);
  }

  return { root, draw };
}

/** Forks keep their place; outcome marks move aside; a fork's label is hidden where it would run into a mark. */
function settle(/** @type {HTMLElement} */ marks) {
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
