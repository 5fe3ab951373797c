import { createTabMemory } from "../../static/tab_memory.js";
import { equal } from "./expect.js";

/** A tab's storage with room for so many letters. */
function roomFor(letters) {
  const held = new Map();
  return {
    held,
    getItem: (name) => held.get(name) ?? null,
    setItem(name, text) {
      if (text.length > letters) throw new DOMException("full", "QuotaExceededError");
      held.set(name, text);
    },
    removeItem: (name) => held.delete(name),
  };
}

async function known() {
  const catalogue = await (await fetch("/catalogue.json")).json();
  const { run } = catalogue.presets.find(({ kind }) => kind === "three_valleys");
  const changes = [{ at_step: 3, racer: run.racers[1].id, set: { noise: 0.5 } }];
  return { catalogue, run, changes, state: { run: { ...run, seed: 99 }, changes, selected: run.racers[1].id, playing: true } };
}

export async function testWhatIsLeftIsFoundAgain() {
  const { catalogue, run, changes, state } = await known();
  const storage = roomFor(1e6),
    memory = createTabMemory("surface", storage);
  equal(memory.hash, null);
  equal(memory.keep(state, 57, "#seed=99"), true);
  equal([memory.hash, createTabMemory("fit", storage).hash], ["#seed=99", null], "each page its own");
  const { faults, ...found } = memory.found(run, catalogue);
  equal([found, faults], [{ run: state.run, changes, selected: state.selected, step: 57, playing: true }, []]);
  memory.forget();
  equal([memory.hash, storage.held.size], [null, 0]);
}

export async function testWhereThereIsNoRoomNothingIsKept() {
  const { state } = await known();
  const storage = roomFor(1e6),
    memory = createTabMemory("surface", storage);
  memory.keep(state, 1, "#a");
  storage.setItem = () => {
    throw new DOMException("full", "QuotaExceededError");
  };
  equal([memory.keep(state, 2, "#b"), memory.hash], [false, null], "and nothing old stands for it");
  const none = createTabMemory("surface", null);
  equal([none.keep(state, 1, "#a"), none.hash, none.forget()], [false, null, undefined]);
}

export async function testWhatIsWrongInItIsNotTaken() {
  const { catalogue, run, state } = await known();
  const storage = roomFor(1e6),
    memory = createTabMemory("surface", storage);
  for (const text of ["{", "[]", "3", "null", '{"hash": 5, "run": {}}', '{"hash": "#a"}', '{"hash": "#a", "run": null}']) {
    storage.held.set("descent_playground.surface", text);
    equal(memory.hash, null, text);
  }
  memory.keep({ ...state, run: { ...run, seed: "many" } }, 3, "#a");
  const found = memory.found(run, catalogue);
  equal([found.run.seed, found.faults.length > 0], [run.seed, true]);
}
