// The losses of an exhibit in other libraries, with the settings of where the visitor is.

/** @typedef {import("../types.d.ts").LossEntry} LossEntry
 *  @typedef {import("../panels/loss_code.js").Told} Told */

/**
 * Every way in which a loss can be set, but for its numbers: from probabilities with each guard, from logits.
 * @param {LossEntry} entry @param {number | undefined} delta the one that is on screen
 * @returns {Told[]}
 */
function waysOf(entry, delta) {
  const { title, schema } = entry;
  const loss = delta === undefined || !("delta" in schema) ? entry.default : { ...entry.default, delta };
  const guards = Object.entries(schema.guard?.choices ?? {}).map(([guard, words]) => ({
    title: `${title}: ${words}`,
    entry,
    loss: { ...loss, guard },
  }));
  // δ is an option where it may be 0.
  const plain = loss === entry.default || schema.delta.minimum !== 0 ? [] : [{ title, entry, loss: entry.default }];
  const logits =
    "from_logits" in schema ? [{ title: `${title}: ${schema.from_logits.title}`, entry, loss: { ...loss, from_logits: true } }] : [];
  return [...plain, ...(guards.length > 0 ? guards : [{ title, entry, loss }]), ...logits];
}

/**
 * @param {import("./types.d.ts").ExhibitEntry} exhibit @param {Record<string, LossEntry>} losses
 * @param {import("./types.d.ts").LabState} now where it opens one of its losses, only that is told
 */
export function lossesOf({ losses: shown }, losses, now) {
  const kinds = now.loss === undefined ? Object.keys(shown) : [now.loss];
  return kinds.flatMap((kind) => waysOf(losses[kind], now.delta));
}
