import { createRacersShare } from "../../static/panels/racers_share.js";
import { equal, ok } from "./expect.js";
import { tapeOf } from "./tapes.js";

const field = (points) => ({
  window: [
    [0, 100],
    [0, 10],
  ],
  points,
});
const BEST = [
  { params: [50, 5], kind: "minimum", is_global: true },
  { params: [80, 5], kind: "minimum", is_global: false },
  { params: [10, 1], kind: "maximum", is_global: true },
];
// Three racers: two start together, one elsewhere; at step 1 they stand at the best, just beside it, and at another.
const APART = tapeOf(["a", "b", "c"], 2, { params: [1, 1, 1, 1, 2, 1, 50, 5, 52, 5.1, 80, 5] });

function shown(frame) {
  const host = document.createElement("div");
  createRacersShare(host).draw(frame);
  return host.firstChild;
}

export function testRacersAtABestMinimumAreCounted() {
  const line = shown({ tape: APART, field: field(BEST), step: 1 });
  equal(line.hidden, false);
  ok(/2.*3/.test(line.textContent), line.textContent);
  const nobody = shown({ tape: APART, field: field(BEST), step: 0 });
  ok(/0.*3/.test(nobody.textContent), nobody.textContent);
  const tooFar = tapeOf(["a", "b"], 2, { params: [52.1, 5, 50, 5.21] });
  ok(/0.*2/.test(shown({ tape: tooFar, field: field(BEST), step: 0 }).textContent));
}

export function testNothingIsSaidWhereThereIsNothingToCompare() {
  const together = tapeOf(["a", "b"], 2, { params: [1, 1, 1, 1, 50, 5, 50, 5] });
  for (const [frame, why] of [
    [{ tape: together, field: field(BEST), step: 1 }, "all start at one place"],
    [{ tape: null, field: field(BEST), step: 0 }, "no run"],
    [{ tape: APART, field: null, step: 0 }, "no surface"],
    [{ tape: APART, field: field(BEST.slice(1)), step: 1 }, "no best minimum is known"],
  ])
    equal(shown(frame).hidden, true, why);
  const later = tapeOf(["a", "b"], 2, { params: [1, 1, 1, 2] });
  equal(shown({ tape: later, field: field(BEST), step: 0 }).hidden, false, "the second parameter tells them apart too");
}
