import { createTrails, inOrder } from "../../static/pictures/trails.js";
import { equal, ok } from "./expect.js";
import { flatLens, INK, noted } from "./pens.js";
import { tapeOf } from "./tapes.js";

const FIELD = {
  window: [
    [0, 4],
    [0, 4],
  ],
  points: [],
};
const LENS = flatLens();
const GHOSTS = [];
const START = null;

function trailing() {
  const { pen, kept } = noted();
  pen.ellipse = () => {};
  pen.clearRect = () => {};
  let clears = 0;
  const trails = createTrails({
    pen,
    clear: () => {
      clears += 1;
      kept.length = 0;
    },
  });
  const draw = (tape, step, rest = {}) =>
    trails.draw(
      {
        tape,
        field: FIELD,
        ghosts: GHOSTS,
        step,
        time: step,
        state: { selected: "a", run: { start: START, racers: [{ id: "a" }, { id: "b" }] } },
        ...rest,
      },
      rest.lens ?? LENS,
      INK,
    );
  /** The lines in the racers' own colours, as points. */
  const lines = (colour = "first") =>
    kept.filter(({ how, strokeStyle }) => how === "stroke" && strokeStyle === colour).map(({ points }) => points.map(([, x, y]) => [x, y]));
  const marks = () =>
    kept
      .filter(({ how, arcs, fillStyle }) => how === "fill" && arcs.length === 1 && fillStyle === "first")
      .map(({ arcs }) => arcs[0].slice(0, 2));
  return { trails, draw, lines, marks, kept, clears: () => clears };
}

const straight = tapeOf(["a", "b"], 2, { params: [0, 1, 3, 3, 1, 1, 3, 2, 2, 1, 3, 1, 3, 1, 3, 0] });

export function testATrailGoesFromStepToStep() {
  const { draw, lines, marks } = trailing();
  draw(straight, 2);
  equal(lines(), [
    [
      [0, 300],
      [100, 300],
      [200, 300],
    ],
  ]);
  equal(lines("second"), [
    [
      [300, 100],
      [300, 200],
      [300, 300],
    ],
  ]);
  equal(
    marks(),
    [
      [100, 300],
      [200, 300],
    ],
    "the selected racer's steps are marked",
  );
}

export function testWhilePlayingOnlyTheNewestPieceIsDrawn() {
  const { draw, lines, clears, kept } = trailing();
  draw(straight, 2);
  equal(clears(), 1);
  kept.length = 0;
  draw(straight, 2);
  equal(kept, [], "nothing is new");
  draw(straight, 3);
  const [piece] = lines();
  equal([clears(), piece.at(-1)], [1, [300, 300]]);
  ok(piece[0][0] >= 100, "from where it ended");
  draw(straight, 1);
  equal(
    [clears(), lines()],
    [
      2,
      [
        [
          [0, 300],
          [100, 300],
        ],
      ],
    ],
    "backwards it is drawn anew",
  );
}

export function testAnythingElseThatChangesDrawsItAnew() {
  const { draw, clears } = trailing();
  draw(straight, 2);
  draw(straight, 2, { state: { selected: "b", run: { start: START, racers: [{ id: "a" }, { id: "b" }] } } });
  equal(clears(), 2);
  draw(straight, 2, { lens: flatLens({ key: 2 }) });
  equal(clears(), 3);
}

export function testAtTheWindowsRimATrailEndsAndIsFaintWhenItComesBack() {
  const { draw, kept, lines } = trailing();
  const leaving = tapeOf(["a"], 2, { params: [3, 1, 5, 1, 3, 1, 1, 1] });
  draw(leaving, 1);
  equal(lines(), [
    [
      [300, 300],
      [400, 300],
    ],
  ]);
  draw(leaving, 3);
  const faint = kept.filter(({ strokeStyle, globalAlpha }) => strokeStyle === "first" && globalAlpha === 0.55);
  ok(faint.length > 0 && faint.every(({ dash, lineWidth }) => dash.length === 2 && lineWidth === 2.2));
  equal(faint.at(-1).points.at(-1).slice(1), [100, 300]);
}

