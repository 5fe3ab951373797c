// Shapes that several modules of the page share. A run is in run/run.d.ts, the stream's messages are in run/messages.d.ts
// (both made by `descent schema`); everything here is the page's own.

import type { Problem, FitProblem, RunConfig, Racer, Change, Optimizer, Schedule } from "./run/run.d.ts";
export type * from "./run/run.d.ts";

/** What is told apart by its kind, whatever it is: its other fields are those of the catalogue. */
export interface Member {
  kind: string;
  [field: string]: unknown;
}
/** Examples of a fit as its model reads them, from POST /api/data. */
export interface Examples {
  /** Whose they are; the one on screen may be newer. */ problem: FitProblem;
  train: { x: number[][]; y: number[] };
  test: { x: number[][]; y: number[] };
  mean: number[];
  scale: number[];
  /** Each example's place in the data as they came. */ index: { train: number[]; test: number[] };
  parameters: string[];
  closed_form: number[] | null;
}
/** What the learner sees and can set; state.js holds the table of what the address keeps. What only some pages have is absent elsewhere. */
export interface State {
  run: RunConfig;
  /** From the root to the branch being played. */
  changes: Change[];
  /** Where a change holds from: the step on screen (a branch), or step 0, from which the run then begins again. */
  from: "here" | "start";
  /** Id of the racer whose controls are open ("" when there is none). */
  selected: string;
  preset: string;
  playing: boolean;
  loop: boolean;
  /** Steps a second: 0.25, 1, 4 times the preset's base pace; "max". */
  speed: 0.25 | 1 | 4 | "max";
  height: "linear" | "log";
  palette: "viridis" | "cividis";
  curve: "loss" | "batch_loss" | "gradient_norm" | "learning_rate";
  curveScale: "linear" | "log";
  arrows: { gradient: boolean; velocity: boolean; accumulated: boolean; change: boolean };
  /** Lit stage of the step inspector, 1 … 6. */
  stage: 1 | 2 | 3 | 4 | 5 | 6;
  /** Contour in the big place, surface in the small one. */
  swapped: boolean;
  /** null: the first view of the surface. */
  camera: Camera | null;
  theme: "system" | "light" | "dark";
  /** A step pointed at in any picture, shown in all; null when none is. Never in the address. */
  hover: number | null;
  /** Secant's second point of one-parameter surfaces (G2), or null. */
  secant: number | null;
  /** What the height shows: the loss, or of a classifier the accuracy at the threshold. */
  of?: "loss" | "accuracy";
  threshold?: number;
  /** Across the chart: updates, epochs, or examples seen. */
  across?: "step" | "epoch" | "examples";
  /** The loss whose contour map stands beside the surface; "" for the same. */
  beside?: string;
  /** Residuals in the data, as squares for squared errors. */
  residuals?: boolean;
  /** The surface of the current batch instead of that of all data. */
  batchSurface?: boolean;
  /** Open dialog: "", "family", "sweep", "sweep_all", "cost", "search", "guide", "tour", "surfaces", "presets", "details". */
  dialog: string;
}
/** Turntable camera about the scene's centre; angles in radians, distance as a multiple of the one at which the surface just fits. */
export interface Camera {
  azimuth: number;
  elevation: number;
  distance: number;
}

/** Rows of one branch; row i is step i. Columns are flat, row-major: [step][racer][entry]. */
export interface Tape {
  racers: string[];
  /** Number of parameters. */
  width: number;
  /** Rows known so far: steps 0 … length − 1. */
  length: number;
  /** True when no step is left. */
  ended: boolean;
  /** The row that only holds the place of one to come (its update has been changed), −1 where there is none. */
  held: number;
  /** Float64Array views of the first `length` rows; names as the stream's columns. */
  column(name: import("./run/messages.d.ts").ColumnName): Float64Array;
  outcomes: Map<string, import("./run/messages.d.ts").Outcome>;
}
/** A branch that was left: drawn faint from `from` on until dismissed. */
export interface Ghost {
  tape: Tape;
  from: number;
  label: string;
}

