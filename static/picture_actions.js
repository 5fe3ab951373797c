/** So long after its last call a drag is over. */
const REST_MS = 500;

/**
 * One drag of a picture: calls that follow each other closely.
 * @param {(params: number[], gesture: object) => void} act @param {() => void} settled
 */
function drags(act, settled) {
  /** @type {object | null} */
  let gesture = null;
  let timer = 0;
  return (/** @type {number[]} */ params) => {
    gesture ??= {};
    act(params, gesture);
    clearTimeout(timer);
    timer = window.setTimeout(() => {
      gesture = null;
      settled();
    }, REST_MS);
  };
}

/**
 * What pictures and dialogs ask of the page.
 * @param {Pick<import("./page_parts.d.ts").Page, "store" | "session" | "edits" | "seek" | "settled" | "invalidate">} page
 */
export const createPictureActions = ({ store, session, edits, seek, settled, invalidate }) => ({
  setStart: drags((params, gesture) => {
    const racer = store.state.run.racers.find((other) => other.id === store.state.selected);
    const short = params.map((value) => Number(value.toPrecision(4)));
    edits.setStart(short, racer?.start ? racer.id : null, gesture);
  }, settled),
  moveBall: drags((params, gesture) => edits.moveBall(params, gesture), settled),
  seek,
  pause: () => store.set({ playing: false }),
  hover: (/** @type {number | null} */ step) => store.set({ hover: step }),
  setCamera: (/** @type {import("./types.d.ts").Camera | null} */ camera) => store.set({ camera }),
  setSecant: (/** @type {number | null} */ secant) => store.set({ secant }),
  setStage: (/** @type {any} */ stage) => store.set({ stage }),
  select: (/** @type {string} */ selected) => store.set({ selected }),
  set: (/** @type {Partial<import("./types.d.ts").State>} */ patch) => store.set(patch),
  openDialog: (/** @type {string} */ dialog) => store.set({ dialog }),
  /** What a dialog says when it is closed: late, so that another one may be wanted by then. */
  dialogClosed: (/** @type {string[]} */ ...names) => names.includes(store.state.dialog) && store.set({ dialog: "" }),
  invalidate,
  inspect: session.inspect,
  applyPreset: edits.applyPreset,
  startWith: edits.startWith,
  addMember: edits.addMember,
  setMember: edits.setMember,
  copy: (/** @type {string} */ text) => navigator.clipboard.writeText(text),
});
