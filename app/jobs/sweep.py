"""Steps needed against learning rate, POST /api/sweep: whole jobs, computed in a process of their own."""

import asyncio
import os
import threading
from collections import OrderedDict
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context, parent_process
from typing import Annotated, Self, TypeAlias

import numpy as np
from pydantic import Field, Strict, model_validator

from app.encoding import json_bytes
from app.jobs.places import Places
from app.refusal import Refusal, refusal_of
from app.settings import Settings
from engine.config import Config
from engine.errors import EngineError
from engine.run import start
from engine.run_config import AnyProblem, Convergence, Point, Racer, RunConfig
from engine.running.sweep import sweep

Rate: TypeAlias = Annotated[float, Field(gt=0, le=1e6)]


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


class SweepAnswer(Config):
    """One entry for each rate; ``steps`` is null where the criterion was not met."""

    learning_rates: tuple[float, ...]
    steps: tuple[int | None, ...]
    outcome: tuple[str, ...]
    """``reached``, ``not_reached`` or ``diverged``."""
    best: float | None
    """The rate that needed the fewest steps."""
    convergence: Convergence
    limit: float | None
    """Limit of stability at the start; null where none holds."""


def check(query: SweepQuery, most_updates: int) -> None:
    """Raises `Refusal` where start or size do not fit."""
    width = len(query.problem.parameters)
    if len(query.start) != width:
        raise Refusal("wrong_length", "start", status=422, value=len(query.start), allowed=width)
    size = len(query.learning_rates) * query.step_limit
    if size > most_updates:
        raise Refusal("out_of_range", "learning_rates × step_limit", status=422, value=size, allowed=f"≤ {most_updates}")


def compute(query: SweepQuery) -> bytes:
    """The answer as JSON. Raises `EngineError` where the racer cannot be swept."""
    rates = np.array(query.learning_rates)
    landscape = query.problem.of(query.racer.own).landscape.as_mapped
    if landscape is None:
        raise EngineError("unknown_kind", "problem.kind", value=query.problem.kind, allowed="a problem of one or two parameters")
    found = sweep(landscape, query.racer, query.start, rates, query.step_limit, query.convergence)
    run = start(RunConfig(problem=query.problem, racers=(query.racer,), start=query.start))
    run.advance(1, columns=())
    limit = run.inspect(0, query.racer.id, "limit")["here"]
    return json_bytes(
        {
            "learning_rates": rates,
            "steps": [None if np.isnan(steps) else int(steps) for steps in found.steps],
            "outcome": found.outcomes,
            "best": found.best,
            "convergence": query.convergence.model_dump(),
            "limit": limit,
        }
    )


def _end_with_parent() -> None:
    """In a sweep's process: go when the server goes, however it went; it would wait for work for ever."""
    parent = parent_process()
    assert parent is not None

    def watch() -> None:
        parent.join()
        os._exit(0)

    threading.Thread(target=watch, name="watch-parent", daemon=True).start()


class Sweeps:
    """Sweeps computed, waiting and remembered."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._pool: ProcessPoolExecutor | None = None
        self._places = Places("sweep", settings.sweeps_waiting)
        self._kept: OrderedDict[str, bytes] = OrderedDict()

    async def sweep(self, query: SweepQuery) -> bytes:
        """The answer, remembered or computed. Raises `Refusal`."""
        check(query, self._settings.sweep_updates)
        key = query.model_dump_json()
        if key in self._kept:
            self._kept.move_to_end(key)
            return self._kept[key]
        with self._places.one():
            try:
                body = await asyncio.get_running_loop().run_in_executor(self._processes(), compute, query)
            except EngineError as error:
                raise refusal_of(error) from None
            except BrokenProcessPool:
                self._pool = None  # the process was killed; the next sweep starts another
                raise Refusal("busy", "sweep", status=503) from None
        self._kept[key] = body
        while len(self._kept) > self._settings.sweep_cache:
            self._kept.popitem(last=False)
        return body

    def _processes(self) -> ProcessPoolExecutor:
        if self._pool is None:
            self._pool = ProcessPoolExecutor(self._settings.sweep_processes, mp_context=get_context("spawn"), initializer=_end_with_parent)
        return self._pool

    def close(self) -> None:
        """End the processes."""
        if self._pool is not None:
            self._pool.shutdown(wait=False, cancel_futures=True)
