import { createOutcome } from "../../static/panels/outcome.js";
import { t } from "../../static/text.js";
import { equal, ok, settled } from "./expect.js";
import { hosted, measured, noticing } from "./pages.js";
import { optimizer, racer, runOf } from "./runs.js";
import { tapeOf } from "./tapes.js";

const FOUND = { learning_rate: 0.02, converged_at: null, before: 35.5, after: 0.25 };
const away = { racer: "r1", kind: "diverged", step: 3, point: null, parameter: "x", last: 1e200, cause: "overflow" };

/** The panel of a racer that left the window after step 1 and the numbers at step 3, with `answer` in the server's place. */
async function ended(answer, act, outcome = away) {
  const fetched = globalThis.fetch;
  const asked = [];
  globalThis.fetch = async (path, { body, signal }) => {
    asked.push({ path, query: JSON.parse(body), signal });
    return answer(asked.length);
  };
  try {
    const run = runOf([racer("r1", { optimizer: optimizer(500) })]);
    const catalogue = await (await fetched("/catalogue.json")).json();
    const pathTo = (step) => ({ run, root: null, changes: [], step });
    const { page, store, told } = noticing({ run }, { catalogue, session: { pathTo } });
    const tape = tapeOf(["r1"], 2, {
      params: [0, 0, 1, 1, 9e9, 1, NaN, NaN],
      limit: [0.1, NaN, 0.05, NaN, NaN, NaN, NaN, NaN],
      learning_rate: [500, 500, 500, 500],
    });
    tape.outcomes.set("r1", outcome);
    const host = hosted(700);
    const view = createOutcome(host, page);
    const field = { window: [[-5, 5], [-5, 5]], points: [] }; // prettier-ignore
    const draw = async (rest = {}) => {
      view.draw({ state: store.state, tape, step: 3, field, catalogue, ...rest });
      await measured();
      await settled();
    };
    await draw();
    const button = () => host.querySelector(".primary");
    const words = () => host.querySelector(".outcome-trial")?.textContent;
    await act({ host, draw, button, words, asked, told, store });
  } finally {
    globalThis.fetch = fetched;
  }
}
const answering = (line) => () => new Response(`${JSON.stringify(line)}\n`);
const never = () => new Promise(() => {});
const isAwaited = (button) => [button.disabled, getComputedStyle(button).visibility];

export async function testARateIsOfferedWhenItsTrialIsOver() {
  let answer = null;
  const later = () => new Promise((done) => (answer = done));
  await ended(later, async ({ asked, button, words, told, draw, host }) => {
    equal(
      asked.map(({ path, query: { racer: who, at_step, step } }) => [path, who, at_step, step]),
      [["/api/trial", "r1", 1, 1]],
    );
    equal([button().disabled, words()], [true, ""]);
    button().click();
    equal(told, [], "what is not known is not offered");
    answer(answering(FOUND)());
    await draw();
    equal(button().textContent, t("outcome.try", { rate: "0.02" }));
    equal(words(), t("outcome.tried", { from: 1, before: "35.5", after: "0.250" }));
    button().click();
    equal(told, [["tryRate", "r1", 0.02, 1]]);
    equal(host.querySelectorAll(".outcome-buttons > *").length, 2, "and the way back");
  });
}

export async function testOneThatConvergesSaysWhen() {
  await ended(answering({ ...FOUND, converged_at: 40 }), ({ words }) =>
    equal(words(), t("outcome.tried_converged", { from: 1, step: 40, before: "35.5", after: "0.250" })),
  );
}

export async function testWhereNoRateLastsNoneIsOfferedAndThatIsSaid() {
  const none = { learning_rate: null, converged_at: null, before: null, after: null };
  await ended(answering(none), ({ button, words }) => equal([button().disabled, words()], [true, t("outcome.none_lasts", { from: 1 })]));
}

export async function testWithoutAnAnswerNothingIsOfferedAndNothingSaid() {
  const busy = () => new Response(JSON.stringify({ code: "busy", path: "trial", params: {} }), { status: 503 });
  const lost = () => {
    throw new TypeError("no network");
  };
  for (const answer of [busy, lost]) await ended(answer, ({ button, words }) => equal([button().disabled, words()], [true, ""]));
}

export async function testAnotherRunDropsTheQuestion() {
  await ended(never, async ({ asked, draw, store }) => {
    await draw();
    equal([asked.length, asked[0].signal.aborted], [1, false]);
    store.set({ run: { ...store.state.run, step_limit: 77 } });
    await draw();
    equal(
      asked.map(({ signal }) => signal.aborted),
      [true, false],
      "the outcome is the same, the run is not",
    );
    await draw({ step: 2 });
    ok(asked[1].signal.aborted, "what is not shown is not asked");
  });
}

export async function testNoRateMendsZeroByZero() {
  const undefinedAt = { ...away, cause: "undefined" };
  await ended(never, ({ asked, host }) => equal([asked, host.querySelectorAll(".primary, .outcome-trial").length], [[], 0]), undefinedAt);
}

export async function testNothingMovesWhenTheAnswerComes() {
  const link = document.createElement("link");
  link.rel = "stylesheet";
  link.href = "/static/styles/outcome.css";
  const loaded = new Promise((done) => link.addEventListener("load", done));
  document.head.append(link);
  await loaded;
  let answer = null;
  const later = () => new Promise((done) => (answer = done));
  const boxes = (host) =>
    [host, ...host.querySelectorAll("h2, .button:last-child, .outcome-trial")].map((node) => {
      const { top, bottom } = node.getBoundingClientRect();
      return [top, bottom];
    });
  try {
    await ended(later, async ({ host, draw, button }) => {
      host.id = "outcome";
      equal(isAwaited(button()), [true, "hidden"]);
      const before = boxes(host);
      answer(answering(FOUND)());
      await draw();
      equal(isAwaited(button()), [false, "visible"]);
      equal(boxes(host), before);
    });
  } finally {
    link.remove();
  }
}

export async function testWhereAnExampleEndsItInvitesToTheNext() {
  const catalogue = await (await fetch("/catalogue.json")).json();
  const [first] = catalogue.presets;
  const { page, store, told } = noticing({ run: structuredClone(first.run), preset: first.kind, selected: "gd" }, { catalogue });
  const tape = tapeOf(["gd"], 2, { params: [0, 0, 1, 1], limit: [1, 1, 1, 1], learning_rate: [1, 1], loss: [2, 0] });
  tape.outcomes.set("gd", { racer: "gd", kind: "converged", step: 1, point: "minimum", parameter: null, last: null, cause: null });
  const host = hosted(700),
    view = createOutcome(host, page);
  const field = { window: [[-5, 5], [-5, 5]], points: [] }; // prettier-ignore
  const button = (patch = {}, step = 1) => {
    store.set(patch);
    view.draw({ state: store.state, tape, step, field, catalogue });
    return host.querySelector(".primary");
  };
  equal(button().textContent, first.onward.words);
  button().click();
  equal(told, [["applyPreset", first.onward.preset]]);
  equal(button({}, 0), null, "on the way there it is left alone");
  ok(button({}, 1) !== null);
  equal(button({ changes: [{ at_step: 1, racer: "gd", set: { noise: 1 } }] }), null, "another run is no example");
  equal(button({ changes: [], run: { ...first.run, seed: 9 } }), null);
  equal(button({ run: first.run, preset: catalogue.presets[1].kind }), null);
}
