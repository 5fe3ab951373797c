// What is to be seen in a part of the page, as lines that people can read and compare: its markup, and what its canvases were told to draw.

import { penTelling } from "./pens.js";

/** Three decimals: the arithmetic of another machine may differ in the last bits. */
const rounded = (value) => (Number.isFinite(value) ? String(Number(value.toFixed(3)) + 0) : String(value));
export const roundedIn = (text) => text.replaceAll("\n", "⏎").replace(/-?\d+\.\d{4,}(e-?\d+)?/g, (number) => rounded(Number(number)));
/** Of a path with more parts than this the middle is told by its means. */
const MOST_PARTS = 16;
const SIGNS = { moveTo: "M", lineTo: "L", closePath: "Z" };

const WHATEVER = { stroke: ["lineWidth", "lineCap", "lineJoin"], fillText: ["font", "textAlign", "textBaseline"] };
/** By what a call is told from another of its kind; what is as at first is left out. */
const STYLES = {
  stroke: ["strokeStyle", ...WHATEVER.stroke],
  strokeRect: ["strokeStyle", ...WHATEVER.stroke],
  strokeText: ["strokeStyle", ...WHATEVER.stroke, ...WHATEVER.fillText],
  fill: ["fillStyle"],
  fillRect: ["fillStyle"],
  fillText: ["fillStyle", ...WHATEVER.fillText],
  drawImage: ["imageSmoothingEnabled"],
};
const ALWAYS = ["globalAlpha", "globalCompositeOperation", "filter", "shadowBlur", "shadowOffsetX", "shadowOffsetY"];
const AT_FIRST = {
  globalAlpha: 1,
  globalCompositeOperation: "source-over",
  filter: "none",
  shadowBlur: 0,
  shadowOffsetX: 0,
  shadowOffsetY: 0,
};
const UNTOLD = { lineCap: "butt", lineJoin: "", imageSmoothingEnabled: true, textAlign: "start", textBaseline: "alphabetic", ...AT_FIRST };

function valueOf(value) {
  if (typeof value === "number") return rounded(value);
  if (value?.stops) return `${value.how}(${value.line.map(rounded)} ${value.stops.map(([at, colour]) => `${rounded(at)} ${colour}`)})`;
  if (Array.isArray(value)) return value.map(valueOf).join(",");
  return roundedIn(String(value));
}

function pathOf(path) {
  const written = (parts) => parts.map(([how, ...given]) => `${SIGNS[how] ?? `${how} `}${given.map(valueOf).join(" ")}`).join(" ");
  if (path.length <= MOST_PARTS) return written(path);
  const middle = path.slice(6, -3);
  const mean = [1, 2].map((at) => rounded(middle.reduce((sum, part) => sum + (part[at] ?? 0), 0) / middle.length));
  return `${written(path.slice(0, 6))} … ${middle.length} parts about ${mean.join(" ")} … ${written(path.slice(-3))}`;
}

/** Size, mean colour and nine samples of a picture made pixel by pixel. */
function pixelsOf({ data, width, height }) {
  const sums = [0, 0, 0, 0];
  for (let k = 0; k < data.length; k += 1) sums[k % 4] += data[k];
  const sample = (x, y) => [...data.slice(4 * (y * width + x), 4 * (y * width + x) + 4)].join(",");
  const at = (size) => [0.1, 0.5, 0.9].map((part) => Math.floor(part * size));
  const samples = at(height).flatMap((y) => at(width).map((x) => sample(x, y)));
  return `${width}×${height} mean ${sums.map((sum) => rounded(Math.round((40 * sum) / data.length) / 10))} of ${samples.join(" | ")}`;
}

/**
 * Has every canvas of a window keep what it is told to draw since it was last emptied.
 * @param {Window} window
 * @param {boolean} hasCard whether there seems to be a graphics card; what is drawn by it is not kept
 */
