"""The loss of a linear model under squared error is a parabola: one pass over the examples tells it everywhere.

With examples as rows of a matrix J and targets y, J = QR and θ* the least squares solution,

    Σ (J θ − y)² = Σ (J θ* − y)² + ‖R (θ − θ*)‖²

a sum of squares, which neither cancels near the minimum nor overflows before the loss does.

Source: G. H. Golub, "Numerical methods for solving linear least squares problems", 1965.
"""

from typing import Any, NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


class Parabola(NamedTuple):
    """Sum of squared errors over two parameters."""

    lowest: float
    place: Floats
    """θ*, ``(2,)``; where a whole line is lowest, its point nearest to 0."""
    root: Floats
    """R, ``(2, 2)``, upper triangular."""

    @classmethod
    def of(cls, rows: Floats, y: Floats) -> Self:
        """Of examples ``(n, 2)`` and targets ``(n,)``."""
        place = np.asarray(np.linalg.lstsq(rows, y)[0], dtype=float)
        triangle = np.linalg.qr(rows, mode="r")
        root = np.zeros((2, 2))
        root[: len(triangle)] = triangle
        return cls(float(np.square(rows @ place - y).sum()), place, root)

    def at(self, first: Any, second: Any) -> Any:
        """The sum at a point, or at arrays of points."""
        (a, b), (_, c) = self.root.tolist()
        along, across = first - float(self.place[0]), second - float(self.place[1])
        one, other = a * along + b * across, c * across
        return self.lowest + (one * one + other * other)
