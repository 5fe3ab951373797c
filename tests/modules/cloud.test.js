import { createCloud } from "../../static/panels/cloud.js";
import { equal, ok } from "./expect.js";
import { hosted, noticing } from "./pages.js";
import { CATALOGUE, FIT, racer, runOf } from "./runs.js";
import { tapeOf } from "./tapes.js";

const VIEW = {
  gradients: [
    [1, 2],
    [3, 4],
    [2, 5],
  ],
  full: [2, 3.5],
  iteration: 1,
  size: 16,
  sizes: [1, 16, 64],
  measured: [4, 1, 0.5],
  predicted: [4.25, 1.0625, 0.53125],
};

function clouded(view = VIEW) {
  const asked = [];
  const { page } = noticing();
  const panel = createCloud(hosted(), { ...page, dialogClosed: () => {} }, { want: (...given) => asked.push(given), view });
  const tape = tapeOf(["r1"], 2, { params: [0, 0, 1, 1, 2, 2] });
  const frame = {
    state: { dialog: "cloud", selected: "r1", run: runOf([racer("r1")], { problem: FIT }) },
    tape,
    step: 7,
    catalogue: CATALOGUE,
  };
  panel.draw(frame);
  const dialog = document.querySelector("dialog");
  const texts = [...dialog.querySelectorAll("figure p, figure .said, figure > :last-child")].map((node) => node.textContent);
  return {
    panel,
    frame,
    dialog,
    asked,
    texts,
    said: dialog.textContent,
    rows: [...dialog.querySelectorAll("tbody tr")].map((row) => [...row.children].map((cell) => cell.textContent)),
  };
}

export function testTheBatchesOfTheEpochAreToldWithTheirSpread() {
  const { dialog, asked, said, rows, frame, panel } = clouded();
  equal([dialog.open, asked[0].slice(1)], [true, [2, "r1"]]);
  ok(asked[0][0] === frame.tape);
  equal(rows, [
    ["1", "4.00", "4.25"],
    ["16", "1.00", "1.06"],
    ["64", "0.500", "0.531"],
  ]);
  ok(said.includes("∂L/∂w = 2.000") && said.includes("∂L/∂b = 3.500"));
  ok(/\b3\b/.test(said) && said.includes("1.00") && said.includes("1.06"), said);
  panel.draw({ ...frame, state: { ...frame.state, dialog: "" } });
  equal(dialog.open, false);
}

export function testOneBatchIsNoCloudAndTwoAre() {
  const gradients = VIEW.gradients;
  const said = (count) => clouded({ ...VIEW, gradients: gradients.slice(0, count) }).said;
  const [one, two, three] = [1, 2, 3].map(said);
  const plainly = (text) => text.replace(/\d/g, "#");
  ok(plainly(one) !== plainly(two) && plainly(two) === plainly(three), `${one} | ${two} | ${three}`);
}

export function testWhileNothingIsKnownTheDialogIsBusy() {
  const { dialog, rows } = clouded(null);
  equal([dialog.getAttribute("aria-busy"), rows], ["true", []]);
  equal(clouded().dialog.getAttribute("aria-busy"), "false");
}

/** Labels of the axes of how far gradients stray, at these sizes and spreads. */
function labelsOf(sizes, measured) {
  const { dialog } = clouded({ ...VIEW, sizes, measured, predicted: measured });
  const charts = [...dialog.querySelectorAll("svg")];
  return [...charts.at(-1).querySelectorAll("text")].map((node) => node.textContent);
}

export function testALogarithmicAxisHasThreeLabelsAtLeastAndNotTooMany() {
  const wide = labelsOf([1, 10, 1e3, 1e6], [1e3, 1e2, 1, 1e-3]);
  for (const text of ["10⁻³", "10⁻¹", "10¹", "10³"]) ok(wide.includes(text), `${text} of ${wide}`);
  ok(!wide.includes("10⁻²") && !wide.includes("10⁰"), `every second decade: ${wide}`);
  const widest = labelsOf([1, 10, 100], [1e5, 1, 1e-7]).filter((text) => text.startsWith("10") && text !== "10" && text !== "100");
  equal(widest, ["10⁻⁷", "10⁻⁴", "10⁻¹", "10²", "10⁵"], "every third, from the lowest on");
  const decades = labelsOf([1, 10, 100, 1000], [10, 1, 0.1, 0.01]);
  for (const text of ["10⁻¹", "10⁰"]) ok(decades.includes(text), `${text} of ${decades}`);
  const narrow = labelsOf([1, 2, 4], [4, 3, 2.5]);
  ok(narrow.filter((text) => /^[\d.]+$/.test(text)).length >= 5, String(narrow));
}
