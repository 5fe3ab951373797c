import { createField, positions } from "../../static/panels/details_field.js";
import { equal, near, ok } from "./expect.js";
import { hosted } from "./pages.js";

const NUMBER = { type: "number", title: "Learning rate", minimum: 0, maximum: 10, slider: [0, 10], default: 1 };
const LOG = { ...NUMBER, scale: "log", slider: [0.001, 10], exclusiveMinimum: 0, minimum: undefined };

/** A field in a form, with what it changed since the last call. */
function formed(field, value) {
  const told = [];
  const made = createField({ name: "rate", field, value, change: (next, gesture) => told.push([next, gesture]) });
  const host = hosted(400);
  host.append(made.node);
  const input = host.querySelector("input.number"),
    slider = host.querySelector("input.slider");
  const press = (key) => input.dispatchEvent(new KeyboardEvent("keydown", { key, cancelable: true }));
  return {
    ...{ made, host, input, slider, press, told },
    given: () => told.splice(0).map(([next]) => next),
    type(text) {
      input.value = text;
      press("Enter");
    },
    fault: () => [input.getAttribute("aria-invalid"), host.querySelector(".fault").textContent],
    slide(notch) {
      slider.value = String(notch);
      slider.dispatchEvent(new Event("input"));
    },
  };
}

/** Every field with a number that the page has a form for. */
async function fields() {
  const catalogue = await (await fetch("/catalogue.json")).json();
  const racer = catalogue.run.properties.racers.items.properties;
  const kinds = ["surfaces", "optimizers", "schedules", "losses", "datasets"].flatMap((group) => Object.values(catalogue[group]));
  const schemas = [
    ...kinds.map(({ schema }) => schema),
    ...Object.values(racer.clipping.kinds).map(({ schema }) => schema),
    { noise: racer.noise },
  ];
  return schemas.flatMap((schema) =>
    Object.entries(schema).filter(([, field]) => ["number", "integer"].includes(field.type) && field.choices === undefined),
  );
}

