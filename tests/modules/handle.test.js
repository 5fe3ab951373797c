import { makeHandle } from "../../static/lab/handle.js";
import { equal } from "./expect.js";

/** A thumb from −2 to 3 in steps of a tenth, and an area where a press moves it too. */
function held(rest = {}) {
  const [thumb, area] = [document.createElement("div"), document.createElement("div")];
  document.body.append(thumb, area);
  let value = 1;
  const moves = [];
  const handle = makeHandle(
    thumb,
    {
      name: "score",
      range: [-2, 3],
      step: 0.1,
      value: () => value,
      at: (event) => event.clientX / 100,
      move: (to, isSettled) => {
        value = to;
        moves.push([to, isSettled]);
      },
      ...rest,
    },
    area,
  );
  for (const node of [thumb, area]) node.setPointerCapture = () => {};
  const press = (key, more = {}) => {
    const event = new KeyboardEvent("keydown", { key, cancelable: true, ...more });
    thumb.dispatchEvent(event);
    return [moves.splice(0), event.defaultPrevented];
  };
  const point = (node, type, x, more = {}) =>
    node.dispatchEvent(new PointerEvent(type, { pointerId: 1, clientX: x, bubbles: true, ...more }));
  return { thumb, area, handle, press, point, moves, at: (to) => (value = to) };
}

export function testItIsASliderToWhoeverReadsThePage() {
  const { thumb, handle } = held();
  const said = (...names) => names.map((name) => thumb.getAttribute(name));
  equal(said("role", "tabindex", "aria-label", "aria-valuemin", "aria-valuemax"), ["slider", "0", "score", "-2", "3"]);
  equal(said("aria-orientation", "aria-valuenow"), [null, null]);
  handle.tell("one point nought");
  equal(said("aria-valuenow", "aria-valuetext"), ["1", "one point nought"]);
  equal(held({ isUpright: true }).thumb.getAttribute("aria-orientation"), "vertical");
}

export function testKeysMoveItOnItsGridAndNotBeyond() {
  const { press, at } = held();
  for (const [key, from, to, more] of [
    ["ArrowRight", 1, 1.1],
    ["ArrowUp", 1.2, 1.3],
    ["ArrowLeft", 0.3, 0.2],
    ["ArrowDown", 0.1, 0],
    ["PageUp", 0, 1],
    ["PageDown", 0, -1],
    ["ArrowRight", 0, 1, { shiftKey: true }],
    ["ArrowRight", 2.95, 3],
    ["PageUp", 2.5, 3],
    ["PageDown", -1.5, -2],
    ["Home", 1, -2],
    ["End", 1, 3],
    ["ArrowRight", 0.14, 0.2],
  ]) {
    at(from);
    equal(press(key, more), [[[to, true]], true], `${key} from ${from}`);
  }
  at(0.1);
  equal(Object.is(press("ArrowDown")[0][0][0], 0), true, "nought has no sign");
}

export function testOtherKeysAreLeftToThePage() {
  const { press } = held();
  equal(
    [press("a"), press("Tab")],
    [
      [[], false],
      [[], false],
    ],
  );
  equal(press("ArrowRight", { ctrlKey: true }), [[], false]);
  equal(press("ArrowRight", { metaKey: true }), [[], false]);
}

export function testThePointerCarriesItAndLettingGoSettlesIt() {
  const { thumb, point, moves } = held();
  point(thumb, "pointerdown", 100);
  equal([moves, document.activeElement === thumb], [[], true], "taking hold moves nothing");
  point(thumb, "pointermove", 123);
  point(thumb, "pointermove", 900);
  point(thumb, "pointerup", 900);
  point(thumb, "pointermove", 50);
  equal(moves, [
    [1.2, false],
    [3, false],
    [3, true],
  ]);
}

export function testAPressBesideItMovesItThere() {
  const { thumb, area, point, moves } = held();
  point(area, "pointerdown", -55);
  point(area, "pointercancel", -55);
  equal(
    [moves, document.activeElement === thumb],
    [
      [
        [-0.5, false],
        [-0.5, true],
      ],
      true,
    ],
  );
  point(area, "pointerdown", 100, { button: 2 });
  equal(moves.length, 2, "another button is no press");
}
