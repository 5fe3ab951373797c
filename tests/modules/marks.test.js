import { createMarkHand } from "../../static/pictures/mark_hand.js";
import { marksOf, markUnder } from "../../static/pictures/marks.js";
import { t } from "../../static/text.js";
import { equal, ok } from "./expect.js";
import { hosted } from "./pages.js";
import { flatLens } from "./pens.js";
import { CATALOGUE, optimizer, racer, runOf } from "./runs.js";
import { tapeOf } from "./tapes.js";

const POINTS = [
  { params: [3, 2], kind: "minimum", is_global: true, loss: 0 },
  { params: [1, 3], kind: "minimum", is_global: false, loss: 0.5 },
  { params: [2, 3], kind: "saddle", is_global: false, loss: 7.25 },
  { params: [3, 3], kind: "maximum", is_global: false, loss: 181.6 },
];
const WINDOW = [
  [0, 4],
  [0, 4],
];
const tape = tapeOf(["r1", "r2"], 2, { params: [1, 1, 2, 1, 1, 1, 2, 1], loss: [12.5, 13.5, 1, 1] });
const run = runOf([racer("r1"), racer("r2", { optimizer: optimizer(0.01, "adam") })]);

function frame(rest = {}) {
  return {
    tape,
    step: 0,
    ghosts: [],
    field: { window: WINDOW, points: POINTS },
    catalogue: CATALOGUE,
    state: { run, changes: [] },
    ...rest,
  };
}

export function testEveryMarkSaysWhatItIsWithItsNumbers() {
  equal(
    marksOf(frame(), flatLens()).map(({ x, y, sentence }) => [x, y, sentence]),
    [
      [100, 300, t("marks.start", { racers: "Momentum", place: "x = 1.000, y = 1.000", loss: "12.50" })],
      [200, 300, t("marks.start", { racers: "Adam", place: "x = 2.000, y = 1.000", loss: "13.50" })],
      [300, 200, t("marks.global", { place: "x = 3.000, y = 2.000", loss: "0" })],
      [100, 100, t("marks.local", { place: "x = 1.000, y = 3.000", loss: "0.5000" })],
      [200, 100, t("marks.saddle", { place: "x = 2.000, y = 3.000", loss: "7.250" })],
    ],
    "a maximum has no mark",
  );
  const shared = tapeOf(["r1", "r2"], 2, { params: [1, 1, 1, 1], loss: [12.5, 12.5] });
  equal(marksOf(frame({ tape: shared }), flatLens())[0].sentence, t("marks.start_all", { place: "x = 1.000, y = 1.000", loss: "12.50" }));
  equal(marksOf(frame(), flatLens({ holds: () => false })), [], "what is outside the window is not seen");
}

export function testTheNearestMarkIsUnderThePointer() {
  equal(markUnder(frame(), flatLens(), 308, 208)?.sentence.includes("x = 3.000"), true);
  equal(markUnder(frame(), flatLens(), 314, 200), null, "beyond its reach");
  ok(markUnder(frame(), flatLens({ magnitude: 1.2 }), 314, 200) !== null, "marks are larger on a projector");
}

export function testTheDashesOfABranchSayWhichChangeLeftThem() {
  const left = tapeOf(["r1"], 2, { params: [1, 1, 1, 2, 3, 2.5, 3, 3.5] });
  const ghosts = [{ tape: left, from: 1, label: "α 0.1 → 0.5" }];
  equal(markUnder(frame({ ghosts }), flatLens(), 200, 181)?.sentence, t("marks.ghost", { step: 1, change: "α 0.1 → 0.5" }));
  equal(markUnder(frame({ ghosts }), flatLens(), 200, 192), null);
  equal(markUnder(frame({ ghosts }), flatLens(), 100, 250), null, "what both branches share is no dash");
  equal(markUnder(frame({ ghosts: [{ ...ghosts[0], label: "" }] }), flatLens(), 200, 175)?.sentence, t("marks.ghost_start", { step: 1 }));
}

const said = () => {
  const node = document.querySelector(".explained");
  return node === null || node.hidden ? "" : node.textContent;
};

export function testMarksAnswerTheMouseTheFingerAndAKey() {
  const picture = document.createElement("div");
  picture.tabIndex = 0;
  hosted(400).append(picture);
  const hand = createMarkHand(
    picture,
    () => frame(),
    () => flatLens(),
  );
  hand.point(300, 200);
  ok(said().includes("x = 3.000"), said());
  hand.point(250, 250);
  equal(said(), "", "beside it nothing is said");
  equal([hand.touch(250, 250), said()], [false, ""]);
  equal(hand.touch(200, 100), true);
  ok(said().includes("7.250"), said());
  hand.leave();
  picture.focus();
  const heard = ["i", "I", "i", "i", "i", "i"].map((key) => {
    const event = new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true });
    picture.dispatchEvent(event);
    return [event.defaultPrevented, said()];
  });
  ok(heard.every(([isTaken]) => isTaken));
  equal(new Set(heard.map(([, words]) => words)).size, 5, "one after the other, and round again");
  equal(heard[5][1], heard[0][1]);
  picture.blur();
  equal(said(), "");
}
