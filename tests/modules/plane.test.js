import { drawMapTicks, flatLens, paintMap, rectOf } from "../../static/pictures/plane.js";
import { relief } from "../../static/pictures/relief.js";
import { equal, ok } from "./expect.js";
import { noted } from "./pens.js";

/** Losses that rise to the right from 0 to 1, over x in 0 … 8 and y in 0 … 4. */
function slope(rows = 5, columns = 9, value = (i) => i / (columns - 1)) {
  const loss = Float32Array.from({ length: rows * columns }, (_, k) => value(k % columns, Math.floor(k / columns)));
  return {
    width: 2,
    window: [
      [0, 8],
      [0, 4],
    ],
    columns,
    rows,
    loss,
    lowest: Math.min(...loss),
    highest: Math.max(...loss),
    scale: 1,
    start: [0, 0],
    points: [],
  };
}
const form = (field = slope()) => relief(field, "linear");

export function testAMapHasOneScaleUnlessItWouldBeAStrip() {
  const margin = { top: 20, bottom: 10, side: 50 };
  equal(rectOf(form(), { width: 500, height: 430 }, margin), { x: 50, y: 120, width: 400, height: 200 });
  equal(rectOf(form(), { width: 900, height: 130 }, margin), { x: 350, y: 20, width: 200, height: 100 });
  const wide = {
    ...slope(),
    window: [
      [0, 100],
      [0, 4],
    ],
  };
  equal(rectOf(form(wide), { width: 500, height: 430 }, margin), { x: 50, y: 20, width: 400, height: 400 });
  const rim = {
    ...slope(),
    window: [
      [0, 16],
      [0, 4],
    ],
  };
  equal(rectOf(form(rim), { width: 500, height: 430 }, margin), { x: 50, y: 170, width: 400, height: 100 });
}

export function testPlacesOfTheMapAndBack() {
  const lens = flatLens(
    form(),
    { x: 50, y: 20, width: 400, height: 200 },
    { width: 500, height: 300, isBig: true, magnitude: 1, insets: { top: 0, bottom: 0 } },
  );
  const out = [0, 0];
  lens.place(2, 1, out);
  equal(out, [150, 170]);
  lens.tangent(2, 1, 1, -0.5, out);
  equal(out, [200, 195]);
  equal([lens.toParams(150, 170), lens.holds(8, 4), lens.holds(8.01, 4), lens.hidden(1, 1)], [[2, 1], true, false, false]);
}

function painted(field, palette = "viridis", dark = true) {
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [280, 140];
  const pen = canvas.getContext("2d");
  paintMap(pen, form(field), { x: 0, y: 0, width: 280, height: 140 }, palette, dark, 0);
  return (x, y) => [...pen.getImageData(x, y, 1, 1).data];
}

export function testBandsGoFromLowToHighWithAWhiteLineBetween() {
  const at = painted(slope());
  // Fourteen bands of twenty pixels; the first line is at twenty.
  equal(at(10, 70), at(3, 20));
  ok(at(10, 70)[0] !== at(30, 70)[0], "another band, another colour");
  equal(at(30, 70), at(25, 5));
  ok(at(20, 70)[0] > at(10, 70)[0] + 20 && at(20, 70)[2] > at(10, 70)[2], "a line is lighter than what it parts");
  const [low, high] = [at(5, 70), at(275, 70)];
  ok(low[2] > low[1] && high[0] > 200 && high[1] > 200 && high[2] < 100, "viridis: from violet to yellow");
  equal([low[3], high[3]], [255, 255]);
  equal(at(0, 70), at(5, 70), "no line along the rim");
  equal(at(279, 70), at(275, 70));
}

/** Levels rise to the middle and fall again to ten lines' height: a line runs half a pixel inside the last column. */
const ridge = (i) => (i <= 4 ? i / 4 : 1 - ((i - 4) / 4) * (4 / 14));

export function testTheLastPixelsAreAsFineAsTheFirst() {
  for (const [field, mirrored, mirror] of [
    [slope(5, 9, ridge), slope(5, 9, (i) => ridge(8 - i)), (x, y) => [279 - x, y]],
    [slope(9, 5, (_, j) => ridge(j)), slope(9, 5, (_, j) => ridge(8 - j)), (x, y) => [x, 139 - y]],
  ]) {
    const [at, other] = [painted(field), painted(mirrored)];
    let apart = 0;
    for (let along = 0; along < 280; along += 1)
      for (const [x, y] of [
        [along, 70],
        [140, along / 2],
      ]) {
        const [first, second] = [at(x, Math.floor(y)), other(...mirror(x, Math.floor(y)))];
        apart = Math.max(apart, ...first.map((value, k) => Math.abs(value - second[k])));
      }
    ok(apart <= 3, `mirrored heights are painted ${apart} apart`);
  }
}

export function testUpIsUp() {
  const at = painted(slope(5, 9, (i, j) => j / 4));
  ok(at(140, 5)[0] > 200 && at(140, 135)[0] < 100);
  ok(at(140, 10)[0] > at(140, 5)[0] - 40);
  equal(at(20, 65), at(250, 65));
  const lines = Array.from({ length: 140 }, (_, y) => at(140, y)).filter(
    (pixel, y, all) => y > 0 && y < 139 && pixel[0] > all[y - 1][0] + 5 && pixel[0] > all[y + 1][0] + 5,
  );
  ok(lines.length >= 8, `${lines.length} lines`);
}

export function testHeightsBetweenNodesAreStraight() {
  // One row of nodes is twice as high: a quarter of the way up it is a quarter of that more.
  const at = painted(slope(2, 2, (i, j) => j));
  const heights = [130, 100, 70, 40, 10].map((y) => at(140, y)[0]);
  ok(
    heights.every((value, k) => k === 0 || value >= heights[k - 1] - 45),
    String(heights),
  );
  equal(at(10, 70).slice(0, 3).join(), at(270, 70).slice(0, 3).join());
}

export function testThePaletteAndTheThemeAreSeen() {
  const [dark, light, cividis] = [painted(slope(), "viridis", true), painted(slope(), "viridis", false), painted(slope(), "cividis", true)];
  ok(light(10, 70)[0] > dark(10, 70)[0]);
  ok(JSON.stringify(cividis(10, 70)) !== JSON.stringify(dark(10, 70)));
}

export function testTicksStandInsideTheMapsRim() {
  const { pen, kept } = noted();
  const said = [];
  pen.strokeText = (text, x, y) => said.push([text, x, y]);
  const rect = { x: 50, y: 20, width: 400, height: 200 };
  drawMapTicks(pen, form(), flatLens(form(), rect, {}), rect, "sans", 12);
  const written = kept.map(({ text, x, y }) => [text, x, y]);
  equal(written, said, "each on a ground of its own");
  const along = written.filter(([, , y]) => y === 216),
    up = written.filter(([, x]) => x === 56);
  ok(along.length >= 5 && along.every(([text, x]) => Math.abs(x - (50 + 50 * Number(text))) < 1e-9));
  ok(up.length >= 4 && up.every(([text, , y]) => Math.abs(y - (220 - 50 * Number(text))) < 1e-9));
  ok(
    up.every(([, , y]) => y < 220 - 12 * 2.4),
    "none where the axes meet",
  );
}
