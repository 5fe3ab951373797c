import { createRateZone, stretchAt, zoneOf } from "../../static/panels/rate_zone.js";
import { runAt } from "../../static/run/configuration.js";
import { equal, settled } from "./expect.js";
import { CATALOGUE, optimizer, racer, runOf } from "./runs.js";

const SLIDER = [1e-5, 1];
const FOUND = { learning_rates: [0.01, 0.02, 0.1, 1], diverged: [false, true, true, true] };
const USUAL = 0.5;
const catalogue = {
  ...CATALOGUE,
  optimizers: {
    momentum: { default: { kind: "momentum", learning_rate: USUAL } },
    adam: { default: { kind: "adam", learning_rate: USUAL } },
  },
};
const rated = (rate, at_step, rest = {}) => ({ at_step, racer: "r1", set: { optimizer: { ...optimizer(rate), ...rest } } });

/** A page at rest, with `answer` in the server's place; `look` is what a frame sees. */
async function zoned(act, { answer = () => json(FOUND), calm_ms = 0 } = {}) {
  const fetched = globalThis.fetch;
  const asked = [];
  globalThis.fetch = async (path, { body, signal }) => {
    asked.push({ path, signal, ...JSON.parse(body) });
    return answer(asked.length);
  };
  const state = { run: runOf(), changes: [], selected: "r1", from: "here", playing: false };
  const page = {
    catalogue,
    session: {
      awaited: null,
      tape: { ended: false },
      pathTo: (at) => ({ run: state.run, root: null, changes: state.changes.filter((change) => change.at_step <= at) }),
    },
    edits: { placeFor: () => page.step, now: () => runAt(state.run, state.changes, page.step) },
    invalidate: () => (page.drawn += 1),
    ...{ step: 10, drawn: 0 },
  };
  const zones = createRateZone(page, calm_ms);
  const look = (range = SLIDER) => zones.at(state, page.step, range);
  const looks = async (range = SLIDER) => {
    look(range);
    for (let turn = 0; turn < 6; turn += 1) await settled();
    return look(range);
  };
  try {
    await act({ state, page, asked, look, looks });
  } finally {
    globalThis.fetch = fetched;
  }
}
const json = (body, status = 200) => new Response(`${JSON.stringify(body)}\n`, { status });
const KNOWN = { at_step: 10, end: 1, stretches: [{ from: 0.02, to: 1, isOpen: true }] };

export function testStretchesAreNeighboursThatDiverge() {
  const of = (rates, diverged) => zoneOf({ at_step: 3 }, { learning_rates: rates, diverged });
  equal(of([1, 2, 4], [false, false, false]), { at_step: 3, end: 4, stretches: [] });
  const zone = of([1, 2, 4, 8, 16, 32], [true, false, true, true, false, true]);
  const [one, two, three] = [
    { from: 1, to: 1, isOpen: false },
    { from: 4, to: 8, isOpen: false },
    { from: 32, to: 32, isOpen: true },
  ];
  equal(zone.stretches, [one, two, three]);
  const lies = (rate) => stretchAt(zone, rate);
  equal([0.5, 1, 1.5, 4, 6, 8, 9, 32, 1000].map(lies), [undefined, one, undefined, two, two, two, undefined, three, three]);
  equal(stretchAt(null, 1), undefined);
}

export async function testNothingIsKnownUntilTheAnswerIsThere() {
  await zoned(async ({ asked, look, looks, page, state }) => {
    equal([look(), asked.length], [null, 0]);
    equal(await looks(), KNOWN);
    equal([asked.length, page.drawn], [1, 1]);
    const [{ path, run, root, changes, racer: who, at_step, low, high }] = asked;
    equal({ path, run, root, changes, who, at_step, low, high }, { path: "/api/zone", run: state.run, root: null, changes: [], who: "r1", at_step: 10, low: 1e-5, high: 1 }); // prettier-ignore
    equal([await looks(), asked.length], [KNOWN, 1], "and not asked again");
  });
}

export async function testAnotherStepIsAnotherQuestionAndTheOldAnswerIsNotItsOwn() {
  await zoned(async ({ asked, look, looks, page }) => {
    await looks();
    page.step = 11;
    equal(look(), null, "never that of another step");
    equal(await looks(), { ...KNOWN, at_step: 11 });
    page.step = 10;
    equal([look(), asked.length], [KNOWN, 2], "what was known is known");
  });
}

