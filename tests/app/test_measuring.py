"""Measurements: one at a time, told as they come, left in the middle, remembered, refused."""

import asyncio
import json
import os
import signal
import subprocess
import sys
from collections.abc import AsyncGenerator, Iterator
from contextlib import aclosing
from multiprocessing.process import BaseProcess
from pathlib import Path
from threading import Event
from typing import cast

import pytest
from fastapi import FastAPI
from starlette.types import Message

from app.jobs.cost import CostQuery
from app.jobs.measuring import Measuring, best_seconds
from app.main import create_app
from app.paths import ROOT
from app.refusal import Refusal
from app.settings import Settings
from engine.config import Config
from engine.errors import EngineError
from tests.app.talk import until


class Question(Config):
    text: str = "a"


def who(query: Question) -> Iterator[bytes]:
    yield query.text.encode()
    yield str(os.getpid()).encode()


def echo(query: Question) -> Iterator[bytes]:
    yield f"echo {query.text}".encode()


def endless(query: Question) -> Iterator[bytes]:
    while True:
        yield b"more"


def refusing(query: Question) -> Iterator[bytes]:
    if query.text == "at once":
        raise EngineError("out_of_range", "text", value="at once", allowed="later")
    yield b"one"
    raise EngineError("out_of_range", "text", value="later", allowed="never")


def broken(query: Question) -> Iterator[bytes]:
    os._exit(1)
    yield b""


def stuck(query: Question) -> Iterator[bytes]:
    Event().wait()
    yield b""


def process_of(measuring: Measuring) -> BaseProcess:
    assert measuring._process is not None
    return measuring._process[0]


def was_killed(process: BaseProcess) -> bool:
    process.join(60)
    return process.exitcode == -signal.SIGKILL


async def all_of(measuring: Measuring, text: str = "a") -> list[bytes]:
    return [line async for line in measuring.lines(who, Question(text=text))]


@pytest.mark.anyio
async def test_remembered_in_one_process_of_its_own() -> None:
    measuring = Measuring(Settings(measurement_cache=1))
    first, again = await asyncio.gather(all_of(measuring), all_of(measuring))
    assert first == again == [b"a", first[1]]
    assert int(first[1]) != os.getpid()
    other = await all_of(measuring, "b")
    assert other[1] == first[1]
    assert list(measuring._kept) == ['who {"text":"b"}']  # the other one was dropped
    measuring.close()


@pytest.mark.anyio
async def test_another_job_asked_the_same_is_another_measurement() -> None:
    measuring = Measuring(Settings(measurement_cache=2))
    said = [line async for line in measuring.lines(who, Question())]
    other = [line async for line in measuring.lines(echo, Question())]
    assert (said[0], other) == (b"a", [b"echo a"])
    # The one unused the longest is dropped.
    await all_of(measuring)
    await all_of(measuring, "b")
    assert list(measuring._kept) == ['who {"text":"a"}', 'who {"text":"b"}']
    measuring.close()


@pytest.mark.anyio
async def test_who_goes_away_ends_the_work_and_the_next_one_is_served() -> None:
    measuring = Measuring(Settings())
    async with aclosing(measuring.lines(endless, Question())) as lines:
        assert await anext(lines) == b"more"
        first = process_of(measuring)
        assert first.is_alive()
    assert was_killed(first)
    assert (await all_of(measuring))[0] == b"a"
    task = asyncio.create_task(anext(measuring.lines(stuck, Question(text="c"))))
    await until(lambda: measuring._places.taken == 1)
    second = process_of(measuring)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert was_killed(second)
    assert (await all_of(measuring, "d"))[0] == b"d"
    assert measuring._places.taken == 0
    last = process_of(measuring)
    measuring.close()
    assert was_killed(last)


@pytest.mark.anyio
async def test_who_hears_everything_leaves_the_process_for_the_next() -> None:
    measuring = Measuring(Settings())
    await all_of(measuring)
    first = process_of(measuring)
    with pytest.raises(Refusal):
        await measuring.response(refusing, Question(text="at once"))
    assert (process_of(measuring), first.is_alive()) == (first, True)
    measuring.close()


@pytest.mark.anyio
async def test_a_page_that_is_left_in_the_middle_ends_the_work() -> None:
    measuring = Measuring(Settings())
    response = await measuring.response(endless, Question())
    process = process_of(measuring)
    async with aclosing(cast("AsyncGenerator[bytes, None]", response.body_iterator)) as body:
        assert await anext(body) == b"more\n"
    assert was_killed(process)
    assert measuring._places.taken == 0
    assert measuring._kept == {}, "what was not heard to its end is not remembered"


