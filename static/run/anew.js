import { isAlike } from "./alike.js";

/** @typedef {import("../types.d.ts").RunConfig} RunConfig */

/**
 * Begins the run again from step 0, with something changed in it. While a drag lasts time stands still and the whole path turns
 * under the hand; when it is over the run is played from its beginning.
 * @param {{session: ReturnType<typeof import("./session.js").createSession>, player: ReturnType<typeof import("./player.js").createPlayer>,
 *   store: import("../page_parts.d.ts").Page["store"]}} page
 */
export function createAnew({ session, player, store }) {
  /** The drag going on, the step at which time stands meanwhile, and what was wanted last. */
  let drag = /** @type {{gesture: object, step: number, run: RunConfig, label: string} | null} */ (null);

  /** What else changes with a run that is awaited changes with the one that takes its place. */
  const patchWith = (/** @type {boolean} */ playing) => ({ ...session.awaited?.patch, playing });

  /** Plays the newest run from its beginning: from the rows that are here, where it is on screen. */
  function play({ run, changes } = session.latest, rest = {}) {
    if (session.awaited !== null) return session.load(run, changes, { patch: patchWith(true), ...rest });
    player.seek(0);
    store.set({ playing: true });
  }

  /** The drag is over. */
  function release() {
    if (drag === null) return;
    const { gesture, run, label } = drag;
    drag = null;
    play({ run, changes: [] }, { gesture, label });
  }

  return {
    play,
    release,
    /** Whether a drag has begun the run again: all of it does. */
    holds: (/** @type {object | null} */ gesture) => gesture !== null && drag?.gesture === gesture,
    /** `step`: where time stands while a drag lasts. */
    begin(/** @type {RunConfig} */ run, { label = "", gesture = /** @type {object | null} */ (null), step = 0 } = {}) {
      if (gesture !== null) {
        if (drag?.gesture !== gesture) drag = { gesture, step, run, label };
        Object.assign(drag, { run, label });
        store.set({ playing: false });
        session.load(run, [], { keep: drag.step, patch: patchWith(false), gesture, label });
      } else if (drag !== null && isAlike(drag.run, run)) release();
      else {
        drag = null;
        session.load(run, [], { patch: patchWith(true), label });
      }
    },
  };
}
