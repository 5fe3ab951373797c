import { html, isWhole, program, symbolsText, text } from "../../static/arithmetic.js";
import { rows } from "../../static/mathml.js";
import { equal } from "./expect.js";

const leaf = (value, symbol = "") => ({ value, symbol });
const of = (op, ...parts) => ({ op, of: parts.map((part) => (typeof part === "number" ? leaf(part) : part)) });
const [a, b, c] = [leaf(2, "a"), leaf(-3, "b"), leaf(0.5, "c")];

/** As text with numbers, with letters, and as a program. */
const table = (cases) =>
  cases.forEach(([tree, numbers, letters, code]) => equal([text(tree, 4), symbolsText(tree), program(tree)], [numbers, letters, code]));

export function testBracketsStandWhereTheyAreNeededAndNowhereElse() {
  table([
    [of("+", of("+", a, b), c), "2 + (−3) + 0.5", "a + b + c", "2 + (-3) + 0.5"],
    [of("+", a, of("+", b, c)), "2 + (−3) + 0.5", "a + b + c", "2 + (-3 + 0.5)"],
    [of("-", a, of("-", b, c)), "2 − (−3 − 0.5)", "a − (b − c)", "2 - (-3 - 0.5)"],
    [of("-", a, of("*", b, c)), "2 − (−3) × 0.5", "a − b c", "2 - (-3) * 0.5"],
    [of("*", of("+", a, b), c), "(2 + (−3)) × 0.5", "(a + b) c", "(2 + (-3)) * 0.5"],
    [of("*", of("/", a, b), c), "(2 / (−3)) × 0.5", "(a / b) c", "(2 / (-3)) * 0.5"],
    [of("*", a, of("/", b, c)), "2 × (−3) / 0.5", "a b / c", "2 * (-3 / 0.5)"],
    [of("/", of("*", a, b), c), "2 × (−3) / 0.5", "a b / c", "2 * (-3) / 0.5"],
    [of("/", a, of("*", b, c)), "2 / (−3 × 0.5)", "a / (b c)", "2 / (-3 * 0.5)"],
    [of("/", of("/", a, b), c), "2 / (−3) / 0.5", "a / b / c", "2 / (-3) / 0.5"],
    [of("neg", of("*", a, c)), "−2 × 0.5", "−a c", "-2 * 0.5"],
    [of("neg", of("+", a, c)), "−(2 + 0.5)", "−(a + c)", "-(2 + 0.5)"],
    [of("+", a, of("neg", c)), "2 + (−0.5)", "a + (−c)", "2 + (-0.5)"],
    [of("neg", of("neg", a)), "−(−2)", "−(−a)", "-(-2)"],
  ]);
}

export function testPowersRootsBarsAndCalls() {
  table([
    [of("pow", b, 2), "(−3)²", "b²", "((-3) * (-3))"],
    [of("pow", of("+", a, c), 2), "(2 + 0.5)²", "(a + c)²", "((2 + 0.5) * (2 + 0.5))"],
    [of("pow", of("pow", a, c), 2), "(2^(0.5))²", "(a^c)²", "((2 ** 0.5) * (2 ** 0.5))"],
    [of("pow", a, of("neg", c)), "2^(−0.5)", "a^(−c)", "2 ** (-0.5)"],
    [of("sqrt", a), "√2", "√a", "sqrt(2)"],
    [of("sqrt", of("*", a, c)), "√(2 × 0.5)", "√(a c)", "sqrt(2 * 0.5)"],
    [of("pow", of("sqrt", a), 2), "(√2)²", "(√a)²", "(sqrt(2) * sqrt(2))"],
    [of("abs", of("+", a, b)), "|2 + (−3)|", "|a + b|", "abs(2 + (-3))"],
    [of("*", 2, of("sin", b)), "2 × sin(−3)", "2 sin(b)", "2 * sin(-3)"],
    [of("max", of("-", a, b), 0), "max(2 − (−3), 0)", "max(a − b, 0)", "max(2 - (-3), 0)"],
    [of("select", a, b, c, 1), "select(2, −3, 0.5, 1)", "select(a, b, c, 1)", "select(2, -3, 0.5, 1)"],
  ]);
}

