import { element } from "../element.js";
import { kindsOf, racerFields } from "../run/schema.js";
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

  /** One of a few kinds, and the fields of the kind in force: what sets it. */
  const OPTIONS = /** @type {const} */ ({
    clipping: edits.setClipping,
    gradient: edits.setGradient,
  });
  /** @typedef {keyof typeof OPTIONS} Part */
  const kindsOfPart = (/** @type {Part} */ part) =>
    /** @type {import("../run/schema.js").Kinds} */ (kindsOf(catalogue, racerFields(catalogue)[part]));

  function optionFields(/** @type {Racer} */ racer, /** @type {Part} */ part) {
    const choose = element(
      "div",
      { class: "switch", role: "group", "aria-label": t(`details.${part}`) },
      ...Object.keys(kindsOfPart(part)).map((kind) =>
        element(
          "button",
          {
            type: "button",
            "aria-pressed": String(kind === racer[part].kind),
            onclick: (/** @type {any} */ event) => choosing(event, part, kind),
          },
          t(`${part}.${kind}`),
        ),
      ),
    );
    return [
      element("div", { class: "field" }, element("span", { class: "field-title" }, t(`details.${part}`)), choose),
      element("div", { class: "option-fields", dataset: { part } }, ...fieldsOf(racer, part)),
    ];
  }

  function fieldsOf(/** @type {Racer} */ racer, /** @type {Part} */ part) {
    const { schema } = kindsOfPart(part)[racer[part].kind];
    return Object.entries(schema).map(([name, field]) =>
      add(
        `${part}.${name}`,
        createField({
          name,
          field,
          value: /** @type {Member} */ (racer[part])[name],
          change: (value, gesture) => {
            const now = racerNow();
            OPTIONS[part](now.id, /** @type {any} */ ({ ...now[part], [name]: value }), gesture);
            done(gesture);
          },
        }),
      ),
    );
  }

  function choosing(/** @type {any} */ event, /** @type {Part} */ part, /** @type {string} */ kind) {
    const now = racerNow(),
      { schema } = kindsOfPart(part)[kind];
    const chosen = {
      kind,
      ...Object.fromEntries(Object.entries(schema).map(([name, field]) => [name, field.default])),
    };
    const group = event.currentTarget.parentElement;
    for (const button of group.children) button.setAttribute("aria-pressed", String(button === event.currentTarget));
    OPTIONS[part](now.id, /** @type {any} */ (chosen));
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
        field: racerFields(catalogue).noise,
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
