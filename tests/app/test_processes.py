"""Processes that work for visitors: told as it comes, by turns, left in the middle, refused, killed, hanging."""

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import AsyncGenerator, Iterator
from contextlib import aclosing
from pathlib import Path
from threading import Event
from typing import Any

import pytest

from app.jobs.limit import Limit
from app.jobs.places import Places
from app.jobs.processes import Process, Processes
from app.jobs.worker import Begin, Ended, UnderWay, Work
from app.paths import ROOT
from app.refusal import Refusal
from engine.config import Config
from engine.errors import EngineError
from tests.app.talk import until

pytestmark = pytest.mark.anyio


class Question(Config):
    text: str = "a"


def who(query: Question, limit: Limit) -> Iterator[bytes]:
    yield query.text.encode()
    yield str(os.getpid()).encode()


def told_limits(query: Question, limit: Limit, *arguments: int) -> Iterator[bytes]:
    yield f"{limit.most_s} {arguments}".encode()


def endless(query: Question, limit: Limit) -> Iterator[bytes | None]:
    yield query.text.encode()
    while True:
        yield None


def refusing(query: Question, limit: Limit) -> Iterator[bytes]:
    yield b"one"
    raise EngineError("out_of_range", "text", value="later", allowed="never")


def mistaken(query: Question, limit: Limit) -> Iterator[bytes]:
    yield b"one"
    raise LookupError("a mistake of ours")


def broken(query: Question, limit: Limit) -> Iterator[bytes]:
    os._exit(1)
    yield b""


def stuck(query: Question, limit: Limit) -> Iterator[bytes]:
    """It hangs whether it is gone on with or stopped, so that it does not matter which of the two comes first."""
    try:
        yield b"begun"
    finally:
        Event().wait()


def slow_piece(query: Question, limit: Limit) -> Iterator[bytes | None]:
    """Pieces of which each takes a second of the limit by its own account."""
    while not limit.is_up:
        yield None
    yield b"in time"


class Asked:
    """Processes with bounds of the test's own."""

    def __init__(self, processes: int = 1, at_once: int = 1, most_waiting: int = 8, grace_s: float = 60.0) -> None:
        self.all = Processes(Places("measurement", most_waiting, most_waiting - 1), "measurement", processes, at_once, grace_s)

    def lines(self, work: Work, text: str = "a", limit_s: float = 60.0, *arguments: int) -> AsyncGenerator[bytes, None]:
        return self.all.lines(text, "job", work, Question(text=text), limit_s, *arguments)

    async def all_of(self, work: Work, text: str = "a", limit_s: float = 60.0, *arguments: int) -> list[bytes]:
        return [line async for line in self.lines(work, text, limit_s, *arguments)]

    @property
    def process(self) -> Process:
        [process] = self.all.running
        return process


async def has_ended(process: Process) -> bool:
    """Whether it was killed. Who asks and the thread that waits for its end get in each other's way: one of them learns how it went."""
    await until(lambda: process._process.exitcode is not None)
    return process._process.exitcode == -signal.SIGKILL


async def refusal_of(lines: AsyncGenerator[bytes, None]) -> Refusal:
    with pytest.raises(Refusal) as refused:
        async for _ in lines:
            pass
    return refused.value


async def test_one_process_of_its_own_for_one_after_the_other() -> None:
    asked = Asked()
    first, second = await asyncio.gather(asked.all_of(who), asked.all_of(who, "b"))
    assert (first[0], second[0]) == (b"a", b"b")
    assert first[1] == second[1] != str(os.getpid()).encode()
    assert await asked.all_of(told_limits, "a", 7.5, 3, 4) == [b"7.5 (3, 4)"]
    asked.all.close()
    assert await has_ended(asked.process)


async def test_jobs_of_one_process_take_turns() -> None:
    """A job without an end is under way, and the next one is answered all the same."""
    asked = Asked(at_once=2)
    async with aclosing(asked.lines(endless)) as lines:
        assert await anext(lines) == b"a"
        assert (await asked.all_of(who, "b"))[0] == b"b"
        assert len(asked.process) == 1
    asked.all.close()


