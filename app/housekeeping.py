"""Memory that is given back: to the machine, and of what was remembered for visitors who have all left."""

import asyncio
import ctypes
import gc
from collections.abc import Callable, Sequence
from time import monotonic

QUIET_S = 5.0
"""Without anybody leaving or asking for so long, it is time to tidy up."""
MOST_S = 60.0
"""However lively it is, so often."""
LOOK_S = 1.0


class Housekeeping:
    """Tidies up once what was used is used no more."""

    def __init__(self, is_empty: Callable[[], bool], forget: Sequence[Callable[[], None]], clock: Callable[[], float] = monotonic) -> None:
        self._is_empty = is_empty
        self._forget = forget
        self._clock = clock
        self._used_s: float | None = None
        self._tidied_s = clock()

    def note(self) -> None:
        """Something was used: somebody asked for work, or left."""
        self._used_s = self._clock()

    @property
    def is_due(self) -> bool:
        """Whether there is something to tidy up, and it is the time to do so."""
        now_s = self._clock()
        return self._used_s is not None and (now_s - self._used_s > QUIET_S or now_s - self._tidied_s > MOST_S)

    async def tidy(self) -> None:
        """Forget what nobody here has use for, and give back what is free."""
        self._used_s, self._tidied_s = None, self._clock()
        if self._is_empty():
            for forget in self._forget:
                forget()
            gc.collect()
        await asyncio.to_thread(give_back)

    async def watch(self) -> None:
        """`tidy` when it is due, for ever."""
        while True:
            await asyncio.sleep(LOOK_S)
            if self.is_due:
                await self.tidy()


def give_back() -> None:
    """Memory that was freed goes back to the machine; where the C library does not offer that, it stays with the process."""
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if trim is not None:
        trim(0)
