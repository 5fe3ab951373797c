const FIRST_WAIT_MS = 2000;
const LONGEST_WAIT_MS = 30_000;

/**
 * A WebSocket that comes back: after a random 0–2 s, then after doubling waits with jitter, so that a whole class
 * does not return at once.
 * @param {{url: string, onOpen: () => void, onMessage: (message: import("./messages.d.ts").ServerMessage) => void,
 *   onState: (state: "connecting" | "open" | "waiting") => void, connect?: (url: string) => WebSocket,
 *   random?: () => number, later?: (action: () => void, ms: number) => number, forget?: (timer: number) => void}} options
 */
export function createStream({
  url,
  onOpen,
  onMessage,
  onState,
  connect = (to) => new WebSocket(to),
  random = Math.random,
  later = setTimeout,
  forget = clearTimeout,
}) {
  /** @type {WebSocket | null} */
  let socket = null;
  let failures = 0;
  let timer = 0;

  function open() {
    forget(timer);
    onState("connecting");
    const opened = connect(url);
    socket = opened;
    opened.onopen = () => {
      failures = 0;
      onState("open");
      onOpen();
    };
    opened.onmessage = (event) => onMessage(JSON.parse(event.data));
    opened.onclose = () => {
      if (socket !== opened) return;
      socket = null;
      onState("waiting");
      const wait_ms =
        failures === 0 ? random() * FIRST_WAIT_MS : Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** failures) * (0.5 + random() / 2);
      failures += 1;
      timer = later(open, wait_ms);
    };
  }

  return {
    open,
    /** Tries now instead of waiting. */
    retry() {
      if (socket === null) open();
    },
    get isOpen() {
      return socket?.readyState === WebSocket.OPEN;
    },
    send(/** @type {import("./messages.d.ts").ClientMessage} */ message) {
      socket?.send(JSON.stringify(message));
    },
  };
}
