"""What is measured on this machine: one job at a time in a process of its own, told line by line.

Two measurements at once would disturb each other, so there is one process and a queue of bounded length. A job is
a function that yields lines of JSON; each is sent to the page as it comes. Whoever goes away in the middle takes the
process along, and the next job starts another; whoever goes away while waiting (``app.jobs.leaving``) is no longer in the queue.
"""

import asyncio
from collections import OrderedDict
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Iterator
from contextlib import aclosing
from multiprocessing import get_context
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from time import perf_counter
from typing import Any, TypeAlias

from starlette.responses import StreamingResponse

from app.encoding import json_bytes
from app.jobs.places import Places
from app.refusal import Refusal, refusal_of
from app.settings import Settings
from engine.config import Config
from engine.errors import EngineError

Job: TypeAlias = Callable[..., Iterator[bytes]]

LINES = "application/x-ndjson"
"""One JSON object a line."""


_MOST_TIMES = 1 << 20
"""Work that takes no time even so often is not worth measuring."""


def best_seconds(work: Callable[[int], object], least_s: float = 0.001, rounds: int = 5) -> float:
    """Seconds of one of the ``count`` repetitions that ``work(count)`` does: the fastest of ``rounds`` of at least ``least_s``.

    The fastest, because what else happens on a machine only ever adds (the reasoning of Python's ``timeit``).
    """
    count = 1
    while (spent_s := _seconds(work, count)) < least_s and count < _MOST_TIMES:
        count *= 2
    return min([spent_s, *(_seconds(work, count) for _ in range(rounds - 1))]) / count


def _seconds(work: Callable[[int], object], count: int) -> float:
    began = perf_counter()
    work(count)
    return perf_counter() - began


def _work(pipe: Connection) -> None:
    """In the process: jobs come in, lines go out. It ends when the server does, whose end of the pipe then closes."""
    try:
        while True:
            job, arguments = pipe.recv()
            try:
                for line in job(*arguments):
                    pipe.send(line)
                pipe.send(None)
            except EngineError as error:
                pipe.send(error)
    except (EOFError, BrokenPipeError):
        return


class Measuring:
    """Measurements under way, waiting and remembered."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._lock = asyncio.Lock()
        self._places = Places("measurement", settings.measurements_waiting)
        self._process: tuple[BaseProcess, Connection] | None = None
        self._kept: OrderedDict[str, list[bytes]] = OrderedDict()

    async def response(self, job: Job, query: Config, *limits: float) -> StreamingResponse:
        """The lines of ``job(query, *limits)``, remembered or measured now. Raises `Refusal` until the first line is there."""
        lines = self.lines(job, query, *limits)
        first = await anext(lines)

        async def body() -> AsyncIterator[bytes]:
            async with aclosing(lines):
                yield first + b"\n"
                try:
                    async for line in lines:
                        yield line + b"\n"
                except Refusal as refusal:  # the status is already sent
                    yield json_bytes({"refusal": refusal.body}) + b"\n"

        return StreamingResponse(body(), media_type=LINES)

    async def lines(self, job: Job, query: Config, *limits: float) -> AsyncGenerator[bytes, None]:
        """The same, line by line. Raises `Refusal`."""
        key = f"{job.__name__} {query.model_dump_json()}"
        if key not in self._kept:
            with self._places.one():
                async with self._lock:
                    if key not in self._kept:  # who waited before may have asked the same
                        measured = []
                        async with aclosing(self._measured(job, query, *limits)) as fresh:
                            async for line in fresh:
                                measured.append(line)
                                yield line
                        self._keep(key, measured)
                        return
        self._kept.move_to_end(key)
        for line in self._kept[key]:
            yield line

    async def _measured(self, job: Job, *arguments: Any) -> AsyncGenerator[bytes, None]:
        pipe, said = self._pipe(), b""
        try:
            await asyncio.to_thread(pipe.send, (job, arguments))
            while isinstance(said := await asyncio.to_thread(pipe.recv), bytes):
                yield said
        except (EOFError, OSError):  # the process was killed
            raise Refusal("busy", "measurement", status=503) from None
        finally:
            if isinstance(said, bytes):
                self.close()
        if said is not None:
            raise refusal_of(said)

    def _keep(self, key: str, lines: list[bytes]) -> None:
        self._kept[key] = lines
        while len(self._kept) > self._settings.measurement_cache:
            self._kept.popitem(last=False)

    def _pipe(self) -> Connection:
        if self._process is None or not self._process[0].is_alive():
            context = get_context("spawn")
            ours, theirs = context.Pipe()
            process = context.Process(target=_work, args=(theirs,), name="measuring", daemon=True)
            process.start()
            theirs.close()
            self._process = process, ours
        return self._process[1]

    def close(self) -> None:
        """End the process; whoever waits for its lines hears that it is gone."""
        if self._process is not None:
            process, _ = self._process
            self._process = None
            process.kill()
