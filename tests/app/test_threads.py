"""Threads of their own: who has gone before the turn came is not worked for."""

import asyncio
from threading import Event

import pytest

from app.jobs.threads import Threads


@pytest.mark.anyio
async def test_who_has_gone_before_the_turn_is_not_worked_for() -> None:
    threads, gate, done = Threads("landscape", 1), Event(), list[str]()
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
