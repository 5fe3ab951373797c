// A whole page in a frame of its own, with the application behind it and a clock that goes when it is told.

import { keepDrawing, markupOf, roundedIn } from "./listing.js";

const FRAME_MS = 16;
/** After so long drags are over and addresses written. */
const SETTLED_MS = 1000;
let pages = 0;

/** Sizes by a rule, the same on any machine: nothing of what is told depends on a font. */
function measureByRule(window) {
  const of = (node) => {
    if (node.closest("#small, #data, #curve, .chart") !== null) return { width: 300, height: 220 };
    if (node.matches(".picture, .flat, .axes, .plotly, svg, .plot, .panel, .panel-plot, .lab-picture, .sweep-plot, .timeline"))
      return { width: 640, height: 480 };
    return { width: 120, height: 24 };
  };
  const place = (node) => (node.parentElement === null ? 0 : 10 * [...node.parentElement.children].indexOf(node));
  const { prototype } = window.Element;
  for (const [name, side] of Object.entries({ Width: "width", Height: "height" }))
    for (const kind of ["client", "scroll"])
      Object.defineProperty(prototype, kind + name, {
        get() {
          return of(this)[side];
        },
      });
  for (const [name, side] of Object.entries({ offsetWidth: "width", offsetHeight: "height" }))
    Object.defineProperty(window.HTMLElement.prototype, name, {
      get() {
        return this.closest("[hidden]") === null ? of(this)[side] : 0;
      },
    });
  prototype.getBoundingClientRect = function () {
    const { width, height } = of(this);
    return new DOMRect(place(this), place(this), width, height);
  };
  // Nothing gets another size: whoever observes one is told of it once.
  window.ResizeObserver = class {
    constructor(tell) {
      this.tell = tell;
    }
    observe() {
      window.requestAnimationFrame(() => this.tell([]));
    }
    unobserve() {}
    disconnect() {}
  };
  window.SVGGraphicsElement.prototype.getBBox = function () {
    return new DOMRect(0, 0, 7 * this.textContent.length, 14);
  };
}

/** Frames and timers come when the time is told to go on. */
function clockOf(window) {
  let now_ms = 0,
    ids = 0,
    frames = [];
  const timers = new Map();
  window.performance.now = () => now_ms;
  window.requestAnimationFrame = (action) => frames.push(action);
  window.setTimeout = (action, ms = 0) => {
    timers.set((ids += 1), { action, at_ms: now_ms + ms });
    return ids;
  };
  window.clearTimeout = (id) => timers.delete(id);
  return (ms) => {
    now_ms += ms;
    for (const [id, { action, at_ms }] of [...timers]) if (at_ms <= now_ms && timers.delete(id)) action();
    const due = frames;
    frames = [];
    for (const action of due) action(now_ms);
  };
}

/** What is long by its beginning and its length. */
const brief = (text) => (text.length > 300 ? `${text.slice(0, 240)} … ${text.length} letters` : text);

/**
 * Requests and messages under way are counted and written down; a message is answered when all before it are. What is read ahead is not
 * written down: how many rows there are in an answer is the server's own affair.
 */
function networkOf(window, name, answers) {
  const { fetch } = window;
  const asked = [],
    sockets = [];
  let underway = 0,
    before = Promise.resolve();
  const counted = async (work) => {
    underway += 1;
    try {
      return await work();
    } finally {
      underway -= 1;
    }
  };
  const ask = (body) => fetch(`/stream/${name}`, { method: "POST", body }).then((answer) => answer.json());
  // Whoever is answered finds the whole body there.
  window.fetch = (...given) =>
    counted(async () => {
      asked.push(`asked: ${given[0]} ${brief(given[1]?.body ?? "")}`);
      const lines = answers[String(given[0]).split("?")[0]];
      if (lines !== undefined) return new window.Response(lines.map((line) => `${JSON.stringify(line)}\n`).join(""));
      const answer = await fetch(...given);
      return new window.Response(await answer.arrayBuffer(), { status: answer.status, headers: answer.headers });
    });
  window.WebSocket = class {
    static OPEN = 1;
    readyState = 0;
    constructor() {
      sockets.push(this);
      window.setTimeout(() => {
        this.readyState = 1;
        this.onopen();
      });
    }
    close() {
      this.readyState = 3;
      this.onclose();
    }
    send(text) {
      const then = before;
      if (!text.startsWith('{"type":"advance"')) asked.push(`sent: ${brief(text)}`);
      before = counted(async () => {
        await then;
        for (const answer of await ask(text)) this.onmessage({ data: JSON.stringify(answer) });
      });
    }
  };
  return { isAsking: () => underway > 0, asked, lose: () => sockets.at(-1).close() };
}

const soon = () => new Promise((done) => setTimeout(done));

const USUAL = { bubbles: true, cancelable: true, composed: true };

/** What the browser tells only in a moment of its own, however long that may be: that a dialog was closed, or a popover shown or not. */
function momentsOf(inside) {
  const awaited = new Set();
  const { close } = inside.HTMLDialogElement.prototype;
  inside.HTMLDialogElement.prototype.close = function (...given) {
    if (this.open) awaited.add(this);
    close.apply(this, given);
  };
  inside.addEventListener("beforetoggle", ({ target }) => awaited.add(target), true);
  for (const told of ["close", "toggle"]) inside.addEventListener(told, ({ target }) => awaited.delete(target), true);
  return { isAwaiting: () => [...awaited].some((node) => node.isConnected) };
}

