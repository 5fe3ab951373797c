"""Steps needed against learning rate: many rates at once, in an order that makes a part of the answer useful."""

from collections.abc import Generator, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

from engine.errors import EngineError
from engine.landscape import Mapped, examples_of
from engine.run_config import Convergence, Racer
from engine.running.swarm import Moment, swarm
from engine.running.turns import Pieces, Turn, at_once

SweepOutcome = Literal["reached", "not_reached", "diverged", "untried"]
Places: TypeAlias = NDArray[np.intp]

FEW = 8
"""Rates that are tried first, spread over the whole range; and in a group at least."""
_ROOM = 2**15
"""Losses of one example that are worked out for a step of a group, where it has more rates than a few."""
_STEPS = (64, 32, 16, 8, 4, 2, 1)
"""In a round the first group that is not yet decided makes so many, the next half of them, …"""


@dataclass(frozen=True, slots=True)
class Sweep:
    """One entry for each rate. ``steps`` is NaN where the criterion was not met.

    What became of an ``untried`` rate is not known: the sweep was ended before. Every other entry is what the whole sweep gives.
    """

    learning_rates: NDArray[np.float64]
    steps: NDArray[np.float64]
    outcomes: tuple[SweepOutcome, ...]

    @property
    def best(self) -> float | None:
        """Of the rates that were tried the one that needed the fewest steps; None where none reached the criterion."""
        return None if np.isnan(self.steps).all() else float(self.learning_rates[np.nanargmin(self.steps)])

    @property
    def tried(self) -> int:
        """Rates whose outcome is known."""
        return len(self.outcomes) - self.outcomes.count("untried")


class Sweeping:
    """A sweep under way: how many steps ``racer`` needs at each rate until it meets the run's own criterion of convergence.

    The criterion is ``Convergence``'s: ‖g‖₂ ≤ gradient_tolerance and ‖Δ‖₂ ≤ change_tolerance, at the
    first step where both hold. Gradient noise is left out (a sweep over luck would say nothing).

    Rates go in groups: first a few that are spread over the whole range, and the racer's own where it is among them, then
    those between. A rate whose outcome is decided leaves its group. The first group that is not yet decided has half of all
    steps, the next a quarter, and so on: one slow rate does not keep the others from being tried.

    Raises ``EngineError`` for a schedule that observes the loss: its rate is no longer one number.
    """

    def __init__(
        self,
        landscape: Mapped,
        racer: Racer,
        start: tuple[float, ...],
        learning_rates: NDArray[np.float64],
        step_limit: int,
        criterion: Convergence,
    ) -> None:
        if racer.schedule.observes:
            allowed = "a schedule that only counts steps"
            raise EngineError("unknown_kind", "racer.schedule.kind", value=racer.schedule.kind, allowed=allowed)
        self._landscape = landscape
        self._racer = racer
        self._start = np.array(start, dtype=float)
        self._rates = learning_rates
        self._step_limit = step_limit
        self._criterion = criterion
        self._steps = np.full(len(learning_rates), np.nan)
        self._outcomes: list[SweepOutcome] = ["untried"] * len(learning_rates)
        size = max(FEW, _ROOM // max(1, examples_of(landscape)))
        order = coarse_first(learning_rates, racer.optimizer.learning_rate)
        self._groups = [order[first : first + size] for first in range(0, len(order), size)]

    @property
    def most_steps(self) -> int:
        """Steps of all groups, where none is decided early."""
        return len(self._groups) * (self._step_limit + 1)

    @property
    def found(self) -> Sweep:
        """What is known by now."""
        return Sweep(self._rates, self._steps.copy(), tuple(self._outcomes))

    def in_pieces(self, turn: Turn) -> Pieces[Sweep]:
        """Try all rates, in pieces of ``turn.most`` steps of a group; cut, it ends with what is known."""
        under_way, since = [self._tried(group) for group in self._groups], 0
        while under_way and not turn.is_cut:
            over = []
            for group, steps in zip(under_way, _STEPS, strict=False):
                made = 0
                for _ in islice(group, steps):
                    made, turn.made, since = made + 1, turn.made + 1, since + 1
                    if since >= turn.most:
                        yield
                        since = 0
                        if turn.is_cut:
                            return self.found
                if made < steps:
                    over.append(group)
            under_way = [group for group in under_way if group not in over]
        return self.found

    def _tried(self, places: Places) -> Iterator[None]:
        """Decide the rates at ``places``, pausing after every step."""
        moments = self._moments(places)
        moment = next(moments)
        for step in range(self._step_limit + 1):
            is_finite, is_there = self._judged(moment)
            self._steps[places[is_there]] = step
            self._note(places[is_there], "reached")
            self._note(places[~is_finite], "diverged")
            is_open = is_finite & ~is_there
            yield
            if not is_open.any():
                return
            if step < self._step_limit:
                moment = next(moments) if is_open.all() else moments.send(is_open)
            places = places[is_open]
        self._note(places, "not_reached")

    def _moments(self, places: Places) -> Generator[Moment, NDArray[np.bool_] | None, None]:
        racer, starts = self._racer, np.tile(self._start, (len(places), 1))
        rule, rates = racer.optimizer, self._rates[places]
        return swarm(self._landscape, rule, starts, self._step_limit, learning_rate=rates, schedule=racer.schedule, clipping=racer.clipping)

    def _judged(self, moment: Moment) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
        """(which balls are still among the finite numbers, which of these meet the criterion)."""
        with np.errstate(all="ignore"):
            is_finite = np.asarray(np.isfinite(moment.params).all(axis=0))
            is_flat = (moment.gradient**2).sum(axis=0) <= self._criterion.gradient_tolerance**2
            is_still = (moment.change**2).sum(axis=0) <= self._criterion.change_tolerance**2
        return is_finite, is_finite & is_flat & is_still

    def _note(self, places: Places, outcome: SweepOutcome) -> None:
        for place in places.tolist():
            self._outcomes[place] = outcome


def coarse_first(rates: NDArray[np.float64], own: float) -> Places:
    """Places of ``rates`` in the order in which they are tried: ``own``, the lowest, the highest, the middle, the middles between, …"""
    by_size = np.argsort(rates, kind="stable").tolist()
    stride = 1 << len(by_size).bit_length()
    order = dict.fromkeys(np.flatnonzero(rates == own).tolist()) | dict.fromkeys((by_size[0], by_size[-1]))
    while stride:
        order |= dict.fromkeys(by_size[::stride])
        stride //= 2
    return np.array(list(order), dtype=np.intp)


def sweep(
    landscape: Mapped,
    racer: Racer,
    start: tuple[float, ...],
    learning_rates: NDArray[np.float64],
    step_limit: int,
    criterion: Convergence,
) -> Sweep:
    """All rates of ``Sweeping`` at once."""
    return at_once(Sweeping(landscape, racer, start, learning_rates, step_limit, criterion).in_pieces(Turn()))
