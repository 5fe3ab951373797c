import { createStage } from "../../static/lab/stage.js";
import { equal, near, ok } from "./expect.js";
import { hosted, measured } from "./pages.js";

/** An exhibit as its page shows it, of the state it opens with unless told otherwise; `moves` are the visitor's wishes. */
async function staged(kind, patch = {}) {
  const entries = await (await fetch("/exhibits.json")).json();
  const entry = entries.find((each) => each.kind === kind);
  const first = Object.fromEntries(Object.entries(entry.schema).map(([name, field]) => [name, field.default]));
  const moves = [];
  let state = first;
  const stage = createStage(entry, { state: () => state, move: (...given) => moves.push(given), tell: () => {}, first });
  hosted(900).append(stage.node);
  for (const picture of stage.node.querySelectorAll(".lab-picture, .panel, .panel-plot"))
    picture.style.cssText = "width: 400px; height: 300px";
  await measured();
  stage.draw();
  if (Object.keys(patch).length > 0) state = { ...state, ...patch };
  stage.draw();
  moves.length = 0;
  const find = (selector) => [...stage.node.querySelectorAll(selector)];
  return {
    stage,
    moves,
    find,
    now: () => state,
    press: (node, key) => node.dispatchEvent(new KeyboardEvent("keydown", { key, cancelable: true })),
  };
}
const numbers = (node) => (node.getAttribute("transform")?.match(/-?[\d.]+/g) ?? []).map(Number);
const buttonsOf = (find) => find(".lab-controls button");

export async function testWhatIsBehindTheVisitorStandsBack() {
  const { stage } = await staged("margin");
  equal(stage.node.classList.contains("is-behind"), false);
  const { stage: moved } = await staged("margin", { score: 2 });
  equal(moved.node.classList.contains("is-behind"), true);
}

export async function testAProbabilitysThumbStandsOnItsAxis() {
  const { find, moves, press, now } = await staged("probability", { p: 0.25, y: 1 });
  const [thumb] = find(".thumb"),
    [guide] = find(".guide"),
    ground = find(".plot-ground")[0];
  const [left, width, top, height] = ["x", "width", "y", "height"].map((name) => Number(ground.getAttribute(name)));
  const [x, y] = numbers(thumb);
  equal([x, y], [left + width / 4, top + height]);
  equal(
    ["x1", "x2", "y1", "y2"].map((name) => Number(guide.getAttribute(name))),
    [x, x, top, top + height],
  );
  equal([thumb.getAttribute("aria-valuenow"), find(".curve-name.is-chosen").length], ["0.25", 1]);
  press(thumb, "ArrowRight");
  const [[{ p }, isSettled]] = moves;
  ok(p > now().p && isSettled);
}

export async function testTheTrueClassOfASoftmaxIsMarkedAndItsBarsAreToScale() {
  const { find, moves } = await staged("softmax");
  const rows = find(".softmax-row:not(.is-head)");
  equal(rows.map((row) => row.classList.contains("is-true")).filter(Boolean).length, 1);
  const { find: findMoved, now } = await staged("softmax", { label: 2 });
  const marked = findMoved(".softmax-row:not(.is-head)");
  equal(
    marked.map((row) => row.classList.contains("is-true")),
    marked.map((_, k) => k === now().label),
  );
  equal(findMoved("[aria-pressed=true]").length, 1);
  const shares = findMoved(".stack span").map((node) => parseFloat(node.style.width));
  near(
    shares.reduce((sum, share) => sum + share, 0),
    100,
  );
  ok(
    rows.every((row) => row.querySelectorAll(".line-numbers math").length > 0),
    "each with its arithmetic",
  );
  const [fewer, more] = buttonsOf(find);
  fewer.click();
  more.click();
  equal(
    moves.map(([{ logits }]) => logits.length),
    [rows.length - 1, rows.length + 1],
  );
}

export async function testClassesAndExamplesComeAndGoWithinTheirBounds() {
  for (const [kind, patch, name] of [
    ["softmax", (count) => ({ logits: new Array(count).fill(1), label: count - 1 }), "logits"],
    ["distributions", (count) => ({ q: [1, ...new Array(count - 1).fill(0)], p: [1, ...new Array(count - 1).fill(0)] }), "q"],
    ["likelihood", (count) => ({ predictions: new Array(count).fill(0.5), labels: new Array(count).fill(1) }), "predictions"],
  ]) {
    const entries = await (await fetch("/exhibits.json")).json();
    const { minItems, maxItems } = entries.find((entry) => entry.kind === kind).schema[name];
    for (const [count, lengths, disabled] of [
      [minItems, [minItems + 1], [true, false]],
      [maxItems, [maxItems - 1], [false, true]],
      [minItems + 1, [minItems, minItems + 2], [false, false]],
    ]) {
      const { find, moves } = await staged(kind, patch(count));
      const [fewer, more] = buttonsOf(find);
      equal([fewer.disabled, more.disabled], disabled, `${kind} of ${count}`);
      fewer.disabled = more.disabled = false;
      fewer.click();
      more.click();
      equal(
        moves.map(([move]) => move[name].length),
        lengths,
        `${kind} of ${count}`,
      );
    }
  }
}