async def test_as_many_processes_as_are_allowed_and_needed() -> None:
    asked = Asked(processes=2)
    first = await asked.all_of(who)
    async with aclosing(asked.lines(endless)) as lines:
        await anext(lines)
        second = await asked.all_of(who)
        assert first[1] != second[1]
        assert len(asked.all.running) == 2
    asked.all.close()


async def test_who_goes_away_ends_the_work_and_the_same_process_serves_the_next() -> None:
    asked = Asked()
    pid = (await asked.all_of(who))[1]
    async with aclosing(asked.lines(endless)) as lines:
        await anext(lines)
    assert asked.all.places.taken == 0, "the place is free at once"
    await until(lambda: len(asked.process) == 0)
    assert await asked.all_of(who, "b") == [b"b", pid]
    asked.all.close()


async def test_who_goes_away_before_the_process_has_started_leaves_it_to_the_next() -> None:
    asked = Asked()
    gone = asyncio.create_task(asked.all_of(endless))
    await until(lambda: len(asked.all.running) == 1)
    process = asked.process
    gone.cancel()
    await asyncio.gather(gone, return_exceptions=True)
    assert (await asked.all_of(who))[0] == b"a"
    assert asked.process is process
    asked.all.close()


async def test_a_job_that_does_not_stop_takes_its_process_along() -> None:
    asked = Asked()
    async with aclosing(asked.lines(stuck)) as lines:
        await anext(lines)
        first = asked.process
    assert asked.all.places.taken == 0
    assert (await asked.all_of(who))[0] == b"a"
    assert await has_ended(first)
    assert asked.process is not first
    asked.all.close()


async def test_who_goes_away_while_waiting_is_not_worked_for() -> None:
    asked = Asked()
    async with aclosing(asked.lines(endless)) as lines:
        await anext(lines)
        gone = asyncio.create_task(asked.all_of(broken))
        await until(lambda: asked.all.places.taken == 2)
        gone.cancel()
        with pytest.raises(asyncio.CancelledError):
            await gone
        assert asked.all.places.taken == 1
    assert (await asked.all_of(who))[0] == b"a"
    asked.all.close()


@pytest.mark.parametrize("at_once", [1, 4])
async def test_only_so_many_are_under_way_or_wait(at_once: int) -> None:
    asked = Asked(at_once=at_once, most_waiting=3)
    begun = [asyncio.create_task(asked.all_of(endless, str(k))) for k in range(3)]
    await until(lambda: asked.all.places.taken == 3)
    refusal = await refusal_of(asked.lines(who))
    assert (refusal.status, refusal.body) == (503, {"code": "busy", "path": "measurement", "params": {"value": 4, "allowed": 3}})
    begun.pop().cancel()
    await until(lambda: asked.all.places.taken == 2)
    begun.append(asyncio.create_task(asked.all_of(endless, "1")))
    await until(lambda: asked.all.places.taken == 3)
    begun.pop(0).cancel()
    await until(lambda: asked.all.places.taken == 2)
    refusal = await refusal_of(asked.lines(who, "1"))
    assert refusal.body["params"] == {"value": 3, "allowed": 2}, "one who asks has not all places"
    for task in begun:
        task.cancel()
    await asyncio.gather(*begun, return_exceptions=True)
    assert asked.all.places.taken == 0
    assert len(await asked.all_of(who)) == 2
    asked.all.close()


async def test_refusals_and_mistakes_are_told_and_the_process_goes_on() -> None:
    asked = Asked()
    refused = await refusal_of(asked.lines(refusing))
    assert (refused.status, refused.body["code"], refused.body["params"]["allowed"]) == (422, "out_of_range", "never")
    wrong = await refusal_of(asked.lines(mistaken))
    assert (wrong.status, wrong.body["code"], wrong.body["path"]) == (500, "internal", "job")
    process = asked.process
    assert (await asked.all_of(who))[0] == b"a"
    assert asked.process is process
    asked.all.close()


