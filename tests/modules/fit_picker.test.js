import { createFitPicker } from "../../static/panels/fit_picker.js";
import { t } from "../../static/text.js";
import { equal, ok, settled } from "./expect.js";
import { hosted, noticing } from "./pages.js";
import { FIT, racer, runOf } from "./runs.js";

const OWN = { kind: "own", task: "binary", x: [[1, 2, 3]], y: [0, 1, 1], features: ["a"], target: "b", classes: ["no", "yes"] };

/** The picker of a fit; `open` opens one of its three sheets. */
async function picking({ problem = {}, racers = [racer("r1"), racer("r2")], state = {} } = {}) {
  const catalogue = await (await fetch("/catalogue.json")).json();
  const fit = {
    ...FIT,
    loss: catalogue.losses.mean_squared_error.default,
    data: { kind: "dataset", dataset: catalogue.datasets.noisy_line.default },
  };
  const run = runOf(racers, { problem: { ...fit, ...(typeof problem === "function" ? problem(catalogue) : problem) } });
  document.getElementById("dialogs")?.remove();
  const dialogs = document.createElement("div");
  dialogs.id = "dialogs";
  document.body.append(dialogs);
  const host = hosted(400);
  const { page, store, told } = noticing({ run, changes: [], ...state }, { catalogue });
  const view = createFitPicker(host, page);
  const sheet = () => dialogs.querySelector(":popover-open");
  const all = (selector) => [...(sheet()?.querySelectorAll(selector) ?? [])];
  return {
    ...{ catalogue, run, view, store, all, sheet },
    told: () => told.splice(0),
    names: () => {
      view.draw();
      return ["data", "model", "loss"].map((name) => host.querySelector(`#fit-${name}`).textContent);
    },
    async open(name) {
      sheet()?.hidePopover();
      await settled();
      host.querySelector(`[aria-labelledby="fit-${name}-label fit-${name}"]`).click();
      await settled();
    },
    kinds: () => all(".choice[data-kind]").map(({ dataset }) => dataset.kind),
    chosen: () => all(".choice[aria-checked=true]").map(({ dataset }) => dataset.kind),
    choose: (kind) => all(`.choice[data-kind=${kind}]`)[0].click(),
    /** A number is typed into the field of that title. */
    type(title, value) {
      const label = all("label").find((node) => node.textContent.endsWith(title));
      const input = sheet().querySelector(`[id="${label.htmlFor}"]`);
      input.value = value;
      input.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter" }));
    },
    field: (title) => sheet().querySelector(`[id="${all("label").find((node) => node.textContent.endsWith(title)).htmlFor}"]`),
  };
}
const titles = (catalogue) => {
  const { l1, l2, test_share, standardise } = catalogue.run.properties.problem.kinds.fit.schema;
  return { l1: l1.title, l2: l2.title, share: test_share.title, standardise: standardise.title };
};

export async function testItSaysWhatTheRacerInFrontIsFitted() {
  const own = { kind: "fit", loss: { kind: "huber", delta: 1 }, l1: null, l2: null };
  const { catalogue, names, store } = await picking({ racers: [racer("r1", { own }), racer("r2")] });
  const [data, model] = [catalogue.datasets.noisy_line.title, catalogue.models.line.title];
  equal(names(), [data, model, catalogue.losses.huber.title]);
  store.set({ selected: "r2" });
  equal(names(), [data, model, catalogue.losses.mean_squared_error.title]);
  store.set({ run: { ...store.state.run, problem: { ...store.state.run.problem, data: OWN } } });
  equal(names()[0], t("data.own"));
}

