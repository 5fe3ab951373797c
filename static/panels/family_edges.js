import { svg } from "../svg.js";
import { byKind, lineageOf } from "./family_tree.js";

/** @typedef {[number, number]} Point in pixels of the tree */

/** Between two generations; the style sheet has the same. */
const GAP_PX = 20;

/**
 * Lines from every parent to its children, those of the opened one's lineage on top; measured, because columns follow the window.
 * @param {import("./family_tree.js").Place[]} places @param {(kind: string) => HTMLElement} nodeOf @param {DOMRect} tree
 * @param {string} opened an optimizer, or ""
 */
export function edgesOf(places, nodeOf, { left, top, height }, opened) {
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
  return lines.sort((a, b) => Number(a.isLineage) - Number(b.isLineage)).map(({ line }) => line);
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
