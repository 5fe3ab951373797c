import { readAddress, writeAddress } from "../../static/address.js";
import { pack, unpack } from "../../static/packing.js";
import { firstState, OF_DATA, rowsWith } from "../../static/state.js";
import { equal, ok } from "./expect.js";

/** What a page for one kind of problem reads and writes its address with. */
async function room(kind = "surface") {
  const whole = await (await fetch("/catalogue.json")).json();
  const catalogue = { ...whole, presets: whole.presets.filter(({ run }) => run.problem.kind === kind) };
  const rows = rowsWith(kind === "fit" ? OF_DATA : []);
  const { kind: usual, run: base } = catalogue.presets.find((preset) => preset.kind === "three_valleys") ?? catalogue.presets[0];
  return {
    catalogue,
    usual,
    base,
    first: (run, preset = "") => firstState(run, preset, catalogue, rows),
    write: (state, step = 0) => writeAddress(state, step, catalogue, base, rows),
    read: (hash) => readAddress(hash, base, catalogue, rows),
  };
}

/** `count` racers that differ in much from what is usual. */
const many = (run, count) =>
  Array.from({ length: count }, (_, k) => ({
    ...run.racers[0],
    id: `racer_number_${k}`,
    noise: 0.123456789 * (k + 1),
    gradient: { kind: "numerical", epsilon: 1e-8 },
    start: [Math.sin(k), Math.cos(k)],
    clipping: { kind: "norm", limit: 1.5 + k },
    schedule: { ...run.racers[0].schedule, warmup_steps: k + 1 },
  }));
const said = ({ faults }) => faults.map(({ code, path, params }) => [code, path, params.value]);

export async function testNothingIsTheFirstExample() {
  const { read, first, base, usual } = await room();
  for (const hash of ["", "#", "#&"]) equal(await read(hash), { state: first(base, usual), step: 0, faults: [] }, hash);
}

export async function testEveryExampleIsWrittenByItsNameAndInFull() {
  for (const kind of ["surface", "fit"]) {
    const { catalogue, first, write, read } = await room(kind);
    for (const { kind: name, run } of catalogue.presets) {
      equal(await write(first(run, name)), { hash: `preset=${name}`, isWhole: true, without: "" });
      equal(await read(`#preset=${name}`), { state: first(run, name), step: 0, faults: [] });
      const { hash, isWhole } = await write(first(run));
      ok(isWhole && hash.startsWith(kind === "fit" ? "run=" : "surface="), hash);
      equal(await read(`#${hash}`), { state: first(run), step: 0, faults: [] }, hash);
    }
  }
}

export async function testWhatIsShownAndTheStepAreKept() {
  const { base, usual: kind, first, write, read } = await room();
  const state = { ...first(base, kind), selected: base.racers[2].id, swapped: true, speed: 4 };
  const { hash } = await write(state, 12);
  equal(hash, `preset=${kind}&selected=${base.racers[2].id}&speed=4&swapped=1&step=12`);
  equal(await read(`#${hash}`), { state, step: 12, faults: [] });
}

export async function testAPageAtItsStartMayWait() {
  const { base, usual, first, write, read } = await room();
  const waiting = { ...first(base, usual), playing: false };
  equal((await write(waiting)).hash, `preset=${usual}&playing=0`);
  equal(await read(`#preset=${usual}&playing=0`), { state: waiting, step: 0, faults: [] });
  equal((await read(`#preset=${usual}&playing=1`)).state.playing, true);
  equal((await write(waiting, 12)).hash, `preset=${usual}&step=12`, "further on it waits anyway, and links are as they were");
  equal(said(await read("#playing=no")), [["unknown_kind", "playing", "no"]]);
}

