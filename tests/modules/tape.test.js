import { COLUMNS } from "../../static/run/columns.js";
import { columnsOf, createTape, decodeArray } from "../../static/run/tape.js";
import { equal } from "./expect.js";
import { encoded, stepsOf } from "./messages.js";

const NAMES = ["params", "loss", "learning_rate"];

/** So many rows from `first` on, each entry told apart: the step in tens, the racer in hundredths, the parameter in tenths. */
function rowsFrom(first, rows, offset = 0) {
  const steps = Array.from({ length: rows }, (_, k) => first + k);
  return {
    params: steps.flatMap((step) => [0, 1].flatMap((racer) => [0, 1].map((entry) => offset + 10 * step + racer / 100 + entry / 10))),
    loss: steps.flatMap((step) => [0, 1].map((racer) => offset + step + racer / 2)),
    learning_rate: steps.flatMap((step) => [0.5 + step, 0.25 + step]),
  };
}

const append = (tape, first, rows, rest = {}, offset = 0) => tape.append(stepsOf(0, first, rows, rowsFrom(first, rows, offset), rest));

export function testNumbersArriveBitForBit() {
  const doubles = [0.1, -0, 5e-324, 1.7976931348623157e308, NaN, Infinity, -Infinity, 1 / 3];
  equal(decodeArray(encoded(doubles)), Float64Array.from(doubles));
  equal(decodeArray(encoded([0.1, -3.5], "f4")), Float32Array.from([0.1, -3.5]));
  equal(decodeArray(encoded([7, -2147483648], "i4")), Int32Array.from([7, -2147483648]));
}

export function testRowsFollowEachOther() {
  const tape = createTape(["a", "b"], 2, NAMES);
  equal([tape.length, tape.ended, tape.held, tape.column("params").length], [0, false, -1, 0]);
  equal(append(tape, 0, 2), true);
  equal(append(tape, 2, 3), true);
  equal(tape.length, 5);
  for (const name of NAMES) equal(Array.from(tape.column(name)), rowsFrom(0, 5)[name], name);
  equal(tape.at("params", 3, 1), 30.01);
  equal(tape.at("params", 3, 1, 1), 30 + 1 / 100 + 1 / 10);
  equal(tape.at("loss", 4, 1), 4.5);
}

export function testRowsThatWouldLeaveAGapAreNotTaken() {
  const tape = createTape(["a", "b"], 2, NAMES);
  append(tape, 0, 2);
  equal(append(tape, 3, 1), false);
  equal([tape.length, Array.from(tape.column("loss"))], [2, rowsFrom(0, 2).loss]);
}

export function testRowsComeOnceMoreInTheirOldPlace() {
  const tape = createTape(["a", "b"], 2, NAMES);
  append(tape, 0, 4);
  equal(append(tape, 1, 2, {}, 1000), true);
  equal(tape.length, 4, "the tape is no shorter for it");
  equal(Array.from(tape.column("loss")), [...rowsFrom(0, 1).loss, ...rowsFrom(1, 2, 1000).loss, ...rowsFrom(3, 1).loss]);
}

export function testItGrowsAsLongAsTheRun() {
  const tape = createTape(["a", "b"], 2, NAMES);
  append(tape, 0, 256);
  const early = tape.column("params");
  append(tape, 256, 1);
  append(tape, 257, 1000);
  for (const name of NAMES) equal(Array.from(tape.column(name)), rowsFrom(0, 1257)[name], name);
  equal(Array.from(early), rowsFrom(0, 256).params, "what was taken before it grew is as it was");
}

export function testAViewIsTheSameUntilRowsCome() {
  const tape = createTape(["a", "b"], 2, NAMES);
  append(tape, 0, 2);
  const before = tape.column("loss");
  equal(tape.column("loss") === before, true);
  append(tape, 2, 1);
  equal(tape.column("loss").length, 6);
}

export function testOutcomesAreKeptByRacer() {
  const tape = createTape(["a", "b"], 2, NAMES);
  const gone = { racer: "b", kind: "diverged", step: 1, point: null, parameter: "x", last: 1e300 };
  append(tape, 0, 2, { outcomes: [gone] });
  equal([...tape.outcomes], [["b", gone]]);
}

