import { createInspections } from "../../static/run/inspections.js";
import { equal, settled } from "./expect.js";

/** Questions to a server that is played by hand. */
function asking() {
  const sent = [],
    answers = [];
  const inspections = createInspections((message) => sent.push(message));
  const ask = (step, what) => inspections.ask({ step, racer: "a", what }, () => 0).then((view) => answers.push(view));
  const answer = async (step, what, view) => {
    inspections.answer({ type: "view", branch: 0, step, racer: "a", what, view });
    await settled();
  };
  return { inspections, ask, answer, sent, answers };
}

const STRICT = { kind: "accuracy", threshold: 0.9 };

export async function testAViewTravelsWithItsQueryAndIsAnsweredByItsKind() {
  const { ask, answer, sent, answers } = asking();
  ask(3, STRICT);
  equal(sent, [{ type: "inspect", branch: 0, step: 3, racer: "a", what: STRICT }]);
  await answer(3, "step", "another view");
  await answer(4, "accuracy", "of another step");
  equal(answers, []);
  await answer(3, "accuracy", "right");
  equal(answers, ["right"]);
}

export async function testARefusedQueryIsAnsweredWithNothing() {
  const { inspections, ask, answers } = asking();
  const refusal = (path) => inspections.refused({ type: "error", code: "out_of_range", path, params: {}, branch: 0, fatal: false });
  for (const path of ["what.threshold", "what", "step", "racer"]) {
    ask(1, STRICT);
    equal(refusal(path), true, path);
  }
  ask(1, STRICT);
  equal([refusal("whatever"), refusal("count")], [false, false], "these answer something else");
  await settled();
  equal(answers, [null, null, null, null]);
}

export async function testARefusalIsAnAnswerToTheViewThatItNames() {
  const { inspections, ask, answer, answers } = asking();
  const refusal = (rest) =>
    inspections.refused({ type: "error", code: "out_of_range", path: "racer", params: {}, branch: 0, fatal: false, ...rest });
  ask(1, { kind: "step" });
  ask(1, STRICT);
  equal(refusal({ what: "limit" }), false, "nobody asked for it");
  equal(refusal({ what: "accuracy" }), true);
  await settled();
  equal(answers, [null]);
  await answer(1, "step", "still to come");
  equal(answers, [null, "still to come"]);
  ask(2, STRICT);
  equal(refusal({ what: "accuracy", code: "too_many_messages", path: "type" }), true, "whatever was wrong");
  ask(3, STRICT);
  equal(refusal({ what: "accuracy", code: "unknown_branch", path: "branch" }), false, "it is asked again of the branch when it is there");
}
