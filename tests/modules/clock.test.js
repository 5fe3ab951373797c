import { createClock } from "../../static/clock.js";
import { arrowColumns } from "../../static/pictures/arrows.js";
import { equal } from "./expect.js";

/** A clock whose frames are ours: each is a time, the step it shows, and the step whose row is awaited (−1: none). */
function drawnIn(frames) {
  let tick = null,
    now = null;
  const drawn = [];
  const clock = createClock({
    step: () => true,
    frame: () => ({ time: now.time, step: Math.floor(now.time), tape: { held: now.held ?? -1 } }),
    request: (next) => {
      tick = next;
    },
  });
  clock.add({ draw: () => drawn.at(-1).push("ball") }, { isPrompt: true });
  clock.add({ draw: () => drawn.at(-1).push("chart") });
  clock.add({ draw: () => drawn.at(-1).push("panel") }, { isOfSteps: true });
  clock.start();
  for (now of frames) {
    drawn.push([]);
    if (now.isChanged) clock.invalidate();
    tick(now.at_ms);
  }
  return drawn.map((names) => names.join(" "));
}

const ALL = "ball chart panel";

export function testBetweenTwoStepsOnlyWhatGlidesIsDrawn() {
  const frames = [
    { at_ms: 0, time: 1 },
    { at_ms: 16, time: 1.2 },
    { at_ms: 32, time: 1.4 },
    { at_ms: 48, time: 2 },
  ];
  equal(drawnIn(frames), [ALL, ALL, "ball chart", ALL]);
}

export function testAnEditWhoseRowsComeSoonWaitsForThem() {
  const frames = [
    { at_ms: 0, time: 1 },
    { at_ms: 16, time: 1.2, held: 2, isChanged: true },
    { at_ms: 32, time: 1.4, isChanged: true },
  ];
  equal(drawnIn(frames), [ALL, "ball", ALL]);
}

export function testNobodyWaitsLongerThanFiftyMilliseconds() {
  const frames = [{ at_ms: 0, time: 1 }];
  for (const at_ms of [16, 32, 48, 65, 66]) frames.push({ at_ms, time: 1.2, held: 2, isChanged: true });
  equal(drawnIn(frames), [ALL, "ball", "ball", "ball", "ball", ALL]);
}

export function testWhatWaitedIsDrawnWhenTheWaitingIsOver() {
  const frames = [
    { at_ms: 0, time: 1 },
    { at_ms: 16, time: 1.2, held: 2, isChanged: true },
    { at_ms: 32, time: 1.2 },
    { at_ms: 48, time: 1.3 },
  ];
  equal(drawnIn(frames), [ALL, "ball", ALL, "ball chart"]);
}

export function testAStepPassedWhileWaitingIsDrawnAfterwards() {
  const frames = [
    { at_ms: 0, time: 1 },
    { at_ms: 16, time: 1.2, held: 2 },
    { at_ms: 32, time: 2.2, held: 2 },
    { at_ms: 48, time: 2.4 },
  ];
  equal(drawnIn(frames), [ALL, "ball", "ball", ALL]);
}

export function testARowAtTheVeryBeginningIsAwaitedToo() {
  const frames = [
    { at_ms: 0, time: 0 },
    { at_ms: 16, time: 0, held: 0, isChanged: true },
  ];
  equal(drawnIn(frames), [ALL, "ball"]);
}

export function testWithoutATapeNothingIsAwaited() {
  let tick = null;
  const drawn = [];
  const clock = createClock({ step: () => true, frame: () => ({ time: 0, step: 0, tape: null }), request: (next) => (tick = next) });
  clock.add({ draw: () => drawn.push("chart") });
  clock.start();
  tick(0);
  equal(drawn, ["chart"]);
}

/** What the clock asks of time and of the views while nothing moves by itself. */
function resting() {
  const kept = { passed: [], drawn: 0, frames: [], tick: null, asked: 0 };
  const clock = createClock({
    step: (dt_ms) => {
      kept.passed.push([dt_ms, kept.asked]);
      return false;
    },
    frame: (now_ms) => {
      kept.frames.push(now_ms);
      return { time: 0, step: 0, tape: null };
    },
    request: (next) => {
      kept.asked += 1;
      kept.tick = next;
    },
  });
  clock.add({ draw: () => (kept.drawn += 1) });
  return { clock, kept };
}

export function testTimePassesByTheFramesAndNeverInLeaps() {
  const { clock, kept } = resting();
  equal(kept.asked, 0, "it is not started yet");
  clock.start();
  for (const now_ms of [5000, 5016, 5116, 9000]) kept.tick(now_ms);
  equal(
    kept.passed.map(([dt_ms]) => dt_ms),
    [0, 16, 100, 100],
  );
}

export function testNothingIsDrawnUntilSomethingChanges() {
  const { clock, kept } = resting();
  clock.start();
  kept.tick(0);
  kept.tick(16);
  equal(kept.drawn, 1);
  clock.invalidate();
  kept.tick(32);
  kept.tick(48);
  equal([kept.drawn, kept.frames], [2, [0, 32]]);
  clock.add({ draw: () => (kept.drawn += 10) });
  kept.tick(64);
  equal(kept.drawn, 13, "a new view is drawn at once, the others with it");
}

export function testTheNextFrameIsAskedForBeforeAnythingCanFail() {
  const { clock, kept } = resting();
  clock.start();
  kept.tick(0);
  kept.tick(16);
  equal(
    kept.passed.map(([, asked]) => asked),
    [2, 3],
  );
}

export function testTheWideColumnsAreThoseThatWhatIsDrawnReads() {
  const { clock } = resting();
  equal(clock.reads(2), []);
  clock.add({ draw: () => {}, reads: () => ["params", "change"] });
  clock.add({ draw: () => {}, reads: arrowColumns });
  clock.add({ draw: () => {} });
  equal(clock.reads(2).sort(), ["accumulated", "change", "gradient", "params", "velocity"]);
  equal(clock.reads(3).sort(), ["change", "params"], "in a plane through more parameters no arrows are drawn");
}
