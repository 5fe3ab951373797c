import { withShare } from "../../static/lab/kept.js";
import { equal } from "./expect.js";

export function testWhatOneShareGainsTheOthersGiveInProportion() {
  for (const [shares, k, value, expected] of [
    [[0.5, 0.3, 0.2], 0, 0.5, [0.5, 0.3, 0.2]],
    [[0.5, 0.3, 0.2], 0, 0, [0, 0.6, 0.4]],
    [[0.5, 0.3, 0.2], 0, 1, [1, 0, 0]],
    [[0.5, 0.3, 0.2], 1, 0.65, [0.25, 0.65, 0.1]],
    [[0.6, 0.3, 0.1], 0, 0.1, [0.1, 0.675, 0.225]],
    [[1, 0, 0], 0, 0.5, [0.5, 0.25, 0.25]],
    [[1, 0, 0], 0, 0.501, [0.501, 0.25, 0.249]],
    [[0.333, 0.333, 0.334], 0, 0.5004, [0.5, 0.249, 0.251]],
  ])
    equal(withShare(shares, k, value), expected, `${shares} with ${value} at ${k}`);
}

export function testSharesAlwaysSumToOne() {
  for (let value = 0; value <= 1; value += 0.0137)
    for (const shares of [
      [0.2, 0.2, 0.2, 0.2, 0.2],
      [0.997, 0.001, 0.002],
      [0.25, 0.75],
    ]) {
      const thousandths = withShare(shares, shares.length - 1, value).map((share) => Math.round(share * 1000));
      equal(
        thousandths.reduce((sum, part) => sum + part, 0),
        1000,
      );
      equal(thousandths.at(-1), Math.round(value * 1000));
    }
}
