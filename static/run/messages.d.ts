// Made by `descent schema` from app/stream/messages.py; do not edit.

import type { RunConfig, Change, Setting } from "./run.d.ts";

export const PROTOCOL: 1;

/** Plotly's typed array: base64 of little-endian bytes, rows first. */
export interface TypedArray {
  dtype: "f8" | "f4" | "i4";
  bdata: string;
  shape: string;
}

/** How a racer stands, ``step`` being where that was decided; ``running`` in `steps`: it has left where it had converged. */
export interface Outcome {
  racer: string;
  kind: "running" | "converged" | "diverged" | "step_limit";
  step: number;
  point: "minimum" | "saddle" | "maximum" | "flat" | "unknown" | null;
  parameter: string | null;
  last: number | null;
  cause: "overflow" | "undefined" | null;
}

/** What this server allows a session. */
export interface SessionLimits {
  waiting_advances: number;
  message_bytes: number;
  racers: number;
  branches: number;
}

/** Where a path begins anew: all changes made so far are in it, and `start` need not bring them any more. */
export interface Root {
  run: RunConfig;
  step: number;
  checkpoint: string;
}

/** ``{accuracy, test_accuracy}``: shares of the examples learnt from and of those kept for testing (None where there are none). */
export interface AccuracyView {
  kind: "accuracy";
  threshold?: number;
}

/** The batch of one update: counters, indices, and the first examples with their numbers. */
export interface BatchView {
  kind: "batch";
}

/** Gradients of all batches of this epoch where the ball is, the full one, and the spread against batch size. */
export interface GradientCloudView {
  kind: "gradient_cloud";
}

/** ``{here, minimum}``: the limit where the ball is and at the nearest recorded minimum (``engine.running.stability``).

    None where no limit holds.
     */
export interface LimitView {
  kind: "limit";
}

/** The arithmetic of one update: ``{learning_rate, t, stages}`` as docs/stream.md describes.

    Of many parameters the stages hold one.
     */
export interface StepView {
  kind: "step";
  parameter?: string;
}

/** Compute this run (again). Everything the server held for the session before is dropped. */
export interface Start {
  type: "start";
  protocol?: number;
  run: RunConfig;
  root?: string | null;
  changes?: Change[];
  branch?: number;
  from_step?: number;
  checkpoint?: string | null;
}

/** Compute on. Answered by one `steps` of 1 … count rows (and `ended` where the run ends). */
export interface Advance {
  type: "advance";
  branch: number;
  count: number;
  every?: number;
  columns?: ColumnName[];
}

/** Cut ``parent`` before the update of ``at_step`` and go on as ``branch`` from that step. */
export interface MakeChange {
  type: "change";
  branch: number;
  parent: number;
  at_step: number;
  racer?: string | null;
  set: Setting;
}

/** Ask about one step of one racer; ``what`` is a view with its query. */
export interface Inspect {
  type: "inspect";
  branch: number;
  step: number;
  racer: string;
  what: AnyView;
}

/** Drop the work waiting or under way for a branch. */
export interface Cancel {
  type: "cancel";
  branch: number;
}

/** End the session; the server closes. */
export interface Stop {
  type: "stop";
}

/** Answer to `start` and `change`: the branch stands at ``step`` and can be advanced. */
export interface Ready {
  type: "ready";
  protocol: number;
  fingerprint: string;
  limits: SessionLimits;
  branch: number;
  step: number;
  racers: string[];
  starts: number[][];
  root: Root | null;
}

/** Rows ``first_step``, ``first_step + every``, … of a branch. */
export interface Steps {
  type: "steps";
  branch: number;
  first_step: number;
  every: number;
  rows: number;
  columns: Record<string, TypedArray>;
  outcomes: Outcome[];
  checkpoint: string | null;
  checkpoint_step: number | null;
  work_ms: number;
}

/** Answer to `inspect`; ``view`` is described in docs/stream.md by ``what``. */
export interface View {
  type: "view";
  branch: number;
  step: number;
  racer: string;
  what: string;
  view: Record<string, unknown>;
}

/** Long work (computing on to ``from_step``) is under way. */
export interface Progress {
  type: "progress";
  branch: number;
  done: number;
  of: number;
}

/** No step of this branch is left; one outcome a racer. */
export interface Ended {
  type: "ended";
  branch: number;
  step: number;
  outcomes: Outcome[];
}

/** What was wrong, where, and what is allowed. ``fatal``: the server closes after it. */
export interface Error {
  type: "error";
  code: string;
  path: string;
  params: Record<string, unknown>;
  branch: number | null;
  what: string | null;
  fatal: boolean;
}

export type AnyView = AccuracyView | BatchView | GradientCloudView | LimitView | StepView;

export type ColumnName = "params" | "loss" | "place" | "gradient" | "gradient_norm" | "learning_rate" | "change" | "velocity" | "accumulated" | "batch_loss" | "examples" | "limit";

export type WideColumn = "params" | "gradient" | "change" | "velocity" | "accumulated";

export type ClientMessage = Start | Advance | MakeChange | Inspect | Cancel | Stop;

export type ServerMessage = Ready | Steps | View | Progress | Ended | Error;
