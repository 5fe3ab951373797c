import { createOwnTable } from "../../static/panels/own_table.js";
import { t } from "../../static/text.js";
import { equal, ok, settled } from "./expect.js";
import { hosted, measured } from "./pages.js";
import { column, table } from "./tables.js";

const TWO = table(column("a", [1, 2, 4]), column("b", [5, 6, 8]));

/** An open dialog before a server that answers as it is told to. */
async function opened(act, answer = TWO) {
  const fetched = globalThis.fetch;
  const asked = [];
  let next = answer;
  globalThis.fetch = async (path, { body }) => {
    asked.push([path, typeof body === "string" ? body : body.name]);
    const given = await next;
    return new Response(JSON.stringify(given), { status: given.code ? 422 : 200 });
  };
  const used = [],
    closed = [];
  const host = hosted(900);
  const view = createOwnTable(host, { dialogClosed: (name) => closed.push(name), useData: (data) => used.push(data) });
  view.draw({ state: { dialog: "table" } });
  const find = (selector) => host.querySelector(selector);
  const all = (selector) => [...host.querySelectorAll(selector)];
  const arrived = async () => {
    await measured();
    await settled();
  };
  const waiting = new Map();
  const parts = {
    ...{ view, find, all, asked, used, closed, arrived, waiting },
    /** Typed into the box; what is to be done when it rests is in `waiting`. */
    type(text) {
      const { setTimeout, clearTimeout } = window;
      window.setTimeout = (callback, ms) => {
        waiting.set(waiting.size + 1, [callback, ms]);
        return waiting.size;
      };
      window.clearTimeout = (id) => waiting.delete(id);
      find("textarea").value = text;
      find("textarea").dispatchEvent(new Event("input"));
      Object.assign(window, { setTimeout, clearTimeout });
    },
    answer: (given) => (next = given),
    /** What stands in the box is read at once. */
    async paste(text, given = next) {
      next = given;
      find("textarea").value = text;
      find("select").dispatchEvent(new Event("change"));
      await arrived();
    },
    /** A column is used for something else. */
    assign(index, role) {
      const select = all(".table-preview select")[index];
      select.value = role;
      select.dispatchEvent(new Event("change"));
    },
    roles: () => all(".table-preview select").map(({ value }) => value),
    said: () => find(".cloud-said").textContent,
    fault: () => [find(".fault").textContent, find("textarea").getAttribute("aria-invalid"), find(".primary").disabled],
  };
  try {
    await act(parts);
  } finally {
    globalThis.fetch = fetched;
    find("dialog").close();
  }
}

export async function testItIsOpenWhileTheStateSaysSo() {
  await opened(async ({ view, find, closed, arrived }) => {
    equal(find("dialog").open, true);
    view.draw({ state: { dialog: "table" } });
    view.draw({ state: { dialog: "" } });
    equal(find("dialog").open, false);
    await arrived();
    equal(closed, ["table"]);
    view.draw({ state: { dialog: "sweep" } });
    equal(find("dialog").open, false);
    view.draw({ state: { dialog: "table" } });
    find("dialog p").click();
    equal(find("dialog").open, true, "a press inside is none beside it");
    find("dialog").click();
    equal(find("dialog").open, false);
    view.draw({ state: { dialog: "table" } });
    find("header button").click();
    equal(find("dialog").open, false);
  });
}

export async function testAPastedTableIsUsedOnceItsColumnsMakeSense() {
  await opened(async ({ find, used, asked, paste, fault, roles }) => {
    equal([find(".primary").disabled, find(".table-preview").textContent], [true, ""]);
    await paste("a,b");
    equal(asked, [["/api/table?", "a,b"]]);
    equal(
      [fault(), roles()],
      [
        ["", null, false],
        ["feature", "target"],
      ],
    );
    find(".primary").click();
    equal(find("dialog").open, false);
    equal(
      used.map(({ x, y, target }) => [x, y, target]),
      [[[[1, 2, 4]], [5, 6, 8], "b"]],
    );
  });
}

export async function testTypingIsReadWhenItRests() {
  await opened(async ({ type, waiting, asked, arrived }) => {
    type("a");
    type("a,b");
    equal(
      [...waiting.values()].map(([, ms]) => ms),
      [300],
    );
    equal(asked, []);
    [...waiting.values()].forEach(([callback]) => callback());
    await arrived();
    equal(asked, [["/api/table?", "a,b"]]);
  });
}