export async function testAClassThatComesHasNothingAndOneThatGoesGivesBack() {
  const { find, moves } = await staged("distributions", { q: [0.5, 0.25, 0.25], p: [0.2, 0.3, 0.5] });
  const [fewer, more, agree, oneHot] = buttonsOf(find);
  for (const button of [fewer, more, agree, oneHot]) button.click();
  equal(
    moves.map(([move]) => move),
    [{ q: [0.667, 0.333], p: [0.4, 0.6] }, { q: [0.5, 0.25, 0.25, 0], p: [0.2, 0.3, 0.5, 0] }, { p: [0.5, 0.25, 0.25] }, { q: [1, 0, 0] }],
  );
}

export async function testExamplesOfALikelihoodAreSetOneByOne() {
  const { find, moves, press } = await staged("likelihood", { predictions: [0.9, 0.2, 0.5], labels: [1, 0, 1] });
  equal(
    find(".truth").map((button) => button.textContent),
    ["y = 1", "y = 0", "y = 1"],
  );
  find(".truth")[1].click();
  press(find(".knob")[1], "ArrowUp");
  press(find(".knob")[2], "End");
  equal(moves, [
    [{ labels: [1, 1, 1] }, true],
    [{ predictions: [0.9, 0.21, 0.5] }, true],
    [{ predictions: [0.9, 0.2, 1] }, true],
  ]);
  equal(find(".knob").length, 3);
}

export async function testEveryPredictionsLossIsACurveOfItsOwn() {
  const { find, moves } = await staged("prediction");
  const names = find(".row-name");
  equal([find(".curve").length, find(".plot-marks .point").length], [names.length, names.length]);
  equal(new Set(find(".curve").map((line) => line.getAttribute("stroke"))).size, names.length);
  names[1].click();
  ok(typeof moves[0][0].loss === "string" && moves[0][1]);
}

export async function testTheTableBehindAPictureTellsOfEveryEntry() {
  for (const [kind, rows] of [
    ["softmax", 3],
    ["likelihood", 4],
    ["distributions", 3],
  ]) {
    const { stage, find } = await staged(kind);
    await new Promise((done) => setTimeout(done, 450));
    ok(find(".unseen tbody tr").length >= Math.min(rows, 3), kind);
    ok(find(".unseen caption")[0].textContent.length > 10 && find(".lab-picture")[0].getAttribute("aria-description").length > 10, kind);
    ok(stage.node.isConnected);
  }
}

export async function testEveryLabelOfAnAxisStandsThereOnce() {
  const entries = await (await fetch("/exhibits.json")).json();
  let count = 0;
  for (const { kind } of entries) {
    const { find } = await staged(kind);
    for (const axes of find(".plot-axes")) {
      const labels = [...axes.querySelectorAll("text")].map((node) => ({
        value: Number(node.textContent.replace("−", "-")),
        ...Object.fromEntries(["x", "y"].map((name) => [name, Number(node.getAttribute(name))])),
      }));
      for (const [same, along] of [
        ["x", "y"],
        ["y", "x"],
      ])
        for (const at of new Set(labels.map((label) => label[same]))) {
          const row = labels.filter((label) => label[same] === at && Number.isFinite(label.value)).sort((a, b) => a[along] - b[along]);
          if (row.length < 4) continue;
          count += 1;
          const values = row.map(({ value }) => value);
          ok(new Set(values).size === values.length, `${kind}: ${values}`);
        }
    }
  }
  ok(count >= 6, `${count} axes`);
}

export async function testTheTableOfALikelihoodCountsItsExamplesFromOne() {
  const { stage, find, now } = await staged("likelihood");
  const { setTimeout } = window;
  let describe = () => {};
  window.setTimeout = (callback) => (describe = callback);
  stage.draw();
  window.setTimeout = setTimeout;
  describe();
  const firsts = find("table").map((table) => [...table.tBodies[0].rows].map((row) => row.cells[0].textContent));
  ok(
    firsts.some(
      (texts) =>
        texts.join() ===
        now()
          .predictions.map((_, k) => k + 1)
          .join(),
    ),
    firsts.join(" | "),
  );
}

export async function testTheZonesOfAMarginMeetAtItsScores() {
  for (const side of [1, -1]) {
    const { find, now } = await staged("margin", { side, score: 0.5 });
    const box = (node, ...names) => names.map((name) => Number(node.getAttribute(name)));
    const [ground, wrong, near_, guide] = [".plot-ground", ".is-wrong", ".is-near", ".guide"].map((selector) => find(selector)[0]);
    const [left, width, top, height] = box(ground, "x", "width", "y", "height");
    const [x1, x2, y1, y2] = box(guide, "x1", "x2", "y1", "y2");
    equal([x1, y1, y2], [x2, top, top + height]);
    const [wrongLeft, wrongWidth] = box(wrong, "x", "width"),
      [nearLeft, nearWidth, nearTop, nearHeight] = box(near_, "x", "width", "y", "height");
    // From the wrong side's end to 0, and from there to the margin of 1; the score is half way.
    equal([nearTop, nearHeight], [top, height]);
    if (side === 1) near(wrongLeft, left);
    else near(wrongLeft + wrongWidth, left + width);
    near(side === 1 ? wrongLeft + wrongWidth : nearLeft + nearWidth, side === 1 ? nearLeft : wrongLeft);
    if (side === 1) near(x1, nearLeft + nearWidth / 2);
    equal(now().score, 0.5);
  }
}
