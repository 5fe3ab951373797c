import { ballUnder, graspUnder, stepUnder } from "../../static/pictures/pointing.js";
import { equal } from "./expect.js";
import { flatLens } from "./pens.js";
import { tapeOf } from "./tapes.js";

// The first racer goes right, the second up.
const tape = tapeOf(["a", "b"], 2, { params: [1, 1, 1, 1, 2, 1, 1, 2, 3, 1, 1, 3] });
const frame = (rest = {}) => ({ tape, step: 2, state: { selected: "a", run: { start: null } }, ...rest });

export function testTheStepOfTheNearestPointOfATrail() {
  equal(stepUnder(frame(), flatLens(), 200, 300), 1);
  equal(stepUnder(frame(), flatLens(), 209, 309), 1);
  equal(stepUnder(frame(), flatLens(), 210, 310), null, "beyond a finger's width");
  equal(stepUnder(frame(), flatLens(), 100, 100), 2, "the other racer's trail");
  equal(stepUnder(frame({ step: 1 }), flatLens(), 100, 100), null, "what has not been played is not there");
  equal(stepUnder(frame({ step: 9 }), flatLens(), 300, 300), 2, "nor what has not been computed");
  equal(stepUnder(frame({ tape: null }), flatLens(), 200, 300), null);
  equal(stepUnder(frame(), flatLens({ holds: (x) => x < 3 }), 300, 300), null, "what lies outside the window is not seen");
}

export function testOfTwoTrailsTheSelectedRacersGoesFirst() {
  const crossing = tapeOf(["a", "b"], 2, { params: [1, 1, 2, 2, 2, 2.03, 1, 1] });
  const under = (selected) => stepUnder(frame({ tape: crossing, step: 1, state: { selected } }), flatLens(), 200, 200);
  equal([under("a"), under("b")], [1, 0]);
}

export function testAPressTakesHoldOfTheBallOrOfAStart() {
  const balls = [
    { selected: false, px: 100, py: 200, radius: 10 },
    { selected: true, px: 300, py: 300, radius: 10 },
  ];
  equal(graspUnder(frame(), flatLens(), balls, 310, 310), "ball");
  equal(graspUnder(frame(), flatLens(), balls, 100, 205), null, "only the selected ball");
  equal(graspUnder(frame(), flatLens(), balls, 100, 318), "start");
  equal(graspUnder(frame(), flatLens(), balls, 100, 319), null);
  equal(graspUnder(frame({ step: 0 }), flatLens(), balls, 300, 300), null, "before the first step the ball is its start");
  equal(graspUnder(frame(), flatLens({ lift: 1 }), balls, 300, 308), "ball");
  equal(graspUnder(frame(), flatLens({ lift: 1 }), balls, 300, 309), null, "a ball that stands on the surface lies above its foot");
  equal(graspUnder(frame(), flatLens({ holds: () => false }), balls, 100, 300), null, "a start outside the window is not seen");
}

export function testTheUppermostBallLiesUnderThePointer() {
  const balls = [
    { name: "below", px: 100, py: 100, radius: 10 },
    { name: "above", px: 105, py: 100, radius: 10 },
  ];
  equal(ballUnder(flatLens(), balls, 103, 100).name, "above");
  equal(ballUnder(flatLens(), balls, 86, 100).name, "below");
  equal(ballUnder(flatLens(), balls, 85.9, 100), null);
  equal(ballUnder(flatLens({ lift: 2 }), balls, 105, 80).name, "above");
}
