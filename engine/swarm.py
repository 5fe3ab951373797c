"""Many balls at once: the same rules on arrays, for sweeps over rates and for clouds of starts."""

from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from engine.functions import ARRAY
from engine.gradient import clip_by_norm, clip_by_value
from engine.optimizer import Optimizer
from engine.run_config import Clipping, NoClipping
from engine.schedule import Schedule
from engine.schedules.constant import Constant
from engine.surface import Surface

Floats = NDArray[np.float64]


class Moment(NamedTuple):
    """One step of all balls; every array has shape ``(balls,)``."""

    params: tuple[Floats, ...]
    gradient: tuple[Floats, ...]
    change: tuple[Floats, ...]


def swarm(
    surface: Surface,
    optimizer: Optimizer,
    starts: Floats,
    steps: int,
    *,
    learning_rate: float | Floats | None = None,
    schedule: Schedule | None = None,
    clipping: Clipping | None = None,
) -> Iterator[Moment]:
    """Steps 0 … ``steps`` of ``(balls, d)`` starts, one ``Moment`` each.

    ``learning_rate`` may be one number or one for each ball. Balls do not stop: what leaves the
    finite numbers stays ∞ or NaN. The schedule must not observe the loss.
    """
    f, h = ARRAY, optimizer.hyper()
    rates = optimizer.learning_rate if learning_rate is None else learning_rate
    schedule, clipping = schedule or Constant(), clipping or NoClipping()
    memory: Any = schedule.init()
    # Parameters first: each coordinate is one contiguous array (MEASUREMENTS.md, 1,000 balls).
    params = tuple(np.ascontiguousarray(column) for column in np.asarray(starts, dtype=float).T)
    states = [optimizer.init(h, p) for p in params]
    with np.errstate(all="ignore"):
        for step in range(steps + 1):
            gradient = surface.gradient(f, *params)
            used = gradient
            if clipping.kind == "norm":
                used = clip_by_norm(f, gradient, clipping.limit)
            elif clipping.kind == "value":
                used = clip_by_value(f, gradient, clipping.limit)
            rate = rates * schedule.warmed_factor(memory, step)
            moves = [optimizer.update(h, s, g, p, rate, step + 1, f) for s, g, p in zip(states, used, params, strict=True)]
            yield Moment(params, gradient, tuple(move[0] for move in moves))
            params = tuple(p + move[0] for p, move in zip(params, moves, strict=True))
            states = [move[1] for move in moves]
