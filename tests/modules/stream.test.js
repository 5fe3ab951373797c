import { createStream } from "../../static/run/stream.js";
import { equal, near } from "./expect.js";

/** A stream whose sockets, chance and timers are ours. */
function streamed(chance = 0.5) {
  const kept = { sockets: [], states: [], messages: [], opened: 0, waits: [], actions: [], forgotten: [] };
  const stream = createStream({
    url: "ws://here/ws/run",
    onOpen: () => (kept.opened += 1),
    onMessage: (message) => kept.messages.push(message),
    onState: (state) => kept.states.push(state),
    connect: (url) => {
      const socket = { url, readyState: WebSocket.CONNECTING, sent: [], send: (text) => socket.sent.push(text) };
      kept.sockets.push(socket);
      return socket;
    },
    random: () => chance,
    later: (action, ms) => {
      kept.waits.push(ms);
      return kept.actions.push(action);
    },
    forget: (timer) => kept.forgotten.push(timer),
  });
  const fail = () => kept.sockets.at(-1).onclose();
  const succeed = () => {
    kept.sockets.at(-1).readyState = WebSocket.OPEN;
    kept.sockets.at(-1).onopen();
  };
  return { stream, kept, fail, succeed };
}

export function testSixFailuresWaitEverLonger() {
  for (const [chance, expected] of [
    [0, [0, 2000, 4000, 8000, 15_000, 15_000]],
    [0.5, [1000, 3000, 6000, 12_000, 22_500, 22_500]],
    [1, [2000, 4000, 8000, 16_000, 30_000, 30_000]],
  ]) {
    const { stream, kept, fail } = streamed(chance);
    stream.open();
    for (let k = 0; k < 6; k += 1) {
      fail();
      equal(kept.sockets.length, k + 1, "nothing is tried before the time has come");
      kept.actions.at(-1)();
    }
    kept.waits.forEach((wait, k) => near(wait, expected[k], `failure ${k + 1}, chance ${chance}`));
    equal(kept.waits.length, 6);
    equal(kept.sockets.length, 7);
  }
}

export function testAConnectionThatHeldBeginsTheWaitsAgain() {
  const { stream, kept, fail, succeed } = streamed();
  stream.open();
  fail();
  kept.actions.at(-1)();
  fail();
  kept.actions.at(-1)();
  succeed();
  fail();
  equal(kept.waits, [1000, 3000, 1000]);
  equal(kept.opened, 1);
  equal(kept.states, ["connecting", "waiting", "connecting", "waiting", "connecting", "open", "waiting"]);
}

export function testARetryTriesNowInsteadOfWaiting() {
  const { stream, kept, fail } = streamed();
  stream.open();
  fail();
  stream.retry();
  equal(kept.sockets.length, 2);
  equal(kept.forgotten.at(-1), 1, "the timer that waited is forgotten");
  stream.retry();
  equal(kept.sockets.length, 2, "while it connects there is nothing to retry");
}

export function testTheEndOfAnOldSocketIsNoFailureOfTheNewOne() {
  const { stream, kept, fail } = streamed();
  stream.open();
  fail();
  stream.retry();
  kept.sockets[0].onclose();
  equal([kept.waits.length, kept.states.at(-1)], [1, "connecting"]);
}

export function testMessagesGoBothWays() {
  const { stream, kept, fail, succeed } = streamed();
  stream.send({ type: "stop" });
  equal(stream.isOpen, false);
  stream.open();
  equal([stream.isOpen, kept.sockets[0].url], [false, "ws://here/ws/run"]);
  succeed();
  equal(stream.isOpen, true);
  stream.send({ type: "cancel", branch: 3 });
  equal(kept.sockets[0].sent, ['{"type":"cancel","branch":3}']);
  kept.sockets[0].onmessage({ data: '{"type":"progress","branch":3,"done":1,"of":2}' });
  equal(kept.messages, [{ type: "progress", branch: 3, done: 1, of: 2 }]);
  fail();
  stream.send({ type: "stop" });
  equal([stream.isOpen, kept.sockets[0].sent.length], [false, 1]);
}
