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


def least_squares(rows: Floats, y: Floats) -> tuple[Floats, bool]:
    """(θ*, whether no other θ is as good), for rows ``(n, 2)`` of J and targets ``(n,)``.

    Neither depends on the unit of a column, years or seconds: each is divided by the power of two next to its largest
    entry, which rounds nothing. Then J's second column is taken out of the first, for a line the mean out of x:

        J θ = (J₁ − c J₂) θ₁ + J₂ (θ₂ + c θ₁)        c = J₁ᵀJ₂ / J₂ᵀJ₂

    so that far from 0 the slope keeps the digits in which x differ; and out of y, c′ J₂ with c′ = J₂ᵀy / J₂ᵀJ₂, for a line its
    mean, so that it keeps those in which y differ. Where what is left of J₁ is the rounding of c,
    n · 2.2e-16 of it, J₁ is a multiple of J₂.
    """
    _, power = np.frexp(np.abs(rows).max(axis=0))
    first, second = np.ldexp(rows, -power).T
    square = second @ second
    share, middle = (float(column @ second / square) if second.any() else 0.0 for column in (first, y))
    own = first - share * second
    if np.abs(own).max() <= len(y) * np.finfo(float).eps:
        own = np.zeros_like(own)
    solved, _, rank, _ = np.linalg.lstsq(np.stack([own, second], axis=1), y - middle * second)
    along, across = solved.tolist()
    across += middle
    return np.ldexp(np.array([along, across - share * along]), -power), int(rank) == 2


def regressed(x: Floats, y: Floats, pull: float = 0.0) -> tuple[Floats, bool]:
    """(w and b, whether no others are as good) with the least Σ (x w + b − y)² + ‖pull · w‖², for features ``(n, d)``.

    The mean is taken out of every feature and of y, so that far from 0 a weight keeps the digits in which its feature
    differs; and each is divided by a power of two, which rounds nothing, so that no unit decides what counts as zero.
    """
    mean, middle = x.mean(axis=0), float(y.mean())
    own = x - mean
    size = np.abs(own).max(axis=0)
    # What is left of a constant feature is the rounding of its mean.
    own[:, size <= len(y) * np.finfo(float).eps * np.abs(x).max(axis=0)] = 0.0
    _, power = np.frexp(np.where(size > 0, size, 1.0))
    rows = np.vstack([np.ldexp(own, -power), pull * np.diag(np.ldexp(1.0, -power))])
    solved, _, rank, _ = np.linalg.lstsq(rows, np.concatenate([y - middle, np.zeros(x.shape[1])]), rcond=None)
    weights = np.ldexp(solved, -power)
    return np.append(weights, middle - weights @ mean), int(rank) == x.shape[1]


class Parabola(NamedTuple):
    """Sum of squared errors over two parameters."""

    lowest: float
    place: Floats
    """θ*, ``(2,)``; where a whole line is lowest, one of its points."""
    root: Floats
    """R, ``(2, 2)``, upper triangular."""

    @classmethod
    def of(cls, rows: Floats, y: Floats) -> Self:
        """Of examples ``(n, 2)`` and targets ``(n,)``."""
        place, _ = least_squares(rows, y)
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
