import { showFormula } from "../../static/formula.js";
import { showEquation } from "../../static/panels/inspector_equation.js";
import { createStages } from "../../static/panels/inspector_stages.js";
import { fitFormulas } from "../../static/problems/fit_formulas.js";
import { equal, ok } from "./expect.js";
import { FIT } from "./runs.js";

const catalogueNow = async () => (await fetch("/catalogue.json")).json();
const member = (catalogue, folder, kind, rest = {}) => ({ ...catalogue[folder][kind].default, ...rest });
const textOf = (markup, settings) => {
  const node = document.createElement("div");
  showFormula(node, markup, settings);
  return node.textContent.replace(/\s/g, "");
};

/** Model, loss, what letters mean and slopes, as they are read. */
function read(catalogue, [model, loss, settings = {}], penalties = {}) {
  const problem = { ...FIT, model: member(catalogue, "models", model), loss: member(catalogue, "losses", loss, settings), ...penalties };
  const formulas = fitFormulas(catalogue, problem);
  const { where, slopes } = formulas;
  return [formulas.model, formulas.loss, where, ...slopes].map((markup) => textOf(markup, formulas.member));
}

export async function testAFitIsWrittenOut() {
  const catalogue = await catalogueNow();
  equal(read(catalogue, ["line", "mean_squared_error"]), [
    "y^=wx+b",
    "L=1n∑i=1n(yi−y^i)2",
    "",
    "∂L∂w=1n∑i=1n2(y^i−yi)xi",
    "∂L∂b=1n∑i=1n2(y^i−yi)",
  ]);
  equal(read(catalogue, ["sine", "half_sum_squared_error"]).slice(3), ["∂L∂w=∑i=1n(y^i−yi)sin(ωxi)", "∂L∂ω=∑i=1n(y^i−yi)wxicos(ωxi)"]);
  equal(read(catalogue, ["line", "huber", { delta: 2.5 }]).slice(2, 4), [
    "ei=yi−y^i,ci=min(|ei|,2.5)",
    "∂L∂w=1n∑i=1nmax(−2.5,min(y^i−yi,2.5))xi",
  ]);
}

export async function testAClassifierIsWrittenAsItsLossSeesIt() {
  const catalogue = await catalogueNow();
  const crossed = (settings) => read(catalogue, ["logistic", "binary_cross_entropy", settings]);
  equal(crossed({ from_logits: true }), [
    "p=σ(wx+b)",
    "L=−1n∑i=1n[yilog(pi)+(1−yi)log(1−pi)]",
    "",
    "∂L∂w=1n∑i=1n(pi−yi)xi",
    "∂L∂b=1n∑i=1n(pi−yi)",
  ]);
  // δ only where it is added, as a number; from logits nothing is.
  equal(crossed({ from_logits: true, guard: "add" }), crossed({ from_logits: true }));
  equal(crossed({ guard: "add", delta: 0.001 }).slice(1, 4), [
    "L=−1n∑i=1n[yilog(pi+0.001)+(1−yi)log(1−pi+0.001)]",
    "",
    "∂L∂w=1n∑i=1n(1−yi1−pi+0.001−yipi+0.001)pi(1−pi)xi",
  ]);
  equal(crossed({ guard: "clip" })[4], "∂L∂b=1n∑i=1npi−yipi(1−pi)pi(1−pi)");
  const squared = read(catalogue, ["two_weights", "mean_squared_error"]);
  equal([squared[0], squared[3]], ["y^=σ(w1x1+w2x2)", "∂L∂w1=1n∑i=1n2(y^i−yi)y^i(1−y^i)xi1"]);
  equal(read(catalogue, ["logistic", "hinge"]).slice(0, 4), [
    "y^=wx+b",
    "L=1n∑i=1nmax(0,1−yiy^i)",
    "yi=±1",
    "∂L∂w=1n∑i=1n(−yi)[yiy^i<1]xi",
  ]);
}

export async function testPenaltiesAreOfTheWeights() {
  const catalogue = await catalogueNow();
  const line = read(catalogue, ["line", "mean_squared_error"], { l1: 0.1, l2: 0.2 });
  ok(line[1].endsWith("(yi−y^i)2+λ1|w|+λ22w2"), line[1]);
  ok(line[3].endsWith("xi+λ1sign(w)+λ2w"), line[3]);
  ok(line[4].endsWith("(y^i−yi)"), "a bias is left alone");
  const two = read(catalogue, ["two_weights", "mean_squared_error"], { l1: 0.1, l2: 0 });
  ok(two[1].endsWith("+λ1(|w1|+|w2|)"), two[1]);
  const problem = { ...FIT, model: member(catalogue, "models", "line"), loss: member(catalogue, "losses", "huber"), l2: 0.5 };
  ok(fitFormulas(catalogue, problem) === fitFormulas(catalogue, { ...problem, l2: 0.1 }), "numbers of penalties change no letter");
  ok(fitFormulas(catalogue, problem) !== fitFormulas(catalogue, { ...problem, l2: 0 }));
}

export async function testTheRuleOfOneRowIsWrittenForEachParameter() {
  const { optimizers } = await catalogueNow();
  const host = document.createElement("div");
  const rows = () => [...host.querySelectorAll(".equation-row")].map((row) => row.textContent.replace(/\s/g, ""));
  const { gradient_descent: plain, momentum } = optimizers;
  ok(showEquation(host, plain, plain.default, ["w", "b"]));
  equal(rows(), ["w←w−α∂L∂w", "b←b−α∂L∂b"]);
  ok(!showEquation(host, plain, plain.default, ["w", "b"]));
  ok(host.querySelector(".equation-row.is-move .term-gradient") !== null, "its terms are washed as before");
  ok(showEquation(host, plain, plain.default, []));
  equal(rows(), ["θ←θ−αg"]);
  showEquation(host, plain, { ...plain.default, weight_decay: 0.1 }, ["w", "b"]);
  equal(rows(), ["g←g+λθ", "θ←θ−αg"]);
  showEquation(host, momentum, momentum.default, ["w", "b"]);
  ok(rows().length > 1 && rows().every((row) => !row.includes("∂")));
}

export async function testASlopeStandsWithTheSumThatItComesFrom() {
  const catalogue = await catalogueNow();
  const problem = { ...FIT, model: member(catalogue, "models", "line"), loss: member(catalogue, "losses", "mean_squared_error") };
  const stages = createStages({ light: () => {}, point: () => {} });
  const leaf = (value, symbol) => ({ value, symbol });
  const lines = [0, 1].map((coordinate) => ({
    ...{ quantity: "gradient", symbol: "g", coordinate, value: 2, digits: 4, result_digits: 4 },
    expression: { op: "/", of: [leaf(80, "Σ"), leaf(40, "n")] },
  }));
  const how = { stage: "gradient", as: "now", titleOf: () => "gradient", names: ["w", "b"], of: "" };
  const written = () => [...stages.lines.querySelectorAll(".line-formula")].map((node) => node.textContent.replace(/\s/g, "").slice(0, 5));
  stages.open(lines, { ...how, formulas: fitFormulas(catalogue, problem) });
  equal(written(), ["∂L∂w=", "∂L∂b="]);
  stages.showOnly(1);
  equal(
    [...stages.lines.querySelectorAll(".line")].map(({ hidden }) => hidden),
    [true, false],
    "the formula goes with its line",
  );
  ok(stages.open(lines, { ...how, formulas: null }).isNew);
  equal(written(), []);
}
