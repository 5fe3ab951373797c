"""Two perpendicular directions from a point of a space of many dimensions: where points stand in their plane, and how far beside it."""

from typing import NamedTuple, Self

import numpy as np
from numpy.typing import ArrayLike, NDArray

from engine.errors import EngineError

Floats = NDArray[np.float64]

LEAST_ANGLE = 1e-8
"""Sine of the angle below which two directions count as parallel: half of float64's digits are gone by then."""


class Frame(NamedTuple):
    """``θ = origin + a d₁ + b d₂``, d₁ and d₂ orthonormal."""

    origin: Floats
    """``(d,)``"""
    directions: Floats
    """``(2, d)``"""

    @classmethod
    def spanned(cls, origin: Floats, directions: Floats) -> Self:
        """The plane of two directions: the first keeps its sense, the second its side of the first (Gram–Schmidt).

        Raises ``EngineError`` (``no_plane``) where one is zero or both are parallel.
        """
        lengths = [length(direction) for direction in directions]
        if 0.0 in lengths:
            raise EngineError("no_plane", f"directions.{lengths.index(0.0)}", value="0, 0, …, 0")
        first, second = (direction / far for direction, far in zip(directions, lengths, strict=True))
        for _ in range(2):  # what rounding left of the first is taken out by the second turn
            second = second - (second @ first) * first
            left = length(second)
            if left < LEAST_ANGLE:
                raise EngineError("no_plane", "directions", value="d₁ ∥ d₂")
            second = second / left
        return cls(origin, np.stack([first, second]))

    @classmethod
    def of_path(cls, points: Floats) -> Self:
        """The plane that holds most of the variance of points ``(n, d)``: through their mean, along their two principal axes.

        An axis points to where its largest entry is positive. Points on a line have one axis; the other is then the direction of
        the parameter that is most nearly perpendicular to it, made so. Raises ``EngineError`` (``no_plane``) for points that are all one.

        Source: K. Pearson, "On Lines and Planes of Closest Fit to Systems of Points in Space", 1901.
        """
        if (points == points[0]).all():
            raise EngineError("no_plane", "path", value=points[0].tolist()[:3])
        mean = points.mean(axis=0)
        apart = points - mean
        _, spreads, axes = np.linalg.svd(apart / np.abs(apart).max(), full_matrices=False)
        if len(axes) < 2 or spreads[1] <= max(apart.shape) * np.finfo(float).eps * spreads[0]:
            across = np.zeros(apart.shape[1])
            across[np.abs(axes[0]).argmin()] = 1.0
            axes = np.stack([axes[0], across])
        largest = np.abs(axes[:2]).argmax(axis=1)
        return cls.spanned(mean, axes[:2] * np.sign(axes[[0, 1], largest])[:, None])

    def place(self, params: ArrayLike) -> Floats:
        """Where points ``(…, d)`` stand in the plane, ``(…, 2)``: straight below or above them."""
        return np.asarray((np.asarray(params, dtype=float) - self.origin) @ self.directions.T)

    def point(self, places: ArrayLike) -> Floats:
        """The points ``(…, d)`` that stand at ``(…, 2)`` of the plane."""
        return np.asarray(self.origin + np.asarray(places, dtype=float) @ self.directions)

    def distances(self, params: ArrayLike) -> Floats:
        """How far points ``(…, d)`` are from the plane, ``(…,)``."""
        return np.asarray(np.linalg.norm(np.asarray(params, dtype=float) - self.point(self.place(params)), axis=-1))

    def share(self, path: ArrayLike) -> float:
        """Share of the variance of points ``(n, d)`` that lies in the plane, in [0, 1]; NaN where they are all one."""
        points = np.asarray(path, dtype=float)
        apart = points - points.mean(axis=0)
        most = float(np.abs(apart).max())
        if not most > 0:
            return float("nan")
        apart = apart / most  # squares neither overflow nor vanish
        return min(1.0, float(np.square(apart @ self.directions.T).sum() / np.square(apart).sum()))


def length(vector: Floats) -> float:
    """‖vector‖₂ without overflow on the way."""
    most = float(np.abs(vector).max())
    return most * float(np.linalg.norm(vector / most)) if most > 0 else 0.0
