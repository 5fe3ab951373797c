"""Work too long for the event loop or for the threads that all small answers share: threads of its own.

How many may wait is the business of who asks (``app.jobs.places``).
"""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")


class Threads:
    """So many threads of that name."""

    def __init__(self, name: str, threads: int) -> None:
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix=name)

    async def do(self, work: Callable[P, T], *arguments: P.args, **named: P.kwargs) -> T:
        """``work(*arguments)``, first come, first served; cancelled before its turn it is not done."""
        return await asyncio.wrap_future(self._pool.submit(work, *arguments, **named))

    def close(self) -> None:
        """Nothing more is begun."""
        self._pool.shutdown(wait=False, cancel_futures=True)
