import { thinned, VERTICES } from "../../static/pictures/thinned.js";
import { equal, ok } from "./expect.js";

/** Node (column, row) of a vertex as Plotly has them: cell after cell, rows fastest, each cell's six corners in order. */
const CORNERS = [
  [0, 0],
  [0, 1],
  [1, 0],
  [1, 1],
  [1, 0],
  [0, 1],
];
function nodeOf(vertex, rows) {
  const cell = Math.floor(vertex / CORNERS.length);
  const [right, up] = CORNERS[vertex % CORNERS.length];
  return [Math.floor(cell / (rows - 1)) + right, (cell % (rows - 1)) + up];
}

export function testEverySecondOrThirdNodeMakesTheSameSurface() {
  for (const [columns, rows] of [
    [121, 121],
    [181, 121],
    [121, 241],
  ]) {
    const vertices = thinned(columns, rows);
    const [across, along] = [(columns - 1) / 60, (rows - 1) / 60];
    equal([VERTICES, vertices.length], [6, 60 * 60 * 6]);
    const found = Array.from(vertices, (vertex) => nodeOf(vertex, rows));
    const expected = [];
    for (let i = 0; i < 60; i += 1)
      for (let j = 0; j < 60; j += 1) for (const [right, up] of CORNERS) expected.push([(i + right) * across, (j + up) * along]);
    equal(JSON.stringify(found), JSON.stringify(expected), `${columns} × ${rows}`);
    ok(Math.max(...vertices) < (columns - 1) * (rows - 1) * 6);
  }
}

export function testWhatIsAsCoarseOrNoMultipleStaysWhole() {
  for (const [columns, rows] of [
    [61, 61],
    [61, 121],
    [121, 61],
    [122, 121],
    [121, 150],
  ])
    equal(thinned(columns, rows), null, `${columns} × ${rows}`);
}
