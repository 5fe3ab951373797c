"""Rows of a run as columns: arrays with a leading axis of rows, then one of racers."""

from collections.abc import Callable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from engine.errors import EngineError
from engine.fits.batches import examples_seen
from engine.running.log import Log
from engine.running.mover import Mover
from engine.running.stability import limits

Floats = NDArray[np.float64]


def _state(kind: str) -> Callable[[Mover, Log, Floats], Floats]:
    def column(ball: Mover, log: Log, steps: Floats) -> Floats:
        name = getattr(ball.racer.optimizer, kind)
        return log.field(name) if name else np.full(log.params.shape, np.nan)

    return column


def _loss(ball: Mover, log: Log, steps: Floats) -> Floats:
    return log.loss if ball.racer.batch.sees_all else ball.ground.losses(log.params)


def _examples(ball: Mover, log: Log, steps: Floats) -> Floats:
    if not ball.examples:
        return np.full(len(log), np.nan)
    if ball.outcome.kind == "diverged":  # the row it keeps showing
        steps = np.minimum(steps, ball.outcome.step - 1)
    return examples_seen(ball.racer.batch, ball.examples, ball.batch_origin, steps)


COLUMNS: Mapping[str, Callable[[Mover, Log, Floats], Floats]] = {
    "params": lambda ball, log, steps: log.params,
    "loss": _loss,
    "batch_loss": lambda ball, log, steps: log.loss,
    "gradient": lambda ball, log, steps: log.gradient,
    "gradient_norm": lambda ball, log, steps: log.gradient_norm,
    "learning_rate": lambda ball, log, steps: log.learning_rate,
    "change": lambda ball, log, steps: log.change,
    "velocity": _state("arrow"),
    "accumulated": _state("accumulated"),
    "limit": limits,
    "examples": _examples,
}
"""Shapes for R rows, N racers, D parameters: params, gradient, change, velocity and accumulated
(R, N, D); loss, batch_loss, gradient_norm, learning_rate and examples (R, N); limit (R, N, 2): here, and at the nearest
recorded minimum. Where an optimizer has no such thing the column holds NaN."""


def columns_of(names: Sequence[str], balls: Sequence[Mover], logs: Sequence[Log], steps: Floats) -> dict[str, Floats]:
    """The named columns; ``logs`` holds one log for each ball.

    Raises ``EngineError`` (``unknown_kind``) for a name that is not a column.
    """
    for name in names:
        if name not in COLUMNS:
            raise EngineError("unknown_kind", "columns", value=repr(name), allowed=", ".join(COLUMNS))
    return {name: _side_by_side([COLUMNS[name](ball, log, steps) for ball, log in zip(balls, logs, strict=True)]) for name in names}


def _side_by_side(columns: list[Floats]) -> Floats:
    return columns[0][:, None] if len(columns) == 1 else np.stack(columns, axis=1)
