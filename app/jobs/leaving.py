"""Who asks may go away before the answer is there; what was begun for them then ends, and a place in a queue is free again."""

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response

T = TypeVar("T")


async def while_here(request: Request, answer: Coroutine[Any, Any, T]) -> T:
    """``answer``, cancelled as soon as who asked has gone. The body must have been read. Raises `ClientDisconnect` then."""
    work, leave = asyncio.create_task(answer), asyncio.create_task(_left(request))
    try:
        await asyncio.wait((work, leave), return_when=asyncio.FIRST_COMPLETED)
        if not work.done():
            raise ClientDisconnect
        return work.result()
    finally:
        work.cancel()
        leave.cancel()
        await asyncio.gather(work, leave, return_exceptions=True)


async def _left(request: Request) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass


async def answer_nobody(_: Request, __: Exception) -> Response:
    """Exception handler of the application for `ClientDisconnect`: no mistake of ours, and nobody reads it."""
    return Response(status_code=499)
