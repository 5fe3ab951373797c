import { createActions, listenForKeys } from "../../static/actions.js";
import { equal, ok } from "./expect.js";
import { hosted, noticing } from "./pages.js";

/** The actions of a page made of notes; `press` says whether the page took the key. */
function acting(state = {}, { tape = { length: 101, ended: true }, step = 20, time = step } = {}) {
  const told = [];
  const { page, store } = noticing({ stage: 4, swapped: false, ...state });
  const set = store.set;
  const actions = createActions({
    ...page,
    store: {
      get state() {
        return store.state;
      },
      set: (patch) => {
        told.push(["set", patch]);
        set(patch);
      },
    },
    session: { ...page.session, tape },
    player: { step, time, seek: (to) => told.push(["player", to]) },
    seek: (to) => told.push(["seek", to]),
    walk: (by) => told.push(["walk", by]),
    edits: {
      removeRacer: (id) => told.push(["remove", id]),
      duplicateRacer: (id) => told.push(["duplicate", id]),
      again: () => told.push(["again"]),
    },
  });
  const perform = (name, key = "") => {
    actions.find((action) => action.name === name).perform(key);
    return told.splice(0);
  };
  return { actions, perform, store, told };
}

export function testPlayAndPauseTakeTurns() {
  const { perform } = acting();
  equal([perform("play"), perform("play")], [[["set", { playing: true }]], [["set", { playing: false }]]]);
}

export function testPlayBeginsAgainWhereNothingIsLeft() {
  for (const [tape, time, isAnew] of [
    [{ length: 101, ended: true }, 100, true],
    [{ length: 101, ended: true }, 99.5, false],
    [{ length: 101, ended: false }, 100, false],
    [null, 0, false],
  ])
    equal(
      acting({}, { tape, time }).perform("play"),
      [...(isAnew ? [["player", 0]] : []), ["set", { playing: true }]],
      `${time} of ${JSON.stringify(tape)}`,
    );
  equal(acting({ playing: true }, { time: 100 }).perform("play"), [["set", { playing: false }]], "a pause at the end stays there");
}

export function testAStepIsTakenFromWhereTheBallIs() {
  for (const [name, step, time, to] of [
    ["forward", 20, 20, 21],
    ["forward", 20, 20.75, 21],
    ["back", 20, 20, 19],
    ["back", 20, 20.25, 20],
    ["first", 20, 20.5, 0],
    ["last", 20, 20.5, Infinity],
  ])
    equal(
      acting({ playing: true }, { step, time }).perform(name),
      [
        ["set", { playing: false }],
        ["seek", to],
      ],
      `${name} at ${time}`,
    );
  equal(acting().perform("restart"), [["again"]]);
  equal([acting().perform("undo"), acting().perform("redo")], [[["walk", -1]], [["walk", 1]]]);
}

export function testSwitchesTurnAndComeBack() {
  for (const [name, on, off] of [
    ["loop", { loop: true }, { loop: false }],
    ["swap", { swapped: true }, { swapped: false }],
    ["guide", { dialog: "guide" }, { dialog: "" }],
  ]) {
    const { perform } = acting();
    equal([perform(name), perform(name)], [[["set", on]], [["set", off]]], name);
  }
  equal(acting({ dialog: "sweep" }).perform("guide"), [["set", { dialog: "guide" }]]);
}

export function testStagesEndAtTheFirstAndTheLast() {
  for (const [name, stage, next] of [
    ["next_stage", 4, 5],
    ["next_stage", 5, 6],
    ["next_stage", 6, 6],
    ["previous_stage", 2, 1],
    ["previous_stage", 1, 1],
  ])
    equal(acting({ stage }).perform(name), [["set", { stage: next }]], `${name} at ${stage}`);
}

export function testARacerIsSelectedByItsNumberAndEditedByItsKeys() {
  const { perform } = acting({ selected: "r2" });
  equal(
    [perform("select", "1"), perform("select", "2"), perform("select", "3")],
    [[["set", { selected: "r1" }]], [["set", { selected: "r2" }]], []],
    "there is no third",
  );
  equal([perform("remove"), perform("duplicate")], [[["remove", "r2"]], [["duplicate", "r2"]]]);
}

export function testEveryKeyAsksForOneThingAndCanBeRead() {
  const { actions } = acting();
  const keys = actions.flatMap((action) => action.keys);
  equal(new Set(keys).size, keys.length);
  equal(new Set(actions.map(({ name }) => name)).size, actions.length);
  for (const { name, keys: its, shown, perform } of actions) {
    ok(shown.length > 0, name);
    equal(perform === undefined, its.length === 0, `${name}: what a picture hears itself has no key here`);
  }
}

