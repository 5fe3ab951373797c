// What losses are called. Of data there are two: that of all of them, by which racers are compared, and that of the batch an update sees.

import { kindOf } from "../problems/kinds.js";
import { t } from "../text.js";

/** @typedef {Pick<import("../types.d.ts").RunConfig, "problem">} About */

/** The loss that racers are compared by. */
export const lossName = (/** @type {About} */ { problem }) => t(kindOf(problem).takesBatches ? "loss.all" : "loss.name");

/** The same within a sentence. */
export const lossSaid = (/** @type {About} */ { problem }) => t(kindOf(problem).takesBatches ? "loss.said_all" : "loss.said");

/** The loss that an update of the racer sees. */
export const seenLossName = (/** @type {About} */ run, /** @type {import("../types.d.ts").Racer} */ { batch }) =>
  kindOf(run.problem).takesBatches && batch.kind !== "full" ? t("loss.batch") : lossName(run);
