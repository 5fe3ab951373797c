/** After an edit its first rows are here within a few frames; longer nobody waits for them. */
const PATIENCE_MS = 50;

/**
 * The page's only animation frame. `step(dt_ms)` moves time and says whether anything changed by itself; `frame` makes what the views draw.
 * While only the ball glides from a step to the next, those views rest that show steps and not what is between them. Right after an edit
 * only what is prompt is drawn, what moves and what the hand is on: the first rows of the edited run change all the rest at once, and
 * they wait for the frame that they find the page busy with.
 * @param {{step: (dt_ms: number) => boolean, frame: (now_ms: number) => import("./types.d.ts").Frame, request?: (tick:
 *   FrameRequestCallback) => number}} options
 */
export function createClock({ step, frame, request = requestAnimationFrame }) {
  /** @type {{view: import("./types.d.ts").View, isOfSteps: boolean, isPrompt: boolean}[]} */
  const views = [];
  let stale = true;
  /** Between which steps the last frame was. */
  let before = NaN,
    after = NaN;
  /** Since when rows of an edit have been waited for. @type {number | null} */
  let edited_ms = null;
  /** @type {number | null} */
  let last_ms = null;

  function tick(/** @type {number} */ now_ms) {
    // First of all: a fault in one frame is written to the console, and the next frame comes all the same.
    request(tick);
    // A tab that was in the background comes back with a long gap: the ball goes on from where it was.
    const dt_ms = last_ms === null ? 0 : Math.min(now_ms - last_ms, 100);
    last_ms = now_ms;
    const moved = step(dt_ms);
    if (moved || stale) {
      const drawn = frame(now_ms),
        next = Math.ceil(drawn.time);
      const isBetween = !stale && drawn.step === before && next === after;
      edited_ms = drawn.tape !== null && drawn.tape.held >= 0 ? (edited_ms ?? now_ms) : null;
      const isAwaited = edited_ms !== null && now_ms - edited_ms < PATIENCE_MS;
      if (!isAwaited) edited_ms = null;
      // What waits is drawn when the waiting is over, and so is a step passed meanwhile.
      [stale, before, after] = [isAwaited && !isBetween, drawn.step, next];
      for (const { view, isOfSteps, isPrompt } of views) if (!(isOfSteps && isBetween) && (isPrompt || !isAwaited)) view.draw(drawn);
    }
  }

  return {
    add(/** @type {import("./types.d.ts").View} */ view, { isOfSteps = false, isPrompt = false } = {}) {
      views.push({ view, isOfSteps, isPrompt });
      stale = true;
    },
    /** The columns that grow with the parameters, D of them, and that something on the page reads. */
    reads(/** @type {number} */ D) {
      return [...new Set(views.flatMap(({ view }) => view.reads?.(D) ?? []))];
    },
    invalidate() {
      stale = true;
    },
    start() {
      request(tick);
    },
  };
}
