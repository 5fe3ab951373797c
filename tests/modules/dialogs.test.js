import { createSearch } from "../../static/panels/search.js";
import { createSweep } from "../../static/panels/sweep.js";
import { t } from "../../static/text.js";
import { equal, ok } from "./expect.js";
import { hosted, measured } from "./pages.js";
import { CATALOGUE, FIT, racer, runOf } from "./runs.js";
import { tapeOf } from "./tapes.js";

const startingWith = (limits) =>
  tapeOf(["r1", "r2"], 2, { params: [1, 2, 3, 4], learning_rate: [1, 1], limit: limits.flatMap((limit) => [limit, NaN]) });
const tape = startingWith([NaN, NaN]);

/** With `answer(path, body)` in the server's place. */
async function served(answer, act) {
  const fetched = globalThis.fetch;
  const asked = [];
  globalThis.fetch = async (path, options) => {
    asked.push([path, JSON.parse(options.body)]);
    return answer(path, asked.at(-1)[1]);
  };
  try {
    return await act(asked);
  } finally {
    globalThis.fetch = fetched;
    document.querySelectorAll("dialog[open]").forEach((dialog) => dialog.close());
  }
}
const json = (body, status = 200) => new Response(`${JSON.stringify(body)}\n`, { status });
/** What a sweep says once it is over, or of what it knows by then. */
const line = (learning_rates, steps, outcome, more = {}) => ({
  stage: "complete",
  learning_rates,
  steps,
  outcome,
  tried: outcome.filter((word) => word !== "untried").length,
  limit: 0.9,
  most_s: 0.1,
  limit_s: 10,
  ...more,
});
/** A sweep whose steps grow with the distance from a rate of 0.1; of `isTried` rates it says what becomes of them. */
const known = (learning_rates, isTried = () => true, more = {}) => {
  const outcome = learning_rates.map((rate, k) => (!isTried(k) ? "untried" : rate > 1 ? "diverged" : "reached"));
  const steps = learning_rates.map((rate, k) => (outcome[k] === "reached" ? Math.round(10 + 20 * Math.abs(Math.log10(rate) + 1)) : null));
  return line(learning_rates, steps, outcome, more);
};
const swept = (_, { learning_rates }) => json(known(learning_rates));

async function sweeping(answer, state, act, presets = []) {
  const catalogue = { ...(await (await fetch("/catalogue.json")).json()), surfaces: CATALOGUE.surfaces, presets };
  const told = [];
  const host = hosted(900);
  return served(answer, async (asked) => {
    const view = createSweep(host, {
      openDialog: (name) => told.push(["open", name]),
      dialogClosed: (...names) => told.push(["closed", ...names]),
      startWith: (run, rates) => told.push(["start", run, ...rates]),
    });
    const run = runOf([
      racer("r1", { optimizer: catalogue.optimizers.momentum.default }),
      racer("r2", { optimizer: catalogue.optimizers.adam.default }),
    ]);
    const { limits, ...rest } = { limits: [NaN, NaN], ...state };
    const started = limits.map((limit, k) => limit / run.racers[k].optimizer.learning_rate);
    const frame = {
      state: { run, changes: [], selected: "r1", preset: "", ...rest },
      tape: startingWith(started),
      catalogue,
      step: 0,
    };
    view.draw(frame);
    await measured();
    await measured();
    const find = (selector) => [...host.querySelectorAll(selector)];
    const hidden = () => [".sweep-waiting", ".sweep-answer", ".sweep-failed", ".sweep-fault"].map((part) => find(part)[0].hidden);
    return act({ view, frame, asked, told, find, hidden });
  });
}

