import { kindOf } from "../problems/kinds.js";

/** @typedef {import("../types.d.ts").ColumnName} ColumnName */

/** Entries per racer in each column; D is the number of parameters. @type {Record<ColumnName, (D: number) => number>} */
const ENTRIES = {
  params: (D) => D,
  loss: () => 1,
  gradient: (D) => D,
  gradient_norm: () => 1,
  learning_rate: () => 1,
  change: (D) => D,
  velocity: (D) => D,
  accumulated: (D) => D,
  limit: () => 2,
  batch_loss: () => 1,
  examples: () => 1,
};

const ALL = /** @type {ColumnName[]} */ (Object.keys(ENTRIES));
const OF_DATA = ["batch_loss", "examples"];
const PLAIN = ALL.filter((name) => !OF_DATA.includes(name));

/** Every column a tape of this problem holds, as asked of the server. */
export const columnsOf = (/** @type {import("../types.d.ts").Problem} */ problem) => (kindOf(problem).takesBatches ? ALL : PLAIN);

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
  const size = Object.fromEntries(names.map((name) => [name, racers.length * ENTRIES[name](width)]));
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

  const tape = {
    racers,
    width,
    length: 0,
    ended: false,
    held: -1,
    /** @type {Map<string, import("./messages.d.ts").Outcome>} */
    outcomes: new Map(),
    column(/** @type {ColumnName} */ name) {
      return (views[name] ??= columns[name].subarray(0, tape.length * size[name]));
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
      for (const outcome of message.outcomes) tape.outcomes.set(outcome.racer, outcome);
      return true;
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
      return columns[name][step * size[name] + index * ENTRIES[name](width) + entry];
    },
  };
  return tape;
}
