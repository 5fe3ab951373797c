/** @typedef {{name: string, kind: "number" | "category", values: (number | null)[], categories: string[] | null}} Column
 *  @typedef {{columns: Column[], rows: number, row_numbers: number[], missing: {row: number, column: string, reason: string}[],
 *   encoding: string, delimiter: string | null, decimal: string, header: boolean}} Table */

/** Whole numbers so few that they must be classes. */
const MOST_CLASSES = 10;
/** Numbers that stand for two classes, where a target has both and no other. */
const TWO_CLASSES = ["0,1", "-1,1"];

/**
 * The learner's table as typed columns. Throws the server's refusal: {code, path, params}.
 * @param {Blob | string} content
 * @param {Record<string, string>} options header, delimiter, decimal: what is not left to be found
 * @returns {Promise<Table>}
 */
export async function readTable(content, options) {
  const answer = await fetch(`/api/table?${new URLSearchParams(options)}`, {
    method: "POST",
    headers: { "content-type": "application/octet-stream" },
    body: content,
  });
  const body = await answer.json();
  if (!answer.ok) throw body;
  return body;
}

/**
 * What is to be learnt of a target that has these values, as engine/tables/table.py has it.
 * @param {"number" | "category"} kind @param {number[]} different in ascending order @returns {"regression" | "binary" | "multiclass"}
 */
function taskOf(kind, different) {
  if (kind === "category") return different.length > 2 ? "multiclass" : "binary";
  return TWO_CLASSES.includes(String(different)) ? "binary" : "regression";
}

/**
 * Examples of the chosen columns; rows that lack a value in one of them are left out. Classes are those of the rows that are left, called
 * 0, 1, … in data.
 * @param {Table} table
 * @param {number[]} features
 * @param {number} target
 * @returns {{data: import("../types.d.ts").OwnData, dropped: number[]}}
 */
export function examplesOf({ columns, row_numbers }, features, target) {
  const used = [...features, target].map((index) => columns[index]);
  const kept = row_numbers.map((_, row) => row).filter((row) => used.every(({ values }) => values[row] !== null));
  const take = (/** @type {number} */ index) => kept.map((row) => /** @type {number} */ (columns[index].values[row]));
  const { kind, categories, name } = columns[target];
  const y = take(target);
  const different = [...new Set(y)].sort((a, b) => a - b);
  const task = taskOf(kind, different);
  const label = new Map(different.map((value, index) => [value, index]));
  const classes = task === "regression" ? [] : different.map((value) => categories?.[value] ?? String(value));
  return {
    data: {
      kind: "own",
      task,
      x: features.map(take),
      y: task === "regression" ? y : y.map((value) => /** @type {number} */ (label.get(value))),
      features: features.map((index) => columns[index].name.slice(0, 40)),
      target: name.slice(0, 40),
      classes: classes.slice(0, 20).map((called) => called.slice(0, 40)),
    },
    dropped: row_numbers.filter((_, row) => !kept.includes(row)),
  };
}

/** Whether a column can be a target: numbers, or classes few enough. @param {Column} column */
export const canBeTarget = ({ kind, categories }) =>
  kind === "number" || ((categories?.length ?? 0) >= 2 && (categories?.length ?? 0) <= MOST_CLASSES);