export async function testARunInPairsSaysOnlyWhatIsNotAsUsual() {
  const { base, catalogue, first, write, read } = await room();
  const run = {
    ...base,
    problem: { kind: "surface", surface: { ...catalogue.surfaces.quadratic.default, condition_number: 37.5 } },
    racers: [{ ...base.racers[0], id: "r1", optimizer: { ...catalogue.optimizers.adam.default, learning_rate: 0.05 }, start: "random" }],
    start: [1.25, -0.75],
    seed: 4,
    step_limit: 90,
    convergence: { ...base.convergence, gradient_tolerance: 0.5, stop: !base.convergence.stop },
  };
  const state = first(run);
  const { hash } = await write(state, 90);
  equal(
    hash,
    "surface=quadratic&condition_number=37.5&racers=adam~learning_rate:0.05/start:random&start=1.25,-0.75&seed=4&step_limit=90" +
      `&convergence=~gradient_tolerance:0.5~stop:${!base.convergence.stop}&step=90`,
  );
  equal(await read(`#${hash}`), { state, step: 90, faults: [] });
  equal((await read(hash)).state, state, "with or without the sign before it");
}

export async function testAFieldThatHasTheNameOfAnotherKeyIsToldApart() {
  const here = await room();
  const { schema } = here.catalogue.surfaces.quadratic;
  here.catalogue.surfaces.quadratic = {
    ...here.catalogue.surfaces.quadratic,
    schema: { ...schema, seed: schema.rotation, speed: schema.rotation },
  };
  const surface = { ...here.catalogue.surfaces.quadratic.default, seed: 5, speed: 15 };
  const run = {
    ...here.base,
    problem: { kind: "surface", surface },
    racers: here.base.racers.map((racer) => ({ ...racer, start: null })),
    start: null,
  };
  const { hash } = await here.write(here.first(run));
  ok(hash.startsWith("surface=quadratic&surface_seed=5&surface_speed=15&"), hash);
  ok(hash.includes(`&seed=${run.seed}`));
  equal(await here.read(`#${hash}`), { state: here.first(run), step: 0, faults: [] });
}

export async function testALongRunIsPackedWithoutWhatNobodyHas() {
  const { base, first, write, read } = await room();
  const run = { ...base, racers: many(base, 8) };
  const { hash, isWhole } = await write(first(run));
  ok(isWhole && /^run=[\w-]+$/.test(hash), hash);
  const packed = await unpack(hash.slice("run=".length));
  ok(packed.racers.every((racer) => !("own" in racer)));
  equal(JSON.stringify(packed), JSON.stringify(run).replaceAll(',"own":null', ""));
  equal(await read(`#${hash}`), { state: first(run), step: 0, faults: [] });
  const readable = await write(first({ ...base, racers: many(base, 4) }));
  ok(readable.hash.startsWith("surface=") && !readable.hash.includes("run="), "a shorter one can be read");
}

export async function testARacersOwnIsKept() {
  const { base, first, write, read } = await room("fit");
  const own = { kind: "fit", loss: null, l1: null, l2: 0.5 };
  const run = { ...base, racers: base.racers.map((racer, k) => ({ ...racer, own: k === 0 ? own : null })) };
  const { hash } = await write(first(run));
  equal((await unpack(hash.slice("run=".length))).racers[0].own, own);
  equal(await read(`#${hash}`), { state: first(run), step: 0, faults: [] });
}

export async function testAnExampleThatWasChangedKeepsItsNameAndItsRun() {
  const { catalogue, first, write, read } = await room("fit");
  const { kind, run } = catalogue.presets[1];
  const state = { ...first({ ...run, seed: run.seed + 1 }, kind), changes: [{ at_step: 3, racer: run.racers[0].id, set: { noise: 0.5 } }] };
  const { hash } = await write(state, 5);
  ok(new RegExp(`^preset=${kind}&run=[\\w-]+&changes=[\\w-]+&step=5$`).test(hash), hash);
  equal(await read(`#${hash}`), { state, step: 5, faults: [] });
}

/** Changes whose packed text is long, since no number is there twice. */
const long = (racer, count) =>
  Array.from({ length: count }, (_, k) => {
    const some = (j) => Math.abs(Math.sin(1 + 7.1 * (9 * k + j)));
    return { at_step: 10 + k, racer, set: { noise: some(1), clipping: { kind: "norm", limit: 1 + some(2) }, params: [some(3), some(4)] } };
  });

