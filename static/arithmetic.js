// Expression trees of the step inspector as arithmetic with as few brackets as make it clear:
// as text, as HTML and as program text; with this step's numbers or with symbols.

import { exact, htmlOf, plainOf, shortest, superscript } from "./format.js";

/**
 * @typedef {{ value: number | string, symbol: string }} Leaf
 * @typedef {{ op: string, of: Tree[] }} Operation
 * @typedef {Leaf | Operation} Tree
 * @typedef {{ written: string, binds: number }} Printed
 *
 * How pieces are written and joined.
 * @typedef {object} Style
 * @property {(leaf: Leaf) => Printed} leaf a negative number binds as NEGATIVE
 * @property {string} minus
 * @property {(left: string, right: string) => string} times
 * @property {(base: string, exponent: string) => string} raise
 * @property {(inside: string, isAtom: boolean) => string} root
 * @property {(inside: string) => string} size absolute value
 */

/** How tightly a piece holds together. A negative sign needs brackets anywhere but at the left end. */
const SUM = 1;
const PRODUCT = 2;
const POWER = 3;
const ATOM = 4;
const NEGATIVE = 0;

/** @param {Tree} tree @returns {tree is Leaf} */
const isLeaf = (tree) => !("op" in tree);

/** 1 − τ of an option that is off: the equation leaves it out, and so does the arithmetic. @param {Tree} tree */
const isIdleFactor = (tree) =>
  !isLeaf(tree) && tree.op === "-" && tree.of.every(isLeaf) && Number(tree.of[0].value) === 1 && Number(tree.of[1].value) === 0;

/**
 * @param {Tree} tree
 * @param {Style} style
 * @param {boolean} isLeading nothing stands to its left within the brackets
 * @returns {Printed}
 */
function print(tree, style, isLeading) {
  if (isLeaf(tree)) {
    const printed = style.leaf(tree);
    if (printed.binds !== NEGATIVE) return printed;
    return isLeading ? { written: printed.written, binds: PRODUCT } : { written: `(${printed.written})`, binds: ATOM };
  }
  const [left, right] = tree.of;
  switch (tree.op) {
    case "+":
      return { written: `${within(left, SUM, style, isLeading)} + ${within(right, SUM, style)}`, binds: SUM };
    case "-":
      return { written: `${within(left, SUM, style, isLeading)} ${style.minus} ${within(right, PRODUCT, style)}`, binds: SUM };
    case "*": {
      if (isIdleFactor(left)) return print(right, style, isLeading);
      // a / b × c would leave open what is divided.
      const least = !isLeaf(left) && left.op === "/" ? POWER : PRODUCT;
      return { written: style.times(within(left, least, style, isLeading), within(right, PRODUCT, style)), binds: PRODUCT };
    }
    case "/":
      return { written: `${within(left, PRODUCT, style, isLeading)} / ${within(right, POWER, style)}`, binds: PRODUCT };
    case "neg": {
      const written = style.minus + within(left, PRODUCT, style);
      return isLeading ? { written, binds: PRODUCT } : { written: `(${written})`, binds: ATOM };
    }
    case "pow":
      return { written: style.raise(within(left, ATOM, style), print(right, style, true).written), binds: POWER };
    case "sqrt": {
      const inside = print(left, style, true);
      return { written: style.root(inside.written, inside.binds === ATOM), binds: POWER };
    }
    case "abs":
      return { written: style.size(print(left, style, true).written), binds: ATOM };
    default:
      return { written: `${tree.op}(${tree.of.map((part) => print(part, style, true).written).join(", ")})`, binds: ATOM };
  }
}

/**
 * The tree as part of another, in brackets if it binds less than `least`.
 * @param {Tree} tree @param {number} least @param {Style} style
 */
function within(tree, least, style, isLeading = false) {
  const { written, binds } = print(tree, style, isLeading);
  return binds >= least ? written : `(${print(tree, style, true).written})`;
}

/** @type {Style["raise"]} */
const raiseText = (base, exponent) =>
  base + (/^\d+$/.test(exponent) ? superscript(Number(exponent)) : /^\p{L}$/u.test(exponent) ? `^${exponent}` : `^(${exponent})`);
