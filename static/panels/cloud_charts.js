// The gradients of all batches as a cloud, and how far they stray against the batch size.

import { superscript } from "../format.js";
import { paramTicks, tickText } from "../pictures/ticks.js";
import { px, svg } from "../svg.js";
import { t } from "../text.js";

/**
 * @typedef {{gradients: number[][], full: number[], iteration: number, size: number, sizes: number[], measured: number[], predicted:
 *   number[]}} Cloud
 */

/** Length of the arrow's head. */
const HEAD = 14;
const LEFT = 58,
  RIGHT = 16,
  TOP = 14,
  BOTTOM = 40;

/** @param {SVGElement} root */
function sized(root) {
  const { width, height } = root.getBoundingClientRect();
  root.setAttribute("viewBox", `0 0 ${width} ${height}`);
  return { width, height, right: width - RIGHT, bottom: height - BOTTOM };
}

/** A range with room around it that holds 0: gradients are compared with none. @param {number[]} values @returns {[number, number]} */
function rangeOf(values) {
  const low = Math.min(0, ...values),
    high = Math.max(0, ...values),
    room = (high - low || 1) * 0.1;
  return [low - room, high + room];
}

/**
 * A shaft with its head; a dot where it would be shorter than that.
 * @param {{x: number, y: number}} from @param {{x: number, y: number}} to
 */
function arrowOf(from, to) {
  const long = Math.hypot(to.x - from.x, to.y - from.y);
  if (long < HEAD) return [svg("circle", { cx: to.x, cy: to.y, r: 6 })];
  const [dx, dy] = [(to.x - from.x) / long, (to.y - from.y) / long];
  const base = { x: px(to.x - HEAD * dx), y: px(to.y - HEAD * dy) };
  const side = (/** @type {1 | -1} */ hand) => `${px(base.x - (hand * dy * HEAD) / 2)} ${px(base.y + (hand * dx * HEAD) / 2)}`;
  return [svg("line", { x1: from.x, y1: from.y, x2: base.x, y2: base.y }), svg("path", { d: `M${to.x} ${to.y}L${side(1)}L${side(-1)}Z` })];
}

/**
 * At least three labels of a logarithmic axis: powers of ten, else in steps of 1, 2, 5, else round numbers.
 * @param {number} low @param {number} high powers of ten @returns {[number, string][]}
 */
function spreadTicks(low, high) {
  const every = Math.max(1, Math.ceil((high - low) / 5));
  const powers = Array.from({ length: Math.floor(high) - Math.floor(low) + 1 }, (_, k) => Math.floor(low) + k);
  const decades = powers.filter((power) => power >= low && (power - Math.ceil(low)) % every === 0);
  if (decades.length >= 3) return decades.map((power) => [10 ** power, `10${superscript(power)}`]);
  const steps = powers
    .flatMap((power) => [1, 2, 5].map((digit) => Number(`${digit}e${power}`)))
    .filter((value) => Math.log10(value) >= low && Math.log10(value) <= high);
  const values = steps.length >= 3 ? steps : paramTicks([10 ** low, 10 ** high], 3).at;
  return values.map((value) => [value, tickText(value)]);
}

/**
 * Every batch's gradient as a dot, the full one as an arrow from no gradient at all, the present batch ringed.
 * @param {SVGElement} root @param {Cloud} cloud @param {string[]} names
 */
