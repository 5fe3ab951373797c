import { element } from "../element.js";
import { svg } from "../svg.js";
import { t } from "../text.js";
import { icon } from "./icons.js";

const GROUPS = ["playback", "racers", "picture", "page"];
/** Parts of pages on which balls roll, by their ids, in the order of reading; a page has some of them. */
const PARTS = [
  "surface-and-preset",
  "racers",
  "rate",
  "details",
  "formulas",
  "data",
  "scene",
  "contour",
  "curve",
  "batch",
  "inspector",
  "bar",
];

/** Marks as they are drawn. @type {Record<string, string>} */
const MARKS = {
  global:
    '<circle cx="14" cy="10" r="7" fill="none" stroke="currentColor" stroke-width="1.8"/><circle cx="14" cy="10" r="3" fill="none" stroke="currentColor" stroke-width="1.5"/>',
  local: '<circle cx="14" cy="10" r="5.5" fill="none" stroke="currentColor" stroke-width="1.8"/>',
  saddle: '<path d="m9 5 10 10M19 5 9 15" stroke="currentColor" stroke-width="2" stroke-linecap="round"/>',
  start: '<circle cx="14" cy="10" r="6.5" fill="var(--casing)" stroke="currentColor" stroke-width="2.4"/>',
  ghost:
    '<path d="M1 10h26" stroke="var(--edge)" stroke-width="8"/><path d="M2 10h24" stroke="var(--casing)" stroke-width="2.4" stroke-dasharray="4 4"/>',
  hatch:
    '<path d="M1 5h26v10H1z" fill="var(--hatch-ground)"/><path d="m2 15 10-10M10 15 20 5M18 15 27 6" stroke="var(--hatch)" stroke-width="3"/>',
  minimum_limit: '<path d="M1 8h26v4H1z" fill="var(--track)"/><path d="M14 2v16" stroke="var(--ink3)" stroke-width="2"/>',
  known:
    '<path d="M1 7h26v6H1z" fill="var(--track)"/><path d="M1 7h18v6H1z" fill="color-mix(in srgb, var(--accent) 34%, var(--track))"/><path d="M1 7h9v6H1z" fill="var(--accent)"/>',
  enlarged: '<path d="M2 10h16" stroke="currentColor" stroke-width="4"/><path d="m16 4 11 6-11 6Z" fill="currentColor"/>',
};

/** Of a page on which balls roll. @returns {About} */
const ofRolling = () => ({
  parts: PARTS.filter((id) => document.getElementById(id) !== null).map((id) => id.replaceAll("-", "_")),
  marks: MARKS,
  how: "guide.marks_how",
  hasTour: true,
});

/**
 * What there is to be told: names of parts; marks as they are drawn; how marks are asked what they are.
 * @typedef {{parts: string[], marks: Record<string, string>, how: string, hasTour: boolean}} About
 */

/**
 * What the parts of the page are, what its marks mean, and its keys.
 * @param {HTMLElement} host
 * @param {{store: {state: {dialog: string}, set: (patch: any) => void,
 *   subscribe: (names: string[], listener: (state: any) => void) => void},
 *   actions: import("../actions.js").Action[]}} page
 * @param {About} about
 */
export function createGuide(host, { store, actions }, { parts, marks, how, hasTour } = ofRolling()) {
  const dialog = element("dialog", { class: "window guide-window", "aria-labelledby": "guide-title" });
  const close = () => dialog.close();
  const groups = GROUPS.filter((name) => actions.some(({ group }) => group === name));
  const tour = element("button", { class: "link", type: "button", onclick: () => store.set({ dialog: "tour" }) }, t("guide.tour"));
  dialog.append(
    element(
      "header",
      {},
      element("h2", { id: "guide-title" }, t("guide.title")),
      element("button", { class: "tool icon", type: "button", "aria-label": t("close"), onclick: close }, icon("close")),
    ),
    ...(hasTour ? [tour] : []),
    section("parts", ...parts.map((name) => entry(t(`guide.${name}`), t(`guide.${name}_is`)))),
    section(
      "marks",
      element("p", {}, t(how)),
      ...Object.entries(marks).map(([name, drawn]) => entry(markSign(drawn), t(`guide.mark_${name}`))),
    ),
    element(
      "section",
      { class: "guide-keys" },
      element("h3", {}, t("keys.title")),
      ...groups.map((group) =>
        element(
          "section",
          {},
          element("h4", {}, t(`keys.${group}`)),
          element(
            "dl",
            {},
            ...actions
              .filter((action) => action.group === group)
              .map((action) => element("div", {}, element("dt", {}, t(action.label)), element("dd", {}, ...keyCaps(action)))),
          ),
        ),
      ),
    ),
  );
  dialog.addEventListener("click", (/** @type {Event} */ event) => event.target === dialog && close());
  dialog.addEventListener("close", () => !dialog.open && store.state.dialog === "guide" && store.set({ dialog: "" }));
  host.append(dialog);
  store.subscribe(["dialog"], (state) => {
    if (state.dialog === "guide" && !dialog.open) dialog.showModal();
    else if (state.dialog !== "guide" && dialog.open) dialog.close();
  });
}

/** @param {"parts" | "marks"} name @param {...HTMLElement} entries a sentence before them stands above their list */
function section(name, ...entries) {
  const words = entries.filter((each) => each.localName === "p"),
    rest = entries.filter((each) => each.localName !== "p");
  return element("section", { class: `guide-${name}` }, element("h3", {}, t(`guide.${name}`)), ...words, element("dl", {}, ...rest));
}

const entry = (/** @type {string | SVGElement} */ name, /** @type {string} */ is) =>
  element("div", {}, element("dt", {}, name), element("dd", {}, is));

/** @param {string} drawn */
function markSign(drawn) {
  const drawing = svg("svg", { width: 28, height: 20, viewBox: "0 0 28 20", "aria-hidden": "true" });
  drawing.innerHTML = drawn;
  return drawing;
}

function keyCaps(/** @type {import("../actions.js").Action} */ { shown, name }) {
  if (name === "select") return [element("kbd", {}, shown[0]), "–", element("kbd", {}, shown[1])];
  return shown.map((/** @type {string} */ key) => element("kbd", {}, key));
}
