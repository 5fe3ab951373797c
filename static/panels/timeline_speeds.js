import { element, mark } from "../element.js";
import { t } from "../text.js";
import { icon } from "./icons.js";

/** @type {[import("../types.d.ts").State["speed"], string][]} */
const SPEEDS = [
  [0.25, "¼"],
  [1, "1×"],
  [4, "4×"],
  ["max", "Max"],
];

/**
 * Speeds side by side; on a phone one button that goes round.
 * @param {Pick<import("../page_parts.d.ts").Page, "store" | "perform">} page
 */
export function createSpeeds({ store, perform }) {
  const name = (/** @type {number | string} */ speed) => t("speed.name", { speed: t(`speed.${speed}`) });
  const loop = element(
    "button",
    { class: "transport loop", type: "button", "aria-label": t("action.loop"), title: t("action.loop"), onclick: () => perform("loop") },
    icon("loop", 20),
  );
  const buttons = SPEEDS.map(([speed, short]) =>
    element(
      "button",
      { type: "button", "aria-label": name(speed), title: name(speed), onclick: () => store.set({ speed }) },
      speed === "max" ? t("speed.max_short") : short,
    ),
  );
  const round = element("button", {
    class: "transport speed-round",
    type: "button",
    onclick: () => store.set({ speed: SPEEDS[(SPEEDS.findIndex(([speed]) => speed === store.state.speed) + 1) % SPEEDS.length][0] }),
  });
  const show = () => {
    buttons.forEach((button, i) => mark(button, "aria-pressed", String(SPEEDS[i][0] === store.state.speed)));
    mark(loop, "aria-pressed", String(store.state.loop));
    const [speed, short] = SPEEDS[SPEEDS.findIndex(([entry]) => entry === store.state.speed)];
    round.textContent = short;
    mark(round, "aria-label", name(speed));
  };
  store.subscribe(["speed", "loop"], show);
  show();
  return element(
    "div",
    { class: "speeds" },
    loop,
    element("div", { class: "switch", role: "group", "aria-label": t("speed.title") }, ...buttons),
    round,
  );
}