export function drawCloud(root, { gradients, full, iteration, size }, names) {
  const { width, right, bottom } = sized(root);
  if (width === 0) return;
  const across = rangeOf([...gradients.map(([first]) => first), full[0]]),
    along = rangeOf([...gradients.map(([, second]) => second), full[1]]);
  const x = (/** @type {number} */ value) => px(LEFT + ((value - across[0]) / (across[1] - across[0])) * (right - LEFT));
  const y = (/** @type {number} */ value) => px(bottom - ((value - along[0]) / (along[1] - along[0])) * (bottom - TOP));
  const grid = svg("g", { class: "chart-grid" });
  const ticks = { x: paramTicks(across, 3), y: paramTicks(along, 3) };
  ticks.x.at.forEach((at, k) =>
    grid.append(
      svg("line", { x1: x(at), x2: x(at), y1: TOP, y2: bottom }),
      svg("text", { x: x(at), y: bottom + 16, "text-anchor": "middle" }, ticks.x.text[k]),
    ),
  );
  ticks.y.at.forEach((at, k) =>
    grid.append(
      svg("line", { x1: LEFT, x2: right, y1: y(at), y2: y(at) }),
      svg("text", { x: LEFT - 8, y: y(at) + 4, "text-anchor": "end" }, ticks.y.text[k]),
    ),
  );
  grid.append(
    svg("text", { x: right, y: bottom + 34, "text-anchor": "end", class: "chart-name" }, `∂L/∂${names[0]}`),
    svg("text", { x: LEFT, y: TOP - 2, class: "chart-name" }, `∂L/∂${names[1]}`),
  );
  const dots = gradients.map(([first, second], k) =>
    svg("circle", { cx: x(first), cy: y(second), r: k === iteration ? 6 : 4, class: k === iteration ? "cloud-dot is-now" : "cloud-dot" }),
  );
  const arrow = svg("g", { class: "cloud-full" }, ...arrowOf({ x: x(0), y: y(0) }, { x: x(full[0]), y: y(full[1]) }));
  root.replaceChildren(grid, ...dots, arrow);
  root.dataset.size = String(size);
}

/**
 * Spread against batch size, both logarithmic: measured dots on the line σ/√B, the learner's size ringed.
 * @param {SVGElement} root @param {Cloud} cloud
 */
export function drawSpread(root, { sizes, measured, predicted, size }) {
  const { width, right, bottom } = sized(root);
  if (width === 0) return;
  const positive = [...measured, ...predicted].filter((value) => value > 1e-12);
  if (positive.length === 0) return root.replaceChildren();
  const [low, high] = [Math.log10(Math.min(...positive)) - 0.1, Math.log10(Math.max(...positive)) + 0.1],
    last = Math.log2(sizes[sizes.length - 1]) || 1;
  const x = (/** @type {number} */ value) => px(LEFT + (Math.log2(value) / last) * (right - LEFT));
  const y = (/** @type {number} */ value) => px(bottom - ((Math.log10(value) - low) / (high - low)) * (bottom - TOP));
  const grid = svg("g", { class: "chart-grid" });
  const stride = Math.ceil(sizes.length / 7);
  sizes.forEach((value, k) => {
    if (k % stride === 0 || k === sizes.length - 1)
      grid.append(
        svg("line", { x1: x(value), x2: x(value), y1: TOP, y2: bottom }),
        svg("text", { x: x(value), y: bottom + 16, "text-anchor": "middle" }, String(value)),
      );
  });
  for (const [value, text] of spreadTicks(low, high))
    grid.append(
      svg("line", { x1: LEFT, x2: right, y1: y(value), y2: y(value) }),
      svg("text", { x: LEFT - 8, y: y(value) + 4, "text-anchor": "end" }, text),
    );
  grid.append(svg("text", { x: right, y: bottom + 34, "text-anchor": "end", class: "chart-name" }, t("batch.size")));
  const path = sizes.flatMap((value, k) => (predicted[k] > 1e-12 ? [`${x(value).toFixed(1)},${y(predicted[k]).toFixed(1)}`] : []));
  const line = svg("polyline", { points: path.join(" "), class: "spread-line" });
  const dots = sizes.flatMap((value, k) =>
    measured[k] > 1e-12
      ? [
          svg("circle", {
            cx: x(value),
            cy: y(measured[k]),
            r: value === size ? 7 : 4.5,
            class: value === size ? "spread-dot is-now" : "spread-dot",
          }),
        ]
      : [],
  );
  root.replaceChildren(grid, line, ...dots);
}
