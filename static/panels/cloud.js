// The gradients of all batches where the ball is: each its own, their mean the full one, the spread as 1/√n.

import { element, mark, say } from "../element.js";
import { plain } from "../format.js";
import { groundOf } from "../run/ground.js";
import { svg } from "../svg.js";
import { t } from "../text.js";
import { drawCloud, drawSpread } from "./cloud_charts.js";
import { icon } from "./icons.js";

/**
 * Open while state.dialog is "cloud"; it follows the ball.
 * @param {HTMLElement} host
 * @param {{dialogClosed: (...names: string[]) => void}} actions @param {ReturnType<typeof import("../run/asked.js").createAsked>} asked
 * @returns {import("../types.d.ts").View}
 */
export function createCloud(host, actions, asked) {
  const chart = (/** @type {string} */ name) => svg("svg", { class: "chart-svg", role: "img", "aria-label": t(name) });
  const cloud = chart("cloud.cloud"),
    spread = chart("cloud.spread");
  const said = element("p", { class: "cloud-said" }),
    spreadSaid = element("p", { class: "cloud-said" });
  const table = element("table", {});
  const close = element(
    "button",
    { class: "tool icon", type: "button", "aria-label": t("close"), onclick: () => dialog.close() },
    icon("close"),
  );
  const dialog = element(
    "dialog",
    {
      class: "window sweep cloud",
      "aria-labelledby": "cloud-title",
      onclose: () => actions.dialogClosed("cloud"),
      onclick: (/** @type {MouseEvent} */ event) => event.target === dialog && dialog.close(),
    },
    element("header", {}, element("h2", { id: "cloud-title" }, t("cloud.title")), close),
    element("p", { class: "sweep-sentence" }, t("cloud.sentence")),
    element(
      "div",
      { class: "cloud-charts" },
      element("figure", {}, element("figcaption", {}, t("cloud.cloud")), cloud, said),
      element("figure", {}, element("figcaption", {}, t("cloud.spread")), spread, spreadSaid),
    ),
    element("details", { class: "sweep-table" }, element("summary", {}, t("cloud.table")), table),
  );
  host.append(dialog);
  /** @type {any} */
  let drawn = null;
  let names = /** @type {string[]} */ ([]);
  new ResizeObserver(() => {
    if (drawn !== null) show(drawn);
  }).observe(dialog);

  /** @param {import("./cloud_charts.js").Cloud} view */
  function show(view) {
    drawCloud(cloud, view, names);
    drawSpread(spread, view);
    const at = view.sizes.indexOf(view.size),
      mean = names.map((name, k) => `∂L/∂${name} = ${plain(view.full[k])}`).join(", ");
    say(
      said,
      t(view.gradients.length === 1 ? "cloud.said_one" : "cloud.said", { count: view.gradients.length, size: view.size, full: mean }),
    );
    say(
      spreadSaid,
      view.gradients.length === 1
        ? t("cloud.spread_all")
        : at < 0
          ? t("cloud.spread_line")
          : t("cloud.spread_said", { size: view.size, spread: plain(view.measured[at], 3), predicted: plain(view.predicted[at], 3) }),
    );
    const row = (/** @type {string} */ cell, /** @type {string[]} */ texts) =>
      element("tr", {}, ...texts.map((text) => element(/** @type {"td"} */ (cell), {}, text)));
    table.replaceChildren(
      element("thead", {}, row("th", [t("batch.size"), t("cloud.measured"), t("cloud.predicted")])),
      element(
        "tbody",
        {},
        ...view.sizes.map((size, k) => row("td", [String(size), plain(view.measured[k], 3), plain(view.predicted[k], 3)])),
      ),
    );
  }

  return {
    draw({ state, tape, step, catalogue }) {
      const isWanted = state.dialog === "cloud";
      if (isWanted && !dialog.open) {
        drawn = null;
        dialog.showModal();
      }
      if (!isWanted && dialog.open) dialog.close();
      if (!isWanted || tape === null) return;
      names = groundOf(catalogue, state.run.problem).parameters;
      asked.want(tape, Math.min(step, tape.length - 1), state.selected);
      mark(dialog, "aria-busy", String(asked.view === null));
      if (asked.view === null || asked.view === drawn) return;
      drawn = asked.view;
      show(drawn);
    },
  };
}
