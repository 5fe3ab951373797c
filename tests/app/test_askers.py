"""Plain HTTP has its turns: an address waits for itself, not the others for it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from threading import Event
from typing import Any

import pytest

from app.refusal import Refusal
from app.settings import Settings
from app.stream import askers
from app.stream.askers import Askers
from app.stream.scheduler import Scheduler, Share
from tests.app.talk import until

pytestmark = pytest.mark.anyio


@asynccontextmanager
async def asked(**limits: Any) -> AsyncIterator[tuple[Askers, Scheduler]]:
    scheduler = Scheduler(0.001)
    running = asyncio.create_task(scheduler.run())
    try:
        yield Askers(Settings(**limits), scheduler, lambda: None), scheduler
    finally:
        running.cancel()
        scheduler.close()


async def test_work_is_done_and_what_goes_wrong_is_told_to_who_asked() -> None:
    async with asked() as (known, _):
        assert await known.beside("a")(lambda: 7) == 7
        with pytest.raises(ZeroDivisionError):
            await known.beside("a")(lambda: 1 / 0)
        assert await known.beside("a")(lambda: 8) == 8


async def test_too_many_requests_of_one_address_are_refused_and_another_address_is_not() -> None:
    gate = Event()
    async with asked(requests_waiting=2) as (known, _):
        first = [asyncio.create_task(known.beside("a")(lambda: gate.wait(60))) for _ in range(2)]
        await asyncio.sleep(0)
        with pytest.raises(Refusal) as refused:
            await known.beside("a")(lambda: 1)
        assert refused.value.body == {"code": "busy", "path": "request", "params": {"value": 3, "allowed": 2}}
        other = asyncio.create_task(known.beside("b")(lambda: 2))
        await asyncio.sleep(0)
        gate.set()
        assert await other == 2
        await asyncio.gather(*first)
        assert await known.beside("a")(lambda: 3) == 3, "there is a place again"


async def test_addresses_and_streams_take_turns() -> None:
    """Twenty requests of one address: another's, and a stream's long view, are answered after one of them."""
    gate, log = Event(), list[str]()
    async with asked() as (known, scheduler):
        many = [asyncio.create_task(known.beside("many")(lambda: gate.wait(60)))]
        await until(lambda: "many" in known._known and known._known["many"].share.beside.is_in_line)
        many += [asyncio.create_task(known.beside("many")(lambda: log.append("many"))) for _ in range(20)]
        await until(lambda: len(known._known["many"].share.beside.jobs) == 20)
        few = asyncio.create_task(known.beside("few")(lambda: log.append("few")))
        view = asyncio.create_task(scheduler.once(Share(), lambda: log.append("view")))
        await until(lambda: "few" in known._known and known._known["few"].share.beside.is_in_line)
        gate.set()
        await asyncio.gather(*many, few, view)
    assert max(log.index("few"), log.index("view")) <= 2


async def test_who_has_used_the_address_s_allowance_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    waits: list[float] = []
    sleep = asyncio.sleep

    async def note(delay_s: float) -> None:
        waits.append(delay_s)
        await sleep(0)

    monkeypatch.setattr("app.stream.askers.asyncio.sleep", note)
    async with asked(address_processor_s_per_minute=1e-9) as (known, _):
        work = lambda: sum(range(100_000))  # noqa: E731
        await known.beside("a")(work)
        assert waits == []
        await known.beside("a")(work)
        assert [wait for wait in waits if wait > 60], "the first one's time is paid before the second is done"
        waits.clear()
        await known.beside("b")(work)
        assert [wait for wait in waits if wait > 60] == []


async def test_only_so_many_addresses_are_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(askers, "_MOST_ADDRESSES", 3)
    async with asked() as (known, _):
        for address in "abcd":
            known.beside(address)
        known.beside("b")
        known.beside("e")
        assert list(known._known) == ["d", "b", "e"]
