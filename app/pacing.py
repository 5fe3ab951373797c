"""Plain HTTP on an event loop that it shares with the streams (pure ASGI)."""

import asyncio

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.jobs.room import Room

PIECE_BYTES = 65_536
"""Of a body; the operating system takes as much in a few hundredths of a millisecond."""


class Pacing:
    """In a pass of the loop one request begins, by turns of who asks, and of each long body one piece leaves.

    A hundred requests, or megabytes of an answer, that come at once are thus among the steps of the streams, not before them.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._beginning = Room(1)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def send_in_pieces(message: Message) -> None:
            body: bytes = message.get("body", b"")
            for start in range(PIECE_BYTES, len(body), PIECE_BYTES):
                piece = body[start - PIECE_BYTES : start]
                await send({"type": "http.response.body", "body": piece, "more_body": True})
                await asyncio.sleep(0)
            last = (len(body) - 1) // PIECE_BYTES * PIECE_BYTES
            await send(message if last <= 0 else {**message, "body": body[last:]})

        await self._beginning.enter(scope["client"][0] if scope.get("client") else "")
        asyncio.get_running_loop().call_soon(self._beginning.leave)
        await self._app(scope, receive, send_in_pieces)
