import { createAsked } from "../../static/run/asked.js";
import { equal, settled } from "./expect.js";

/** Questions that we answer by hand, in any order. */
function asking() {
  const kept = { questions: [], answers: [], arrived: 0 };
  const asked = createAsked({
    ask: (...question) => {
      kept.questions.push(question);
      return new Promise((answer) => kept.answers.push(answer));
    },
    arrived: () => (kept.arrived += 1),
  });
  const answer = async (index, view) => {
    kept.answers[index](view);
    await settled();
  };
  return { asked, kept, answer };
}

const TAPE = { racers: ["a", "b"], length: 10 };

export async function testAQuestionIsAskedOnceAStep() {
  const { asked, kept, answer } = asking();
  for (let frame = 0; frame < 3; frame += 1) asked.want(TAPE, 4, "a");
  equal([kept.questions, asked.view], [[[4, "a", {}]], null]);
  await answer(0, "batch 4");
  equal([asked.view, kept.arrived], ["batch 4", 1]);
  asked.want(TAPE, 5, "a");
  equal([kept.questions.length, asked.view], [2, "batch 4"], "the last answer is shown until the next one comes");
  for (let frame = 0; frame < 3; frame += 1) asked.want(TAPE, 5, "a", { threshold: 0.75 });
  equal(kept.questions.slice(2), [[5, "a", { threshold: 0.75 }]], "the same query is the same question");
}

export function testWhatIsNotThereIsNotAskedFor() {
  const { asked, kept } = asking();
  asked.want(null, 0, "a");
  asked.want(TAPE, -1, "a");
  asked.want(TAPE, 10, "a");
  asked.want(TAPE, 3, "c");
  equal(kept.questions, []);
  asked.want(TAPE, 9, "b");
  asked.want(TAPE, 0, "b");
  equal(kept.questions.length, 2);
}

export async function testAnAnswerAboutAnotherRacerOrRunIsNotShown() {
  const { asked, kept, answer } = asking();
  asked.want(TAPE, 4, "a");
  await answer(0, "of a");
  asked.want(TAPE, 4, "b");
  equal(asked.view, null, "nothing is known of the other racer yet");
  asked.want({ ...TAPE }, 4, "b");
  await answer(1, "of b, before");
  equal([asked.view, kept.arrived], [null, 1]);
  await answer(2, "of b");
  equal([asked.view, kept.arrived], ["of b", 2]);
  asked.want(TAPE, 4, "b");
  equal(asked.view, null, "another run");
}

export async function testAQuestionThatWasOvertakenChangesNothing() {
  const { asked, kept, answer } = asking();
  asked.want(TAPE, 4, "a");
  await answer(0, "4");
  asked.want(TAPE, 5, "a");
  await answer(1, null);
  equal([asked.view, kept.arrived], ["4", 1]);
}
