"""Every job has an end, every queue a bound: held for all that is in the tables, and nothing else gives work."""

import asyncio
import json
from collections.abc import AsyncGenerator, Callable, Iterator
from contextlib import aclosing
from threading import Event
from typing import Any, cast
from urllib.parse import quote

import pytest
from fastapi import FastAPI
from starlette.routing import Route
from starlette.types import Message

from app.jobs import fits
from app.jobs.bounds import BOUNDS
from app.jobs.cost import CostQuery
from app.jobs.growth import GrowthQuery
from app.jobs.jobs import JOBS, Job, Jobs
from app.jobs.limit import Limit
from app.jobs.search import SearchQuery
from app.jobs.sweep import SweepQuery
from app.jobs.trial import TrialQuery
from app.jobs.worker import Ended
from app.jobs.zone import ZoneQuery
from app.main import create_app
from app.page.lab import exhibits
from app.refusal import Refusal
from app.rest import router
from app.settings import Settings
from app.stream.scheduler import Scheduler
from engine.config import Config
from engine.errors import EngineError
from tests.app.talk import until
from tests.app.test_processes import counted, said_by

__all__ = ["counted"]

DATA = {"kind": "dataset", "dataset": {"kind": "blobs", "count": 100_000}}
PROBLEM = {"kind": "fit", "model": {"kind": "logistic"}, "loss": {"kind": "binary_cross_entropy"}, "data": DATA}
RACER = {"id": "a", "optimizer": {"kind": "gradient_descent"}}
RATES = [1e-9 * 1.15**k for k in range(200)]
SWEEP = {"problem": PROBLEM, "racer": RACER, "start": [0.0, 0.0], "learning_rates": RATES, "step_limit": 10_000}
TRIAL: dict[str, Any] = {"run": {"problem": PROBLEM, "racers": [RACER], "step_limit": 1_000_000}, "racer": "a", "at_step": 0}
ZONE = {**TRIAL, "low": 1e-9, "high": 1e-3}
HEAVY: dict[str, Config] = {
    "sweep": SweepQuery.model_validate(SWEEP),
    "trial": TrialQuery.model_validate(TRIAL),
    "zone": ZoneQuery.model_validate(ZONE),
    "cost": CostQuery.model_validate({"problem": PROBLEM, "racer": RACER}),
    "search": SearchQuery.model_validate({"problem": PROBLEM, "racer": RACER}),
    "growth": GrowthQuery(tolerance=1e-6),
}
"""Of each job as much as may be asked, or nearly."""
SURFACE = quote('{"kind":"himmelblau"}')
ASKED: dict[str, tuple[str, dict[str, Any]]] = {
    "/api/sweep": ("", SWEEP),
    "/api/trial": ("", TRIAL),
    "/api/zone": ("", ZONE),
    "/api/cost": ("", {"problem": PROBLEM, "racer": RACER}),
    "/api/search": ("", {"problem": PROBLEM, "racer": RACER}),
    "/api/search/growth": ("", {}),
    "/api/landscape": ("", {"problem": PROBLEM, "columns": 50, "rows": 50}),
    "/api/grid": (f"surface={SURFACE}", {}),
    "/api/data": ("", {"problem": PROBLEM}),
    "/api/table": ("", {}),
    "/api/lab/{kind}": ("", {}),
}
"""A question for each address that gives work: query string and body."""


# ---- the tables -----------------------------------------------------------------------------------------


def test_every_address_that_gives_work_says_what_bounds_it() -> None:
    """A new address, or a new job, fails here until it has a limit, a queue and questions of its own."""
    routes = {route.path: route for route in router.routes if isinstance(route, Route)}
    lab = {f"/api/lab/{kind}" for kind in exhibits()}
    at_once = {"/api/health", "/api/ready", "/api/catalogue"}
    assert {path for path in routes if path.startswith("/api/")} - at_once - lab == set(BOUNDS) - {"/api/lab/{kind}"}
    assert {route.path for route in routes.values() if "POST" in (route.methods or ())} <= set(BOUNDS)
    assert set(ASKED) == set(BOUNDS)
    assert set(HEAVY) == set(JOBS) == {bound.job for bound in BOUNDS.values()} - {""}


