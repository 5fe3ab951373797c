// Small runs and a small catalogue for modules that change runs.

export const optimizer = (learning_rate, kind = "momentum", rest = { momentum: 0.9 }) => ({ kind, learning_rate, ...rest });

export const racer = (id, rest = {}) => ({
  id,
  optimizer: optimizer(0.01),
  schedule: { kind: "constant" },
  clipping: { kind: "none" },
  noise: 0,
  batch: { kind: "full" },
  gradient: { kind: "exact" },
  start: null,
  own: null,
  ...rest,
});

export const runOf = (racers = [racer("r1"), racer("r2")], rest = {}) => ({
  problem: { kind: "surface", surface: { kind: "bowl", steepness: 1 } },
  racers,
  start: null,
  seed: 0,
  step_limit: 1000,
  convergence: { gradient_tolerance: 1e-8, change_tolerance: 0, stop: false },
  ...rest,
});

export const FIT = {
  kind: "fit",
  model: { kind: "line" },
  loss: { kind: "squared_error" },
  data: { kind: "dataset", dataset: { kind: "noisy_line" } },
  features: [],
  positive: 1,
  test_share: 0.2,
  split_seed: 0,
  standardise: false,
  l1: 0,
  l2: 0,
};

const surface = (kind, parameters, rest) => ({
  kind,
  title: kind,
  idea: "",
  formula: "",
  spoken: "",
  parameters,
  height: "linear",
  height_scale: 1,
  window: parameters.map(() => [-1, 1]),
  start: parameters.map(() => 0.5),
  points: [],
  rates: { momentum: 0.04, adam: 0.3, gradient_descent: 0.05 },
  schema: { steepness: { type: "number", title: "Steepness", default: 1, symbol: "a" } },
  default: { kind, steepness: 1 },
  ...rest,
});

const rule = (kind, title, follows_slope, rest) => ({
  kind,
  title,
  follows_slope,
  schema: {
    learning_rate: { type: "number", title: "Learning rate", default: 0.01, symbol: "α" },
    momentum: { type: "number", title: "Momentum", default: 0.9, symbol: "μ" },
  },
  default: { kind, learning_rate: 0.01, ...rest },
});

const loss = (kind, title, rest) => ({ kind, title, formula: "", spoken: "", reduction: "mean", is_quadratic: false, schema: {}, ...rest });

const number = (title, usual, symbol) => ({ type: "number", title, default: usual, symbol });

/** As app/page/forms.py makes it, with little in it. */
const RUN = {
  type: "object",
  properties: {
    problem: {
      kinds: {
        surface: { schema: { surface: { members: "surfaces" } } },
        fit: { schema: { loss: { members: "losses" }, test_share: number("Test share", 0.2, ""), l2: number("L2", 0, "λ₂") } },
      },
    },
    racers: {
      type: "array",
      maxItems: 8,
      items: {
        type: "object",
        properties: {
          id: { type: "string" },
          optimizer: { members: "optimizers" },
          schedule: { members: "schedules", default: { kind: "constant" } },
          clipping: {
            kinds: { none: { schema: {} }, norm: { schema: { limit: number("Limit", 1, "c") } } },
            default: { kind: "none" },
          },
          noise: number("Noise", 0, "σ"),
          batch: {
            kinds: { full: { schema: {} }, mini_batch: { schema: { size: number("Batch size", 16, "B") } } },
            default: { kind: "full" },
          },
          gradient: {
            kinds: { exact: { schema: {} }, numerical: { schema: { epsilon: number("Spacing", 1e-6, "ε") } } },
            default: { kind: "exact" },
          },
          start: { anyOf: [{ type: "array", items: { type: "number" } }, { const: "random" }, { type: "null" }], default: null },
          own: { anyOf: [{ kinds: { fit: { schema: {} } } }, { type: "null" }], default: null },
        },
      },
    },
  },
};

export const CATALOGUE = {
  surfaces: {
    bowl: surface("bowl", ["x", "y"]),
    valley: surface("valley", ["x"], { height: "log", start: [2], rates: { momentum: 0.0015, adam: 0.02, gradient_descent: 0.01 } }),
  },
  optimizers: {
    momentum: rule("momentum", "Momentum", true, { momentum: 0.9 }),
    adam: rule("adam", "Adam", false, {}),
    gradient_descent: rule("gradient_descent", "Gradient descent", true, {}),
  },
  schedules: {
    constant: { kind: "constant", title: "Constant", schema: {}, default: { kind: "constant" } },
    step: {
      kind: "step",
      title: "In steps",
      schema: { every: { type: "integer", title: "Every", default: 10, symbol: "" } },
      default: { kind: "step", every: 10 },
    },
  },
  losses: {
    squared_error: loss("squared_error", "Squared error", { is_quadratic: true }),
    total: loss("total", "Sum of squares", { is_quadratic: true, reduction: "sum" }),
    huber: loss("huber", "Huber", { schema: { delta: number("δ", 1, "δ") } }),
  },
  models: {
    line: {
      ...{ kind: "line", title: "Line", idea: "", parameters: ["w", "b"], features: 1, losses: ["squared_error", "huber"] },
      usual_loss: "squared_error",
      task: "regression",
      units: [
        { target: 1, feature: 0 },
        { target: 1, feature: null },
      ],
      own_rates: { momentum: 0.06, adam: 0.1 },
    },
  },
  datasets: {
    noisy_line: {
      rates: {
        line: { raw: { momentum: 0.02, adam: 0.4 }, standardised: { momentum: 0.05, adam: 0.5 } },
        sine: { raw: { momentum: 0.003, adam: 0.07 }, standardised: { momentum: 0.007, adam: 0.1 } },
      },
      examples: 200,
    },
  },
  run: RUN,
  presets: [],
};
