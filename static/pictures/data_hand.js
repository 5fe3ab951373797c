// The learner's hand in the data picture: points are dragged, added and taken away, by mouse, finger and keys.

import { attachGestures } from "./gestures.js";
import { placeOf } from "./data_marks.js";
import { element, mark, say } from "../element.js";
import { added, editable, moved, placeIn, without } from "../run/own_data.js";
import { t } from "../text.js";

/** @typedef {import("../types.d.ts").FitProblem} FitProblem
 *  @typedef {import("../types.d.ts").Examples} Examples
 *  @typedef {import("../types.d.ts").OwnData} OwnData
 *  @typedef {{features: string[], target: string, classes: string[]}} Names
 *  @typedef {"move" | "add" | "remove"} Tool */

const GRAB_PX = 16,
  FAR = 0.02;
const TOOLS = /** @type {Tool[]} */ (["move", "add", "remove"]);
const ARROWS = /** @type {Record<string, [number, number]>} */ ({
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
});

/**
 * Buttons of which one is pressed.
 * @template Value @param {string} label @param {Value[]} values @param {(value: Value) => string} words
 * @param {(value: Value) => void} choose
 */
function createChoice(label, values, words, choose) {
  const buttons = values.map((value) =>
    Object.assign(element("button", { type: "button", onclick: () => choose(value) }, words(value)), { chosen: value }),
  );
  return {
    root: element("div", { class: "pair", role: "group", "aria-label": label }, ...buttons),
    buttons,
    show(/** @type {Value} */ now) {
      for (const button of buttons) mark(button, "aria-pressed", String(button.chosen === now));
    },
  };
}

/**
 * @param {HTMLElement} picture
 * @param {{setData(data: OwnData, gesture: object | null): void, invalidate(): void}} actions
 * @param {{newest: () => FitProblem, namesOf: (problem: FitProblem) => Names, examples: () => Examples | null, isBinary: () => boolean,
 *   axes: () => ReturnType<typeof import("./data_axes.js").dataAxes> | null}} seen what the hand is over
 */
