import { createMorph } from "../../static/run/morph.js";
import { equal, near, ok } from "./expect.js";

const field = (loss, rest = {}) => ({
  columns: 2,
  rows: 1,
  window: [[0, 1]],
  loss: Float32Array.from(loss),
  lowest: loss[0],
  highest: loss[1],
  scale: loss[1] / 10,
  ...rest,
});

/** Turns whose time is ours. */
function turning() {
  const kept = { shown: [], asked: [], now_ms: 1000 };
  const turn = createMorph((shown) => kept.shown.push(shown), { now: () => kept.now_ms, request: (step) => kept.asked.push(step) });
  const frame = (now_ms) => kept.asked.splice(0).forEach((step) => step(now_ms));
  return { turn, kept, frame };
}

const FROM = field([0, 10]),
  TO = field([8, 20]);

export function testASurfaceTurnsIntoAnotherInItsTime() {
  const { turn, kept, frame } = turning();
  turn(FROM, TO, true);
  equal(kept.shown, [], "the first picture comes with the next frame");
  frame(1000);
  equal([Array.from(kept.shown[0].loss), kept.shown[0].lowest], [[0, 10], 0]);
  frame(1105);
  equal(Array.from(kept.shown[1].loss), [1.25, 11.5625], "slow at first: a quarter of the time is 5/32 of the way");
  frame(1210);
  equal(Array.from(kept.shown[2].loss), [4, 15]);
  equal([kept.shown[2].lowest, kept.shown[2].highest], [4, 15]);
  near(kept.shown[2].scale, 1.5);
  frame(1420);
  ok(kept.shown[3] === TO);
  equal([kept.shown.length, kept.asked], [4, []], "then it rests");
}

export function testAFrameOfTheTimeBeforeShowsTheBeginning() {
  const { turn, kept, frame } = turning();
  turn(FROM, TO, true);
  frame(990);
  equal(Array.from(kept.shown[0].loss), [0, 10]);
}

export function testWhatCannotTurnIsShownAtOnce() {
  for (const [from, to, isWanted, why] of [
    [FROM, TO, false, "motion is reduced"],
    [null, TO, true, "there was none before"],
    [FROM, field([8, 20], { columns: 3 }), true, "another mesh"],
    [FROM, field([8, 20], { rows: 2 }), true, "another mesh"],
    [FROM, field([8, 20], { window: [[0, 2]] }), true, "another window"],
  ]) {
    const { turn, kept } = turning();
    turn(from, to, isWanted);
    equal([kept.shown.length, kept.shown[0] === to, kept.asked.length], [1, true, 0], why);
  }
}

export function testANewerTurnTakesOver() {
  const { turn, kept, frame } = turning();
  turn(FROM, TO, true);
  frame(1210);
  kept.now_ms = 1210;
  turn(kept.shown[0], FROM, true);
  frame(1420);
  equal(kept.shown.length, 2, "the older one is given up");
  equal(Array.from(kept.shown[1].loss), [2, 12.5]);
}
