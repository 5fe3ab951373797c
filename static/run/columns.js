// Made by `descent schema` from engine/running/columns.py; do not edit.

/**
 * Of each column: the numbers a racer has in one row where there are D parameters, whether they grow with D, whether it says nothing
 * where there are no data, and the column that it repeats where both are as wide ("" for none).
 * @type {Record<import("./messages.d.ts").ColumnName,
 *   {entries: (D: number) => number, isWide: boolean, needsData: boolean, sameAs: import("./messages.d.ts").ColumnName | ""}>}
 */
export const COLUMNS = {
  params: { entries: (D) => D, isWide: true, needsData: false, sameAs: "" },
  loss: { entries: () => 1, isWide: false, needsData: false, sameAs: "" },
  place: { entries: (D) => Math.min(D, 2), isWide: false, needsData: false, sameAs: "params" },
  gradient: { entries: (D) => D, isWide: true, needsData: false, sameAs: "" },
  gradient_norm: { entries: () => 1, isWide: false, needsData: false, sameAs: "" },
  learning_rate: { entries: () => 1, isWide: false, needsData: false, sameAs: "" },
  change: { entries: (D) => D, isWide: true, needsData: false, sameAs: "" },
  velocity: { entries: (D) => D, isWide: true, needsData: false, sameAs: "" },
  accumulated: { entries: (D) => D, isWide: true, needsData: false, sameAs: "" },
  batch_loss: { entries: () => 1, isWide: false, needsData: true, sameAs: "" },
  examples: { entries: () => 1, isWide: false, needsData: true, sameAs: "" },
  limit: { entries: () => 2, isWide: false, needsData: false, sameAs: "" },
};
