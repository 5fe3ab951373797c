import { element } from "../element.js";
import { paramsAt } from "../pictures/motion.js";
import { startOf } from "../run/configuration.js";
import { groundOf } from "../run/ground.js";
import { pointText } from "../run/labels.js";
import { coordinateOf, runFields } from "../run/schema.js";
import { t } from "../text.js";
import { createField } from "./details_field.js";
import { icon } from "./icons.js";

export function startText(
  /** @type {import("../types.d.ts").Catalogue} */ catalogue,
  /** @type {import("../types.d.ts").RunConfig} */ run,
  /** @type {import("../types.d.ts").Racer} */ racer,
) {
  const start = startOf(catalogue, run, racer);
  return start === null ? t("start.usual") : start === "random" ? t("start.random") : pointText(start);
}

/**
 * Whose start, where, or at random with a seed.
 * @param {HTMLElement} sheet
 * @param {Pick<import("../page_parts.d.ts").Sheet, "edits" | "catalogue" | "session" | "field" | "racerNow" | "now" | "refill">} page
 */
export function fillStart(sheet, { edits, catalogue, session, field, racerNow, now, refill }) {
  const racer = racerNow();
  const run = now();
  const { parameters } = groundOf(catalogue, run.problem),
    drawnField = field();
  const usual = drawnField?.start ?? parameters.map(() => 0);
  const isOwn = racer.start !== null;
  const whose = isOwn ? racer.id : null;
  const start = startOf(catalogue, run, racer);
  // A random start was drawn by the server, that of a fit follows from its data: typing goes on from where it fell.
  const { tape } = session;
  const index = tape?.racers.indexOf(racer.id) ?? -1;
  /** @type {number[]} */
  let point = start !== null && start !== "random" ? start : tape && index >= 0 ? [...paramsAt(tape, 0, index)] : usual;

  const choice = (/** @type {boolean} */ own) =>
    element(
      "button",
      {
        type: "button",
        "aria-pressed": String(own === isOwn),
        onclick: () => {
          edits.setStart(own ? point : null, racer.id);
          settle(refill);
        },
      },
      t(own ? "start.own" : "start.shared"),
    );
  sheet.append(
    element(
      "div",
      { class: "form" },
      element("div", { class: "switch", role: "group", "aria-label": t("start.whose") }, choice(false), choice(true)),
      ...parameters.map(
        (name, i) =>
          createField({
            name,
            field: { ...coordinateOf(catalogue), slider: drawnField?.window[i] ?? [-1, 1], symbol: name },
            title: t("start.parameter"),
            value: point[i],
            change: (value, gesture) => {
              point = point.map((old, j) => (j === i ? value : old));
              edits.setStart(point, whose, gesture);
            },
          }).node,
      ),
      element(
        "div",
        { class: "form-buttons" },
        element("button", { class: "button", type: "button", onclick: () => draw() }, icon("dice"), t("start.draw")),
        element(
          "button",
          {
            class: "button",
            type: "button",
            onclick: () => {
              edits.setStart(isOwn ? usual : null, whose);
              settle(refill);
            },
          },
          t("start.good"),
        ),
      ),
      element("p", { class: "choice-note" }, t("start.note", { seed: run.seed })),
    ),
  );

  /** Another random start each time: the seed moves on. */
  function draw() {
    if (start === "random") edits.setSeed((session.latest.run.seed + 1) % (Number(runFields(catalogue).seed.maximum) + 1));
    else edits.setStart("random", whose);
    settle(refill);
  }
}

/** The new run is on screen a moment later; then the sheet tells of it. */
const settle = (/** @type {() => void} */ refill) => setTimeout(refill, 150);
