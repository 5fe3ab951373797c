// Where two classes part: the places of two features at which an output has a level. A line where the output is a plane, else short pieces.

/** @typedef {ReturnType<typeof import("./data_axes.js").dataAxes>} Axes
 *  @typedef {(x: number, y: number) => number} Output
 *  @typedef {{pieces: [number, number, number, number][], base: number[], towards: number[]}} Boundary in pixels; `towards` leads from
 *   `base` on it to where the output is higher */

/** A plane may differ by so much of its height from what is computed. */
const ROUNDING = 1e-9;
/** Side of the cells in which pieces are looked for. */
const CELL_PX = 6;

/** Constant and slopes of an output that is a plane over the axes; null where it is none. @param {Axes} axes @param {Output} output */
function planeOf({ range }, output) {
  const at = output(0, 0),
    across = output(1, 0) - at,
    along = output(0, 1) - at;
  for (const x of range.x)
    for (const y of range.y) {
      const [first, second] = [across * x, along * y];
      const size = Math.abs(at) + Math.abs(first) + Math.abs(second);
      if (!(Math.abs(output(x, y) - (at + first + second)) <= ROUNDING * size)) return null;
    }
  return { at, across, along };
}

/**
 * The line at - level + across·x + along·y = 0, longer than the picture.
 * @param {Axes} axes @param {{at: number, across: number, along: number}} plane @param {number} level @returns {Boundary | null}
 */
function lineOf(axes, { at, across, along }, level) {
  const length = Math.hypot(across, along);
  if (!(length > 0)) return null;
  const aside = (level - at) / length,
    foot = [(aside * across) / length, (aside * along) / length];
  const far = 2 * Math.max(...axes.range.x.map(Math.abs), ...axes.range.y.map(Math.abs));
  const way = [(-along / length) * far, (across / length) * far];
  const base = [axes.x(foot[0]), axes.y(foot[1])];
  return {
    pieces: [[axes.x(foot[0] - way[0]), axes.y(foot[1] - way[1]), axes.x(foot[0] + way[0]), axes.y(foot[1] + way[1])]],
    base,
    towards: [axes.x(foot[0] + across / length) - base[0], axes.y(foot[1] + along / length) - base[1]],
  };
}

/**
 * Pieces across cells, by the output at their corners.
 * @param {Axes} axes @param {Output} output @param {number} level @returns {Boundary | null}
 */
function piecesOf(axes, output, level) {
  const { left, top, width, height } = axes;
  const columns = Math.max(1, Math.ceil(width / CELL_PX)),
    rows = Math.max(1, Math.ceil(height / CELL_PX));
  const px = (/** @type {number} */ i) => left + (i * width) / columns,
    py = (/** @type {number} */ j) => top + (j * height) / rows;
  const above = new Float64Array((columns + 1) * (rows + 1));
  for (let j = 0, k = 0; j <= rows; j++)
    for (let i = 0; i <= columns; i++, k++) above[k] = output(.../** @type {[number, number]} */ (axes.from(px(i), py(j)))) - level;
  /** @type {Boundary["pieces"]} */
  const pieces = [];
  for (let j = 0; j < rows; j++)
    for (let i = 0; i < columns; i++) {
      const corners = [
        [i, j],
        [i + 1, j],
        [i + 1, j + 1],
        [i, j + 1],
      ].map(([column, row]) => ({ x: px(column), y: py(row), value: above[row * (columns + 1) + column] }));
      const crossings = corners.flatMap((from, k) => {
        const to = corners[(k + 1) % 4];
        if (from.value > 0 === to.value > 0) return [];
        const part = from.value / (from.value - to.value);
        return [[from.x + part * (to.x - from.x), from.y + part * (to.y - from.y)]];
      });
      for (let k = 0; k + 1 < crossings.length; k += 2) pieces.push(/** @type {any} */ ([...crossings[k], ...crossings[k + 1]]));
    }
  if (pieces.length === 0) return null;
  const middle = [left + width / 2, top + height / 2];
  const away = (/** @type {Boundary["pieces"][number]} */ [x0, y0, x1, y1]) =>
    Math.hypot((x0 + x1) / 2 - middle[0], (y0 + y1) / 2 - middle[1]);
  const [x0, y0, x1, y1] = pieces.reduce((best, piece) => (away(piece) < away(best) ? piece : best));
  const base = [(x0 + x1) / 2, (y0 + y1) / 2],
    square = [y1 - y0, x0 - x1];
  const isHigher = output(.../** @type {[number, number]} */ (axes.from(base[0] + square[0], base[1] + square[1]))) > level;
  return { pieces, base, towards: isHigher ? square : square.map((entry) => -entry) };
}

/** @param {Axes} axes @param {Output} output @param {number} level @returns {Boundary | null} */
export function boundaryOf(axes, output, level) {
  const plane = planeOf(axes, output);
  return plane ? lineOf(axes, plane, level) : piecesOf(axes, output, level);
}
