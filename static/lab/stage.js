// The place of one exhibit: its task, picture, controls and reading, and the table behind the picture.

import { element, mark, say } from "../element.js";
import { createLossCode } from "../panels/loss_code.js";
import { t } from "../text.js";
import { lossesOf } from "./code.js";
import { EXHIBITS } from "./exhibits.js";
import { answerOf } from "./numbers.js";

/** The words behind the picture follow it when it rests. */
const CALM_MS = 400;

/**
 * @param {import("./types.d.ts").ExhibitEntry} entry
 * @param {{state: () => import("./types.d.ts").LabState, move: (patch: Record<string, any>, settled: boolean) => void, tell: (sentence:
 *   string) => void,
 *   first: import("./types.d.ts").LabState, losses: Record<string, import("../types.d.ts").LossEntry>}} page `tell` speaks; `first` is the
 *   state whose answer came with the page; `losses` are all there are
 */
export function createStage(entry, { state, move, tell, first, losses }) {
  const picture = element("div", { class: "lab-picture", role: "group", "aria-label": entry.title }),
    controls = element("div", { class: "lab-controls" }),
    reading = element("section", { class: "lab-reading", tabindex: "0", "aria-label": t("lab.reading") });
  const sentence = element("caption"),
    head = element("tr"),
    body = element("tbody");
  // A table takes the room its cells want whatever its own width: only a block around it can hide it.
  const behind = element("div", { class: "unseen" }, element("table", {}, sentence, element("thead", {}, head), body));
  const node = element(
    "section",
    { class: "lab-stage", dataset: { kind: entry.kind }, "aria-labelledby": `title-${entry.kind}` },
    element(
      "header",
      { class: "lab-head" },
      element("h2", { id: `title-${entry.kind}` }, entry.title),
      element("p", { class: "lab-task" }, entry.task),
      element("p", { class: "lab-idea" }, entry.idea),
    ),
    element("div", { class: "lab-left" }, picture, controls, behind),
    reading,
  );
  const view = EXHIBITS[entry.kind]({ entry, picture, controls, reading, state, move });
  const code = createLossCode((text) => navigator.clipboard.writeText(text));
  const inCode = element(
    "details",
    { class: "lab-code", ontoggle: () => move({}, false) },
    element("summary", {}, t("lab.code")),
    code.root,
  );
  reading.append(inCode);
  let answer = answerOf(entry.first, first);
  let timer = 0;

  function describe() {
    // Words about numbers that are not there yet would be wrong.
    if (answer.state !== state()) return;
    const [titles, ...cells] = view.rows(state(), answer);
    const words = view.sentence(state(), answer);
    say(sentence, words);
    mark(picture, "aria-description", words);
    tell(words);
    head.replaceChildren(...titles.map((title) => element("th", { scope: "col" }, title)));
    body.replaceChildren(
      ...cells.map(([first, ...rest]) =>
        element("tr", {}, element("th", { scope: "row" }, first), ...rest.map((cell) => element("td", {}, cell))),
      ),
    );
  }

  return {
    node,
    entry,
    /** Draws where the visitor is; numbers that are of a moment ago stand back. */
    draw() {
      node.classList.toggle("is-behind", answer.state !== state());
      view.draw(state(), answer);
      if (inCode.open) code.draw(lossesOf(entry, losses, state()));
      clearTimeout(timer);
      timer = window.setTimeout(describe, CALM_MS);
    },
    /** @param {import("./types.d.ts").Told} told @param {import("./types.d.ts").LabState} of */
    answered(told, of) {
      answer = answerOf(told, of);
    },
    mark: (/** @type {boolean} */ isShown) => mark(node, "hidden", isShown ? null : ""),
  };
}
