import { element } from "../element.js";

/** @typedef {{kind: string, title: string, note?: string, picture?: Node | null}} Entry */

/**
 * Members as a list shows them. @param {{kind: string, group: string, title: string, idea: string}[]} members
 */
export const entriesOf = (members) => members.map(({ kind, group, title, idea }) => ({ kind, group, title, note: idea }));

/** Those first of which something is so, else in their order. @template E @param {E[]} entries @param {(entry: E) => boolean} is */
export const firstThose = (entries, is) => [...entries.filter(is), ...entries.filter((entry) => !is(entry))];

/**
 * Entries under the headings that they have, each heading where its first entry stands.
 * @template {{group: string}} E @param {E[]} entries @returns {[string, E[]][]}
 */
export function grouped(entries) {
  /** @type {Map<string, E[]>} */
  const groups = new Map();
  for (const entry of entries) groups.set(entry.group, [...(groups.get(entry.group) ?? []), entry]);
  return [...groups];
}

/**
 * A list of what a course comes to one after the other, group by group.
 * @param {(Entry & {group: string})[]} entries @param {string} chosen @param {(kind: string) => void} choose
 */
export const choiceGroups = (entries, chosen, choose) =>
  grouped(entries).flatMap(([group, members]) => [element("h3", {}, group), choiceList(members, chosen, choose, group)]);

/**
 * A list to pick one from: title, a sentence below it, and the one in force marked.
 * @param {Entry[]} entries @param {string} chosen @param {(kind: string) => void} choose @param {string | null} [name] of the list
 */
export function choiceList(entries, chosen, choose, name = null) {
  return element(
    "div",
    { class: "choices", role: "radiogroup", "aria-label": name },
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
