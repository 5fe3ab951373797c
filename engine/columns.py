"""Rows of a run as columns: arrays with a leading axis of rows, then one of racers."""

from collections.abc import Callable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from engine.ball import Ball, Row
from engine.errors import EngineError
from engine.stability import limits

Floats = NDArray[np.float64]


def euclidean(vectors: Floats) -> Floats:
    """‖·‖₂ along the last axis without overflow in between."""
    largest = np.abs(vectors).max(axis=-1)
    scale = np.where((largest > 0) & np.isfinite(largest), largest, 1.0)
    with np.errstate(all="ignore"):
        return np.asarray(scale * np.sqrt(((vectors / scale[..., None]) ** 2).sum(axis=-1)))


def _state(field: str) -> Callable[[Ball, Sequence[Row], Floats], Floats]:
    def column(ball: Ball, rows: Sequence[Row], steps: Floats) -> Floats:
        name = getattr(ball.racer.optimizer, field)
        if not name:
            return np.full((len(rows), len(ball.params)), np.nan)
        index = ball.racer.optimizer.State._fields.index(name)
        return np.array([[move[1][index] for move in row.moves] for row in rows])

    return column


COLUMNS: Mapping[str, Callable[[Ball, Sequence[Row], Floats], Floats]] = {
    "params": lambda ball, rows, steps: np.array([row.params for row in rows]),
    "loss": lambda ball, rows, steps: np.array([row.loss for row in rows]),
    "gradient": lambda ball, rows, steps: np.array([row.gradient for row in rows]),
    "gradient_norm": lambda ball, rows, steps: euclidean(np.array([row.gradient for row in rows])),
    "learning_rate": lambda ball, rows, steps: np.array([row.rate for row in rows]),
    "change": lambda ball, rows, steps: np.array([[move[0] for move in row.moves] for row in rows]),
    "velocity": _state("arrow"),
    "accumulated": _state("accumulated"),
    "limit": limits,
}
"""Shapes for R rows, N racers, D parameters: params, gradient, change, velocity and accumulated
(R, N, D); loss, gradient_norm and learning_rate (R, N); limit (R, N, 2): here, and at the nearest
recorded minimum. Where an optimizer has no such thing the column holds NaN."""


def columns_of(names: Sequence[str], balls: Sequence[Ball], rows: Sequence[Sequence[Row]], steps: Floats) -> dict[str, Floats]:
    """The named columns; ``rows`` holds one sequence of rows for each ball.

    Raises ``EngineError`` (``unknown_kind``) for a name that is not a column.
    """
    for name in names:
        if name not in COLUMNS:
            raise EngineError("unknown_kind", "columns", value=repr(name), allowed=", ".join(COLUMNS))
    return {
        name: np.stack([COLUMNS[name](ball, of_ball, steps) for ball, of_ball in zip(balls, rows, strict=True)], axis=1) for name in names
    }
