// A step as text for the clipboard: as shown, or with every digit as a program reads it.

import { isWhole, program, symbolsText, text } from "../arithmetic.js";
import { exact, plain } from "../format.js";
import { t } from "../text.js";
import { SYMBOLS } from "./inspector_stages.js";

/**
 * @param {import("./inspector_views.js").StepView} view
 * @param {{ step: number, title: string, lossTitle: string, names: string[], titleOf: (quantity: string) => string, isExact: boolean }} how
 */
export function stepText(view, { step, title, lossTitle, names, titleOf, isExact }) {
  const number = (/** @type {number | string} */ value) => (isExact ? exact(Number(value)) : plain(Number(value)));
  const head = t("inspector.copy_head", { racer: title, from: step, to: step + 1, rate: number(view.learning_rate) });
  const stages = view.stages.flatMap(({ stage, values, lines, used_lines = [] }, index) => {
    const shown =
      values.length === 1 && stage === "loss" ? number(values[0]) : values.map((value, i) => `${names[i]} ${number(value)}`).join(", ");
    return [
      `${index + 1}. ${stage === "loss" ? lossTitle : t(`stage.${stage}`)} ${SYMBOLS[stage]}: ${shown}`,
      ...[...lines, ...used_lines].map((line) => `   ${lineText(line, names, titleOf, isExact)}`),
    ];
  });
  return [head, ...stages].join("\n");
}

/**
 * velocity v (x) = β v + g = 0.9 × (−47.47) + (−70.41) = −113.1
 * @param {import("./inspector_views.js").Line} line
 * @param {string[]} names
 * @param {(quantity: string) => string} titleOf
 * @param {boolean} isExact
 */
function lineText(line, names, titleOf, isExact) {
  const of = line.coordinate === null ? "" : ` (${names[line.coordinate]})`;
  const result = Number(line.value);
  const [numbers, value] = isExact
    ? [program(line.expression), exact(result)]
    : [text(line.expression, line.digits), plain(result, line.result_digits || 2)];
  const inNumbers = isExact || isWhole(line.expression) ? ` = ${numbers}` : "";
  const equals = !isExact && line.result_digits === 0 ? "≈" : "=";
  return `${titleOf(line.quantity)} ${line.symbol}${of} = ${symbolsText(line.expression)}${inNumbers} ${equals} ${value}`;
}
