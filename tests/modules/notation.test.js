import { asStored, changesAsStored, readFields, readRacers, readStart, writeRacers, writeStart } from "../../static/run/notation.js";
import { equal, ok } from "./expect.js";
import { CATALOGUE, optimizer, racer, runOf } from "./runs.js";

const usual = (id, rest = {}) => racer(id, { optimizer: optimizer(0.01), ...rest });
const write = (...racers) => writeRacers(racers, CATALOGUE);
const read = (text) => readRacers(text, CATALOGUE);

export function testOnlyWhatIsNotAsUsualIsWritten() {
  equal(write(usual("r1")), "momentum");
  equal(write(), "");
  equal(
    write(usual("r1", { optimizer: optimizer(0.5) }), usual("r2", { optimizer: optimizer(0.01, "adam") })),
    "momentum~learning_rate:0.5;adam",
  );
  equal(write(usual("r1", { optimizer: optimizer(0.5, "momentum", { momentum: 0 }) })), "momentum~learning_rate:0.5~momentum:0");
  equal(write(usual("r2"), usual("r1")), "momentum/id:r2;momentum/id:r1", "an id that is not the racer's number");
  equal(write(usual("r1"), usual("r2")), "momentum;momentum");
}

/** Every form in which a setting is written, with what it says. */
const SETTINGS = {
  "noise:0.25": { noise: 0.25 },
  "schedule:step": { schedule: { kind: "step", every: 10 } },
  "schedule:step~every:5": { schedule: { kind: "step", every: 5 } },
  "clipping:norm~limit:2.5": { clipping: { kind: "norm", limit: 2.5 } },
  "batch:mini_batch~size:4": { batch: { kind: "mini_batch", size: 4 } },
  "gradient:numerical~epsilon:1e-8": { gradient: { kind: "numerical", epsilon: 1e-8 } },
  "start:1,-2.5": { start: [1, -2.5] },
  "start:-0.5": { start: [-0.5] },
  "start:random": { start: "random" },
};

export function testEverySettingIsWrittenInAFormOfItsOwn() {
  for (const [text, setting] of Object.entries(SETTINGS)) equal(write(usual("r1", setting)), `momentum/${text}`, text);
}

export function testWhatIsWrittenIsReadAgain() {
  for (const [text, setting] of Object.entries(SETTINGS)) {
    const [[name, value]] = Object.entries(setting);
    const [found] = read(`momentum/${text}`);
    // What is as usual is not said: the walk over the run's form adds it.
    equal({ ...value, ...found[name] }, { ...value }, text);
    equal(Object.keys(found), ["id", "optimizer", name]);
  }
  equal(read("momentum/noise:0.25")[0].noise, 0.25);
  equal(read("momentum/start:1,-2.5")[0].start, [1, -2.5]);
  equal(read("momentum/start:random")[0].start, "random");
}

export function testSettingsOfKindsComeBeforePlainOnes() {
  const all = { noise: 1, start: [1, 2], gradient: { kind: "numerical", epsilon: 1e-6 }, batch: { kind: "mini_batch", size: 16 } };
  const text = write(usual("second", all));
  equal(text, "momentum/id:second/batch:mini_batch/gradient:numerical/noise:1/start:1,2");
  equal(read(text), [
    {
      id: "second",
      optimizer: { kind: "momentum" },
      batch: { kind: "mini_batch" },
      gradient: { kind: "numerical" },
      noise: 1,
      start: [1, 2],
    },
  ]);
}

export function testRacersAreNumberedAsTheyStand() {
  equal(
    read("adam;adam/id:mine;adam").map(({ id }) => id),
    ["r1", "mine", "r3"],
  );
  equal(read(""), []);
  equal(read("adam~amsgrad:true~beta1:0.5~weight_decay:false")[0].optimizer, {
    kind: "adam",
    amsgrad: true,
    beta1: 0.5,
    weight_decay: false,
  });
}

export function testWhatMakesNoSenseIsKeptForWhoeverJudges() {
  const [found] = read("adam~learning_rate:oops~beta1:~:3/colour:red:ish/noise:loud/clipping:");
  equal(found, {
    id: "r1",
    optimizer: { kind: "adam", learning_rate: NaN, beta1: NaN, "": 3 },
    colour: "red:ish",
    noise: NaN,
    clipping: { kind: "" },
  });
  equal(read("/id:x"), [{ id: "x", optimizer: { kind: "" } }]);
  equal(readFields(["a:1:2", "b"]), { a: NaN, b: NaN });
  const [strange] = read("adam/__proto__:1/constructor:2");
  equal([Object.hasOwn(strange, "__proto__"), strange.constructor, Object.getPrototypeOf(strange) === Object.prototype], [true, "2", true]);
}

export function testAStartIsAPlaceOrDrawn() {
  for (const start of ["random", [1], [0.5, -1e-7], [1, 2, 3]]) equal(readStart(writeStart(start)), start);
  equal(writeStart([0.5, -1e-7]), "0.5,-1e-7");
  equal(readStart("1,x,"), [1, NaN, 0]);
}

export function testWhatCameLaterIsNotSaidWhereItIsAsBefore() {
  const schedule = (/** @type {string} */ mode) => ({ kind: "reduce_on_plateau", patience: 3, threshold_mode: mode, cooldown: 0 });
  const stored = asStored(runOf([racer("r1", { schedule: schedule("rel") }), racer("r2", { schedule: schedule("abs") })])).racers;
  equal(JSON.stringify(stored[0].schedule), '{"kind":"reduce_on_plateau","patience":3,"cooldown":0}', "as it was written before");
  equal(stored[1].schedule, schedule("abs"));
  const changes = ["rel", "abs"].map((mode) => ({ at_step: 1, racer: "r1", set: { schedule: schedule(mode), own: null } }));
  const [before, now] = changesAsStored(changes);
  equal(["threshold_mode" in before.set.schedule, before.set.own, now], [false, null, changes[1]]);
}

export function testWhoHasNothingOfItsOwnDoesNotSaySo() {
  const own = { kind: "fit", loss: null, l1: 0.5, l2: null };
  const run = runOf([racer("r1"), racer("r2", { own })], { seed: 4 });
  const [plain, other] = asStored(run).racers;
  equal(["own" in plain, { ...plain, own: null }, other], [false, racer("r1"), racer("r2", { own })]);
  equal({ ...asStored(run), racers: run.racers }, run);
  ok(JSON.stringify(asStored(runOf())) === JSON.stringify(runOf()).replaceAll(',"own":null', ""), "the rest stands as it did");
  equal(run.racers[0].own, null, "the run itself is untouched");
}
