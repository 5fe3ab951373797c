"""Room for so many at a time; those who wait come in by turns of who asks, so that who has many waiting stands in line once."""

import asyncio
from collections import OrderedDict, deque


class Room:
    """For ``most``."""

    def __init__(self, most: int) -> None:
        self._free = most
        self._line: OrderedDict[str, deque[asyncio.Future[None]]] = OrderedDict()

    async def enter(self, who: str) -> None:
        """Wait until there is room for one of ``who``; then ``leave`` it."""
        if self._free and not self._line:
            self._free -= 1
            return
        turn: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._line.setdefault(who, deque()).append(turn)
        try:
            await turn
        except asyncio.CancelledError:
            if not turn.cancelled():  # its turn had come
                self.leave()
            elif turn in (waiting := self._line.get(who, deque())):
                waiting.remove(turn)
                if not waiting:
                    del self._line[who]
            raise

    def leave(self) -> None:
        """One has gone; the next comes in."""
        self._free += 1
        while self._free and self._line:
            who, waiting = self._line.popitem(last=False)
            turn = waiting.popleft()
            if waiting:
                self._line[who] = waiting  # behind all others
            if not turn.cancelled():
                turn.set_result(None)
                self._free -= 1
