/** The racers from where each run begins by itself: their own starts are places on other ground. */
export const withoutStarts = (/** @type {import("../types.d.ts").Racer[]} */ racers) => racers.map((racer) => ({ ...racer, start: null }));
