import { createTimeline } from "../../static/panels/timeline.js";
import { equal, ok } from "./expect.js";
import { hosted, measured, noticing } from "./pages.js";
import { optimizer, runOf } from "./runs.js";
import { tapeOf } from "./tapes.js";

const rate = (at_step, learning_rate, racer = "r1") => ({ at_step, racer, set: { optimizer: optimizer(learning_rate) } });

/** The timeline of a run of 100 steps, on a line of 1000 pixels. */
async function shown({ changes = [], outcomes = [], ghosts = [], time = 20, rows = 51, playing = false } = {}) {
  const run = runOf(undefined, { step_limit: 100 });
  const { page, store, told } = noticing({ run, changes, playing });
  const host = hosted(1000);
  const view = createTimeline(host, page);
  host.querySelector(".timeline").style.cssText = "width: 1000px; position: relative";
  await measured();
  told.length = 0;
  const tape = tapeOf(
    ["r1", "r2"],
    2,
    { params: new Array(rows * 4).fill(0) },
    { outcomes: new Map(outcomes.map((each) => [each.racer, each])) },
  );
  const frame = { state: store.state, tape, ghosts, time, step: Math.floor(time) };
  view.draw(frame);
  return { host, page, store, told, view, frame, tape, find: (selector) => [...host.querySelectorAll(selector)] };
}
const placeOf = (node) => Number(node.style.getPropertyValue("--place"));

export async function testTheSliderSaysTheStepAndHowFarIsKnown() {
  const { host, find, view, frame } = await shown();
  const [slider] = find("input");
  equal([slider.max, slider.value], ["100", "20"]);
  ok(/20.*100/.test(slider.getAttribute("aria-valuetext")));
  equal(host.querySelector(".timeline-known").style.width, "50%");
  equal(host.querySelector(".timeline-carriage").style.transform, "translateX(20%)");
  view.draw({ ...frame, time: 40.5, step: 40 });
  equal([slider.value, host.querySelector(".timeline-carriage").style.transform], ["40", "translateX(40.5%)"]);
  view.draw({ ...frame, tape: null });
  equal(host.querySelector(".timeline-known").style.width, "0%");
}

export async function testTheAxisIsLabelledInRoundSteps() {
  const { find } = await shown();
  equal(
    find(".timeline-axis span").map((node) => node.textContent),
    ["0", "10", "20", "30", "40", "50", "60", "70", "80", "90", "100"],
  );
  equal(placeOf(find(".timeline-axis span")[3]), 0.3);
}

export async function testAnOutcomeIsMarkedWhereItHappenedAndLeadsThere() {
  const { find, told, store } = await shown({
    outcomes: [
      { racer: "r1", kind: "converged", step: 40, point: "minimum" },
      { racer: "r2", kind: "diverged", step: 15, point: null },
    ],
  });
  const [bad, good] = find(".mark");
  equal([good.className, placeOf(good), bad.className, placeOf(bad)], ["mark is-good", 0.4, "mark is-bad", 0.15], "the earlier one first");
  const tick = good.innerHTML,
    cross = bad.innerHTML;
  ok(tick !== cross);
  store.set({ playing: true });
  bad.click();
  equal([told, store.state.selected, store.state.playing], [[["seek", 15]], "r2", false]);
  const { find: findSaddle } = await shown({ outcomes: [{ racer: "r1", kind: "converged", step: 40, point: "saddle" }] });
  const [saddle] = findSaddle(".mark");
  equal(saddle.className, "mark");
  ok(saddle.innerHTML !== tick, "what stopped at a saddle has no tick");
  const { find: findFlat } = await shown({ outcomes: [{ racer: "r1", kind: "diverged", step: 40, point: null }] });
  ok(findFlat(".mark")[0].innerHTML !== saddle.innerHTML, "nor has what diverged the sign of what stopped");
  const { find: none } = await shown({ outcomes: [{ racer: "r1", kind: "step_limit", step: 100 }] });
  equal(none(".mark"), []);
}

export async function testAForkStandsAtItsStepWithWhatWasChanged() {
  const ghost = { from: 20, label: "", tape: null };
  const { find, told } = await shown({ changes: [rate(20, 0.05)], ghosts: [ghost] });
  const [fork] = find(".fork");
  equal([placeOf(fork), fork.querySelector("span").textContent, find(".fork-away").length], [0.2, "α 0.01 → 0.05", 1]);
  fork.querySelector(".fork-go").click();
  find(".fork-away")[0].click();
  equal(told, [
    ["seek", 20],
    ["dismiss", ghost],
  ]);
}

