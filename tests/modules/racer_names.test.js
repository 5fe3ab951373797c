import { nameOf, NARROW, racerName, SEEN } from "../../static/run/racer_names.js";
import { problemOf } from "../../static/run/racer_problem.js";
import { equal, ok } from "./expect.js";
import { CATALOGUE, FIT, optimizer, racer, runOf } from "./runs.js";

const names = (racers, rest) => {
  const run = runOf(
    racers.map((each, k) => racer(`r${k}`, each)),
    rest,
  );
  return run.racers.map(({ id }) => racerName(CATALOGUE, run, id));
};
const ADAM = optimizer(0.01, "adam");

export function testARacerIsCalledByWhatTellsItFromTheOthers() {
  equal(names([{}, { optimizer: ADAM }]), ["Momentum", "Adam"], "optimizers alone");
  const [norm, value] = ["norm", "value"].map((kind) => ({ clipping: { kind, limit: 1 } }));
  equal(names([{}, norm]), ["Not clipped", "Clipped at 1"]);
  equal(names([norm, value, {}]), ["Clipped at 1", "Clipped to ±1", "Not clipped"]);
  equal(names([{}, { schedule: { kind: "step", every: 10 } }]), ["Constant", "In steps"]);
  const [sixteen, five] = [16, 5].map((every) => ({ schedule: { kind: "step", every } }));
  equal(names([{}, sixteen, five]), ["Constant", "In steps Every 16", "In steps Every 5"]);
  equal(names([{}, { noise: 0.5 }]), ["No noise", "Noise 0.5"]);
  equal(names([{ optimizer: optimizer(0.5) }, {}]), ["α 0.5", "α 0.01"]);
  equal(names([{ optimizer: optimizer(0.5) }, { optimizer: optimizer(0.5, "momentum", { momentum: 0.5 }) }]), ["μ 0.9", "μ 0.5"]);
  equal(names([{}, { start: [3, -4] }, { start: "random" }]), ["Start (0.5, 0.5)", "Start (3, −4)", "Random start"]);
  equal(names([{}, { start: [3, 4] }], { problem: FIT }), ["Shared start", "Start (3, 4)"]);
  equal(names([{}, { gradient: { kind: "numerical", epsilon: 1e-3 } }]), ["Exact gradient", "Numerical gradient"]);
  equal(racerName(CATALOGUE, runOf(), "nobody"), "");
}

export function testOnAFitItIsCalledByBatchLossOrPenalty() {
  const fit = (racers, difference = {}) => names(racers, { problem: { ...FIT, ...difference } });
  const [one, many] = [1, 32].map((size) => ({ batch: { kind: "mini_batch", size } }));
  equal(fit([{}, one, many]), ["All examples", "Batch 1", "Batch 32"]);
  const own = (rest) => ({ own: { kind: "fit", loss: null, l1: null, l2: null, ...rest } });
  equal(fit([{}, own({ loss: { kind: "huber", delta: 1 } })]), ["Squared error", "Huber"]);
  const huber = (delta) => own({ loss: { kind: "huber", delta } });
  equal(fit([huber(1), huber(2)]), ["Huber δ 1", "Huber δ 2"]);
  equal(fit([{}, own({ l2: 0.01 }), own({ l2: 0.1 })]), ["L2 0", "L2 0.01", "L2 0.1"]);
  equal(fit([{}, own({ l1: 0.5 })], { l2: 1 }), ["L1 0", "L1 0.5"]);
}

export function testOneThingIsSaidWhereOneDoes() {
  const fast = { optimizer: optimizer(0.5) },
    clipped = { clipping: { kind: "norm", limit: 1 } };
  equal(names([fast, clipped]), ["Not clipped", "Clipped at 1"], "that rates differ too need not be said");
  equal(names([{}, clipped, fast]), ["Not clipped · α 0.01", "Clipped at 1", "α 0.5"], "each as much as it needs");
  equal(names([{}, fast, { optimizer: optimizer(0.5), ...clipped }, clipped]), [
    "Not clipped · α 0.01",
    "Not clipped · α 0.5",
    "Clipped at 1 · α 0.5",
    "Clipped at 1 · α 0.01",
  ]);
}

