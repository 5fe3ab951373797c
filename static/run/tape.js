import { COLUMNS } from "./columns.js";

/** @typedef {import("./messages.d.ts").ColumnName} ColumnName */

const ALL = /** @type {ColumnName[]} */ (Object.keys(COLUMNS));

/** The column that carries what is asked for: another one where it would only repeat that. */
function carrierOf(/** @type {ColumnName} */ name, /** @type {number} */ width) {
  const { sameAs, entries } = COLUMNS[name];
  return sameAs && COLUMNS[sameAs].entries(width) === entries(width) ? sameAs : name;
}

/**
 * The columns that a tape holds, as asked of the server: all narrow ones, and of those that grow with the parameters the ones that are
 * read.
 * @param {boolean} hasData @param {number} width number of parameters @param {import("./messages.d.ts").WideColumn[]} read
 */
export function columnsOf(hasData, width, read) {
  const wanted = ALL.filter((name) => {
    const { isWide, needsData } = COLUMNS[name];
    return (!needsData || hasData) && (!isWide || read.some((other) => other === name));
  });
  return [...new Set(wanted.map((name) => carrierOf(name, width)))];
}

const DTYPES = { f8: Float64Array, f4: Float32Array, i4: Int32Array };

/**
 * Decodes the stream's typed array to the same bits.
 * @template {keyof typeof DTYPES} Dtype
 * @param {{ dtype: Dtype, bdata: string }} array
 */
export function decodeArray(array) {
  const letters = atob(array.bdata),
    bytes = new Uint8Array(letters.length);
  for (let k = 0; k < bytes.length; k++) bytes[k] = letters.charCodeAt(k);
  return /** @type {InstanceType<(typeof DTYPES)[Dtype]>} */ (new DTYPES[array.dtype](bytes.buffer));
}

/**
 * The rows of one branch, growing as the server computes them.
 * @param {string[]} racers @param {number} width @param {ColumnName[]} names
 */
export function createTape(racers, width, names) {
  const size = Object.fromEntries(names.map((name) => [name, racers.length * COLUMNS[name].entries(width)]));
  let room = 256;
  const columns = Object.fromEntries(names.map((name) => [name, new Float64Array(room * size[name])]));
  /** @type {Partial<Record<ColumnName, Float64Array>>} */
  let views = {};

  function reserve(/** @type {number} */ rows) {
    if (rows <= room) return;
    while (room < rows) room *= 2;
    for (const name of names) {
      const larger = new Float64Array(room * size[name]);
      larger.set(columns[name]);
      columns[name] = larger;
    }
  }

  function filled(/** @type {ColumnName} */ name) {
    const carrier = carrierOf(name, width);
    return columns[carrier].subarray(0, tape.length * size[carrier]);
  }

  /** A racer that has left where it had converged has no outcome any more. */
  function stand(/** @type {import("./messages.d.ts").Outcome} */ outcome) {
    if (outcome.kind === "running") tape.outcomes.delete(outcome.racer);
    else tape.outcomes.set(outcome.racer, outcome);
  }

  const tape = {
    racers,
    width,
    length: 0,
    ended: false,
    held: -1,
    /** @type {Map<string, import("./messages.d.ts").Outcome>} */
    outcomes: new Map(),
    /** What was asked of the server. */
    names,
    column(/** @type {ColumnName} */ name) {
      return (views[name] ??= filled(name));
    },
    /** Takes the rows of a `steps` message; false where rows between are missing. */
    append(/** @type {import("./messages.d.ts").Steps} */ message) {
      if (message.first_step > tape.length) return false;
      const length = message.first_step + message.rows;
      reserve(length);
      for (const name of names) columns[name].set(decodeArray(message.columns[name]), message.first_step * size[name]);
      if (length > tape.held && message.first_step <= tape.held) tape.held = -1;
      tape.length = Math.max(tape.length, length);
      views = {};
      for (const outcome of message.outcomes) stand(outcome);
      return true;
    },
    /** How all stand at the end. */
    end(/** @type {import("./messages.d.ts").Outcome[]} */ outcomes) {
      tape.ended = true;
      outcomes.forEach(stand);
    },
    /** The first rows of another tape of the same racers. */
    copy(/** @type {import("../types.d.ts").Tape} */ other, /** @type {number} */ rows) {
      reserve(rows);
      for (const name of names) columns[name].set(other.column(name).subarray(0, rows * size[name]));
      tape.length = rows;
      views = {};
      for (const [racer, outcome] of other.outcomes) if (outcome.step < rows) tape.outcomes.set(racer, outcome);
    },
    /**
     * Row `step` is of the run before a change and only holds the place of one to come: each racer's rate there is multiplied
     * by its factor. NaN: nothing is known of the rate and its limit until the row comes.
     */
    hold(/** @type {number} */ step, /** @type {(racer: string) => number} */ factorOf) {
      tape.held = step;
      racers.forEach((racer, i) => (columns.learning_rate[step * racers.length + i] *= factorOf(racer)));
    },
    /** One entry: of racer `index` at `step`. */
    at(/** @type {ColumnName} */ name, /** @type {number} */ step, /** @type {number} */ index, entry = 0) {
      return columns[carrierOf(name, width)][(step * racers.length + index) * COLUMNS[name].entries(width) + entry];
    },
  };
  return tape;
}