/** The drawn loss surface: grid, height map, domain. Made by pictures/field.js from GET /api/grid. */
export interface Field {
  width: 1 | 2;
  window: [number, number][];
  columns: number;
  rows: number;
  /** Losses at the grid's nodes, row = y. */
  loss: Float32Array;
  lowest: number;
  highest: number;
  scale: number;
  /** Steps with flat treads, the accuracy's, not a slope. */ isStaircase: boolean;
  /** Where a ball starts if nobody says. */
  start: number[];
  points: { params: number[]; kind: "minimum" | "saddle" | "maximum" | "flat"; is_global: boolean; loss: number }[];
}

/** What every picture is given once an animation frame. */
export interface Frame {
  /** Position in the run, fractional: between step floor(time) and the next. */
  time: number;
  /** The step shown in numbers: floor(time). */
  step: number;
  tape: Tape | null;
  ghosts: Ghost[];
  field: Field | null;
  /** The examples of a fit, as its model reads them; null where there are none (yet). */
  examples: Examples | null;
  /** Share on the right side at the threshold, where it is shown and known. */
  accuracy: { accuracy: number; test_accuracy: number | null } | null;
  state: State;
  catalogue: Catalogue;
  /** Milliseconds, injected. */
  now_ms: number;
  /** Reduced motion: nothing glides. */
  still: boolean;
}
/** A picture or panel: draws what the frame says; called only when something changed. */
export interface View {
  draw(frame: Frame): void;
  resize?(): void;
  /** Which of the columns that grow with the parameters (D of them) it reads from the tape; the others are always there. */
  reads?(D: number): import("./run/messages.d.ts").WideColumn[];
}

