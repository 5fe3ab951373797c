import { t } from "../text.js";
import { amountText, bytesText, counted, countText, timeText } from "./amounts.js";

/**
 * @typedef {"full" | "mini_batch" | "stochastic"} Batching
 * @typedef {"update_s" | "epoch_s" | "update_bytes"} Quantity
 * @typedef {{ batching: Batching, batch_size: number, examples: number, iterations: number, is_own: boolean, update_s: number, epoch_s:
 *   number,
 *   update_bytes: number, reach_updates: number | null, reach_s: number | null, measured: Quantity[] }} Line one of POST /api/cost
 */

export const BATCHINGS = /** @type {const} */ (["full", "mini_batch", "stochastic"]);

/** All examples at less than so many times the price of one: most of the price is then that of the call. */
const MOSTLY_FIXED = 2;

/** A price as it is written. @param {Line} line @param {Quantity} quantity */
export const priceText = (line, quantity) => (quantity === "update_bytes" ? bytesText : timeText)(Math.log10(line[quantity]));

/** Time and updates to the same accuracy. @param {Line} line */
const reachText = ({ reach_updates, reach_s }) =>
  reach_updates === null
    ? t("cost.reach_never")
    : t("cost.reach_part", { time: timeText(Math.log10(Number(reach_s))), updates: countText(reach_updates) });

/** The truth about small data, from the numbers just measured: sentences, none while they are not all here. @param {Line[]} lines */
export function truthsOf(lines) {
  const own = lines.filter(({ is_own }) => is_own);
  if (own.length < BATCHINGS.length) return [];
  const [full, mini, one] = BATCHINGS.map((batching) => /** @type {Line} */ (own.find((line) => line.batching === batching)));
  const far = lines.findLast(({ batching }) => batching === "full");
  const times = full.update_s / one.update_s;
  const told = [
    t(times < MOSTLY_FIXED ? "cost.call" : "cost.call_grows", {
      one: priceText(one, "update_s"),
      all: priceText(full, "update_s"),
      count: countText(full.examples),
      times: amountText(Math.log10(times)),
    }),
    t(full.epoch_s <= Math.min(one.epoch_s, mini.epoch_s) ? "cost.full_wins" : "cost.full_loses", {
      full: priceText(full, "epoch_s"),
      mini: priceText(mini, "epoch_s"),
      one: priceText(one, "epoch_s"),
    }),
    t("cost.updates", { full: counted(full.iterations), mini: countText(mini.iterations), one: countText(one.iterations) }),
  ];
  if (own.some(({ reach_updates }) => reach_updates !== null))
    told.push(t("cost.reach", { full: reachText(full), mini: reachText(mini), one: reachText(one) }));
  if (far !== undefined && far.examples > full.examples) {
    told.push(
      t("cost.large", {
        examples: counted(far.examples),
        full: priceText(far, "update_s"),
        bytes: priceText(far, "update_bytes"),
        mini: priceText(/** @type {Line} */ (lines.findLast(({ batching }) => batching === "mini_batch")), "update_s"),
      }),
    );
  }
  return told;
}
