"""Learning rates with which a racer diverges: not by a linear limit, but each run from the step at which it would apply to the end.

A fork is exact (``Run.branch``), so schedule, clipping, noise and batches are those of the run. Rates over a whole range are tried
first, evenly on a logarithmic scale; then, wherever one diverges and its neighbour does not, the rate between the two, until they
differ in the third digit only.
"""

from itertools import pairwise
from math import sqrt
from typing import NamedTuple

import numpy as np

from engine.errors import EngineError
from engine.running.path import Path
from engine.running.sweep import coarse_first
from engine.running.trial import alone_in_pieces, ended_in_pieces
from engine.running.turns import Pieces, Turn, at_once

COARSE = 33
"""Rates over the whole range: an island of rates narrower than the distance of two of them may be missed."""


class Zone(NamedTuple):
    """Rates that were tried, ascending, each of three digits, and whether the racer diverged with them before the run's step limit."""

    learning_rates: tuple[float, ...]
    diverged: tuple[bool, ...]


def zone(path: Path, racer: str, at_step: int, low: float, high: float) -> Zone:
    """Rates of ``racer`` from ``low`` to ``high`` that begin to apply at ``at_step`` of ``path``, each run to the end.

    Raises ``EngineError`` where the ends are no two rates in order, and as ``alone_in_pieces`` does.
    """
    return at_once(zone_in_pieces(Turn(), path, racer, at_step, low, high))


def zone_in_pieces(turn: Turn, path: Path, racer: str, at_step: int, low: float, high: float) -> Pieces[Zone]:
    """The same in pieces."""
    if not 0 < low < high:
        raise EngineError("out_of_range", "low", value=low, allowed=f"(0, {high})")
    run = yield from alone_in_pieces(turn, path, racer, at_step)
    rates = np.unique([_of_three_digits(rate) for rate in np.geomspace(low, high, COARSE).tolist()])
    order = coarse_first(rates, run.config.racers[0].optimizer.learning_rate)
    found: dict[float, bool] = {}
    waiting = rates[order].tolist()
    while waiting:
        for rate in waiting:
            outcome, _ = yield from ended_in_pieces(turn, run, rate)
            found[rate] = outcome.kind == "diverged"
        waiting = _between(found)
    tried = tuple(sorted(found))
    return Zone(tried, tuple(found[rate] for rate in tried))


def _between(found: dict[float, bool]) -> list[float]:
    """The rates to try next, where neighbours do not end alike."""
    pairs = [(one, other) for one, other in pairwise(sorted(found)) if found[one] != found[other]]
    middles = (_of_three_digits(sqrt(one * other)) for one, other in pairs)
    return [middle for middle in middles if middle not in found]


def _of_three_digits(rate: float) -> float:
    return float(f"{rate:.2e}")
