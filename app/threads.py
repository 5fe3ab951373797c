"""Work too long for the event loop or for the threads that all small answers share: threads of its own, for which only so many wait."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from math import inf
from typing import ParamSpec, TypeVar

from app.refusal import Refusal

P = ParamSpec("P")
T = TypeVar("T")


class Threads:
    """So many threads; ``name`` says in refusals what there is too much of. Without a bound whoever asks must have one."""

    def __init__(self, name: str, threads: int, most_waiting: float = inf) -> None:
        self._name = name
        self._most = most_waiting
        self._waiting = 0
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix=name)

    async def do(self, work: Callable[P, T], *arguments: P.args, **named: P.kwargs) -> T:
        """``work(*arguments)``, first come, first served; cancelled before its turn it is not done. Raises `Refusal`."""
        if self._waiting >= self._most:
            raise Refusal("busy", self._name, status=503, value=self._waiting + 1, allowed=self._most)
        self._waiting += 1
        try:
            return await asyncio.wrap_future(self._pool.submit(work, *arguments, **named))
        finally:
            self._waiting -= 1

    def close(self) -> None:
        """Nothing more is begun."""
        self._pool.shutdown(wait=False, cancel_futures=True)
