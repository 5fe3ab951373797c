// The engine's expression trees as MathML: with letters, or with this moment's numbers.

import { number, shortest } from "../format.js";

/** @typedef {import("../arithmetic.js").Tree} Tree
 *  @typedef {{markup: string, binds: number}} Piece */

const SUM = 1,
  PRODUCT = 2,
  POWER = 3,
  ATOM = 4,
  NEGATIVE = 0;
const SUBSCRIPTS = "₀₁₂₃₄₅₆₇₈₉";
/** Names of several letters stand upright. */
const WORD = /^(log|exp|cosh|tanh|sign|max|min|KL)/;

const row = (/** @type {string} */ inside) => `<mrow>${inside}</mrow>`;
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
    if (rest !== "" && SUBSCRIPTS.includes(rest[0])) {
      // A row around the figure: only so it takes the size of a subscript.
      one = `<msub>${one}${row(`<mn>${SUBSCRIPTS.indexOf(rest[0])}</mn>`)}</msub>`;
      rest = rest.slice(1);
    }
    markup += word ? `${one}<mspace width="0.17em"></mspace>` : one;
  }
  return row(markup);
}

/** @param {import("../format.js").Parts} parts */
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

/** @param {Tree} tree @param {number | null} digits null: in letters @returns {Piece} */
function leafPiece(tree, digits) {
  const leaf = /** @type {import("../arithmetic.js").Leaf} */ (tree);
  if (digits === null && leaf.symbol !== "") return { markup: letter(leaf.symbol), binds: leaf.symbol.startsWith("log") ? POWER : ATOM };
  const parts = shortest(Number(leaf.value), digits ?? 4);
  const binds = parts.sign ? NEGATIVE : parts.exponent === null ? ATOM : parts.mantissa === "1" ? POWER : PRODUCT;
  return { markup: written(parts), binds };
}

/** @param {Tree} tree @param {number | null} digits @param {boolean} isLeading @returns {Piece} */
function piece(tree, digits, isLeading) {
  if (!("op" in tree)) {
    const leaf = leafPiece(tree, digits);
    return leaf.binds !== NEGATIVE ? leaf : isLeading ? { ...leaf, binds: PRODUCT } : { markup: bracketed(leaf.markup), binds: ATOM };
  }
  const [left, right] = tree.of;
  const part = (/** @type {Tree} */ inner, /** @type {number} */ least, leads = false) => within(inner, digits, least, leads);
  const alone = (/** @type {Tree} */ inner) => piece(inner, digits, true).markup;
  switch (tree.op) {
    case "+":
    case "-":
      return {
        markup: part(left, SUM, isLeading) + mo(tree.op === "+" ? "+" : "−") + part(right, tree.op === "+" ? SUM : PRODUCT),
        binds: SUM,
      };
    case "*": {
      const isBeside = digits === null && !(isNumber(left) && isNumber(right)) && !isNumber(right);
      return {
        markup: part(left, PRODUCT, isLeading) + (isBeside ? '<mspace width="0.17em"></mspace>' : mo("×")) + part(right, PRODUCT),
        binds: PRODUCT,
      };
    }
    case "/":
      return { markup: `<mfrac>${row(alone(left))}${row(alone(right))}</mfrac>`, binds: ATOM };
    case "neg": {
      const markup = `<mo form="prefix">−</mo>${part(left, PRODUCT)}`;
      return isLeading ? { markup: row(markup), binds: PRODUCT } : { markup: bracketed(markup), binds: ATOM };
    }
    case "pow":
      return { markup: `<msup>${row(part(left, ATOM))}${row(alone(right))}</msup>`, binds: POWER };
    case "exp":
      return { markup: `<msup><mi>e</mi>${row(alone(left))}</msup>`, binds: POWER };
    case "abs":
      return {
        markup: row(`<mo stretchy="false" form="prefix">|</mo>${alone(left)}<mo stretchy="false" form="postfix">|</mo>`),
        binds: ATOM,
      };
    case "log":
    case "cosh":
    case "tanh":
    case "sign":
      return { markup: applied(tree.op, part(left, "op" in left && left.op !== "abs" ? ATOM + 1 : ATOM)), binds: POWER };
    default:
      return { markup: row(`<mi>${tree.op}</mi>${bracketed(tree.of.map(alone).join('<mo separator="true">,</mo>'))}`), binds: ATOM };
  }
}

const isNumber = (/** @type {Tree} */ tree) => !("op" in tree) && tree.symbol === "";

/** @param {Tree} tree @param {number | null} digits @param {number} least @param {boolean} isLeading */
function within(tree, digits, least, isLeading = false) {
  const { markup, binds } = piece(tree, digits, isLeading);
  return binds >= least ? markup : bracketed(piece(tree, digits, true).markup);
}

/** The signs that join equals: of a sum, of a product. */
const SIGNS = [["+", "-"], ["*"]];
const WRITTEN = { "+": "+", "-": "−", "*": "×" };

/** The terms of a long sum or product with the sign before each, so that a line can break between them.
 *  @param {Tree} tree @param {string[]} signs @returns {{sign: string, term: Tree}[]} */
function chain(tree, signs) {
  if (!("op" in tree) || !signs.includes(tree.op)) return [{ sign: "", term: tree }];
  return [...chain(tree.of[0], signs), { sign: tree.op, term: tree.of[1] }];
}

/** Fewer terms than these stay together. */
const LONG = 3;

/**
 * An expression as one row, or as several that may stand in several lines.
 * @param {Tree} tree @param {number | null} digits null: in letters @returns {string[]}
 */
export function rows(tree, digits) {
  const inside = "op" in tree && tree.op === "neg" ? tree.of[0] : tree;
  const signs = SIGNS.find((some) => "op" in inside && some.includes(inside.op)) ?? [];
  const terms = chain(inside, signs);
  if (terms.length < LONG) return [piece(tree, digits, true).markup];
  const isNegative = inside !== tree,
    isSum = signs.length > 1;
  return terms.map(({ sign, term }, k) => {
    const own = within(term, digits, isSum && sign !== "-" ? SUM : PRODUCT, k === 0);
    const open = sign
      ? `<mo form="infix" lspace="0">${WRITTEN[/** @type {"+"} */ (sign)]}</mo>`
      : isNegative
        ? '<mo form="prefix">−</mo><mo stretchy="false" form="prefix">(</mo>'
        : "";
    return row(open + own + (isNegative && k === terms.length - 1 ? '<mo stretchy="false" form="postfix">)</mo>' : ""));
  });
}

export const math = (/** @type {string} */ markup) => `<math displaystyle="true">${markup}</math>`;
