"""Visitors of a server who say what `tests.app.hostile` draws, one after another, and judge what they hear."""

import asyncio
import time
from collections import Counter
from contextlib import suppress
from random import Random
from typing import NamedTuple

from app.refusal import Refusal
from app.stream.messages import Cancel, Start, Stop
from app.stream.parsing import understood
from benchmarks.wire import BINARY, CLOSE, CONTINUATION, PING, PONG, TEXT, Answer, Wire, frame
from tests.app.hostile.judge import CLOSES, OF_THE_PROTOCOL, Heard, wrong_answer
from tests.app.hostile.mutations import MOST_BYTES
from tests.app.hostile.requests import Asked, Requests
from tests.app.hostile.visits import STRANGE_OPENINGS, Act, Visit

SILENT_S = 60.0
"""Without a word for so long is silence."""
PATIENCE_S = 120.0
"""A section that takes longer, in words all the while, is left."""
_BARRIER = 2_000_000_000


class Plan(NamedTuple):
    """One visit: reproduced by its name alone."""

    name: str
    """``seed.chunk.visit``"""
    kind: str
    count: int


def planned(seed: int, chunk: int, count: int) -> list[Plan]:
    """The visits of a chunk, of ``count`` messages together."""
    random, plans = Random(f"{seed}.{chunk}"), list[Plan]()
    while count > 0:
        kind = random.choices(("stream", "http", "opening"), (80, 14, 6))[0]
        size = min(count, {"stream": random.randint(5, 60), "http": random.randint(1, 12), "opening": random.randint(1, 3)}[kind])
        plans.append(Plan(f"{seed}.{chunk}.{len(plans)}", kind, size))
        count -= size
    return plans


class Tally:
    """What was said, what was heard, and what was wrong."""

    def __init__(self) -> None:
        self.said: Counter[str] = Counter()
        self.heard: Counter[str] = Counter()
        self.faults: list[str] = []
        self.told = 0
        """Of the faults, how many were printed."""

    def fault(self, plan: Plan, why: str, about: str) -> None:
        """Something that is neither an answer nor a refusal nor a documented close."""
        self.faults.append(f"{plan.name} ({plan.kind}): {why}\n    {about[:1500]}")


async def visit(plan: Plan, address: str, tally: Tally) -> None:
    """Play it."""
    random = Random(plan.name)
    if plan.kind == "http":
        await _ask(plan, random, address, tally)
    elif plan.kind == "opening":
        await _open_strangely(plan, random, address, tally)
    else:
        wire = await Wire.to(address, f"127.0.{random.randrange(2)}.{random.randrange(1, 250)}")
        try:
            await OnStream(plan, random, wire, tally).play(address)
        finally:
            wire.writer.transport.abort()


