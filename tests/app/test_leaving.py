"""Whoever goes away takes along what was begun for them."""

import asyncio

import pytest
from starlette.requests import ClientDisconnect, Request
from starlette.types import Message

from app.jobs.leaving import while_here
from tests.app.talk import until


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
            await asyncio.Event().wait()
        finally:
            ended.append("work")

    waiting = asyncio.create_task(while_here(asked(messages), answer()))
    messages.put_nowait({"type": "http.request", "body": b"", "more_body": False})
    await until(messages.empty)
    for _ in range(10):  # whatever that message set going has had its turn
        await asyncio.sleep(0)
    assert not waiting.done()
    messages.put_nowait({"type": "http.disconnect"})
    with pytest.raises(ClientDisconnect):
        await asyncio.wait_for(waiting, 60)
    assert ended == ["work"]


@pytest.mark.anyio
async def test_who_stops_waiting_stops_the_work_and_nobody_listens_on() -> None:
    ended = list[str]()

    async def noted(what: str) -> None:
        try:
            await asyncio.Event().wait()
        finally:
            ended.append(what)

    async def receive() -> Message:
        await noted("listening")
        return {}

    waiting = asyncio.create_task(while_here(Request({"type": "http"}, receive), noted("work")))
    for _ in range(10):
        await asyncio.sleep(0)
    waiting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await asyncio.wait_for(waiting, 60)
    assert sorted(ended) == ["listening", "work"]


@pytest.mark.anyio
async def test_after_the_answer_nobody_listens_on() -> None:
    ended = list[str]()

    async def receive() -> Message:
        try:
            await asyncio.Event().wait()
        finally:
            ended.append("listening")
        return {}

    async def answer() -> int:
        await asyncio.sleep(0)
        return 3

    assert await asyncio.wait_for(while_here(Request({"type": "http"}, receive), answer()), 60) == 3
    assert ended == ["listening"]