export async function testWhatIsNotLeftToBeFoundIsAskedForThatWay() {
  await opened(async ({ find, asked, arrived }) => {
    find("textarea").value = "a;b";
    for (const [name, value] of [
      ["header", "false"],
      ["delimiter", ";"],
      ["decimal", ","],
      ["header", ""],
    ]) {
      find(`[name=${name}]`).value = value;
      find(`[name=${name}]`).dispatchEvent(new Event("change"));
      await arrived();
    }
    equal(
      asked.map(([path]) => Object.fromEntries(new URLSearchParams(path.split("?")[1]))),
      [
        { header: "false" },
        { header: "false", delimiter: ";" },
        { header: "false", delimiter: ";", decimal: "," },
        { delimiter: ";", decimal: "," },
      ],
    );
  });
}

export async function testAFileTakesThePlaceOfWhatStoodInTheBox() {
  await opened(async ({ find, asked, arrived, paste, type }) => {
    await paste("old text");
    const file = new File(["a,b"], "mine.csv");
    const drop = new Event("drop", { cancelable: true });
    drop.dataTransfer = { files: [file] };
    find("dialog").dispatchEvent(drop);
    await arrived();
    equal([drop.defaultPrevented, asked.at(-1)[1]], [true, "mine.csv"]);
    equal([find("textarea").value, find(".table-file").textContent], ["", "mine.csv"]);
    const over = new Event("dragover", { cancelable: true });
    find("dialog").dispatchEvent(over);
    equal(over.defaultPrevented, true);
    const nothing = new Event("drop", { cancelable: true });
    nothing.dataTransfer = { files: [] };
    find("dialog").dispatchEvent(nothing);
    await arrived();
    equal(asked.length, 2, "nothing was dropped");
    const chosen = new DataTransfer();
    chosen.items.add(new File(["c,d"], "other.csv"));
    const input = find("input[type=file]");
    input.files = chosen.files;
    input.dispatchEvent(new Event("change"));
    await arrived();
    equal([asked.at(-1)[1], input.value, find(".table-file").textContent], ["other.csv", "", "other.csv"]);
    type("typed again");
    find("select").dispatchEvent(new Event("change"));
    await arrived();
    equal([asked.at(-1)[1], find(".table-file").textContent], ["typed again", ""]);
  });
}

export async function testALateAnswerIsNoAnswerToTheNewestQuestion() {
  await opened(async ({ paste, arrived, roles, answer, fault }) => {
    let tell = null;
    await paste("first", new Promise((done) => (tell = done)));
    equal(roles(), []);
    await paste("second", TWO);
    equal(roles(), ["feature", "target"]);
    tell(table(column("late", [1])));
    await arrived();
    equal(roles(), ["feature", "target"]);
    await paste("third", new Promise((done) => (tell = done)));
    answer(TWO);
    await paste("fourth", TWO);
    tell({ code: "too_large", path: "body", params: { value: 1, allowed: 2048 } });
    await arrived();
    equal(fault(), ["", null, false], "nor is a late refusal");
    await paste(" \n ");
    equal([roles(), fault()], [[], ["", null, true]]);
  });
}

export async function testARefusalIsSaidAtTheBox() {
  await opened(async ({ paste, fault, find }) => {
    await paste("x", { code: "too_large", path: "body", params: { value: 1, allowed: 3 * 1024 * 1024 } });
    equal(fault(), [t("table.too_large", { allowed: 3072 }), "true", true]);
    await paste("x", { code: "no_header", path: "table", params: {} });
    ok(fault()[0] !== "" && fault()[0] !== t("notice.data"));
    const fetched = globalThis.fetch;
    globalThis.fetch = () => Promise.reject(new TypeError("no network"));
    await paste("x");
    globalThis.fetch = fetched;
    equal([fault(), find(".table-preview").textContent], [[t("notice.data"), "true", true], ""]);
  });
}

