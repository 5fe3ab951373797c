"""Ends of streams whose readers do not read, or have left: by raw sockets, against a real server in this process."""

import asyncio
import base64
import json
import logging
import os
import socket
import struct
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, Self

import pytest
import uvicorn
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol

from app import graceful
from app.main import create_app
from app.settings import Settings
from app.stream.visitors import Visitors
from tests.app.conftest import RUN

pytestmark = pytest.mark.anyio

START = {"type": "start", "run": {**RUN, "step_limit": 1_000_000}}
MUCH = {"type": "advance", "branch": 0, "count": 100_000, "columns": ["params", "loss", "gradient", "change"]}


@asynccontextmanager
async def serving(**limits: Any) -> AsyncIterator[tuple[int, Visitors]]:
    app = create_app(Settings(steps_kib=2048, steps_work_ms=200, session_mib_per_minute=1e6, **limits))
    config = uvicorn.Config(
        app, host="127.0.0.1", port=0, ws=graceful.GracefulWebSocket, ws_per_message_deflate=False, log_config=None, access_log=False
    )
    server = uvicorn.Server(config)
    running = asyncio.create_task(server.serve())
    async with asyncio.timeout(120):
        while not server.started:
            await asyncio.sleep(0.01)
    try:
        yield server.servers[0].sockets[0].getsockname()[1], app.state.visitors
    finally:
        server.should_exit = True
        await running


class Deaf:
    """A client that says what it is told and, after the handshake, never reads."""

    def __init__(self) -> None:
        self.socket = socket.socket()
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)

    @classmethod
    async def at(cls, port: int) -> Self:
        deaf, loop = cls(), asyncio.get_running_loop()
        deaf.socket.setblocking(False)
        await loop.sock_connect(deaf.socket, ("127.0.0.1", port))
        key = base64.b64encode(os.urandom(16)).decode()
        lines = ("GET /ws/run HTTP/1.1", f"Host: 127.0.0.1:{port}", "Upgrade: websocket", "Connection: Upgrade")
        await loop.sock_sendall(
            deaf.socket, "\r\n".join([*lines, f"Sec-WebSocket-Key: {key}", "Sec-WebSocket-Version: 13", "", ""]).encode()
        )
        answer = b""
        while not answer.endswith(b"\r\n\r\n"):
            answer += await loop.sock_recv(deaf.socket, 1)
        assert answer.startswith(b"HTTP/1.1 101")
        deaf.socket.setblocking(True)
        return deaf

    def say(self, *messages: dict[str, Any]) -> None:
        self.socket.sendall(b"".join(map(_frame, messages)))

    def close(self) -> None:
        """Leave."""
        self.socket.close()

    def reset(self) -> None:
        """Leave without a word, as a machine does whose power fails and comes back."""
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.socket.close()


def _frame(message: dict[str, Any]) -> bytes:
    body = json.dumps(message).encode()
    length = bytes([0x80 | len(body)]) if len(body) < 126 else b"\xfe" + struct.pack("!H", len(body))
    return b"\x81" + length + b"\0\0\0\0" + body


async def gone(visitors: Visitors, most_s: float = 60) -> None:
    """Wait until nobody is counted any more."""
    async with asyncio.timeout(most_s):
        while len(visitors):
            await asyncio.sleep(0.01)


async def here(visitors: Visitors, count: int = 1) -> None:
    async with asyncio.timeout(60):
        while len(visitors) != count:
            await asyncio.sleep(0.01)


async def until_full(deaf: Deaf) -> None:
    """Ask on until the server has no room for what it would say: buffers of the machine hold some megabytes."""
    async with asyncio.timeout(60):
        while not FULL:
            deaf.say(MUCH)
            await asyncio.sleep(0.05)


FULL: list[graceful.GracefulWebSocket] = []
OPEN: list[graceful.GracefulWebSocket] = []


@pytest.fixture(autouse=True)
def noted(monkeypatch: pytest.MonkeyPatch) -> None:
    """Streams whose buffers were full at some time, and all."""
    FULL.clear()
    OPEN.clear()
    pause, made = graceful.GracefulWebSocket.pause_writing, graceful.GracefulWebSocket.connection_made

    def note(protocol: graceful.GracefulWebSocket) -> None:
        FULL.append(protocol)
        pause(protocol)

    def note_opened(protocol: graceful.GracefulWebSocket, transport: asyncio.BaseTransport) -> None:
        OPEN.append(protocol)
        made(protocol, transport)

    monkeypatch.setattr(graceful.GracefulWebSocket, "pause_writing", note)
    monkeypatch.setattr(graceful.GracefulWebSocket, "connection_made", note_opened)


