"""Turns: fair by time used, never more than a slice before the loop has its turn."""

import asyncio
import weakref
from threading import current_thread

import pytest

from app.stream.scheduler import HALF_LIFE_S, Scheduler, Share

pytestmark = pytest.mark.anyio


class Clock:
    """Time that passes only when work is done."""

    def __init__(self) -> None:
        self.now_s = 0.0

    def __call__(self) -> float:
        return self.now_s


class Work:
    """A job of several slices, each ``slice_s`` long; notes in ``log`` when it has its turn."""

    is_long = False

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

    class Broken(Work):
        def __call__(self, budget_s: float) -> bool:
            raise ZeroDivisionError

    running = asyncio.create_task(scheduler.run())
    fine = asyncio.create_task(scheduler.work(Share(), Work(clock, "fine", 3, 0.001, log)))
    with pytest.raises(ZeroDivisionError):
        await scheduler.work(Share(), Broken(clock, "broken", 1, 0.001, log))
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


# ---- beside the loop ----------------------------------------------------------------------------------


class Long(Work):
    """The same, too long for the loop."""

    is_long = True


async def test_work_beside_the_loop_is_charged_by_the_processor_time_it_took(monkeypatch: pytest.MonkeyPatch) -> None:
    clock, processor = Clock(), Clock()
    monkeypatch.setattr("app.stream.scheduler.thread_time", processor)
    scheduler, share = Scheduler(0.001, clock), Share()
    running = asyncio.create_task(scheduler.run())

    def work(waited_s: float, used_s: float) -> str:
        clock.now_s += waited_s + used_s
        processor.now_s += used_s
        return "done"

    assert await scheduler.once(share, lambda: work(0.0, 0.25)) == ("done", 0.25)
    assert await scheduler.once(share, lambda: work(0.0, 0.5)) == ("done", 0.5)
    assert share.beside.weighed_s > 0.0
    assert share.here.weighed_s == 0.0, "who waits for a picture goes on playing"
    with pytest.raises(ZeroDivisionError):
        await scheduler.once(share, lambda: 1 / 0)
    running.cancel()
    scheduler.close()


async def test_long_work_takes_turns_too(monkeypatch: pytest.MonkeyPatch) -> None:
    clock, log = Clock(), list[str]()
    monkeypatch.setattr("app.stream.scheduler.thread_time", clock)
    await served(Scheduler(0.001, clock), *((Share(), Long(clock, name, 3, 0.001, log)) for name in "ab"))
    assert log == list("ababab")


async def test_a_job_goes_to_where_its_next_piece_belongs(monkeypatch: pytest.MonkeyPatch) -> None:
    clock, log = Clock(), list[str]()
    monkeypatch.setattr("app.stream.scheduler.thread_time", clock)

    class Mixed(Work):
        def __call__(self, budget_s: float) -> bool:
            log.append(current_thread().name.split("_")[0])
            self.is_long = not self.is_long
            return super().__call__(budget_s)

    await served(Scheduler(0.001, clock), (Share(), Mixed(clock, "mixed", 3, 0.001, log)))
    assert log == ["MainThread", "mixed", "beside", "mixed", "MainThread", "mixed"]


# ---- what was used is forgotten -------------------------------------------------------------------------


@pytest.mark.parametrize("begun", [0, 398.5, 401, 5000])
@pytest.mark.parametrize("half_lives", [1, 3, 20])
@pytest.mark.parametrize(("share_of_it", "order"), [(0.8, ["now", "earlier"]), (1.2, ["earlier", "now"])])
async def test_half_of_what_was_used_is_forgotten_in_its_half_life(
    begun: float, half_lives: int, share_of_it: float, order: list[str]
) -> None:
    """A second used n half-lives ago counts as much as 2⁻ⁿ seconds used now, whenever that is."""
    clock, log = Clock(), list[str]()
    scheduler, earlier, now = Scheduler(0.001, clock), Share(), Share()
    clock.now_s += begun * HALF_LIFE_S
    await served(scheduler, (earlier, Work(clock, "earlier", 1, 1.0, log)))
    clock.now_s += half_lives * HALF_LIFE_S
    await served(scheduler, (now, Work(clock, "now", 1, share_of_it * 2.0**-half_lives, log)))
    log.clear()
    await served(scheduler, (earlier, Work(clock, "earlier", 1, 0.001, log)), (now, Work(clock, "now", 1, 0.001, log)))
    assert log == order


async def test_who_used_much_a_while_ago_has_its_turns_like_the_others() -> None:
    clock, log = Clock(), list[str]()
    scheduler, greedy = Scheduler(0.001, clock), Share()
    await served(scheduler, (greedy, Work(clock, "greedy", 1, 8.0, log)))
    clock.now_s += 20 * HALF_LIFE_S
    log.clear()
    others = [(Share(), Work(clock, name, 20, 0.001, log)) for name in "abc"]
    await served(scheduler, (greedy, Work(clock, "greedy", 5, 0.001, log)), *others)
    assert log.index("greedy") < 8


@pytest.mark.parametrize("is_long", [False, True])
async def test_what_is_done_is_let_go_before_anything_else_is_asked_for(is_long: bool) -> None:
    """A job holds a run with its data: megabytes, of somebody who may have left."""
    scheduler, clock = Scheduler(0.001), Clock()
    running = asyncio.create_task(scheduler.run())
    job = Work(clock, "a", 1, 0.001, [])
    job.is_long = is_long
    held = weakref.ref(job)
    await scheduler.work(Share(), job)
    del job
    async with asyncio.timeout(30):
        while held() is not None:
            await asyncio.sleep(0)
    running.cancel()
