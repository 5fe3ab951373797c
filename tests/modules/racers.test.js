import { createRacers } from "../../static/panels/racers.js";
import { t } from "../../static/text.js";
import { equal, ok, settled } from "./expect.js";
import { hosted, noticing } from "./pages.js";
import { optimizer, racer, runOf } from "./runs.js";
import { tapeOf } from "./tapes.js";

/** The cards of two racers at a step, on a page made of notes. */
async function carded({
  run = runOf([racer("r1", { optimizer: optimizer(0.012345) }), racer("r2", { optimizer: optimizer(0.5, "adam") })]),
  state = {},
} = {}) {
  const catalogue = await (await fetch("/catalogue.json")).json();
  document.getElementById("dialogs")?.remove();
  const dialogs = document.createElement("div");
  dialogs.id = "dialogs";
  document.body.append(dialogs);
  const { page, store, told } = noticing({ run, ...state }, { catalogue });
  const host = hosted(400);
  const view = createRacers(host, page);
  const frame = (rest = {}) => ({ state: store.state, tape, step: 1, now_ms: 0, ...rest });
  const all = (selector) => [...host.querySelectorAll(selector)];
  view.draw(frame());
  return {
    ...{ view, frame, store, dialogs, all, catalogue },
    told: () => told.splice(0),
    losses: () => all(".card-loss").map((node) => node.textContent),
    labels: () => all(".card-select").map((node) => node.getAttribute("aria-label")),
    sheet: () => dialogs.querySelector(":popover-open"),
  };
}
const tape = tapeOf(["r1", "r2"], 2, { params: [0, 0, 0, 0, 0, 0, 0, 0], loss: [10, 20, 0.00012345, 12345] });

export async function testACardSaysNameRateAndLossOfTheStep() {
  const { all, losses, view, frame, labels } = await carded();
  equal(
    all(".card-name").map((node) => node.textContent),
    ["Momentum", "Adam"],
  );
  equal(
    all(".card-rate").map((node) => node.textContent),
    ["α 0.0123", "α 0.5"],
  );
  equal(losses(), ["1.2×10^−4", "1.2×10^4"], "a power of ten needs the room of a digit");
  view.draw(frame({ step: 0 }));
  equal(losses(), ["10.0", "20.0"]);
  equal(labels(), [
    t("racers.card", { racer: "Momentum", rate: "0.0123", what: "loss", loss: "10.0" }),
    t("racers.card", { racer: "Adam", rate: "0.500", what: "loss", loss: "20.0" }),
  ]);
  const without = await carded({ state: {} });
  without.view.draw(without.frame({ tape: null }));
  equal(without.losses(), ["1.2×10^−4", "1.2×10^4"], "until there is another number the last one stays");
}

export async function testWhileItPlaysALabelIsSaidOnceASecond() {
  const { view, frame, labels, store } = await carded();
  store.set({ playing: true });
  view.draw(frame({ now_ms: 100, step: 0 }));
  const first = labels()[0];
  ok(first.includes("10.0") === false, first);
  view.draw(frame({ now_ms: 999, step: 0 }));
  equal(labels()[0], first);
  view.draw(frame({ now_ms: 1000, step: 0 }));
  ok(labels()[0].includes("10.0"));
}

export async function testARacerThatIsGoneSaysSoAndComesBack() {
  const { view, frame, all, losses, labels } = await carded();
  const gone = { ...tape, outcomes: new Map([["r2", { racer: "r2", kind: "diverged", step: 1 }]]) };
  view.draw(frame({ tape: gone }));
  equal([all(".card").map((node) => node.classList.contains("is-gone")), losses()[1]], [[false, true], t("outcome.word_diverged")]);
  ok(labels()[1].endsWith(", diverged"), labels()[1]);
  view.draw(frame({ tape: gone, step: 0 }));
  equal([all(".is-gone").length, losses()[1]], [0, "20.0"]);
  view.draw(frame({ tape: { ...tape, outcomes: new Map([["r2", { racer: "r2", kind: "converged", step: 0 }]]) } }));
  equal(all(".is-gone").length, 0);
}

export async function testCardsAreMadeAnewOnlyWhereTheRacersAreOthers() {
  const { view, frame, store, all } = await carded();
  const before = all(".card");
  store.set({ run: { ...store.state.run, seed: 5 } });
  view.draw(frame());
  ok(
    all(".card").every((node, k) => node === before[k]),
    "the same racers keep their cards",
  );
  store.set({ run: runOf([racer("r1"), racer("r3")]) });
  view.draw(frame());
  equal([all(".card").length, all(".card")[0] === before[0]], [2, false], "another id is another racer");
  store.set({ run: runOf([racer("r1"), racer("r3"), racer("r4")]) });
  view.draw(frame());
  equal([all(".card").length, all(".empty")[0].hidden, all(".heading b")[0].textContent], [3, true, "3/8"]);
  store.set({ run: runOf([]) });
  view.draw(frame());
  equal([all(".card").length, all(".empty")[0].hidden], [0, false]);
}

export async function testEightRacersAreAllThereAre() {
  const eight = runOf(Array.from({ length: 8 }, (_, k) => racer(`r${k + 1}`)));
  const { all, sheet } = await carded({ run: eight });
  equal([all(".heading .link")[0].disabled, all(".heading b")[0].textContent], [true, "8/8"]);
  all(".card-more")[0].click();
  await settled();
  equal(
    [...sheet().querySelectorAll("button")].map((button) => button.disabled),
    [true, false],
    "one more is not made of one",
  );
}

export async function testRacersAreSelectedAddedDoubledAndTakenAway() {
  const { all, store, told, sheet, catalogue, view, frame } = await carded();
  all(".card-select")[1].click();
  view.draw(frame());
  equal([store.state.selected, all(".card-select").map((node) => node.getAttribute("aria-pressed"))], ["r2", ["false", "true"]]);
  equal(
    all(".card").map((node) => node.classList.contains("is-selected")),
    [false, true],
  );
  all(".heading .link")[0].click();
  await settled();
  equal(sheet().querySelectorAll(".choice").length, Object.keys(catalogue.optimizers).length);
  sheet().querySelector("[data-kind=lion]").click();
  equal([told(), sheet()], [[["addRacer", "lion"]], null]);
  for (const [k, name] of ["duplicateRacer", "removeRacer"].entries()) {
    all(".card-more")[1].click();
    await settled();
    sheet().querySelectorAll("button")[k].click();
    equal(told(), [[name, "r2"]]);
  }
}
