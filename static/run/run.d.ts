// Made by `descent schema` from engine/run_config.py; do not edit.

/** A member of engine/datasets/. */
export type Dataset = {
  kind: string;
  [field: string]: unknown;
};

/** A member of engine/losses/. */
export type Loss = {
  kind: string;
  [field: string]: unknown;
};

/** A member of engine/models/. */
export type Model = {
  kind: string;
  [field: string]: unknown;
};

/** A member of engine/optimizers/. */
export type Optimizer = {
  kind: string;
  learning_rate: number;
  weight_decay: number;
  [field: string]: unknown;
};

/** A member of engine/schedules/. */
export type Schedule = {
  kind: string;
  warmup_steps: number;
  warmup_start: number;
  [field: string]: unknown;
};

/** A member of engine/surfaces/. */
export type Surface = {
  kind: string;
  [field: string]: unknown;
};

export type Data = GeneratedData | OwnData;

export type Plane = ParametersPlane | RandomPlane;

export type Clipping = NoClipping | NormClipping | ValueClipping;

export type Batch = FullBatch | MiniBatch;

export type Gradient = ExactGradient | NumericalGradient;

export type Own = FitOwn | LinearRegressionOwn | SoftmaxRegressionOwn;

export type Problem = FitProblem | LinearRegression | SoftmaxRegression | SurfaceProblem;

/** A dataset of the engine's (``engine.dataset``). */
export type GeneratedData = {
  kind: "dataset";
  dataset: Dataset;
};

/** A visitor's own examples: they travel with the run, and nobody keeps them. */
export type OwnData = {
  kind: "own";
  task: "regression" | "binary" | "multiclass";
  x: number[][];
  y: number[];
  features: string[];
  target: string;
  classes: string[];
};

/** A model of two parameters, the loss it is judged by, and data. */
export type FitProblem = {
  kind: "fit";
  model: Model;
  loss: Loss;
  data: Data;
  features: number[];
  positive: number;
  test_share: number;
  split_seed: number;
  standardise: boolean;
  l1: number;
  l2: number;
};

/** The plane of two parameters, by their places in the vector; the others are as at a known minimum, else as at the start. */
export type ParametersPlane = {
  kind: "parameters";
  first: number;
  second: number;
};

/** A plane through the start, of which no direction is likelier than another: the same under any loss. */
export type RandomPlane = {
  kind: "random";
  seed: number;
};

/** ŷ = X wᵀ + b: one weight for each feature, and a bias. */
export type LinearRegression = {
  kind: "linear";
  loss: Loss;
  data: Data;
  features: number[];
  test_share: number;
  split_seed: number;
  standardise: boolean;
  l1: number;
  l2: number;
  plane: Plane;
};

/** Z = X Wᵀ + b, p = softmax(z): a logit for each class, judged by a cross-entropy from logits, which is exact at any size of them. */
export type SoftmaxRegression = {
  kind: "softmax_regression";
  loss: Loss;
  data: Data;
  features: number[];
  test_share: number;
  split_seed: number;
  standardise: boolean;
  l1: number;
  l2: number;
  plane: Plane;
};

/** A named test function with its hyperparameters. */
export type SurfaceProblem = {
  kind: "surface";
  surface: Surface;
};

/** The gradient as it is. */
export type NoClipping = {
  kind: "none";
};

/** g ← g · min(1, limit / (‖g‖ + 1e-6)), as torch.nn.utils.clip_grad_norm_. */
export type NormClipping = {
  kind: "norm";
  limit: number;
};

/** Each entry of g into [−limit, limit], as torch.nn.utils.clip_grad_value_. */
export type ValueClipping = {
  kind: "value";
  limit: number;
};

/** Every update sees all data: batch gradient descent. */
export type FullBatch = {
  kind: "full";
};

/** Every update sees ``size`` examples; with 1 it is stochastic gradient descent. */
export type MiniBatch = {
  kind: "mini_batch";
  size: number;
  replacement: boolean;
  own_order: boolean;
};

/** The derivative as a formula. */
export type ExactGradient = {
  kind: "exact";
};

/** Central differences with spacing ε. */
export type NumericalGradient = {
  kind: "numerical";
  epsilon: number;
};

/** A racer's own loss and penalties; the data and the model are everybody's. */
export type FitOwn = {
  kind: "fit";
  loss: Loss | null;
  l1: number | null;
  l2: number | null;
};

/** A racer's own loss and penalties. */
export type LinearRegressionOwn = {
  kind: "linear";
  loss: Loss | null;
  l1: number | null;
  l2: number | null;
};

/** A racer's own loss and penalties. */
export type SoftmaxRegressionOwn = {
  kind: "softmax_regression";
  loss: Loss | null;
  l1: number | null;
  l2: number | null;
};

/** One ball: how it moves and, if not from the shared start, where it begins. */
export type Racer = {
  id: string;
  optimizer: Optimizer;
  schedule: Schedule;
  clipping: Clipping;
  noise: number;
  batch: Batch;
  gradient: Gradient;
  start: number[] | "random" | null;
  own: Own | null;
};

/** A racer has converged at the first step with ‖g‖₂ ≤ gradient_tolerance and ‖Δ‖₂ ≤ change_tolerance. */
export type Convergence = {
  gradient_tolerance: number;
  change_tolerance: number;
  stop: boolean;
};

/** Problem, racers and the rules of the run. */
export type RunConfig = {
  problem: Problem;
  racers: Racer[];
  start: number[] | "random" | null;
  seed: number;
  step_limit: number;
  convergence: Convergence;
};

/** What a change sets; fields left out stay as they are. */
export type Setting = {
  problem?: Problem;
  optimizer?: Optimizer;
  schedule?: Schedule;
  clipping?: Clipping;
  noise?: number;
  batch?: Batch;
  gradient?: Gradient;
  own?: Own;
  params?: number[];
};

/** One change of a run, made just before the update of step ``at_step``. */
export type Change = {
  at_step: number;
  racer?: string | null;
  set: Setting;
};