class OnStream:
    """One stream: sections of messages, each ended by a question that only an idle session answers."""

    def __init__(self, plan: Plan, random: Random, wire: Wire, tally: Tally) -> None:
        self._plan, self._random, self._wire, self._tally = plan, random, wire, tally
        self._heard = Heard()
        self._barriers = 0
        self._is_answered = asyncio.Event()
        self._is_closed = asyncio.Event()
        self._close_code: int | None = None
        self._last_s = time.monotonic()
        self._may_close = self._is_broken = self._is_closing = False

    async def play(self, address: str) -> None:
        if not await self._wire.open(address):
            self._tally.fault(self._plan, "the stream was not opened", "")
            return
        listening = asyncio.create_task(self._listen())
        section: list[Act] = []
        for section in Visit(self._random).sections(self._plan.count):
            if not await self._section(section):
                break
        if self._may_close and not self._is_closed.is_set():
            await self._until(self._is_closed)
        listening.cancel()
        with suppress(asyncio.CancelledError):
            await listening
        why = self._heard.fault or self._wrong_close()
        if why:
            self._fault(why, section)

    def _fault(self, why: str, section: list[Act]) -> None:
        self._tally.fault(self._plan, why, " ⏎ ".join(f"[{act.way}] {act.content[:400]}" for act in section))

    def _wrong_close(self) -> str | None:
        code = self._close_code
        if not self._is_closed.is_set():
            return "it was to close, and did not" if self._may_close else None
        if self._is_broken or (self._may_close and code == 1000):
            return None if self._is_closing or code in OF_THE_PROTOCOL | CLOSES | {None} else f"closed with {code}"
        if code is None:
            return "closed without a word"
        if code not in CLOSES or not self._heard.is_fatal:
            return f"closed with {code}" + (", no error before it" if not self._heard.is_fatal else "")
        return None

    async def _listen(self) -> None:
        while (heard := await self._wire.hear()) is not None:
            opcode, payload = heard
            self._last_s = time.monotonic()
            if opcode == CLOSE:
                self._close_code = int.from_bytes(payload[:2], "big") if payload else 1005
                self._tally.heard[f"close {self._close_code}"] += 1
                self._wire.write(frame(CLOSE, payload[:2]))
                break
            if opcode == TEXT:
                self._take(payload)
        self._is_closed.set()
        self._is_answered.set()

    def _take(self, payload: bytes) -> None:
        if payload.startswith(b'{"type":"error"') and b'"branch":%d,' % (_BARRIER + self._barriers) in payload:
            if b'"too_many_messages"' in payload:
                self._ask_barrier()
            else:
                self._is_answered.set()
            return
        self._tally.heard[self._heard.take(payload)] += 1

    def _ask_barrier(self) -> None:
        self._wire.say(f'{{"type":"inspect","branch":{_BARRIER + self._barriers},"step":0,"racer":"a","what":"step"}}')

    async def _until(self, event: asyncio.Event) -> bool:
        """Whether it came to pass."""
        began_s = self._last_s = time.monotonic()
        while not event.is_set():
            with suppress(TimeoutError):
                await asyncio.wait_for(event.wait(), 2)
            now_s = time.monotonic()
            if now_s - self._last_s > SILENT_S:
                self._heard.fault = self._heard.fault or "silence"
                return False
            if now_s - began_s > PATIENCE_S:
                self._tally.heard["left under way"] += 1
                return False
        return True

    async def _section(self, section: list[Act]) -> bool:
        """Whether the visit goes on."""
        before, owed, least = self._heard.answers, 0, 0
        for act in section:
            self._tally.said[act.kind if act.way in ("text", "fragments", "pings within") else act.way] += 1
            dropped, owes = self._do(act)
            owed += owes
            least = owes if dropped else least + owes
            await self._wire.drain()
        if self._is_broken or self._may_close:
            return False
        if section and section[-1].way in ("leave", "unfinished frame"):
            return False
        self._barriers += 1
        self._is_answered.clear()
        self._ask_barrier()
        if not await self._until(self._is_answered) or self._is_closed.is_set():
            return False
        answers = self._heard.answers - before
        if not least <= answers <= owed:
            self._heard.fault = f"{answers} answers to {least} to {owed} messages"
        if self._heard.fault:
            self._fault(self._heard.fault, section)
            self._heard.fault = None
        return True

    def _do(self, act: Act) -> tuple[bool, int]:
        """(whether what was said before may be dropped without an answer, answers owed)."""
        wire, random = self._wire, self._random
        if act.way in ("text", "fragments", "pings within"):
            payload = act.content.encode("utf-8", "replace")
            if len(payload) > 2 * MOST_BYTES:
                self._may_close = self._is_broken = True  # the protocol ends the stream
            wire.write(frame(TEXT, payload) if act.way == "text" else b"".join(_fragments(random, payload, act.way != "fragments")))
            return self._meant(act.content)
        if act.way == "binary":
            wire.write(frame(BINARY, act.content.encode("utf-8", "replace")[: random.randrange(200)]))
            return False, 1
        if act.way in ("ping", "pong"):
            wire.write(frame(PING if act.way == "ping" else PONG, random.randbytes(random.choice((0, 4, 125)))))
            return False, 0
        self._end(act)
        return True, 0

    def _meant(self, text: str) -> tuple[bool, int]:
        if not ('"start"' in text or '"cancel"' in text or '"stop"' in text):
            return False, 1
        meant = understood(text)
        if isinstance(meant, Refusal):
            return False, 1
        self._may_close = self._may_close or isinstance(meant, Stop)
        return isinstance(meant, (Start, Cancel, Stop)), 0 if isinstance(meant, (Cancel, Stop)) else 1

    def _end(self, act: Act) -> None:
        wire, random = self._wire, self._random
        match act.way:
            case "stop":
                wire.say(act.content)
                self._may_close = True
            case "close":
                code = random.choice((1000, 1001, 1003, 3000, 4999, 0, 999, 1004, 1005, 1006, 1015, 2999, 5000, 65535))
                reason = random.choice((b"", b"bye", "다음에".encode(), b"\xff\xfe", b"x" * 123))
                wire.write(frame(CLOSE, random.choice((b"", b"\x03", code.to_bytes(2, "big") + reason))))
                self._may_close = self._is_broken = self._is_closing = True  # the code is our own, said back
            case "leave":
                wire.reset()
            case "half":
                wire.half_close()
                self._may_close = self._is_broken = True
            case "broken frame":
                wire.write(random.choice(_BROKEN))
                self._may_close = self._is_broken = True
            case "huge frame":
                wire.write(random.choice((frame(TEXT, b"x" * 600_000), frame(TEXT, b"x", length=2**62), frame(TEXT, b"x", length=600_000))))
                self._may_close = self._is_broken = True
            case _:
                wire.write(frame(TEXT, b'{"type":"advance","branch":0,"count":1}')[: random.randrange(1, 30)])
                wire.reset()


