import { createDataHand } from "../../static/pictures/data_hand.js";
import { equal, ok } from "./expect.js";
import { hosted } from "./pages.js";
import { FIT } from "./runs.js";

/** Ten pixels a unit, from (0, 0) at the left foot of 200 × 100 pixels. */
const AXES = {
  left: 0,
  top: 0,
  width: 200,
  height: 100,
  x: (x) => 10 * x,
  y: (y) => 100 - 10 * y,
  from: (px, py) => [px / 10, (100 - py) / 10],
};
const NAMES = { features: ["a"], target: "b", classes: [] };
const OWN = { kind: "own", task: "regression", x: [[2, 5, 8]], y: [1, 5, 9], ...NAMES };
const ONE = {
  problem: { ...FIT, data: OWN },
  train: { x: [[2, 8]], y: [1, 9] },
  test: { x: [[5]], y: [5] },
  mean: [0],
  scale: [1],
  index: { train: [0, 2], test: [1] },
};
const CLASSES = { ...OWN, task: "binary", x: [...OWN.x, [1, 5, 9]], y: [0, 1, 1], features: ["a", "c"], classes: ["no", "yes"] };
const TWO = {
  ...ONE,
  problem: { ...FIT, data: CLASSES },
  train: {
    x: [
      [2, 8],
      [1, 9],
    ],
    y: [0, 1],
  },
  mean: [0, 0],
  scale: [1, 1],
};

/** A hand over a picture; `given` is what it set since the last call. */
function over(examples = ONE, { isBinary = false, newest = examples?.problem ?? FIT, axes = AXES } = {}) {
  const host = hosted(200);
  host.style.height = "100px";
  host.setPointerCapture = () => {};
  const told = [];
  const hand = createDataHand(
    host,
    { setData: (data, gesture) => told.push([data, gesture]), invalidate: () => {} },
    { newest: () => newest, namesOf: () => NAMES, examples: () => examples, isBinary: () => isBinary, axes: () => axes },
  );
  const send = (type, x, y, rest = {}) =>
    host.dispatchEvent(
      new PointerEvent(type, { pointerId: 1, pointerType: "mouse", clientX: x, clientY: y, bubbles: true, cancelable: true, ...rest }),
    );
  const press = (key, rest = {}) => {
    const event = new KeyboardEvent("keydown", { key, cancelable: true, ...rest });
    host.dispatchEvent(event);
    return event.defaultPrevented;
  };
  return {
    ...{ hand, host, send, press, told },
    tap: (x, y) => ["pointerdown", "pointerup"].forEach((type) => send(type, x, y)),
    use: (tool) => hand.tools.querySelectorAll("button")[["move", "add", "remove"].indexOf(tool)].click(),
    given: () => told.splice(0).map(([{ x, y }, gesture]) => [x, y, gesture]),
  };
}

export function testToolsAreShownAndTheClassOnlyWhereThePictureDoesNotSayIt() {
  for (const [examples, isBinary, tool, isShown] of [
    [TWO, true, "add", true],
    [TWO, true, "move", false],
    [TWO, true, "remove", false],
    [TWO, false, "add", false],
    [ONE, true, "add", false],
  ]) {
    const { hand, use } = over(examples, { isBinary });
    use(tool);
    hand.show();
    equal(hand.classes.hidden, !isShown, `${tool} with ${examples.train.x.length} features, binary ${isBinary}`);
    equal(
      [...hand.tools.querySelectorAll("button")].map((button) => button.getAttribute("aria-pressed")),
      ["move", "add", "remove"].map((name) => String(name === tool)),
    );
  }
  const { hand } = over(TWO, { isBinary: true });
  const words = () => [...hand.classes.querySelectorAll("button")].map((button) => button.textContent);
  hand.name(["no", "yes"]);
  equal(words(), ["no", "yes"]);
  hand.name([]);
  equal(words(), ["0", "1"]);
}

export function testAPointIsDraggedInOneGestureAndLetGoAtItsEnd() {
  const { hand, send, told, given } = over();
  send("pointerdown", 24, 86);
  equal([hand.held(), hand.isHolding], [0, false]);
  send("pointermove", 30, 60);
  send("pointermove", 40, 60);
  const [[first, gesture], [second, same]] = told;
  equal([first.x, first.y, second.x, second.y, gesture === same], [[[3, 5, 8]], [4, 5, 9], [[4, 5, 8]], [4, 5, 9], true]);
  ok(gesture !== null && hand.isHolding);
  told.length = 0;
  send("pointerup", 40, 60);
  equal(given(), [[[[2, 5, 8]], [1, 5, 9], null]], "what is newest now, as a whole change");
  equal(hand.isHolding, false);
  send("pointerup", 40, 60);
  equal(given(), []);
}

export function testNoneIsPutBeyondTheAxes() {
  const { send, given } = over();
  send("pointerdown", 80, 10);
  send("pointermove", 300, -40);
  send("pointermove", -10, 180);
  equal(
    given().map(([x, y]) => [x, y]),
    [
      [[[2, 5, 20]], [1, 5, 10]],
      [[[2, 5, 0]], [1, 5, 0]],
    ],
  );
}

