"""The playground as it is served, telling what its event loop's callbacks took: ``python -m benchmarks.timed_server FILE serve --port …``.

On SIGUSR1 the file is written anew and counting begins again.
"""

import asyncio
import signal
import sys
from time import thread_time
from typing import Any

import orjson

from app.cli import main

LIMITS_MS = (5, 20)
"""What a callback may take: 99.9 % of them the first, none more than the second."""


class Callbacks:
    """Processor time of every callback of the loop."""

    def __init__(self, file: str) -> None:
        self._file = file
        self._forget()

    def _forget(self) -> None:
        self.count, self.longer, self.longest_ms = 0, [0] * len(LIMITS_MS), 0.0
        self.slow: dict[str, list[float]] = {}

    def watch(self) -> None:
        """From now on."""
        plain = asyncio.Handle._run

        def timed(handle: asyncio.Handle) -> None:
            began_s = thread_time()
            plain(handle)
            took_ms = (thread_time() - began_s) * 1000
            self.count += 1
            if took_ms > LIMITS_MS[0]:
                self._note(handle, took_ms)
            self.longest_ms = max(self.longest_ms, took_ms)

        asyncio.Handle._run = timed  # type: ignore[method-assign]

    def _note(self, handle: asyncio.Handle, took_ms: float) -> None:
        self.longer = [count + (took_ms > limit) for count, limit in zip(self.longer, LIMITS_MS, strict=True)]
        self.slow.setdefault(_name(handle), []).append(took_ms)

    def tell(self, *_: object) -> None:
        """Write the file."""
        told = {"count": self.count, "longer": self.longer, "longest_ms": self.longest_ms, "slow": self.slow}
        self._forget()
        with open(self._file, "wb") as file:
            file.write(orjson.dumps(told))


def _name(handle: asyncio.Handle) -> str:
    """Whose callback it was: where its task waits, innermost, or the function."""
    task = getattr(handle._callback, "__self__", None)
    if not isinstance(task, asyncio.Task):
        return getattr(handle._callback, "__qualname__", None) or repr(handle._callback)
    waiting: Any = task.get_coro()
    while getattr(waiting, "cr_await", None) is not None and hasattr(waiting.cr_await, "cr_code"):
        waiting = waiting.cr_await
    return str(waiting.__qualname__)


if __name__ == "__main__":
    sys.modules["uvloop"] = None  # type: ignore[assignment]  # its callbacks cannot be watched; asyncio's own loop has the same ones
    callbacks = Callbacks(sys.argv.pop(1))
    callbacks.watch()
    signal.signal(signal.SIGUSR1, callbacks.tell)
    main()
