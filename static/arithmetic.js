// Expression trees of the step inspector as arithmetic with as few brackets as make it clear:
// as text, as HTML and as program text; with this step's numbers or with symbols.

import { exact, htmlOf, plainOf, shortest, superscript } from "./format.js";
import { BINDS, OPERATIONS } from "./operations.js";

/**
 * @typedef {import("./operations.js").Operation} Operation
 * @typedef {{ value: number | string, symbol: string }} Leaf
 * @typedef {{ op: string, of: Tree[] }} Branch
 * @typedef {Leaf | Branch} Tree
 * @typedef {{ written: string, binds: number }} Printed
 *
 * A part of an operation, to be written in one of these ways.
 * @typedef {object} Part
 * @property {Tree} tree
 * @property {() => string} fit as its place in the operation needs it
 * @property {() => string} bare as if it stood alone
 * @property {(least: number) => string} within in brackets if it binds less than `least`
 *
 * How pieces are written and joined.
 * @typedef {object} Style
 * @property {(leaf: Leaf) => Printed} leaf a negative number binds as NEGATIVE
 * @property {(factor: Tree) => boolean} isIdle whether a first factor is left out
 * @property {(inside: string) => string} brackets
 * @property {(operation: Operation) => number} binds
 * @property {Record<Operation["notation"], (parts: Part[], operation: Operation, op: string) => string>} notations
 */

/** @param {Tree} tree @returns {tree is Leaf} */
const isLeaf = (tree) => !("op" in tree);

/** 1 − τ of an option that is off: the equation leaves it out, and so does the arithmetic. @param {Tree} tree */
const isIdleFactor = (tree) =>
  !isLeaf(tree) && tree.op === "-" && tree.of.every(isLeaf) && Number(tree.of[0].value) === 1 && Number(tree.of[1].value) === 0;

/** What there is to be written of it. @param {Tree} tree @param {Style} style @returns {Tree} */
const shown = (tree, style) => (!isLeaf(tree) && tree.op === "*" && style.isIdle(tree.of[0]) ? shown(tree.of[1], style) : tree);

/** How tightly it holds together. @param {Tree} tree @param {Style} style */
function bindsOf(tree, style) {
  const piece = shown(tree, style);
  return isLeaf(piece) ? style.leaf(piece).binds : style.binds(OPERATIONS[piece.op]);
}

/**
 * @param {Tree} tree
 * @param {Style} style
 * @param {boolean} isLeading nothing stands to its left within the brackets: anywhere else a minus sign needs brackets
 * @returns {string}
 */
export function print(tree, style, isLeading) {
  const piece = shown(tree, style);
  const written = isLeaf(piece) ? style.leaf(piece).written : joined(piece, style, isLeading);
  return !isLeading && bindsOf(piece, style) === BINDS.NEGATIVE ? style.brackets(written) : written;
}

/**
 * The tree as part of another, in brackets if it binds less than `least`.
 * @param {Tree} tree @param {number} least @param {Style} style
 */
export function within(tree, least, style, isLeading = false) {
  const binds = bindsOf(tree, style);
  const holds = binds !== BINDS.NEGATIVE ? binds : isLeading ? BINDS.PRODUCT : BINDS.ATOM;
  return holds >= least ? print(tree, style, isLeading) : style.brackets(print(tree, style, true));
}

/** @param {Branch} branch @param {Style} style @param {boolean} isLeading */
function joined({ op, of }, style, isLeading) {
  const operation = OPERATIONS[op];
  const parts = of.map((tree, place) => {
    const leads = isLeading && place === 0 && operation.notation !== "prefix";
    const inside = (/** @type {number} */ least) => within(tree, least, style, leads);
    return { tree, within: inside, fit: () => inside(operation.needs[place]), bare: () => print(tree, style, true) };
  });
  return style.notations[operation.notation](parts, operation, op);
}

/** @param {string} base @param {string} exponent */
const raiseText = (base, exponent) =>
  base + (/^\d+$/.test(exponent) ? superscript(Number(exponent)) : /^\p{L}$/u.test(exponent) ? `^${exponent}` : `^(${exponent})`);
/**
 * Raised; read aloud and copied with the sign and the brackets that the height stands for.
 * @param {string} base @param {string} exponent
 */
const raiseHtml = (base, exponent) => {
  const [open, close] = /^([\d.]+|<i[^>]*>[^<]*<\/i>)$/.test(exponent) ? ["^", ""] : ["^(", ")"];
  const closing = close && `<span class="unseen">${close}</span>`;
  return `${base}<span class="unseen">${open}</span><sup>${exponent}</sup>${closing}`;
};

/** @typedef {Style["notations"]["infix"]} Notation */
/** @type {Notation} */
const called = (parts, operation, op) => `${op}(${parts.map(({ bare }) => bare()).join(", ")})`;
/** @type {Notation} */
const between = ([left, right], { sign }) => `${left.fit()} ${sign} ${right.fit()}`;

