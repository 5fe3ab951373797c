import { exact, html, htmlOf, number, parse, plain, plainOf, shortest, superscript, write } from "../../static/format.js";
import { equal } from "./expect.js";

const table = (write, rows) => rows.forEach(([value, ...rest]) => equal(write(value, ...rest.slice(0, -1)), rest.at(-1), String(value)));

export function testFourDigitsATrueMinusAndPowersOfTen() {
  table(plain, [
    [0, "0"],
    [-0, "0"],
    [NaN, "–"],
    [Infinity, "∞"],
    [-Infinity, "−∞"],
    [1, "1.000"],
    [-1.5, "−1.500"],
    [0.001, "0.001000"],
    [0.0009999, "9.999×10⁻⁴"],
    [9999, "9999"],
    [9999.5, "1.000×10⁴"],
    [12_345, "1.234×10⁴"],
    [12_345, 5, "12345"],
    [99_999, 5, "99999"],
    [99_999.5, 5, "1.0000×10⁵"],
    [123_456, 6, "1.23456×10⁵"],
    [1e5, 1, "10⁵"],
    [-1e-8, 1, "−10⁻⁸"],
  ]);
}

export function testTiesGoToTheEvenDigit() {
  table(plain, [
    [2.0625, "2.062"],
    [2.1875, "2.188"],
    [0.5, 1, "0.5"],
    [2.5, 1, "2"],
    [3.5, 1, "4"],
    [25, 1, "2×10¹"],
    [35, 1, "4×10¹"],
    [0.125, 2, "0.12"],
    [0.375, 2, "0.38"],
  ]);
}

export function testShortestHasTheDigitsThatAreNeeded() {
  table(
    (value, digits) => plainOf(shortest(value, digits)),
    [
      [0.9, undefined, "0.9"],
      [1 / 3, undefined, "0.3333"],
      [-0.25, undefined, "−0.25"],
      [0, undefined, "0"],
      [99_999, undefined, "99999"],
      [-99_999, undefined, "−99999"],
      [100_000, undefined, "10⁵"],
      [-2, undefined, "−2"],
      [1.5e-7, undefined, "1.5×10⁻⁷"],
      [0.12345, 5, "0.12345"],
      [NaN, undefined, "–"],
    ],
  );
}

export function testWithSixteenDigitsTheBinaryNumberIsMeant() {
  table(
    (value, digits) => plainOf(shortest(value, digits)),
    [
      [0.1, 15, "0.1"],
      [0.1, 16, "0.1000000000000000"],
      [0.1, 17, "0.10000000000000001"],
      [0.3, 16, "0.3000000000000000"],
      [0.3, 17, "0.29999999999999999"],
      [3, 17, "3"],
    ],
  );
}

export function testNumbersInAPageAreReadAloud() {
  equal(html(1.5e-7), '1.500×10<span class="unseen">^</span><sup>−7</sup>');
  equal(html(1e20, 1), '10<span class="unseen">^</span><sup>20</sup>');
  equal(html(NaN), '<span role="img" aria-label="NaN">–</span>');
  equal(html(-2.5), "−2.500");
  equal(htmlOf(number(12.5, 3)), "12.5");
  equal(superscript(-1203), "⁻¹²⁰³");
  equal(exact(0.1), "0.1");
}

export function testWritingTouchesOnlyWhatIsSeenToChange() {
  const element = document.createElement("span");
  let touched = 0;
  const observer = new MutationObserver(() => {});
  observer.observe(element, { childList: true, characterData: true, subtree: true, attributes: true });
  const write4 = (value) => {
    write(element, value);
    touched = observer.takeRecords().length;
    return element.textContent;
  };
  equal([write4(1.00001), touched > 0], ["1.000", true]);
  equal([write4(1.00002), touched], ["1.000", 0]);
  equal([write4(1e-8), element.querySelector("sup").textContent], ["1.000×10^−8", "−8"]);
  equal([write4(-Infinity), element.classList.contains("is-infinite")], ["−∞", true]);
  equal([write4(2), element.classList.contains("is-infinite")], ["2.000", false]);
}

export function testWhatWasTypedIsReadOrIsNoNumber() {
  table(parse, [
    ["1e-3", 0.001],
    ["0,01", 0.01],
    ["1,000.5", NaN],
    ["1.5·10^-3", 0.0015],
    ["2*10^3", 2000],
    ["10⁺²", 100],
    ["-10^2", -100],
    ["+∞", Infinity],
    ["−∞", -Infinity],
    ["5.", 5],
    ["1E5", 1e5],
    [" 7 ", 7],
    ["∞1", NaN],
    ["e5", NaN],
    [".", NaN],
    ["1e5.5", NaN],
    ["Infinity", NaN],
    ["0x10", NaN],
  ]);
}
