import { boundaryOf } from "../../static/pictures/boundary.js";
import { dataAxes } from "../../static/pictures/data_axes.js";
import { equal, ok } from "./expect.js";

const AXES = dataAxes({ x: [-2, 2], y: [-1, 3] }, { width: 500, height: 400 }, true);
const near = (found, expected, within) => ok(Math.abs(found - expected) <= within, `${found}, not ${expected}`);
const at = (px, py) => AXES.from(px, py);

export function testAPlaneHasOneLine() {
  const output = (x, y) => 1.5 * x - 0.5 * y + 0.25;
  const { pieces, base, towards } = boundaryOf(AXES, output, 0.75);
  equal(pieces.length, 1);
  for (const [px, py] of [pieces[0].slice(0, 2), pieces[0].slice(2), base]) near(output(...at(px, py)), 0.75, 1e-9);
  ok(output(...at(base[0] + towards[0], base[1] + towards[1])) > 0.75, "the arrow leads to class 1");
  ok(Math.hypot(pieces[0][2] - pieces[0][0], pieces[0][3] - pieces[0][1]) > 640, "longer than the picture");
}

export function testAnEqualOutputHasNone() {
  ok(boundaryOf(AXES, () => 0.5, 0.5) === null, "everywhere");
  ok(boundaryOf(AXES, (x, y) => x * x + y * y + 1, 0) === null, "nowhere");
}

export function testACircleIsFollowedPieceByPiece() {
  const output = (x, y) => x * x + (y - 1) ** 2;
  const { pieces, base, towards } = boundaryOf(AXES, output, 1);
  ok(pieces.length > 40, "many short pieces");
  for (const [px, py, qx, qy] of pieces) {
    near(output(...at(px, py)), 1, 0.01);
    near(output(...at(qx, qy)), 1, 0.01);
    ok(Math.hypot(qx - px, qy - py) < 10, "each across one cell");
  }
  // Its length is the circle's: no piece is missing, none is there twice.
  const length = pieces.reduce((sum, [px, py, qx, qy]) => {
    const [x, y] = at(px, py),
      [u, v] = at(qx, qy);
    return sum + Math.hypot(u - x, v - y);
  }, 0);
  near(length, 2 * Math.PI, 0.02);
  ok(output(...at(base[0] + towards[0], base[1] + towards[1])) > 1, "the arrow leads outwards");
}
