import { createExplained, explain, explainAt, hush } from "../../static/explained.js";
import { equal, ok } from "./expect.js";
import { hosted } from "./pages.js";

const said = () => {
  const node = document.querySelector(".explained");
  return node === null || node.hidden ? "" : node.textContent;
};

function explained(sentence) {
  const node = document.createElement("button");
  node.style.cssText = "position: absolute; left: 100px; top: 100px; width: 200px; height: 40px";
  hosted(400).append(node);
  explain(node, sentence);
  return node;
}
const pointer = (node, type, pointerType, clientX = 150) =>
  node.dispatchEvent(new PointerEvent(type, { pointerType, clientX, clientY: 110, bubbles: true }));

/** Timers that end when they are told to. */
function withTimers(act) {
  const { setTimeout: set, clearTimeout: clear } = window;
  const waiting = new Map();
  let ids = 0;
  window.setTimeout = (action) => {
    waiting.set((ids += 1), action);
    return ids;
  };
  globalThis.clearTimeout = (id) => waiting.delete(id);
  try {
    act(() => {
      for (const [id, action] of [...waiting]) if (waiting.delete(id)) action();
    });
  } finally {
    window.setTimeout = set;
    globalThis.clearTimeout = clear;
    hush();
  }
}

export function testAMouseThatRestsIsTold() {
  withTimers((pass) => {
    const node = explained((along) => `at ${along}`);
    pointer(node, "pointermove", "mouse");
    equal(said(), "", "a mouse that only passes by is not");
    pass();
    equal(said(), "at 0.25");
    pointer(node, "pointermove", "mouse", 250);
    equal(said(), "at 0.75", "once it is said it follows");
    pointer(node, "pointerleave", "mouse");
    equal(said(), "");
    pointer(node, "pointermove", "mouse");
    pointer(node, "pointerleave", "mouse");
    pass();
    equal(said(), "");
  });
}

export function testAFingersTapIsToldWhatWasThereBefore() {
  withTimers((pass) => {
    let value = 1;
    const node = explained(() => `value ${value}`);
    pointer(node, "pointerdown", "touch");
    value = 2;
    pointer(node, "pointerup", "touch");
    equal(said(), "value 1");
    pass();
    equal(said(), "", "it goes by itself");
    pointer(node, "pointerdown", "touch");
    pointer(node, "pointerup", "touch");
    pointer(document.body, "pointerdown", "touch");
    equal(said(), "", "or when something else is touched");
  });
}

export function testWhatIsSaidGoesOnWithTheRun() {
  let value = 1;
  const node = explained(() => ""),
    view = createExplained();
  explainAt(
    node,
    () => (value < 3 ? `value ${value}` : ""),
    () => node.getBoundingClientRect(),
  );
  equal(said(), "value 1");
  value = 2;
  view.draw();
  equal(said(), "value 2");
  value = 3;
  view.draw();
  equal(said(), "", "nothing is said in no words");
  value = 1;
  explainAt(
    node,
    () => `value ${value}`,
    () => node.getBoundingClientRect(),
  );
  hush(document.body);
  equal(said(), "value 1", "only who says it takes it back");
  node.remove();
  view.draw();
  equal(said(), "", "with what it is about it goes");
}

export function testEscapeTakesItBackAndItIsWholeInTheWindow() {
  const node = explained(() => "");
  const words = "word ".repeat(60);
  for (const box of [
    { left: 0, right: 0, top: 2, bottom: 20 },
    { left: innerWidth, right: innerWidth, top: innerHeight - 20, bottom: innerHeight },
  ]) {
    explainAt(
      node,
      () => words,
      () => box,
    );
    const bubble = document.querySelector(".explained");
    bubble.style.cssText += "position: fixed; width: 200px";
    explainAt(
      node,
      () => words,
      () => box,
    );
    const { left, right, top } = bubble.getBoundingClientRect();
    ok(left >= 0 && right <= innerWidth && top >= 0, JSON.stringify([left, right, top, innerWidth]));
  }
  dispatchEvent(new KeyboardEvent("keydown", { key: "Escape" }));
  equal(said(), "");
}
