import { createDensity } from "../../static/panels/inspector_density.js";
import { equal } from "./expect.js";

/** Parts of an inspector with so much to show at each density, in a box of 300 pixels. */
function dense(heights, { names = 2, room = 300 } = {}) {
  const make = (tag) => document.createElement(tag);
  const [root, body, columns, lines] = ["section", "div", "div", "div"].map(make);
  columns.append(...Array.from({ length: names }, () => make("button")));
  const sizes = { room, lines: 100, linesNeed: 100 };
  const given = (node, name, get) => Object.defineProperty(node, name, { get });
  given(body, "clientHeight", () => sizes.room);
  given(body, "scrollHeight", () => heights[root.dataset.density] ?? 0);
  given(lines, "clientHeight", () => sizes.lines);
  given(lines, "scrollHeight", () => sizes.linesNeed);
  const shown = [];
  const density = createDensity({ root, body, columns, stages: { lines, showOnly: (coordinate) => shown.push(coordinate) } });
  const buttons = () => [...columns.children].map((button) => [button.disabled, button.getAttribute("aria-pressed")]);
  return { density, root, body, lines, sizes, shown, buttons };
}
const NEEDS = { both: 500, one: 400, brief: 320, tight: 310 };

export function testTheFullestThatNeedsNoScrollingIsTaken() {
  for (const [room, name] of [
    [600, "both"],
    [500, "both"],
    [496, "both"],
    [495, "one"],
    [396, "one"],
    [395, "brief"],
    [316, "brief"],
    [315, "tight"],
    [100, "tight"],
  ]) {
    const { density, root } = dense(NEEDS, { room });
    density.fit();
    equal(root.dataset.density, name, `${room} pixels`);
  }
}

export function testLinesThatScrollCountAsWell() {
  const { density, root, sizes } = dense(NEEDS, { room: 600 });
  sizes.linesNeed = 104;
  density.fit();
  equal([root.dataset.density, density.isOver()], ["both", false]);
  sizes.linesNeed = 105;
  density.fit();
  equal([root.dataset.density, density.isOver()], ["tight", true]);
}

export function testWhereOneParameterFitsTheHeadsChooseWhich() {
  const { density, sizes, shown, buttons } = dense(NEEDS, { room: 450 });
  density.fit();
  equal(
    [shown, buttons()],
    [
      [null, 0],
      [
        [false, "true"],
        [false, "false"],
      ],
    ],
  );
  density.choose(1);
  equal(density.coordinate, 1);
  density.fit();
  equal(shown.at(-1), 1);
  equal(buttons(), [
    [false, "false"],
    [false, "true"],
  ]);
  density.choose(1, 1);
  equal(density.coordinate, 0, "there is only one");
  sizes.room = 600;
  density.fit();
  equal(
    [shown.at(-1), buttons()],
    [
      null,
      [
        [true, null],
        [true, null],
      ],
    ],
    "where both fit there is nothing to choose",
  );
}

export function testOfOneColumnThereIsNoChoice() {
  const { density, buttons, shown } = dense(NEEDS, { room: 450, names: 1 });
  density.fit();
  equal([buttons(), shown.at(-1)], [[[true, null]], 0]);
}

export function testTheLinesKeepTheMostHeightTheyHaveHad() {
  const { density, lines, sizes, body } = dense(NEEDS, { room: 600 });
  density.fit();
  equal(lines.style.minHeight, "100px");
  sizes.lines = 140;
  equal(lines.style.minHeight, "100px");
  density.steady();
  equal(lines.style.minHeight, "140px");
  body.hidden = true;
  sizes.lines = 0;
  density.steady();
  equal(lines.style.minHeight, "140px", "behind the code there is nothing to be measured");
  density.fit();
  equal(lines.style.minHeight, "");
}
