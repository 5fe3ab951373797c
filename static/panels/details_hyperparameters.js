import { element } from "../element.js";
import { t } from "../text.js";
import { createField } from "./details_field.js";

/** @typedef {import("../types.d.ts").Racer} Racer */

/**
 * The form of a racer's hyperparameters, its clipping and its noise. `form()` makes it anew; `show` keeps it true.
 * @param {Pick<import("../page.d.ts").Sheet, "edits" | "catalogue" | "settled" | "racerNow">} page
 */
export function createHyperparameters({ edits, catalogue, settled, racerNow }) {
  /** @type {Map<string, ReturnType<typeof createField>>} */
  let fields = new Map();

  const done = (/** @type {object | null} */ gesture) => gesture === null && settled();

  function optimizerFields(/** @type {Racer} */ racer) {
    const { schema } = catalogue.optimizers[racer.optimizer.kind];
    return Object.entries(schema)
      .filter(([name]) => name !== "learning_rate")
      .map(([name, field]) =>
        add(`optimizer.${name}`, createField({
          name, field, value: racer.optimizer[name],
          change: (value, gesture) => {
            const now = racerNow();
            edits.setOptimizer(now.id, { ...now.optimizer, [name]: value }, gesture);
            done(gesture);
          },
        })),
      );
  }

  function add(/** @type {string} */ key, /** @type {ReturnType<typeof createField>} */ field) {
    fields.set(key, field);
    return field.node;
  }

  function clippingFields(/** @type {Racer} */ racer) {
    const kinds = Object.keys(catalogue.clippings);
    const choose = element("div", { class: "switch", role: "group", "aria-label": t("details.clipping") }, ...kinds.map((kind) =>
      element("button", { type: "button", "aria-pressed": String(kind === racer.clipping.kind), onclick: (/** @type {any} */ event) => choosing(event, kind) }, t(`clipping.${kind}`)),
    ));
    return [element("div", { class: "field" }, element("span", { class: "field-title" }, t("details.clipping")), choose), element("div", { class: "clipping-limit" }, ...clippingLimit(racer))];
  }

  function clippingLimit(/** @type {Racer} */ racer) {
    return Object.entries(catalogue.clippings[racer.clipping.kind].schema).map(([name, field]) =>
      add(`clipping.${name}`, createField({
        name, field, value: racer.clipping[name],
        change: (value, gesture) => {
          const now = racerNow();
          edits.setClipping(now.id, { ...now.clipping, [name]: value }, gesture);
          done(gesture);
        },
      })),
    );
  }

  function choosing(/** @type {any} */ event, /** @type {string} */ kind) {
    const now = racerNow();
    const defaults = Object.fromEntries(Object.entries(catalogue.clippings[kind].schema).map(([name, field]) => [name, field.default]));
    const clipping = { kind, ...defaults };
    const group = event.currentTarget.parentElement;
    for (const button of group.children) button.setAttribute("aria-pressed", String(button === event.currentTarget));
    edits.setClipping(now.id, clipping);
    group.closest(".form").querySelector(".clipping-limit").replaceChildren(...clippingLimit({ ...now, clipping }));
  }

  return {
    form() {
      const racer = racerNow();
      fields = new Map();
      const noise = createField({
        name: "noise", field: catalogue.racer.noise, value: racer.noise,
        change: (value, gesture) => {
          edits.setNoise(racer.id, value, gesture);
          done(gesture);
        },
      });
      return element("div", { class: "form" }, ...optimizerFields(racer), ...clippingFields(racer), add("noise", noise));
    },
    show(/** @type {any} */ racer) {
      if (racer === undefined) return;
      for (const [key, field] of fields) {
        const [part, name] = key.split(".");
        field.show(name === undefined ? racer[part] : racer[part][name] ?? 0);
      }
    },
  };
}
