// Tables as the server reads them.

export const column = (name, values, categories = null) => ({ name, kind: categories ? "category" : "number", values, categories });

export const table = (...columns) => ({
  columns,
  rows: columns[0].values.length,
  row_numbers: columns[0].values.map((_, k) => k + 2),
  missing: [],
  encoding: "utf-8",
  delimiter: ",",
  decimal: ".",
  header: true,
});
