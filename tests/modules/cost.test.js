import { createCost } from "../../static/panels/cost.js";
import { t } from "../../static/text.js";
import { equal, ok, settled } from "./expect.js";
import { hosted, measured } from "./pages.js";
import { FIT, racer, runOf } from "./runs.js";
import { tapeOf } from "./tapes.js";

/** One line of the server's measurements. */
const line = (batching, examples, rest = {}) => ({
  ...{ batching, examples, is_own: false, measured: ["update_s", "epoch_s", "update_bytes"] },
  batch_size: { full: examples, mini_batch: 16, stochastic: 1 }[batching],
  iterations: { full: 1, mini_batch: Math.ceil(examples / 16), stochastic: examples }[batching],
  update_s: 1e-5,
  epoch_s: 1e-4,
  update_bytes: 1e4,
  reach_updates: null,
  reach_s: null,
  ...rest,
});

/** The open dialog; `send` is what comes from the server, `end` that it is all. */
async function costing(act) {
  const catalogue = await (await fetch("/catalogue.json")).json();
  const fetched = globalThis.fetch;
  const asked = [];
  let stream = null;
  globalThis.fetch = async (path, { body, signal }) => {
    asked.push([path, JSON.parse(body)]);
    const answer = new ReadableStream({ start: (controller) => (stream = controller) });
    signal.addEventListener("abort", () => asked.push("aborted"));
    return new Response(answer);
  };
  const host = hosted(900);
  const closed = [];
  const view = createCost(host, { dialogClosed: (name) => closed.push(name), copy: async () => {} });
  const problem = { ...FIT, loss: catalogue.losses.mean_squared_error.default };
  const run = runOf([racer("r1", { optimizer: catalogue.optimizers.adam.default }), racer("r2")], { problem });
  const frame = (state = {}) => ({
    state: { run, changes: [], selected: "r1", dialog: "cost", ...state },
    tape: tapeOf(["r1", "r2"], 2, { params: [1, 2, 3, 4] }),
    step: 0,
    catalogue,
  });
  const all = (selector) => [...host.querySelectorAll(selector)];
  const write = async (text) => {
    stream.enqueue(new TextEncoder().encode(text));
    await measured();
  };
  view.draw(frame());
  await settled();
  try {
    await act({
      ...{ view, frame, all, asked, closed, write },
      send: (...lines) => write(lines.map((each) => `${JSON.stringify(each)}\n`).join("")),
      end: async () => {
        stream.close();
        await measured();
      },
      rows: () => all(".measured-table tbody tr").map((row) => [...row.children].map((cell) => cell.textContent)),
    });
  } finally {
    globalThis.fetch = fetched;
    document.querySelectorAll("dialog[open]").forEach((dialog) => dialog.close());
  }
}

export async function testWhatIsMeasuredIsToldAsItComes() {
  await costing(async ({ all, asked, send, write, rows, end }) => {
    equal(
      asked.map(([path, { racer: of }]) => [path, of.id]),
      [["/api/cost", "r1"]],
    );
    const [bar] = all("progress");
    equal([bar.hasAttribute("value"), rows()], [false, []]);
    await send(line("full", 10), line("mini_batch", 10));
    equal([bar.max, bar.value, rows()], [30, 2, []], "nine sizes and one's own, three batchings each");
    await send(line("stochastic", 10, { measured: ["update_s"] }));
    equal([bar.value, rows().length], [3, 3]);
    equal(
      rows().map(([examples, , iterations, update, epoch]) => [examples, iterations, update.split(" · ")[0], epoch.split(" · ")[0]]),
      [
        ["10", "1", "10 µs", "100 µs"],
        ["10", "1", "10 µs", "100 µs"],
        ["10", "10", "10 µs", "100 µs"],
      ],
    );
    ok(rows()[2][3] === rows()[0][3] && rows()[2][4] !== rows()[0][4], "what was not measured says so");
    const text = JSON.stringify(line("full", 100, { is_own: true }));
    await write(text.slice(0, 30));
    equal(bar.value, 3, "half a line is none");
    await write(`${text.slice(30)}\n`);
    equal(bar.value, 4);
    await end();
    equal(all(".sweep-waiting")[0].hidden, true);
  });
}

export async function testThePriceIsThatOfTheTabThatIsChosen() {
  await costing(async ({ all, send, end }) => {
    await send(line("full", 10, { is_own: true }), line("mini_batch", 10, { is_own: true }), line("stochastic", 10, { is_own: true }));
    await end();
    const pressed = () => all(".measured-top [role=group] button").map((tab) => tab.getAttribute("aria-pressed"));
    const said = () => all(".sweep-readout b")[0].textContent;
    equal(pressed(), ["true", "false", "false"]);
    ok(said().includes("10 µs"), said());
    all(".measured-top [role=group] button")[2].click();
    equal(pressed(), ["false", "false", "true"]);
    ok(said().includes("10 kB") && !said().includes("µs"), said());
    ok(all(".measured-truths li").length >= 3, "with all of one's own measured the truths are told");
  });
}

export async function testAnotherQuestionIsAskedAnewAndTheSameIsNot() {
  await costing(async ({ view, frame, asked, closed, send, end, all }) => {
    await send(line("full", 10), line("stochastic", 10));
    await end();
    view.draw(frame());
    equal(asked.length, 1);
    view.draw(frame({ selected: "r2" }));
    await settled();
    equal(asked.filter((each) => Array.isArray(each)).length, 2);
    view.draw(frame({ selected: "nobody" }));
    equal(all("dialog")[0].open, false);
    await measured();
    equal([closed, asked.at(-1)], [["cost"], "aborted"]);
  });
}

export async function testARefusalAmongTheLinesIsSaid() {
  await costing(async ({ write, all }) => {
    await write(`${JSON.stringify({ refusal: { code: "busy", path: "cost", params: {} } })}\n`);
    equal([all(".sweep-failed")[0].hidden, all(".sweep-fault")[0].textContent.length > 5], [false, true]);
  });
}

export async function testTimeToTheSameAccuracyIsToldWhereOneGetsThere() {
  await costing(async ({ send, end, all }) => {
    const own = (batching, rest) => line(batching, 64, { is_own: true, ...rest });
    await send(
      own("full", { reach_updates: 40, reach_s: 4e-3 }),
      own("mini_batch", { reach_updates: 25, reach_s: 2e-3 }),
      own("stochastic", {}),
    );
    await end();
    const told = all(".measured-truths li").map(({ textContent }) => textContent);
    const words = told.find((sentence) => sentence.includes("40"));
    ok(words !== undefined && words.includes("25") && words.includes(t("cost.reach_never")), told.join("\n"));
  });
  await costing(async ({ send, end, all }) => {
    await send(...["full", "mini_batch", "stochastic"].map((batching) => line(batching, 64, { is_own: true })));
    await end();
    ok(
      all(".measured-truths li").every(({ textContent }) => !textContent.includes(t("cost.reach_never"))),
      "nobody gets there: nothing is told",
    );
  });
}
