import { readRun, saveRun } from "../../static/saved_run.js";
import { equal, ok } from "./expect.js";
import { racer } from "./runs.js";

const catalogueNow = async () => (await fetch("/catalogue.json")).json();

/** The text, type and name of the file that is saved. */
async function saved(state, step) {
  const { createObjectURL, revokeObjectURL } = URL;
  const { click } = HTMLAnchorElement.prototype;
  let blob = null;
  const told = [];
  URL.createObjectURL = (given) => {
    blob = given;
    return "blob:made";
  };
  URL.revokeObjectURL = (url) => told.push(["revoked", url]);
  HTMLAnchorElement.prototype.click = function () {
    told.push(["saved", this.download, this.href]);
  };
  try {
    saveRun(state, step);
  } finally {
    Object.assign(URL, { createObjectURL, revokeObjectURL });
    HTMLAnchorElement.prototype.click = click;
  }
  return { text: await blob.text(), type: blob.type, told };
}

const file = (body) => new File([typeof body === "string" ? body : JSON.stringify(body)], "run.json");
const refused = (body, run, catalogue) =>
  readRun(file(body), run, catalogue).then(
    () => false,
    () => true,
  );

export async function testASavedRunIsReadAgain() {
  const catalogue = await catalogueNow();
  const { run } = catalogue.presets.find(({ kind }) => kind === "three_valleys");
  const other = { ...run, seed: 99 };
  const changes = [{ at_step: 3, racer: run.racers[1].id, set: { noise: 0.5 } }];
  const { text, type, told } = await saved({ run: other, changes, selected: run.racers[1].id }, 7);
  equal(told, [
    ["saved", "descent-playground.json", "blob:made"],
    ["revoked", "blob:made"],
  ]);
  equal(type, "application/json");
  ok(text.startsWith('{"descent_playground":1,"run":{'));
  equal(await readRun(file(text), run, catalogue), { run: other, changes, selected: run.racers[1].id, step: 7, faults: [] });
}

export async function testAFileOfRacersWithNothingOfTheirOwnIsAsItEverWas() {
  const own = { kind: "fit", loss: null, l1: 0.5, l2: null };
  const { text } = await saved({ run: { racers: [racer("r1"), racer("r2", { own })] }, changes: [], selected: "r1" }, 0);
  equal(
    JSON.parse(text).run.racers.map((each) => ("own" in each ? each.own : "says nothing")),
    ["says nothing", own],
  );
}

export async function testWhatIsWrongInAFileIsNamedAndHasItsDefault() {
  const catalogue = await catalogueNow();
  const { run } = catalogue.presets.find(({ kind }) => kind === "three_valleys");
  const found = await readRun(
    file({ run: { ...run, seed: -7 }, changes: [{ at_step: -1 }], selected: "nobody", step: 1e9 }),
    run,
    catalogue,
  );
  equal(
    found.faults.map(({ code, path }) => [code, path]),
    [
      ["out_of_range", "seed"],
      ["out_of_range", "changes.0.at_step"],
    ],
  );
  equal([found.run, found.changes, found.selected, found.step], [run, [], run.racers[0].id, run.step_limit]);
  for (const [step, expected] of [
    [-3, 0],
    [2.5, 0],
    ["5", 0],
    [undefined, 0],
    [12, 12],
  ])
    equal((await readRun(file({ run, step }), run, catalogue)).step, expected, `step ${step}`);
  equal((await readRun(file({ run: { ...run, racers: [] }, selected: "r1" }), run, catalogue)).selected, "");
}

export async function testWhatHoldsNoRunIsNoFileOfOurs() {
  const catalogue = await catalogueNow();
  const { run } = catalogue.presets.find(({ kind }) => kind === "three_valleys");
  for (const body of ["", "{nonsense", "null", "5", [], {}, { run: null }, { run: 5 }, { run: "x" }])
    ok(await refused(body, run, catalogue), JSON.stringify(body));
}
