import type { Catalogue, Racer, RunConfig, State } from "./types.d.ts";

/** What the panels share; main.js puts it together. */
export interface Page {
  store: ReturnType<typeof import("./store.js").createStore<State>>;
  session: ReturnType<typeof import("./run/session.js").createSession>;
  player: ReturnType<typeof import("./run/player.js").createPlayer>;
  edits: ReturnType<typeof import("./run/edits.js").createEdits>;
  catalogue: Catalogue;
  /** The drawn loss surface, as far as it is here. */
  field(): import("./types.d.ts").Field | null;
  /** A whole change, a drag to its end. */
  settled(): void;
  /** Performs the action of that name. */
  perform(action: string): void;
  seek(step: number): void;
  actions: import("./actions.js").Action[];
  share(): Promise<string>;
  openFile(file: File): Promise<void>;
  /** Draws again with the next frame. */
  invalidate(): void;
}

/** What a sheet of the details needs besides: it opens while a racer is selected. */
export interface Sheet extends Page {
  racerNow(): Racer;
  /** The run at the step on screen. */
  now(): RunConfig;
  /** Builds the sheet anew. */
  refill(): void;
}
