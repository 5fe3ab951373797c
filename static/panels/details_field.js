import { element, mark } from "../element.js";
import { exact, parse, plainOf, shortest } from "../format.js";
import { faultOf } from "../run/faults.js";
import { faultText } from "./notice_faults.js";

/** @typedef {import("../types.d.ts").Schema} Schema */

/** Positions of a slider, fine enough for one pixel of the widest. */
const NOTCHES = 1000;
let numbers = 0;

/**
 * A slider's position for a value, 0 … 1, and back, on the field's scale. A logarithmic slider whose field allows 0
 * keeps its left end for it.
 */
export function positions(/** @type {Schema} */ field) {
  const [low, high] = field.slider ?? [field.minimum ?? field.exclusiveMinimum ?? 0, field.maximum ?? field.exclusiveMaximum ?? 1];
  const isLog = field.scale === "log" && low > 0;
  const hasZero = isLog && field.minimum === 0;
  return {
    low,
    high,
    isLog,
    of(/** @type {number} */ value) {
      const at = isLog ? (value <= 0 ? 0 : Math.log(value / low) / Math.log(high / low)) : (value - low) / (high - low);
      return Math.min(1, Math.max(0, at));
    },
    at(/** @type {number} */ position) {
      if (hasZero && position === 0) return 0;
      const value = isLog ? low * (high / low) ** position : low + (high - low) * position;
      const most =
        field.exclusiveMaximum !== undefined && value >= field.exclusiveMaximum ? field.exclusiveMaximum - (high - low) / NOTCHES : value;
      return field.type === "integer" ? Math.round(most) : Number(most.toPrecision(3));
    },
  };
}

const inFull = (/** @type {number} */ value) => exact(value);
const inShort = (/** @type {number} */ value) => plainOf(shortest(value, 5));

/**
 * One line of a form: title, number (typed) and slider, or a switch. A drag is one gesture; what cannot be allowed is
 * said below the field and changes nothing.
 * @param {{name: string, field: Schema, value: any, change: (value: any, gesture: object | null) => void, title?: string}} options
 * @returns {{node: HTMLElement, show: (value: any) => void}}
 */
export function createField({ name, field, value, change, title = field.title ?? name }) {
  if (field.choices !== undefined) return choiceField(title, field, value, change);
  if (field.type === "boolean") return switchField(title, field, value, change);
  const id = `field-${numbers++}`;
  const scale = positions(field);
  let shown = value;
  /** @type {object | null} */
  let gesture = null;
  const fault = element("p", { class: "fault", id: `${id}-fault`, role: "alert" });
  const number = element("input", {
    id,
    class: "number",
    type: "text",
    inputmode: "decimal",
    autocomplete: "off",
    spellcheck: "false",
    value: inShort(value),
  });
  const slider = element("input", { class: "slider", type: "range", min: 0, max: NOTCHES, step: 1, "aria-label": title });
  const symbol = field.symbol ? element("i", { class: "letter" }, field.symbol) : null;
  const node = element(
    "div",
    { class: "field" },
    element("label", { for: id, title: field.description || null }, symbol, element("span", {}, title)),
    number,
    slider,
    fault,
  );

  function place() {
    const at = scale.of(shown);
    slider.value = String(Math.round(at * NOTCHES));
    slider.style.setProperty("--at", String(at));
    mark(slider, "aria-valuetext", inShort(shown));
  }

  function take(/** @type {number} */ next, /** @type {object | null} */ by) {
    const found = faultOf(field, next, name);
    if (found) return false;
    say(null);
    shown = next;
    place();
    change(next, by);
    return true;
  }

  function say(/** @type {string | null} */ sentence) {
    fault.textContent = sentence ?? "";
    mark(number, "aria-invalid", sentence === null ? null : "true");
    mark(number, "aria-describedby", sentence === null ? null : fault.id);
  }

  function typed() {
    if (number.value === inShort(shown) || number.value === inFull(shown)) return say(null);
    const next = parse(number.value);
    const found = Number.isNaN(next) ? { code: "not_a_number", path: name, params: { value: number.value } } : faultOf(field, next, name);
    if (found) return say(faultText(found, title));
    take(next, null);
    if (document.activeElement !== number) number.value = inShort(shown);
  }

  number.addEventListener("focus", () => {
    if (number.getAttribute("aria-invalid") === null) number.value = inFull(shown);
    number.select();
  });
  number.addEventListener("blur", () => {
    typed();
    if (number.getAttribute("aria-invalid") === null) number.value = inShort(shown);
  });
  number.addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => {
    if (event.key === "Enter") typed();
    if (event.key !== "ArrowUp" && event.key !== "ArrowDown") return;
    event.preventDefault();
    const by = event.key === "ArrowUp" ? 1 : -1;
    const step =
      field.type === "integer"
        ? Math.max(1, Math.round(Math.abs(shown) * 0.01))
        : scale.isLog
          ? shown * 0.01
          : (scale.high - scale.low) / 100;
    if (take(Number((shown + by * step).toPrecision(12)), null)) number.value = inFull(shown);
  });
  slider.addEventListener("pointerdown", () => (gesture = {}));
  slider.addEventListener("input", () => {
    if (take(scale.at(Number(slider.value) / NOTCHES), gesture)) number.value = inShort(shown);
  });
  slider.addEventListener("change", () => {
    if (gesture !== null) change(shown, null);
    gesture = null;
  });
  place();
  return {
    node,
    /** Shows a value that came from elsewhere (a scrub, a link), unless it is being edited. */
    show(/** @type {number} */ next) {
      if (next === shown || gesture !== null || document.activeElement === number) return;
      shown = next;
      number.value = inShort(next);
      say(null);
      place();
    },
  };
}

/** One of a few named values. */
function choiceField(
  /** @type {string} */ title,
  /** @type {Schema} */ field,
  /** @type {string} */ value,
  /** @type {(value: string, gesture: null) => void} */ change,
) {
  const id = `field-${numbers++}`;
  const select = element(
    "select",
    { id, class: "field-choice", onchange: () => change(select.value, null) },
    ...Object.entries(field.choices ?? {}).map(([name, words]) => element("option", { value: name }, words)),
  );
  select.value = value;
  return {
    node: element(
      "div",
      { class: "field is-choice" },
      element("label", { for: id, title: field.description || null }, element("span", {}, title)),
      select,
    ),
    show(/** @type {string} */ next) {
      select.value = next;
    },
  };
}

function switchField(
  /** @type {string} */ title,
  /** @type {Schema} */ field,
  /** @type {boolean} */ value,
  /** @type {(value: boolean, gesture: null) => void} */ change,
) {
  const id = `field-${numbers++}`;
  const input = element("input", { id, type: "checkbox", role: "switch", class: "toggle", onchange: () => change(input.checked, null) });
  input.checked = value;
  return {
    node: element(
      "div",
      { class: "field" },
      element("label", { for: id, title: field.description || null }, element("span", {}, title)),
      input,
    ),
    show(/** @type {boolean} */ next) {
      input.checked = next;
    },
  };
}