/** Keys as a page hears them, with this focused. */
function listening(markup) {
  const host = hosted();
  host.innerHTML = markup;
  const { actions } = acting();
  const heard = [];
  const root = document.implementation.createHTMLDocument();
  const focus = host.querySelector("[data-focus]");
  const listened = Object.assign(root.createElement("div"), {
    activeElement: focus,
    querySelector: (selector) => host.querySelector(selector),
  });
  listenForKeys(
    actions.map((action) => ({ ...action, perform: action.perform && ((key) => heard.push([action.name, key])) })),
    listened,
  );
  const press = (key, how = {}) => {
    const event = new KeyboardEvent("keydown", { key, cancelable: true, ...how });
    if (how.isTaken) event.preventDefault();
    listened.dispatchEvent(event);
    return [heard.splice(0).map(([name]) => name)[0] ?? null, event.defaultPrevented];
  };
  return { press, heard, listened };
}

export function testAKeyIsHeardWhereverTheFocusIs() {
  const { press, heard, listened } = listening("<p></p>");
  for (const [key, name] of [
    [" ", "play"],
    ["k", "play"],
    ["ArrowLeft", "back"],
    ["R", "restart"],
    ["?", "guide"],
    ["]", "next_stage"],
    ["X", "swap"],
  ])
    equal(press(key), [name, true], key);
  for (const key of ["ArrowUp", "+", "0", "q", "9"]) equal(press(key), [null, false], key);
  listened.dispatchEvent(new KeyboardEvent("keydown", { key: "8" }));
  equal(heard, [["select", "8"]], "the key goes with it");
}

export function testShortcutsOfTheBrowserAndKeysAlreadyHeardAreLeftAlone() {
  const { press } = listening("<p></p>");
  for (const how of [{ ctrlKey: true }, { metaKey: true }, { altKey: true }]) equal(press("r", how), [null, false], JSON.stringify(how));
  equal(press("r", { shiftKey: true }), ["restart", true]);
  equal(press("z"), [null, false]);
  equal(press("r", { isTaken: true }), [null, true], "somebody has heard it");
}

export function testAControlKeepsTheKeysItAnswersTo() {
  const CONTROLS = {
    '<input data-focus type="text">': ["r", " ", "ArrowLeft", "?"],
    "<textarea data-focus></textarea>": ["r", " ", "Home"],
    "<select data-focus></select>": ["r", "ArrowLeft"],
    "<p contenteditable data-focus></p>": ["r"],
    '<input data-focus type="range">': ["ArrowLeft", "ArrowRight", "Home", "End", " "],
    '<input data-focus type="checkbox">': [" "],
    "<button data-focus></button>": [" "],
    '<a href="#x" data-focus></a>': [" "],
    "<details><summary data-focus></summary></details>": [" "],
    '<div role="button" tabindex="0" data-focus></div>': [" "],
    '<div role="slider" tabindex="0" data-focus></div>': ["ArrowLeft", "End"],
    '<div role="tab" tabindex="0" data-focus></div>': ["ArrowRight"],
    '<div role="radio" tabindex="0" data-focus></div>': ["ArrowRight"],
    '<div role="menuitem" tabindex="0" data-focus></div>': ["ArrowRight"],
    '<div role="option" tabindex="0" data-focus></div>': ["Home"],
    '<div tabindex="0" data-focus></div>': [],
  };
  const all = { " ": "play", ArrowLeft: "back", ArrowRight: "forward", Home: "first", End: "last", r: "restart", "?": "guide" };
  for (const [markup, kept] of Object.entries(CONTROLS)) {
    const { press } = listening(markup);
    const isText = /text|select|contenteditable/.test(markup);
    const isArrows = /range|slider|tab"|radio|menuitem|option/.test(markup);
    for (const key of kept) equal(press(key), [null, false], `${key} in ${markup}`);
    for (const [key, name] of Object.entries(all)) {
      if (kept.includes(key) || isText || (isArrows && /^(Arrow|Home|End)/.test(key))) continue;
      equal(press(key), [name, true], `${key} in ${markup}`);
    }
  }
}

export function testBehindADialogOnlyItsOwnKeyIsHeard() {
  const { press } = listening("<dialog open></dialog>");
  equal(
    [press("r"), press(" "), press("?")],
    [
      [null, false],
      [null, false],
      ["guide", true],
    ],
  );
  equal(listening("<dialog></dialog>").press("r"), ["restart", true]);
}

export function testShortcutsThatAreOurOwn() {
  const { press } = listening("<input data-focus type=range>");
  for (const held of [{ ctrlKey: true }, { metaKey: true }]) {
    equal(press("z", held), ["undo", true]);
    equal(press("Z", { ...held, shiftKey: true }), ["redo", true]);
    equal(press("y", held), ["redo", true]);
    equal(press("Z", held), ["undo", true], "with the letters locked as capitals");
    equal(press("z", { ...held, altKey: true }), [null, false]);
  }
  const field = listening("<input data-focus type=text>");
  equal(field.press("z", { ctrlKey: true }), ["undo", true], "nothing is written there");
  field.listened.dispatchEvent(Object.defineProperty(new Event("input"), "target", { value: field.listened.activeElement }));
  equal(field.press("z", { ctrlKey: true }), [null, false], "what is being written has its own");
  equal(
    [field.press("Enter"), field.press("z", { ctrlKey: true })],
    [
      [null, false],
      ["undo", true],
    ],
    "what is taken is a change of the run",
  );
  equal(listening("<dialog open></dialog>").press("z", { ctrlKey: true }), [null, false]);
}
