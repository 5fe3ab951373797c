"""Whoever goes away takes along what was begun for them."""

import asyncio

import pytest
from starlette.requests import ClientDisconnect, Request
from starlette.types import Message

from app.jobs.leaving import while_here


def asked(receive: "asyncio.Queue[Message]") -> Request:
    return Request({"type": "http"}, receive.get)


@pytest.mark.anyio
async def test_an_answer_comes_to_who_is_here() -> None:
    async def answer() -> int:
        await asyncio.sleep(0)
        return 3

    async def mistake() -> int:
        raise LookupError

    assert await while_here(asked(asyncio.Queue()), answer()) == 3
    with pytest.raises(LookupError):
        await while_here(asked(asyncio.Queue()), mistake())


@pytest.mark.anyio
async def test_work_ends_with_the_connection() -> None:
    messages, ended = asyncio.Queue[Message](), list[str]()

    async def answer() -> None:
        try:
            await asyncio.sleep(60)
        finally:
            ended.append("work")

    waiting = asyncio.create_task(while_here(asked(messages), answer()))
    messages.put_nowait({"type": "http.request", "body": b"", "more_body": False})
    await asyncio.sleep(0.01)
    assert not waiting.done()
    messages.put_nowait({"type": "http.disconnect"})
    with pytest.raises(ClientDisconnect):
        await waiting
    assert ended == ["work"]
