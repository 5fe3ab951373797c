"""What a mover wrote down, read by name.

A ball's row is flat, ``[θ…, L, g…, α_t, (Δᵢ, stateᵢ…) for each parameter i]``: appending floats to one array is
the cheapest record there is, and every column is a view of it. (A learner's is ``engine.running.learner_log``.)
"""

from array import array
from functools import reduce
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


class Log:
    """Rows of one mover; every property has a leading axis of rows."""

    def head(self, rows: int) -> Self:
        """The first ``rows`` rows."""
        raise NotImplementedError

    def __len__(self) -> int:
        raise NotImplementedError

    @property
    def params(self) -> Floats:
        """The points, ``(rows, d)``."""
        raise NotImplementedError

    def params_at(self, row: int) -> Floats:
        """The point of one row, ``(d,)``."""
        return np.asarray(self.params[row])

    @property
    def loss(self) -> Floats:
        """L there, ``(rows,)``."""
        raise NotImplementedError

    @property
    def gradient(self) -> Floats:
        """∂L/∂θ there, before noise and clipping, ``(rows, d)``."""
        raise NotImplementedError

    @property
    def gradient_norm(self) -> Floats:
        """‖∂L/∂θ‖₂, ``(rows,)``."""
        raise NotImplementedError

    @property
    def learning_rate(self) -> Floats:
        """The scheduled rate of the update that leaves each point, ``(rows,)``."""
        raise NotImplementedError

    @property
    def change(self) -> Floats:
        """Δ of that update, ``(rows, d)``."""
        raise NotImplementedError

    def state(self) -> Any:
        """The optimizer's state after that update; its fields are ``(rows, d)``."""
        raise NotImplementedError

    def field(self, name: str) -> Floats:
        """One field of that state."""
        raise NotImplementedError


class BallLog(Log):
    """Flat rows of few parameters."""

    def __init__(self, table: Floats, width: int, state: type[Any]) -> None:
        self._table = table
        self._width = width
        self._state = state

    @classmethod
    def of(cls, numbers: "array[float]", width: int, state: type[Any]) -> Self:
        """The rows that were appended to ``numbers``; a state's type names its fields."""
        size = 2 * width + 2 + width * (1 + len(state._fields))
        return cls(np.frombuffer(numbers, dtype=float).reshape(-1, size) if numbers else np.empty((0, size)), width, state)

    def head(self, rows: int) -> Self:
        return type(self)(self._table[:rows], self._width, self._state)

    def __len__(self) -> int:
        return len(self._table)

    @property
    def params(self) -> Floats:
        return self._table[:, : self._width]

    @property
    def loss(self) -> Floats:
        return self._table[:, self._width]

    @property
    def gradient(self) -> Floats:
        return self._table[:, self._width + 1 : 2 * self._width + 1]

    @property
    def gradient_norm(self) -> Floats:
        # hypot neither overflows nor underflows on the way.
        return np.asarray(np.abs(reduce(np.hypot, self.gradient.T)))

    @property
    def learning_rate(self) -> Floats:
        return self._table[:, 2 * self._width + 1]

    @property
    def _moves(self) -> Floats:
        return self._table[:, 2 * self._width + 2 :].reshape(len(self._table), self._width, -1)

    @property
    def change(self) -> Floats:
        return self._moves[:, :, 0]

    def state(self) -> Any:
        moves = self._moves
        return self._state(*(moves[:, :, 1 + i] for i in range(moves.shape[2] - 1)))

    def field(self, name: str) -> Floats:
        return self._moves[:, :, 1 + self._state._fields.index(name)]
