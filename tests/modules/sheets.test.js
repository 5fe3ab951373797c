import { fillSchedule, scheduleText } from "../../static/panels/details_schedule.js";
import { fillStart, startText } from "../../static/panels/start.js";
import { equal, ok } from "./expect.js";
import { hosted } from "./pages.js";
import { racer, runOf } from "./runs.js";
import { tapeOf } from "./tapes.js";

const catalogueNow = async () => (await fetch("/catalogue.json")).json();

async function sheet(fill, { mine = racer("r1"), run = {}, tape = null } = {}) {
  const catalogue = await catalogueNow();
  const told = [];
  const host = hosted(400);
  const whole = runOf([mine, racer("r2")], { problem: { kind: "surface", surface: catalogue.surfaces.booth.default }, ...run });
  const edits = new Proxy(
    {},
    {
      get:
        (_, name) =>
        (...given) =>
          told.push([name, ...given]),
    },
  );
  fill(host, {
    edits,
    catalogue,
    session: { tape, latest: { run: whole, changes: [] } },
    field: () => ({
      start: [-9, 9],
      window: [
        [-10, 10],
        [-10, 10],
      ],
    }),
    racerNow: () => mine,
    now: () => whole,
    settled: () => told.push(["settled"]),
    refill: () => told.push(["refill"]),
  });
  return { host, told, catalogue, button: (words) => [...host.querySelectorAll("button")].find((node) => words.test(node.textContent)) };
}

export async function testAStartIsSharedOrTheRacersOwn() {
  const { host, told } = await sheet(fillStart, { run: { start: [1, 2] } });
  const [shared, own] = host.querySelectorAll("[role=group] button");
  equal([shared.getAttribute("aria-pressed"), own.getAttribute("aria-pressed")], ["true", "false"]);
  own.click();
  shared.click();
  equal(told, [
    ["setStart", [1, 2], "r1"],
    ["setStart", null, "r1"],
  ]);
}

export async function testTheGoodStartIsTheRunsOwnOrTheSurfaces() {
  const press = async (options) => {
    const { host, told } = await sheet(fillStart, options);
    host.querySelectorAll(".form-buttons button")[1].click();
    return told[0];
  };
  equal(await press({ run: { start: [1, 2] } }), ["setStart", null, null]);
  equal(await press({ mine: racer("r1", { start: [3, 4] }) }), ["setStart", [-9, 9], "r1"]);
}

export async function testARandomStartIsDrawnAgainWithTheNextSeed() {
  const press = async (options) => {
    const { host, told } = await sheet(fillStart, options);
    host.querySelectorAll(".form-buttons button")[0].click();
    return told[0];
  };
  equal(await press({ run: { start: [1, 2], seed: 4 } }), ["setStart", "random", null]);
  equal(await press({ run: { start: "random", seed: 4 } }), ["setSeed", 5]);
  equal(await press({ run: { start: "random", seed: 4294967295 } }), ["setSeed", 0]);
  equal(await press({ mine: racer("r1", { start: [3, 4] }) }), ["setStart", "random", "r1"]);
}

export async function testTypingGoesOnFromWhereARandomStartFell() {
  const tape = tapeOf(["r2", "r1"], 2, { params: [5, 6, 7, 8] });
  const { host } = await sheet(fillStart, { run: { start: "random" }, tape });
  equal(
    [...host.querySelectorAll("input.number")].map((input) => input.value),
    ["7", "8"],
  );
}

export async function testWhereARacerStartsInWords() {
  const catalogue = await catalogueNow();
  const text = (start, own = null) =>
    startText(
      catalogue,
      runOf([racer("r1")], { problem: { kind: "surface", surface: catalogue.surfaces.booth.default }, start }),
      racer("r1", { start: own }),
    );
  equal([text([1, -2.5]), text([1, 2], [3, 4])], ["(1, −2.5)", "(3, 4)"]);
  ok(!/\d/.test(text("random")));
}

export async function testAScheduleKeepsTheWarmUpOfTheOneBefore() {
  const schedule = { kind: "constant", warmup_steps: 7, warmup_start: 0.25 };
  const { host, told, catalogue } = await sheet(fillSchedule, { mine: racer("r1", { schedule }) });
  const choices = [...host.querySelectorAll(".choice")];
  equal(
    choices.filter((node) => node.getAttribute("aria-checked") === "true").map(({ dataset }) => dataset.kind),
    ["constant"],
  );
  equal(choices.length, Object.keys(catalogue.schedules).length);
  choices.find(({ dataset }) => dataset.kind === "cosine").click();
  equal(told, [["setSchedule", "r1", { ...catalogue.schedules.cosine.default, warmup_steps: 7, warmup_start: 0.25 }], ["refill"]]);
  ok(scheduleText(catalogue, racer("r1", { schedule })).includes("7"));
  ok(!/\d/.test(scheduleText(catalogue, racer("r1", { schedule: { ...schedule, warmup_steps: 0 } }))));
}