/** Raised; read aloud and copied with the sign and the brackets that the height stands for. @type {Style["raise"]} */
const raiseHtml = (base, exponent) => {
  const [open, close] = /^([\d.]+|<i[^>]*>[^<]*<\/i>)$/.test(exponent) ? ["^", ""] : ["^(", ")"];
  const closing = close && `<span class="unseen">${close}</span>`;
  return `${base}<span class="unseen">${open}</span><sup>${exponent}</sup>${closing}`;
};

/** @type {Pick<Style, "minus" | "times" | "root" | "size">} */
const SPOKEN = {
  minus: "−",
  times: (left, right) => `${left} × ${right}`,
  root: (inside, isAtom) => (isAtom ? `√${inside}` : `√(${inside})`),
  size: (inside) => `|${inside}|`,
};

/** @param {number} digits @param {(parts: import("./format.js").Parts) => string} written @returns {(leaf: Leaf) => Printed} */
const inDigits = (digits, written) => (leaf) => {
  const parts = shortest(Number(leaf.value), digits);
  const isPowerOfTen = parts.exponent !== null && parts.mantissa === "1";
  const positive = parts.exponent === null ? ATOM : isPowerOfTen ? POWER : PRODUCT;
  return { written: written(parts), binds: parts.sign === "" ? positive : NEGATIVE };
};

/** @param {(symbol: string) => string} letter @param {(parts: import("./format.js").Parts) => string} written */
const inSymbols = (letter, written) => (/** @type {Leaf} */ leaf) =>
  leaf.symbol === "" ? inDigits(4, written)(leaf) : { written: letter(leaf.symbol), binds: ATOM };

/** β₁ m, but 2 · 3. @type {Style["times"]} */
const beside = (left, right) => (/^\d/.test(right) ? `${left} · ${right}` : `${left} ${right}`);

const escaped = (/** @type {string} */ text) => text.replace(/[&<>"]/g, (c) => `&#${c.charCodeAt(0)};`);

/** Whether each of its numbers is one: beyond all numbers ∞ − ∞ is none. @param {Tree} tree @returns {boolean} */
export function isWhole(tree) {
  return isLeaf(tree) ? !Number.isNaN(Number(tree.value)) : tree.of.every(isWhole);
}

/** 0.9 × (−47.47) + (−70.41) @param {Tree} tree @param {number} digits */
export function text(tree, digits) {
  return print(tree, { ...SPOKEN, leaf: inDigits(digits, plainOf), raise: raiseText }, true).written;
}

/** The same for the page. @param {Tree} tree @param {number} digits */
export function html(tree, digits) {
  return print(tree, { ...SPOKEN, leaf: inDigits(digits, htmlOf), raise: raiseHtml }, true).written;
}

/** 0.9 * (-47.469999999999999) + (-70.41), which Python computes. @param {Tree} tree */
export function program(tree) {
  /** @type {Style} */
  const style = {
    leaf: (leaf) => {
      const written = exact(Number(leaf.value));
      return { written, binds: written.startsWith("-") ? NEGATIVE : ATOM };
    },
    minus: "-",
    times: (left, right) => `${left} * ${right}`,
    raise: (base, exponent) => (/^[\d.]+$/.test(exponent) ? `${base} ** ${exponent}` : `${base} ** (${exponent})`),
    root: (inside) => `sqrt(${inside})`,
    size: (inside) => `abs(${inside})`,
  };
  return print(tree, style, true).written;
}

/** β₁ m + (1 − β₁) g @param {Tree} tree */
export function symbolsText(tree) {
  return print(tree, { ...SPOKEN, times: beside, leaf: inSymbols((symbol) => symbol, plainOf), raise: raiseText }, true).written;
}

/** The same for the page. @param {Tree} tree */
export function symbolsHtml(tree) {
  const leaf = inSymbols(letterHtml, htmlOf);
  return print(tree, { ...SPOKEN, times: beside, leaf, raise: raiseHtml }, true).written;
}

/** A symbol as mathematics sets it. @param {string} symbol */
export function letterHtml(symbol) {
  return `<i class="letter">${escaped(symbol)}</i>`;
}
