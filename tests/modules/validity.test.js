import { goodChanges, goodRun } from "../../static/run/validity.js";
import { equal } from "./expect.js";

/** What the page makes of a run or of changes; every fault is compared with the server's in test_validity.py. */
async function judging() {
  const whole = await (await fetch("/catalogue.json")).json();
  const catalogue = { ...whole, presets: whole.presets.filter(({ run }) => run.problem.kind === "surface") };
  const { run } = catalogue.presets[0];
  const judged = (act) => {
    const faults = [];
    const good = act(faults);
    return [good, faults.map(({ code, path }) => [code, path])];
  };
  return {
    ...{ catalogue, run },
    run_of: (given, fallback = run) => judged((faults) => goodRun(given, fallback, catalogue, faults)),
    changes_of: (given, of = run) => judged((faults) => goodChanges(given, of, catalogue, faults)),
  };
}

export async function testWhatIsGoodIsTheSameAgain() {
  const { catalogue, run_of } = await judging();
  for (const { kind, run } of catalogue.presets) equal(run_of(run, catalogue.presets[1].run), [run, []], kind);
}

export async function testWithoutAProblemItIsTheOtherRunsAndThatIsSaid() {
  const { catalogue, run, run_of } = await judging();
  const other = catalogue.presets.find(({ kind }) => kind === "curved_valley").run;
  const rest = { ...run };
  delete rest.problem;
  equal(run_of(rest, other), [{ ...run, problem: other.problem }, [["missing_field", "problem"]]]);
  equal(run_of(run, other), [run, []], "one that is there is its own");
}

export async function testWhatIsNoRunIsTheOtherOne() {
  const { run, run_of } = await judging();
  for (const given of [null, 5, "x", []]) equal(run_of(given), [run, [["not_an_object", "run"]]]);
}

export async function testAStartIsNotTakenFromAnotherRun() {
  const { run, run_of } = await judging();
  const rest = { ...run };
  delete rest.start;
  equal(
    [run.start === null, run_of(rest)[0].start, run_of({ ...run, start: [1] })],
    [false, null, [{ ...run, start: null }, [["wrong_length", "start"]]]],
  );
}

export async function testABadChangeEndsThePath() {
  const { run, changes_of } = await judging();
  const good = (at_step, noise = 0.5) => ({ at_step, racer: run.racers[0].id, set: { noise } });
  equal(changes_of(undefined), [[], []]);
  equal(changes_of([good(3), good(3, 1), good(9)]), [[good(3), good(3, 1), good(9)], []]);
  equal(changes_of([good(3), good(9, -1), good(12)]), [[good(3)], [["out_of_range", "changes.1.set.noise"]]]);
  equal(changes_of([good(9), good(8)]), [[good(9)], [["out_of_order", "changes.1.at_step"]]]);
  equal(changes_of([{ ...good(9), set: { noise: 1, schedule: null } }]), [[good(9, 1)], []], "null says nothing");
  equal(changes_of("x"), [[], [["not_a_list", "changes"]]]);
}