export async function testChangesOfOneDragAreToldAsOne() {
  const labels = async (changes) => (await shown({ changes })).find(".fork-go span").map((node) => node.textContent);
  equal(await labels([rate(20, 0.02), rate(22, 0.03)]), ["α 0.01 → 0.03"], "twenty pixels apart");
  equal(await labels([rate(20, 0.02), rate(23, 0.03)]), ["α 0.01 → 0.02", "α 0.02 → 0.03"], "thirty pixels apart");
  equal((await labels([rate(20, 0.02), rate(21, 0.03, "r2")])).length, 2, "another racer's is another");
  const noise = { at_step: 21, racer: "r1", set: { noise: 0.5 } };
  equal(await labels([rate(20, 0.02), noise]), ["σ 0 → 0.5000"], "something else takes the place");
}

export async function testAnOldPathStaysAtItsForkOrHasAMarkOfItsOwn() {
  const at = async (from, changes) =>
    (await shown({ changes, ghosts: [{ from, label: "old", tape: null }] }))
      .find(".fork")
      .map((node) => [placeOf(node), node.querySelector(".fork-away") !== null]);
  equal(await at(20, [rate(20, 0.05)]), [[0.2, true]]);
  equal(await at(22, [rate(20, 0.02), rate(22, 0.05)]), [[0.2, true]], "the last change of its drag");
  equal(await at(0, [rate(20, 0.05)]), [
    [0.2, false],
    [0, true],
  ]);
  equal(await at(24, [rate(20, 0.02), rate(22, 0.05)]), [
    [0.2, false],
    [0.24, true],
  ]);
}

export async function testKeysOfTheSliderAreThePagesOwnSteps() {
  const { find, told, page } = await shown();
  page.player.step = 20;
  const [slider] = find("input");
  const press = (key) => {
    const event = new KeyboardEvent("keydown", { key, cancelable: true });
    slider.dispatchEvent(event);
    return event.defaultPrevented;
  };
  equal(["ArrowRight", "ArrowUp", "ArrowLeft", "ArrowDown", "Home", "End", "PageUp", "PageDown", "a"].map(press), [
    ...new Array(8).fill(true),
    false,
  ]);
  equal(told, [
    ["perform", "forward"],
    ["perform", "forward"],
    ["perform", "back"],
    ["perform", "back"],
    ["perform", "first"],
    ["perform", "last"],
    ["seek", 30],
    ["seek", 10],
  ]);
}

export async function testScrubbingPausesAndGoesOnAfterwards() {
  const { find, told, store } = await shown({ playing: true });
  const [slider] = find("input");
  slider.dispatchEvent(new PointerEvent("pointerdown"));
  equal(store.state.playing, false);
  slider.value = "33";
  slider.dispatchEvent(new Event("input"));
  slider.dispatchEvent(new Event("change"));
  equal([told, store.state.playing], [[["seek", 33], ["settled"]], true]);
  store.set({ playing: false });
  slider.dispatchEvent(new Event("change"));
  equal(store.state.playing, false, "who was not playing does not play afterwards");
}

export async function testButtonsSayWhatTheyDoNow() {
  const { find, view, frame, told } = await shown();
  const [play] = find(".play");
  const resting = play.getAttribute("aria-label");
  play.click();
  view.draw({ ...frame, state: { ...frame.state, playing: true } });
  ok(play.getAttribute("aria-label") !== resting);
  find(".transports .transport").forEach((button) => button.click());
  equal(
    told.map(([, action]) => action),
    ["play", "restart", "back", "forward"],
  );
}

export async function testSpeedsAreChosenOrGoRound() {
  const { find, store, told } = await shown();
  const speeds = find(".speeds .switch button"),
    [round] = find(".speed-round"),
    [loop] = find(".loop");
  const pressed = () => speeds.map((button) => button.getAttribute("aria-pressed") === "true");
  equal([pressed(), round.textContent], [[false, true, false, false], "1×"]);
  speeds[3].click();
  equal([store.state.speed, pressed(), round.textContent], ["max", [false, false, false, true], "Max"]);
  round.click();
  equal([store.state.speed, round.textContent], [0.25, "¼"]);
  round.click();
  equal(store.state.speed, 1);
  loop.click();
  equal([told, loop.getAttribute("aria-pressed")], [[["perform", "loop"]], "false"]);
  store.set({ loop: true });
  equal(loop.getAttribute("aria-pressed"), "true");
}