export async function testDataOfTheTaskKeepTheModelUnderThem() {
  const { catalogue, open, choose, told, chosen, kinds, sheet } = await picking();
  await open("data");
  equal(chosen(), ["noisy_line"]);
  const tasks = kinds().map((kind) => catalogue.datasets[kind].task === "regression");
  equal([tasks.length, tasks.indexOf(false), tasks.lastIndexOf(true)], [Object.keys(catalogue.datasets).length, 7, 6], "what fits first");
  choose("sine");
  equal(told(), [
    [
      "restartFit",
      {
        data: { kind: "dataset", dataset: catalogue.datasets.sine.default },
        features: [],
        positive: 1,
        model: catalogue.models.line.default,
      },
    ],
  ]);
  equal(sheet(), null, "it closes");
}

export async function testDataOfAnotherTaskBringAModelAndItsUsualLoss() {
  const { catalogue, open, choose, told } = await picking();
  await open("data");
  choose("moons");
  const [[, made]] = told();
  equal(
    [made.model, made.loss],
    [catalogue.models.two_weights.default, { ...catalogue.losses.binary_cross_entropy.default, from_logits: true }],
  );
  const classes = (catalogue) => ({
    model: catalogue.models.two_weights.default,
    data: { kind: "dataset", dataset: catalogue.datasets.moons.default },
  });
  const back = await picking({ problem: classes });
  await back.open("data");
  const groups = [...new Set(Object.values(catalogue.datasets).map(({ group }) => group))];
  equal(
    back.all(".half-choices h3").map((node) => node.textContent),
    [...groups.slice(2), ...groups.slice(0, 2)],
    "classes first",
  );
  back.choose("line");
  const [[, regression]] = back.told();
  equal([regression.model.kind, regression.loss], ["line", back.catalogue.losses.mean_squared_error.default]);
  await back.open("data");
  back.choose("iris");
  equal(back.told()[0][1].model, back.catalogue.models.two_weights.default, "several classes are one against the rest");
}

export async function testOnesOwnDataAreOpenedAndAskedForNoMore() {
  const { open, all, store, told, sheet, kinds } = await picking({ problem: { data: OWN } });
  await open("data");
  equal(all(".form h3")[0].textContent, t("data.own"));
  ok(all(".choice-note").some((node) => node.textContent === t("data.own_note")));
  ok(kinds().length > 5);
  all(".choice:not([data-kind])")[0].click();
  equal([store.state.dialog, sheet(), told()], ["table", null, []]);
}

export async function testTreatmentOfTheDataIsAChangeOrANewRun() {
  const { catalogue, open, type, field, told } = await picking();
  const title = titles(catalogue);
  await open("data");
  type(title.share, "0.5");
  equal(told(), [["setFit", { test_share: 0.5 }, null], ["settled"]]);
  field(title.standardise).click();
  equal(told(), [["setStandardised", true], ["settled"]]);
  type(catalogue.datasets.noisy_line.schema.count.title, "33");
  const [[name, { data }]] = told();
  equal([name, data.kind, data.dataset], ["setFit", "dataset", { ...catalogue.datasets.noisy_line.default, count: 33 }]);
  type(catalogue.datasets.noisy_line.schema.seed.title, "5");
  equal(told()[0][1].data.dataset, { ...catalogue.datasets.noisy_line.default, count: 33, seed: 5 }, "both that were typed");
}

export async function testModelsAreThoseTheDataSuffice() {
  const { catalogue, open, kinds, chosen, choose, told } = await picking();
  await open("model");
  equal([kinds(), chosen()], [["line", "sine"], ["line"]]);
  choose("line");
  equal(told(), [], "it is this one already");
  await open("model");
  choose("sine");
  equal(told(), [["restartFit", { model: catalogue.models.sine.default, features: [] }]]);
  const own = await picking({ problem: (all) => ({ data: OWN, model: all.models.logistic.default }) });
  await own.open("model");
  equal(own.kinds(), ["logistic"], "one column is too few for two weights");
  const two = await picking({
    problem: (all) => ({ model: all.models.logistic.default, data: { kind: "dataset", dataset: all.datasets.moons.default } }),
  });
  await two.open("model");
  equal(two.kinds(), ["logistic", "two_weights"]);
}

const OWN_PARTS = { kind: "fit", loss: null, l1: 0.25, l2: null };

