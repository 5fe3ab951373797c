/**
 * Everything that a button, a key or a test can ask of the page, once. `keys` as `pressed` names them; `shown` is how the
 * list of keys writes them; actions without `perform` belong to the focused picture, which hears their keys itself.
 * @typedef {{name: string, label: string, keys: string[], shown: string[], group: "playback" | "racers" | "picture" | "page", perform?:
 *   (key: string) => void}} Action
 */

/** The nearest stage there is. */
const stageFrom = (/** @type {number} */ wanted) => /** @type {import("./types.d.ts").State["stage"]} */ (Math.min(6, Math.max(1, wanted)));

/** What stands on the key that shortcuts are made with. */
const COMMAND = /Mac|iPhone|iPad/.test(navigator.platform) ? "⌘" : "Ctrl";

/**
 * @param {Pick<import("./page_parts.d.ts").Page, "store" | "player" | "edits" | "session" | "seek" | "walk">} page
 * @returns {Action[]}
 */
export function createActions({ store, player, edits, session, seek, walk: walkHistory }) {
  const pause = () => store.set({ playing: false });
  const selectNumber = (/** @type {string} */ key) => {
    const racer = session.latest.run.racers[Number(key) - 1];
    if (racer !== undefined) store.set({ selected: racer.id });
  };
  const walk = (/** @type {number} */ by) => {
    pause();
    seek(by < 0 ? Math.ceil(player.time) - 1 : player.step + 1);
  };

  return [
    {
      name: "play",
      label: "action.play",
      keys: [" ", "k"],
      shown: ["Space"],
      group: "playback",
      perform: () => {
        const { tape } = session;
        if (!store.state.playing && tape !== null && tape.ended && player.time >= tape.length - 1) player.seek(0);
        store.set({ playing: !store.state.playing });
      },
    },
    { name: "forward", label: "action.forward", keys: ["ArrowRight"], shown: ["→"], group: "playback", perform: () => walk(1) },
    { name: "back", label: "action.back", keys: ["ArrowLeft"], shown: ["←"], group: "playback", perform: () => walk(-1) },
    {
      name: "first",
      label: "action.first",
      keys: ["Home"],
      shown: ["Home"],
      group: "playback",
      perform: () => {
        pause();
        seek(0);
      },
    },
    {
      name: "last",
      label: "action.last",
      keys: ["End"],
      shown: ["End"],
      group: "playback",
      perform: () => {
        pause();
        seek(Infinity);
      },
    },
    {
      name: "restart",
      label: "action.restart",
      keys: ["r", "R"],
      shown: ["R"],
      group: "playback",
      perform: () => edits.again(),
    },
    {
      name: "loop",
      label: "action.loop",
      keys: ["l", "L"],
      shown: ["L"],
      group: "playback",
      perform: () => store.set({ loop: !store.state.loop }),
    },
    {
      name: "select",
      label: "action.select",
      keys: ["1", "2", "3", "4", "5", "6", "7", "8"],
      shown: ["1", "8"],
      group: "racers",
      perform: selectNumber,
    },
    {
      name: "remove",
      label: "action.remove",
      keys: ["Delete"],
      shown: ["Delete"],
      group: "racers",
      perform: () => edits.removeRacer(store.state.selected),
    },
    {
      name: "duplicate",
      label: "action.duplicate",
      keys: ["d", "D"],
      shown: ["D"],
      group: "racers",
      perform: () => edits.duplicateRacer(store.state.selected),
    },
    {
      name: "undo",
      label: "undo.undo",
      keys: ["Ctrl+z"],
      shown: [COMMAND, "Z"],
      group: "page",
      perform: () => walkHistory(-1),
    },
    {
      name: "redo",
      label: "undo.redo",
      keys: ["Ctrl+Shift+z", "Ctrl+y"],
      shown: [COMMAND, "Shift", "Z"],
      group: "page",
      perform: () => walkHistory(1),
    },
    { name: "turn", label: "action.turn", keys: [], shown: ["←", "→", "↑", "↓"], group: "picture" },
    { name: "zoom", label: "action.zoom", keys: [], shown: ["+", "−"], group: "picture" },
    { name: "view", label: "action.view", keys: [], shown: ["0"], group: "picture" },
    { name: "marks", label: "action.marks", keys: [], shown: ["I"], group: "picture" },
    { name: "start", label: "action.start", keys: [], shown: ["Shift", "←", "→", "↑", "↓"], group: "picture" },
    {
      name: "previous_stage",
      label: "inspector.previous",
      keys: ["["],
      shown: ["["],
      group: "page",
      perform: () => store.set({ stage: stageFrom(store.state.stage - 1) }),
    },
    {
      name: "next_stage",
      label: "inspector.next",
      keys: ["]"],
      shown: ["]"],
      group: "page",
      perform: () => store.set({ stage: stageFrom(store.state.stage + 1) }),
    },
    {
      name: "swap",
      label: "action.swap",
      keys: ["x", "X"],
      shown: ["X"],
      group: "page",
      perform: () => store.set({ swapped: !store.state.swapped }),
    },
    {
      name: "guide",
      label: "action.guide",
      keys: ["?"],
      shown: ["?"],
      group: "page",
      perform: () => store.set({ dialog: store.state.dialog === "guide" ? "" : "guide" }),
    },
  ];
}

const OWN_KEYS = "input:not([type=range]):not([type=checkbox]), textarea, select, [contenteditable]";
const ARROW_WIDGETS = "input[type=range], [role=slider], [role=tab], [role=radio], [role=menuitem], [role=option]";
const SPACE_WIDGETS = "button, a[href], input, summary, [role=button]";

/** Whether the focused control itself answers to the key. */
function isTaken(/** @type {Element | null} */ focused, /** @type {string} */ key) {
  if (focused === null) return false;
  if (focused.matches(OWN_KEYS)) return true;
  if (key === " ") return focused.matches(SPACE_WIDGETS);
  return /^(Arrow|Home|End|Page)/.test(key) && focused.matches(ARROW_WIDGETS);
}

/** A key as it is pressed: "r", "R", "Ctrl+Shift+z"; the command key of a Mac stands for Ctrl. */
const pressed = (/** @type {KeyboardEvent} */ { key, ctrlKey, metaKey, shiftKey }) =>
  ctrlKey || metaKey ? `Ctrl+${shiftKey ? "Shift+" : ""}${key.toLowerCase()}` : key;

/** Listens for every action's keys, wherever the focus is. */
export function listenForKeys(/** @type {Action[]} */ actions, /** @type {Document} */ root = document) {
  /** The field in which something was written that is not yet taken: undoing is about its letters. @type {EventTarget | null} */
  let written = null;
  root.addEventListener("input", ({ target }) => (written = target));
  for (const taken of ["change", "focusin"]) root.addEventListener(taken, () => (written = null));
  root.addEventListener("keydown", ({ key }) => key === "Enter" && (written = null), { capture: true });
  const isOfLetters = (/** @type {KeyboardEvent} */ event) =>
    !/^Ctrl\+(Shift\+)?z$/.test(pressed(event)) || root.activeElement === written || root.activeElement?.localName === "textarea";

  root.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.altKey) return;
    if (isTaken(root.activeElement, event.key) && isOfLetters(event)) return;
    if (root.querySelector("dialog[open]") !== null && event.key !== "?") return;
    const action = actions.find(({ keys }) => keys.includes(pressed(event)));
    if (action?.perform === undefined) return;
    event.preventDefault();
    action.perform(event.key);
  });
}