export function createDataHand(picture, { setData, invalidate }, { newest, namesOf, examples, isBinary, axes }) {
  /** @type {Tool} */ let tool = "move";
  let label = 1;
  /** Place in the newest data of the example under hand or keys. @type {number | null} */ let place = null;
  /** @type {object | null} */ let gesture = null;
  const tools = createChoice(
    t("data.tools"),
    TOOLS,
    (name) => t(`data.tool_${name}`),
    (name) => {
      tool = name;
      invalidate();
    },
  );
  const classes = createChoice(
    t("data.class"),
    [0, 1],
    () => "",
    (one) => {
      label = one;
      invalidate();
    },
  );

  const shown = () => /** @type {Examples} */ (examples());
  const scales = () => /** @type {NonNullable<ReturnType<typeof axes>>} */ (axes());
  const namesShown = () => namesOf(shown().problem);
  const own = () => (examples() ? editable(newest(), shown(), namesShown()) : null);

  /** The training example nearest to a pixel, within a finger's width. @param {number} px @param {number} py */
  function under(px, py) {
    const points = examples()?.train;
    if (!points || !axes()) return null;
    let best = null,
      nearest = GRAB_PX;
    for (let k = 0; k < points.y.length; k++) {
      const [x, y] = placeOf(scales(), points, k),
        away = Math.hypot(x - px, y - py);
      if (away < nearest) [best, nearest] = [k, away];
    }
    return best;
  }

  /**
   * A place in the picture as an example in the data's own units; none is put beyond the axes, from where it could not be taken back.
   * @param {number} px @param {number} py @param {number} otherwise its class where the picture does not say
   */
  function exampleAt(px, py, otherwise) {
    const { left, top, width, height, from } = scales();
    const { mean, scale, train } = shown(),
      [x, y] = from(Math.min(Math.max(px, left), left + width), Math.min(Math.max(py, top), top + height));
    const read = train.x.length === 2 ? [x, y] : [x];
    return {
      raw: read.map((value, j) => value * scale[j] + mean[j]),
      y: train.x.length === 2 ? otherwise : isBinary() ? Number(y > 0.5) : y,
    };
  }

  /** @param {number | null} which @returns {number | null} */
  function placeOfShown(which) {
    const data = own();
    return data === null || which === null ? null : placeIn(data, shown(), namesShown(), which);
  }

  /** The training example on screen that is held. */
  function held() {
    const which = place === null ? -1 : shown().index.train.indexOf(place);
    return which < 0 ? null : which;
  }

  /** @param {number} px @param {number} py */
  function carry(px, py) {
    const data = own();
    if (place === null || data === null) return;
    gesture ??= {};
    const { raw, y } = exampleAt(px, py, data.y[place]);
    setData(moved(data, place, raw, y), gesture);
  }

  /** A new example at a pixel. @param {number} px @param {number} py */
  function add(px, py) {
    const data = own();
    if (data === null) return;
    const { raw, y } = exampleAt(px, py, label);
    setData(added(data, raw, y), null);
  }

  function remove(/** @type {number | null} */ which) {
    const data = own();
    place = null;
    if (which === null || data === null || data.y.length < 2) return;
    setData(without(data, which), null);
  }

  /** From the held example on to the next that is still there. @param {1 | -1} by */
  function turn(by) {
    const { length } = shown().train.y;
    let which = held() ?? (by > 0 ? -1 : 0);
    for (let tried = 0; tried < length; tried++) {
      which = (which + by + length) % length;
      place = placeOfShown(which);
      if (place !== null) return;
    }
  }

  /** @param {[number, number]} by in parts of the picture */
  function push([right, down]) {
    const data = own(),
      { mean, scale } = shown(),
      { width, height } = scales();
    if (place === null || data === null) return;
    const at = place,
      here = { x: data.x.map((column, j) => [(column[at] - mean[j]) / scale[j]]), y: [data.y[at]] };
    const [x, y] = placeOf(scales(), here, 0),
      { raw, y: target } = exampleAt(x + right * width * FAR, y + down * height * FAR, data.y[at]);
    setData(moved(data, at, raw, target), null);
  }

  attachGestures(picture, {
    grab(x, y) {
      place = tool === "remove" ? null : placeOfShown(under(x, y));
      return place !== null;
    },
    drag: carry,
    tap(x, y) {
      const which = under(x, y);
      if (tool === "remove") remove(placeOfShown(which));
      else if (tool === "add" && which === null) add(x, y);
      else place = placeOfShown(which);
      invalidate();
    },
    point(x, y) {
      picture.classList.toggle("can-grab", under(x, y) !== null);
    },
    leave() {},
  });
  picture.addEventListener("pointerup", () => {
    if (gesture === null) return;
    gesture = null;
    const data = own();
    if (data !== null) setData(data, null);
  });
  picture.addEventListener("contextmenu", (event) => {
    event.preventDefault();
    const box = picture.getBoundingClientRect();
    remove(placeOfShown(under(event.clientX - box.left, event.clientY - box.top)));
  });
  picture.addEventListener("keydown", (event) => {
    if (!examples() || !axes() || event.ctrlKey || event.metaKey || event.altKey) return;
    const { left, top, width, height } = scales(),
      arrow = ARROWS[event.key];
    if (event.key === "PageDown") turn(1);
    else if (event.key === "PageUp") turn(-1);
    else if (arrow && place !== null) push(arrow);
    else if (event.key === "Delete" || event.key === "Backspace") remove(place);
    else if (event.key === "Enter") add(left + width / 2, top + height / 2);
    else return;
    event.preventDefault();
    event.stopPropagation();
    invalidate();
  });

  return {
    tools: tools.root,
    classes: classes.root,
    held,
    /** In the middle of a drag. */
    get isHolding() {
      return gesture !== null;
    },
    /** What the classes are called. @param {string[]} names */
    name(names) {
      classes.buttons.forEach((button) => say(button, names[button.chosen] ?? String(button.chosen)));
    },
    show() {
      tools.show(tool);
      classes.show(label);
      classes.root.hidden = !(isBinary() && shown().train.x.length === 2 && tool === "add");
    },
  };
}