/** One value of a configuration: what it may be, what it is where nothing is said, and its words where it has a form. Made by app/page/forms.py. */
export interface Schema {
  type?: string;
  /** Where it may be left out. */ default?: any;
  title?: string;
  description?: string;
  symbol?: string;
  scale?: "linear" | "log";
  slider?: [number, number];
  unit?: string;
  /** Values of other fields without which it changes nothing. */ needs?: Record<string, string>;
  minimum?: number;
  exclusiveMinimum?: number;
  maximum?: number;
  exclusiveMaximum?: number;
  /** A choice: value → the value in words. */ choices?: Record<string, string>;
  enum?: string[];
  const?: unknown;
  maxLength?: number;
  pattern?: string;
  /** Of a list. */ items?: Schema;
  minItems?: number;
  maxItems?: number;
  /** Of an object. */ properties?: Record<string, Schema>;
  /** One of several forms: a point, a word, null. */ anyOf?: Schema[];
  /** Told apart by its kind: kind → its other fields. */ kinds?: Record<string, { schema: Record<string, Schema> }>;
  /** The same where the catalogue describes each kind. */ members?:
    "surfaces" | "optimizers" | "schedules" | "losses" | "datasets" | "models";
  /** The kind of what names none. */ usual?: string;
}
/** Of an object: each field; `Known` are those that the page asks for by name. */
interface ObjectSchema<Type, Known = unknown> extends Schema {
  properties: Record<keyof Type, Schema> & Known;
}
/** Learning rates to begin with, by optimizer (engine/tuned). */
export type Rates = Record<string, number>;
export interface Catalogue {
  surfaces: Record<string, SurfaceEntry>;
  optimizers: Record<string, OptimizerEntry>;
  schedules: Record<string, MemberEntry & { default: Schedule }>;
  losses: Record<string, LossEntry>;
  datasets: Record<string, DatasetEntry>;
  models: Record<string, ModelEntry>;
  presets: PresetEntry[];
  run: ObjectSchema<RunConfig, { racers: { items: ObjectSchema<Racer>; maxItems: number } }>;
  changes: { items: ObjectSchema<Change>; maxItems: number };
}
export interface MemberEntry {
  kind: string;
  /** The heading it stands under in lists. */ group: string;
  title: string;
  idea: string;
  source: string;
  equation: string[];
  spoken: string;
  schema: Record<string, Schema>;
  torch: string;
  keras: string;
  default: Member;
}
export interface Instead {
  /** A Python format string over the fields; "" where there is no line. */ line: string;
  off: string[];
  on: string[];
}
export interface OptimizerEntry extends MemberEntry {
  default: Optimizer;
  /** Its first step is as long as the slope. */ follows_slope: boolean;
  adds: string;
  parents: string[];
  /** What it remembers from step to step; names of quantities. */ state: string[];
  differs: string;
  /** Other lines where all of some fields are 0 and all of others are not; the first that applies counts. */
  torch_instead: Instead[];
  keras_instead: Instead[];
  quantities: Record<string, { symbol: string; title: string }>;
  arrow: string;
  accumulated: string;
}
export interface SurfaceEntry {
  kind: string;
  /** The heading it stands under in lists. */ group: string;
  title: string;
  idea: string;
  source: string;
  /** MathML of L = …, and of what its letters mean. */ formula: string;
  spoken: string;
  schema: Record<string, Schema>;
  parameters: string[];
  height: "linear" | "log";
  height_scale: number;
  window: [number, number][];
  start: number[];
  points: Field["points"];
  /** Tuned for it. */ rates: Rates;
  default: Member;
}
/** A loss function; `takes` is what a prediction is (logits where from_logits), `torch_from_logits` PyTorch's line for those. */
export interface LossEntry {
  kind: string;
  /** The heading it stands under in lists. */ group: string;
  title: string;
  idea: string;
  source: string;
  formula: string;
  /** What letters of the formula mean; "" where it has none of its own. */ where: string;
  /** MathML of the slope of an example's loss; "" where a prediction is more than one number. */ slope: string;
  spoken: string;
  schema: Record<string, Schema>;
  default: Member;
  takes: "number" | "probability" | "probabilities" | "log_probabilities" | "margin";
  task: "regression" | "binary" | "multiclass" | "distributions";
  reduction: "mean" | "sum";
  /** A parabola in the prediction. */ is_quadratic: boolean;
  /** As it is chosen to judge a model's outputs. */ chosen: Member;
  torch: string;
  torch_from_logits: string;
  keras: string;
  sklearn: string;
  numpy: string;
  /** Library → the settings with which its line is this loss: a value, or whether there is one. */
  only: Record<string, Record<string, string | boolean>>;
  differs: string;
}
export interface DatasetEntry {
  kind: string;
  /** The heading it stands under in lists. */ group: string;
  title: string;
  idea: string;
  source: string;
  licence: string;
  task: "regression" | "binary" | "multiclass";
  /** Names in words: of the columns of x, of y, of each label (none for a regression). */ features: string[];
  target: string;
  classes: string[];
  schema: Record<string, Schema>;
  default: Member;
  /** How many there are by itself. */ examples: number;
  /** Tuned for it, by model. */
  rates: Record<string, { raw: Rates; standardised: Rates }>;
}
/** A formula as the operations it takes, each on earlier steps; engine/numbers/steps.py writes it down. */
export type Step = { value: number } | { parameter: number } | { feature: number } | { op: string; of: number[] };
export interface ModelEntry {
  kind: string;
  title: string;
  idea: string;
  source: string;
  /** MathML of the output. */ formula: string;
  spoken: string;
  schema: Record<string, Schema>;
  default: Member;
  task: "regression" | "binary";
  parameters: string[];
  /** Which of them a penalty pulls. */ penalized: boolean[];
  /** MathML of the output's slope by each; "" where it is 1. */ slopes: string[];
  features: number;
  /** Kinds of the losses that can judge its output. */ losses: string[];
  /** The one that does where nothing else is said. */ usual_loss: string;
  /** What its parameters are measured in, and what rates on a learner's own data follow from: engine/tuned/own.py. */
  units: { target: 0 | 1; feature: number | null }[];
  own_rates: Rates;
  /** What it says of an example, and what it predicts by that: a number, or the probability of class 1 (steps.js). */
  output: Step[];
  prediction: Step[];
}
export interface PresetEntry {
  kind: string;
  group: string;
  title: string;
  sentence: string;
  run: RunConfig;
  selected: string;
  pace: number;
  height?: "linear" | "log";
  secant: number | null;
  expects: unknown[];
  /** Learning rates of the sweep that its racers' rates come from; empty where there is none. */
  sweep: number[];
  /** What goes on from its end, and the words that invite to it. */
  onward: { preset: string; words: string } | null;
}