async def test_a_process_that_dies_is_replaced_and_all_its_jobs_are_told() -> None:
    asked = Asked(at_once=3)
    other = asyncio.create_task(refusal_of(asked.lines(endless)))
    await until(lambda: asked.all.places.taken == 1)
    died = await refusal_of(asked.lines(broken))
    for refusal in (died, await other):
        assert (refusal.status, refusal.body["code"], refusal.body["path"]) == (503, "busy", "job")
    assert (await asked.all_of(who))[0] == b"a"
    os.kill(asked.process.pid or 0, signal.SIGKILL)
    assert (await refusal_of(asked.lines(endless))).body["code"] == "busy"
    assert (await asked.all_of(who, "b"))[0] == b"b"
    asked.all.close()


async def test_a_process_that_says_nothing_for_longer_than_limit_and_grace_is_ended() -> None:
    asked = Asked(at_once=2, grace_s=0.2)
    assert (await asked.all_of(who))[0] == b"a"
    first = asked.process
    hung = await refusal_of(asked.lines(stuck, "a", 0.1))
    assert (hung.status, hung.body) == (422, {"code": "out_of_time", "path": "job", "params": {"allowed": "0.1 s"}})
    assert await has_ended(first)
    assert (await asked.all_of(who, "b"))[0] == b"b"
    asked.all.close()


@pytest.fixture
def counted(monkeypatch: pytest.MonkeyPatch) -> None:
    """Processor time by count: every look at the clock is a second later."""
    now_s = iter(range(10**9))
    monkeypatch.setattr("app.jobs.worker.Limit", lambda most_s: Limit(most_s, lambda: float(next(now_s))))


def said_by(work: Work, limit_s: float, grace_s: float = 20.0, query: Config | None = None, *arguments: Any) -> list[bytes | Ended | None]:
    """All that a job says, its last word too."""
    job, said = UnderWay(Begin(1, "job", work, query or Question(), limit_s, grace_s, arguments)), list[bytes | Ended | None]()
    while not said or not isinstance(said[-1], Ended):
        said.append(job.go_on())
    return said


def test_a_job_sees_its_limit_and_one_that_does_not_care_is_ended(counted: None) -> None:
    assert said_by(slow_piece, 10.0)[-2:] == [b"in time", Ended()]
    [*lines, last] = said_by(endless, 10.0)
    assert last == Ended("out_of_time", "job", {"allowed": "10 s"})
    assert lines[0] == b"a"
    assert 10 <= len(lines) <= 30


def test_time_between_turns_is_not_the_job_s() -> None:
    now_s = 0.0
    limit = Limit(10.0, lambda: now_s)
    now_s = 4.0
    limit.rest()
    now_s = 100.0
    assert (limit.spent_s, limit.left_s, limit.is_up) == (4.0, 6.0, False)
    limit.go_on()
    now_s = 106.0
    assert (limit.left_s, limit.is_up, limit.allowed) == (0.0, True, "10 s")


_KILLED = """
import asyncio, os, signal
from app.jobs.growth import GrowthQuery
from app.jobs.jobs import Jobs
from app.settings import Settings

async def begin():
    await anext(Jobs(Settings()).lines("growth", GrowthQuery()))
    os.kill(os.getpid(), signal.SIGKILL)

if __name__ == "__main__":
    asyncio.run(begin())
"""


def test_the_process_ends_with_the_server(tmp_path: Path) -> None:
    script = tmp_path / "killed.py"
    script.write_text(_KILLED)
    # A process left behind would hold the pipe open: the end of its output is the end of all.
    killed = subprocess.run([sys.executable, str(script)], stdout=subprocess.PIPE, env={**os.environ, "PYTHONPATH": str(ROOT)}, timeout=120)
    assert killed.returncode == -signal.SIGKILL
