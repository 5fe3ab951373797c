"""Why not brute force, or a formula? POST /api/search: four ways to the bottom of the fit on screen, under the clock.

Full grid, random search, a formula where there is one, and the racer's own descent; all to the same
accuracy, L ≤ L* + tolerance · (L(start) − L*). app/jobs/growth.py does the same with more parameters.
"""

from collections.abc import Callable, Generator, Iterator
from math import log10
from time import thread_time
from typing import Literal, NamedTuple, Self, TypeAlias

from pydantic import Field, model_validator

from app.encoding import json_bytes
from app.jobs.limit import Limit, OutOfTime
from app.jobs.measuring import best_seconds
from app.refusal import Refusal
from engine.config import Config
from engine.fits.fitting import Fit
from engine.fits.search import SearchedFit, Tally, grid_search, lowest_in_pieces, pieces_of_lowest, race, random_search
from engine.problems.fit import FitProblem
from engine.run_config import Convergence, Point, Racer
from engine.running.ball import Ball

Method: TypeAlias = Literal["grid", "random", "formula", "descent"]
METHODS: tuple[Method, ...] = ("grid", "random", "formula", "descent")
Stage: TypeAlias = Literal["going", "measured", "out_of_time", "missed", "no_formula", "extrapolated"]

ALL_TIMES = 8
"""All of it, with what is aimed at and what is timed again, may take so many times as long as one way to the bottom."""

_FEW_PIECES = 5
_HOPELESS = 2.0
"""What would take so many times the limit, by the pace of its first few pieces, is not gone on with."""

_TELL_EVERY_S = 0.05
SHORT_S = 0.02
"""Searches shorter than this are done three times, and the fastest counts."""


class SearchQuery(Config):
    """Which fit, and whose descent."""

    problem: FitProblem
    racer: Racer
    start: Point | None = None
    """The fit's own where nothing is said."""
    seed: int = Field(0, ge=0, le=2**32 - 1)
    tolerance: float = Field(0.01, ge=1e-6, le=0.5)
    """Share of the way down that may be left."""

    @model_validator(mode="after")
    def _fits_together(self) -> Self:
        self.problem.check_own(self.racer.own, "racer.own")
        return self


class SearchLine(Config):
    """One line of the answers: how far a method is, or what it has needed."""

    method: Method
    parameters: int
    examples: int
    stage: Stage
    """``out_of_time``: not there yet when its time was up. ``missed``: ended without getting there (no place in the window, divergence)."""
    losses: float | None
    """Loss evaluations, each on all examples; the mean of several random searches. Null where extrapolated."""
    gradients: float | None
    """Gradient evaluations, each on all examples or on one batch."""
    systems: int
    """Linear systems solved, of as many equations as there are parameters."""
    seconds: float | None
    lowest: float | None
    """The lowest loss seen."""
    target: float | None
    log10_evaluations: float | None
    """Of losses and gradients together; null where none is needed."""
    log10_seconds: float | None


class Told(NamedTuple):
    """Where a search is, and the processor time spent on it."""

    tally: Tally
    seconds: float
    is_over: bool


def followed(tallies: Iterator[Tally], limit_s: float) -> Iterator[Told]:
    """Tallies now and then, with the processor time spent on searching alone; the last one is over, or out of time."""
    spent_s, told_s, tally = 0.0, 0.0, Tally()
    while spent_s < limit_s:
        began = thread_time()
        following = next(tallies, None)
        spent_s += thread_time() - began
        if following is None or following.is_there:
            yield Told(following or tally, spent_s, True)
            return
        tally = following
        if spent_s - told_s > _TELL_EVERY_S:
            told_s = spent_s
            yield Told(tally, spent_s, False)
    yield Told(tally, spent_s, False)


def _stage(told: Told) -> Stage:
    return "measured" if told.tally.is_there else "missed" if told.is_over else "out_of_time"


