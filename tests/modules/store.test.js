import { createStore } from "../../static/store.js";
import { equal, ok } from "./expect.js";

export function testWhoeverShowsAPartIsToldOfThatPart() {
  const store = createStore({ a: 1, b: 2, c: NaN });
  const told = [];
  const forget = store.subscribe(["a", "b"], (state, changed) => told.push([state.a, state.b, [...changed]]));
  store.set({ a: 1, c: NaN });
  equal(told, [], "nothing is new");
  store.set({ c: 3 });
  equal(told, [], "somebody else's");
  store.set({ a: 5, b: 2, c: 4 });
  equal(told, [[5, 2, ["a", "c"]]]);
  forget();
  store.set({ a: 6 });
  equal([told.length, store.state], [1, { a: 6, b: 2, c: 4 }]);
  ok(Object.isFrozen(store.state));
}
