"""Learning rates with which a racer diverges, POST /api/zone: what the page hatches on its slider, each run to the end before."""

from collections.abc import Iterator
from functools import partial

from app.encoding import json_bytes
from app.jobs.limit import Limit
from app.jobs.pieces import worked_out
from app.jobs.sweep import Rate
from app.jobs.trial import TrialQuery, path_of
from app.stream.work import Job, Pace
from engine.config import Config
from engine.running.zone import zone_in_pieces


class ZoneQuery(TrialQuery):
    """The way to where a racer's rate is to be set, and the range of rates."""

    low: Rate
    high: Rate


class ZoneLine(Config):
    """The one line of the answer. One entry for each rate, ascending."""

    learning_rates: tuple[float, ...]
    diverged: tuple[bool, ...]
    """Whether the racer diverged with it before the run's step limit."""


def found(query: ZoneQuery, limit: Limit) -> Iterator[bytes | None]:
    """``ZoneLine`` as JSON. Raises ``EngineError`` where nothing can be run, ``OutOfTime`` where not all of it is known in time."""
    way = partial(zone_in_pieces, path=path_of(query), racer=query.racer, at_step=query.at_step)
    zone = yield from worked_out(Job(partial(way, low=query.low, high=query.high), Pace.of(query.run)), limit)
    yield json_bytes(zone._asdict())