@pytest.mark.parametrize("path", BOUNDS)
def test_bounds_are_settings(path: str) -> None:
    bound = BOUNDS[path]
    assert {*bound.limits, bound.waiting} - {"fields"} <= set(Settings.model_fields)
    assert bound.limits
    assert bound.ends == "soon" or any(limit.endswith("_s") for limit in bound.limits), "what may take long has a limit in seconds"


@pytest.mark.parametrize("name", JOBS)
def test_every_job_has_a_limit_in_seconds(name: str) -> None:
    job = JOBS[name]
    assert job.limit.endswith("_s")
    assert 0 < getattr(Settings(), job.limit) * job.times <= 60
    assert {job.limit, *job.arguments} <= set(Settings.model_fields)
    [bound] = [bound for bound in BOUNDS.values() if bound.job == name]
    assert {job.limit, *job.arguments} <= set(bound.limits)
    assert bound.ends == "between pieces"


# ---- every job has an end -------------------------------------------------------------------------------


@pytest.mark.parametrize("name", JOBS)
def test_every_job_ends_at_its_limit(name: str, counted: None) -> None:
    """By a clock that goes on with every look: the job looks, and ends with an answer or says that it has none."""
    job = JOBS[name]
    arguments = [getattr(Settings(), setting) for setting in job.arguments]
    [*lines, last] = said_by(job.work, 1.0 * job.times, 5.0, HEAVY[name], *arguments)
    assert isinstance(last, Ended)
    assert last.code in ("", "out_of_time")
    assert lines or last.code


@pytest.mark.anyio
async def test_every_job_ends_when_its_asker_leaves() -> None:
    jobs = Jobs(Settings(sweep_s=60, trial_s=60, zone_s=60, cost_s=30, search_s=30))
    for name, job in JOBS.items():
        places = jobs.places[job.place]
        asker = asyncio.create_task(anext(jobs.lines(name, HEAVY[name])))
        await until(lambda places=places: any(map(len, places.running)))  # type: ignore[misc]
        asker.cancel()
        await asyncio.gather(asker, return_exceptions=True)
        await until(lambda places=places: places.places.taken == 0)  # type: ignore[misc]
        await until(lambda places=places: not any(len(process) for process in places.running if not process.is_over))  # type: ignore[misc]
    jobs.close()


@pytest.mark.anyio
async def test_two_who_ask_the_same_share_one_job_until_both_have_left() -> None:
    jobs = Jobs(Settings())
    places = jobs.places["sweep"].places
    askers = [asyncio.create_task(anext(jobs.lines("sweep", HEAVY["sweep"]))) for _ in range(2)]
    await until(lambda: places.taken == 1)
    askers[0].cancel()
    await asyncio.gather(askers[0], return_exceptions=True)
    assert places.taken == 1
    askers[1].cancel()
    await asyncio.gather(askers[1], return_exceptions=True)
    await until(lambda: places.taken == 0)
    jobs.close()


# ---- pictures, in a thread ------------------------------------------------------------------------------


def endless(begun: Event, ended: Event) -> Callable[..., bytes]:
    """A picture that is never done; it pauses all the time."""

    def compute(query: object, pause: Callable[[], None]) -> bytes:
        begun.set()
        try:
            while True:
                pause()
        finally:
            ended.set()

    return compute


async def beside(work: Callable[[], Any], /) -> Any:
    return work()


PICTURE = fits.LandscapeQuery.model_validate(ASKED["/api/landscape"][1])