export async function testPenaltiesAreForAllOrForTheOneInFront() {
  const { catalogue, open, all, type, told } = await picking();
  const { l1, l2 } = titles(catalogue);
  const pressed = () => all(".switch button").map((button) => button.getAttribute("aria-pressed"));
  await open("model");
  equal(pressed(), ["true", "false"]);
  type(l2, "0.5");
  equal(told(), [["setFit", { l1: 0, l2: 0.5 }, null], ["settled"]]);
  all(".switch button")[1].click();
  equal([pressed(), told()], [["false", "true"], []], "nothing is changed by wishing");
  type(l1, "0.25");
  equal(told(), [["setOwnFit", "r1", { l1: 0.25, l2: 0 }, null], ["settled"]]);
  await open("loss");
  equal(pressed(), ["true", "false"], "with another sheet the wish is forgotten");

  const mine = await picking({ racers: [racer("r1", { own: OWN_PARTS }), racer("r2")] });
  await mine.open("model");
  equal([mine.all(".switch button")[1].getAttribute("aria-pressed"), mine.field(l1).value], ["true", "0.25"]);
  mine.all(".switch button")[0].click();
  equal(mine.told(), [["setOwnFit", "r1", { loss: null, l1: null, l2: null }]], "back to what all have");
}

export async function testWithOneRacerThereIsNobodyToTellApart() {
  const alone = await picking({ racers: [racer("r1")] });
  await alone.open("loss");
  equal(alone.all(".switch").length, 0);
  const own = await picking({ racers: [racer("r1", { own: OWN_PARTS })] });
  await own.open("loss");
  equal(own.all(".switch").length, 1, "but what it has of its own can be given up");
  const nobody = await picking({ state: { selected: "" } });
  await nobody.open("loss");
  equal(nobody.all(".switch").length, 0);
}

export async function testLossesAreThoseOfTheModelWithTheirOwnNumbers() {
  const { catalogue, open, kinds, chosen, choose, told, all } = await picking();
  await open("loss");
  equal(
    kinds(),
    Object.keys(catalogue.losses).filter((kind) => catalogue.models.line.losses.includes(kind)),
    "in the order of the catalogue",
  );
  equal([kinds()[0], chosen(), all(".form").length], ["mean_squared_error", ["mean_squared_error"], 0]);
  choose("mean_squared_error");
  equal(told(), []);
  await open("loss");
  choose("huber");
  equal(told(), [["setFit", { loss: catalogue.losses.huber.default }, null]]);
  await open("loss");
  all(".switch button")[1].click();
  choose("log_cosh");
  equal(told(), [["setOwnFit", "r1", { loss: catalogue.losses.log_cosh.default }, null]]);
  const huber = await picking({ problem: { loss: { kind: "huber", delta: 1 } } });
  await huber.open("loss");
  huber.type(huber.catalogue.losses.huber.schema.delta.title, "2");
  equal(huber.told(), [["setFit", { loss: { kind: "huber", delta: 2 } }, null], ["settled"]]);
}

export async function testTheGuardsNumberIsThereWhereItIsAdded() {
  const count = async (guard) => {
    const { open, all } = await picking({
      problem: (catalogue) => ({
        model: catalogue.models.logistic.default,
        loss: { ...catalogue.losses.binary_cross_entropy.default, guard },
        data: OWN,
      }),
    });
    await open("loss");
    return all(".field").length;
  };
  equal([await count("add"), await count("clamp_log")], [3, 2]);
}

export async function testItShowsTheFitAsItIsAtTheStep() {
  const { catalogue, store, names } = await picking();
  const fit = store.state.run.problem;
  const changed = (at_step) => [{ at_step, racer: null, set: { problem: { ...fit, loss: catalogue.losses.huber.default } } }];
  store.set({ changes: changed(3) });
  equal(names()[2], catalogue.losses.mean_squared_error.title, "it is changed later");
  store.set({ changes: changed(0) });
  equal(names()[2], catalogue.losses.huber.title);
}
