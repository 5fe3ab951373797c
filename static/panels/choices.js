import { element } from "../element.js";

/**
 * A list to pick one from: title, a sentence below it, and the one in force marked.
 * @param {{kind: string, title: string, note?: string, picture?: Node | null}[]} entries
 * @param {string} chosen
 * @param {(kind: string) => void} choose
 */
export function choiceList(entries, chosen, choose) {
  return element(
    "div",
    { class: "choices", role: "radiogroup" },
    ...entries.map(({ kind, title, note, picture }) =>
      element(
        "button",
        {
          class: "choice",
          type: "button",
          role: "radio",
          "aria-checked": String(kind === chosen),
          dataset: { kind },
          onclick: () => choose(kind),
        },
        picture ?? null,
        element("span", { class: "choice-words" }, element("b", {}, title), note ? element("span", { class: "choice-note" }, note) : null),
      ),
    ),
  );
}
