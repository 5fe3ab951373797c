"""Steps needed against learning rate, POST /api/sweep: told as it becomes known, ended at a limit of time.

How long all of it may take is said first: steps × the pace of the first ones. What is not known at the limit is said to be untried;
which rates those are is decided by ``engine.running.sweep``: coarse rates over the whole range come first.
"""

from collections.abc import Iterator
from typing import Annotated, Literal, Self, TypeAlias

import numpy as np
from pydantic import Field, Strict, model_validator

from app.encoding import json_bytes
from app.jobs.limit import Limit
from app.jobs.pieces import PIECE_S
from app.refusal import Refusal
from app.stream.work import Job, Pace
from engine.config import Config
from engine.errors import EngineError
from engine.run import start
from engine.run_config import AnyProblem, Convergence, Point, Racer, RunConfig
from engine.running.sweep import Sweep, Sweeping

Rate: TypeAlias = Annotated[float, Field(gt=0, le=1e6)]
Stage: TypeAlias = Literal["going", "complete", "out_of_time"]

TELL_EVERY_S = 0.1
"""Of the sweep's own time."""


class SweepQuery(Config):
    """One racer from one start, at many learning rates."""

    problem: AnyProblem
    racer: Racer
    """Its own learning rate is marked by the page; the sweep replaces it."""
    start: Point
    learning_rates: Annotated[tuple[Rate, ...], Strict(False), Field(fail_fast=True, min_length=1, max_length=512)]
    step_limit: int = Field(1_000, ge=1, le=10_000)
    convergence: Convergence = Convergence()

    @model_validator(mode="after")
    def _fits_together(self) -> Self:
        self.problem.check_batch(self.racer.batch.kind, "racer.batch")
        self.problem.check_own(self.racer.own, "racer.own")
        return self


class SweepLine(Config):
    """All that is known by now; the last line is the answer. One entry for each rate; ``steps`` is null where the criterion was not met."""

    stage: Stage
    """``out_of_time``: its time was up before all rates were tried."""
    learning_rates: tuple[float, ...]
    steps: tuple[int | None, ...]
    outcome: tuple[str, ...]
    """``reached``, ``not_reached``, ``diverged``; ``untried`` where it is not known (yet)."""
    tried: int
    """Rates whose outcome is known."""
    best: float | None
    """Of the rates that were tried the one that needed the fewest steps."""
    convergence: Convergence
    limit: float | None
    """Limit of stability at the start; null where none holds."""
    most_s: float
    """About how long all of it takes where no rate is decided before the last step; measured on the first steps."""
    limit_s: float
    """When it is ended. Both are seconds of processor."""


def check(query: SweepQuery, most_updates: int) -> None:
    """Raises `Refusal` where start or size do not fit."""
    width = len(query.problem.parameters)
    if len(query.start) != width:
        raise Refusal("wrong_length", "start", status=422, value=len(query.start), allowed=width)
    size = len(query.learning_rates) * query.step_limit
    if size > most_updates:
        raise Refusal("out_of_range", "learning_rates × step_limit", status=422, value=size, allowed=f"≤ {most_updates}")


def swept(query: SweepQuery, limit: Limit) -> Iterator[bytes | None]:
    """``SweepLine`` after ``SweepLine`` as JSON. Raises `EngineError` where the racer cannot be swept."""
    landscape = query.problem.of(query.racer.own).landscape.as_mapped
    if landscape is None:
        raise EngineError("unknown_kind", "problem.kind", value=query.problem.kind, allowed="a problem of one or two parameters")
    rates = np.array(query.learning_rates)
    sweeping = Sweeping(landscape, query.racer, query.start, rates, query.step_limit, query.convergence)
    config = RunConfig(problem=query.problem, racers=(query.racer,), start=query.start)
    known = {"learning_rates": rates, "convergence": query.convergence.model_dump(), "limit": _limit_of_stability(config)}
    work, began_s = Job(sweeping.in_pieces, Pace.of(config)), limit.spent_s
    is_over = work(PIECE_S)
    told_s = limit.spent_s
    most_s = sweeping.most_steps * (told_s - began_s) / work.turn.made

    def line(stage: Stage, found: Sweep) -> bytes:
        steps = [None if np.isnan(entry) else int(entry) for entry in found.steps]
        now = {"stage": stage, "steps": steps, "outcome": found.outcomes, "tried": found.tried, "best": found.best}
        return json_bytes({**known, **now, "most_s": most_s, "limit_s": limit.most_s})

    yield line("going", sweeping.found)
    while not is_over:
        work.turn.is_cut = limit.is_up
        is_over = work(PIECE_S)
        if limit.spent_s - told_s > TELL_EVERY_S:
            told_s = limit.spent_s
            yield line("going", sweeping.found)
        else:
            yield None
    found = sweeping.found
    yield line("complete" if found.tried == len(rates) else "out_of_time", found)


def _limit_of_stability(config: RunConfig) -> float | None:
    run = start(config)
    run.advance(1, columns=())
    found: float | None = run.inspect(0, config.racers[0].id, "limit")["here"]
    return found
