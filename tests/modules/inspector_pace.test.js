import { createPace } from "../../static/panels/inspector_pace.js";
import { equal } from "./expect.js";

/** Whether each frame is readable; 60 frames a second at so many steps a second. */
function readAt(pace, steps_per_s, seconds, from, rest = {}) {
  let last = null;
  for (let frame = 1; frame <= 60 * seconds; frame += 1) {
    const time_s = from.time_s + frame / 60;
    last = pace.isReadable({
      step: from.step + Math.floor((frame / 60) * steps_per_s),
      now_ms: 1000 * time_s,
      tape: from.tape,
      state: { playing: true },
      ...rest,
    });
  }
  from.time_s += seconds;
  from.step += Math.floor(seconds * steps_per_s);
  return last;
}

export function testFastStepsAreReadAgainOnlyWhenClearlySlower() {
  const pace = createPace(),
    from = { step: 0, time_s: 0, tape: {} };
  equal(pace.isReadable({ step: 0, now_ms: 0, tape: from.tape, state: { playing: true } }), true);
  equal(readAt(pace, 8, 3, from), true);
  equal(readAt(pace, 60, 3, from), false);
  equal(readAt(pace, 17, 5, from), false, "not slow enough to come back");
  equal(readAt(pace, 6, 5, from), true);
}

export function testAJumpOfOneFrameIsNotYetFastAndAPauseIsReadable() {
  const pace = createPace(),
    from = { step: 0, time_s: 0, tape: {} };
  readAt(pace, 8, 3, from);
  const at = (step, rest = {}) => {
    from.time_s += 1 / 60;
    return pace.isReadable({ step, now_ms: 1000 * from.time_s, tape: from.tape, state: { playing: true }, ...rest });
  };
  equal(at(from.step + 1), true, "one step within a frame is smoothed away");
  equal(readAt(pace, 480, 1, from), false);
  equal(at(from.step, { state: { playing: false } }), true);
  equal(at(100_000, { tape: {} }), true, "another run begins anew");
}
