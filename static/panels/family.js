// The family tree of the optimizers: what each adds; a node opens its equation, its state and a run.

import { letterHtml } from "../arithmetic.js";
import { element, mark } from "../element.js";
import { ballIcon } from "../pictures/glyph.js";
import { mostRacers } from "../run/schema.js";
import { svg } from "../svg.js";
import { t } from "../text.js";
import { byKind, lineageOf, placesOf } from "./family_tree.js";
import { icon } from "./icons.js";
import { rowsOf } from "./inspector_equation.js";

/** @typedef {[number, number]} Point in pixels of the tree */

/** Between two generations; the style sheet has the same. */
const GAP_PX = 34;

/**
 * @param {HTMLElement} host
 * @param {{ dialogClosed: (...names: string[]) => void, addRacer: (kind: string) => void,
 *   setOptimizer: (racer: string, optimizer: import("../types.d.ts").Racer["optimizer"]) => void }} actions
 * @returns {import("../types.d.ts").View}
 */
export function createFamily(host, actions) {
  /** The latest; the dialog opens from one, so that nothing below runs before the first. @type {import("../types.d.ts").Frame} */
  let frame;
  /** @type {import("./family_tree.js").Place[]} */
  let places = [];
  /** @type {Map<string, HTMLElement>} */
  const nodes = new Map();
  const nodeOf = (/** @type {string} */ kind) => /** @type {HTMLElement} */ (nodes.get(kind));
  let opened = "";

  const edges = svg("svg", { class: "family-edges", "aria-hidden": "true" });
  const list = element("ol", { class: "family-nodes", onkeydown: walk });
  const tree = element("div", { class: "family-tree" }, edges, list);
  const details = element("section", { class: "family-details", "aria-live": "polite" });
  const body = element("div", { class: "family-body" }, tree, details);
  const title = element("h2", { id: "family-title" }, t("family.title"));
  const close = element(
    "button",
    { class: "tool icon", type: "button", "aria-label": t("family.close"), onclick: () => dialog.close() },
    icon("close"),
  );
  const dialog = element(
    "dialog",
    {
      class: "window family",
      "aria-labelledby": "family-title",
      onclose: () => dialog.open || actions.dialogClosed("family"),
      onclick: (/** @type {MouseEvent} */ event) => event.target === dialog && dialog.close(),
    },
    element("header", {}, title, close),
    element("p", { class: "family-sentence" }, t("family.sentence")),
    body,
  );
  host.append(dialog);
  new ResizeObserver(() => arrange()).observe(tree);
  const isNarrow = matchMedia("(width < 900px)");

  function build() {
    const { optimizers } = frame.catalogue;
    places = placesOf(optimizers);
    const generations = Math.max(...places.map(({ generation }) => generation)) + 1;
    list.style.setProperty("--generations", String(generations));
    list.replaceChildren(
      ...places.map(({ kind, generation, height, depth }) => {
        const button = element(
          "button",
          {
            class: "family-node",
            type: "button",
            dataset: { kind },
            onclick: () => open(kind),
            style: { "--generation": generation, "--height": height, "--depth": depth },
          },
          element("span", { class: "family-name" }, optimizers[kind].title),
          element("span", { class: "family-balls" }),
          element("span", { class: "family-adds" }, optimizers[kind].adds),
        );
        nodes.set(kind, button);
        return element("li", {}, button);
      }),
    );
  }

  /** Lines from every parent to its children; measured, because columns follow the window. */
  function arrange() {
    if (!dialog.open || isNarrow.matches) return edges.replaceChildren();
    const { left, top, width, height } = tree.getBoundingClientRect();
    mark(edges, "viewBox", `0 0 ${width} ${height}`);
    const lineage = opened === "" ? new Set() : lineageOf(places, opened);
    const of = byKind(places);
    const column = nodeOf(places[0].kind).offsetWidth;
    const lines = places.flatMap(({ kind, lines: from }) =>
      from.map(({ parent, lanes }) => {
        const start = nodeOf(parent).getBoundingClientRect();
        const end = nodeOf(kind).getBoundingClientRect();
        const passed = lanes.map((lane, i) => /** @type {Point} */ ([(of(parent).generation + 1 + i) * (column + GAP_PX), lane * height]));
        const isLineage = lineage.has(kind) && lineage.has(parent);
        const d = curve([start.right - left, start.top + start.height / 2 - top], passed, column, [
          end.left - left,
          end.top + end.height / 2 - top,
        ]);
        const line = svg("path", { d, class: isLineage ? "is-lineage" : "" });
        return { line, isLineage };
      }),
    );
    edges.replaceChildren(...lines.sort((a, b) => Number(a.isLineage) - Number(b.isLineage)).map(({ line }) => line));
  }

  function open(/** @type {string} */ kind) {
    opened = kind;
    const lineage = lineageOf(places, kind);
    for (const [other, node] of nodes) {
      mark(node, "aria-expanded", String(other === kind));
      node.classList.toggle("is-lineage", lineage.has(other));
    }
    details.replaceChildren(...detailsOf(frame.catalogue.optimizers[kind]));
    // On a phone the details stand right below their node.
    if (isNarrow.matches) nodeOf(kind).after(details);
    else if (details.parentElement !== body) body.append(details);
    arrange();
  }

  function detailsOf(/** @type {import("../types.d.ts").OptimizerEntry} */ entry) {
    const { optimizers } = frame.catalogue;
    const { run, selected } = frame.state;
    const equation = element(
      "div",
      { class: "family-equation", role: "math", "aria-label": entry.spoken, tabindex: "0" },
      ...rowsOf(entry, entry.default),
    );
    // What only an option makes it remember has no term in the equation either.
    const remembered = entry.state.filter((name) => equation.querySelector(`.term-${name}`) !== null).map((name) => entry.quantities[name]);
    const isFull = run.racers.length >= mostRacers(frame.catalogue);
    const facts = [
      [t("family.adds"), entry.adds],
      [t("family.grew_from"), entry.parents.map((kind) => optimizers[kind].title).join(", ")],
      [
        t("family.remembers"),
        remembered.length === 0
          ? t("family.remembers_nothing")
          : element("span", {}, ...remembered.flatMap(({ symbol, title: words }, i) => [i > 0 ? ", " : "", letter(symbol), ` ${words}`])),
      ],
      [t("family.source"), entry.source],
    ].filter(([, content]) => content !== "");
    const run_it = element(
      "button",
      { class: "button primary", type: "button", disabled: isFull, onclick: () => finish(() => actions.addRacer(entry.kind)) },
      t("family.add"),
    );
    const replace = element(
      "button",
      {
        class: "button",
        type: "button",
        disabled: selected === "",
        onclick: () => finish(() => actions.setOptimizer(selected, entry.default)),
      },
      t("family.replace"),
    );
    return [
      element("div", { class: "family-what" }, element("h3", {}, entry.title), element("p", {}, entry.idea), equation),
      element(
        "div",
        { class: "family-facts" },
        element("dl", {}, ...facts.flatMap(([name, content]) => [element("dt", {}, name), element("dd", {}, content)])),
        element("div", { class: "family-buttons" }, run_it, replace),
        isFull ? element("p", { class: "family-full" }, t("family.full")) : null,
      ),
    ];
  }

  const letter = (/** @type {string} */ symbol) => {
    const holder = element("span", {});
    holder.innerHTML = letterHtml(symbol);
    return holder;
  };

  function finish(/** @type {() => void} */ act) {
    dialog.close();
    act();
  }

  /** Arrow keys: left to a parent, right to a child, up and down within a generation. */
  function walk(/** @type {KeyboardEvent} */ event) {
    const here = places.find((place) => nodeOf(place.kind) === event.target);
    if (here === undefined || !event.key.startsWith("Arrow")) return;
    const peers = places.filter((place) => place.generation === here.generation).sort((a, b) => a.height - b.height);
    const next = {
      ArrowLeft: here.parents[0],
      ArrowRight: places.find((place) => place.parents.includes(here.kind))?.kind,
      ArrowUp: peers[peers.indexOf(here) - 1]?.kind,
      ArrowDown: peers[peers.indexOf(here) + 1]?.kind,
    }[event.key];
    event.preventDefault();
    if (next !== undefined) nodeOf(next).focus();
  }

  function showRunning() {
    const { run } = frame.state;
    for (const [kind, node] of nodes) {
      const running = run.racers.map((racer, i) => (racer.optimizer.kind === kind ? i : -1)).filter((i) => i >= 0);
      const balls = /** @type {HTMLElement} */ (node.querySelector(".family-balls"));
      if (balls.dataset.running === running.join()) continue;
      balls.dataset.running = running.join();
      balls.replaceChildren(...running.map((i) => ballIcon(i, 14)));
    }
  }

  return {
    draw(next) {
      frame = next;
      const isWanted = frame.state.dialog === "family";
      if (!isWanted) {
        if (dialog.open) dialog.close();
        return;
      }
      if (places.length === 0) build();
      showRunning();
      if (dialog.open) return;
      dialog.showModal();
      const mine = frame.state.run.racers.find(({ id }) => id === frame.state.selected)?.optimizer.kind ?? places[0].kind;
      open(mine);
      nodeOf(mine).focus();
    },
  };
}

/**
 * From a parent through the lanes (each as long as a column) to a child.
 * @param {Point} from @param {Point[]} lanes @param {number} column @param {Point} end
 */
function curve([x, y], lanes, column, end) {
  let path = `M${x} ${y}`;
  const bendTo = (/** @type {Point} */ [nextX, nextY]) => {
    const middle = (x + nextX) / 2;
    path += `C${middle} ${y} ${middle} ${nextY} ${nextX} ${nextY}`;
  };
  for (const lane of lanes) {
    bendTo(lane);
    [x, y] = [lane[0] + column, lane[1]];
    path += `H${x}`;
  }
  bendTo(end);
  return path;
}
