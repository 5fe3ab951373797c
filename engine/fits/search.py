"""Ways to the bottom besides following the slope: full grid, random search, a formula; and descent itself.

    full grid       k places along each of d parameters: k^d losses
    random search   independent uniform places: 1/p losses on average, p the target's share of the window
    formula         one linear system of d equations, where the loss is a quadratic
    descent         one gradient a step

All go on until the loss is within a tolerance of the best, L ≤ L* + τ (L(start) − L*): the same accuracy.

A search is an iterator of tallies, one after each block of work, so that whoever has a clock can stop it
between two; the last tally is where it ends.

Source: for random search against grids, J. Bergstra, Y. Bengio, "Random Search for Hyper-Parameter
Optimization", 2012.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from math import inf
from typing import NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from engine.fits.fitting import Fit
from engine.functions import ARRAY
from engine.landscape import Window
from engine.numbers.draws import Purpose, stream
from engine.optimizer import Optimizer
from engine.run_config import MOST_STEPS, Convergence, Racer
from engine.running.ball import Ball
from engine.running.turns import Pieces, at_once

Floats = NDArray[np.float64]

BLOCK = 4096
"""Places looked at between two tallies, at most …"""
MOST_AT_ONCE = 2**21
"""… and losses of one example that are worked out for them."""
MOST_PLACES = 10**12
"""A grid of more is not begun: its places could not be numbered in a reasonable time."""

ZOOMS = 12
"""5¹² is 2 · 10⁸: a place to eight digits, and a loss near its minimum to sixteen."""
JUDGED = (101, *[11] * ZOOMS)
"""Places along each side of the grids on which the judge looks for the lowest loss."""


class Tally(NamedTuple):
    """What a search has used so far."""

    losses: float = 0
    """Loss evaluations, each on all examples; a mean of several searches may be a fraction."""
    gradients: int = 0
    """Gradient evaluations, each on all examples or on one batch."""
    systems: int = 0
    """Linear systems solved."""
    lowest: float = inf
    """The lowest loss seen."""
    is_there: bool = False
    """Whether that is within the target."""


class Searched(Protocol):
    """What a search asks of its problem."""

    @property
    def window(self) -> Window: ...

    @property
    def examples(self) -> int: ...

    def losses(self, points: Floats) -> Floats:
        """The loss at ``(m, d)`` places, ``(m,)``."""
        ...


@dataclass(frozen=True)
class SearchedFit:
    """A fit of two parameters, searched in the window that is drawn."""

    fit: Fit

    @property
    def window(self) -> Window:
        return self.fit.window()

    @property
    def examples(self) -> int:
        return self.fit.examples

    def losses(self, points: Floats) -> Floats:
        # Not as the parabola that squared error is: that would be the closed form, which has an entry of its own.
        return np.asarray(self.fit.values_by_example(tuple(points.T), self.fit.data), dtype=float)


class Sloped(Protocol):
    """What descent asks of its problem."""

    def slope(self, point: Floats) -> tuple[float, Floats]:
        """(loss, gradient) at one place, ``(d,)``."""
        ...


def block_of(examples: int) -> int:
    """Places looked at between two tallies."""
    return max(1, min(BLOCK, MOST_AT_ONCE // examples))


def grid_search(problem: Searched, target: float, most: int = MOST_PLACES) -> Iterator[Tally]:
    """The full grid: 3, 5, 9, 17 … places along each parameter until the lowest of a whole grid is at most ``target``.

    Each grid contains the last, so every place is looked at once and the grid that ends it has cost
    exactly k^d losses. Gives up before a grid of more than ``most`` places.
    """
    low, high = np.array(problem.window, dtype=float).T
    d, places, tally, block = len(low), 3, Tally(), block_of(problem.examples)
    while places**d <= most:
        for first in range(0, places**d, block):
            index = _digits(np.arange(first, min(first + block, places**d)), places, d)
            if places > 3:  # places of even index belong to the grid before
                index = index[(index % 2 == 1).any(axis=1)]
            if len(index):
                tally = _looked(tally, problem.losses(low + (high - low) * index / (places - 1)))
                yield tally
        if tally.lowest <= target:
            yield tally._replace(is_there=True)
            return
        places = 2 * places - 1
    yield tally


def _digits(numbers: NDArray[np.int64], places: int, d: int) -> NDArray[np.int64]:
    """The digits of ``numbers`` in base ``places``, ``(m, d)``."""
    return numbers[:, None] // places ** np.arange(d - 1, -1, -1) % places


def _looked(tally: Tally, losses: Floats) -> Tally:
    finite = losses[np.isfinite(losses)]
    lowest = min(tally.lowest, float(finite.min())) if finite.size else tally.lowest
    return tally._replace(losses=tally.losses + len(losses), lowest=lowest)


def random_search(problem: Searched, target: float, seed: int = 0) -> Iterator[Tally]:
    """Uniform places in the window until one is at most ``target``; the last tally counts up to that place, and not beyond.

    A block is at most as long as all before it, so little is computed beyond the place that ends it.
    """
    low, high = np.array(problem.window, dtype=float).T
    draw, tally, block = stream(seed, Purpose.SEARCH, "random"), Tally(), block_of(problem.examples)
    while True:
        size = min(block, max(1, int(tally.losses)))
        losses = problem.losses(draw.uniform(low, high, (size, len(low))))
        found = np.flatnonzero(losses <= target)
        if found.size:
            yield _looked(tally, losses[: found[0] + 1])._replace(is_there=True)
            return
        tally = _looked(tally, losses)
        yield tally


def descend(problem: Sloped, optimizer: Optimizer, start: Floats, target: float) -> Iterator[Tally]:
    """``optimizer`` on all examples until the loss, which comes with each gradient, is at most ``target``."""
    h, params = optimizer.hyper(), start
    state, lowest = optimizer.init(h, params), inf
    for step in range(MOST_STEPS + 1):
        with np.errstate(all="ignore"):  # a rate that is too high leaves the finite numbers
            loss, gradient = problem.slope(params)
        lowest = min(lowest, loss)
        yield Tally(gradients=step, lowest=lowest, is_there=loss <= target)
        if loss <= target or not np.isfinite(loss):
            return
        with np.errstate(all="ignore"):
            change, state, _ = optimizer.update(h, state, gradient, params, optimizer.learning_rate, step + 1, ARRAY)
            params = params + change


def race(racer: Racer, fit: Fit, start: tuple[float, ...], seed: int, target: float, most: int = MOST_STEPS) -> Iterator[Tally]:
    """A racer as it runs on the page until the loss on all data is at most ``target``; at most ``most`` gradients.

    Whether it is there is asked at every step, of all data; that question is the judge's, and not counted.
    A racer that diverges ends without being there.
    """
    ball, step, tally, block = Ball(racer, fit, start, seed, Convergence()), 0, Tally(), block_of(fit.examples)
    while step < most and ball.last_row is None:
        size = min(block, max(1, step), most - step)
        params = ball.advance(step, size).params
        with np.errstate(all="ignore"):
            losses = np.atleast_1d(np.asarray(fit.value(ARRAY, *params.T), dtype=float))
        found = np.flatnonzero(losses <= target)
        if found.size:
            # The place of row k was reached by k updates, each of one gradient.
            yield tally._replace(gradients=step + int(found[0]), lowest=float(losses[found[0]]), is_there=True)
            return
        step += size
        tally = _looked(tally, losses)._replace(losses=0, gradients=step)
        yield tally


def lowest_in_window(fit: Fit) -> float:
    """All pieces of ``lowest_in_pieces`` at once."""
    return at_once(lowest_in_pieces(fit))


def pieces_of_lowest(examples: int) -> int:
    """In how many pieces that is found where no formula gives it."""
    return sum(-(-(places**2) // block_of(examples)) for places in JUDGED)


def lowest_in_pieces(fit: Fit) -> Pieces[float]:
    """L* of a fit: its formula's minimum, else the lowest loss inside the drawn window.

    Without a formula: the lowest of a grid of 101 × 101, then again and again of 11 × 11 over the cells around that
    one, five times as fine each time. It is the judge of the searches and no part of them.
    """
    known = fit.stationary_points()
    if known:
        return float(fit.value(ARRAY, *known[0].params))
    window, block = np.array(fit.window(), dtype=float), block_of(fit.examples)
    low, high, lowest = window[:, 0], window[:, 1], inf
    for places in JUDGED:
        mesh = [axis.ravel() for axis in np.meshgrid(*(np.linspace(a, b, places) for a, b in zip(low, high, strict=True)))]
        losses = np.empty(places**2)
        for first in range(0, len(losses), block):
            here = slice(first, first + block)
            losses[here] = fit.value(ARRAY, *(axis[here] for axis in mesh))
            yield
        losses = np.nan_to_num(losses, nan=inf, posinf=inf)
        best = int(np.argmin(losses))
        lowest = min(lowest, float(losses[best]))
        middle, cell = np.array([axis[best] for axis in mesh]), (high - low) / (places - 1)
        low, high = np.maximum(window[:, 0], middle - cell), np.minimum(window[:, 1], middle + cell)
    return lowest