/** What a visitor does, one after the other. */
function visitorOf(inside, settled) {
  const page = inside.document;
  const find = (selector, k = 0) => {
    const node = page.querySelectorAll(selector)[k];
    if (node === undefined) throw new Error(`there is no ${selector}`);
    return node;
  };
  const set = (node, value) => {
    node.value = value;
    node.dispatchEvent(new inside.Event("input", USUAL));
    node.dispatchEvent(new inside.Event("change", USUAL));
    node.dispatchEvent(new inside.FocusEvent("blur"));
  };
  return {
    find,
    /** What the page gives to tests. */
    own: () => inside.playground ?? inside.lab,
    all: (selector) => [...page.querySelectorAll(selector)],
    state: (patch) => (inside.playground ?? inside.lab).store.set(patch),
    seek: (step) => inside.playground.player.seek(step),
    async click(selector, k) {
      find(selector, k).click();
      await settled();
    },
    async key(key, selector = "body", rest = {}) {
      find(selector).dispatchEvent(new inside.KeyboardEvent("keydown", { key, ...USUAL, ...rest }));
      await settled();
    },
    async write(selector, value, k) {
      set(find(selector, k), value);
      await settled(SETTLED_MS);
    },
    /** A file for a field that takes one. */
    async open(selector, name, text) {
      const chosen = new inside.DataTransfer();
      chosen.items.add(new inside.File([text], name));
      find(selector).files = chosen.files;
      find(selector).dispatchEvent(new inside.Event("change", USUAL));
      await settled(SETTLED_MS);
    },
    /** A press of the mouse at a place, over others to the last. */
    async drag(selector, ...places) {
      const node = find(selector);
      const tell = (type, [x, y]) => node.dispatchEvent(pointer(type, x, y));
      const pointer = (type, clientX, clientY) =>
        new inside.PointerEvent(type, { clientX, clientY, pointerId: 1, pointerType: "mouse", button: 0, buttons: 1, ...USUAL });
      tell("pointerdown", places[0]);
      for (const place of places.slice(1)) {
        tell("pointermove", place);
        await settled();
      }
      tell("pointerup", places.at(-1));
      await settled(SETTLED_MS);
    },
    async point(selector, x, y) {
      find(selector).dispatchEvent(new inside.PointerEvent("pointermove", { clientX: x, clientY: y, pointerType: "mouse", ...USUAL }));
      await settled();
    },
  };
}

/**
 * The page of a name in a frame, with what a visitor does there.
 * @param {string} name
 * @param {{hash: string, width: number, answers: Record<string, object[]>, isSolid: boolean}} options
 *   `answers`: lines in the place of what would be measured; `isSolid`: with a graphics card
 */
export async function opened(name, { hash, width, answers, isSolid }) {
  const frame = document.createElement("iframe");
  frame.style.cssText = `position: fixed; left: 0; top: 0; width: ${width}px; height: 800px; border: 0`;
  pages += 1;
  const made = {};
  window.prepared = (inside) => {
    inside.sessionStorage.clear();
    // Whether it is a visitor's first page depends on no test before.
    inside.localStorage.setItem("tour", "offered");
    const root = inside.document.documentElement;
    root.style.setProperty("--font", "sans");
    root.style.setProperty("--math-letter", "math");
    made.drawing = keepDrawing(inside, isSolid);
    measureByRule(inside);
    made.goOn = clockOf(inside);
    Object.assign(made, momentsOf(inside));
    Object.assign(made, networkOf(inside, `${name}${pages}x${Math.random().toString(36).slice(2)}`, answers));
    inside.Math.random = () => 0.5;
    inside.Element.prototype.setPointerCapture = () => {};
    const writeText = async (text) => (made.copied = text);
    Object.defineProperty(inside.navigator, "clipboard", { value: { writeText } });
    inside.addEventListener("error", ({ message }) => (made.fault ??= message));
    inside.addEventListener("unhandledrejection", ({ reason }) => (made.fault ??= String(reason)));
  };
  frame.src = `/whole/${name}${hash}`;
  document.body.append(frame);
  await new Promise((done) => (frame.onload = done));
  const { contentWindow: inside, contentDocument: page } = frame;

  async function answered() {
    for (let quiet = 0; quiet < 3; quiet = made.isAsking() || made.isAwaiting() ? 0 : quiet + 1) await soon();
  }

  /** Until all is answered, and three frames later, of which each may ask for more: as many on any machine. */
  async function settled(ms = 0) {
    made.goOn(ms);
    for (let frames = 0; frames < 3; frames += 1) {
      await answered();
      made.goOn(FRAME_MS);
    }
    await answered();
    if (made.fault !== undefined) throw new Error(`the page: ${made.fault}`);
  }
  return {
    ...visitorOf(inside, settled),
    settled,
    /** The connection is lost. */
    lose: () => made.lose(),
    /** All that is to be seen, and the address, what was asked of the server, what was copied. */
    told(isMarkup) {
      const { copied = "" } = made;
      made.copied = "";
      return [
        // What is packed in it is packed otherwise by other browsers.
        `address: ${inside.location.hash.replace(/=[\w-]{40,}/g, "=…")}`,
        ...made.asked.splice(0).map(roundedIn),
        ...[...page.head.querySelectorAll("script[src*=plotly]")].map((script) => `script: ${script.getAttribute("src")}`),
        ...(copied === "" ? [] : copied.split("\n").map((line) => `copied: ${line}`)),
        ...markupOf(page.body, isMarkup ? null : made.drawing),
      ];
    },
    close: () => frame.remove(),
  };
}
