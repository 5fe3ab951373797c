// Data of one's own: pasted or uploaded, read by the server into typed columns, of which features and target are chosen.

import { element, mark, say } from "../element.js";
import { canBeTarget, examplesOf, readTable } from "../run/table.js";
import { t } from "../text.js";
import { icon } from "./icons.js";
import { faultText } from "./notice_faults.js";
import { createTableOptions } from "./own_table_options.js";
import { previewOf, readText, useText } from "./own_table_preview.js";

/**
 * Open while state.dialog is "table".
 * @param {HTMLElement} host
 * @param {{dialogClosed: (...names: string[]) => void, useData: (data: import("../types.d.ts").OwnData) => void}} actions
 * @returns {import("../types.d.ts").View}
 */
export function createOwnTable(host, actions) {
  /** @type {import("../run/table.js").Table | null} */
  let table = null;
  /** The file as it is, if one was chosen; else what stands in the box counts. @type {File | null} */
  let uploaded = null;
  let asked = 0,
    features = /** @type {number[]} */ ([]),
    target = -1;

  const box = element("textarea", {
    class: "table-text",
    rows: 8,
    spellcheck: "false",
    "aria-label": t("table.paste"),
    placeholder: "x, y\n1, 2.1\n2, 3.9\n3, 6.2",
    oninput: () => {
      uploaded = null;
      later();
    },
  });
  const fileName = element("p", { class: "table-file", role: "status" });
  const file = element("input", {
    type: "file",
    accept: ".csv,.tsv,.txt,text/csv,text/plain",
    class: "unseen",
    tabindex: "-1",
    "aria-hidden": "true",
    onchange: () => {
      takeFile(file.files?.[0]);
      file.value = "";
    },
  });
  const upload = element("button", { class: "button", type: "button", onclick: () => file.click() }, icon("open"), t("table.upload"));
  const options = createTableOptions(read);
  const fault = element("p", { class: "fault", role: "alert" }),
    read_as = element("p", { class: "cloud-said", role: "status" });
  const preview = element("div", { class: "table-preview", tabindex: "0", role: "group", "aria-label": t("table.preview") });
  const use = element("button", { class: "button primary", type: "button", disabled: true, onclick: take }, t("table.use"));
  const close = element(
    "button",
    { class: "tool icon", type: "button", "aria-label": t("close"), onclick: () => dialog.close() },
    icon("close"),
  );
  const dialog = element(
    "dialog",
    {
      class: "window sweep own-table",
      "aria-labelledby": "table-title",
      onclose: () => actions.dialogClosed("table"),
      onclick: (/** @type {MouseEvent} */ event) => event.target === dialog && dialog.close(),
    },
    element("header", {}, element("h2", { id: "table-title" }, t("table.title")), close),
    element("p", { class: "sweep-sentence" }, t("table.sentence")),
    element(
      "div",
      { class: "table-body" },
      box,
      element("div", { class: "table-options" }, upload, file, ...options.choices),
      fileName,
      fault,
      read_as,
      preview,
      element("div", { class: "sweep-buttons" }, use),
    ),
  );
  dialog.addEventListener("dragover", (event) => event.preventDefault());
  dialog.addEventListener("drop", (event) => {
    event.preventDefault();
    takeFile(event.dataTransfer?.files[0]);
  });
  host.append(dialog);

  /** It takes the place of what stood in the box. */
  function takeFile(/** @type {File | undefined} */ chosen) {
    if (chosen === undefined) return;
    uploaded = chosen;
    box.value = "";
    read();
  }

  let timer = 0;
  function later() {
    clearTimeout(timer);
    timer = window.setTimeout(read, 300);
  }

  async function read() {
    const content = uploaded ?? box.value,
      number = (asked += 1);
    table = null;
    say(fileName, uploaded === null ? "" : uploaded.name);
    if (typeof content === "string" && content.trim() === "") return show("");
    try {
      const answer = await readTable(content, options.chosen());
      if (number !== asked) return;
      table = answer;
      const numeric = answer.columns.flatMap(({ kind }, index) => (kind === "number" ? [index] : []));
      const possible = answer.columns.flatMap((column, index) => (canBeTarget(column) ? [index] : []));
      target = possible.at(-1) ?? -1;
      features = numeric.filter((index) => index !== target).slice(0, 2);
      show("");
    } catch (refusal) {
      if (number === asked) show(refusalText(/** @type {any} */ (refusal)));
    }
  }

  function refusalText(/** @type {any} */ refusal) {
    if (typeof refusal?.code !== "string") return t("notice.data");
    return refusal.code === "too_large" ? t("table.too_large", { allowed: Math.floor(refusal.params.allowed / 1024) }) : faultText(refusal);
  }

  function show(/** @type {string} */ wrong) {
    const examples = table !== null && target >= 0 ? examplesOf(table, features, target) : null;
    const is_alone = examples?.data.classes.length === 1;
    if (is_alone)
      wrong ||= faultText(
        /** @type {any} */ ({
          code: "wrong_number_of_classes",
          path: "target",
          params: { name: examples.data.target, value: 1, allowed: "[2, 20]" },
        }),
      );
    say(fault, wrong);
    mark(box, "aria-invalid", wrong === "" ? null : "true");
    use.disabled = table === null || features.length === 0 || target < 0 || is_alone;
    if (table === null) {
      say(read_as, "");
      return preview.replaceChildren();
    }
    const roles = { features, target },
      dropped = features.length > 0 && examples ? examples.dropped : [];
    say(read_as, [...readText(table, dropped), useText(table, roles, examples?.data.task ?? null)].join(" "));
    preview.replaceChildren(previewOf(table, roles, assign));
  }

  function assign(/** @type {number} */ index, /** @type {string} */ wanted) {
    features = features.filter((other) => other !== index);
    if (target === index) target = -1;
    if (wanted === "feature") features = [...features, index].slice(-2).sort((a, b) => a - b);
    if (wanted === "target") target = index;
    show("");
    /** @type {HTMLElement | null} */ (preview.querySelectorAll("select")[index])?.focus();
  }

  function take() {
    if (table === null) return;
    const { data } = examplesOf(table, features, target);
    dialog.close();
    actions.useData(data);
  }

  return {
    draw({ state }) {
      if (state.dialog === "table" && !dialog.open) dialog.showModal();
      if (state.dialog !== "table" && dialog.open) dialog.close();
    },
  };
}
