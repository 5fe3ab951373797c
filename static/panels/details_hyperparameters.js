import { element } from "../element.js";
import { gradientsOf } from "../run/options.js";
import { t } from "../text.js";
import { createField } from "./details_field.js";

/** @typedef {import("../types.d.ts").Racer} Racer
 *  @typedef {import("../types.d.ts").Member} Member */

/**
 * The form of a racer's hyperparameters, its clipping and its noise. `form()` makes it anew; `show` keeps it true.
 * @param {Pick<import("../page_parts.d.ts").Sheet, "edits" | "catalogue" | "settled" | "racerNow">} page
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
        add(
          `optimizer.${name}`,
          createField({
            name,
            field,
            value: racer.optimizer[name],
            change: (value, gesture) => {
              const now = racerNow();
              edits.setOptimizer(now.id, { ...now.optimizer, [name]: value }, gesture);
              done(gesture);
            },
          }),
        ),
      );
  }

  function add(/** @type {string} */ key, /** @type {ReturnType<typeof createField>} */ field) {
    fields.set(key, field);
    return field.node;
  }

  /** One of a few kinds, and the fields of the kind in force. */
  const OPTIONS = /** @type {const} */ ({
    clipping: { entries: catalogue.clippings, set: edits.setClipping, name: (/** @type {string} */ kind) => t(`clipping.${kind}`) },
    gradient: { entries: gradientsOf(catalogue), set: edits.setGradient, name: (/** @type {string} */ kind) => t(`gradient.${kind}`) },
  });
  /** @typedef {keyof typeof OPTIONS} Part */

  function optionFields(/** @type {Racer} */ racer, /** @type {Part} */ part) {
    const choose = element(
      "div",
      { class: "switch", role: "group", "aria-label": t(`details.${part}`) },
      ...Object.keys(OPTIONS[part].entries).map((kind) =>
        element(
          "button",
          {
            type: "button",
            "aria-pressed": String(kind === racer[part].kind),
            onclick: (/** @type {any} */ event) => choosing(event, part, kind),
          },
          OPTIONS[part].name(kind),
        ),
      ),
    );
    return [
      element("div", { class: "field" }, element("span", { class: "field-title" }, t(`details.${part}`)), choose),
      element("div", { class: "option-fields", dataset: { part } }, ...fieldsOf(racer, part)),
    ];
  }

  function fieldsOf(/** @type {Racer} */ racer, /** @type {Part} */ part) {
    const { entries, set } = OPTIONS[part],
      { schema } = /** @type {Record<string, {schema: Record<string, import("../types.d.ts").FieldSchema>}>} */ (entries)[racer[part].kind];
    return Object.entries(schema).map(([name, field]) =>
      add(
        `${part}.${name}`,
        createField({
          name,
          field,
          value: /** @type {Member} */ (racer[part])[name],
          change: (value, gesture) => {
            const now = racerNow();
            set(now.id, /** @type {any} */ ({ ...now[part], [name]: value }), gesture);
            done(gesture);
          },
        }),
      ),
    );
  }

  function choosing(/** @type {any} */ event, /** @type {Part} */ part, /** @type {string} */ kind) {
    const now = racerNow(),
      { schema } = /** @type {any} */ (OPTIONS[part].entries)[kind];
    const chosen = {
      kind,
      ...Object.fromEntries(Object.entries(schema).map(([name, field]) => [name, /** @type {any} */ (field).default])),
    };
    const group = event.currentTarget.parentElement;
    for (const button of group.children) button.setAttribute("aria-pressed", String(button === event.currentTarget));
    OPTIONS[part].set(now.id, /** @type {any} */ (chosen));
    group
      .closest(".form")
      .querySelector(`.option-fields[data-part=${part}]`)
      .replaceChildren(...fieldsOf({ ...now, [part]: chosen }, part));
  }

  return {
    form() {
      const racer = racerNow();
      fields = new Map();
      const noise = createField({
        name: "noise",
        field: catalogue.racer.noise,
        value: racer.noise,
        change: (value, gesture) => {
          edits.setNoise(racer.id, value, gesture);
          done(gesture);
        },
      });
      return element(
        "div",
        { class: "form" },
        ...optimizerFields(racer),
        ...optionFields(racer, "clipping"),
        ...optionFields(racer, "gradient"),
        add("noise", noise),
      );
    },
    show(/** @type {any} */ racer) {
      if (racer === undefined) return;
      for (const [key, field] of fields) {
        const [part, name] = key.split(".");
        field.show(name === undefined ? racer[part] : (racer[part][name] ?? 0));
      }
    },
  };
}
