"""Steps needed against learning rate: one vectorised run over many rates."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from engine.errors import EngineError
from engine.functions import ARRAY
from engine.landscape import Mapped
from engine.run_config import Convergence, Racer
from engine.running.swarm import swarm

SweepOutcome = Literal["reached", "not_reached", "diverged"]


@dataclass(frozen=True, slots=True)
class Sweep:
    """One entry for each rate. ``steps`` is NaN where the criterion was not met."""

    learning_rates: NDArray[np.float64]
    steps: NDArray[np.float64]
    losses: NDArray[np.float64]
    """The loss at the last step computed."""
    outcomes: tuple[SweepOutcome, ...]

    @property
    def best(self) -> float | None:
        """The rate that needed the fewest steps; None where none reached the criterion."""
        return None if np.isnan(self.steps).all() else float(self.learning_rates[np.nanargmin(self.steps)])


def sweep(
    landscape: Mapped,
    racer: Racer,
    start: tuple[float, ...],
    learning_rates: NDArray[np.float64],
    step_limit: int,
    criterion: Convergence,
) -> Sweep:
    """How many steps ``racer`` needs at each rate until it meets the run's own criterion of convergence.

    The criterion is ``Convergence``'s: ‖g‖₂ ≤ gradient_tolerance and ‖Δ‖₂ ≤ change_tolerance, at the
    first step where both hold. Gradient noise is left out (a sweep over luck would say nothing).

    Raises ``EngineError`` for a schedule that observes the loss: its rate is no longer one number.
    """
    if racer.schedule.observes:
        raise EngineError("unknown_kind", "racer.schedule.kind", value=racer.schedule.kind, allowed="a schedule that only counts steps")
    count = len(learning_rates)
    starts = np.tile(np.array(start, dtype=float), (count, 1))
    needed = np.full(count, np.nan)
    finite = np.ones(count, dtype=bool)
    params = starts.T
    moments = swarm(
        landscape, racer.optimizer, starts, step_limit, learning_rate=learning_rates, schedule=racer.schedule, clipping=racer.clipping
    )
    with np.errstate(all="ignore"):
        for step, moment in enumerate(moments):
            params = moment.params
            finite &= np.isfinite(params).all(axis=0)
            flat = (moment.gradient**2).sum(axis=0) <= criterion.gradient_tolerance**2
            still = (moment.change**2).sum(axis=0) <= criterion.change_tolerance**2
            needed[flat & still & np.isnan(needed)] = step
            if not (np.isnan(needed) & finite).any():
                break
        losses = np.broadcast_to(landscape.value(ARRAY, *params), (count,)).astype(float)
    reached = ~np.isnan(needed)
    outcomes: list[SweepOutcome] = [
        "reached" if done else "not_reached" if ok else "diverged" for done, ok in zip(reached, finite, strict=True)
    ]
    return Sweep(learning_rates, needed, losses, tuple(outcomes))