export async function testColumnsAreUsedForWhatTheyCan() {
  const kinds = column("kind", [0, 1, 1], ["x", "y"]);
  const many = column(
    "names",
    [0, 1, 2],
    Array.from({ length: 11 }, (_, k) => `name ${k}`),
  );
  await opened(
    async ({ paste, roles, assign, all, find, said, fault, used }) => {
      await paste("x");
      equal(roles(), ["feature", "feature", "none", "none", "target"], "two features at most, the last possible target");
      equal(
        all(".table-preview select").map((select) => [...select.options].map(({ value }) => value)),
        [["none", "feature", "target"], ["none", "feature", "target"], ["none", "feature", "target"], ["none"], ["none", "target"]],
      );
      assign(2, "feature");
      equal(roles(), ["none", "feature", "feature", "none", "target"], "the newest two");
      equal(document.activeElement, all(".table-preview select")[2]);
      assign(0, "target");
      equal(roles(), ["target", "feature", "feature", "none", "none"]);
      assign(1, "target");
      equal(roles(), ["none", "target", "feature", "none", "none"], "what was a feature is one no longer");
      ok(said().includes(t("table.task_regression", { target: "b" })));
      assign(2, "none");
      ok(said().endsWith(t("table.no_feature", { target: "b" })), said());
      equal(fault(), ["", null, true]);
      assign(1, "none");
      ok(said().endsWith(t("table.no_target")), said());
      assign(0, "feature");
      assign(4, "target");
      ok(said().endsWith(t("table.task_binary", { target: "kind" })), said());
      assign(0, "none");
      assign(2, "feature");
      assign(0, "feature");
      equal(find(".primary").disabled, false);
      find(".primary").click();
      equal(used[0].features, ["a", "c"], "in the order of the table");
    },
    table(column("a", [1, 2, 3]), column("b", [4, 5, 6]), column("c", [7, 8, 9]), many, kinds),
  );
}

export async function testWhatIsMissingInATableIsSaid() {
  const names = Array.from({ length: 11 }, (_, k) => `name ${k}`);
  for (const [columns, text] of [
    [[column("only", [1, 2])], t("table.one_column", { target: "only" })],
    [[column("kind", [0, 1], ["x", "y"]), column("only", [1, 2])], t("table.one_column", { target: "only" })],
    [[column("names", [0, 1], names)], t("table.none_possible")],
    [[column("kind", [0, 1], ["x", "y"])], t("table.one_column", { target: "kind" })],
  ])
    await opened(
      async ({ paste, said, fault }) => {
        await paste("x");
        ok(said().endsWith(text), `${said()} does not end with ${text}`);
        equal(fault()[2], true);
      },
      table(...columns),
    );
}

export async function testOneClassIsNothingToLearn() {
  await opened(
    async ({ paste, fault }) => {
      await paste("x");
      const [said, invalid, isDisabled] = fault();
      ok(said.includes("[2, 20]") && said.includes("1"), said);
      equal([invalid, isDisabled], ["true", true]);
    },
    table(column("a", [1, 2, null]), column("kind", [0, 0, 1], ["x", "y"])),
  );
}

export async function testTheFirstRowsAreShownAndWhatIsLeftOutIsCounted() {
  const values = Array.from({ length: 30 }, (_, k) => (k % 3 === 1 ? null : k + 0.123456789));
  const read = table(
    column("a", values),
    column(
      "kind",
      values.map((_, k) => k % 2),
      ["x", "y"],
    ),
  );
  await opened(async ({ paste, all, said }) => {
    await paste("x");
    equal(
      all("tbody tr").map((row) => [...row.children].map((cell) => cell.textContent)),
      [
        ["0.123457", "x"],
        ["–", "y"],
        ["2.12346", "x"],
        ["3.12346", "y"],
        ["–", "x"],
        ["5.12346", "y"],
      ],
    );
    ok(said().includes(t("table.dropped", { count: 10, rows: "3, 6, 9, 12, 15, 18, 21, 24 …" })), said());
  }, read);
  for (const [rest, words] of [
    [{ delimiter: ";", decimal: ",", header: false }, [t("table.semicolon"), "1,5", t("table.header_no")]],
    [{ delimiter: "\t" }, [t("table.tab"), "1.5", t("table.header_yes")]],
    [{ delimiter: null }, ["–"]],
  ])
    await opened(
      async ({ paste, said }) => {
        await paste("x");
        for (const word of words) ok(said().includes(word), `${said()} has no ${word}`);
        ok(!said().includes(t("table.dropped", { count: 0, rows: "" })));
      },
      { ...TWO, ...rest },
    );
}
