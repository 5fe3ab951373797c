"""Threads of their own: who waits, who is sent away, and who has gone before the turn came."""

import asyncio
from threading import Event

import pytest

from app.jobs.threads import Threads
from app.refusal import Refusal


@pytest.mark.anyio
async def test_beyond_the_queue_one_is_asked_to_come_again() -> None:
    threads, gate = Threads("landscape", 1, 2), Event()
    under_way = [asyncio.create_task(threads.do(gate.wait, 60)) for _ in range(2)]
    await asyncio.sleep(0)
    with pytest.raises(Refusal) as refused:
        await threads.do(gate.wait)
    assert (refused.value.status, refused.value.body) == (
        503,
        {"code": "busy", "path": "landscape", "params": {"value": 3, "allowed": 2}},
    )
    gate.set()
    assert await asyncio.gather(*under_way) == [True, True]
    assert await threads.do(lambda: 3) == 3, "there is a place again"
    threads.close()


@pytest.mark.anyio
async def test_who_has_gone_before_the_turn_is_not_worked_for() -> None:
    threads, gate, done = Threads("landscape", 1, 2), Event(), list[str]()
    first = asyncio.create_task(threads.do(gate.wait, 60))
    gone = asyncio.create_task(threads.do(done.append, "gone"))
    await asyncio.sleep(0)
    gone.cancel()
    await asyncio.wait((gone,))
    here = asyncio.create_task(threads.do(done.append, "here"))
    gate.set()
    await asyncio.gather(first, here)
    assert done == ["here"]
    threads.close()
