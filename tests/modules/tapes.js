// Tapes as pictures and panels read them, made of plain numbers.

/** `columns` by name, flat: [step][racer][entry]; up to two parameters a place is the point itself. */
export function tapeOf(racers, width, columns, rest = {}) {
  return {
    racers,
    width,
    length: columns.params.length / racers.length / width,
    ended: false,
    held: -1,
    outcomes: new Map(),
    column: (name) => Float64Array.from(columns[name === "place" && width <= 2 ? "params" : name]),
    ...rest,
  };
}
