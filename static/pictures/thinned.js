// A surface of fewer triangles from the vertices that Plotly has: a processor needs longer for a triangle than for its pixels.

/** Cells along each side. */
const CELLS = 60;
/** The corners of a cell's two triangles, as Plotly has them. */
const CORNERS = [
  [0, 0],
  [0, 1],
  [1, 0],
  [1, 1],
  [1, 0],
  [0, 1],
];
export const VERTICES = CORNERS.length;

/**
 * Which vertices make the surface whose nodes are every second, third … of the drawn one's; none where it is as coarse already or
 * its sides are no multiples. Plotly's vertices stand cell after cell, rows fastest.
 * @param {number} columns nodes
 * @param {number} rows
 */
export function thinned(columns, rows) {
  const across = (columns - 1) / CELLS,
    along = (rows - 1) / CELLS;
  if (across < 2 || along < 2 || !Number.isInteger(across) || !Number.isInteger(along)) return null;
  /** A vertex at a node: the first of a cell, but for the last nodes, which stand at the far corners of the last cells. */
  const vertex = (/** @type {number} */ i, /** @type {number} */ j) => {
    const column = Math.min(i, columns - 2),
      row = Math.min(j, rows - 2);
    return (column * (rows - 1) + row) * VERTICES + (i - column) * 2 + j - row;
  };
  const out = new Uint32Array(CELLS * CELLS * VERTICES);
  for (let i = 0, k = 0; i < CELLS; i++) {
    for (let j = 0; j < CELLS; j++) {
      for (const [right, up] of CORNERS) out[k++] = vertex((i + right) * across, (j + up) * along);
    }
  }
  return out;
}
