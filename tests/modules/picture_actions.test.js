import { createPictureActions } from "../../static/picture_actions.js";
import { equal } from "./expect.js";

function acting(state = {}) {
  const told = [];
  const note =
    (name) =>
    (...given) =>
      told.push([name, ...given]);
  const store = {
    state: {
      run: {
        racers: [
          { id: "a", start: null },
          { id: "b", start: [1, 2] },
        ],
      },
      selected: "a",
      dialog: "",
      ...state,
    },
    set: note("set"),
  };
  const edits = {
    setStart: note("setStart"),
    moveBall: note("moveBall"),
    applyPreset: note("preset"),
    addMember: note("add"),
    setMember: note("member"),
  };
  const actions = createPictureActions({
    store,
    session: { inspect: note("inspect") },
    edits,
    seek: note("seek"),
    settled: note("settled"),
    invalidate: note("invalidate"),
  });
  return { actions, told };
}

export function testAPictureSetsStateByName() {
  const { actions, told } = acting();
  actions.pause();
  actions.hover(7);
  actions.setCamera(null);
  actions.setSecant(0.5);
  actions.setStage(3);
  actions.select("b");
  actions.set({ of: "accuracy" });
  actions.openDialog("sweep");
  equal(
    told.map(([, patch]) => patch),
    [
      { playing: false },
      { hover: 7 },
      { camera: null },
      { secant: 0.5 },
      { stage: 3 },
      { selected: "b" },
      { of: "accuracy" },
      { dialog: "sweep" },
    ],
  );
}

export function testAClosedDialogIsForgottenUnlessAnotherIsWanted() {
  const { actions, told } = acting({ dialog: "sweep_all" });
  actions.dialogClosed("cost");
  equal(told, []);
  actions.dialogClosed("sweep", "sweep_all");
  equal(told, [["set", { dialog: "" }]]);
}

export function testADraggedStartIsShortAndTheRacersOwnWhereItHasOne() {
  const { actions, told } = acting();
  actions.setStart([1.234567, -0.000123456]);
  actions.setStart([2, 3]);
  const [[, start, racer, gesture], [, , , again]] = told;
  equal([start, racer, gesture === again], [[1.235, -0.0001235], null, true], "one drag");
  const { actions: others, told: toldOthers } = acting({ selected: "b" });
  others.setStart([0, 0]);
  equal(toldOthers[0].slice(0, 3), ["setStart", [0, 0], "b"]);
}
