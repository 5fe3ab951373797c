"""A mistake of ours: the visitor gets a plain answer, the log everything (pure ASGI)."""

from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.encoding import json_bytes
from app.refusal import Refusal


class Failures:
    """Answers 500 where nothing was answered yet, and lets the exception go on to the server's log."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        is_started = False

        async def send_noting(message: Message) -> None:
            nonlocal is_started
            is_started = True
            await send(message)

        try:
            await self._app(scope, receive, send_noting)
        except Exception:
            if scope["type"] == "http" and not is_started:
                refusal = Refusal("internal", scope["path"], status=500)
                await Response(json_bytes(refusal.body), 500, media_type="application/json")(scope, receive, send)
            raise