export function testTheNearestWithinAFingersWidthIsTaken() {
  const { hand, tap, host, send } = over();
  for (const [x, y, which] of [
    [20, 90, 0],
    [35, 90, 0],
    [36, 90, null],
    [50, 50, null],
    [80, 25, 1],
  ]) {
    tap(x, y);
    equal(hand.held(), which, `${x}, ${y}`);
    send("pointermove", x, y);
    equal(host.classList.contains("can-grab"), which !== null);
  }
}

export function testPointsAreAddedWhereThereIsNone() {
  const { use, tap, given } = over();
  tap(50, 30);
  equal(given(), [], "with the tool that moves");
  use("add");
  tap(50, 30);
  tap(20, 90);
  equal(given(), [[[[2, 5, 8, 5]], [1, 5, 9, 7], null]], "where one stands it is taken");
  const probable = over(ONE, { isBinary: true });
  probable.use("add");
  probable.tap(50, 93);
  probable.tap(50, 96);
  equal(
    probable.given().map(([, y]) => y.at(-1)),
    [1, 0],
    "above a half it is class 1",
  );
}

export function testANewPointHasTheClassThatIsChosen() {
  const { hand, use, tap, given } = over(TWO, { isBinary: true, newest: TWO.problem });
  use("add");
  tap(50, 30);
  hand.classes.querySelectorAll("button")[0].click();
  tap(50, 30);
  equal(
    given().map(([x, y]) => [x.map((column) => column.at(-1)), y.at(-1)]),
    [
      [[5, 7], 1],
      [[5, 7], 0],
    ],
  );
}

export function testPointsAreTakenAwayButForTheLast() {
  const { use, tap, given, send, hand } = over();
  use("remove");
  tap(20, 90);
  tap(50, 30);
  send("contextmenu", 80, 10);
  equal(given(), [
    [[[5, 8]], [5, 9], null],
    [[[2, 5]], [1, 5], null],
  ]);
  equal(hand.held(), null);
  const single = { ...OWN, x: [[2]], y: [1] };
  const last = over({
    ...ONE,
    problem: { ...FIT, data: single },
    train: { x: [[2]], y: [1] },
    test: { x: [[]], y: [] },
    index: { train: [0], test: [] },
  });
  last.use("remove");
  last.tap(20, 90);
  equal(last.given(), []);
}

export function testInItsOwnUnits() {
  const scaled = { ...ONE, train: { x: [[-1, 1]], y: [1, 9] }, test: { x: [[0]], y: [5] }, mean: [5], scale: [3] };
  const { send, given, press } = over(scaled, {
    axes: { ...AXES, x: (x) => 100 + 10 * x, from: (px, py) => [(px - 100) / 10, (100 - py) / 10] },
  });
  send("pointerdown", 90, 90);
  send("pointermove", 120, 80);
  equal(given()[0].slice(0, 2), [[[11, 5, 8]], [2, 5, 9]]);
  send("pointerup", 120, 80);
  given();
  press("ArrowRight");
  equal(given(), [[[[3.2, 5, 8]], [1, 5, 9], null]], "four pixels from where it stands");
}

export function testKeysWalkPushAddAndTakeAway() {
  const { hand, press, given } = over();
  const walked = ["PageDown", "PageDown", "PageDown", "PageUp", "PageUp"].map((key) => (press(key), hand.held()));
  equal(walked, [0, 1, 0, 1, 0]);
  for (const [key, x, y] of [
    ["ArrowRight", 2.4, 1],
    ["ArrowLeft", 1.6, 1],
    ["ArrowUp", 2, 1.2],
    ["ArrowDown", 2, 0.8],
  ]) {
    equal(press(key), true);
    equal(given(), [[[[x, 5, 8]], [y, 5, 9], null]], key);
  }
  press("Enter");
  equal(given(), [[[[2, 5, 8, 10]], [1, 5, 9, 5], null]], "in the middle");
  press("Delete");
  equal([given(), hand.held()], [[[[[5, 8]], [5, 9], null]], null]);
  press("PageUp");
  equal(hand.held(), 1, "backwards from nothing is the last");
  press("Backspace");
  equal(given(), [[[[2, 5]], [1, 5], null]]);
  equal([press("ArrowLeft"), press("a"), press("Enter", { ctrlKey: true }), given()], [false, false, false, []]);
}

export function testWhileOtherDataAreOnTheirWayNothingIsTaken() {
  const { send, tap, use, press, given, hand } = over(ONE, { newest: { ...FIT, data: OWN, positive: 2 } });
  send("pointerdown", 20, 90);
  send("pointermove", 60, 60);
  send("pointerup", 60, 60);
  use("add");
  tap(50, 30);
  equal([press("PageDown"), hand.held(), given()], [true, null, []]);
  const none = over(null);
  none.tap(20, 90);
  equal([none.press("PageDown"), none.given()], [false, []]);
}
