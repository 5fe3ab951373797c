import { addressedPart, firstState, keptPart, OF_DATA, presetOf, rowsWith } from "../../static/state.js";
import { readRows, writeRows } from "../../static/rows.js";
import { equal } from "./expect.js";
import { CATALOGUE, runOf } from "./runs.js";

const ROWS = rowsWith(OF_DATA);
const PRESETS = [{ kind: "deep", run: runOf(), selected: "r2", height: "log", secant: 0.5 }];
const first = (preset = "", presets = []) => firstState(runOf(), preset, { ...CATALOGUE, presets }, ROWS);

/** What an address with one pair says. */
function read(key, text) {
  const state = first(),
    faults = [];
  readRows(ROWS, new Map([[key, text]]), state, faults);
  return [state, faults];
}

export function testAVisitBeginsWithTheUsual() {
  const { run, ...rest } = first();
  equal(rest, {
    playing: true,
    hover: null,
    dialog: "",
    changes: [],
    from: "here",
    preset: "",
    selected: "r1",
    loop: false,
    speed: 1,
    height: "linear",
    palette: "viridis",
    curve: "loss",
    curveScale: "log",
    arrows: { gradient: true, velocity: true, accumulated: false, change: true },
    stage: 4,
    swapped: false,
    camera: null,
    secant: null,
    of: "loss",
    threshold: 0.5,
    across: "step",
    beside: "",
    residuals: true,
    batchSurface: false,
    theme: "system",
  });
  equal(run, runOf());
}

export function testAnExampleHasAViewOfItsOwn() {
  const { selected, height, secant } = first("deep", PRESETS);
  equal([selected, height, secant], ["r2", "log", 0.5]);
  equal(presetOf(first("deep", PRESETS), { ...CATALOGUE, presets: PRESETS }), PRESETS[0]);
  equal(presetOf(first("none", PRESETS), { ...CATALOGUE, presets: PRESETS }), null);
}

export function testWhatIsWrittenIsReadAgain() {
  for (const [name, key, value, text] of [
    ["from", "from", "start", "start"],
    ["selected", "selected", "r2", "r2"],
    ["loop", "loop", true, "1"],
    ["speed", "speed", "max", "max"],
    ["speed", "speed", 0.25, "0.25"],
    ["height", "height", "log", "log"],
    ["palette", "palette", "cividis", "cividis"],
    ["curve", "curve", "gradient_norm", "gradient_norm"],
    ["curveScale", "curve_scale", "linear", "linear"],
    ["arrows", "arrows", { gradient: false, velocity: false, accumulated: true, change: true }, "accumulated,change"],
    ["arrows", "arrows", { gradient: false, velocity: false, accumulated: false, change: false }, ""],
    ["stage", "stage", 6, "6"],
    ["swapped", "swapped", true, "1"],
    ["camera", "camera", { azimuth: 1, elevation: -0.5, distance: 1.2346 }, "1,-0.5,1.2346"],
    ["secant", "secant", -1.5, "-1.5"],
    ["of", "of", "accuracy", "accuracy"],
    ["threshold", "threshold", 0.75, "0.75"],
    ["across", "across", "epoch", "epoch"],
    ["beside", "beside", "huber", "huber"],
    ["residuals", "residuals", false, "0"],
    ["batchSurface", "batch_surface", true, "1"],
    ["theme", "theme", "dark", "dark"],
  ]) {
    equal(writeRows(ROWS, { ...first(), [name]: value }, first()), [[key, text]], name);
    const [state, faults] = read(key, text);
    equal([state[name], faults], [value, []], name);
  }
  equal(writeRows(ROWS, first(), first()), [], "what is as usual is not written");
  equal(writeRows(ROWS, { ...first(), camera: { azimuth: 1.23456, elevation: 0, distance: 1 } }, first()), [["camera", "1.2346,0,1"]]);
}

export function testWhatIsRefusedIsNamedAndAsUsual() {
  for (const [key, name, text, code] of [
    ["from", "from", "now", "unknown_kind"],
    ["speed", "speed", "9", "unknown_kind"],
    ["loop", "loop", "yes", "unknown_kind"],
    ["stage", "stage", "0", "unknown_kind"],
    ["stage", "stage", "7", "unknown_kind"],
    ["arrows", "arrows", "gradient,left", "unknown_kind"],
    ["camera", "camera", "1,2", "bad_point"],
    ["camera", "camera", "1,2,x", "bad_point"],
    ["camera", "camera", "1,1,0", "out_of_range"],
    ["camera", "camera", "1,3.15,1", "out_of_range"],
    ["camera", "camera", "1,-3.15,1", "out_of_range"],
    ["secant", "secant", "1,2", "bad_point"],
    ["threshold", "threshold", "0", "out_of_range"],
    ["threshold", "threshold", "1", "out_of_range"],
    ["threshold", "threshold", "half", "bad_point"],
    ["theme", "theme", "pink", "unknown_kind"],
  ]) {
    const [state, faults] = read(key, text);
    equal(
      [state[name], faults.map((fault) => [fault.code, fault.path, fault.params.value])],
      [first()[name], [[code, key, text]]],
      `${key}=${text}`,
    );
  }
  equal(read("camera", "1,3.14,0.01")[1], []);
  equal(read("threshold", "0.999")[1], []);
}

export function testAnAddressSetsTheViewAndNotTheRun() {
  const part = addressedPart(first("deep", PRESETS), ROWS);
  equal([part.preset, part.height, "run" in part, "playing" in part, "dialog" in part], ["deep", "log", false, false, false]);
}

export function testWhatIsUndoneIsTheChangeAndNotHowItIsLookedAt() {
  const left = {
    ...first(),
    preset: "deep",
    selected: "r2",
    playing: false,
    theme: "dark",
    speed: 4,
    camera: { azimuth: 1 },
    of: "accuracy",
  };
  equal(keptPart(left, first(), CATALOGUE), { preset: "deep", selected: "r2", playing: false });
  const valley = runOf(undefined, { problem: { kind: "surface", surface: { kind: "valley", steepness: 1 } } });
  equal(
    keptPart(left, { ...first(), run: valley }, CATALOGUE),
    { preset: "deep", selected: "r2", playing: false, height: "linear", camera: { azimuth: 1 }, secant: null, of: "accuracy" },
    "another surface is looked at in another way",
  );
  const without = Object.fromEntries(Object.entries(left).filter(([name]) => name !== "of"));
  equal("of" in keptPart(without, { ...first(), run: valley }, CATALOGUE), false, "a page without it stays so");
}
