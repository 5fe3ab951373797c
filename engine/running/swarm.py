"""Many balls at once: the same rules on arrays, for sweeps over rates and for clouds of starts."""

from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from engine.functions import ARRAY
from engine.landscape import Mapped
from engine.optimizer import Optimizer
from engine.run_config import Clipping, NoClipping
from engine.schedule import Schedule
from engine.schedules.constant import Constant

Floats = NDArray[np.float64]


class Moment(NamedTuple):
    """One step of all balls; arrays of shape ``(d, balls)``, parameters first."""

    params: Floats
    gradient: Floats
    change: Floats
    rate: float | Floats


class Records(NamedTuple):
    """Where a swarm may write its path, ``(steps + 1, d, balls)`` each: what is written there is not copied again."""

    params: Floats
    gradient: Floats


def swarm(
    landscape: Mapped,
    optimizer: Optimizer,
    starts: Floats,
    steps: int,
    *,
    learning_rate: float | Floats | None = None,
    schedule: Schedule | None = None,
    clipping: Clipping | None = None,
    records: Records | None = None,
) -> Iterator[Moment]:
    """Steps 0 … ``steps`` of ``(balls, d)`` starts, one ``Moment`` each, good until the next is asked for.

    ``learning_rate`` may be one number or one for each ball. Balls do not stop: what leaves the
    finite numbers stays ∞ or NaN. The schedule must not observe the loss.
    """
    f, h = ARRAY, optimizer.hyper()
    rates = optimizer.learning_rate if learning_rate is None else learning_rate
    schedule, clipping = schedule or Constant(), clipping or NoClipping()
    memory: Any = schedule.init()
    width, balls = np.shape(starts)[1], np.shape(starts)[0]
    # Parameters first, all of them in one array: half the NumPy calls, contiguous.
    # Without records two rows take turns.
    kept = records or Records(*np.empty((2, 2, width, balls)))
    params = kept.params[0]
    params[...] = np.asarray(starts, dtype=float).T
    state = optimizer.init(h, params)
    with np.errstate(all="ignore"):
        for step in range(steps + 1):
            gradient = kept.gradient[step % len(kept.gradient)]
            for row, entry in zip(gradient, landscape.gradient(f, *params), strict=True):
                row[...] = entry
            used = np.asarray(clipping.clip(f, gradient))
            rate = rates * schedule.warmed_factor(memory, step)
            change, state, _ = optimizer.update(h, state, used, params, rate, step + 1, f)
            yield Moment(params, gradient, change, rate)
            if step < steps:
                params = np.add(params, change, out=kept.params[(step + 1) % len(kept.params)])
