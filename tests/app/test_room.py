"""Room for so many at a time: who has many waiting does not keep the others out."""

import asyncio

import pytest

from app.jobs.room import Room

pytestmark = pytest.mark.anyio


class Visits:
    """Visits to a room of ``most``, and who came in."""

    def __init__(self, most: int) -> None:
        self.room = Room(most)
        self.entered = list[str]()

    def ask(self, who: str) -> "asyncio.Task[None]":
        async def enter() -> None:
            await self.room.enter(who)
            self.entered.append(who)

        return asyncio.create_task(enter())


async def settled() -> None:
    for _ in range(5):
        await asyncio.sleep(0)


async def test_those_who_wait_come_in_by_turns_of_who_asks() -> None:
    visits = Visits(1)
    tasks = [visits.ask("many") for _ in range(4)]
    await settled()
    tasks += [visits.ask("few"), visits.ask("other"), visits.ask("few")]
    await settled()
    assert visits.entered == ["many"]
    for _ in range(6):
        visits.room.leave()
        await settled()
    assert visits.entered == ["many", "many", "few", "other", "many", "few", "many"]
    await asyncio.gather(*tasks)


async def test_there_is_room_for_so_many_and_for_the_next_when_one_has_left() -> None:
    visits = Visits(2)
    tasks = [visits.ask(who) for who in "abc"]
    await settled()
    assert visits.entered == ["a", "b"]
    visits.room.leave()
    visits.room.leave()
    await settled()
    assert visits.entered == ["a", "b", "c"]
    await asyncio.gather(*tasks, visits.ask("d"))
    assert visits.entered[-1] == "d", "what was left over is there for who comes later"


async def test_who_goes_away_while_waiting_takes_no_room() -> None:
    visits = Visits(1)
    first, gone, next_one = (visits.ask(who) for who in "abc")
    await settled()
    gone.cancel()
    await settled()
    assert list(visits.room._line) == ["c"], "nothing of it is kept"
    visits.room.leave()
    await asyncio.gather(first, next_one)
    assert visits.entered == ["a", "c"]


async def test_who_goes_away_in_the_moment_in_which_another_leaves_is_passed_over() -> None:
    visits = Visits(1)
    first, gone, next_one = (visits.ask(who) for who in "aba")
    await settled()
    gone.cancel()
    visits.room.leave()
    await asyncio.gather(first, next_one)
    assert visits.entered == ["a", "a"]
    assert not visits.room._line


async def test_who_goes_away_just_as_the_turn_comes_gives_it_on() -> None:
    visits = Visits(1)
    first, gone, next_one = (visits.ask(who) for who in "abc")
    await settled()
    visits.room.leave()
    gone.cancel()
    await asyncio.gather(first, next_one)
    assert visits.entered == ["a", "c"]
    assert gone.cancelled()
