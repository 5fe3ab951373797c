// The family tree of the optimizers: what each adds; a node opens its equation, its state and a run.

import { element, mark } from "../element.js";
import { ballIcon } from "../pictures/glyph.js";
import { memberOf, membersOf } from "../run/family_members.js";
import { svg } from "../svg.js";
import { t } from "../text.js";
import { detailsOf } from "./family_details.js";
import { edgesOf } from "./family_edges.js";
import { lineageOf, placesOf } from "./family_tree.js";
import { icon } from "./icons.js";

/**
 * @param {HTMLElement} host
 * @param {{ dialogClosed: (...names: string[]) => void, addMember: (kind: string) => void,
 *   setMember: (racer: string, kind: string) => void }} actions
 * @returns {import("../types.d.ts").View}
 */
export function createFamily(host, actions) {
  /** The latest; the dialog opens from one, so that nothing below runs before the first. @type {import("../types.d.ts").Frame} */
  let frame;
  /** @type {ReturnType<typeof membersOf>} */
  let members = {};
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
    members = membersOf(frame.catalogue.optimizers);
    places = placesOf(members);
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
          element("span", { class: "family-name" }, members[kind].title),
          element("span", { class: "family-balls" }),
          element("span", { class: "family-adds" }, members[kind].adds),
        );
        nodes.set(kind, button);
        return element("li", {}, button);
      }),
    );
  }

  /** Lines follow the columns, and those the window. */
  function arrange() {
    if (!dialog.open || isNarrow.matches) return edges.replaceChildren();
    const box = tree.getBoundingClientRect();
    mark(edges, "viewBox", `0 0 ${box.width} ${box.height}`);
    edges.replaceChildren(...edgesOf(places, nodeOf, box, opened));
  }

  function open(/** @type {string} */ kind) {
    opened = kind;
    const lineage = lineageOf(places, kind);
    for (const [other, node] of nodes) {
      mark(node, "aria-expanded", String(other === kind));
      node.classList.toggle("is-lineage", lineage.has(other));
    }
    details.replaceChildren(
      ...detailsOf(members[kind], members, frame, {
        addRacer: () => finish(() => actions.addMember(kind)),
        setOptimizer: (racer) => finish(() => actions.setMember(racer, kind)),
      }),
    );
    // On a phone the details stand right below their node.
    if (isNarrow.matches) nodeOf(kind).after(details);
    else if (details.parentElement !== body) body.append(details);
    arrange();
  }

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
      const running = run.racers.map((racer, i) => (memberOf(racer) === kind ? i : -1)).filter((i) => i >= 0);
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
      const selected = frame.state.run.racers.find(({ id }) => id === frame.state.selected);
      const mine = selected === undefined ? places[0].kind : memberOf(selected);
      open(mine);
      nodeOf(mine).focus();
    },
  };
}