export function testCasingsLieUnderTheColours() {
  const { draw, kept } = trailing();
  draw(tapeOf(["a"], 2, { params: [0, 1, 1, 1] }), 1);
  const strokes = kept.filter(({ how, strokeStyle, points }) => how === "stroke" && strokeStyle !== INK.ink && points.length > 0);
  equal(
    strokes.map(({ strokeStyle, lineWidth, globalAlpha }) => [strokeStyle, lineWidth, globalAlpha]),
    [
      ["casing", 6, 1],
      ["first", 3.4, 1],
    ],
  );
}

export function testWhatAHillHidesShinesThrough() {
  const { draw, kept } = trailing();
  draw(straight, 3, { lens: flatLens({ hidden: (x) => x > 1.5 && x < 2.5 }) });
  const alphas = kept
    .filter(({ how, strokeStyle, points }) => how === "stroke" && strokeStyle === "first" && points.length > 0)
    .map(({ globalAlpha, points }) => [globalAlpha, points.at(-1)[1]]);
  equal(alphas, [
    [1, 100],
    [0.22, 200],
    [1, 300],
  ]);
}

export function testThePieceFromTheLastStepToNow() {
  const { trails, draw } = trailing();
  draw(straight, 1);
  const { pen, kept } = noted();
  const frame = (time, rest = {}) => ({
    tape: straight,
    field: FIELD,
    ghosts: GHOSTS,
    step: Math.floor(time),
    time,
    state: { selected: "a", run: { start: START, racers: [{ id: "a" }, { id: "b" }] } },
    ...rest,
  });
  trails.drawLive(pen, frame(1), LENS, INK);
  trails.drawLive(pen, frame(1.02), LENS, INK);
  equal(kept, [], "at a step, or while the ball covers it, there is none");
  trails.drawLive(pen, frame(1.5), LENS, INK);
  const ends = kept
    .filter(({ strokeStyle }) => strokeStyle !== "casing")
    .map(({ strokeStyle, points }) => [strokeStyle, ...points.at(-1).slice(1)]);
  equal(ends, [
    ["second", 300, 250],
    ["first", 150, 300],
  ]);
}

export function testAnOldPathIsDashedFromWhereItWasLeft() {
  const { draw, lines, kept } = trailing();
  draw(tapeOf(["a"], 2, { params: [0, 3] }), 0, { ghosts: [{ tape: straight, from: 1, label: "" }] });
  const old = kept.filter(({ dash }) => dash?.join() === "4,4");
  equal(
    old.map(({ points }) => points.map(([, x, y]) => [x, y])),
    [
      [
        [100, 300],
        [200, 300],
        [300, 300],
      ],
      [
        [300, 200],
        [300, 300],
        [300, 400],
      ],
    ],
  );
  ok(old.every(({ globalAlpha, strokeStyle }) => globalAlpha === 0.8 && strokeStyle === "casing"));
  equal(lines(), []);
}

export function testTheSelectedRacerIsOnTop() {
  equal(
    [inOrder(straight, "a"), inOrder(straight, "b"), inOrder(straight, "")],
    [
      [1, 0],
      [0, 1],
      [0, 1],
    ],
  );
}

export function testMarksKeepTheirDistanceInEveryDirection() {
  for (const [dx, dy] of [
    [1, 0],
    [0, 1],
    [0.6, 0.8],
  ]) {
    // Forty steps of two pixels each.
    const steps = Array.from({ length: 41 }, (_, k) => [1 + 0.02 * k * dx, 1 + 0.02 * k * dy]);
    const { draw, marks } = trailing();
    draw(tapeOf(["a"], 2, { params: steps.flat() }), 40);
    const places = marks();
    ok(places.length >= 2 && places.length < 20, `${places.length} marks along ${dx}, ${dy}`);
    const gaps = places.slice(1).map(([x, y], k) => Math.hypot(x - places[k][0], y - places[k][1]));
    ok(Math.max(...gaps) - Math.min(...gaps) < 2.01, `${gaps}`);
  }
}
