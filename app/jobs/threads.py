"""Work too long for the event loop or for the threads that all small answers share: threads of its own, for which only so many wait."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from math import inf
from typing import ParamSpec, TypeVar

from app.jobs.places import Places

P = ParamSpec("P")
T = TypeVar("T")


class Threads:
    """So many threads; ``name`` says in refusals what there is too much of. Without a bound whoever asks must have one."""

    def __init__(self, name: str, threads: int, most_waiting: float = inf) -> None:
        self._places = Places(name, most_waiting)
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix=name)

    async def do(self, work: Callable[P, T], *arguments: P.args, **named: P.kwargs) -> T:
        """``work(*arguments)``, first come, first served; cancelled before its turn it is not done. Raises `Refusal`."""
        with self._places.one():
            return await asyncio.wrap_future(self._pool.submit(work, *arguments, **named))

    def close(self) -> None:
        """Nothing more is begun."""
        self._pool.shutdown(wait=False, cancel_futures=True)