/** A row of characters. @param {(base: string, exponent: string) => string} raise @returns {Omit<Style, "leaf">} */
const inRow = (raise) => ({
  isIdle: isIdleFactor,
  brackets: (inside) => `(${inside})`,
  binds: ({ binds }) => binds,
  notations: {
    infix: between,
    product: between,
    fraction: between,
    prefix: ([inside], { sign }) => sign + inside.fit(),
    raised: ([base, exponent]) => raise(base.fit(), exponent.bare()),
    root: ([inside]) => `√${inside.fit()}`,
    bars: ([inside]) => `|${inside.bare()}|`,
    exponential: called,
    call: called,
  },
});
const TEXT = inRow(raiseText);
const HTML = inRow(raiseHtml);

/** β₁ m, but 2 · 3: letters stand beside each other. @param {Omit<Style, "leaf">} style @returns {Omit<Style, "leaf">} */
const beside = (style) => ({
  ...style,
  notations: {
    ...style.notations,
    product: ([left, right]) => {
      const second = right.fit();
      return /^\d/.test(second) ? `${left.fit()} · ${second}` : `${left.fit()} ${second}`;
    },
  },
});

/** @param {number} digits @param {(parts: import("./format.js").Parts) => string} written @returns {(leaf: Leaf) => Printed} */
const inDigits = (digits, written) => (leaf) => {
  const parts = shortest(Number(leaf.value), digits);
  const isPowerOfTen = parts.exponent !== null && parts.mantissa === "1";
  const positive = parts.exponent === null ? BINDS.ATOM : isPowerOfTen ? BINDS.POWER : BINDS.PRODUCT;
  return { written: written(parts), binds: parts.sign === "" ? positive : BINDS.NEGATIVE };
};

/** @param {(symbol: string) => string} letter @param {(parts: import("./format.js").Parts) => string} written */
const inSymbols = (letter, written) => (/** @type {Leaf} */ leaf) =>
  leaf.symbol === "" ? inDigits(4, written)(leaf) : { written: letter(leaf.symbol), binds: BINDS.ATOM };

const escaped = (/** @type {string} */ text) => text.replace(/[&<>"]/g, (c) => `&#${c.charCodeAt(0)};`);

/** Whether each of its numbers is one: beyond all numbers ∞ − ∞ is none. @param {Tree} tree @returns {boolean} */
export function isWhole(tree) {
  return isLeaf(tree) ? !Number.isNaN(Number(tree.value)) : tree.of.every(isWhole);
}

/** 0.9 × (−47.47) + (−70.41) @param {Tree} tree @param {number} digits */
export function text(tree, digits) {
  return print(tree, { ...TEXT, leaf: inDigits(digits, plainOf) }, true);
}

/** The same for the page. @param {Tree} tree @param {number} digits */
export function html(tree, digits) {
  return print(tree, { ...HTML, leaf: inDigits(digits, htmlOf) }, true);
}

/** a + (b + c) keeps its brackets: rounded, it is not a + b + c. @type {Notation} */
const operated = ([left, right], { binds, needs }, op) => `${left.fit()} ${op} ${right.within(Math.max(needs[1], binds + 1))}`;

/** Beyond, whole numbers are written as floats: Python's own know no rounding, and products of them would keep digits that floats lose. */
const MOST_WHOLE = 1000;

/** a², which the engine works out as a · a. @param {Tree} tree */
const isTwo = (tree) => isLeaf(tree) && tree.symbol === "" && Number(tree.value) === 2;

/** As Python writes it. @type {Style} */
const PROGRAM = {
  ...TEXT,
  leaf: (leaf) => {
    const digits = exact(Number(leaf.value));
    const written = /^-?\d+$/.test(digits) && Math.abs(Number(digits)) > MOST_WHOLE ? `${digits}.0` : digits;
    return { written, binds: written.startsWith("-") ? BINDS.NEGATIVE : BINDS.ATOM };
  },
  binds: ({ notation, binds }) => (notation === "root" ? BINDS.ATOM : binds),
  notations: {
    infix: operated,
    product: operated,
    fraction: operated,
    prefix: ([inside]) => `-${inside.fit()}`,
    raised: ([base, exponent]) => {
      // Python's power rounds a square another way now and then.
      if (isTwo(exponent.tree)) return `(${base.fit()} * ${base.fit()})`;
      const written = exponent.bare();
      return /^[\d.]+$/.test(written) ? `${base.fit()} ** ${written}` : `${base.fit()} ** (${written})`;
    },
    root: called,
    bars: called,
    exponential: called,
    call: called,
  },
};

/** 0.9 * (-47.469999999999999) + (-70.41), which Python computes. @param {Tree} tree */
export function program(tree) {
  return print(tree, PROGRAM, true);
}

/** β₁ m + (1 − β₁) g @param {Tree} tree */
export function symbolsText(tree) {
  return print(tree, { ...beside(TEXT), leaf: inSymbols((symbol) => symbol, plainOf) }, true);
}

/** The same for the page. @param {Tree} tree */
export function symbolsHtml(tree) {
  return print(tree, { ...beside(HTML), leaf: inSymbols(letterHtml, htmlOf) }, true);
}

/** A symbol as mathematics sets it. @param {string} symbol */
export function letterHtml(symbol) {
  return `<i class="letter">${escaped(symbol)}</i>`;
}
