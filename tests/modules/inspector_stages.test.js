import { createStages, STAGES } from "../../static/panels/inspector_stages.js";
import { equal, ok } from "./expect.js";
import { hosted } from "./pages.js";

const leaf = (value, symbol) => ({ value, symbol });
const of = (op, ...parts) => ({ op, of: parts });
/** A line of arithmetic: `quantity` of a parameter, or of all (null). */
const line = (quantity, symbol, coordinate, expression, value, rest = {}) => ({
  ...{ quantity, symbol, coordinate, expression, value },
  digits: 4,
  result_digits: 4,
  ...rest,
});
const LINES = [
  line("velocity", "v", 0, of("*", leaf(0.9, "β"), leaf(2, "v")), 1.8),
  line("velocity", "v", 1, of("*", leaf(0.9, "β"), leaf(3, "v")), 2.7),
  line("shared", "r", null, of("/", leaf(1, "α"), leaf(2, "q")), 0.5),
  line("shared", "q", null, of("+", leaf(1, "t"), leaf(1, "t")), 2),
  line("shared", "u", null, of("+", leaf(1, "t"), leaf(2, "t")), 3),
  line("change", "Δ", 0, of("*", leaf(0.5, "r"), leaf(1.8, "v")), 0.9),
  line("change", "Δ", 1, of("*", leaf(0.5, "s"), leaf(2.7, "v")), 1.35),
];
const HOW = { as: "now", stage: "change", titleOf: (quantity) => `the ${quantity}`, names: ["x", "y"], formulas: null, of: "momentum" };

function staged(stage = 4) {
  const told = [];
  const stages = createStages({
    light: (number) => told.push(["light", number]),
    point: (quantity) => told.push(["point", quantity]),
    repeat: () => told.push(["repeat"]),
  });
  const host = hosted(400);
  host.append(stages.list);
  stages.light(stage);
  const all = (selector) => [...host.querySelectorAll(selector)];
  /** Lines as they stand, by the parameter they are of. */
  const lines = () =>
    all(".line").map((row) => [
      row.closest(".quantity").dataset.quantity,
      row.querySelector(".line-coordinate").textContent,
      row.querySelector(".line-expression").textContent,
      row.querySelector(".line-value").textContent,
    ]);
  return { stages, host, told, all, lines };
}

export function testTheLitStageIsOpenAndThoseBeforeItArePast() {
  const { stages, all, told } = staged(2);
  const marks = () =>
    all(".stage").map((item) => [
      item.className,
      item.firstChild.getAttribute("aria-current"),
      item.firstChild.getAttribute("aria-expanded"),
      item.contains(stages.lines),
    ]);
  equal(
    all(".stage").map(({ dataset }) => dataset.stage),
    STAGES,
  );
  equal(marks(), [
    ["stage is-past", null, "false", false],
    ["stage is-lit", "step", "true", true],
    ...new Array(4).fill(["stage", null, "false", false]),
  ]);
  stages.light(5);
  const past = new Array(4).fill(["stage is-past", null, "false", false]);
  equal(marks(), [...past, ["stage is-lit", "step", "true", true], ["stage", null, "false", false]]);
  stages.light(1);
  equal(
    marks().map(([name]) => name),
    ["stage is-lit", "stage", "stage", "stage", "stage", "stage"],
  );
  all(".stage-row")[2].click();
  equal(told, [["light", 3]]);
}

export function testTheLastStageLeadsOnToTheNextStep() {
  const { stages, all, told, host } = staged(5);
  stages.open(LINES, HOW);
  stages.tellNext(8, true);
  ok(host.querySelector(".stage-again") === null);
  stages.light(STAGES.length);
  equal([all(".stage-lines").length, all(".stage").at(-1).contains(host.querySelector(".stage-again"))], [0, true], "it has no arithmetic");
  ok(host.querySelector(".stage-again p").textContent.includes("8"));
  const next = host.querySelector(".stage-again button");
  next.click();
  equal(told, [["repeat"]]);
  stages.tellNext(9, false);
  ok(next.disabled && !host.querySelector(".stage-again p").textContent.includes("9"));
  stages.light(4);
  equal([all(".stage-again").length, all(".stage-lines").length], [0, 1]);
}

