import { createLogPlot, fillTable } from "../../static/panels/log_plot.js";
import { equal, near, ok } from "./expect.js";
import { hosted, measured } from "./pages.js";

const point = (x, y, isMeasured = true) => ({ x, y, isMeasured });
const SERIES = [
  { sign: 0, points: [point(1, 0), point(2, 1), point(3, 2, false), point(4, 3, false)] },
  { sign: 1, points: [point(1, 0.5), point(2, NaN), point(2.5, 1.5), point(4, 2, false)] },
];

/** A plot of sizes 10 … 10 000, 440 pixels wide, 300 high: a power of ten is (440 − 96) / 4 pixels. */
async function plotted(rest = {}, sizes = [10, 100, 1000, 10000]) {
  const host = hosted(440);
  let first = 100;
  const plot = createLogPlot({
    id: "tried",
    label: "cost",
    sizes: () => sizes,
    sentence: (size) => `at ${size}`,
    first: () => first,
    drawing: () => ({ series: SERIES, x: [0.5, 4.5], xName: "size", yName: "seconds", yText: (power) => `10^${power}`, ...rest }),
  });
  host.append(plot.root);
  const svg = host.querySelector("svg");
  svg.style.cssText = "position: absolute; left: 0; top: 0; width: 440px; height: 300px";
  const slider = host.querySelector("[role=slider]");
  slider.style.cssText = "position: absolute; left: 0; top: 0; width: 440px; height: 300px";
  await measured();
  plot.draw();
  const all = (selector) => [...host.querySelectorAll(selector)];
  return {
    ...{ plot, all, slider },
    x: (power) => 78 + ((power - 0.5) / 4) * 344,
    setFirst: (size) => (first = size),
    state: () => [
      host.querySelector(".sweep-readout b").textContent,
      slider.getAttribute("aria-valuenow"),
      slider.getAttribute("aria-valuetext"),
    ],
    press(key) {
      const event = new KeyboardEvent("keydown", { key, cancelable: true });
      slider.dispatchEvent(event);
      return event.defaultPrevented;
    },
  };
}
const numbers = (node, ...names) => names.map((name) => Number(node.getAttribute(name)));

export async function testWhatIsMeasuredIsToldFromWhatIsNot() {
  const { all, x } = await plotted();
  const curves = all(".log-curve");
  equal(
    curves.map((curve) => [...curve.querySelectorAll(".log-point")].map((sign) => sign.classList.contains("is-hollow"))),
    [
      [false, false, true, true],
      [false, false, true],
    ],
    "what is no number is not there",
  );
  equal(
    curves.map((curve) => [...curve.querySelectorAll("path:not(.log-point)")].map((path) => path.getAttribute("class"))),
    [
      ["", "is-further", "is-further"],
      ["", "is-further"],
    ],
  );
  // The last that is measured anywhere is at 2.5, the next of all at 3.
  const [band] = all(".log-band");
  near(numbers(band, "x")[0], (x(2.5) + x(3)) / 2);
  near(numbers(band, "x")[0] + numbers(band, "width")[0], 422);
  equal((await plotted({ series: [{ sign: 0, points: [point(1, 0)] }] })).all(".log-band").length, 0);
  equal((await plotted({ series: [{ sign: 0, points: [point(1, 0, false)] }] })).all(".log-band").length, 0);
}

export async function testPowersOfTenStandAtTheirPlaces() {
  const { all, x } = await plotted();
  const texts = all(".log-axes text");
  const across = texts.filter((node) => node.getAttribute("y") === "275").map((node) => [numbers(node, "x")[0], node.textContent]);
  equal(
    across.map(([, text]) => text),
    ["10", "100", "1000", "10⁴"],
  );
  across.forEach(([at], k) => near(at, x(k + 1)));
  equal(
    texts.filter((node) => node.textContent.startsWith("10^")).map((node) => node.textContent),
    ["10^0", "10^1", "10^2", "10^3"],
  );
  const marked = await plotted({
    marks: [
      { x: 2, label: "here" },
      { y: 1, label: "a second" },
      { y: 99, label: "beyond" },
    ],
  });
  equal(
    marked.all(".log-mark").map((node) => [node.textContent, node.getAttribute("visibility")]),
    [
      ["here", null],
      ["a second", "visible"],
      ["beyond", "hidden"],
    ],
  );
}

export async function testArrowsWalkFromTheSizeThatIsToldOf() {
  const { press, state, setFirst, all } = await plotted();
  const cursor = all(".log-cursor")[0];
  equal([state(), cursor.getAttribute("visibility")], [["at 100", "1", "at 100"], "hidden"]);
  equal(press("ArrowRight"), true);
  equal([state(), cursor.getAttribute("visibility")], [["at 1000", "2", "at 1000"], "visible"]);
  press("ArrowUp");
  press("ArrowUp");
  equal(state()[0], "at 10000", "no further than the last");
  press("Home");
  equal(state()[0], "at 10");
  press("ArrowRight");
  equal(state()[0], "at 100", "from the first it goes on to the second");
  press("ArrowLeft");
  press("ArrowDown");
  equal(state()[0], "at 10");
  press("End");
  equal([state()[0], press("a")], ["at 10000", false]);
  setFirst(10);
}

export async function testThePointerShowsTheNearestSize() {
  const { slider, state, x, all } = await plotted();
  const move = (power) => slider.dispatchEvent(new PointerEvent("pointermove", { clientX: x(power) }));
  for (const [power, size] of [
    [1.4, 10],
    [1.6, 100],
    [3.1, 1000],
    [9, 10000],
  ]) {
    move(power);
    equal(state()[0], `at ${size}`);
    near(numbers(all(".log-cursor")[0], "x1")[0], x(Math.log10(size)));
  }
  slider.dispatchEvent(new PointerEvent("pointerleave"));
  equal([state()[0], all(".log-cursor")[0].getAttribute("visibility")], ["at 100", "hidden"]);
}

export async function testWithoutSizesThereIsNothing() {
  const { state, press, all } = await plotted({}, []);
  press("ArrowRight");
  equal([state()[0], all(".log-curve").length], ["", 0]);
}

export function testATablesCellsHaveTheirHeads() {
  const table = document.createElement("table");
  fillTable(table, "costs", ["size", "time"], [["10", "1 s"]]);
  equal(
    [...table.querySelectorAll("th")].map((node) => [node.scope, node.textContent]),
    [
      ["col", "size"],
      ["col", "time"],
      ["row", "10"],
    ],
  );
  ok(table.caption.textContent === "costs" && table.querySelector("td").textContent === "1 s");
}
