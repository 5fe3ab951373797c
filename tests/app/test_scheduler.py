"""Turns: fair by time used, never more than a slice before the loop has its turn."""

import asyncio

import pytest

from app.stream.scheduler import Scheduler, Share

pytestmark = pytest.mark.anyio


class Clock:
    """Time that passes only when work is done."""

    def __init__(self) -> None:
        self.now_s = 0.0

    def __call__(self) -> float:
        return self.now_s


class Work:
    """A job of several slices, each ``slice_s`` long; notes in ``log`` when it has its turn."""

    def __init__(self, clock: Clock, name: str, slices: int, slice_s: float, log: list[str]) -> None:
        self._clock, self._name, self._left, self._slice_s, self._log = clock, name, slices, slice_s, log

    def __call__(self, budget_s: float) -> bool:
        self._clock.now_s += self._slice_s
        self._log.append(self._name)
        self._left -= 1
        return self._left == 0


async def served(scheduler: Scheduler, *jobs: tuple[Share, Work]) -> list[float]:
    running = asyncio.create_task(scheduler.run())
    spent = await asyncio.gather(*(scheduler.work(share, job) for share, job in jobs))
    running.cancel()
    return list(spent)


async def test_equal_work_takes_turns() -> None:
    clock, log = Clock(), list[str]()
    jobs = [(Share(), Work(clock, name, 3, 0.001, log)) for name in "abc"]
    assert await served(Scheduler(0.001, clock), *jobs) == pytest.approx([0.003] * 3)
    assert log == list("abcabcabc")


async def test_turns_go_by_time_not_by_count() -> None:
    clock, log = Clock(), list[str]()
    await served(Scheduler(0.001, clock), (Share(), Work(clock, "long", 3, 0.004, log)), (Share(), Work(clock, "short", 12, 0.001, log)))
    assert log[:7] == ["long", "short", "short", "short", "short", "long", "short"]


async def test_who_was_idle_has_saved_nothing() -> None:
    clock, log = Clock(), list[str]()
    scheduler, busy, late = Scheduler(0.001, clock), Share(), Share()
    await served(scheduler, (busy, Work(clock, "busy", 1000, 0.001, log)))
    log.clear()
    await served(scheduler, (busy, Work(clock, "busy", 5, 0.001, log)), (late, Work(clock, "late", 5, 0.001, log)))
    assert log.index("busy") <= 2
    assert "late" in log[:2]


async def test_the_loop_has_its_turn_between_bursts_of_a_slice() -> None:
    clock, log = Clock(), list[str]()

    async def other() -> None:
        for _ in range(3):
            log.append("other")
            await asyncio.sleep(0)

    scheduler = Scheduler(0.002, clock)
    running = asyncio.create_task(scheduler.run())
    await asyncio.gather(scheduler.work(Share(), Work(clock, "work", 8, 0.001, log)), other())
    running.cancel()
    between = ",".join(log).split("other")[1:-1]
    assert [part.count("work") for part in between] == [2, 2]


async def test_an_error_goes_to_who_asked_and_others_go_on() -> None:
    clock, log = Clock(), list[str]()
    scheduler = Scheduler(0.001, clock)

    def broken(_: float) -> bool:
        raise ZeroDivisionError

    running = asyncio.create_task(scheduler.run())
    fine = asyncio.create_task(scheduler.work(Share(), Work(clock, "fine", 3, 0.001, log)))
    with pytest.raises(ZeroDivisionError):
        await scheduler.work(Share(), broken)
    await fine
    running.cancel()
    assert log == ["fine"] * 3


async def test_work_nobody_waits_for_is_not_done() -> None:
    clock, log = Clock(), list[str]()
    scheduler = Scheduler(0.001, clock)
    gone = asyncio.create_task(scheduler.work(Share(), Work(clock, "gone", 1, 0.001, log)))
    await asyncio.sleep(0)
    gone.cancel()
    await served(scheduler, (Share(), Work(clock, "stays", 1, 0.001, log)))
    assert log == ["stays"]


async def test_work_beside_the_loop_is_charged_by_the_processor_time_it_took(monkeypatch: pytest.MonkeyPatch) -> None:
    clock, processor = Clock(), Clock()
    monkeypatch.setattr("app.stream.scheduler.thread_time", processor)
    scheduler, share = Scheduler(0.001, clock), Share()

    def work(waited_s: float, used_s: float) -> str:
        clock.now_s += waited_s + used_s
        processor.now_s += used_s
        return "done"

    assert await scheduler.beside(share, lambda: work(5.0, 0.25)) == ("done", 0.25)
    assert await scheduler.beside(share, lambda: work(0.0, 0.5)) == ("done", 0.5)
    assert share.used_s == 0.75
    with pytest.raises(ZeroDivisionError):
        await scheduler.beside(share, lambda: 1 / 0)
    scheduler.close()
