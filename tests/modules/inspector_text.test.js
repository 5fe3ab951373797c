import { stepText } from "../../static/panels/inspector_text.js";
import { equal } from "./expect.js";

/** The copied line of a difference that is worth so many digits. */
function copied(result_digits) {
  const of = [0.3, 0.1].map((value) => ({ value, symbol: "a" }));
  const line = { quantity: "gradient", symbol: "g", coordinate: 0, value: -1.08e-9, digits: 4, result_digits, expression: { op: "-", of } };
  const view = { learning_rate: 0.1, stages: [{ stage: "gradient", values: [-1.08e-9], lines: [line] }] };
  const text = stepText(view, { step: 0, title: "Adam", lossTitle: "Loss", names: ["x"], titleOf: (quantity) => quantity, isExact: false });
  return text.split("\n").at(-1).split(" 0.1 ").at(-1);
}

export function testACopiedResultHasAsManyDigitsAsAreTrue() {
  equal([1, 2, 3].map(copied), ["= −10⁻⁹", "= −1.1×10⁻⁹", "= −1.08×10⁻⁹"]);
  equal(copied(0), "≈ −1.1×10⁻⁹");
}

export function testTheCopiedLossSaysWhichItIs() {
  const view = { learning_rate: 0.1, stages: [{ stage: "loss", values: [1.5], lines: [] }] };
  const text = stepText(view, {
    step: 0,
    title: "Batch 8",
    lossTitle: "Loss of this batch",
    names: ["x"],
    titleOf: String,
    isExact: false,
  });
  equal(text.split("\n").at(-1), "1. Loss of this batch L: 1.500");
}
