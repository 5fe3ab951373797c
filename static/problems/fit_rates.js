// Learning rates to begin with of a fit: tuned for its dataset, or worked out from a learner's own data (engine/tuned/own.py).

/** @typedef {import("../types.d.ts").Catalogue} Catalogue
 *  @typedef {import("../types.d.ts").FitProblem} FitProblem
 *  @typedef {import("../types.d.ts").Rates} Rates */

/**
 * Rates by optimizer. They are tuned for the model's usual loss; no other mean is more curved, so they hold there too. Under a sum over n
 * examples the slope is n/2 times as long.
 * @param {Catalogue} catalogue @param {FitProblem} problem @returns {Rates}
 */
export function ratesOf(catalogue, problem) {
  const { data, model, loss, standardise } = problem;
  if (data.kind === "own") return ownRates(catalogue, problem, data);
  const { examples, rates } = catalogue.datasets[data.dataset.kind],
    tuned = rates[model.kind][standardise ? "standardised" : "raw"];
  if (catalogue.losses[loss.kind].reduction === "mean") return tuned;
  return scaled(catalogue, tuned, 1, 2 / Number(data.dataset.count ?? examples));
}

/** @param {Catalogue} catalogue @param {FitProblem} problem @param {import("../types.d.ts").OwnData} data @returns {Rates} */
function ownRates(catalogue, { model, loss, standardise, features }, { x, y }) {
  const { own_rates, units, task } = catalogue.models[model.kind],
    { reduction, is_quadratic } = catalogue.losses[loss.kind],
    target = sizeOf(y);
  const mean = task === "binary" ? 1 : is_quadratic ? target ** 2 : Math.max(target, target ** 2),
    size = reduction === "sum" ? (mean * y.length) / 2 : mean;
  const ofFeature = (/** @type {number} */ index) => (standardise ? 1 : sizeOf(x[features[index] ?? index]));
  const unit = Math.min(...units.map((of) => target ** of.target / (of.feature === null ? 1 : ofFeature(of.feature))));
  return scaled(catalogue, own_rates, unit, unit ** 2 / size);
}

/** Of a weight decay λ, which holds no parameter beyond 1/λ: where λ u is more than the first, α is the second over λ at most. */
const HELD = { from: 0.1, rate: 1e-4 };

/** Root mean square; 1 where all are 0. @param {number[]} numbers */
const sizeOf = (numbers) => Math.sqrt(numbers.reduce((sum, number) => sum + number * number, 0) / numbers.length) || 1;

/**
 * Rates times `free`, those of optimizers whose steps follow the slope times `steep`: to two digits, and no more than may be set.
 * @param {Catalogue} catalogue @param {Rates} rates @param {number} free @param {number} steep @returns {Rates}
 */
function scaled(catalogue, rates, free, steep) {
  const entries = Object.entries(rates).map(([kind, rate]) => {
    const { schema, follows_slope, default: usual } = catalogue.optimizers[kind],
      { maximum = Infinity } = schema.learning_rate,
      decay = Number(usual.weight_decay ?? 0);
    const most = decay * free > HELD.from ? HELD.rate / decay : maximum;
    return [kind, Math.min(most, Number((rate * (follows_slope ? steep : free)).toPrecision(2)))];
  });
  return Object.fromEntries(entries);
}