export function testEachStageHasItsValues() {
  const { stages, all } = staged();
  const values = () => all(".stage").map((item) => [...item.querySelectorAll(".stage-value")].map((cell) => cell.textContent));
  stages.values(1, [1, -2.5]);
  stages.values(2, [1e-7]);
  stages.values(5, [3]);
  equal(values(), [["1.000", "−2.500"], ["1.000×10^−7"], [], [], ["3.000"], []]);
  stages.values(1, [4]);
  stages.values(5, [Infinity, NaN]);
  equal(values(), [["4.000"], ["1.000×10^−7"], [], [], ["∞", "–"], []]);
}

export function testLinesStandByTheQuantityTheyAreOf() {
  const { stages, lines, all, told } = staged();
  equal(stages.open(LINES, HOW), { isNew: true, isOther: true, isLonger: true });
  equal(lines(), [
    ["velocity", "x", "0.9 × 2", "1.800"],
    ["velocity", "y", "0.9 × 3", "2.700"],
    ["shared", "", "1 / 2", "0.5000"],
    ["shared", "", "1 + 1", "2.000"],
    ["shared", "", "1 + 2", "3.000"],
    ["change", "x", "0.5 × 1.8", "0.9000"],
    ["change", "y", "0.5 × 2.7", "1.350"],
  ]);
  equal(stages.quantities(), ["velocity", "shared", "change"]);
  equal(
    all(".quantity").map((group) => [
      group.querySelector(".quantity-symbol").textContent,
      group.querySelector(".quantity-title").textContent,
    ]),
    [
      ["v", "the velocity"],
      ["r", "the shared"],
      ["q", "the shared"],
      ["u", "the shared"],
      ["Δ", "the change"],
    ],
  );
  equal(all(".legend")[0].textContent.trim(), "v the velocity", "the change is named in its own row, and what is shared nowhere");
  const [group] = all(".quantity");
  group.dispatchEvent(new PointerEvent("pointerenter"));
  group.dispatchEvent(new PointerEvent("pointerleave"));
  equal(told, [
    ["point", "velocity"],
    ["point", null],
  ]);
  const other = staged(3);
  other.stages.open(LINES, { ...HOW, stage: "gradient" });
  equal(other.all(".legend span").length, 2, "in another stage the change is named too");
}

export function testAQuantityStandsWhereItsLastLineDoes() {
  const { stages, lines } = staged();
  const [first, second, , , , change] = LINES;
  stages.open([first, change, second], HOW);
  equal(
    lines().map(([quantity, coordinate]) => [quantity, coordinate]),
    [
      ["change", "x"],
      ["velocity", "x"],
      ["velocity", "y"],
    ],
  );
  // Filled in the order they came in, wherever they stand.
  stages.open(
    [
      { ...first, value: 7 },
      { ...change, value: 8 },
      { ...second, value: 9 },
    ],
    HOW,
  );
  equal(
    lines().map((each) => each[3]),
    ["8.000", "7.000", "9.000"],
  );
}

export function testWhatIsNewIsToldFromWhatIsOtherAndWhatIsLonger() {
  const { stages } = staged();
  stages.open(LINES, HOW);
  equal(stages.open(LINES, HOW), { isNew: false, isOther: false, isLonger: false });
  const shorter = LINES.map((each, k) => (k === 0 ? { ...each, expression: of("*", leaf(1, "β"), leaf(2, "v")) } : each));
  equal(stages.open(shorter, HOW), { isNew: false, isOther: true, isLonger: false });
  equal(stages.open(LINES, HOW), { isNew: false, isOther: true, isLonger: false }, "it was as long before");
  const longer = LINES.map((each, k) => (k === 6 ? { ...each, expression: of("*", leaf(0.1234, "s"), leaf(2.345, "v")) } : each));
  equal(stages.open(longer, HOW), { isNew: false, isOther: true, isLonger: true });
  equal(stages.open(longer, { ...HOW, of: "another rule" }).isNew, true);
  equal(stages.open(longer.slice(1), { ...HOW, of: "another rule" }).isNew, true);
  equal(stages.open(longer.slice(1), { ...HOW, of: "another rule", stage: "gradient" }).isNew, true, "another stage");
}

