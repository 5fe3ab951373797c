import { differenceText } from "../../static/run/difference.js";
import { t } from "../../static/text.js";
import { equal } from "./expect.js";
import { CATALOGUE, FIT, optimizer, racer, runOf } from "./runs.js";

const PRESETS = [{ kind: "deep", title: "Deep valley", run: runOf() }];
const at = (run, changes = [], step = 20, preset = "") => ({ state: { run, changes, preset }, step });
const told = (before, now) => differenceText(before, now, { ...CATALOGUE, presets: PRESETS });
const rate = (at_step, value, id = "r1") => ({ at_step, racer: id, set: { optimizer: optimizer(value) } });

export function testWhatWasDoneIsToldInAFewSigns() {
  const plain = at(runOf());
  const adam = racer("r3", { optimizer: optimizer(0.1, "adam", {}) });
  for (const [now, words, why] of [
    [at(runOf(), [], 0, "deep"), "Deep valley", "an example"],
    [at(runOf([racer("r1"), racer("r2"), adam])), t("undo.added", { racer: "Adam" }), "a racer more"],
    [at(runOf([])), t("undo.racers"), "all of them"],
    [at(runOf(undefined, { problem: { kind: "surface", surface: { kind: "valley", steepness: 1 } } })), "valley", "another surface"],
    [at(runOf(undefined, { problem: { kind: "surface", surface: { kind: "bowl", steepness: 2 } } })), "a 1 → 2", "another of its kind"],
    [at(runOf(undefined, { problem: FIT })), t("undo.change"), "another kind of problem"],
    [at(runOf(undefined, { start: [1, 2] })), t("details.start"), "everybody's start"],
    [at(runOf([racer("r1", { start: [1, 2] }), racer("r2")])), t("details.start"), "its own"],
    [at(runOf(undefined, { seed: 7 })), `${t("details.seed")} 0 → 7`, "another seed"],
    [at(runOf(undefined, { step_limit: 90 })), `${t("details.step_limit")} 1000 → 90`, "another end"],
    [at(runOf(undefined, { convergence: { stop: true } })), t("details.convergence"), "another rule"],
    [at(runOf([racer("r1"), racer("r2", { noise: 1 })])), "σ 0 → 1.000", "a setting from the start"],
    [at(runOf(), [rate(20, 0.5)]), "α 0.01 → 0.5", "a setting from here"],
    [at(runOf(), [{ at_step: 20, racer: "r1", set: { params: [1, -2] } }]), "(1, −2)", "a ball"],
    [plain, t("undo.change"), "something"],
  ])
    equal(told(plain, now), words, why);
  equal(told(at(runOf([racer("r1"), adam])), at(runOf([racer("r1")]))), t("undo.removed", { racer: "Adam" }));
  equal(told(at(runOf(), [], 0, "deep"), at(runOf(undefined, { seed: 1 }), [], 0)), `${t("details.seed")} 0 → 1`, "an example left");
}

export function testItIsComparedWithWhatWasSeen() {
  const before = at(runOf(), [rate(10, 0.1), rate(30, 0.2)]);
  equal(told(before, at(runOf(), [rate(10, 0.1), rate(20, 0.5)])), "α 0.1 → 0.5", "what comes later was not seen");
  const seen = racer("r1", { optimizer: optimizer(0.1) });
  equal(told(before, at(runOf([seen, racer("r2", { noise: 1 })]))), "σ 0 → 1.000", "what was kept is no change");
  equal(told(before, at(runOf([seen, racer("r2")]))), t("rate.kept"), "a restart that kept it");
  const drag = [rate(20, 0.02), rate(21, 0.03), rate(22, 0.04)];
  equal(told(at(runOf()), at(runOf(), drag)), "α 0.01 → 0.04", "a drag from its beginning to its end");
}