def _fragments(random: Random, payload: bytes, with_pings: bool) -> list[bytes]:
    cuts = sorted(random.randrange(len(payload) + 1) for _ in range(random.randint(1, 4)))
    parts = [payload[low:high] for low, high in zip([0, *cuts], [*cuts, len(payload)], strict=True)]
    last = len(parts) - 1
    frames = [frame(TEXT if k == 0 else CONTINUATION, part, final=k == last) for k, part in enumerate(parts)]
    return [one for made in frames for one in ((made, frame(PING, b"?")) if with_pings else (made,))]


_BROKEN = (
    *(
        frame(3, b"x"),
        frame(11, b""),
        frame(15, b""),
        frame(TEXT, b"{}", reserved=4),
        frame(TEXT, b"{}", reserved=1),
        frame(TEXT, b"{}", is_masked=False),
    ),
    *(
        frame(PING, b"x" * 126),
        frame(PING, b"x", final=False),
        frame(CONTINUATION, b"x"),
        frame(TEXT, b'{"\xff\xfe"}'),
        frame(TEXT, b"\xed\xa0\x80"),
    ),
    *(frame(TEXT, b"\xf0\x9f", final=False) + frame(CONTINUATION, b"x"), frame(TEXT, b"{", final=False) + frame(TEXT, b"}")),
    *(
        frame(CLOSE, b"\x03"),
        frame(BINARY, b"x", final=False) + frame(TEXT, b"x"),
        frame(TEXT, b"", length=2**63 + 1),
        b"GET / HTTP/1.1\r\n\r\n",
    ),
)
"""What RFC 6455 forbids."""


# ---- plain HTTP --------------------------------------------------------------------------------------------------


async def _ask(plan: Plan, random: Random, address: str, tally: Tally) -> None:
    requests, wire = Requests(random, address), None
    for _ in range(plan.count):
        asked, is_used = requests.one(), wire is not None
        tally.said[asked.kind] += 1
        wire = wire or await Wire.to(address)
        heard = await _answered(asked, wire, random)
        if heard == "closed" and is_used:  # a connection may be closed between two requests: who asks then asks again
            wire = await Wire.to(address)
            heard = await _answered(asked, wire, random)
        tally.heard[f"http {heard.status}" if isinstance(heard, Answer) else f"http: {heard}"] += 1
        if why := _wrong(asked, heard):
            tally.fault(plan, why, f"{asked.head[:600]!r} {asked.body[:800]!r}")
        stays = isinstance(heard, Answer) and asked.is_proper and heard.status < 400 and heard.headers.get("connection") != "close"
        if not stays:
            wire.writer.transport.abort()
            wire = None
    if wire is not None:
        wire.writer.transport.abort()