export async function testASweepOfOneRacerAsksForItsRatesAndItsOwn() {
  await sweeping(swept, { dialog: "sweep" }, ({ asked, hidden, find, frame }) => {
    equal(
      asked.map(
        ([
          path,
          {
            racer: { id },
            start,
            learning_rates,
          },
        ]) => [path, id, start, learning_rates.length],
      ),
      [["/api/sweep", "r1", [1, 2], 96]],
    );
    const [[, { learning_rates }]] = asked;
    ok(learning_rates.includes(frame.state.run.racers[0].optimizer.learning_rate));
    equal(new Set(learning_rates).size, learning_rates.length, "its own is not tried twice");
    equal(
      learning_rates,
      learning_rates.toSorted((a, b) => a - b),
    );
    equal(hidden(), [true, false, true, true]);
    equal([find(".sweep-own").length, find(".sweep-limit").length, find("tbody tr").length > 10], [1, 1, true]);
  });
}

export async function testRatesAreTriedBeyondALimitThatLiesBeyondTheSlider() {
  for (const [limits, end] of [
    [[135, 0.1], 270],
    [[0.1, -1], 10],
    [[1e9, 1e9], 1e6],
  ])
    await sweeping(swept, { dialog: "sweep_all", limits }, ({ asked }) =>
      asked.forEach(([, { learning_rates }]) => equal([learning_rates[0] <= 1e-4, learning_rates.at(-1)], [true, end])),
    );
}

export async function testTheTableOfASweepSaysWhatBecameOfEveryRate() {
  // A rate above a tenth is too high.
  const answer = (_, { learning_rates }) =>
    json(
      line(
        learning_rates,
        learning_rates.map((rate, k) => (rate > 0.1 ? null : k)),
        learning_rates.map((rate) => (rate > 0.1 ? "diverged" : "reached")),
      ),
    );
  await sweeping(answer, { dialog: "sweep" }, ({ find, asked }) => {
    const cells = find("tbody tr").map((row) => [...row.children].map((cell) => cell.textContent));
    const [[, { learning_rates }]] = asked;
    equal(cells.length, learning_rates.length);
    cells.forEach(([, , steps, outcome], k) => {
      const isGone = learning_rates[k] > 0.1;
      equal([steps, outcome === t("sweep.diverged")], [isGone ? "–" : String(k), isGone], `rate ${learning_rates[k]}`);
    });
  });
}

export async function testADocumentedSweepKeepsItsRates() {
  const presets = [{ kind: "deep", sweep: [0.01, 0.1, 0.5] }];
  await sweeping(
    swept,
    { dialog: "sweep_all", preset: "deep" },
    ({ asked }) =>
      equal(
        asked.map(([, { learning_rates }]) => learning_rates.length),
        [4, 4],
      ),
    presets,
  );
  await sweeping(
    swept,
    { dialog: "sweep_all", preset: "" },
    ({ asked }) =>
      equal(
        asked.map(([, { learning_rates }]) => learning_rates.length),
        [97, 97],
      ),
    presets,
  );
  await sweeping(swept, { dialog: "sweep", preset: "deep" }, ({ asked }) => equal(asked[0][1].learning_rates.length, 96), presets);
}

export async function testWhatWasRefusedIsSaidAndCanBeTriedAgain() {
  const refuse = () => json({ code: "busy", path: "sweep", params: {} }, 503);
  await sweeping(refuse, { dialog: "sweep" }, async ({ asked, hidden, find }) => {
    equal(hidden(), [true, true, false, false]);
    ok(find(".sweep-fault")[0].textContent.length > 5);
    const before = asked.length;
    find(".sweep-failed button")[0].click();
    await measured();
    ok(asked.length > before);
  });
  const away = () => {
    throw new TypeError("no network");
  };
  await sweeping(away, { dialog: "sweep" }, ({ hidden }) => equal(hidden(), [true, true, false, false]));
}

