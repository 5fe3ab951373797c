// The engine's expression trees as MathML: with letters, or with this moment's numbers.

import { print, within } from "./arithmetic.js";
import { number, shortest } from "./format.js";
import { BINDS, OPERATIONS } from "./operations.js";

/** @typedef {import("./arithmetic.js").Tree} Tree
 *  @typedef {import("./arithmetic.js").Style} Style */

const SUBSCRIPTS = "₀₁₂₃₄₅₆₇₈₉";
const FUNCTIONS = Object.keys(OPERATIONS).filter((op) => ["call", "exponential"].includes(OPERATIONS[op].notation));
/** Names of several letters stand upright: the longer first, of cos and cosh. */
const WORD = new RegExp(`^(${["KL", ...FUNCTIONS].sort((a, b) => b.length - a.length).join("|")})`);

export const row = (/** @type {string} */ inside) => `<mrow>${inside}</mrow>`;
export const mo = (/** @type {string} */ sign) => `<mo>${sign}</mo>`;
/** Brackets as tall as the text, whatever they hold. */
const bracketed = (/** @type {string} */ inside) =>
  row(`<mo stretchy="false" form="prefix">(</mo>${inside}<mo stretchy="false" form="postfix">)</mo>`);
/** A function's name, and what it is applied to. */
const applied = (/** @type {string} */ name, /** @type {string} */ inside) =>
  row(`<mi>${name}</mi><mspace width="0.17em"></mspace>${inside}`);

/** A symbol such as ŷ, z₀ or H(q, p). @param {string} symbol */
export function letter(symbol) {
  let rest = symbol,
    markup = "";
  while (rest !== "") {
    const word = WORD.exec(rest)?.[0];
    let one = word ?? rest[0];
    rest = rest.slice(one.length);
    if (one === " ") continue;
    const isName = word !== undefined || /\p{L}/u.test(one);
    one =
      one === "ŷ"
        ? '<mover accent="true"><mi>y</mi><mo>^</mo></mover>'
        : isName
          ? `<mi>${one}</mi>`
          : one === "ᵐ"
            ? ""
            : `<mo stretchy="false" lspace="0" rspace="${one === "," ? "0.2em" : "0"}">${one}</mo>`;
    const below = /^[₀-₉]*/.exec(rest)?.[0] ?? "";
    if (below !== "") {
      // A row around the figures: only so they take the size of a subscript.
      one = `<msub>${one}${row(`<mn>${[...below].map((figure) => SUBSCRIPTS.indexOf(figure)).join("")}</mn>`)}</msub>`;
      rest = rest.slice(below.length);
    }
    markup += word ? `${one}<mspace width="0.17em"></mspace>` : one;
  }
  return row(markup);
}

/** @param {import("./format.js").Parts} parts */
function written({ sign, mantissa, exponent }) {
  const size = mantissa === "∞" ? "<mi>∞</mi>" : `<mn>${mantissa}</mn>`;
  const power =
    exponent === null
      ? ""
      : `<msup><mn>10</mn><mrow>${exponent < 0 ? '<mo form="prefix">−</mo>' : ""}<mn>${Math.abs(exponent)}</mn></mrow></msup>`;
  const whole = exponent === null ? size : mantissa === "1" ? power : `${size}${mo("×")}${power}`;
  return row(sign ? `<mo form="prefix">−</mo>${whole}` : whole);
}

/** A result. @param {number} value @param {number} digits */
export const result = (value, digits) => written(number(value, digits));

const THIN = '<mspace width="0.17em"></mspace>';
/** Small operators stand between their parts. @type {Style["notations"]["infix"]} */
const between = ([left, right], { sign }) => left.fit() + mo(sign) + right.fit();
const isNumber = (/** @type {Tree} */ tree) => !("op" in tree) && tree.symbol === "";
/** What would be taken for a product with the function's name stands in brackets; |a| does not. @param {Tree} tree */
const isOpen = (tree) => "op" in tree && OPERATIONS[tree.op].notation !== "bars";

