// Messages of the stream as a server would send them.

/** Plotly's typed array of these numbers. */
export function encoded(values, dtype = "f8") {
  const kinds = { f8: Float64Array, f4: Float32Array, i4: Int32Array };
  const bytes = new Uint8Array(kinds[dtype].from(values).buffer);
  return { dtype, bdata: btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join("")), shape: String(values.length) };
}

/** Rows `first_step` … of the columns, each given flat. */
export const stepsOf = (branch, first_step, rows, columns, rest = {}) => ({
  type: "steps",
  branch,
  first_step,
  every: 1,
  rows,
  columns: Object.fromEntries(Object.entries(columns).map(([name, values]) => [name, encoded(values)])),
  outcomes: [],
  checkpoint: null,
  checkpoint_step: null,
  work_ms: 0,
  ...rest,
});
