import { drawExits } from "../../static/pictures/exits.js";
import { equal, near, ok } from "./expect.js";
import { flatLens, INK, noted } from "./pens.js";
import { racer, runOf } from "./runs.js";
import { tapeOf } from "./tapes.js";

const window = [
  [0, 4],
  [0, 4],
];
/** What is drawn of a racer that goes from (2, 2) by `by` a step: arrows, balls and texts. */
async function left(by, { rich = false, selected = "b", steps = 3 } = {}) {
  const catalogue = await (await fetch("/catalogue.json")).json();
  const tape = tapeOf(["a"], 2, { params: Array.from({ length: steps }, (_, k) => [2 + by[0] * k, 2 + by[1] * k]).flat() });
  const run = runOf([racer("a"), racer("b")], { problem: { kind: "surface", surface: catalogue.surfaces.booth.default } });
  const { pen, kept } = noted();
  const texts = [];
  const light = { addColorStop: () => {} };
  Object.assign(pen, {
    measureText: (text) => ({ width: 6 * text.length }),
    createRadialGradient: () => light,
    translate: () => {},
    scale: () => {},
    rotate: () => {},
    roundRect: () => {},
    ellipse: () => {},
    arcTo: () => {},
    bezierCurveTo: () => {},
    quadraticCurveTo: () => {},
    fillText: (text, x, y) => texts.push([text, x, y]),
    drawImage: (image, x, y, width = 0, height = 0) => kept.push({ how: "image", x: x + width / 2, y: y + height / 2 }),
  });
  const ink = { ...INK, racers: new Array(8).fill("#336699"), bg: "#ffffff", onRacer: "#ffffff", ink: "#000000", casing: "#ffffff" };
  const frame = { tape, field: { width: 2, window, points: [] }, step: steps - 1, catalogue, state: { run, changes: [], selected } };
  drawExits(pen, frame, flatLens({ width: 400, height: 400 }), ink, rich);
  return { kept, texts };
}

export async function testWhatIsInsideOrNeverWasHasNoExit() {
  equal((await left([0.5, 0])).kept, []);
  equal((await left([0, 0])).kept, []);
}

/** The ends of the arrow's shaft. */
const shaftOf = ({ kept }) => kept.find(({ points }) => points?.length >= 2).points.filter(([how]) => how !== "close");

export async function testAnArrowLeavesTheRimTheWayTheBallWent() {
  for (const [by, rim, way] of [
    [
      [3, 0],
      [400, 200],
      [1, 0],
    ],
    [
      [0, 3],
      [200, 0],
      [0, -1],
    ],
    [
      [-3, 0],
      [0, 200],
      [-1, 0],
    ],
    [
      [2.5, 2.5],
      [400, 0],
      [Math.SQRT1_2, -Math.SQRT1_2],
    ],
  ]) {
    const [[, x, y]] = shaftOf(await left(by));
    near(x + 1, rim[0] + 1);
    near(y + 1, rim[1] + 1);
    const all = (await left(by)).kept.flatMap(({ points }) => points ?? []);
    const ahead = Math.max(...all.filter(([how]) => how !== "close").map(([, px, py]) => (px - rim[0]) * way[0] + (py - rim[1]) * way[1]));
    ok(Math.abs(ahead - 18) < 8, `${by}: ${ahead} pixels long`);
  }
}

export async function testABallStandsAheadOfItsArrowInsideThePicture() {
  const { kept } = await left([2.5, 1], { rich: true });
  const [image] = kept.filter(({ how }) => how === "image");
  const length = Math.hypot(2.5, 1);
  // It crosses the rim at (4, 2.8); the arrow is 46 pixels long, the ball nine ahead of it and ten from the edge.
  ok(Math.abs(image.x - 381) < 1.5, `x ${image.x}`);
  ok(Math.abs(image.y - (120 - ((46 + 9) * 1) / length)) < 1.5, `y ${image.y}`);
}

export async function testOfTheOneInFrontTheStepAndThePlaceAreSaid() {
  const { texts } = await left([3, 0], { rich: true, selected: "a" });
  const words = texts.map(([text]) => text).join(" | ");
  ok(words.includes("step 1") && words.includes("x = 8.00") && words.includes("y = 2.00"), words);
  for (const [, x, y] of texts) ok(x >= 0 && x <= 400 && y >= 0 && y <= 400, `${x}, ${y}`);
}
