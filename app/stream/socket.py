"""The WebSocket ``/ws/run``: one task reads, another works (docs/stream.md tells the protocol)."""

import asyncio
from contextlib import suppress
from time import monotonic, perf_counter

from fastapi import APIRouter
from starlette.types import Message
from starlette.websockets import WebSocket, WebSocketDisconnect, WebSocketDisconnected

from app.headers import is_allowed_origin
from app.refusal import Refusal
from app.settings import Settings
from app.stream import replies
from app.stream.allowance import Allowance
from app.stream.messages import ClientMessage
from app.stream.session import Session
from app.stream.visitors import Visitor, Visitors

router = APIRouter()

NORMAL, POLICY, TOO_LARGE, FAILURE, RESTART, TRY_LATER = 1000, 1008, 1009, 1011, 1012, 1013
_CLOSE_CODES = {"too_large": TOO_LARGE, "too_many_sessions": TRY_LATER, "idle": NORMAL, "internal": FAILURE}
REFUSED = 5
"""A refused message counts as so many: it is answered too, and in a flood most are refused."""
_FINISH_S, _FAREWELL_S = 5.0, 2.0
GONE = (WebSocketDisconnect, WebSocketDisconnected)
"""Raised where something is sent to who has left: in sending it, and afterwards."""


@router.websocket("/ws/run")
async def stream(socket: WebSocket) -> None:
    """Accept, count in, talk, count out."""
    state = socket.app.state
    settings: Settings = state.settings
    visitors: Visitors = state.visitors
    if not is_allowed_origin(socket.headers, settings.allowed_origins):
        await socket.close(POLICY)  # before the handshake: an HTTP 403
        return
    await socket.accept()
    try:
        visitor = visitors.enter(socket.client.host if socket.client else "")
    except Refusal as refusal:
        await _part(socket, refusal)
        return
    try:
        await _talk(socket, settings, Session(settings, state.scheduler, socket.send_text), visitor)
    except GONE:
        pass  # the other side comes back with `start` and its checkpoint
    finally:
        visitors.leave(visitor)
        state.housekeeping.note()


async def _talk(socket: WebSocket, settings: Settings, session: Session, visitor: Visitor) -> None:
    reader = asyncio.create_task(_read(socket, settings, session, visitor))
    worker = asyncio.create_task(session.work())
    visitor.leave = reader.cancel
    try:
        await asyncio.wait((reader, worker), return_when=asyncio.FIRST_COMPLETED)
        if not reader.done():
            worker.result()  # a session ends its work only when its reader has said so: this raises what went wrong
        if visitor.is_idle:
            await _part(socket, Refusal("idle", "connection", fatal=True, allowed=f"{settings.session_idle_s:g} s"))
        elif code := reader.result():
            session.close()
            with suppress(TimeoutError):  # a reader that takes nothing does not hold up the stop
                async with asyncio.timeout(_FINISH_S):
                    await worker
            await socket.close(code)
    except GONE:
        raise
    except Exception:
        with suppress(*GONE):  # what went wrong is told to the log, whoever is still there
            await _part(socket, Refusal("internal", "connection", fatal=True))
        raise
    finally:
        reader.cancel()
        worker.cancel()
        await asyncio.wait((reader, worker))
        for task in (reader, worker):
            if not task.cancelled():
                task.exception()  # looked at: it was raised above, or came of the other side's leaving


async def _read(socket: WebSocket, settings: Settings, session: Session, visitor: Visitor) -> int:
    """Hand messages to the session until it is to end; returns the code to close with, 0 where the other side has gone."""
    most = settings.message_kib * 1024
    allowance = Allowance(settings.session_messages_per_s, settings.session_messages_per_s, perf_counter())
    code = None
    while session.state != "closing" and code is None:
        code = await _heard(socket, session, visitor, most, allowance)
    return NORMAL if code is None else code


async def _heard(socket: WebSocket, session: Session, visitor: Visitor, most: int, allowance: Allowance) -> int | None:
    """One message, handed on and let go; the code to close with, None where the stream goes on."""
    received = await socket.receive()
    if received["type"] == "websocket.disconnect":
        return RESTART if received["code"] == RESTART else 0
    visitor.heard_s = monotonic()
    message, refusal, spent_s = await _taken(session, received, most)
    # Understanding a long message takes the others' time: each millisecond counts as a message.
    debt_s = allowance.spend(max(1.0, 1000 * spent_s) * (1 if refusal is None else REFUSED), perf_counter())
    if refusal is not None:
        await socket.send_text(replies.error(refusal, message))
        if refusal.fatal:
            return _CLOSE_CODES[refusal.code]
    del received, message, refusal  # they are long, and may have to wait
    await asyncio.sleep(debt_s)  # of hundreds of short messages that came together, one a turn of the loop
    return None


async def _taken(session: Session, received: Message, most: int) -> tuple[ClientMessage | None, Refusal | None, float]:
    """(what was said, why it is refused, seconds it took to understand)."""
    message, spent_s = None, 0.0
    try:
        found, spent_s = await session.understand(_text_of(received, most))
        if isinstance(found, Refusal):
            return None, found, spent_s
        message = found
        session.take(message)
    except Refusal as refusal:
        return message, refusal, spent_s
    return message, None, spent_s


def _text_of(received: Message, most: int) -> str:
    text: str | None = received.get("text")
    if text is None:
        raise Refusal("binary_frame", "message", allowed="text frames")
    size = len(text.encode()) if len(text) > most // 4 else len(text)  # a character has at most four bytes
    if size > most:
        raise Refusal("too_large", "message", fatal=True, value=size, allowed=most)
    return text


async def _part(socket: WebSocket, refusal: Refusal) -> None:
    """Say why and close; who does not read it is left to the protocol (`app.graceful`)."""
    with suppress(TimeoutError):
        async with asyncio.timeout(_FAREWELL_S):
            await socket.send_text(replies.error(refusal))
            await socket.close(_CLOSE_CODES[refusal.code])
