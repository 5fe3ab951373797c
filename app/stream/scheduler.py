"""Processor time by turns: who has used least of late goes next, in slices of about a millisecond."""

import asyncio
import heapq
from collections.abc import Callable
from itertools import count
from time import perf_counter, thread_time
from typing import Generic, NamedTuple, Protocol, TypeVar

from app.jobs.threads import Threads

T = TypeVar("T")

HALF_LIFE_S = 2.0
"""What was used is forgotten by half in this time."""
_MOST_HALF_LIVES = 400
"""Weights are powers of two."""


class Job(Protocol):
    """Works for about the given seconds and says whether it is done."""

    @property
    def is_long(self) -> bool:
        """Whether what comes next is too long for the event loop."""

    def __call__(self, budget_s: float) -> bool: ...


class Once(Generic[T]):
    """A job that cannot be cut: ``work()``, beside the loop."""

    is_long = True
    result: T

    def __init__(self, work: Callable[[], T]) -> None:
        self._work = work

    def __call__(self, budget_s: float) -> bool:
        self.result = self._work()
        return True


class Used:
    """Seconds used, in those of the time ``since_s``: one used a half-life later counts twice."""

    def __init__(self) -> None:
        self.weighed_s = 0.0
        self.since_s = 0.0


class Share:
    """What one visitor has used of the event loop, and of the thread beside it: the one does not wait for the other."""

    def __init__(self) -> None:
        self.here = Used()
        self.beside = Used()


class _Waiting(NamedTuple):
    weighed_s: float
    order: int
    used: Used
    share: Share
    job: Job
    done: "asyncio.Future[float]"
    before_s: float


class _Turns:
    """Jobs that wait for one place to be served: who has used least of late first.

    Instead of forgetting what was used before, what is used later weighs more: nobody's place among those who wait changes.
    """

    def __init__(self, clock: Callable[[], float], order: "count[int]") -> None:
        self._clock = clock
        self._order = order
        self._heap: list[_Waiting] = []
        self._level_s = 0.0
        self._since_s = clock()
        self._is_needed = asyncio.Event()

    def __len__(self) -> int:
        return len(self._heap)

    def put(self, used: Used, share: Share, job: Job, done: "asyncio.Future[float]", before_s: float) -> None:
        """Let it wait for its turn; who was idle has saved nothing."""
        self._weigh_again(used)
        used.weighed_s = max(used.weighed_s, self._level_s)
        heapq.heappush(self._heap, _Waiting(used.weighed_s, next(self._order), used, share, job, done, before_s))
        self._is_needed.set()

    def spend(self, used: Used, spent_s: float) -> None:
        """So much was used now."""
        self._weigh_again(used)
        used.weighed_s += spent_s * 2.0 ** ((self._clock() - self._since_s) / HALF_LIFE_S)

    def _weigh_again(self, used: Used) -> None:
        """Weigh from a later time on, before the weights leave the numbers."""
        if (now_s := self._clock()) - self._since_s > _MOST_HALF_LIVES * HALF_LIFE_S:
            factor = _lighter(now_s - self._since_s)
            self._level_s *= factor
            self._heap = [waiting._replace(weighed_s=waiting.weighed_s * factor) for waiting in self._heap]
            self._since_s = now_s
        used.weighed_s *= _lighter(self._since_s - used.since_s)
        used.since_s = self._since_s

    async def needed(self) -> None:
        """Wait until somebody waits."""
        while not self._heap:
            self._is_needed.clear()
            await self._is_needed.wait()

    def next(self) -> _Waiting | None:
        """Whose turn it is; None where who waited has gone."""
        waiting = heapq.heappop(self._heap)
        self._level_s = waiting.weighed_s
        return None if waiting.done.done() else waiting


def _lighter(passed_s: float) -> float:
    return float(2.0 ** (-passed_s / HALF_LIFE_S))


class Scheduler:
    """Runs jobs on the event loop, round robin by processor time used of late.

    A session that was idle does not save up time: it starts level with the one that is served now. What cannot be cut into short
    slices is done beside the loop, in one thread, by turns too: a second thread would take the loop's turns.
    ``clock`` is an argument so that tests need no real time.
    """

    def __init__(self, slice_s: float, clock: Callable[[], float] = perf_counter) -> None:
        self._slice_s = slice_s
        self._clock = clock
        order = count()
        self._here = _Turns(clock, order)
        self._beside = _Turns(clock, order)
        self._thread = Threads("beside", 1)

    async def work(self, share: Share, job: Job) -> float:
        """Have ``job`` done; returns the seconds of work it took."""
        done: asyncio.Future[float] = asyncio.get_running_loop().create_future()
        self._put(share, job, done, 0.0)
        return await done

    async def once(self, share: Share, work: Callable[[], T]) -> tuple[T, float]:
        """What ``work`` returns, done beside the loop, and the seconds of processor it took."""
        job = Once(work)
        spent_s = await self.work(share, job)
        return job.result, spent_s

    def _put(self, share: Share, job: Job, done: "asyncio.Future[float]", before_s: float) -> None:
        if job.is_long:
            self._beside.put(share.beside, share, job, done, before_s)
        else:
            self._here.put(share.here, share, job, done, before_s)

    async def run(self) -> None:
        """Serve for ever."""
        await asyncio.gather(self._serve_here(), self._serve_beside())

    async def _serve_here(self) -> None:
        """Between bursts of one slice everything else on the loop has its turn."""
        while True:
            await self._here.needed()
            end_s = self._clock() + self._slice_s
            while self._here and self._clock() < end_s:
                if (waiting := self._here.next()) is not None:
                    self._settle(self._here, waiting, *self._tried(waiting.job, self._clock))
            await asyncio.sleep(0)

    async def _serve_beside(self) -> None:
        while True:
            await self._beside.needed()
            if (waiting := self._beside.next()) is not None:
                self._settle(self._beside, waiting, *await self._thread.do(self._tried, waiting.job, thread_time))

    def _tried(self, job: Job, clock: Callable[[], float]) -> tuple[bool | Exception, float]:
        """(whether it is done, or what went wrong; seconds it took)."""
        began_s = clock()
        try:
            return job(self._slice_s), clock() - began_s
        except Exception as error:  # whatever it is, it belongs to who asked for the work
            return error, clock() - began_s

    def _settle(self, turns: _Turns, waiting: _Waiting, found: bool | Exception, spent_s: float) -> None:
        turns.spend(waiting.used, spent_s)
        done, spent_s = waiting.done, waiting.before_s + spent_s
        if done.done():  # who waited has gone meanwhile
            return
        if isinstance(found, Exception):
            done.set_exception(found)
        elif found:
            done.set_result(spent_s)
        else:
            self._put(waiting.share, waiting.job, done, spent_s)

    def close(self) -> None:
        """Nothing more is begun beside the loop."""
        self._thread.close()
