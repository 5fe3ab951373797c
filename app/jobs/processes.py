"""Processes that work for visitors, from the server's side: begun when they are needed, stopped for who leaves, replaced when they die.

A job that nobody waits for is told to stop, which it does between two pieces; a process that is still at it a moment later is killed.
So is one that says nothing for longer than its jobs' limit and a grace: whatever a job does, it ends.
"""

import asyncio
from collections.abc import AsyncGenerator, Callable
from contextlib import aclosing, suppress
from itertools import count
from multiprocessing import get_context
from queue import SimpleQueue
from threading import Thread
from typing import Any

from app.jobs.places import Places
from app.jobs.room import Room
from app.jobs.worker import Begin, Ended, Stop, Work, out_of_time, serve
from app.refusal import Refusal
from engine.config import Config

STOP_S = 0.5
"""So long a job that was told to stop may go on with its piece before its process is killed."""
START_S = 60.0
"""So long a process may take to begin."""


class _Hearing:
    """A job of a process: what it has said, and who is told that it has ended."""

    def __init__(self, name: str, limit_s: float, ended: Callable[[], None]) -> None:
        self.name = name
        self.limit_s = limit_s
        self.ended = ended
        self.is_begun = False
        self.said: asyncio.Queue[bytes | Ended] = asyncio.Queue()


class Process:
    """One process; two threads of the server's talk with it, so that the event loop never waits for a pipe."""

    def __init__(self, name: str, grace_s: float) -> None:
        context = get_context("spawn")
        self._ours, self._theirs = context.Pipe()
        self._process = context.Process(target=serve, args=(self._theirs,), name=name, daemon=True)
        self._loop = asyncio.get_running_loop()
        self._grace_s = grace_s
        self._orders = SimpleQueue[Begin | Stop | None]()
        self._jobs = dict[int, _Hearing]()
        self._numbers = count(1)
        self._heard_s = self._loop.time() + START_S
        self._look: asyncio.TimerHandle | None = None
        self.is_over = False
        """Whether it takes no job any more."""
        Thread(target=self._write, name=f"{name}-orders", daemon=True).start()

    def __len__(self) -> int:
        return len(self._jobs)

    @property
    def pid(self) -> int | None:
        """Of the process; None before it was started."""
        return self._process.pid

    async def lines(
        self, name: str, work: Work, query: Config, limit_s: float, arguments: tuple[Any, ...], ended: Callable[[], None]
    ) -> AsyncGenerator[bytes, None]:
        """What the job says; ``ended`` is called when the process has done with it. Raises `Refusal`."""
        number, job = next(self._numbers), _Hearing(name, limit_s, ended)
        self._jobs[number] = job
        if len(self._jobs) == 1:
            self._heard_s = max(self._heard_s, self._loop.time())
            self._watch()
        self._orders.put(Begin(number, name, work, query, limit_s, self._grace_s, arguments))
        try:
            while isinstance(said := await job.said.get(), bytes):
                yield said
        finally:
            if number in self._jobs and not self.is_over:
                self._orders.put(Stop(number))
                self._loop.call_later(STOP_S, self._end_if_at, number)
        if said.code:
            refusal = Refusal(said.code, said.path, status={"busy": 503, "internal": 500}.get(said.code, 422))
            refusal.params = said.params or {}
            raise refusal

    def _hear(self, number: int, said: bytes | Ended | None) -> None:
        self._heard_s = self._loop.time()
        if number not in self._jobs:
            return
        self._jobs[number].is_begun = True
        if said is not None:
            self._jobs[number].said.put_nowait(said)
        if isinstance(said, Ended):
            self._jobs.pop(number).ended()

    def _watch(self) -> None:
        """Look again when the process should have said something."""
        if not self._jobs or self.is_over:
            return
        silent_s = self._loop.time() - self._heard_s
        left_s = max(job.limit_s for job in self._jobs.values()) + self._grace_s - silent_s
        if left_s <= 0:
            self._end(lambda job: out_of_time(job.name, job.limit_s))
        else:
            if self._look is not None:
                self._look.cancel()
            self._look = self._loop.call_later(left_s, self._watch)

    def _end_if_at(self, number: int) -> None:
        """It was told to stop that job; the others that it may have, which take turns with it, are looked after by the watch."""
        if number not in self._jobs or len(self._jobs) > 1:
            return
        if self._jobs[number].is_begun:
            self.close()
        else:  # the process is about to start: whoever comes next need not wait for another one
            self._loop.call_later(STOP_S, self._end_if_at, number)

    def _end(self, last: Callable[[_Hearing], Ended]) -> None:
        """Kill it; all its jobs hear their last word."""
        if self.is_over:
            return
        self.is_over = True
        if self._look is not None:
            self._look.cancel()
        if self._process.pid is not None:
            self._process.kill()
        self._orders.put(None)
        while self._jobs:
            _, job = self._jobs.popitem()
            job.said.put_nowait(last(job))
            job.ended()

    def close(self) -> None:
        """Kill it; whoever waits for its lines hears that it is gone."""
        self._end(lambda job: Ended("busy", job.name))

    # ---- in threads -------------------------------------------------------------------------------

    def _write(self) -> None:
        self._process.start()
        self._theirs.close()
        if self.is_over:  # meanwhile
            self._process.kill()
        Thread(target=self._read, name=f"{self._process.name}-lines", daemon=True).start()
        with suppress(OSError):  # it has died: who reads has noticed
            while (order := self._orders.get()) is not None:
                self._ours.send(order)
        self._process.join()

    def _read(self) -> None:
        with suppress(RuntimeError):  # the event loop is closed: nobody is there to be told
            try:
                while True:
                    number, said = self._ours.recv()
                    self._loop.call_soon_threadsafe(self._hear, number, said)
            except (EOFError, OSError):
                self._loop.call_soon_threadsafe(self.close)


class Processes:
    """So many processes with so many jobs at once in each; those that wait have their turn by who asks."""

    def __init__(self, places: Places, name: str, processes: int, at_once: int, grace_s: float) -> None:
        self.places = places
        self.running = list[Process]()
        self._name = name
        self._most = processes
        self._grace_s = grace_s
        self._room = Room(processes * at_once)

    async def lines(self, who: str, name: str, work: Work, query: Config, limit_s: float, *arguments: Any) -> AsyncGenerator[bytes, None]:
        """The lines of ``work(query, limit, *arguments)``, for ``who`` asks. Raises `Refusal`."""
        with self.places.one(who):
            await self._room.enter(who)
            async with aclosing(self._least_busy().lines(name, work, query, limit_s, arguments, self._room.leave)) as lines:
                async for line in lines:
                    yield line

    def _least_busy(self) -> Process:
        self.running = [process for process in self.running if not process.is_over]
        if len(self.running) < self._most and all(map(len, self.running)):
            self.running.append(Process(self._name, self._grace_s))
        return min(self.running, key=len)

    def close(self) -> None:
        """End all of them."""
        for process in self.running:
            process.close()