export function testWhatIsTrueOfAnotherOptimizerTooIsSaidWithTheOptimizer() {
  const clipped = { clipping: { kind: "norm", limit: 1 } };
  equal(names([{}, clipped, { optimizer: ADAM }]), ["Not clipped · Momentum", "Clipped at 1 · Momentum", "Adam"]);
  equal(names([{ noise: 1 }, { noise: 2 }, { optimizer: ADAM }]), ["Noise 1", "Noise 2", "Adam"]);
  const run = runOf([racer("a"), racer("b", clipped), racer("c", { optimizer: ADAM })]);
  equal(
    run.racers.map(({ id }) => nameOf(CATALOGUE, run, id).short),
    ["Not clipped", "Clipped at 1", "Adam"],
    "where room is narrow the optimizer goes first",
  );
}

export function testNumbersAreTheLastResort() {
  equal(names([{}, { optimizer: ADAM }, {}]), ["Momentum 1", "Adam", "Momentum 2"]);
  const clipped = { clipping: { kind: "norm", limit: 1 } };
  equal(names([{}, clipped, {}]), ["Not clipped (1)", "Clipped at 1", "Not clipped (2)"]);
}

export function testNumbersThatDifferLookDifferent() {
  const rate = (learning_rate) => ({ optimizer: optimizer(learning_rate) });
  equal(names([rate(0.1), rate(0.10000001)]), ["α 0.1", "α 0.10000001"]);
  equal(names([rate(0.123456), rate(0.123457)]), ["α 0.123456", "α 0.123457"]);
  equal(names([rate(0.123456), rate(0.5)]), ["α 0.1235", "α 0.5"]);
}

export function testNamesOfARunAreMadeOnce() {
  const run = runOf();
  ok(nameOf(CATALOGUE, run, "r1") === nameOf(CATALOGUE, run, "r1"));
  equal(
    [nameOf(CATALOGUE, run, "r1").tells, nameOf(CATALOGUE, runOf([racer("r1"), racer("r2", { noise: 1 })]), "r1").tells],
    [[], ["noise"]],
  );
}