export async function testAFaultOfThePagesOwnIsNotToldAsOneOfTheServer() {
  const faults = [];
  const hear = (event) => {
    event.preventDefault();
    faults.push(event.reason.name);
  };
  addEventListener("unhandledrejection", hear);
  const misread = (_, { learning_rates }) => json({ ...line(learning_rates, [], []), steps: null });
  try {
    await sweeping(misread, { dialog: "sweep" }, ({ hidden }) => equal(hidden(), [true, true, false, true], "it can be tried again"));
    await measured();
  } finally {
    removeEventListener("unhandledrejection", hear);
  }
  equal(faults, ["TypeError"], "it is seen where faults are looked for");
}

/** A sweep that is told line by line, by hand. */
async function telling(state, act) {
  const streams = [];
  const open = () => new Response(new ReadableStream({ start: (controller) => streams.push(controller) }));
  await sweeping(open, { dialog: "sweep", ...state }, async (page) => {
    const send = async (k, told) => {
      streams[k].enqueue(new TextEncoder().encode(`${JSON.stringify(told)}\n`));
      if (told.stage !== "going") streams[k].close();
      await measured();
      await measured();
    };
    const text = (selector) => page.find(selector)[0].textContent;
    await act({ ...page, send, text, streams });
  });
}
const SLOW = { most_s: 1200, limit_s: 10 };
const everyTenth = (k) => k % 10 === 0;

export async function testASweepThatCannotBeWholeSaysSoBeforeAndAfter() {
  await telling({}, async ({ asked, hidden, find, send, text }) => {
    const [[, { learning_rates }]] = asked;
    await send(
      0,
      known(learning_rates, () => false, { ...SLOW, stage: "going" }),
    );
    ok(text(".sweep-waiting").includes(t("sweep.only", { time: "20 min", limit: "10 s" })), text(".sweep-waiting"));
    equal(hidden(), [false, false, true, true], "what is known is shown while it goes on");
    equal([find("progress")[0].value, find("progress")[0].max], [0, 96]);
    equal([find(".sweep-untried line").length, find(".sweep-own").length, find(".sweep-curve circle").length], [96, 0, 0]);
    await send(
      0,
      known(learning_rates, (k) => k === 30, { ...SLOW, stage: "going" }),
    );
    equal([find("progress")[0].value, find(".sweep-curve circle").length, find(".sweep-partial")[0].hidden], [1, 1, true]);
    await send(0, known(learning_rates, everyTenth, { ...SLOW, stage: "out_of_time" }));
    equal(hidden(), [true, false, true, true]);
    equal(text(".sweep-partial"), t("sweep.partial", { tried: 10, count: 96, limit: "10 s" }));
    ok(text(".sweep-best").endsWith(t("sweep.of_tried")), text(".sweep-best"));
    equal(text(".sweep-buttons"), t("sweep.use_best_tried"));
    equal(find(".sweep-untried line").length, 86);
    const words = find("tbody tr").map((row) => row.lastChild.textContent);
    equal(words.filter((word) => word === t("sweep.untried")).length, 86, "nothing is said of the others but that");
    ok(!find(".sweep-curve path")[0].getAttribute("d").includes("L"), "no line is drawn through rates that were not tried");
  });
}

export async function testTheBestRatesAreExactlyThoseThatWereTried() {
  const tenth = (rate) => Math.abs(Math.log10(rate) + 1);
  await sweeping(swept, { dialog: "sweep_all" }, ({ asked, find, told, frame }) => {
    const best = asked.map(([, { learning_rates }]) => learning_rates.toSorted((a, b) => tenth(a) - tenth(b))[0]);
    find(".sweep-buttons button")[0].click();
    equal(told, [["start", frame.state.run, ["r1", best[0]], ["r2", best[1]]]]);
    const [[, { learning_rates, racer: asking }]] = asked;
    const own = asking.optimizer.learning_rate;
    ok(
      learning_rates.every((rate) => rate === own || rate === Number(rate.toPrecision(3))),
      "what is read is what was run",
    );
  });
  await sweeping(swept, { dialog: "sweep" }, ({ asked, find, told, frame }) => {
    find(".sweep-plot")[0].dispatchEvent(new KeyboardEvent("keydown", { key: "End" }));
    find(".sweep-plot")[0].dispatchEvent(new KeyboardEvent("keydown", { key: "Enter" }));
    equal(told, [["start", frame.state.run, ["r1", asked[0][1].learning_rates.at(-1)]]], "a point of the chart, too");
  });
}

