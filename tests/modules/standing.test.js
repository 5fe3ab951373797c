import { standingOn } from "../../static/run/standing.js";
import { equal } from "./expect.js";
import { tapeOf } from "./tapes.js";

const tape = tapeOf(["a", "b"], 2, { params: [9, 9, 9, 9, 9, 9, 1, 0.1] });
const field = {
  window: [
    [-50, 50],
    [-5, 5],
  ],
  points: [
    { kind: "minimum", params: [9, 9] },
    { kind: "saddle", params: [0, 0] },
  ],
};
const outcome = (rest) => ({ racer: "b", step: 1, point: "flat", ...rest });

export function testAFlatPlaceNearAKnownSaddleIsDegenerate() {
  equal(standingOn({ tape, field }, outcome({})), "degenerate");
  equal(standingOn({ tape, field }, outcome({ point: null })), "degenerate");
  equal(standingOn({ tape, field }, outcome({ racer: "a" })), "flat", "the other racer is at a minimum that is recorded");
  equal(standingOn({ tape, field }, outcome({ step: 0 })), "flat");
  equal(standingOn({ tape, field }, outcome({ point: "minimum" })), "minimum", "the Hessian is believed first");
  equal(standingOn({ tape, field: null }, outcome({})), "flat");
  equal(standingOn({ tape: null, field }, outcome({})), "flat");
  equal(standingOn({ tape, field }, outcome({ step: 2 })), "flat", "a row that is not there");
  const far = tapeOf(["b"], 2, { params: [2.1, 0, 0, 0.21, -2, 0.2] });
  equal(
    [0, 1, 2].map((step) => standingOn({ tape: far, field }, outcome({ step }))),
    ["flat", "flat", "degenerate"],
  );
}
