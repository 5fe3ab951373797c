import { amountText, bytesText, counted, countText, timeText, timeTick } from "../../static/panels/amounts.js";
import { equal } from "./expect.js";

export function testCountsAreWrittenOutUpToAMillion() {
  for (const [count, text] of [
    [0, "0"],
    [0.25, "0.25"],
    [12.34, "12.3"],
    [999.4, "999"],
    [999.5, "1,000"],
    [1234.5, "1,235"],
    [999_999, "999,999"],
    [1e6, "10⁶"],
    [2.5e6, "2.5×10⁶"],
    [1.2345e12, "1.23×10¹²"],
  ])
    equal(countText(count), text);
}

export function testAmountsAreToldFromTheirPowersOfTen() {
  for (const [power, text] of [
    [0, "1"],
    [Math.log10(2.5), "2.5"],
    [Math.log10(12345), "12,300"],
    [300, "10³⁰⁰"],
    [300.4, "10³⁰⁰"],
    [5000.6, "10⁵⁰⁰¹"],
  ])
    equal(amountText(power), text);
}

export function testTimesAreInTheUnitThatPeopleUse() {
  for (const [seconds, text] of [
    [2e-9, "2 ns"],
    [0.999e-6, "999 ns"],
    [0.9996e-6, "1 µs"],
    [0.0005, "500 µs"],
    [0.9, "900 ms"],
    [1, "1 s"],
    [119, "119 s"],
    [120, "2 min"],
    [7200, "2 h"],
    [3 * 86_400, "3 days"],
    [3 * 365.25 * 86_400, "3 years"],
  ])
    equal(timeText(Math.log10(seconds)), text);
  equal([timeTick(2), timeTick(3)], ["100 s", "10³ s"]);
}

export function testBytesAreInThousands() {
  for (const [bytes, text] of [
    [8, "8 bytes"],
    [999, "999 bytes"],
    [1000, "1 kB"],
    [2.5e6, "2.5 MB"],
    [8e9, "8 GB"],
    [8e13, "80,000 GB"],
  ])
    equal(bytesText(Math.log10(bytes)), text);
}

export function testANumberAgreesWithItsText() {
  const told = counted(1000);
  equal([Number(told), String(told), String(counted(2, "two"))], [1000, "1,000", "two"]);
}