export async function testWhatTheSweepLeavesOutIsSaid() {
  for (const [more, isSaid] of [
    [{}, false],
    [{ noise: 0.5 }, true],
    [{ batch: { kind: "mini_batch", size: 8 } }, true],
    [{ gradient: { kind: "numerical", epsilon: 1e-4 } }, true],
  ]) {
    const { optimizers } = await (await fetch("/catalogue.json")).json();
    const run = runOf([
      racer("r1", { optimizer: optimizers.momentum.default, ...more }),
      racer("r2", { optimizer: optimizers.adam.default }),
    ]);
    await sweeping(swept, { dialog: "sweep", run }, ({ find }) => {
      const said = find(".sweep-fair").filter(({ hidden }) => !hidden);
      equal(
        said.map(({ textContent }) => textContent),
        isSaid ? [t("sweep.plain")] : [],
      );
    });
  }
}

export async function testNoRateOfThoseTriedIsNotNoRateAtAll() {
  const lost = (learning_rates, stage) => {
    const outcome = learning_rates.map((_, k) => (everyTenth(k) ? "diverged" : "untried"));
    return line(
      learning_rates,
      learning_rates.map(() => null),
      outcome,
      { ...SLOW, stage },
    );
  };
  await telling({}, async ({ asked, find, send, text }) => {
    await send(0, lost(asked[0][1].learning_rates, "out_of_time"));
    equal([text(".sweep-best"), find(".sweep-buttons button")[0].disabled], [t("sweep.never_tried"), true]);
  });
}

export async function testASweepThatIsSoonOverIsDrawnOnceAndOneThatTakesSecondsSaysHowMany() {
  await telling({}, async ({ asked, hidden, send, text }) => {
    const [[, { learning_rates }]] = asked;
    const before = text(".sweep-waiting");
    await send(0, known(learning_rates, everyTenth, { stage: "going" }));
    equal([hidden(), text(".sweep-waiting")], [[false, true, true, true], before]);
    await send(0, known(learning_rates, everyTenth, { stage: "going", most_s: 4 }));
    ok(text(".sweep-waiting").includes(t("sweep.about", { time: "4 s" })));
    await send(0, known(learning_rates));
    equal(hidden(), [true, false, true, true]);
    equal(text(".sweep-buttons"), t("sweep.use_best"));
  });
}

export async function testOfSeveralRacersEachHasItsTime() {
  await telling({ dialog: "sweep_all" }, async ({ asked, hidden, send, text }) => {
    const [one, other] = asked.map(([, { learning_rates }]) => learning_rates);
    await send(0, known(one, everyTenth, { ...SLOW, stage: "out_of_time" }));
    equal(hidden(), [false, false, true, true], "the other is still under way");
    await send(
      1,
      known(other, () => true, { most_s: 1 }),
    );
    equal(hidden(), [true, false, true, true]);
    equal(text(".sweep-partial"), t("sweep.partial_each", { tried: 107, count: 194, limit: "10 s" }));
    equal(text(".sweep-buttons"), t("sweep.use_best_each_tried"));
  });
}

export async function testASweepThatBreaksOffIsToldAndCanBeTriedAgain() {
  await telling({}, async ({ asked, hidden, send, streams, text }) => {
    await send(0, known(asked[0][1].learning_rates, everyTenth, { ...SLOW, stage: "going" }));
    streams[0].close();
    await measured();
    await measured();
    equal([hidden(), text(".sweep-fault")], [[true, true, false, false], t("sweep.offline")]);
  });
}

