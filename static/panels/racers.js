import { element, mark, say, sayWhole } from "../element.js";
import { plain, plainOf, shortest, write } from "../format.js";
import { ballIcon } from "../pictures/glyph.js";
import { runAt } from "../run/configuration.js";
import { lossSaid } from "../run/loss_names.js";
import { nameOf, racerName } from "../run/racer_names.js";
import { mostRacers } from "../run/schema.js";
import { t } from "../text.js";
import { choiceGroups, entriesOf } from "./choices.js";
import { icon } from "./icons.js";
import { attachPopover } from "./popover.js";

/** While playing, what a card says aloud follows at this pace. */
const SAID_MS = 1000;
/** From so many racers on, cards and rows are lower, so that eight still fit. */
const MANY = 5;

/**
 * The racers: one card each, which is also the scoreboard.
 * @param {HTMLElement} host @param {import("../page_parts.d.ts").Page} page
 * @returns {import("../types.d.ts").View}
 */
export function createRacers(host, { store, edits, catalogue, player }) {
  const count = element("b");
  const heading = element("h2", { class: "label" }, element("span", {}, `${t("racers.title")} `, count));
  const add = element("button", { class: "link", type: "button" }, icon("plus", 14), t("racers.add"));
  const cards = element("div", { class: "cards", role: "group", "aria-label": t("racers.title") });
  const empty = element("p", { class: "empty" }, t("racers.empty"));
  host.append(element("div", { class: "heading" }, heading, add), cards, empty);

  attachPopover(add, {
    label: t("racers.add"),
    fill: (sheet) => {
      sheet.append(
        ...choiceGroups(entriesOf(Object.values(catalogue.optimizers)), "", (kind) => {
          sheet.hidePopover();
          edits.addRacer(kind);
        }),
      );
    },
  });

  /** @type {ReturnType<typeof card>[]} */
  let shown = [];
  let said_ms = -Infinity;

  function card(/** @type {string} */ id, /** @type {number} */ index) {
    const name = element("span", { class: "card-name" });
    const rate = element("span", { class: "card-rate" });
    /** @type {HTMLElement & {shown?: string}} */
    const loss = element("b", { class: "card-loss" });
    const button = element(
      "button",
      { class: "card-select", type: "button", onclick: () => store.set({ selected: id }) },
      ballIcon(index % 8),
      name,
      element("span", { class: "card-numbers" }, rate, loss),
    );
    const more = element("button", { class: "card-more", type: "button" }, icon("more", 16));
    const node = element("div", { class: "card", style: { "--racer": `var(--racer-${(index % 8) + 1})` } }, button, more);
    attachPopover(more, {
      label: t("racers.more"),
      fill: (sheet) => {
        const entry = (/** @type {string} */ label, /** @type {() => void} */ perform, isOff = false) =>
          element(
            "button",
            {
              class: "choice",
              type: "button",
              disabled: isOff,
              onclick: () => {
                sheet.hidePopover();
                perform();
              },
            },
            label,
          );
        sheet.append(
          entry(t("racers.duplicate"), () => edits.duplicateRacer(id), store.state.run.racers.length >= mostRacers(catalogue)),
          entry(t("racers.remove"), () => edits.removeRacer(id)),
        );
      },
    });
    return { id, node, button, more, name, rate, loss };
  }

  function rebuild(/** @type {import("../types.d.ts").RunConfig} */ run) {
    for (const old of shown) document.getElementById(/** @type {string} */ (old.more.getAttribute("popovertarget")))?.remove();
    shown = run.racers.map((racer, index) => card(racer.id, index));
    cards.replaceChildren(...shown.map(({ node }) => node));
    document.getElementById("controls")?.classList.toggle("many", run.racers.length >= MANY);
  }

  /** On phones the cards stand in a row that scrolls: the selected one is whole in it. */
  function bringForward(/** @type {string} */ selected) {
    const node = shown.find(({ id }) => id === selected)?.node;
    if (node === undefined || cards.scrollWidth <= cards.clientWidth) return;
    const left = node.offsetLeft - cards.offsetLeft,
      right = left + node.offsetWidth;
    cards.scrollLeft = Math.max(right - cards.clientWidth, Math.min(cards.scrollLeft, left));
  }

  let drawnFor = /** @type {unknown[]} */ ([]);
  /** What stays the same from step to step. */
  function drawSettings(/** @type {import("../types.d.ts").RunConfig} */ now, /** @type {string} */ selected) {
    say(count, `${now.racers.length}/${mostRacers(catalogue)}`);
    empty.hidden = now.racers.length > 0;
    add.disabled = now.racers.length >= mostRacers(catalogue);
    for (const { id, node, button, more, name, rate } of shown) {
      const { whole, short, tells } = nameOf(catalogue, now, id);
      const { learning_rate, kind } = /** @type {any} */ (now.racers.find((racer) => racer.id === id)).optimizer;
      sayWhole(name, whole);
      // Cut off by the page, two names could look alike: where it does not fit the short one stands.
      if (short !== whole && name.scrollWidth > name.clientWidth) say(name, short);
      mark(button, "aria-pressed", String(id === selected));
      mark(more, "aria-label", t("racers.more_of", { racer: whole }));
      node.classList.toggle("is-selected", id === selected);
      // A rate that is the name already need not be said twice.
      sayWhole(rate, tells.includes("learning_rate") ? catalogue.optimizers[kind].title : `α ${plainOf(shortest(learning_rate, 3))}`);
    }
  }

  return {
    resize() {
      drawnFor = [];
    },
    draw({ state, tape, step, now_ms }) {
      const { run, changes, selected } = state;
      if (shown.length !== run.racers.length || shown.some(({ id }, index) => id !== run.racers[index].id)) rebuild(run);
      const now = runAt(run, changes, player.editStep),
        wants = [now, selected, shown];
      const isNew = wants.some((want, k) => want !== drawnFor[k]);
      if (isNew) {
        const isOther = selected !== drawnFor[1] || shown !== drawnFor[2];
        drawnFor = wants;
        drawSettings(now, selected);
        if (isOther) bringForward(selected);
      }
      const isSaid = isNew || !state.playing || now_ms - said_ms >= SAID_MS;
      if (isSaid) said_ms = now_ms;
      for (const { id, node, button, loss } of shown) {
        const outcome = tape?.outcomes.get(id);
        const isGone = outcome?.kind === "diverged" && step >= outcome.step;
        node.classList.toggle("is-gone", isGone);
        const index = tape?.racers.indexOf(id) ?? -1;
        if (isGone) {
          loss.shown = undefined;
          say(loss, t("outcome.word_diverged"));
        } else if (index >= 0 && tape !== null) {
          const value = tape.column("loss")[step * tape.racers.length + index];
          // A power of ten needs the room of a digit: the rate beside it stays whole.
          write(loss, value, Math.abs(value) < 1e-3 || Math.abs(value) >= 1e3 ? 2 : 3);
        }
        if (!isSaid) continue;
        const { learning_rate } = /** @type {any} */ (now.racers.find((racer) => racer.id === id)).optimizer;
        mark(
          button,
          "aria-label",
          t(isGone ? "racers.card_gone" : "racers.card", {
            racer: racerName(catalogue, now, id),
            rate: plain(learning_rate, 3),
            what: lossSaid(now),
            loss: loss.textContent ?? "",
          }),
        );
      }
    },
  };
}