export async function testADragAsksTheSameAgainAndAgain() {
  await zoned(async ({ asked, look, looks, page, state }) => {
    await looks();
    for (const rate of [0.2, 0.3]) {
      state.changes = [rated(rate, 10)];
      equal(look(), KNOWN, `a change of the rate to ${rate}, where it is asked about`);
    }
    state.changes = [rated(0.3, 10, { momentum: 0.5 })];
    equal(look(), null, "another momentum is another question");
    await looks();
    equal(asked.at(-1).changes, [rated(USUAL, 10, { momentum: 0.5 })]);
    state.changes = [rated(0.3, 4)];
    equal(look(), null, "an earlier rate has led elsewhere");
    await looks();
    equal(asked.at(-1).changes, [rated(0.3, 4)]);
    [page.step, state.changes] = [0, []];
    await looks();
    equal(asked.at(-1).run.racers[0].optimizer, optimizer(USUAL), "at the beginning it is in the run");
    state.run = runOf([racer("r1", { optimizer: optimizer(0.7) }), racer("r2")]);
    equal([look(), asked.length], [{ ...KNOWN, at_step: 0 }, 4]);
  });
}

export async function testFromTheStartItIsTheRunThatIsSeen() {
  await zoned(async ({ asked, looks, state }) => {
    Object.assign(state, { from: "start", changes: [rated(0.2, 4, { kind: "adam" })] });
    equal(await looks(), { ...KNOWN, at_step: 0 });
    const [{ run, changes, at_step }] = asked;
    equal([run.racers[0].optimizer.kind, run.racers[0].optimizer.learning_rate, changes, at_step], ["adam", USUAL, [], 0]);
  });
}

export async function testWhereNoStepIsLeftAChangeBeginsTheRunAgain() {
  await zoned(async ({ asked, looks, page }) => {
    page.edits.placeFor = () => null;
    equal(await looks(), { ...KNOWN, at_step: 0 });
    equal([asked[0].at_step, asked[0].changes], [0, []]);
  });
}

export async function testWhileItPlaysItIsAboutWhereTheRateHoldsFrom() {
  await zoned(async ({ asked, look, looks, page, state }) => {
    const ofOther = { ...rated(0.1, 8), racer: "r2" };
    Object.assign(state, { playing: true, changes: [rated(0.2, 4), ofOther, rated(0.9, 40)] });
    equal(await looks(), { ...KNOWN, at_step: 4 });
    for (page.step of [11, 12, 39]) equal(look(), { ...KNOWN, at_step: 4 });
    equal([asked.length, asked[0].at_step, asked[0].changes], [1, 4, []]);
    page.step = 40;
    equal(look(), null);
  });
}

export async function testWhatIsNoLongerAskedIsBrokenOff() {
  const never = () => new Promise(() => {});
  await zoned(
    async ({ asked, look, looks, page }) => {
      await looks();
      equal([asked.length, asked[0].signal.aborted], [1, false]);
      page.step = 11;
      look();
      equal(asked[0].signal.aborted, true);
    },
    { answer: never },
  );
}

export async function testWhileTheQuestionChangesNothingIsAsked() {
  await zoned(
    async ({ asked, look, page }) => {
      for (page.step of [1, 2, 3, 4]) look();
      for (let turn = 0; turn < 6; turn += 1) await settled();
      equal(asked.length, 0);
    },
    { calm_ms: 60_000 },
  );
}

export async function testWithoutAnAnswerNothingIsKnownAndNothingAskedAgain() {
  for (const answer of [() => json({ code: "out_of_time", path: "", params: {} }, 503), () => Promise.reject(new TypeError("away"))])
    await zoned(
      async ({ asked, looks }) => {
        equal([await looks(), await looks(), asked.length], [null, null, 1]);
      },
      { answer },
    );
}

export async function testARateBeyondAllBoundsIsNotAsked() {
  await zoned(async ({ asked, looks }) => {
    equal([await looks([1e-5, 1e7]), asked.length], [null, 0]);
  });
}

export async function testWhileRowsAreAwaitedTheQuestionStays() {
  await zoned(async ({ asked, look, looks, page }) => {
    await looks();
    page.session.awaited = {};
    page.step = 12;
    equal([look(), asked.length], [KNOWN, 1]);
  });
}