export function testFactorsOfOptionsThatAreOffAreLeftOut() {
  const off = of("-", 1, leaf(0, "τ"));
  table([
    [of("*", off, c), "0.5", "c", "0.5"],
    [of("*", off, of("*", off, of("+", a, c))), "2 + 0.5", "a + c", "2 + 0.5"],
    [of("*", of("*", off, of("+", a, c)), c), "(2 + 0.5) × 0.5", "(a + c) c", "(2 + 0.5) * 0.5"],
    [of("*", of("-", 1, leaf(0.5, "τ")), c), "(1 − 0.5) × 0.5", "(1 − τ) c", "(1 - 0.5) * 0.5"],
  ]);
}

export function testNestingCostsNoMoreThanItsLength() {
  let tree = leaf(0.5, "a");
  for (let depth = 0; depth < 60; depth += 1) tree = of("*", of("+", tree, 1), 2); // twice as much work a level never ends
  equal(text(tree, 4).split("(").length - 1, 60);
  equal(rows(tree, 4).join("").split(">(<").length - 1, 60);
}

export function testRaisedPartsAreReadAloud() {
  equal(html(of("pow", a, of("neg", c)), 4), '2<span class="unseen">^(</span><sup>−0.5</sup><span class="unseen">)</span>');
}

export function testWhatHasNoNumberIsNotWhole() {
  equal(isWhole(of("+", a, of("neg", leaf("NaN")))), false);
  equal(isWhole(of("+", a, leaf("Infinity"))), true);
}

/** Without rows, signs' attributes and thin spaces. */
const plainMath = (/** @type {string} */ markup) => markup.replaceAll(/<\/?mrow>|<mspace[^>]*><\/mspace>| [a-z]+="[^"]*"/g, "");

export function testFormulasOfTheBook() {
  const cases = [
    [of("/", of("+", a, c), b), "<mfrac><mi>a</mi><mo>+</mo><mi>c</mi><mi>b</mi></mfrac>"],
    [of("*", of("/", a, b), c), "<mfrac><mi>a</mi><mi>b</mi></mfrac><mi>c</mi>"],
    [of("exp", of("neg", a)), "<msup><mi>e</mi><mo>−</mo><mi>a</mi></msup>"],
    [of("log", a), "<mi>log</mi><mi>a</mi>"],
    [of("log", of("+", 1, a)), "<mi>log</mi><mo>(</mo><mn>1</mn><mo>+</mo><mi>a</mi><mo>)</mo>"],
    [of("tanh", of("abs", a)), "<mi>tanh</mi><mo>|</mo><mi>a</mi><mo>|</mo>"],
    [of("pow", of("log", a), 2), "<msup><mo>(</mo><mi>log</mi><mi>a</mi><mo>)</mo><mn>2</mn></msup>"],
    [of("sqrt", of("+", a, c)), "<msqrt><mi>a</mi><mo>+</mo><mi>c</mi></msqrt>"],
    [of("max", 0, of("-", 1, a)), "<mi>max</mi><mo>(</mo><mn>0</mn><mo>,</mo><mn>1</mn><mo>−</mo><mi>a</mi><mo>)</mo>"],
    [of("*", of("-", 1, leaf(0, "y")), a), "<mo>(</mo><mn>1</mn><mo>−</mo><mi>y</mi><mo>)</mo><mi>a</mi>"],
    [leaf(2, "a₁₂"), "<msub><mi>a</mi><mn>12</mn></msub>"],
  ];
  cases.forEach(([tree, expected]) => equal(rows(tree, null).map(plainMath), [expected]));
}

export function testLongSumsAndProductsMayBreakAtTheirSigns() {
  const sum = of("neg", of("-", of("+", a, b), of("+", a, c)));
  equal(rows(sum, 4).map(plainMath), [
    "<mo>−</mo><mo>(</mo><mn>2</mn>",
    "<mo>+</mo><mo>(</mo><mo>−</mo><mn>3</mn><mo>)</mo>",
    "<mo>−</mo><mo>(</mo><mn>2</mn><mo>+</mo><mn>0.5</mn><mo>)</mo><mo>)</mo>",
  ]);
  equal(rows(of("*", of("*", of("+", a, b), c), a), 4).length, 3);
  equal(rows(of("+", a, b), 4).length, 1);
}