/** Numbers that come again whenever the test is run. */
function drawing(seed) {
  const next = () => {
    seed = (seed + 0x6d2b79f5) | 0;
    let mixed = Math.imul(seed ^ (seed >>> 15), seed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  return { next, one: (list) => list[Math.floor(next() * list.length)] };
}

const NUMBERS = [0, 1, 0.5, 0.1, 0.1000001, 0.12345678, 0.12345679, 1e-7, 3e5, 1 / 3];

/** A member of some kind with a few of its fields changed. */
function member({ next, one }, entries) {
  const { default: usual, schema } = entries[one(Object.keys(entries))];
  const made = { ...usual };
  for (const [name, { type, choices }] of Object.entries(schema)) {
    if (next() < 0.75) continue;
    if (choices) made[name] = one(Object.keys(choices));
    else if (type === "boolean") made[name] = next() < 0.5;
    else if (type === "integer") made[name] = one([1, 2, 10, 500]);
    else if (type === "number") made[name] = one(NUMBERS);
  }
  return made;
}

function drawnRacer(draw, catalogue, id) {
  const { next, one } = draw;
  const seldom = (make, usual) => (next() < 0.35 ? make() : usual);
  const { gradient_descent, adam, momentum } = catalogue.optimizers;
  return racer(id, {
    optimizer: { ...member(draw, { gradient_descent, adam, momentum }), learning_rate: one(NUMBERS.slice(1)) },
    schedule: seldom(() => member(draw, catalogue.schedules), { ...catalogue.schedules.constant.default }),
    clipping: seldom(() => ({ kind: one(["norm", "value"]), limit: one(NUMBERS.slice(1)) }), { kind: "none" }),
    noise: seldom(() => one(NUMBERS), 0),
    batch: seldom(() => ({ kind: "mini_batch", size: one([1, 8, 32]), replacement: next() < 0.3, own_order: next() < 0.3 }), {
      kind: "full",
    }),
    gradient: seldom(() => ({ kind: "numerical", epsilon: one(NUMBERS.slice(1)) }), { kind: "exact" }),
    start: seldom(() => one([[0.1, 0.2], [0.1, 0.2000001], [-1.5, 3], "random"]), null),
    own: seldom(
      () => ({ kind: "fit", loss: seldom(() => member(draw, catalogue.losses), null), l1: seldom(() => one(NUMBERS), null), l2: null }),
      null,
    ),
  });
}

const HANGUL = /[\uac00-\ud7af]/g;
/** What is left of a text in the narrowest place. */
function beginning(text) {
  let kept = "";
  for (const letter of text) {
    if (widthOf(kept + letter) > SEEN) break;
    kept += letter;
  }
  return kept;
}
const widthOf = (text) => [...text].length + (text.match(HANGUL)?.length ?? 0);
const withoutId = (run) => run.racers.map((racer) => JSON.stringify({ ...racer, id: "", own: problemOf(run, racer.id) }));

/** Every name is another, also shortened, and numbers only tell those apart that nothing else does. */
function holds(catalogue, run, about) {
  const found = run.racers.map(({ id }) => nameOf(catalogue, run, id));
  for (const form of ["whole", "short"])
    equal(new Set(found.map((name) => name[form])).size, found.length, `${about} ${form}: ${found.map((name) => name[form]).join(" | ")}`);
  equal(
    new Set(found.map(({ short }) => beginning(short))).size,
    found.length,
    `${about} cut off: ${found.map(({ short }) => short).join(" | ")}`,
  );
  ok(
    found.every(({ short }) => widthOf(short) <= NARROW && short !== ""),
    `${about}: ${found.map(({ short }) => short).join(" | ")}`,
  );
  const all = withoutId(run);
  found.forEach(({ whole }, k) => {
    const { title } = catalogue.optimizers[run.racers[k].optimizer.kind];
    const isTwin = all.filter((each) => each === all[k]).length > 1;
    if (!isTwin)
      ok(!/ \(\d\)$/.test(whole) && !(whole.startsWith(`${title} `) && /^ \d$/.test(whole.slice(title.length))), `${about}: ${whole}`);
  });
}

export async function testNoTwoRacersOfAnyRunLookAlikeAlsoShortened() {
  const catalogue = await (await fetch("/catalogue.json")).json();
  const problem = { ...FIT, loss: catalogue.losses.mean_squared_error.default };
  const draw = drawing(7);
  for (let round = 0; round < 1500; round += 1) {
    const drawn = (id) => drawnRacer(draw, catalogue, id);
    const racers = Array.from({ length: draw.one([2, 2, 3, 4, 8]) }, (_, k) => drawn(`r${k}`));
    // Every other time two neighbours differ in one thing at most.
    if (round % 2 === 0) {
      const one = draw.one(["noise", "start", "clipping", "batch", "optimizer", "own", "schedule", "gradient"]);
      racers[1] = { ...racers[0], id: "r1", [one]: drawn("")[one] };
    }
    holds(catalogue, runOf(racers, { problem }), `round ${round}`);
  }
}

export async function testLongTitlesInHangulAreShortenedToTheirRoom() {
  const catalogue = structuredClone(CATALOGUE);
  catalogue.optimizers.momentum.title = "네스테로프 모멘텀을 쓰는 경사 하강법";
  catalogue.schedules.step.title = "여러 단계로 떨어지는 아주 느린 스케줄";
  catalogue.schedules.constant.title = "여러 단계로 떨어지는 아주 느린 스케줄이 아닌 것";
  const step = (every) => ({ schedule: { kind: "step", every } });
  const run = runOf([racer("a"), racer("b", step(5)), racer("c", step(50)), racer("d", step(50)), racer("e", { optimizer: ADAM })]);
  holds(catalogue, run, "hangul");
  equal(nameOf(catalogue, run, "b").short, "Every 5");
}
