// A table that was read: how it was read, its first rows, and what each column is used for.

import { element } from "../element.js";
import { plainOf, shortest } from "../format.js";
import { canBeTarget } from "../run/table.js";
import { t } from "../text.js";

/** @typedef {import("../run/table.js").Table} Table
 *  @typedef {{features: number[], target: number}} Roles which columns they are; a target of -1: none */

/** Rows of the table that are shown before it is used. */
const SHOWN = 6;

/** How it was read, and what of it is left out. @param {Table} table @param {number[]} dropped rows */
export function readText({ rows, columns, encoding, header, delimiter, decimal }, dropped) {
  const marks = { ",": t("table.comma"), ";": t("table.semicolon"), "\t": t("table.tab") };
  const read = t("table.read", {
    rows: t("count.rows", { count: rows }),
    columns: t("count.columns", { count: columns.length }),
    encoding,
    delimiter: delimiter === null ? "–" : marks[/** @type {"," | ";" | "\t"} */ (delimiter)],
    decimal: decimal === "," ? "1,5" : "1.5",
    header: t(header ? "table.header_yes" : "table.header_no"),
  });
  if (dropped.length === 0) return [read, ""];
  return [read, t("table.dropped", { count: dropped.length, rows: dropped.slice(0, 8).join(", ") + (dropped.length > 8 ? " …" : "") })];
}

/**
 * What the columns chosen come to, or why they cannot be used.
 * @param {Table} table @param {Roles} roles @param {string | null} task null without a target
 */
export function useText({ columns }, { features, target }, task) {
  if (task === null) return t(columns.some(canBeTarget) ? "table.no_target" : "table.none_possible");
  if (features.length > 0) return t(`table.task_${task}`, { target: columns[target].name });
  const others = columns.filter(({ kind }, index) => kind === "number" && index !== target);
  return t(others.length > 0 ? "table.no_feature" : "table.one_column", { target: columns[target].name });
}

/**
 * The first rows below a choice of each column's use.
 * @param {Table} table @param {Roles} roles @param {(index: number, role: string) => void} assign
 */
export function previewOf({ rows, columns }, roles, assign) {
  const heads = columns.map((column, index) =>
    element("th", { scope: "col" }, element("b", {}, column.name), roleOf(column, index, roles, assign)),
  );
  const body = Array.from({ length: Math.min(SHOWN, rows) }, (_, row) =>
    element(
      "tr",
      {},
      ...columns.map(({ values, categories }) => {
        const value = values[row];
        return element("td", {}, value === null ? "–" : categories ? categories[value] : plainOf(shortest(value, 6)));
      }),
    ),
  );
  return element("table", {}, element("thead", {}, element("tr", {}, ...heads)), element("tbody", {}, ...body));
}

/**
 * What a column is used for: at most two features, one target.
 * @param {import("../run/table.js").Column} column @param {number} index @param {Roles} roles
 * @param {(index: number, role: string) => void} assign
 */
function roleOf(column, index, { features, target }, assign) {
  const now = index === target ? "target" : features.includes(index) ? "feature" : "none";
  const allowed = ["none", ...(column.kind === "number" ? ["feature"] : []), ...(canBeTarget(column) ? ["target"] : [])];
  const select = element(
    "select",
    { "aria-label": t("table.role", { column: column.name }), onchange: () => assign(index, select.value) },
    ...allowed.map((value) => element("option", { value }, t(`table.role_${value}`))),
  );
  select.value = now;
  return select;
}