export function testACopyHasTheFirstRowsAndWhatHadHappenedByThen() {
  const tape = createTape(["a", "b"], 2, NAMES);
  const outcomes = [
    { racer: "a", kind: "converged", step: 4 },
    { racer: "b", kind: "diverged", step: 3 },
  ];
  append(tape, 0, 600, { outcomes });
  const copy = createTape(["a", "b"], 2, NAMES);
  copy.copy(tape, 4);
  equal(copy.length, 4);
  for (const name of NAMES) equal(Array.from(copy.column(name)), rowsFrom(0, 4)[name], name);
  equal([...copy.outcomes.keys()], ["b"]);
  copy.copy(tape, 500);
  equal(Array.from(copy.column("params")), rowsFrom(0, 500).params);
}

export function testAHeldRowHasItsRatesMultipliedUntilItComes() {
  const tape = createTape(["a", "b"], 2, NAMES);
  append(tape, 0, 3);
  tape.hold(2, (racer) => (racer === "a" ? 4 : NaN));
  equal([tape.held, tape.at("learning_rate", 2, 0), tape.at("learning_rate", 2, 1)], [2, 10, NaN]);
  equal([tape.at("learning_rate", 1, 0), tape.at("loss", 2, 0)], [1.5, 2], "nothing else is touched");
  append(tape, 0, 2);
  equal(tape.held, 2, "earlier rows are not the one awaited");
  append(tape, 2, 1);
  equal([tape.held, tape.at("learning_rate", 2, 0)], [-1, 2.5]);
  tape.hold(1, () => 1);
  append(tape, 2, 1);
  equal(tape.held, 1, "later rows are not the one awaited");
}

/** Which of these are among the columns asked for. */
const among = (asked, names) => names.filter((name) => asked.includes(name));

export function testNarrowColumnsAlwaysTravelAndWideOnesWhereTheyAreRead() {
  const all = Object.keys(COLUMNS);
  const narrow = all.filter((name) => !COLUMNS[name].isWide && !COLUMNS[name].needsData);
  equal(columnsOf(false, 7, []), narrow);
  equal(among(narrow, ["loss", "place", "limit", "params", "gradient", "batch_loss"]), ["loss", "place", "limit"]);
  equal(among(columnsOf(true, 7, []), ["batch_loss", "examples", "params"]), ["batch_loss", "examples"]);
  equal(among(columnsOf(false, 7, ["gradient", "params"]), ["params", "gradient", "change", "velocity"]), ["params", "gradient"]);
}

export function testUpToTwoParametersThePointServesAsItsPlace() {
  for (const width of [1, 2])
    for (const read of [[], ["params"]]) {
      const asked = columnsOf(false, width, read);
      equal(among(asked, ["params", "place"]), ["params"], "the pictures read places whatever else is read");
      equal(asked.length, new Set(asked).size, "nothing travels twice");
    }
  const tape = createTape(["a", "b"], 2, NAMES);
  append(tape, 0, 3);
  equal(Array.from(tape.column("place")), rowsFrom(0, 3).params);
  equal(tape.at("place", 2, 1, 1), tape.at("params", 2, 1, 1));
}

export function testBeyondTwoParametersAPlaceIsAColumnOfItsOwn() {
  const names = columnsOf(false, 3, ["params"]);
  const tape = createTape(["a", "b"], 3, names);
  equal(tape.names, names);
  const rows = { params: [1, 2, 3, 4, 5, 6], place: [0.5, 0.25, 0.75, 0.125], limit: [1, 2, 3, 4] };
  const others = Object.fromEntries(names.filter((name) => !(name in rows)).map((name) => [name, [8, 9]]));
  tape.append(stepsOf(0, 0, 1, { ...others, ...rows }));
  equal(Array.from(tape.column("place")), rows.place);
  equal([tape.at("place", 0, 1, 1), tape.at("params", 0, 1, 2), tape.at("loss", 0, 1)], [0.125, 6, 9]);
}

export function testWhoLeavesWhereItConvergedHasNoOutcome() {
  const tape = createTape(["a", "b"], 2, NAMES);
  append(tape, 0, 2, { outcomes: [{ racer: "a", kind: "converged", step: 1, point: "saddle" }] });
  equal([...tape.outcomes.keys()], ["a"]);
  append(tape, 2, 2, { outcomes: [{ racer: "a", kind: "running", step: 3 }] });
  equal([...tape.outcomes.keys()], []);
  tape.end([
    { racer: "a", kind: "step_limit", step: 3 },
    { racer: "b", kind: "running", step: 0 },
  ]);
  equal([tape.ended, [...tape.outcomes.keys()]], [true, ["a"]]);
}
