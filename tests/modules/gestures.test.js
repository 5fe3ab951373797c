import { attachGestures } from "../../static/pictures/gestures.js";
import { equal, near } from "./expect.js";

/** A picture at (10, 20) on the page, and everything its gestures said. */
function touched({ holds = () => false, without = [] } = {}) {
  document.body.querySelectorAll(".tried").forEach((node) => node.remove());
  const picture = document.createElement("div");
  picture.className = "tried";
  picture.style.cssText = "position: fixed; left: 10px; top: 20px; width: 200px; height: 100px";
  picture.setPointerCapture = () => {};
  document.body.append(picture);
  const told = [];
  const on = {
    grab: (x, y) => {
      told.push(["grab", x, y]);
      return holds(x, y);
    },
  };
  for (const name of ["drag", "turn", "tap", "point", "zoom"]) on[name] = (...given) => told.push([name, ...given]);
  on.leave = () => told.push(["leave"]);
  for (const name of without) delete on[name];
  attachGestures(picture, on);
  const send = (type, x, y, rest = {}) =>
    picture.dispatchEvent(
      new PointerEvent(type, { pointerId: 1, pointerType: "mouse", clientX: x + 10, clientY: y + 20, bubbles: true, ...rest }),
    );
  const said = () => told.splice(0);
  return { picture, send, said };
}

export function testTheMouseAboveAPicturePointsAndLeaves() {
  const { send, said } = touched();
  send("pointermove", 30, 40);
  send("pointerleave", 300, 40);
  send("pointermove", 30, 40, { pointerType: "touch" });
  equal(said(), [["point", 30, 40], ["leave"]]);
}

export function testWhatIsTakenHoldOfIsDragged() {
  const { picture, send, said } = touched({ holds: (x) => x === 30 });
  send("pointerdown", 30, 40);
  equal(picture.className, "tried is-dragging");
  send("pointermove", 33, 44);
  equal(said(), [["grab", 30, 40]], "five pixels are a trembling hand");
  send("pointermove", 33, 45);
  send("pointerup", 33, 45);
  equal([said(), picture.className], [[["drag", 33, 45]], "tried"]);
  send("pointermove", 50, 50);
  equal(said(), [["point", 50, 50]], "when it is over the mouse points again");
}

export function testAPressOnNothingTurnsByWhatItMoves() {
  const { picture, send, said } = touched();
  send("pointerdown", 30, 40);
  equal(picture.className, "tried is-turning");
  send("pointermove", 32, 47);
  send("pointermove", 31, 40);
  equal(said().slice(1), [
    ["turn", 2, 7],
    ["turn", -1, -7],
  ]);
}

export function testAPressThatStaysIsATap() {
  const { send, said } = touched();
  send("pointerdown", 30, 40);
  send("pointerup", 33, 42);
  equal(said().slice(1), [["tap", 33, 42]]);
  send("pointerdown", 30, 40);
  send("pointermove", 36, 40);
  send("pointermove", 30, 40);
  send("pointerup", 30, 40);
  equal(
    said().map(([name]) => name),
    ["grab", "turn", "turn"],
    "who went away and came back has not tapped",
  );
  send("pointerup", 30, 40);
  equal(said(), [], "nothing was pressed");
}

export function testACancelledPressIsNoTapAndLetsGo() {
  const { picture, send, said } = touched();
  send("pointerdown", 30, 40);
  send("pointercancel", 30, 40);
  equal([said().slice(1), picture.className], [[], "tried"]);
  send("pointermove", 30, 40);
  equal(said(), [["point", 30, 40]]);
}

export function testOtherButtonsAndButtonsInThePictureAreNotPresses() {
  const { picture, send, said } = touched();
  send("pointerdown", 30, 40, { button: 2 });
  picture.append(document.createElement("button"));
  picture.firstChild.dispatchEvent(new PointerEvent("pointerdown", { bubbles: true, pointerId: 2 }));
  equal(said(), []);
}

export function testOneFingerTurnsSidewaysOnlyUntilThePictureWasTapped() {
  const touch = { pointerType: "touch" };
  const { picture, send, said } = touched({ holds: () => true });
  send("pointerdown", 30, 40, touch);
  send("pointermove", 38, 60, touch);
  send("pointerup", 38, 60, touch);
  equal(said(), [["turn", 8, 0]], "it takes hold of nothing, and up and down moves the page");
  send("pointerdown", 30, 40, touch);
  send("pointerup", 30, 40, touch);
  equal([said(), picture.dataset.held], [[], ""], "the first tap takes hold of the picture");
  send("pointerdown", 30, 40, touch);
  send("pointermove", 38, 60, touch);
  send("pointerup", 38, 60, touch);
  equal(said(), [
    ["grab", 30, 40],
    ["drag", 38, 60],
  ]);
  send("pointerdown", 30, 40, touch);
  send("pointerup", 30, 40, touch);
  equal(said().at(-1), ["tap", 30, 40]);
  document.body.dispatchEvent(new PointerEvent("pointerdown", { bubbles: true }));
  equal("held" in picture.dataset, false, "a touch elsewhere lets it go");
}

export function testTwoFingersZoomByTheirDistance() {
  const { send, said } = touched();
  const second = { pointerId: 2, pointerType: "touch" },
    first = { pointerId: 1, pointerType: "touch" };
  send("pointerdown", 50, 50, first);
  send("pointerdown", 90, 50, second);
  said();
  send("pointermove", 130, 50, second);
  equal(said(), [["zoom", 0.5]]);
  send("pointermove", 50, 50, second);
  equal(said(), [["zoom", 80]], "fingers that meet are a pixel apart");
  send("pointerup", 50, 50, second);
  send("pointermove", 60, 60, first);
  equal(said(), [], "the finger that is left does nothing more");
  const { send: sendFlat, said: saidFlat } = touched({ without: ["zoom", "turn"] });
  sendFlat("pointerdown", 50, 50, first);
  sendFlat("pointerdown", 90, 50, second);
  sendFlat("pointermove", 130, 50, second);
  equal(saidFlat(), [], "a flat picture has nothing to zoom");
}

export function testTheWheelZoomsWithinBounds() {
  const { picture, said } = touched();
  for (const [deltaY, factor] of [
    [100, Math.exp(0.16)],
    [-50, Math.exp(-0.08)],
    [5000, Math.exp(0.192)],
    [-5000, Math.exp(-0.192)],
  ]) {
    const event = new WheelEvent("wheel", { deltaY, cancelable: true });
    picture.dispatchEvent(event);
    const [[name, found]] = said();
    equal([name, event.defaultPrevented], ["zoom", true]);
    near(found, factor);
  }
  const { picture: flat, said: nothing } = touched({ without: ["zoom"] });
  const event = new WheelEvent("wheel", { deltaY: 100, cancelable: true });
  flat.dispatchEvent(event);
  equal([nothing(), event.defaultPrevented], [[], false], "the page scrolls instead");
}
