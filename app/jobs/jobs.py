"""The jobs that processes do for visitors, each with its bounds: a new one is an entry here."""

from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing
from typing import Literal, NamedTuple, TypeAlias

from starlette.responses import StreamingResponse

from app.encoding import json_bytes
from app.jobs.cost import measure_cost
from app.jobs.growth import measure_growth
from app.jobs.places import Places
from app.jobs.processes import Processes
from app.jobs.search import ALL_TIMES, measure_search
from app.jobs.shared import Shared
from app.jobs.sweep import swept
from app.jobs.trial import tried
from app.jobs.worker import Work
from app.jobs.zone import found
from app.refusal import Refusal
from app.settings import Settings
from engine.config import Config

LINES = "application/x-ndjson"
"""One JSON object a line."""

Place: TypeAlias = Literal["sweep", "measurement"]


class Job(NamedTuple):
    """A kind of work, and what bounds it."""

    work: Work
    place: Place
    """Where it is done: sweeps, trials and zones by turns, measurements one after the other, since two would disturb each other."""
    limit: str
    """The setting that says how many seconds of processor it may take …"""
    times: float = 1
    """… so many times."""
    arguments: tuple[str, ...] = ()
    """Settings that it is given besides."""
    is_anew: bool = False
    """Whether each of its lines says all that is known, so that only the last is remembered."""


JOBS = {
    "sweep": Job(swept, "sweep", "sweep_s", is_anew=True),
    "trial": Job(tried, "sweep", "trial_s"),
    "zone": Job(found, "sweep", "zone_s"),
    "cost": Job(measure_cost, "measurement", "cost_s", arguments=("cost_examples",)),
    "search": Job(measure_search, "measurement", "search_s", ALL_TIMES),
    "growth": Job(measure_growth, "measurement", "search_s", ALL_TIMES),
}


class Jobs:
    """Jobs under way, waiting and remembered."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        sweeps, grace_s = settings.sweeps_waiting, settings.job_grace_s

        def places(name: Place, most: int) -> Places:
            return Places(name, most, settings.address_jobs_waiting)

        self.places: dict[Place, Processes] = {
            "sweep": Processes(places("sweep", sweeps), "sweep", settings.sweep_processes, sweeps, grace_s),
            "measurement": Processes(places("measurement", settings.measurements_waiting), "measurement", 1, 1, grace_s),
        }
        self.answers: dict[Place, Shared] = {"sweep": Shared(settings.sweep_cache), "measurement": Shared(settings.measurement_cache)}

    def forget(self) -> None:
        """The answers that are remembered."""
        for answers in self.answers.values():
            answers.kept.clear()

    async def response(self, name: str, query: Config, who: str) -> StreamingResponse:
        """The lines of the job of that name, remembered or worked out now for ``who``. Raises `Refusal` until the first line is there."""
        lines = self.lines(name, query, who)
        first = await anext(lines)

        async def body() -> AsyncIterator[bytes]:
            async with aclosing(lines):
                yield first + b"\n"
                try:
                    async for line in lines:
                        yield line + b"\n"
                except Refusal as refusal:  # the status is already sent
                    yield json_bytes({"refusal": refusal.body}) + b"\n"

        return StreamingResponse(body(), media_type=LINES)

    def lines(self, name: str, query: Config, who: str = "") -> AsyncGenerator[bytes, None]:
        """The same, line by line. Raises `Refusal`."""
        job, settings = JOBS[name], self._settings
        limit_s = job.times * getattr(settings, job.limit)
        arguments = [getattr(settings, setting) for setting in job.arguments]

        def begin() -> AsyncGenerator[bytes, None]:
            return self.places[job.place].lines(who, name, job.work, query, limit_s, *arguments)

        return self.answers[job.place].lines(f"{name} {query.model_dump_json()}", begin, is_anew=job.is_anew)

    def close(self) -> None:
        """End the processes."""
        for processes in self.places.values():
            processes.close()