@pytest.mark.anyio
async def test_a_long_picture_ends_when_the_last_who_asked_for_it_leaves(monkeypatch: pytest.MonkeyPatch) -> None:
    begun, ended = Event(), Event()
    monkeypatch.setattr(fits, "compute_landscape", endless(begun, ended))
    landscapes = fits.Landscapes(Settings())
    askers = [asyncio.create_task(landscapes.landscape(PICTURE, beside, "a")) for _ in range(2)]
    assert await asyncio.to_thread(begun.wait, 60)
    askers[0].cancel()
    await asyncio.gather(askers[0], return_exceptions=True)
    assert not ended.is_set()
    askers[1].cancel()
    await asyncio.gather(askers[1], return_exceptions=True)
    assert await asyncio.to_thread(ended.wait, 60)
    landscapes.close()


@pytest.mark.anyio
async def test_a_long_picture_ends_at_its_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    now_s = iter(range(10**9))
    monkeypatch.setattr(fits, "compute_landscape", endless(Event(), Event()))
    monkeypatch.setattr(fits, "Limit", lambda most_s, _: Limit(most_s, lambda: float(next(now_s))))
    landscapes = fits.Landscapes(Settings(landscape_s=7))
    with pytest.raises(Refusal) as refused:
        await landscapes.landscape(PICTURE, beside, "a")
    assert (refused.value.status, refused.value.body) == (
        422,
        {"code": "out_of_time", "path": "landscape", "params": {"allowed": "7 s"}},
    )
    landscapes.close()


@pytest.mark.parametrize("of", ["loss", "accuracy"])
def test_a_picture_in_pieces_has_the_same_bits(of: str, monkeypatch: pytest.MonkeyPatch) -> None:
    query = PICTURE.model_copy(update={"of": of, "columns": 21, "rows": 17})
    paused = list[int]()
    whole = fits.compute_landscape(query)
    monkeypatch.setattr(fits, "PIECE", 1_000_000)
    assert fits.compute_landscape(query, lambda: paused.append(1)) == whole
    assert len(paused) == 36


# ---- every queue has a bound ----------------------------------------------------------------------------


def visit(app: FastAPI, path: str) -> tuple["asyncio.Task[tuple[int, bytes]]", "asyncio.Queue[Message]"]:
    """Ask over ASGI; status and body answered, and where the visitor's messages come from."""
    query_string, body = ASKED[path]
    method = "GET" if path in ("/api/grid", "/api/lab/{kind}") else "POST"
    messages, status, parts = asyncio.Queue[Message](), list[int](), list[bytes]()
    messages.put_nowait({"type": "http.request", "body": json.dumps(body).encode(), "more_body": False})

    async def send(message: Message) -> None:
        if message["type"] == "http.response.start":
            status.append(message["status"])
        parts.append(message.get("body", b""))

    async def talk() -> tuple[int, bytes]:
        at = path.replace("{kind}", next(iter(exhibits())))
        scope = {"type": "http", "method": method, "path": at, "query_string": query_string.encode(), "headers": [(b"host", b"localhost")]}
        await app({**scope, "asgi": {"version": "3.0", "spec_version": "2.3"}}, messages.get, send)
        return status[0], b"".join(parts)

    return asyncio.create_task(talk()), messages


