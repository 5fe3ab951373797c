"""Processor time by turns: who has used least of late goes next, in slices of about a millisecond."""

import asyncio
import heapq
from collections import deque
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


class Waiting(NamedTuple):
    """A job, whom it is for, who waits for it, and the seconds it took so far."""

    job: Job
    share: "Share"
    done: "asyncio.Future[float]"
    before_s: float


class Used:
    """What a visitor has used of one place, and the jobs that wait there for the visitor's turn."""

    def __init__(self) -> None:
        self.weighed_s = 0.0
        """Seconds, in those of the time ``since_s``: one used a half-life later counts twice."""
        self.since_s = 0.0
        self.jobs: deque[Waiting] = deque()
        self.is_in_line = False
        """Whether it waits for its turn, or has it."""


class Share:
    """What one visitor has used of the event loop, and of the thread beside it: the one does not wait for the other."""

    def __init__(self) -> None:
        self.here = Used()
        self.beside = Used()


class _Turns:
    """Who waits for one place to be served: who has used least of late first, one job each.

    Instead of forgetting what was used before, what is used later weighs more: nobody's place among those who wait changes.
    """

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._order = count()
        self._line: list[tuple[float, int, Used]] = []
        self._level_s = 0.0
        self._since_s = clock()
        self._is_needed = asyncio.Event()

    def put(self, used: Used, waiting: Waiting) -> None:
        """Let it wait for its turn."""
        used.jobs.append(waiting)
        if not used.is_in_line:
            self._stand_in_line(used)

    def _stand_in_line(self, used: Used) -> None:
        """Who was idle has saved nothing."""
        self._weigh_again(used)
        used.is_in_line = True
        used.weighed_s = max(used.weighed_s, self._level_s)
        heapq.heappush(self._line, (used.weighed_s, next(self._order), used))
        self._is_needed.set()

    def _weigh_again(self, used: Used) -> None:
        """Weigh from a later time on, before the weights leave the numbers."""
        if (now_s := self._clock()) - self._since_s > _MOST_HALF_LIVES * HALF_LIFE_S:
            factor = _lighter(now_s - self._since_s)
            self._level_s *= factor
            self._line = [(weighed_s * factor, order, one) for weighed_s, order, one in self._line]
            self._since_s = now_s
        used.weighed_s *= _lighter(self._since_s - used.since_s)
        used.since_s = self._since_s

    async def needed(self) -> None:
        """Wait until somebody waits."""
        while not self._line:
            self._is_needed.clear()
            await self._is_needed.wait()

    @property
    def is_empty(self) -> bool:
        """Whether nobody waits."""
        return not self._line

    def next(self) -> tuple[Used, Waiting | None]:
        """Whose turn it is, with the first of the jobs that somebody still waits for."""
        self._level_s, _, used = heapq.heappop(self._line)
        while used.jobs:
            if not (waiting := used.jobs.popleft()).done.done():
                return used, waiting
        return used, None

    def end(self, used: Used, spent_s: float) -> None:
        """The turn is over; it took ``spent_s``."""
        self._weigh_again(used)
        used.weighed_s += spent_s * 2.0 ** ((self._clock() - self._since_s) / HALF_LIFE_S)
        used.is_in_line = False
        if used.jobs:
            self._stand_in_line(used)


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
        self._here = _Turns(clock)
        self._beside = _Turns(clock)
        self._thread = Threads("beside", 1)

    async def work(self, share: Share, job: Job) -> float:
        """Have ``job`` done; returns the seconds of work it took."""
        done: asyncio.Future[float] = asyncio.get_running_loop().create_future()
        self._put(Waiting(job, share, done, 0.0))
        return await done

    async def once(self, share: Share, work: Callable[[], T]) -> tuple[T, float]:
        """What ``work`` returns, done beside the loop, and the seconds of processor it took."""
        job = Once(work)
        spent_s = await self.work(share, job)
        return job.result, spent_s

    def _put(self, waiting: Waiting) -> None:
        if waiting.job.is_long:
            self._beside.put(waiting.share.beside, waiting)
        else:
            self._here.put(waiting.share.here, waiting)

    async def run(self) -> None:
        """Serve for ever."""
        await asyncio.gather(self._serve_here(), self._serve_beside())

    async def _serve_here(self) -> None:
        """Between bursts of one slice everything else on the loop has its turn."""
        while True:
            await self._here.needed()
            end_s = self._clock() + self._slice_s
            while not self._here.is_empty and self._clock() < end_s:
                self._one_here()
            await asyncio.sleep(0)

    async def _serve_beside(self) -> None:
        while True:
            await self._beside.needed()
            await self._one_beside()

    # One turn is a function of its own: what it was about is let go at its end, not when the next one comes.

    def _one_here(self) -> None:
        used, waiting = self._here.next()
        spent_s = 0.0 if waiting is None else self._settled(waiting, *self._tried(waiting.job, self._clock))
        self._here.end(used, spent_s)

    async def _one_beside(self) -> None:
        used, waiting = self._beside.next()
        spent_s = 0.0 if waiting is None else self._settled(waiting, *await self._thread.do(self._tried, waiting.job, thread_time))
        self._beside.end(used, spent_s)

    def _tried(self, job: Job, clock: Callable[[], float]) -> tuple[bool | Exception, float]:
        """(whether it is done, or what went wrong; seconds it took)."""
        began_s = clock()
        try:
            return job(self._slice_s), clock() - began_s
        except Exception as error:  # whatever it is, it belongs to who asked for the work
            return error, clock() - began_s

    def _settled(self, waiting: Waiting, found: bool | Exception, spent_s: float) -> float:
        """Tell who waits; returns ``spent_s``."""
        done, all_s = waiting.done, waiting.before_s + spent_s
        if done.done():  # who waited has gone meanwhile
            return spent_s
        if isinstance(found, Exception):
            done.set_exception(found)
        elif found:
            done.set_result(all_s)
        else:
            self._put(waiting._replace(before_s=all_s))
        return spent_s

    def close(self) -> None:
        """Nothing more is begun beside the loop."""
        self._thread.close()
