"""Who is connected: limits on how many, closing of those who say nothing, the stop of all."""

import asyncio
from collections import Counter
from collections.abc import Callable
from time import monotonic

from app.refusal import Refusal
from app.settings import Settings


class Visitor:
    """One open stream: where from, when last heard, how to end it."""

    def __init__(self, address: str, now_s: float) -> None:
        self.address = address
        self.heard_s = now_s
        self.is_idle = False
        self.leave: Callable[[], object] | None = None


class Visitors:
    """All open streams of this process."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._open: set[Visitor] = set()
        self._of_address: Counter[str] = Counter()

    def __len__(self) -> int:
        return len(self._open)

    def enter(self, address: str) -> Visitor:
        """A stream was opened. Raises `Refusal` (``too_many_sessions``)."""
        settings = self._settings
        if len(self._open) >= settings.sessions:
            raise Refusal("too_many_sessions", "connection", fatal=True, value=len(self._open) + 1, allowed=settings.sessions)
        if self._of_address[address] >= settings.sessions_per_address:
            value, allowed = self._of_address[address] + 1, settings.sessions_per_address
            raise Refusal("too_many_sessions", "connection.address", fatal=True, value=value, allowed=allowed)
        visitor = Visitor(address, monotonic())
        self._open.add(visitor)
        self._of_address[address] += 1
        return visitor

    def leave(self, visitor: Visitor) -> None:
        """A stream was closed."""
        self._open.discard(visitor)
        self._of_address[visitor.address] -= 1
        if not self._of_address[visitor.address]:
            del self._of_address[visitor.address]

    def send_idle_away(self, now_s: float) -> None:
        """End the streams that said nothing for too long."""
        for visitor in self._open:
            if now_s - visitor.heard_s > self._settings.session_idle_s and visitor.leave is not None:
                visitor.is_idle = True
                visitor.leave()

    async def watch(self) -> None:
        """`send_idle_away` now and then, for ever: one timer for all streams."""
        while True:
            await asyncio.sleep(self._settings.session_idle_s / 20)
            self.send_idle_away(monotonic())