def line(method: Method, parameters: int, examples: int, stage: Stage, target: float, told: Told | None = None) -> bytes:
    """A ``SearchLine`` of what was counted and timed."""
    tally, seconds = (told.tally, told.seconds) if told else (Tally(), 0.0)
    evaluations = tally.losses + tally.gradients
    return json_bytes(
        {
            "method": method,
            "parameters": parameters,
            "examples": examples,
            "stage": stage,
            "losses": tally.losses,
            "gradients": tally.gradients,
            "systems": tally.systems,
            "seconds": seconds,
            "lowest": tally.lowest,
            "target": target,
            "log10_evaluations": log10(evaluations) if evaluations else None,
            "log10_seconds": log10(seconds) if seconds else None,
        }
    )


def check_search(query: SearchQuery) -> None:
    """Raises `Refusal` where the start does not fit."""
    width = len(query.problem.parameters)
    if query.start is not None and len(query.start) != width:
        raise Refusal("wrong_length", "start", status=422, value=len(query.start), allowed=width)


def measure_search(query: SearchQuery, limit: Limit) -> Iterator[bytes | None]:
    """``SearchLine`` after ``SearchLine`` as JSON: the four methods on the fit. Raises ``OutOfTime`` where the lowest loss is not found."""
    fit, seed = query.problem.of(query.racer.own).landscape, query.seed
    start = query.start or fit.start()
    best = yield from _lowest(fit, limit)
    target = best + query.tolerance * (fit.loss_on(start, None) - best)
    place = len(start), fit.examples
    searches: dict[Method, Callable[[], Iterator[Tally]]] = {
        "grid": lambda: grid_search(SearchedFit(fit), target),
        "random": lambda: random_search(SearchedFit(fit), target, seed),
        "descent": lambda: race(query.racer, fit, start, seed, target),
    }
    for method in METHODS:
        if method == "formula":
            yield _by_formula(fit, target, best)
            continue
        told = Told(Tally(), 0.0, False)
        for told in followed(searches[method](), min(limit.most_s / ALL_TIMES, limit.left_s)):
            if not told.is_over:
                yield line(method, *place, "going", target, told)
        if told.tally.is_there and method == "descent" and not limit.is_up:
            # Without the question, asked of all data at every step, whether it is there.
            told = told._replace(seconds=_rolled_s(query.racer, fit, start, seed, told.tally.gradients))
        elif told.tally.is_there and told.seconds < SHORT_S:
            told = told._replace(seconds=min(told.seconds, *(_again_s(searches[method]) for _ in range(2))))
        yield line(method, *place, _stage(told), target, told)


def _lowest(fit: Fit, limit: Limit) -> Generator[None, None, float]:
    """How low all have to come, looked for while there is time."""
    pieces, all_of_them, made = lowest_in_pieces(fit), pieces_of_lowest(fit.examples), 0
    while True:
        try:
            yield next(pieces)
        except StopIteration as end:
            return float(end.value)
        made += 1
        if made > _FEW_PIECES and limit.spent_s * all_of_them > _HOPELESS * limit.most_s * made:
            raise OutOfTime
        limit.check()


def _by_formula(fit: Fit, target: float, best: float) -> bytes:
    place = len(fit.parameters), fit.examples
    if not fit.stationary_points():
        return line("formula", *place, "no_formula", target)
    seconds = best_seconds(lambda count: [fit.stationary_points() for _ in range(count)])
    return line("formula", *place, "measured", target, Told(Tally(systems=1, lowest=best, is_there=True), seconds, True))


def _again_s(search: Callable[[], Iterator[Tally]]) -> float:
    *_, told = followed(search(), 1.0)
    return told.seconds


def _rolled_s(racer: Racer, fit: Fit, start: tuple[float, ...], seed: int, steps: int) -> float:
    """Seconds of the racer's first ``steps`` updates alone; the fastest of three."""

    def roll() -> float:
        ball = Ball(racer, fit, start, seed, Convergence())
        began = thread_time()
        if steps:
            ball.write(0, steps, steps, ball.record())
        return thread_time() - began

    return min(roll() for _ in range(3))