/** @param {number | null} digits null: in letters @returns {Style} */
const style = (digits) => ({
  leaf: (leaf) => {
    if (digits === null && leaf.symbol !== "")
      return { written: letter(leaf.symbol), binds: leaf.symbol.startsWith("log") ? BINDS.POWER : BINDS.ATOM };
    const parts = shortest(Number(leaf.value), digits ?? 4);
    const positive = parts.exponent === null ? BINDS.ATOM : parts.mantissa === "1" ? BINDS.POWER : BINDS.PRODUCT;
    return { written: written(parts), binds: parts.sign ? BINDS.NEGATIVE : positive };
  },
  isIdle: () => false, // a formula of the book stays whole
  brackets: bracketed,
  // Bars and roofs hold together what in a row would need brackets; a function's name does without them.
  binds: ({ notation, binds, needs }) =>
    ["fraction", "root"].includes(notation)
      ? BINDS.ATOM
      : notation === "exponential" || (notation === "call" && needs.length === 1)
        ? BINDS.POWER
        : binds,
  notations: {
    infix: between,
    product: (parts, operation) =>
      digits === null && !isNumber(parts[1].tree) ? parts[0].fit() + THIN + parts[1].fit() : between(parts, operation, "*"),
    fraction: ([above, below]) => `<mfrac>${row(above.bare())}${row(below.bare())}</mfrac>`,
    prefix: ([inside], { sign }) => row(`<mo form="prefix">${sign}</mo>${inside.fit()}`),
    raised: ([base, exponent]) => `<msup>${row(base.fit())}${row(exponent.bare())}</msup>`,
    exponential: ([exponent]) => `<msup><mi>e</mi>${row(exponent.bare())}</msup>`,
    root: ([inside]) => `<msqrt>${inside.bare()}</msqrt>`,
    bars: ([inside]) => row(`<mo stretchy="false" form="prefix">|</mo>${inside.bare()}<mo stretchy="false" form="postfix">|</mo>`),
    call: (parts, _, op) => {
      const [first, ...others] = parts;
      if (others.length === 0) return applied(op, isOpen(first.tree) ? bracketed(first.bare()) : first.within(BINDS.ATOM));
      return row(`<mi>${op}</mi>${bracketed(parts.map(({ bare }) => bare()).join('<mo separator="true">,</mo>'))}`);
    },
  },
});

/** The terms of a long sum or product with the operation before each, so that a line can break between them.
 *  @param {Tree} tree @param {string} notation @returns {{op: string, term: Tree}[]} */
function chain(tree, notation) {
  if (!("op" in tree) || OPERATIONS[tree.op].notation !== notation) return [{ op: "", term: tree }];
  return [...chain(tree.of[0], notation), { op: tree.op, term: tree.of[1] }];
}

/** Fewer terms than these stay together. */
const LONG = 3;

/**
 * An expression as one row, or as several that may stand in several lines.
 * @param {Tree} tree @param {number | null} digits null: in letters @returns {string[]}
 */
export function rows(tree, digits) {
  const how = style(digits);
  const isNegative = "op" in tree && tree.op === "neg";
  const inside = isNegative ? tree.of[0] : tree;
  const notation = "op" in inside ? OPERATIONS[inside.op].notation : "";
  const terms = notation === "infix" || notation === "product" ? chain(inside, notation) : [];
  if (terms.length < LONG) return [print(tree, how, true)];
  return terms.map(({ op, term }, k) => {
    const own = within(term, OPERATIONS[op || terms[1].op].needs[op ? 1 : 0], how, k === 0);
    const open = op
      ? `<mo form="infix" lspace="0">${OPERATIONS[op].sign}</mo>`
      : isNegative
        ? '<mo form="prefix">−</mo><mo stretchy="false" form="prefix">(</mo>'
        : "";
    return row(open + own + (isNegative && k === terms.length - 1 ? '<mo stretchy="false" form="postfix">)</mo>' : ""));
  });
}

/** What stands within `<math>`, to be part of another. */
export const inside = (/** @type {string} */ markup) => row(/<math[^>]*>(.*)<\/math>/s.exec(markup)?.[1] ?? "");

/** ∂L/∂w. @param {string} name of the parameter */
export const slopeBy = (name) => `<mfrac><mrow><mi>∂</mi><mi>L</mi></mrow><mrow><mi>∂</mi>${letter(name)}</mrow></mfrac>`;

export const math = (/** @type {string} */ markup) => `<math displaystyle="true">${markup}</math>`;
