import { createFamily } from "../../static/panels/family.js";
import { lineageOf, placesOf } from "../../static/panels/family_tree.js";
import { memberOf, membersOf } from "../../static/run/family_members.js";
import { equal, ok } from "./expect.js";
import { hosted, measured } from "./pages.js";
import { FIT, racer, runOf } from "./runs.js";

const FAMILY = {
  descent: { parents: [] },
  momentum: { parents: ["descent"] },
  scaled: { parents: ["descent"] },
  adam: { parents: ["momentum", "scaled"] },
  nadam: { parents: ["adam", "momentum"] },
};

export function testGenerationsGoByTheLongestDescent() {
  const places = placesOf(FAMILY);
  equal(
    places.map(({ kind, generation, depth }) => [kind, generation, depth]),
    [
      ["descent", 0, 0],
      ["momentum", 1, 1],
      ["adam", 2, 2],
      ["nadam", 3, 3],
      ["scaled", 1, 1],
    ],
  );
  const heights = Object.fromEntries(places.map(({ kind, height }) => [kind, height]));
  ok(heights.descent === 0.5 && heights.momentum !== heights.scaled);
  const nadam = places.find(({ kind }) => kind === "nadam");
  equal(
    nadam.lines.map(({ parent, lanes }) => [parent, lanes.length]),
    [
      ["adam", 0],
      ["momentum", 1],
    ],
    "a line that passes a generation by has a lane there",
  );
}

export function testALineageIsAllThatAKindGrewFrom() {
  const lineage = (kind) => [...lineageOf(placesOf(FAMILY), kind)].sort();
  equal(lineage("adam"), ["adam", "descent", "momentum", "scaled"]);
  equal(lineage("momentum"), ["descent", "momentum"]);
  equal(lineage("descent"), ["descent"]);
}

async function opened(kind = "adam") {
  const catalogue = await (await fetch("/catalogue.json")).json();
  const told = [];
  const view = createFamily(hosted(1200), {
    dialogClosed: (...names) => told.push(["closed", ...names]),
    addMember: (added) => told.push(["add", added]),
    setMember: (id, kind) => told.push(["set", id, kind]),
  });
  const run = runOf([
    racer("r1", { optimizer: catalogue.optimizers[kind].default }),
    racer("r2", { optimizer: catalogue.optimizers.momentum.default }),
  ]);
  const frame = { state: { dialog: "family", run, selected: "r1" }, catalogue };
  view.draw(frame);
  await measured();
  const dialog = document.querySelector("dialog.family");
  return { view, frame, told, dialog, find: (selector) => [...dialog.querySelectorAll(selector)], catalogue };
}

export async function testItOpensAtTheSelectedRacersOptimizerWithItsLineage() {
  const { dialog, find, catalogue, view, frame, told } = await opened();
  equal([dialog.open, document.activeElement.dataset.kind], [true, "adam"]);
  equal(find(".family-node").length, Object.keys(catalogue.optimizers).length + 1, "all of them, and SGD");
  const lineage = find(".family-node.is-lineage").map((node) => node.dataset.kind);
  ok(lineage.includes("adam") && catalogue.optimizers.adam.parents.every((parent) => lineage.includes(parent)));
  ok(!lineage.includes("nadam"));
  equal(
    find("[aria-expanded=true]").map((node) => node.dataset.kind),
    ["adam"],
  );
  const lines = Object.values(catalogue.optimizers).reduce((sum, { parents }) => sum + parents.length, 0);
  equal(find(".family-edges path").length, lines + 1);
  ok(find(".family-edges path.is-lineage").length >= catalogue.optimizers.adam.parents.length);
  equal(
    find(".family-node")
      .filter((node) => node.querySelector(".ball"))
      .map((node) => node.dataset.kind)
      .sort(),
    ["adam", "momentum"],
  );
  view.draw({ ...frame, state: { ...frame.state, dialog: "" } });
  equal(dialog.open, false);
  await measured();
  equal(told, [["closed", "family"]]);
}

export async function testAPressBesideItClosesItAndOneInsideDoesNot() {
  const { dialog, find } = await opened();
  find(".family-details")[0].click();
  find(".family-node")[0].click();
  equal(dialog.open, true);
  dialog.click();
  equal(dialog.open, false);
}

export async function testANodeOpensItsEquationAndItsRuns() {
  const { find, told, dialog, catalogue } = await opened();
  const node = find(".family-node").find(({ dataset }) => dataset.kind === "rmsprop");
  node.click();
  equal(find(".family-what h3")[0].textContent, catalogue.optimizers.rmsprop.title);
  const [add] = find(".family-buttons button");
  add.click();
  equal([told[0], dialog.open], [["add", "rmsprop"], false]);
}

export async function testTheArrowsWalkThroughTheFamily() {
  const { dialog, catalogue } = await opened();
  const press = (key) => {
    document.activeElement.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));
    return document.activeElement.dataset.kind;
  };
  equal(press("ArrowLeft"), catalogue.optimizers.adam.parents[0]);
  ok(catalogue.optimizers[press("ArrowRight")].parents.includes(catalogue.optimizers.adam.parents[0]));
  dialog.close();
}

export async function testSgdStandsBetweenGradientDescentAndAllThatGrewFromIt() {
  const { optimizers } = await (await fetch("/catalogue.json")).json();
  const members = membersOf(optimizers);
  equal(members.stochastic.parents, ["gradient_descent"]);
  for (const kind of ["momentum", "adagrad"]) equal(members[kind].parents, ["stochastic"]);
  equal(members.adam.parents, optimizers.adam.parents);
  ok(members.stochastic.equation.at(-1).includes("<msub><mi>g</mi><mi>B</mi></msub>"), "its gradient is that of a batch");
  const { default: optimizer } = optimizers.gradient_descent;
  const runs = [{ kind: "full" }, { kind: "mini_batch", size: 8 }].map((batch) => memberOf(racer("r1", { optimizer, batch })));
  equal(runs, ["gradient_descent", "stochastic"]);
  equal(memberOf(racer("r1", { optimizer: optimizers.adam.default, batch: { kind: "mini_batch", size: 8 } })), "adam");
}

export async function testSgdRunsOnDataAndLeadsThereFromASurface() {
  const { find, told, frame, view } = await opened();
  const open = () =>
    find(".family-node")
      .find(({ dataset }) => dataset.kind === "stochastic")
      .click();
  open();
  equal([find(".family-buttons").length, find(".family-details a")[0].getAttribute("href")], [0, "/en/fit#preset=fit_batches"]);
  view.draw({ ...frame, state: { ...frame.state, dialog: "" } });
  view.draw({ ...frame, state: { ...frame.state, run: { ...frame.state.run, problem: FIT } } });
  open();
  find(".family-buttons button")[0].click();
  equal(told.at(-1), ["add", "stochastic"]);
}