export async function testNonsenseInAnyFieldIsNamedAndChangesNothing() {
  const all = await fields();
  ok(all.length > 80, `${all.length} fields`);
  for (const [name, field] of all) {
    const { input, type, fault, given, host } = formed(field, field.default);
    const before = input.value;
    const refused = (text, ...words) => {
      type(text);
      const [invalid, said] = fault();
      equal([invalid, given()], ["true", []], `${name}: ${text}`);
      equal(input.getAttribute("aria-describedby"), host.querySelector(".fault").id);
      for (const word of [field.title, ...words]) ok(said.includes(word), `${name}: “${said}” has no “${word}”`);
      return said;
    };
    for (const text of ["abc", "1..2", "<b>7</b>", "0x10", "--4", "1e", "𝟙𝟚", "'; drop", "NaN"]) refused(text, text, "a number");
    for (const text of ["-1e300", "1e300"]) {
      const isBounded = text.startsWith("-")
        ? (field.minimum ?? field.exclusiveMinimum) !== undefined
        : (field.maximum ?? field.exclusiveMaximum) !== undefined;
      if (isBounded) ok(/[[(]/.test(refused(text, "must be", "10³⁰⁰")), name);
    }
    if (field.type === "integer") refused("1.5", "1.5");
    type(before);
    equal([fault(), given(), input.hasAttribute("aria-describedby")], [[null, ""], [], false], `${name}: ${before}`);
    equal(host.querySelector("b"), null, "what was typed is text");
  }
}

export function testWhatIsTypedIsTaken() {
  const { type, given, fault, slider, input } = formed(NUMBER, 1);
  type("2.5");
  equal([given(), slider.value, input.value], [[2.5], "250", "2.5"]);
  type("2.5");
  equal(given(), [], "it is that already");
  type("11");
  equal([fault()[0], given()], ["true", []]);
  type("1×10⁻³");
  equal([fault(), given(), input.value], [[null, ""], [0.001], "0.001"]);
}

export function testInTheHandItIsInFullAndElsewhereShort() {
  const { input, type } = formed(NUMBER, 1.23456789);
  equal(input.value, "1.2346");
  input.focus();
  equal([input.value, input.selectionEnd - input.selectionStart], ["1.23456789", 10]);
  input.blur();
  equal(input.value, "1.2346");
  input.focus();
  type("11");
  input.blur();
  equal(input.value, "11", "what is refused stays to be mended");
  input.focus();
  equal(input.value, "11");
}

export function testArrowsGoByAHundredth() {
  for (const [field, value, up, down] of [
    [NUMBER, 1, 1.1, 0.9],
    [LOG, 1, 1.01, 0.99],
    [{ ...NUMBER, type: "integer", maximum: 1000 }, 5, 6, 4],
    [{ ...NUMBER, type: "integer", maximum: 1000 }, 500, 505, 495],
  ]) {
    const [higher, lower] = [formed(field, value), formed(field, value)];
    higher.press("ArrowUp");
    lower.press("ArrowDown");
    equal([higher.given(), lower.given()], [[up], [down]]);
    equal(higher.input.value, String(up));
  }
  const rim = formed(NUMBER, 10);
  rim.press("ArrowUp");
  equal([rim.given(), rim.input.value], [[], "10"]);
}

export function testADragIsOneGesture() {
  const { slider, slide, told, input, made } = formed(NUMBER, 1);
  slider.dispatchEvent(new Event("pointerdown"));
  slide(300);
  slide(450);
  equal(
    told.map(([value]) => value),
    [3, 4.5],
  );
  ok(told[0][1] !== null && told[0][1] === told[1][1]);
  made.show(7);
  equal(input.value, "4.5", "while it lasts nothing else is shown");
  slider.dispatchEvent(new Event("change"));
  equal(told.splice(2), [[4.5, null]]);
  slide(500);
  slider.dispatchEvent(new Event("change"));
  equal(told.splice(2), [[5, null]], "a key on the slider is a change at once");
  made.show(7);
  equal([input.value, slider.value, slider.getAttribute("aria-valuetext")], ["7", "700", "7"]);
}

export function testWhatComesFromElsewhereIsShownUnlessItIsBeingTyped() {
  const { made, input, type, fault } = formed(NUMBER, 1);
  type("oops");
  made.show(2);
  equal([input.value, fault()], ["2", [null, ""]]);
  input.focus();
  made.show(3);
  equal(input.value, "2");
}

export function testASlidersPlacesAreLinearOrLogarithmic() {
  const linear = positions(NUMBER);
  equal([linear.of(0), linear.of(2.5), linear.of(10), linear.of(-5), linear.of(99)], [0, 0.25, 1, 0, 1]);
  equal([linear.at(0), linear.at(0.25), linear.at(1), linear.at(0.12345)], [0, 2.5, 10, 1.23]);
  const log = positions(LOG);
  near(log.of(0.1), 0.5);
  equal([log.of(0.001), log.of(0), log.of(1e9), log.at(0.5), log.at(0), log.at(1)], [0, 0, 1, 0.1, 0.001, 10]);
  const withZero = positions({ ...LOG, minimum: 0 });
  equal([withZero.at(0), withZero.at(0.5), withZero.of(0)], [0, 0.1, 0], "its left end is kept for zero");
  equal(positions({ type: "integer", minimum: 1, maximum: 4 }).at(0.5), 3);
  equal(positions({ ...NUMBER, slider: [0, 1], exclusiveMaximum: 1 }).at(1), 0.999, "an end that is not allowed is not reached");
  const { low, high } = positions({ type: "number", exclusiveMinimum: -2, exclusiveMaximum: 3 });
  equal([low, high, positions({ type: "number" }).high], [-2, 3, 1]);
}

export function testChoicesAndSwitches() {
  const told = [];
  const change = (...given) => told.push(given);
  const choice = createField({ name: "guard", field: { title: "Guard", choices: { add: "added", clamp: "cut" } }, value: "clamp", change });
  const select = choice.node.querySelector("select");
  equal([select.value, [...select.options].map(({ textContent }) => textContent)], ["clamp", ["added", "cut"]]);
  select.value = "add";
  select.dispatchEvent(new Event("change"));
  choice.show("clamp");
  equal([told.splice(0), select.value], [[["add", null]], "clamp"]);
  const turned = createField({ name: "amsgrad", field: { type: "boolean", title: "AMSGrad" }, value: true, change });
  hosted(400).append(turned.node);
  const input = turned.node.querySelector("input");
  equal([input.checked, turned.node.querySelector("label").htmlFor === input.id], [true, true]);
  input.click();
  turned.show(true);
  equal([told, input.checked], [[[false, null]], true]);
}
