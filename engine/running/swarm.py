"""Many balls at once: the same rules on arrays, for sweeps over rates and for clouds of starts."""

from collections.abc import Generator
from typing import Any, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from engine.functions import ARRAY
from engine.landscape import Mapped
from engine.optimizer import Optimizer
from engine.run_config import Clipping, NoClipping
from engine.schedule import Schedule
from engine.schedules.constant import Constant

Floats = NDArray[np.float64]
Kept: TypeAlias = NDArray[np.bool_]


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
) -> Generator[Moment, Kept | None, None]:
    """Steps 0 … ``steps`` of ``(balls, d)`` starts, one ``Moment`` each, good until the next is asked for.

    ``learning_rate`` may be one number or one for each ball. Balls do not stop: what leaves the
    finite numbers stays ∞ or NaN. Who has seen enough of some sends which of them go on, ``(balls,)``; those move as they
    would have moved. The schedule must not observe the loss.
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
    state, change = optimizer.init(h, params), np.zeros_like(params)
    for step in range(steps + 1):
        # Not around the whole: swarms that take turns would be given each other's way with ∞ and NaN.
        with np.errstate(all="ignore"):
            if step:
                params = np.add(params, change, out=kept.params[step % len(kept.params)])
            gradient = kept.gradient[step % len(kept.gradient)]
            for row, entry in zip(gradient, landscape.gradient(f, *params), strict=True):
                row[...] = entry
            used = np.asarray(clipping.clip(f, gradient))
            rate = rates * schedule.warmed_factor(memory, step)
            change, state, _ = optimizer.update(h, state, used, params, rate, step + 1, f)
        going_on = yield Moment(params, gradient, change, rate)
        if going_on is not None:
            params, change, rates = (_of(going_on, entry) for entry in (params, change, rates))
            state = state._make(_of(going_on, entry) for entry in state)
            kept = Records(*np.empty((2, 2, *np.shape(params))))


def _of(going_on: Kept, entry: Any) -> Any:
    """What belongs to the balls that go on; what is the same for all stays."""
    return np.compress(going_on, entry, axis=-1) if np.ndim(entry) else entry