export function keepDrawing(window, hasCard) {
  const lists = new WeakMap();
  /** Pictures that were painted to be drawn, in the order in which they are told of. */
  const painted = new Map();

  function lineOf({ how, path, given, dash, style }) {
    const names = [...(STYLES[how] ?? []), ...(STYLES[how] ? ALWAYS : [])].filter((name) => style[name] !== UNTOLD[name]);
    const is = names.map((name) => (name in AT_FIRST ? `${name} ${valueOf(style[name])}` : valueOf(style[name])));
    if (how.startsWith("stroke") && dash.length > 0) is.push(`dash ${dash.map(rounded)} from ${rounded(style.lineDashOffset)}`);
    if (STYLES[how] && style.shadowBlur + Math.abs(style.shadowOffsetY) > 0) is.push(`shadow ${style.shadowColor}`);
    const values = given.map((value) => {
      if (value instanceof window.HTMLCanvasElement) return pictureOf(value);
      if (value instanceof window.ImageData || value instanceof ImageData) return pixelsOf(value);
      return value instanceof window.Path2D ? `(${value.text})` : valueOf(value);
    });
    const isPath = ["stroke", "fill", "clip"].includes(how) && !(given[0] instanceof window.Path2D);
    return `${how} ${[...values, ...(isPath ? [pathOf(path)] : [])].join(" ")}${is.length > 0 ? ` · ${is.join(" ")}` : ""}`;
  }

  function pictureOf(canvas) {
    const key = [`${canvas.width}×${canvas.height}`, ...linesOf(canvas)].join("\n");
    if (!painted.has(key)) painted.set(key, { number: painted.size + 1, isTold: false });
    return `picture-${painted.get(key).number}`;
  }
  /** Written down once a drawing. */
  function linesOf(canvas) {
    const list = lists.get(canvas);
    if (list === undefined) return [];
    for (const call of list.calls.splice(0)) list.lines.push(lineOf(call));
    return list.lines;
  }

  window.Path2D = class {
    constructor(text) {
      this.text = text;
    }
  };
  window.HTMLCanvasElement.prototype.getContext = function (kind) {
    if (kind !== "2d") return hasCard ? { getExtension: () => null } : null;
    if (!lists.has(this)) {
      const calls = [],
        lines = [];
      const { pen } = penTelling((call) => {
        if (call.how === "clearRect") calls.length = lines.length = 0;
        calls.push(call);
      });
      lists.set(this, { pen: Object.assign(pen, { canvas: this }), calls, lines });
    }
    return lists.get(this).pen;
  };
  return {
    /** Lines of a canvas, and of the pictures in it that have not been told of. */
    told(canvas) {
      const lines = [...linesOf(canvas)];
      for (const [key, picture] of painted)
        if (!picture.isTold) {
          picture.isTold = true;
          const [size, ...inside] = key.split("\n");
          lines.push(`picture-${picture.number}: ${size}`, ...inside.map((line) => `  ${line}`));
        }
      return lines;
    },
  };
}

const LEFT_OUT = "script, style, link, meta, noscript, title";
/** An element shorter than this, without parts of its own to tell of, is one line. */
const SHORT = 150;

/** Markup with what is chosen and written in its fields, an element a line; `drawing`: what canvases were told, or null. */
export function markupOf(node, drawing, indent = "") {
  if (node.nodeType === Node.TEXT_NODE) return node.data.trim() === "" ? [] : [`${indent}${roundedIn(node.data.trim())}`];
  if (node.nodeType !== Node.ELEMENT_NODE || node.matches(LEFT_OUT)) return [];
  const tag = node.localName;
  const attributes = [...node.attributes].map(({ name, value }) => ` ${name}="${roundedIn(value)}"`).join("");
  const now = ["input", "select", "textarea"].includes(tag) ? ` .value="${roundedIn(node.value)}"${node.checked ? " .checked" : ""}` : "";
  const open = `${indent}<${tag}${attributes}${now}>`;
  if (tag === "canvas") return [open, ...(drawing?.told(node) ?? []).map((line) => `${indent}  ${line}`)];
  const isPlain = node.querySelector("canvas, input, select, textarea") === null && tag !== "select";
  const whole = roundedIn(node.innerHTML.trim());
  if (isPlain && (whole.length < SHORT || tag === "math")) return [`${open}${whole}`];
  return [open, ...[...node.childNodes].flatMap((child) => markupOf(child, drawing, `${indent}  `))];
}

/** What is other: lines that came, and how many are gone. */
export function changesOf(before, after) {
  let first = 0,
    last = 0;
  const shorter = Math.min(before.length, after.length);
  while (first < shorter && before[first] === after[first]) first += 1;
  while (last < shorter - first && before.at(-1 - last) === after.at(-1 - last)) last += 1;
  const [old, now] = [before, after].map((lines) => lines.slice(first, lines.length - last));
  const lengths = Array.from({ length: old.length + 1 }, () => new Uint16Array(now.length + 1));
  for (let i = old.length - 1; i >= 0; i -= 1)
    for (let j = now.length - 1; j >= 0; j -= 1)
      lengths[i][j] = old[i] === now[j] ? lengths[i + 1][j + 1] + 1 : Math.max(lengths[i + 1][j], lengths[i][j + 1]);
  const lines = [];
  let gone = 0;
  const told = () => gone > 0 && lines.push(`- ${gone}`) && (gone = 0);
  for (let i = 0, j = 0; i < old.length || j < now.length;) {
    if (i < old.length && j < now.length && old[i] === now[j]) {
      told();
      [i, j] = [i + 1, j + 1];
    } else if (i < old.length && (j === now.length || lengths[i + 1][j] >= lengths[i][j + 1])) [i, gone] = [i + 1, gone + 1];
    else {
      told();
      lines.push(`+ ${now[j++]}`);
    }
  }
  told();
  return lines;
}