export async function testWhatIsTooLongForALinkIsLeftOutAndSaid() {
  const { base, first, write, read } = await room();
  const state = { ...first({ ...base, step_limit: 500 }), changes: long(base.racers[0].id, 240) };
  const { hash, isWhole, without } = await write(state, 5);
  ok(!isWhole && without === "changes" && hash.length <= 8000 && hash.endsWith("&step=5&without=changes"), hash);
  const found = await read(`#${hash}`);
  const count = found.state.changes.length;
  ok(count > 50 && count < 240, `${count} changes`);
  equal(found, {
    state: { ...state, changes: state.changes.slice(0, count) },
    step: 5,
    faults: [{ code: "without_changes", path: "without", params: {} }],
  });
  ok((await write({ ...state, changes: state.changes.slice(0, count + 1) }, 5)).hash.length > 7900, "one more does not fit");
  const later = await read(`#${(await write(state, 249)).hash}`);
  equal(
    [later.step, later.state.changes.length],
    [10 + later.state.changes.length, later.state.changes.length],
    "as far as it is what it was",
  );
  const short = { ...state, changes: state.changes.slice(0, 20) };
  const whole = await write(short);
  ok(whole.isWhole);
  equal((await read(`#${whole.hash}`)).state, short);
}

/** `count` examples of one's own. */
const data = (count) => ({
  kind: "own",
  task: "regression",
  x: [Array.from({ length: count }, (_, k) => Math.sin(k))],
  y: Array.from({ length: count }, (_, k) => Math.cos(3 * k)),
  features: ["a"],
  target: "b",
  classes: [],
});

export async function testDataTooLongForALinkAreLeftOutBeforeTheChanges() {
  const { base, first, write, read } = await room("fit");
  const of = (count) => ({
    ...base,
    problem: { ...base.problem, data: data(count) },
    racers: base.racers.map((racer) => ({ ...racer, start: [1, 2] })),
  });
  const { id } = base.racers[0];
  const noise = { at_step: 3, racer: id, set: { noise: 0.5 } };
  const few = first(of(20));
  equal([(await write(few)).isWhole, (await read(`#${(await write(few)).hash}`)).state.run], [true, few.run]);

  const state = { ...first(of(1000)), changes: [noise] };
  const { hash, isWhole } = await write(state, 4);
  ok(!isWhole && hash.endsWith("&step=4&without=data"), hash);
  const found = await read(`#${hash}`);
  equal(said(found), [["without_data", "without", undefined]]);
  equal([found.state.run.problem, found.state.run.start, found.state.changes], [base.problem, null, []]);
  equal(
    found.state.run.racers,
    base.racers.map((racer) => ({ ...racer, start: null })),
    "a place among those data is none among others",
  );

  const other = { at_step: 9, racer: null, set: { problem: { ...base.problem, data: data(1000) } } };
  const later = await write({ ...first({ ...base, seed: 7 }), changes: [noise, other] });
  ok(!later.isWhole && later.hash.endsWith("&without=data"));
  equal((await read(`#${later.hash}`)).state.changes, [noise], "the run stays, and what was changed of the rest");

  const both = await write({ ...first({ ...base, seed: 7 }), changes: [...long(id, 240), { ...other, at_step: 300 }] });
  ok(!both.isWhole && both.hash.endsWith("&without=data"));
  const some = (await read(`#${both.hash}`)).state.changes;
  ok(some.length > 50, `${some.length} changes`);
  equal(some, long(id, some.length), "the first ones");
}

export async function testALinkHoldsMoreChangesThanAMessage() {
  const { base, first, write, read } = await room();
  const [{ id, optimizer }] = base.racers;
  const changes = Array.from({ length: 600 }, (_, k) => ({
    at_step: 1 + k,
    racer: id,
    set: { optimizer: { ...optimizer, learning_rate: k % 2 ? 0.01 : 0.02 } },
  }));
  const state = { ...first({ ...base, step_limit: 1000 }), changes };
  const { hash, isWhole } = await write(state, 700);
  ok(isWhole, `${hash.length} letters`);
  equal(await read(`#${hash}`), { state, step: 700, faults: [] });
}

export async function testAPackedTextThatCannotBeReadIsNamedAndShortened() {
  const { base, first, read } = await room();
  const bomb = await pack("0".repeat(2_000_000));
  const good = await pack({ ...base, racers: many(base, 8) });
  for (const text of [bomb, good.slice(0, -9), "AAAA", "", "%%%", "é".repeat(30)]) {
    const found = await read(`#run=${encodeURIComponent(text)}&changes=${encodeURIComponent(text)}`);
    equal(
      said(found),
      ["run", "changes"].map((path) => ["unreadable", path, `${text.slice(0, 20)}…`]),
    );
    equal(found.state.run, base);
    equal(found.state.changes, first(base).changes);
  }
  equal(said(await read("#run=%E0%A4%A")), [["unreadable", "run", "%E0%A4%A"]]);
}

