import { element, say, sayWhole } from "../element.js";
import { groundOf } from "../run/ground.js";
import { exampleOf, presetOf } from "../state.js";
import { t } from "../text.js";
import { choiceGroups } from "./choices.js";
import { icon } from "./icons.js";
import { attachPopover } from "./popover.js";

/**
 * The examples: one click sets everything; the sentence says what to look for.
 * @param {HTMLElement} host @param {import("../page_parts.d.ts").Page} page
 * @returns {import("../types.d.ts").View}
 */
export function createPresets(host, { store, edits, catalogue, openFile, forget }) {
  const { presets } = catalogue;
  const name = element("span", { class: "pick-name", id: "preset-name" });
  const button = element(
    "button",
    { class: "pick", type: "button", "aria-labelledby": "preset-label preset-name" },
    name,
    icon("down", 16),
  );
  const sentence = element("p", { class: "sentence" });
  const sweep = element(
    "button",
    { class: "link preset-sweep", type: "button", onclick: () => store.set({ dialog: "sweep_all" }) },
    icon("sweep", 14),
    t("preset.sweep"),
  );
  host.append(
    element("div", { class: "pick-group" }, element("span", { class: "label", id: "preset-label" }, t("preset.label")), button),
    sentence,
    sweep,
  );

  attachPopover(button, {
    label: t("preset.label"),
    wide: true,
    fill: (sheet) => {
      const entries = presets.map(({ kind, group, title, sentence: note }) => ({ kind, group, title, note }));
      sheet.append(
        ...choiceGroups(entries, store.state.preset, (kind) => {
          sheet.hidePopover();
          edits.applyPreset(kind);
        }),
      );
      const file = element("input", {
        type: "file",
        accept: "application/json,.json",
        class: "unseen",
        tabindex: "-1",
        "aria-hidden": "true",
        onchange: () => file.files?.[0] && openFile(file.files[0]),
      });
      sheet.append(
        element("button", { class: "choice", type: "button", onclick: () => file.click() }, icon("open"), t("preset.open_file")),
        file,
        element(
          "button",
          { class: "choice", type: "button", onclick: forget },
          icon("restart"),
          element(
            "span",
            { class: "choice-words" },
            element("span", {}, t("preset.afresh")),
            element("span", { class: "choice-note" }, t("preset.afresh_note")),
          ),
        ),
      );
    },
  });

  return {
    draw({ state }) {
      const preset = presetOf(state, catalogue);
      sayWhole(name, preset?.title ?? t("preset.own"));
      sweep.hidden = preset === null || preset.sweep.length === 0;
      say(sentence, exampleOf(state, catalogue)?.sentence ?? groundOf(catalogue, state.run.problem).idea);
    },
  };
}