async def test_who_takes_nothing_is_cut_off(monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    monkeypatch.setattr(graceful, "UNREAD_S", 0.2)
    async with serving() as (port, visitors):
        deaf = await Deaf.at(port)
        deaf.say(START)
        await until_full(deaf)
        with caplog.at_level(logging.WARNING):
            await gone(visitors)
        deaf.close()
        assert [record.getMessage() for record in caplog.records] == ["A stream from 127.0.0.1 was cut off: nothing of it was read."]


async def test_the_farewell_to_who_is_idle_and_reads_nothing_has_an_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(graceful, "FAREWELL_S", 0.1)
    monkeypatch.setattr("app.stream.socket._FAREWELL_S", 0.1)
    async with serving(session_idle_s=0.5) as (port, visitors):
        deaf = await Deaf.at(port)
        deaf.say(START)
        await until_full(deaf)
        await gone(visitors)
        async with asyncio.timeout(60):
            while not FULL[0].disconnected:
                await asyncio.sleep(0.01)
        deaf.close()


@pytest.mark.parametrize("leave", ["reset", "close"])
async def test_that_a_reader_has_left_is_seen_while_it_pays_for_a_flood(leave: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Thousands of messages wait at one a second: reading rests, and the slot is free all the same."""
    monkeypatch.setattr(graceful, "LOOK_S", 0.05)
    async with serving(session_messages_per_s=1) as (port, visitors):
        flood = await Deaf.at(port)
        flood.say(START, *[{"type": "cancel", "branch": 0}] * 3000)
        await here(visitors)
        getattr(flood, leave)()
        await gone(visitors, 20)


async def test_leaving_in_the_middle_of_an_answer_is_no_mistake_of_ours(caplog: pytest.LogCaptureFixture) -> None:
    async with serving() as (port, visitors):
        with caplog.at_level(logging.WARNING):
            for _ in range(20):
                leaving = await Deaf.at(port)
                leaving.say(START, MUCH, {"type": "cancel", "branch": 0}, MUCH)
                await here(visitors)
                leaving.reset()
                await gone(visitors)
        assert [record.getMessage() for record in caplog.records] == []


# ---- what is no message ----------------------------------------------------------------------------------------


def framed(opcode: int, payload: bytes, is_final: bool = True) -> bytes:
    return bytes([(0x80 if is_final else 0) | opcode, 0x80 | len(payload)]) + b"\0\0\0\0" + payload


async def heard_by(deaf: Deaf, until: bytes | None = None) -> bytes:
    """All that it is sent until the connection ends, or ``until`` that was said."""
    loop, heard = asyncio.get_running_loop(), b""
    deaf.socket.setblocking(False)
    async with asyncio.timeout(60):
        while (until is None or until not in heard) and (part := await loop.sock_recv(deaf.socket, 4096)):
            heard += part
    return heard


@pytest.mark.parametrize(
    "sent",
    [
        framed(1, b'{"\xff"}'),
        framed(1, b"\xed\xa0\x80"),
        framed(1, b"\xf0\x9f", is_final=False) + framed(0, b"\x98"),
        framed(1, b'{"\xff"}') + framed(8, b"\x03\xe8"),
    ],
    ids=["no letters", "half a surrogate", "half a letter", "before a farewell"],
)
async def test_what_is_no_text_ends_the_stream_without_a_word_in_the_log(sent: bytes, caplog: pytest.LogCaptureFixture) -> None:
    async with serving() as (port, visitors):
        deaf = await Deaf.at(port)
        with caplog.at_level(logging.WARNING):
            deaf.socket.sendall(sent)
            heard = await heard_by(deaf)
            await gone(visitors)
        deaf.close()
        assert heard in (b"\x88\x02" + (1007).to_bytes(2, "big"), b"\x88\x02\x03\xe8")
        assert [record.getMessage() for record in caplog.records] == []


async def test_a_message_in_many_fragments_is_one_message_and_takes_the_room_of_its_letters() -> None:
    text = json.dumps(START).encode()
    async with serving() as (port, visitors):
        deaf = await Deaf.at(port)
        await here(visitors)
        deaf.socket.sendall(framed(1, text[:1], is_final=False) + framed(0, b"", is_final=False) * 1_000)
        [protocol] = [one for one in OPEN if not one.disconnected]
        async with asyncio.timeout(60):
            while protocol._gathered != text[:1] or protocol.conn.reader.buffer:
                await asyncio.sleep(0.01)
        assert protocol.frames == [b"{"]
        pieces = [framed(0, text[at : at + 1], is_final=False) + framed(9, b"?") for at in range(1, len(text) - 1)]
        deaf.socket.sendall(b"".join(pieces) + framed(0, text[-1:]))
        heard = await heard_by(deaf, b'"starts"')
        deaf.close()
    assert heard.count(b"\x8a\x01?") == len(text) - 2
    assert b'{"type":"ready"' in heard


async def test_nothing_of_one_message_is_left_in_the_next() -> None:
    async with serving() as (port, _):
        deaf = await Deaf.at(port)
        parts = [framed(1, b"x", is_final=False), framed(0, b"y"), framed(1, b'{"type":"stop"', is_final=False), framed(0, b"}")]
        deaf.socket.sendall(b"".join(parts))
        heard = await heard_by(deaf)
        deaf.close()
    assert heard.count(b'"not_json"') == 1
    assert heard.endswith(b"\x88\x02\x03\xe8")


async def test_of_what_comes_together_a_parcel_is_read_a_turn_and_no_more_than_is_answered(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ten thousand of the shortest messages in one go, and as many pings: all are answered, in parcels, and memory is that of a parcel."""
    parcels, most_waiting = list[int](), 0
    received = WebSocketsSansIOProtocol.data_received

    def note(protocol: WebSocketsSansIOProtocol, data: bytes) -> None:
        nonlocal most_waiting
        parcels.append(len(data))
        received(protocol, data)
        most_waiting = max(most_waiting, protocol.queue.qsize())

    monkeypatch.setattr(WebSocketsSansIOProtocol, "data_received", note)
    async with serving(session_messages_per_s=1e6) as (port, visitors):
        many, loop = await Deaf.at(port), asyncio.get_running_loop()
        many.socket.setblocking(False)
        empty, ping = b"\x81\x80\0\0\0\0", b"\x89\x80\0\0\0\0"
        await loop.sock_sendall(many.socket, (empty + ping) * 2_000 + _frame({"type": "stop"}))
        answers = b""
        async with asyncio.timeout(100):
            while part := await loop.sock_recv(many.socket, 1 << 16):
                answers += part
        many.close()
        await gone(visitors)
    assert answers.count(b"not_json") == answers.count(b"\x8a\x00") == 2_000
    assert max(parcels) <= graceful.PARCEL_BYTES
    assert most_waiting <= graceful.PARCEL_BYTES / len(empty + ping) + 1
