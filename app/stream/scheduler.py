"""Processor time by turns: who has used least goes next, in slices of about a millisecond."""

import asyncio
import heapq
from collections.abc import Callable
from itertools import count
from time import perf_counter, thread_time
from typing import TypeAlias, TypeVar

from app.jobs.threads import Threads

T = TypeVar("T")

Job: TypeAlias = Callable[[float], bool]
"""Works for about the given seconds and says whether it is done."""


class Share:
    """What one session has used."""

    def __init__(self) -> None:
        self.used_s = 0.0


class Scheduler:
    """Runs jobs on the event loop, round robin by processor time used.

    A session that was idle does not save up time: it starts level with the one that is served now.
    What cannot be cut into slices is done beside the loop, in one thread: a second would take the loop's turns too.
    ``clock`` is an argument so that tests need no real time.
    """

    def __init__(self, slice_s: float, clock: Callable[[], float] = perf_counter) -> None:
        self._slice_s = slice_s
        self._clock = clock
        self._order = count()
        self._waiting: list[tuple[float, int, Share, Job, asyncio.Future[float], float]] = []
        self._level_s = 0.0
        self._is_needed = asyncio.Event()
        self._beside = Threads("view", 1)

    async def work(self, share: Share, job: Job) -> float:
        """Have ``job`` done; returns the seconds of work it took."""
        done: asyncio.Future[float] = asyncio.get_running_loop().create_future()
        share.used_s = max(share.used_s, self._level_s)
        heapq.heappush(self._waiting, (share.used_s, next(self._order), share, job, done, 0.0))
        self._is_needed.set()
        return await done

    async def beside(self, share: Share, work: Callable[[], T]) -> tuple[T, float]:
        """What ``work`` returns and the seconds of processor it took. A session waits for one at a time."""

        def timed() -> tuple[T, float]:
            began_s = thread_time()
            found = work()
            return found, thread_time() - began_s

        found, spent_s = await self._beside.do(timed)
        share.used_s += spent_s
        return found, spent_s

    async def run(self) -> None:
        """Serve for ever; between bursts of one slice everything else on the loop has its turn."""
        while True:
            if not self._waiting:
                self._is_needed.clear()
                await self._is_needed.wait()
            end = self._clock() + self._slice_s
            while self._waiting and self._clock() < end:
                self._serve_next()
            await asyncio.sleep(0)

    def _serve_next(self) -> None:
        self._level_s, _, share, job, done, before_s = heapq.heappop(self._waiting)
        if done.done():  # whoever waited has gone
            return
        began = self._clock()
        try:
            is_done = job(self._slice_s)
        except Exception as error:  # whatever it is, it belongs to who asked for the work
            done.set_exception(error)
            return
        spent_s = self._clock() - began
        share.used_s += spent_s
        if is_done:
            done.set_result(before_s + spent_s)
        else:
            heapq.heappush(self._waiting, (share.used_s, next(self._order), share, job, done, before_s + spent_s))

    def close(self) -> None:
        """Nothing more is begun beside the loop."""
        self._beside.close()
