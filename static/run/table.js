/** @typedef {{name: string, kind: "number" | "category", values: (number | null)[], categories: string[] | null}} Column
 *  @typedef {{columns: Column[], rows: number, row_numbers: number[], missing: {row: number, column: string, reason: string}[], encoding: string, delimiter: string | null, decimal: string, header: boolean}} Table */

/** Whole numbers so few that they must be classes. */
const MOST_CLASSES = 10;

/**
 * The learner's table as typed columns. Throws the server's refusal: {code, path, params}.
 * @param {Blob | string} content @param {Record<string, string>} options header, delimiter, decimal: what is not left to be found @returns {Promise<Table>}
 */
export async function readTable(content, options) {
  const answer = await fetch(`/api/table?${new URLSearchParams(options)}`, { method: "POST", headers: { "content-type": "application/octet-stream" }, body: content });
  const body = await answer.json();
  if (!answer.ok) throw body;
  return body;
}

/** What is to be learnt of a column: numbers, two classes, or several. @param {Column} column @returns {"regression" | "binary" | "multiclass"} */
export function taskOf({ kind, values, categories }) {
  const different = new Set(values.filter((value) => value !== null));
  if (kind === "category") return (categories?.length ?? 0) > 2 ? "multiclass" : "binary";
  if ([...different].every((value) => value === 0 || value === 1)) return "binary";
  return "regression";
}

/**
 * Examples of the chosen columns; rows that lack a value in one of them are left out.
 * @param {Table} table @param {number[]} features @param {number} target @returns {{data: import("../types.d.ts").OwnData, dropped: number[]}}
 */
export function examplesOf({ columns, row_numbers }, features, target) {
  const used = [...features, target].map((index) => columns[index]);
  const kept = row_numbers.map((_, row) => row).filter((row) => used.every(({ values }) => values[row] !== null));
  const take = (/** @type {number} */ index) => kept.map((row) => /** @type {number} */ (columns[index].values[row]));
  const task = taskOf(columns[target]);
  const classes = task === "regression" ? [] : (columns[target].categories ?? ["0", "1"]);
  return {
    data: { kind: "own", task, x: features.map(take), y: take(target), features: features.map((index) => columns[index].name.slice(0, 40)), target: columns[target].name.slice(0, 40), classes: classes.slice(0, 20).map((name) => name.slice(0, 40)) },
    dropped: row_numbers.filter((_, row) => !kept.includes(row)),
  };
}

/** Whether a column can be a target: numbers, or classes few enough. @param {Column} column */
export const canBeTarget = ({ kind, categories }) => kind === "number" || ((categories?.length ?? 0) >= 2 && (categories?.length ?? 0) <= MOST_CLASSES);