@pytest.mark.anyio
@pytest.mark.parametrize("path", BOUNDS)
async def test_every_queue_refuses_beyond_its_bound_and_who_leaves_gives_the_place_up(path: str, monkeypatch: pytest.MonkeyPatch) -> None:
    waits = list[int]()

    async def forever(*_: object) -> Any:
        waits.append(1)
        await asyncio.Event().wait()

    async def forever_told(*order: Any) -> AsyncGenerator[bytes, None]:
        try:
            await forever()
            yield b""
        finally:
            order[-1]()  # the process has done with it

    monkeypatch.setattr("app.jobs.processes.Process.lines", forever_told)
    if BOUNDS[path].waiting == "requests_waiting":
        monkeypatch.setattr(Scheduler, "once", forever)
    elif path == "/api/landscape":
        monkeypatch.setattr("app.jobs.threads.asyncio.wrap_future", forever)
        monkeypatch.setattr(Scheduler, "once", lambda scheduler, share, work: done(work))
    app = create_app(Settings(**{BOUNDS[path].waiting: 1}))
    async with app.router.lifespan_context(app):
        first, leave = visit(app, path)
        await until(lambda: len(waits) == 1)
        changed = {**ASKED[path][1], "tolerance": 0.25} if "search" in path else {**ASKED[path][1]}
        if path in ("/api/sweep", "/api/cost"):
            changed["racer"] = {**RACER, "id": "b"}
        if path in ("/api/trial", "/api/zone"):
            changed["at_step"] = 1
        if path == "/api/landscape":
            changed["rows"] = 49
        monkeypatch.setitem(ASKED, path, (ASKED[path][0], changed))
        second, _ = visit(app, path)
        status, body = await second
        assert (status, json.loads(body)["code"], json.loads(body)["params"]["allowed"]) == (503, "busy", 1)
        if path == "/api/grid" or path.startswith("/api/lab"):
            first.cancel()  # these are not left: they take a moment
            await asyncio.gather(first, return_exceptions=True)
        else:
            leave.put_nowait({"type": "http.disconnect"})
            assert (await first)[0] == 499
        third, leave = visit(app, path)
        await until(lambda: len(waits) == 2)
        third.cancel()
        await asyncio.gather(third, return_exceptions=True)


async def done(work: Callable[[], Any]) -> tuple[Any, float]:
    """At once, on the loop."""
    return work(), 0.0


# ---- over HTTP ------------------------------------------------------------------------------------------


class Question(Config):
    text: str = "a"


def refusing(query: Question, limit: Limit) -> Iterator[bytes]:
    if query.text == "at once":
        raise EngineError("out_of_range", "text", value="at once", allowed="later")
    yield b"one"
    raise EngineError("out_of_range", "text", value="later", allowed="never")


def endlessly(query: Question, limit: Limit) -> Iterator[bytes | None]:
    yield b"more"
    while True:
        yield None


def few(query: Question, limit: Limit) -> Iterator[bytes]:
    yield b"one"
    yield b"two"


@pytest.mark.anyio
async def test_refusals_leaving_and_remembering(monkeypatch: pytest.MonkeyPatch) -> None:
    for work in (refusing, endlessly, few):
        monkeypatch.setitem(JOBS, work.__name__, Job(work, "measurement", "cost_s"))
    monkeypatch.setitem(JOBS, "anew", Job(few, "measurement", "cost_s", is_anew=True))
    jobs = Jobs(Settings())
    with pytest.raises(Refusal) as refused:
        await jobs.response("refusing", Question(text="at once"), "a")
    assert (refused.value.code, refused.value.status) == ("out_of_range", 422)
    response = await jobs.response("refusing", Question(), "a")
    parts = [bytes(part) async for part in response.body_iterator]  # type: ignore[arg-type]
    assert parts == [b"one\n", b'{"refusal":{"code":"out_of_range","path":"text","params":{"value":"later","allowed":"never"}}}\n']
    left = await jobs.response("endlessly", Question(), "a")
    async with aclosing(cast("AsyncGenerator[bytes, None]", left.body_iterator)) as body:
        assert await anext(body) == b"more\n"
    await until(lambda: jobs.places["measurement"].places.taken == 0)
    kept = jobs.answers["measurement"].kept
    assert dict(kept) == {}, "what was not heard to its end is not remembered"
    for name in ("few", "few"):
        assert [line async for line in jobs.lines(name, Question())] == [b"one", b"two"]
    assert [line async for line in jobs.lines("anew", Question())][-1] == b"two"
    assert dict(kept) == {'few {"text":"a"}': [b"one", b"two"], 'anew {"text":"a"}': [b"two"]}
    jobs.close()
