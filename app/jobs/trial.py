"""A learning rate that lasts, POST /api/trial: what the page offers after a divergence was run to the end of the run before."""

from collections.abc import Iterator
from functools import partial
from typing import Annotated

from pydantic import Field, Strict

from app.encoding import json_bytes
from app.jobs.limit import Limit
from app.jobs.pieces import worked_out
from app.stream.messages import Checkpoint, Step
from app.stream.paths import MOST_CHANGES, decoded
from app.stream.work import Job, Pace
from engine.config import Config
from engine.run_config import Change, RacerId, RunConfig
from engine.running.path import Path
from engine.running.trial import lasting_rate_in_pieces


class TrialQuery(Config):
    """The way to where a racer's rate is to be changed, as `start` brings it."""

    run: RunConfig
    root: Checkpoint | None = None
    """Where its path begins, as `ready` carried it with ``run``; without it at step 0."""
    changes: Annotated[tuple[Change, ...], Strict(False), Field(fail_fast=True, max_length=MOST_CHANGES)] = ()
    """From the root to ``at_step``."""
    racer: RacerId
    at_step: Step
    """From where on the rate applies."""


class TrialLine(Config):
    """The one line of the answer: a rate that lasts; all null where none does."""

    learning_rate: float | None
    """The largest that was tried of those that neither diverge nor end above the loss where they begin to apply."""
    converged_at: int | None
    """The step; null where it is still on its way at the end."""
    before: float | None
    """The loss on all data at ``at_step``."""
    after: float | None
    """The same at the step limit."""


def path_of(query: TrialQuery) -> Path:
    """The way as the engine takes it. Raises `Refusal` where the root is no base64."""
    return Path(query.run, query.changes, decoded(query.root, "root"))


def tried(query: TrialQuery, limit: Limit) -> Iterator[bytes | None]:
    """``TrialLine`` as JSON. Raises ``EngineError`` where nothing can be tried, ``OutOfTime`` where nothing is known in time."""
    way = partial(lasting_rate_in_pieces, path=path_of(query), racer=query.racer, at_step=query.at_step)
    found = yield from worked_out(Job(way, Pace.of(query.run)), limit)
    if found is None:
        yield json_bytes(dict.fromkeys(TrialLine.model_fields))
        return
    converged_at = found.outcome.step if found.outcome.kind == "converged" else None
    yield json_bytes({"learning_rate": found.learning_rate, "converged_at": converged_at, "before": found.before, "after": found.after})
