import { carryStart, sceneKeys } from "../../static/pictures/keys.js";
import { equal, near } from "./expect.js";
import { tapeOf } from "./tapes.js";

const FRAME = {
  field: {
    window: [
      [0, 100],
      [-10, 10],
    ],
  },
  tape: tapeOf(["a", "b"], 2, { params: [0, 0, 50, 5, 7, 7, 7, 7] }),
  state: { selected: "b" },
};
const CAMERA = { azimuth: 1, elevation: 0.5, distance: 1 };

/** What a key does on a scene: [what, …]; null where it is left to the page. */
function pressed(key, { event = {}, ...scene } = {}) {
  const told = [];
  const node = document.createElement("div");
  node.addEventListener("keydown", (happened) =>
    sceneKeys(happened, {
      frame: FRAME,
      isSolid: true,
      cameraNow: () => CAMERA,
      setCamera: (camera) => told.push(["camera", camera]),
      actions: { setStart: (start) => told.push(["start", start]) },
      reset: () => told.push(["reset"]),
      ...scene,
    }),
  );
  const happened = new KeyboardEvent("keydown", { key, cancelable: true, bubbles: true, ...event });
  node.dispatchEvent(happened);
  equal(happened.defaultPrevented, told.length > 0, `${key} is the picture's own or the page's`);
  return told[0] ?? null;
}

export function testArrowsTurnTheCamera() {
  for (const [key, azimuth, elevation] of [
    ["ArrowLeft", 0.91, 0.5],
    ["ArrowRight", 1.09, 0.5],
    ["ArrowUp", 1, 0.59],
    ["ArrowDown", 1, 0.41],
  ]) {
    const [what, camera] = pressed(key);
    equal([what, camera.distance], ["camera", 1]);
    near(camera.azimuth, azimuth);
    near(camera.elevation, elevation);
  }
}

export function testPlusAndMinusZoomAndZeroIsTheFirstView() {
  for (const [key, distance] of [
    ["+", 0.9],
    ["=", 0.9],
    ["-", 1 / 0.9],
    ["−", 1 / 0.9],
  ])
    near(pressed(key)[1].distance, distance, key);
  equal(pressed("0"), ["reset"]);
  for (const key of ["+", "=", "-", "−", "0"]) equal(pressed(key, { isSolid: false }), null, `${key} on a flat map`);
  equal([pressed("a"), pressed("_"), pressed("1")], [null, null, null]);
}

export function testWithShiftOrOnAFlatMapArrowsCarryTheStart() {
  equal(pressed("ArrowLeft", { event: { shiftKey: true } }), ["start", [48, 5]]);
  equal(pressed("ArrowUp", { isSolid: false }), ["start", [50, 5.4]]);
  equal(pressed("ArrowDown", { isSolid: false, event: { altKey: true } }), ["start", [50, 4.96]]);
}

export function testKeysWithControlBelongToTheBrowser() {
  equal(pressed("ArrowLeft", { event: { ctrlKey: true } }), null);
  equal(pressed("+", { event: { metaKey: true } }), null);
  equal(pressed("ArrowLeft", { frame: null }), null);
}

export function testTheStartStaysInTheWindow() {
  const told = [];
  const carry = (key, frame) => carryStart(new KeyboardEvent("keydown", { key }), frame, { setStart: (start) => told.push(start) });
  carry("ArrowLeft", { ...FRAME, state: { selected: "a" } });
  carry("ArrowRight", { ...FRAME, tape: tapeOf(["b"], 2, { params: [99, 10] }) });
  carry("ArrowUp", { ...FRAME, tape: tapeOf(["b"], 2, { params: [99, 10] }) });
  carry("ArrowRight", { ...FRAME, state: { selected: "" } });
  carry("ArrowRight", { ...FRAME, field: null });
  carry("ArrowRight", { ...FRAME, tape: null });
  carry("Enter", FRAME);
  equal(told, [
    [0, 0],
    [100, 10],
    [99, 10],
    [2, 0],
  ]);
}
