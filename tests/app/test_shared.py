"""Answers under way are shared by who asks the same, and end with the last of them."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import aclosing

import pytest

from app.jobs.shared import Shared
from app.refusal import Refusal
from tests.app.talk import until

pytestmark = pytest.mark.anyio


class Source:
    """Lines that are said when the test says so."""

    def __init__(self) -> None:
        self.begun = 0
        self.ended = 0
        self.said: asyncio.Queue[bytes | Exception | None] = asyncio.Queue()

    async def lines(self) -> AsyncGenerator[bytes, None]:
        self.begun += 1
        try:
            while (line := await self.said.get()) is not None:
                if isinstance(line, Exception):
                    raise line
                yield line
        finally:
            self.ended += 1


async def all_of(lines: AsyncGenerator[bytes, None]) -> list[bytes]:
    return [line async for line in lines]


async def test_who_asks_the_same_hears_the_same_from_the_first_line() -> None:
    shared, source = Shared(1), Source()
    first = asyncio.create_task(all_of(shared.lines("a", source.lines)))
    source.said.put_nowait(b"one")
    await until(source.said.empty)
    second = asyncio.create_task(all_of(shared.lines("a", source.lines)))
    await asyncio.sleep(0)
    for line in (b"two", None):
        source.said.put_nowait(line)
    assert await asyncio.gather(first, second) == [[b"one", b"two"]] * 2
    assert (source.begun, source.ended) == (1, 1)
    assert await all_of(shared.lines("a", source.lines)) == [b"one", b"two"], "remembered"
    assert source.begun == 1


async def test_the_work_ends_when_the_last_of_them_has_left() -> None:
    shared, source = Shared(1), Source()
    visits = [asyncio.create_task(all_of(shared.lines("a", source.lines))) for _ in range(2)]
    await until(lambda: source.begun == 1)
    for visit, ended in zip(visits, (0, 1), strict=True):
        visit.cancel()
        with pytest.raises(asyncio.CancelledError):
            await visit
        for _ in range(10):
            await asyncio.sleep(0)
        assert source.ended == ended
    assert shared.kept == {}, "what did not come to its end is not remembered"


async def test_who_comes_after_the_last_has_left_does_not_share_what_ends() -> None:
    shared, source = Shared(1), Source()
    async with aclosing(shared.lines("a", source.lines)) as lines:
        source.said.put_nowait(b"one")
        assert await anext(lines) == b"one"
    again = asyncio.create_task(all_of(shared.lines("a", source.lines)))
    await until(lambda: source.begun == 2)
    for line in (b"other", None):
        source.said.put_nowait(line)
    assert await again == [b"other"]


async def test_a_refusal_is_told_to_all_and_not_remembered() -> None:
    shared, source = Shared(1), Source()
    visits = [asyncio.create_task(all_of(shared.lines("a", source.lines))) for _ in range(2)]
    await until(lambda: source.begun == 1)
    source.said.put_nowait(Refusal("busy", "sweep"))
    for visit in visits:
        with pytest.raises(Refusal):
            await visit
    assert shared.kept == {}
    source.said.put_nowait(None)
    assert await all_of(shared.lines("a", source.lines)) == []


async def test_where_each_line_says_all_only_the_last_is_kept() -> None:
    shared, source = Shared(1), Source()
    early = asyncio.create_task(all_of(shared.lines("a", source.lines, is_anew=True)))
    await until(lambda: source.begun == 1)
    for line in (b"one", b"two"):
        source.said.put_nowait(line)
        await until(source.said.empty)
    for _ in range(5):
        await asyncio.sleep(0)
    late = asyncio.create_task(all_of(shared.lines("a", source.lines, is_anew=True)))
    await asyncio.sleep(0)
    for _ in range(5):
        await asyncio.sleep(0)
    for line in (b"three", None):
        source.said.put_nowait(line)
    assert (await early)[-1] == b"three"
    assert await late == [b"two", b"three"]
    assert dict(shared.kept) == {"a": [b"three"]}


async def test_only_so_many_are_remembered_and_the_one_unused_the_longest_goes() -> None:
    shared = Shared(2)

    async def once() -> AsyncGenerator[bytes, None]:
        yield b"x"

    for key in ("a", "b", "a", "c"):
        assert await all_of(shared.lines(key, once)) == [b"x"]
    assert list(shared.kept) == ["a", "c"]
