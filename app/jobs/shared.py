"""Answers that take long: told line by line, shared by all who ask the same, ended when nobody of them is left, remembered."""

import asyncio
from collections import OrderedDict
from collections.abc import AsyncGenerator, Callable
from contextlib import aclosing


class _Answer:
    """An answer under way. ``is_anew``: every line says all that is known, so that only the last one counts."""

    def __init__(self, is_anew: bool) -> None:
        self.listeners = 0
        self.lines = list[bytes]()
        self.error: Exception | None = None
        self.is_over = False
        self.task: asyncio.Task[None] | None = None
        self._is_anew = is_anew
        self._dropped = 0
        self._news = asyncio.Event()

    def say(self, line: bytes) -> None:
        """A further line."""
        if self._is_anew:
            self._dropped += len(self.lines)
            self.lines.clear()
        self.lines.append(line)
        self._tell()

    def end(self, error: Exception | None) -> None:
        """There is nothing more to say."""
        self.error, self.is_over = error, True
        self._tell()

    def _tell(self) -> None:
        self._news.set()
        self._news = asyncio.Event()

    async def heard(self) -> AsyncGenerator[bytes, None]:
        """Its lines from the first that is kept. Raises what it ended with."""
        at = 0
        while True:
            at = max(at, self._dropped)
            if at < self._dropped + len(self.lines):
                at += 1
                yield self.lines[at - 1 - self._dropped]
            elif not self.is_over:
                await self._news.wait()
            elif self.error is not None:
                raise self.error
            else:
                return


class Shared:
    """Answers under way, and the last ``most`` that came to their end."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._under_way = dict[str, _Answer]()
        self.kept: OrderedDict[str, list[bytes]] = OrderedDict()

    async def lines(
        self, key: str, begin: Callable[[], AsyncGenerator[bytes, None]], *, is_anew: bool = False
    ) -> AsyncGenerator[bytes, None]:
        """The lines of ``begin()``, remembered, under way for somebody else, or begun now. Raises what ``begin()`` raises."""
        if key in self.kept:
            self.kept.move_to_end(key)
            for line in self.kept[key]:
                yield line
            return
        answer = self._under_way.get(key)
        if answer is None:
            answer = self._under_way[key] = _Answer(is_anew)
            answer.task = asyncio.create_task(self._gather(key, answer, begin()))
        answer.listeners += 1
        try:
            async with aclosing(answer.heard()) as lines:
                async for line in lines:
                    yield line
        finally:
            answer.listeners -= 1
            if not answer.listeners and answer.task is not None:
                self._forget(key, answer)  # who asks the same from now on begins anew
                answer.task.cancel()

    async def _gather(self, key: str, answer: _Answer, lines: AsyncGenerator[bytes, None]) -> None:
        error: Exception | None = None
        try:
            async with aclosing(lines):
                async for line in lines:
                    answer.say(line)
        except Exception as found:  # whatever it is, it belongs to who asked
            error = found
        else:
            self._keep(key, answer.lines)
        finally:
            self._forget(key, answer)
            answer.end(error)

    def _forget(self, key: str, answer: _Answer) -> None:
        if self._under_way.get(key) is answer:
            del self._under_way[key]

    def _keep(self, key: str, lines: list[bytes]) -> None:
        self.kept[key] = lines
        while len(self.kept) > self._most:
            self.kept.popitem(last=False)