export async function testAnEndedSweepIsNotAnError() {
  await sweeping(
    () => new Promise(() => {}),
    { dialog: "sweep" },
    ({ hidden, find }) => {
      equal(hidden(), [false, true, true, true]);
      find(".sweep-waiting button")[0].click();
      equal(hidden(), [true, true, false, true]);
    },
  );
}

export async function testWithoutARunNothingIsSwept() {
  await sweeping(swept, { dialog: "" }, ({ asked }) => equal(asked, []));
  await sweeping(swept, { dialog: "sweep", run: runOf([]) }, ({ asked }) => equal(asked, []));
}

async function searching(state, act) {
  const host = hosted(900);
  const told = [];
  await served(
    () => new Promise(() => {}),
    async (asked) => {
      const view = createSearch(host, { dialogClosed: (name) => told.push(name) });
      const frame = {
        state: { run: runOf([racer("r1"), racer("r2")], { problem: FIT }), changes: [], selected: "r1", dialog: "search", ...state },
        tape,
        step: 0,
      };
      view.draw(frame);
      await measured();
      await act({ view, frame, asked, told, find: (selector) => [...host.querySelectorAll(selector)] });
    },
  );
}

export async function testASearchIsMadeOncePerQuestion() {
  await searching({}, async ({ view, frame, asked, find }) => {
    equal(
      asked.map(([path, { start, seed }]) => [path, start, seed]),
      [["/api/search", [1, 2], 0]],
    );
    view.draw(frame);
    equal(asked.length, 1);
    view.draw({ ...frame, state: { ...frame.state, selected: "r2" } });
    equal(asked.at(-1)[1].start, [3, 4]);
    view.draw({ ...frame, state: { ...frame.state, selected: "" } });
    equal([find("dialog")[0].open, asked.length], [true, 2], "with nobody selected the last answer stays");
    view.draw({ ...frame, state: { ...frame.state, dialog: "" } });
    equal(find("dialog")[0].open, false);
  });
}

export async function testASearchSaysHowFarItIs() {
  const host = hosted(900);
  const line = { method: "grid", target: null, parameters: 2, examples: 9, losses: 1234, log10_seconds: 0, lowest: null };
  let stream = null;
  await served(
    () => new Response(new ReadableStream({ start: (controller) => (stream = controller) })),
    async () => {
      const view = createSearch(host, { dialogClosed: () => {} });
      view.draw({
        state: { run: runOf([racer("r1"), racer("r2")], { problem: FIT }), changes: [], selected: "r1", dialog: "search" },
        tape,
        step: 0,
      });
      await measured();
      const count = () => host.querySelectorAll(".search-card.is-there").length;
      const send = async (stage) => {
        stream.enqueue(new TextEncoder().encode(`${JSON.stringify({ ...line, stage })}\n`));
        await measured();
        return [host.querySelector("progress").value, count()];
      };
      equal(
        [await send("going"), await send("measured"), await send("going")],
        [
          [0, 0],
          [1, 1],
          [1, 0],
        ],
        "what is going on is not done",
      );
      ok([...host.querySelectorAll(".search-count")].some((node) => node.textContent === "1,234"));
    },
  );
}

export async function testTheLegendTellsWhatWasMeasuredFromWhatWasExtrapolated() {
  await searching({}, ({ find }) => {
    const [measuredSign, extrapolatedSign] = find(".log-kinds .log-sign path");
    equal(
      [measuredSign, extrapolatedSign].map((sign) => [sign.getAttribute("class"), sign.getAttribute("style")]),
      [
        ["log-point", "--racer: var(--racer-1)"],
        ["log-point is-hollow", "--racer: var(--racer-1)"],
      ],
    );
    const signs = find(".log-legend li:not(.log-kinds) path").map((sign) => sign.getAttribute("d"));
    equal(new Set(signs).size, signs.length);
  });
}
