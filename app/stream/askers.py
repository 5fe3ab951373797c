"""Who asks over plain HTTP: by turns with the streams, within an allowance, so many at a time for each address."""

import asyncio
from collections import OrderedDict
from collections.abc import Callable, Coroutine
from time import perf_counter
from typing import Any, Protocol, TypeVar

from app.jobs.places import Places
from app.settings import Settings
from app.stream.allowance import Allowance
from app.stream.scheduler import Scheduler, Share

T = TypeVar("T")

_MOST_ADDRESSES = 10_000
"""Remembered; who was not heard for long has its whole allowance again."""


class Beside(Protocol):
    """Has work done beside the event loop for somebody."""

    def __call__(self, work: Callable[[], T], /) -> Coroutine[Any, Any, T]: ...


class Asker:
    """One network address: its place among those who are served, what it may still use, who of it waits."""

    def __init__(self, settings: Settings) -> None:
        per_s = settings.address_processor_s_per_minute / 60
        self.share = Share()
        self.places = Places("request", settings.requests_waiting)
        self.allowance = Allowance(per_s, 60 * per_s, perf_counter())
        self.debt_s = 0.0


class Askers:
    """All addresses that have asked for something of late."""

    def __init__(self, settings: Settings, scheduler: Scheduler, note: Callable[[], None]) -> None:
        self._settings = settings
        self._scheduler = scheduler
        self._note = note
        """Told that something was used."""
        self._known: OrderedDict[str, Asker] = OrderedDict()

    def beside(self, address: str) -> Beside:
        """Has work done for who asks from ``address``. Raises `Refusal` (``busy``) where too many of them wait already."""
        asker = self._known.get(address) or Asker(self._settings)
        self._known[address] = asker
        self._known.move_to_end(address)
        if len(self._known) > _MOST_ADDRESSES:
            self._known.popitem(last=False)

        async def done(work: Callable[[], Any], /) -> Any:
            with asker.places.one():
                if asker.debt_s > 0:
                    debt_s, asker.debt_s = asker.debt_s, 0.0
                    await asyncio.sleep(debt_s)
                try:
                    found, spent_s = await self._scheduler.once(asker.share, work)
                finally:
                    self._note()
                asker.debt_s = max(asker.debt_s, asker.allowance.spend(spent_s, perf_counter()))
                return found

        return done
