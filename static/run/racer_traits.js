// In what the racers of a run may differ, the most telling first.

import { kindOf } from "../problems/kinds.js";
import { t } from "../text.js";
import { startOf } from "./configuration.js";
import { pointText } from "./labels.js";
import { problemOf } from "./racer_problem.js";
import { fieldsOf, kindsOf, racerFields } from "./schema.js";
import { fieldTrait, memberTrait, trait } from "./traits.js";

/** @typedef {import("../types.d.ts").Catalogue} Catalogue
 *  @typedef {import("../types.d.ts").RunConfig} RunConfig
 *  @typedef {import("../types.d.ts").Racer} Racer
 *  @typedef {import("./traits.js").Trait} Trait */

/**
 * What updates see, what is descended, how: the rate last but for the start, since it is shown beside every name.
 * @param {Catalogue} catalogue @param {RunConfig} run @returns {Trait[]}
 */
export function traitsOf(catalogue, run) {
  const { racers } = run,
    fields = racerFields(catalogue);
  const kinds = (/** @type {import("../types.d.ts").Schema} */ field) =>
    /** @type {import("./schema.js").Kinds} */ (kindsOf(catalogue, field));
  return [
    memberTrait(
      "gradient",
      racers.map(({ gradient }) => gradient),
      kinds(fields.gradient),
      (kind) => t(`racer.${kind}`),
    ),
    ...batchTraits(catalogue, racers),
    ...kindOf(run.problem).traits(
      catalogue,
      racers.map(({ id }) => problemOf(run, id)),
    ),
    trait(
      "clipping",
      racers.map(({ clipping }) => clipping),
      (clipping, write) => t(`racer.clipping_${clipping.kind}`, { limit: clipping.kind === "none" ? "" : write(clipping.limit) }),
    ),
    memberTrait(
      "schedule",
      racers.map(({ schedule }) => schedule),
      catalogue.schedules,
      (kind) => catalogue.schedules[kind].title,
    ),
    trait(
      "noise",
      racers.map(({ noise }) => noise),
      (noise, write) => (noise === 0 ? t("racer.noise_none") : t("racer.noise", { noise: write(noise) })),
    ),
    ...optimizerTraits(catalogue, racers),
    startTrait(catalogue, run),
  ];
}

/** How many examples an update sees, and how they are drawn. @param {Catalogue} catalogue @param {Racer[]} racers */
function batchTraits(catalogue, racers) {
  const others = Object.entries(fieldsOf(catalogue, racerFields(catalogue).batch, "mini_batch")).filter(([name]) => name !== "size");
  return [
    trait(
      "batch",
      racers.map(({ batch }) => (batch.kind === "full" ? 0 : batch.size)),
      (size) => (size === 0 ? t("racer.full") : t("racer.batch", { size })),
    ),
    ...others.map(([name, field]) =>
      fieldTrait(
        name,
        racers.map(({ batch }) => /** @type {any} */ (batch)[name]),
        racers.map(() => field),
      ),
    ),
  ];
}

/** The fields of the optimizers, the rate after all others. @param {Catalogue} catalogue @param {Racer[]} racers */
function optimizerTraits(catalogue, racers) {
  const schemas = racers.map(({ optimizer: { kind } }) => catalogue.optimizers[kind].schema);
  const names = new Set(schemas.flatMap((schema) => Object.keys(schema)));
  names.delete("learning_rate");
  return [...names, "learning_rate"].map((name) =>
    fieldTrait(
      name,
      racers.map(({ optimizer }) => optimizer[name]),
      schemas.map((schema) => schema[name]),
    ),
  );
}

/** Where racers begin; that all share a start need not be looked up. @param {Catalogue} catalogue @param {RunConfig} run */
function startTrait(catalogue, run) {
  const isShared = run.racers.every(({ start }) => start === null);
  const starts = run.racers.map((racer) => (isShared ? null : startOf(catalogue, run, racer)) ?? "shared");
  const told = (/** @type {number[] | string} */ start, /** @type {import("./traits.js").Write} */ write) =>
    typeof start === "string" ? t(`racer.start_${start}`) : t("racer.start", { point: pointText(start, write) });
  const inBrief = (/** @type {number[] | string} */ start, /** @type {import("./traits.js").Write} */ write) =>
    typeof start === "string" ? told(start, write) : pointText(start, write);
  return trait("start", starts, told, inBrief);
}
