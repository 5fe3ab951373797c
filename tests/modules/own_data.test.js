import { added, editable, moved, placeIn, without } from "../../static/run/own_data.js";
import { canBeTarget, examplesOf } from "../../static/run/table.js";
import { equal, ok } from "./expect.js";
import { column, table } from "./tables.js";
import { FIT } from "./runs.js";

const OWN = { kind: "own", task: "regression", x: [[1, 2, 3]], y: [10, 20, 30], features: ["length"], target: "price", classes: [] };
const NAMES = { features: ["length"], target: "price", classes: [] };

export function testPointsAreMovedAddedAndTakenAwayInFewDigits() {
  equal(moved(OWN, 1, [2.123456], 19.98765), { ...OWN, x: [[1, 2.123, 3]], y: [10, 19.99, 30] });
  equal(added(OWN, [4.56789], 1e-5), { ...OWN, x: [[1, 2, 3, 4.568]], y: [10, 20, 30, 1e-5] });
  equal(without(OWN, 0), { ...OWN, x: [[2, 3]], y: [20, 30] });
  equal(OWN.y, [10, 20, 30], "what was is untouched");
}

/** Three examples as the server answers: the second is a test example; standardised by their training part. */
const SHOWN = {
  problem: { ...FIT, data: { kind: "dataset", dataset: { kind: "line" } } },
  train: { x: [[-1, 1]], y: [10, 30] },
  test: { x: [[0]], y: [20] },
  mean: [2],
  scale: [1],
  index: { train: [0, 2], test: [1] },
};

export function testADataSetsExamplesBecomeOnesOwnInTheirOwnUnits() {
  equal(editable(SHOWN.problem, SHOWN, NAMES), OWN);
  const twoColumns = {
    ...SHOWN,
    train: {
      x: [
        [-1, 1],
        [0, 1],
      ],
      y: [0, 1],
    },
    test: { x: [[0], [0.5]], y: [1] },
    mean: [2, 0],
    scale: [1, 10],
  };
  equal(editable(twoColumns.problem, twoColumns, { features: ["a", "b"], target: "c", classes: ["no", "yes"] }), {
    kind: "own",
    task: "binary",
    x: [
      [1, 2, 3],
      [0, 5, 10],
    ],
    y: [0, 1, 1],
    features: ["a", "b"],
    target: "c",
    classes: ["no", "yes"],
  });
}

export function testOnesOwnDataAreEditedAsTheyAre() {
  ok(editable({ ...FIT, data: OWN }, SHOWN, NAMES) === OWN);
  equal(editable({ ...FIT, data: OWN, positive: 2 }, SHOWN, NAMES), null, "other data are on their way");
  equal(editable({ ...FIT, data: { kind: "dataset", dataset: { kind: "other" } } }, SHOWN, NAMES), null);
}

export function testAnExampleIsFoundInTheNewestData() {
  equal([placeIn(OWN, SHOWN, NAMES, 0), placeIn(OWN, SHOWN, NAMES, 1)], [0, 2]);
  equal(placeIn(without(OWN, 0), SHOWN, NAMES, 1), 1, "what stood before it has gone");
  equal(placeIn(moved(OWN, 2, [9], 9), SHOWN, NAMES, 1), null, "it has been moved since");
}

export function testChosenColumnsMakeExamples() {
  const read = table(column("a", [1, 2, null, 4]), column("b", [5, 6, 7, 8]), column("c", [1.5, null, 3.5, 4.5]));
  equal(examplesOf(read, [0], 2), {
    data: { kind: "own", task: "regression", x: [[1, 4]], y: [1.5, 4.5], features: ["a"], target: "c", classes: [] },
    dropped: [3, 4],
  });
  equal(examplesOf(read, [0, 1], 2).data.x, [
    [1, 4],
    [5, 8],
  ]);
  const long = table(column("x".repeat(50), [1]), column("y".repeat(50), [2]));
  equal([examplesOf(long, [0], 1).data.features[0].length, examplesOf(long, [0], 1).data.target.length], [40, 40]);
}

export function testWhatIsToBeLearntFollowsFromTheTarget() {
  const learnt = (values, categories) => {
    const { task, y, classes } = examplesOf(
      table(
        column(
          "a",
          values.map((_, k) => k),
        ),
        column("b", values, categories),
      ),
      [0],
      1,
    ).data;
    return [task, y, classes];
  };
  equal(learnt([0, 1, 1, 0]), ["binary", [0, 1, 1, 0], ["0", "1"]]);
  equal(learnt([-1, 1, -1]), ["binary", [0, 1, 0], ["-1", "1"]]);
  equal(learnt([0, 1, 2]), ["regression", [0, 1, 2], []]);
  equal(learnt([2, 0, 2], ["red", "green", "blue"]), ["binary", [1, 0, 1], ["red", "blue"]]);
  equal(learnt([2, 0, 1], ["red", "green", "blue"]), ["multiclass", [2, 0, 1], ["red", "green", "blue"]]);
}

export function testNumbersAndFewClassesCanBeTargets() {
  const classes = (count) =>
    column(
      "b",
      [0],
      Array.from({ length: count }, (_, k) => `class ${k}`),
    );
  equal([column("a", [1]), classes(1), classes(2), classes(10), classes(11)].map(canBeTarget), [true, false, true, true, false]);
}