export async function testWhatIsPackedIsJudgedLikeAnyRun() {
  const { base, read } = await room();
  equal(said(await read(`#run=${await pack([])}`))[0].slice(0, 2), ["not_an_object", "run"]);
  equal(said(await read(`#run=${await pack({ ...base, seed: -1 })}`)), [["out_of_range", "seed", "−1"]]);
  const changes = await pack([{ at_step: 1, racer: "nobody", set: { noise: 1 } }]);
  equal(said(await read(`#changes=${changes}`)), [["unknown_kind", "changes.0.racer", "nobody"]]);
  // What a packed run does not say was not there yet: it has its default, whatever the page shows first.
  const old = { problem: base.problem, racers: base.racers.map(({ id, optimizer }) => ({ id, optimizer })), seed: 3, step_limit: 50 };
  const found = await read(`#run=${await pack(old)}`);
  equal([found.faults, found.state.run.racers, found.state.run.start], [[], base.racers, null]);
  equal(found.state.run.convergence.stop, false);
}

export async function testARunInPairsGoesOnFromTheExampleItNames() {
  const { catalogue, base, read } = await room();
  const { kind, run } = catalogue.presets[3];
  const found = await read(`#preset=${kind}&seed=5&convergence=~stop:true`);
  equal(
    [found.state.run, found.state.preset, found.faults],
    [{ ...run, start: null, seed: 5, convergence: { ...run.convergence, stop: true } }, kind, []],
    "but for the start, which is said where there is one",
  );
  const other = await read("#seed=5");
  equal([other.state.run, other.state.preset], [{ ...base, start: null, seed: 5 }, ""]);
}

export async function testWhatIsWrongIsNamed() {
  const { base, catalogue, read } = await room();
  const limit = base.step_limit;
  const kinds = catalogue.presets.map(({ kind }) => kind).join(", ");
  for (const [hash, fault] of [
    ["preset=none_such", { code: "unknown_kind", path: "preset", params: { value: "none_such", allowed: kinds } }],
    ["step=-1", { code: "out_of_range", path: "step", params: { value: "-1", allowed: `[0, ${limit}]` } }],
    ["step=1.5", { code: "out_of_range", path: "step", params: { value: "1.5", allowed: `[0, ${limit}]` } }],
    [`step=${limit + 1}`, { code: "out_of_range", path: "step", params: { value: `${limit + 1}`, allowed: `[0, ${limit}]` } }],
    ["nonsense=1", { code: "unknown_field", path: "nonsense", params: {} }],
    ["condition_number=5", { code: "unknown_field", path: "condition_number", params: {} }],
    ["version=2", { code: "unknown_field", path: "version", params: {} }],
    ["without=racers", null],
    ["without=data", { code: "without_data", path: "without", params: {} }],
    [`step=${limit}`, null],
  ]) {
    const found = await read(`#${hash}`);
    equal([found.faults, found.state.run], [fault === null ? [] : [fault], base], hash);
    equal(found.step, hash === `step=${limit}` ? limit : 0, hash);
  }
  equal((await read("#preset=none_such")).state.preset, "");
  equal((await read("#selected=nobody")).state.selected, base.racers[0].id);
  equal((await read("#racers=")).state.selected, "", "of nobody nobody is selected");
}

export async function testAChoiceOfWordsIsReadAsItWasWritten() {
  const { read, first, write, base, catalogue } = await room();
  const schedule = { ...catalogue.schedules.reduce_on_plateau.default, threshold_mode: "abs" };
  const state = first({ ...base, racers: [{ ...base.racers[0], schedule }] });
  const { hash } = await write(state);
  ok(hash.includes("schedule:reduce_on_plateau~threshold_mode:abs"), hash);
  const back = await read(hash);
  equal([back.faults, back.state.run.racers[0].schedule], [[], schedule]);
  equal(said(await read(hash.replace("mode:abs", "mode:both")))[0][0], "unknown_kind");
}
