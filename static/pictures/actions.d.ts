import type { Camera } from "../types.d.ts";

/** What the pictures ask of the page; picture_actions.js provides it. */
export interface PictureActions {
  setStart(params: number[]): void;
  /** The selected ball is carried to a point: the run goes on from there. */
  moveBall(params: number[]): void;
  seek(step: number): void;
  hover(step: number | null): void;
  /** null: back to the first view. */
  setCamera(camera: Camera | null): void;
  select(racer: string): void;
  setSecant(x: number | null): void;
  /** Change any part of the state (switches in the pictures' corners). */
  set(patch: Partial<import("../types.d.ts").State>): void;
  /** A picture has something new to draw though the state is the same. */
  invalidate(): void;
}
