import { firstState, readAddress, writeAddress } from "../../static/lab/address.js";
import { equal } from "./expect.js";

const ENTRIES = [
  {
    kind: "margin",
    schema: {
      score: { type: "number", default: 1, minimum: -4, maximum: 4 },
      side: { type: "integer", default: 1, choices: { 1: "above", "-1": "below" } },
    },
  },
  {
    kind: "softmax",
    schema: {
      logits: { type: "array", default: [1, 2, 3], minItems: 2, maxItems: 4, minimum: -8, maximum: 8 },
      label: { type: "integer", default: 0, minimum: 0, maximum: 3 },
    },
  },
];
const read = (hash) => {
  const { state, faults } = readAddress(hash, ENTRIES);
  return [state, faults.map(({ code, path, params: { value, allowed } }) => [code, path, value, allowed])];
};
const MARGIN = { kind: "margin", at: { score: 1, side: 1 }, theme: "system" };
const SOFTMAX = { kind: "softmax", at: { logits: [1, 2, 3], label: 0 }, theme: "system" };

export function testNothingIsTheFirstExhibitAsItOpens() {
  equal(read(""), [MARGIN, []]);
  equal(firstState(ENTRIES[1]), SOFTMAX.at);
}

export function testWhatIsWrittenIsReadAgain() {
  for (const state of [
    { kind: "softmax", at: { logits: [-8, 0.5, 8], label: 3 }, theme: "dark" },
    { kind: "margin", at: { score: -4, side: -1 }, theme: "system" },
  ]) {
    const written = writeAddress(state, ENTRIES);
    const [found, faults] = read(`#${written}`);
    equal([JSON.stringify(found.at.logits ?? found.at.score), faults], [JSON.stringify(state.at.logits ?? state.at.score), []], written);
    equal([found.kind, found.theme, written.includes("theme")], [state.kind, state.theme, state.theme === "dark"]);
  }
  equal(
    writeAddress({ kind: "softmax", at: { logits: [1, 2], label: 0 }, theme: "system" }, ENTRIES),
    "exhibit=softmax&logits=1,2&label=0",
  );
}

export function testWhatIsWrongIsSaidAndIsAsAtFirst() {
  for (const [hash, state, fault] of [
    ["#exhibit=atlantis", MARGIN, ["unknown_kind", "exhibit", "atlantis", "margin, softmax"]],
    ["#exhibit=margin&score=oops", MARGIN, ["not_a_number", "score", "oops", ""]],
    ["#exhibit=margin&score=", MARGIN, ["not_a_number", "score", "", ""]],
    ["#exhibit=margin&score=4.001", MARGIN, ["out_of_range", "score", "4.001", "[-4, 4]"]],
    ["#exhibit=margin&score=-4.001", MARGIN, ["out_of_range", "score", "-4.001", "[-4, 4]"]],
    ["#exhibit=softmax&label=1.5", SOFTMAX, ["not_an_integer", "label", "1.5", ""]],
    ["#exhibit=softmax&logits=1,2,9", SOFTMAX, ["out_of_range", "logits.2", "9", "[-8, 8]"]],
    ["#exhibit=softmax&logits=1", SOFTMAX, ["wrong_length", "logits", 1, "2 – 4"]],
    ["#exhibit=softmax&logits=1,2,3,4,5", SOFTMAX, ["wrong_length", "logits", 5, "2 – 4"]],
    ["#exhibit=margin&label=1", MARGIN, ["unknown_field", "label", undefined, undefined]],
    ["#theme=pink", MARGIN, ["unknown_kind", "theme", "pink", "system, light, dark"]],
    ["#score=%", MARGIN, ["unreadable", "score", "%", undefined]],
  ])
    equal(read(hash), [state, [fault]], hash);
}

export function testTheRimsThemselvesAreAllowed() {
  equal(read("#exhibit=margin&score=4")[0].at.score, 4);
  equal(read("#exhibit=margin&score=-4")[0].at.score, -4);
  equal(read("#exhibit=softmax&logits=-8,8")[0].at.logits, [-8, 8]);
  equal(read("#exhibit=softmax&logits=1,2,3,4&label=3")[0].at, { logits: [1, 2, 3, 4], label: 3 });
}