export function testWhatIsNotOfThisStepIsFaintAndWhatIsTooFastInSymbols() {
  const { stages, lines } = staged();
  const marks = () => [stages.lines.classList.contains("is-waiting"), stages.lines.getAttribute("aria-busy")];
  const first = () => lines()[0].slice(2);
  stages.open(LINES, HOW);
  equal(
    [marks(), first()],
    [
      [false, null],
      ["0.9 × 2", "1.800"],
    ],
  );
  stages.open(LINES, { ...HOW, as: "old" });
  equal(
    [marks(), first()],
    [
      [true, "true"],
      ["0.9 × 2", "1.800"],
    ],
  );
  stages.open(LINES, { ...HOW, as: "symbols" });
  equal(
    [marks(), first()],
    [
      [true, null],
      ["β v", ""],
    ],
  );
}

export function testRoundOffAndWhatIsNoNumberAreSaidToBeThat() {
  const { stages, lines, all } = staged();
  const odd = [
    line("gradient", "g", 0, leaf(1, "a"), 1.23456e-17, { result_digits: 0 }),
    line("gradient", "g", 1, leaf(2, "a"), 2.3456, { result_digits: 2 }),
    line("step", "s", 0, of("+", leaf("inf", "a"), leaf(1, "b")), Infinity),
    line("step", "s", 1, leaf(1, "b"), -Infinity),
  ];
  stages.open(odd, HOW);
  equal(
    lines().map((each) => each.slice(2)),
    [
      ["1", "≈ 1.2×10^−17"],
      ["2", "2.3"],
      ["a + b", "∞"],
      ["1", "−∞"],
    ],
  );
  equal(
    all(".line-value").map(({ className }) => className.trim()),
    ["line-value", "line-value", "line-value is-infinite", "line-value is-infinite"],
  );
  stages.open(odd, { ...HOW, as: "symbols" });
  equal(all(".is-infinite").length, 0);
}

export function testOfOneParameterAllItIsMadeOfStaysAndNothingElse() {
  const { stages, all } = staged();
  stages.open(LINES, HOW);
  const shown = () => all(".line").map((row) => !row.hidden);
  stages.showOnly(0);
  equal(shown(), [true, false, true, true, false, true, false], "r is named, and what r is made of");
  equal(
    all(".quantity").map((group) => !group.hidden),
    [true, true, true, false, true],
  );
  stages.showOnly(1);
  equal(shown(), [false, true, false, false, false, false, true]);
  stages.showOnly(null);
  equal(shown(), new Array(7).fill(true));
  equal(
    all(".quantity").filter((group) => group.hidden),
    [],
  );
  stages.open([line("loss", "L", null, leaf(1, "a"), 1), LINES[0]], HOW);
  stages.showOnly(1);
  equal(shown(), [true, false], "what is of both is of each");
}

export function testValuesAreOfOneSizeThatFitsTheLongest() {
  const { stages, host, all } = staged();
  const scale = () => Number(stages.list.style.getPropertyValue("--value-scale"));
  const write = (numbers, width) => {
    stages.values(1, numbers);
    for (const cell of all(".stage-value"))
      cell.style.cssText = `display: inline-block; width: ${width}px; overflow: hidden; white-space: nowrap; font: calc(20px * var(--value-scale)) monospace`;
  };
  host.style.width = "800px";
  write([1, 2], 300);
  stages.fitValues(false);
  equal(scale(), 1);
  write([1, -1.234e-100], 150);
  stages.fitValues(false);
  const smaller = scale();
  ok(smaller > 0.68 && smaller < 1, `${smaller}`);
  ok(
    all(".stage-value").every((cell) => cell.scrollWidth <= cell.clientWidth),
    "now they fit",
  );
  write([1, 2], 100);
  stages.fitValues(false);
  equal(scale(), smaller, "shorter ones leave the size as it is");
  stages.fitValues(true);
  equal(scale(), 1, "but where all begins anew");
  write([1, -1.234e-100], 20);
  stages.fitValues(false);
  equal(scale(), 0.68, "never smaller than can be read");
}
