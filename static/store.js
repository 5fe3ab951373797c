/**
 * Holds the state; whoever shows a part of it subscribes to that part's names.
 * @template {object} S
 * @param {S} initial
 */
export function createStore(initial) {
  let state = Object.freeze({ ...initial });
  /** @type {Set<{names: string[], listener: (state: S, changed: Set<string>) => void}>} */
  const subscriptions = new Set();

  return {
    /** @returns {Readonly<S>} */
    get state() {
      return state;
    },
    /** @param {Partial<S>} patch */
    set(patch) {
      const given = /** @type {(keyof S & string)[]} */ (Object.keys(patch));
      /** @type {Set<string>} */
      const changed = new Set(given.filter((name) => !Object.is(patch[name], state[name])));
      if (changed.size === 0) return;
      state = Object.freeze({ ...state, ...patch });
      for (const { names, listener } of [...subscriptions]) if (names.some((name) => changed.has(name))) listener(state, changed);
    },
    /** @param {string[]} names @param {(state: S, changed: Set<string>) => void} listener */
    subscribe(names, listener) {
      const subscription = { names, listener };
      subscriptions.add(subscription);
      return () => subscriptions.delete(subscription);
    },
  };
}
