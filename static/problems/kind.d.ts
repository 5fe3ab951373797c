// What each kind of problem answers for itself: everything else asks it, and names none.

import type { Trait } from "../run/traits.js";
import type { Catalogue, Member, OwnData, PresetEntry, Problem, Racer, Rates, RunConfig, Schema, Setting, State } from "../types.d.ts";

/** What the balls roll on, in words. */
export interface Ground {
  /** What a change keeps: another family is another run. */ family: string;
  title: string;
  idea: string;
  /** MathML of the loss, in the picture's corner; "" where it stands with the model's elsewhere. */ formula: string;
  spoken: string;
  parameters: string[];
  height: "linear" | "log";
  /** Of the logarithmic height; 0 where the loss itself must say. */ heightScale: number;
  /** Whose hyperparameters stand in the formula. */ member: Member;
}

/** A model on data as mathematics: MathML, and whose settings stand in it. */
export interface Formulas {
  model: string;
  loss: string;
  /** What letters of the loss mean; "" where it has none of its own. */ where: string;
  /** The model in words. */ spoken: string;
  /** Of each parameter the slope of the loss, as the sum it comes from. */ slopes: string[];
  member: Member;
}

/** What is drawn: a problem's loss, or its accuracy, or the loss on the examples of one batch. */
export interface Wish<P extends Problem = Problem> {
  problem: P;
  of?: "loss" | "accuracy";
  threshold?: number;
  batch?: number[] | null;
  window?: [number, number][] | null;
}

/** What edits are made of (run/edits.js). */
export interface Editing {
  catalogue: Catalogue;
  /** The run at the step on screen. */
  now(): RunConfig;
  /** Under the rolling balls. */
  changeProblem(problem: Problem, gesture: object | null): void;
  /** What one racer has of its own. */
  changeRacer(racer: string, set: Setting, gesture: object | null): void;
  /** A new run from its root. */
  restart(difference: Partial<RunConfig>, patch: Partial<State>): void;
}

/** Under which name a field of the problem stands in an address. */
export type KeyOf = (field: string) => string;

export interface Kind<P extends Problem> {
  /** Whether updates see batches of examples. */ takesBatches: boolean;
  ground(catalogue: Catalogue, problem: P): Ground;
  /** Model, loss and slopes written out; null where the ground's formula says it all. */
  formulas(catalogue: Catalogue, problem: P): Formulas | null;
  /** Where a ball starts if nobody says; null where only the field knows. */
  start(catalogue: Catalogue, problem: P): number[] | null;
  /** Learning rates tuned for it, by optimizer. */
  rates(catalogue: Catalogue, problem: P): Rates;
  /** What the height of its picture can show. */
  heights(catalogue: Catalogue, problem: P): ("loss" | "accuracy")[];
  /** Asks for the grid of its picture. */
  grid(wish: Wish<P>, size: number): Promise<Response>;
  /** Whether one's picture turns into the other's before the eyes. */
  turnsInto(before: P, now: P): boolean;
  /** The problem as a racer has it that has parts of its own. */
  of(problem: P, own: Racer["own"]): P;
  /** In which of such parts racers differ, given the problem as each has it. */
  traits(catalogue: Catalogue, problems: P[]): Trait[];
  /** What a change from one to the other does, in a few signs. */
  changeText(before: P, now: P, catalogue: Catalogue): string;

  /** The keys of an address that begin such a problem. */ keys: string[];
  /** Its fields, as they may stand in an address. */
  fields(catalogue: Catalogue, problem: P): Record<string, Schema>;
  /** Its pairs in an address; null for one that is packed whole. */
  pairs(catalogue: Catalogue, problem: P, keyOf: KeyOf): [string, string][] | null;
  /** The problem of such pairs, still to be checked; undefined where they say nothing of it. */
  described(catalogue: Catalogue, pairs: Map<string, string>, keyOf: KeyOf): object | undefined;
  /** The learner's own data in its field `data`, which a link may have to leave out; null where it carries none. */
  ownData(problem: P): OwnData | null;

  /** What of the state begins anew with a preset. */
  anew(catalogue: Catalogue, preset: PresetEntry): Partial<State>;
}
