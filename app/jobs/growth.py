"""The four ways to the bottom as parameters become more, POST /api/search/growth: measured as far as it goes, then extrapolated.

Linear regression with d weights (``engine.fits.regression``). It does not depend on who asks, so a server measures it once.
"""

from collections.abc import Callable, Iterator
from math import inf, log10
from typing import NamedTuple

import numpy as np
from pydantic import Field

from app.encoding import json_bytes
from app.jobs.limit import Limit
from app.jobs.measuring import best_seconds
from app.jobs.search import ALL_TIMES, METHODS, Method, Told, followed, line
from engine.config import Config
from engine.fits.regression import Regression, examples_for, regression
from engine.fits.search import Tally, descend, grid_search, random_search
from engine.numbers.scaling import by_exponent, by_power
from engine.optimizers.gradient_descent import GradientDescent

WEIGHTS = (1, 2, 3, 4, 5, 10, 30, 100, 300, 1_000)
FURTHER = (10_000, 100_000, 1_000_000)
"""Beyond what memory holds (the features of 10⁴ weights are 3 GB), so always extrapolated."""
LEARNING_RATE = 0.2
"""Of the descent, whose bowls are nearly round: below 2 / 4.5, their limit of stability."""
PROBLEMS = 5
"""With few weights a count is the mean over so many regressions: a place may lie luckily on a grid."""
FEW = 5


class GrowthQuery(Config):
    """How close they are searched."""

    tolerance: float = Field(0.01, ge=1e-6, le=0.5)


class _Known(NamedTuple):
    """The last measurement of a method."""

    weights: int
    tally: Tally
    seconds: float


class _Problem(NamedTuple):
    """A regression with the loss that is aimed at."""

    regression: Regression
    target: float


def measure_growth(query: GrowthQuery, limit: Limit) -> Iterator[bytes]:
    """``SearchLine`` after ``SearchLine`` as JSON: the four methods on more and more weights.

    A method that has used up its time, or would with the next number of weights, is extrapolated from there on. One weight, which
    takes milliseconds, is measured however short the time is: without it there is nothing to extrapolate from.
    """
    left_s, known = dict.fromkeys(METHODS, limit.most_s / ALL_TIMES), dict[Method, _Known]()
    under_way = list(METHODS)
    for weights in (*WEIGHTS, *FURTHER):
        problems = _problems(weights, query.tolerance) if _is_feasible(weights, known, left_s["formula"]) else []
        for method in METHODS:
            if method in under_way:
                told = None
                for told in _on_all(method, problems, left_s[method] if method in known else inf):
                    if not told.is_over:
                        yield line(method, weights, examples_for(weights), "going", problems[0].target, told)
                if told is not None and told.tally.is_there:
                    left_s[method] -= told.seconds * len(problems)
                    known[method] = _Known(weights, told.tally, told.seconds)
                    yield line(method, weights, examples_for(weights), "measured", problems[0].target, told)
                    continue
                under_way.remove(method)
            yield _extrapolated(method, known[method], weights)


def _is_feasible(weights: int, known: dict[Method, _Known], left_s: float) -> bool:
    """Whether the formula, which says how low the others have to come, still fits into its time."""
    before = known.get("formula")
    return weights in WEIGHTS and (before is None or 10 ** _log10_seconds("formula", before, weights) < left_s)


def _problems(weights: int, tolerance: float) -> list[_Problem]:
    problems = []
    for seed in range(PROBLEMS if weights <= FEW else 1):
        found = regression(weights, seed)
        best = found.slope(found.minimum())[0]
        problems.append(_Problem(found, best + tolerance * (found.slope(np.zeros(weights))[0] - best)))
    return problems


def _on_all(method: Method, problems: list[_Problem], limit_s: float) -> Iterator[Told]:
    """The method on one problem after another; the last is over where all got there, and tells the mean."""
    spent_s, found = 0.0, list[Told]()
    for problem in problems:
        told = Told(Tally(), 0.0, False)
        for told in _ON_ONE[method](problem, limit_s - spent_s):
            if not told.is_over:
                yield told._replace(tally=_sum([*found, told]))
        spent_s += told.seconds
        if not told.tally.is_there:
            return
        found.append(told)
    if found:
        total, count = _sum(found), len(found)
        mean = total._replace(losses=total.losses / count, gradients=round(total.gradients / count), is_there=True)
        yield Told(mean, sum(told.seconds for told in found) / count, True)


def _sum(found: list[Told]) -> Tally:
    tallies = [told.tally for told in found]
    losses, gradients = sum(tally.losses for tally in tallies), sum(tally.gradients for tally in tallies)
    return tallies[-1]._replace(losses=losses, gradients=gradients, is_there=False)


def _grid(problem: _Problem, limit_s: float) -> Iterator[Told]:
    return followed(grid_search(problem.regression, problem.target), limit_s)


def _random(problem: _Problem, limit_s: float) -> Iterator[Told]:
    return followed(random_search(problem.regression, problem.target), limit_s)


def _formula(problem: _Problem, limit_s: float) -> Iterator[Told]:
    found = problem.regression
    lowest = found.slope(found.minimum())[0]
    seconds = best_seconds(lambda count: [found.minimum() for _ in range(count)], rounds=2)
    yield Told(Tally(systems=1, lowest=lowest, is_there=True), seconds, True)


def _descent(problem: _Problem, limit_s: float) -> Iterator[Told]:
    start = np.zeros(problem.regression.x.shape[1])
    return followed(descend(problem.regression, GradientDescent(learning_rate=LEARNING_RATE), start, problem.target), limit_s)


_ON_ONE: dict[Method, Callable[[_Problem, float], Iterator[Told]]] = {
    "grid": _grid,
    "random": _random,
    "formula": _formula,
    "descent": _descent,
}


def _log10_evaluations(method: Method, known: _Known, weights: int) -> float | None:
    if method == "formula":
        return None
    if method == "descent":  # the bowl is as round with many weights as with few
        return log10(known.tally.gradients)
    return by_exponent(known.tally.losses, known.weights, weights)


def _log10_seconds(method: Method, known: _Known, weights: int) -> float:
    """Evaluations × multiplications of one (n d); for the formula d³."""
    evaluations = _log10_evaluations(method, known, weights)
    if evaluations is None:
        return by_power(known.seconds, known.weights, weights, 3)
    each = known.seconds / (known.tally.losses + known.tally.gradients)
    return evaluations + by_power(each, known.weights * examples_for(known.weights), weights * examples_for(weights), 1)


def _extrapolated(method: Method, known: _Known, weights: int) -> bytes:
    return json_bytes(
        {
            "method": method,
            "parameters": weights,
            "examples": examples_for(weights),
            "stage": "extrapolated",
            **dict.fromkeys(("losses", "gradients", "seconds", "lowest", "target")),
            "systems": int(method == "formula"),
            "log10_evaluations": _log10_evaluations(method, known, weights),
            "log10_seconds": _log10_seconds(method, known, weights),
        }
    )
