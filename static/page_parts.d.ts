import type { Catalogue, Frame, Problem, Racer, RunConfig, State, Tape, View } from "./types.d.ts";

/** What the panels share; page.js puts it together. */
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
  /** Undoes the last whole change (−1) or makes it again (1). */
  walk(by: -1 | 1): Promise<void>;
  actions: import("./actions.js").Action[];
  share(): Promise<string>;
  openFile(file: File): Promise<void>;
  /** Begins as for a new visitor: what the tab has kept of this page is gone. */
  forget(): void;
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

/** What is one page's own (static/pages): its rows of state and its views. */
export interface Definition {
  rows: import("./rows.js").Row[];
  /** The preset whose run an address leaves unsaid: the first one, where links have always been those of what opens the page. */
  unsaid?: string;
  create(parts: Parts): Views;
}

/** What a page's own views are made of. */
export interface Parts {
  page: Page;
  actions: ReturnType<typeof import("./picture_actions.js").createPictureActions>;
  /** Reduced motion: nothing moves by itself. */
  still(): boolean;
  /** What is said, by its key, while something cannot be loaded. */
  told(key: string): { failed(): void; recovered(): void };
}

export interface Views {
  /** Panels show steps, and rest between them. */ panels: View[];
  /** Made after all panels, behind which they stand. */ dialogs(): View[];
  pictures: View[];
  /** Those of them that the hand is on: right after an edit they are drawn first. */ prompt: View[];
  /** Asks the server for what the frame needs; what is to be drawn of the problem, and what is seen besides. */
  ask(now: { problem: Problem; tape: Tape | null; step: number; state: State }): {
    wish: Omit<import("./problems/kind.d.ts").Wish, "problem">;
    seen: Partial<Frame>;
  };
  /** Takes what came with the page. */
  adopt(opening: any): void;
  /** For tests, and for whoever opens the console. */ shown: object;
}