async def _answered(asked: Asked, wire: Wire, random: Random) -> Answer | str:
    """The answer, or what came instead."""
    wire.write(asked.head + asked.body)
    await wire.drain()
    if asked.leaves:
        await asyncio.sleep(0)
        random.choice((wire.reset, wire.half_close))()
        return "left"
    try:
        async with asyncio.timeout(SILENT_S if asked.is_proper else 3):  # what is no HTTP may wait for its rest
            while (answer := await wire.answer(asked.is_head)) is not None and answer.status < 200 and answer.status != 101:
                pass
    except TimeoutError:
        return "waits for more"
    except ValueError:
        return "no HTTP"
    return answer or "closed"


def _wrong(asked: Asked, heard: Answer | str) -> str | None:
    if isinstance(heard, Answer):
        return wrong_answer(heard.status, heard.headers.get("content-type", ""), heard.body, is_proper=asked.is_proper)
    return heard if heard == "no HTTP" or (asked.is_proper and heard != "left") else None


# ---- openings ----------------------------------------------------------------------------------------------------


async def _open_strangely(plan: Plan, random: Random, address: str, tally: Tally) -> None:
    for _ in range(plan.count):
        wire = await Wire.to(address)
        way = random.choice(STRANGE_OPENINGS)
        tally.said[f"opening: {way}"] += 1
        wire.write(_opening(random, way, address))
        await wire.drain()
        try:
            async with asyncio.timeout(1 if way in ("half a head", "a line", "nothing") else 10):
                answer = await wire.answer()
        except (TimeoutError, ValueError):
            answer = None
        tally.heard[f"opening: {answer.status if answer else 'nothing'}"] += 1
        if answer is not None and answer.status >= 500:
            tally.fault(plan, f"status {answer.status}", way)
        random.choice((wire.reset, wire.half_close))()
        wire.writer.transport.abort()


def _opening(random: Random, way: str, address: str) -> bytes:
    lines = Wire.opening(address)
    changed = {
        "no version": [line for line in lines if "Version" not in line],
        "version 7": [line.replace("13", "7") if "Version" in line else line for line in lines],
        "no key": [line for line in lines if "Key" not in line],
        "a short key": [line[:22] if "Key" in line else line for line in lines],
        "two keys": [*lines, lines[4]],
        "no upgrade": [line for line in lines if not line.startswith("Upgrade")],
        "post": [lines[0].replace("GET", "POST"), *lines[1:]],
        "a foreign origin": [*lines[:-1], "Origin: https://evil.example"],
        "a broken origin": [*lines[:-1], f"Origin: http://[::{random.choice(('', '1', ']'))}"],
        "no origin": lines[:-1],
        "a foreign host": [lines[0], "Host: evil.example", *lines[2:]],
        "no host": [lines[0], *lines[2:]],
        "two hosts": [*lines, "Host: evil.example"],
        "a protocol": [*lines, "Sec-WebSocket-Protocol: chat, x"],
        "an extension": [*lines, 'Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits=99, x; y="'],
        "long headers": [*lines, "X: " + "y" * random.choice((4_000, 70_000))],
        "many headers": [*lines, *(f"X-{k}: y" for k in range(random.choice((100, 300))))],
        "another path": [lines[0].replace("/ws/run", random.choice(("/ws/other", "/api/data", "/"))), *lines[1:]],
        "a query": [lines[0].replace("/ws/run", "/ws/run?x=%ff&run=1"), *lines[1:]],
        "HTTP/1.0": [lines[0].replace("1.1", "1.0"), *lines[1:]],
        "a body": [*lines, "Content-Length: 5"],
        "bytes": [lines[0], *(line + "\xff\x00" for line in lines[1:])],
    }.get(way, lines)
    whole = ("\r\n".join(changed) + "\r\n\r\n").encode("latin-1")
    cut = {"half a head": len(whole) // 2, "a line": len(lines[0]) + 2, "nothing": 0}.get(way, len(whole))
    return whole[:cut] + (b"hello" if way == "a body" else b"")