@pytest.mark.anyio
async def test_only_so_many_wait() -> None:
    measuring = Measuring(Settings(measurements_waiting=1))
    async with aclosing(measuring.lines(endless, Question())) as lines:
        await anext(lines)
        with pytest.raises(Refusal) as refused:
            await all_of(measuring)
        assert (refused.value.code, refused.value.status) == ("busy", 503)
    assert len(await all_of(measuring)) == 2
    measuring.close()


@pytest.mark.anyio
async def test_refusals_before_and_after_the_first_line() -> None:
    measuring = Measuring(Settings())
    with pytest.raises(Refusal) as refused:
        await measuring.response(refusing, Question(text="at once"))
    assert (refused.value.code, refused.value.status) == ("out_of_range", 422)
    response = await measuring.response(refusing, Question())
    parts = [bytes(part) async for part in response.body_iterator]
    assert parts == [b"one\n", b'{"refusal":{"code":"out_of_range","path":"text","params":{"value":"later","allowed":"never"}}}\n']
    with pytest.raises(Refusal) as killed:
        await measuring.response(broken, Question())
    assert (killed.value.code, killed.value.status) == ("busy", 503)
    assert len(await all_of(measuring)) == 2
    measuring.close()


def test_the_fastest_repetition_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    now_s, prices, asked = 0.0, iter([1.0, 1.5, 1.5, 1.25, 2.0]), list[int]()

    def work(count: int) -> None:
        nonlocal now_s
        asked.append(count)
        now_s += count * next(prices)

    monkeypatch.setattr("app.jobs.measuring.perf_counter", lambda: now_s)
    assert best_seconds(work, least_s=4.0, rounds=3) == 1.25
    assert asked == [1, 2, 4, 4, 4]


def test_what_takes_no_time_is_not_repeated_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.jobs.measuring.perf_counter", lambda: 0.0)
    asked = list[int]()
    assert best_seconds(asked.append, rounds=1) == 0.0
    assert asked == [2**power for power in range(21)]


_KILLED = """
import asyncio, os, signal, sys
from app.jobs.growth import GrowthQuery, measure_growth
from app.jobs.measuring import Measuring
from app.settings import Settings

async def begin():
    await anext(Measuring(Settings()).lines(measure_growth, GrowthQuery(), 5.0))
    os.kill(os.getpid(), signal.SIGKILL)

if __name__ == "__main__":
    asyncio.run(begin())
"""


def test_the_process_ends_with_the_server(tmp_path: Path) -> None:
    script = tmp_path / "killed.py"
    script.write_text(_KILLED)
    # A process left behind would hold the pipe open: the end of its output is the end of all.
    killed = subprocess.run([sys.executable, str(script)], stdout=subprocess.PIPE, env={**os.environ, "PYTHONPATH": str(ROOT)}, timeout=60)
    assert killed.returncode == -signal.SIGKILL


@pytest.mark.anyio
async def test_who_goes_away_while_waiting_gives_the_place_up(monkeypatch: pytest.MonkeyPatch) -> None:
    measured = list[str]()

    async def told(self: Measuring, job: object, query: CostQuery, *_: float) -> AsyncGenerator[bytes, None]:
        measured.append(query.racer.id)
        if query.racer.id == "first":
            begun.set()
            await gate.wait()
        yield b"{}"

    begun, gate = asyncio.Event(), asyncio.Event()
    monkeypatch.setattr(Measuring, "_measured", told)
    app = create_app(Settings())
    async with app.router.lifespan_context(app):
        first, _ = visit(app, "first")
        await begun.wait()
        gone, gone_is_here = visit(app, "gone")
        await until(lambda: app.state.measuring._places.taken == 2)
        gone_is_here.put_nowait({"type": "http.disconnect"})
        await gone
        assert app.state.measuring._places.taken == 1
        gate.set()
        assert await first == [200]
    assert measured == ["first"]


def visit(app: FastAPI, racer: str) -> tuple["asyncio.Task[list[int]]", "asyncio.Queue[Message]"]:
    """Ask what a racer costs, over ASGI; returns the statuses answered, and where its messages come from."""
    problem = {"model": {"kind": "line"}, "loss": {"kind": "mean_squared_error"}, "data": {"kind": "dataset", "dataset": {"kind": "line"}}}
    query = {"problem": problem, "racer": {"id": racer, "optimizer": {"kind": "gradient_descent"}}}
    messages, statuses = asyncio.Queue[Message](), list[int]()
    messages.put_nowait({"type": "http.request", "body": json.dumps(query).encode(), "more_body": False})

    async def send(message: Message) -> None:
        if message["type"] == "http.response.start":
            statuses.append(message["status"])

    async def talk() -> list[int]:
        scope = {"type": "http", "method": "POST", "path": "/api/cost", "query_string": b"", "headers": [(b"host", b"localhost")]}
        await app({**scope, "asgi": {"version": "3.0", "spec_version": "2.4"}}, messages.get, send)
        return statuses

    return asyncio.create_task(talk()), messages
