// Shapes of the laboratory. What the server sends is described by app/page/lab.py.

export interface TypedArray {
  dtype: "f4" | "f8" | "i4";
  bdata: string;
  shape: string;
}
export type Num = number | "Infinity" | "-Infinity" | "NaN";
export interface Line {
  quantity: string;
  symbol: string;
  value: Num;
  digits: number;
  result_digits: number;
  expression: import("../arithmetic.js").Tree;
}
/** GET /api/lab/<exhibit>. */
export interface Told {
  curves: Record<string, TypedArray>;
  values: Record<string, any>;
  lines: Line[];
}
/** The same with its curves unpacked, and the state that it answers. */
export interface Answer {
  curves: Record<string, Float32Array>;
  values: Record<string, any>;
  lines: Map<string, Line>;
  state: LabState;
}

export type LabState = Readonly<Record<string, any>>;
export interface LabField {
  type: "number" | "integer" | "string" | "array";
  default: any;
  title: string;
  description: string;
  symbol?: string;
  scale?: "linear" | "log";
  slider?: [number, number];
  minimum?: number;
  maximum?: number;
  minItems?: number;
  maxItems?: number;
  choices?: Record<string, string>;
}
export interface ExhibitEntry {
  kind: string;
  title: string;
  idea: string;
  task: string;
  source: string;
  /** MathML of what it is about; "" where its lines say it. */ formula: string;
  schema: Record<string, LabField>;
  losses: Record<string, string>;
  /** What each loss is good for. */ ideas: Record<string, string>;
  first: Told;
}

/** What an exhibit is given: where to draw, and how to move. */
export interface Lab {
  entry: ExhibitEntry;
  picture: HTMLElement;
  controls: HTMLElement;
  reading: HTMLElement;
  state(): LabState;
  /** Moves; `settled` at the end of a drag. */
  move(patch: Record<string, any>, settled: boolean): void;
}
/** Draws where the visitor is now, with the numbers of the last answer (which may be of a moment ago). */
export interface ExhibitView {
  draw(state: LabState, answer: Answer): void;
  /** What is seen, in a sentence. */ sentence(state: LabState, answer: Answer): string;
  /** What is seen, as rows of cells, the first of them the head. */ rows(state: LabState, answer: Answer): string[][];
}
