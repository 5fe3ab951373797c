"""Examples to learn from: their split into training and test data, and their standardisation.

z = (x − mean) / scale        mean, scale of each feature over the training examples only
"""

from typing import Any, Literal, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from engine.errors import EngineError, shown
from engine.numbers.arrays import numbers, plain, whole
from engine.numbers.draws import MOST_SEED, Purpose, stream
from engine.numbers.equality import hash_of, same

Floats: TypeAlias = NDArray[np.float64]
Labels: TypeAlias = NDArray[np.int64]
Task: TypeAlias = Literal["regression", "binary", "multiclass"]


class Points(NamedTuple):
    """Examples, one a row."""

    x: Floats
    """Features, (n, features)."""
    y: Floats | Labels
    """Target, (n,): float64 for a regression, int64 labels 0, 1, … for classes."""

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Points) and same(self.x, other.x) and same(self.y, other.y)

    def __ne__(self, other: object) -> bool:
        return not self == other

    def __hash__(self) -> int:
        return hash((hash_of(self.x), hash_of(self.y)))

    def rows(self, chosen: NDArray[np.int64] | NDArray[np.bool_]) -> "Points":
        """The examples at ``chosen``, in that order."""
        return Points(self.x[chosen], self.y[chosen])


class Standardised(NamedTuple):
    """Points of mean 0 and standard deviation 1, and what they were moved and divided by."""

    points: Points
    mean: Floats
    """(features,), in the units of the features."""
    scale: Floats
    """(features,), in the units of the features."""


def need_points(points: Any) -> None:
    """Raises ``EngineError`` where ``points`` are no examples: features ``(n, d)`` and targets ``(n,)``, as arrays."""
    if not isinstance(points, Points):
        raise EngineError("invalid", "points", value=f"{shown(points)} is no Points(x, y)")
    if not all(isinstance(part, np.ndarray) and part.dtype.kind in "iuf" for part in points):
        raise EngineError("not_a_number", "points", value=shown(points))
    if points.x.ndim != 2 or points.y.shape != points.x.shape[:1]:
        raise EngineError("wrong_shape", "points", value=(points.x.shape, points.y.shape), allowed="(n, features), (n,)")


def split(points: Points, share: float, seed: int) -> tuple[Points, Points]:
    """(training, test) examples: shuffled by ``seed``, ``share`` of them for the test.

    Classes keep their proportions: each gives ``share`` of its examples, rounded so that the total is
    ``share`` of all (largest remainders first, the lower label where they are equal). At least one
    training example stays, of each class too: the test set is smaller where that needs it.

    Raises ``EngineError`` for a share outside [0, 1], or where points are none.
    """
    need_points(points)
    share, seed = plain(share), whole(seed, "seed", 0, MOST_SEED, "out_of_range")
    if isinstance(share, bool) or not isinstance(share, int | float):
        raise EngineError("not_a_number", "share", value=shown(share))
    if not 0.0 <= share <= 1.0:
        raise EngineError("out_of_range", "share", value=shown(share), allowed="[0, 1]")
    order = np.argsort(stream(seed, Purpose.SPLIT, "").random(len(points.y)), kind="stable")
    group = points.y if points.y.dtype.kind == "i" else np.zeros(len(points.y), dtype=np.int64)
    labels, sizes = np.unique(group, return_counts=True)
    taken = np.zeros(len(order), dtype=bool)
    for label, count in zip(labels, _test_counts(sizes, share), strict=True):
        taken[np.flatnonzero(group[order] == label)[:count]] = True
    return points.rows(order[~taken]), points.rows(order[taken])


def _test_counts(sizes: NDArray[Any], share: float) -> NDArray[np.int64]:
    """Of how many examples of each class the test set is made."""
    exact = share * sizes
    counts = np.floor(exact).astype(np.int64)
    missing = int(np.floor(share * sizes.sum() + 0.5)) - int(counts.sum())
    counts[np.argsort(counts - exact, kind="stable")[:missing]] += 1
    most: NDArray[np.int64] = np.minimum(counts, sizes - 1)
    return most


def standardise(points: Points) -> Standardised:
    """Bring every feature to mean 0 and standard deviation 1 (of the population: ÷ n), as StandardScaler does.

    A constant column becomes 0 and has scale 1; a spread below the smallest normal number, 2.2e-308, of which float64
    keeps no digits, counts as that number. Mean and scale belong to the examples given: give the
    training part alone and bring the test part to the same measure with `measured_by`.

    Raises ``EngineError`` where there is no example.
    """
    need_points(points)
    if not len(points.x):
        raise EngineError("wrong_length", "points", value=0, allowed="≥ 1")
    constant = (points.x == points.x[:1]).all(axis=0)
    # The squares of small numbers are 0 and the sums of large ones ∞: both are taken of numbers near 1. A power of two rounds nothing.
    _, power = np.frexp(np.abs(points.x).max(axis=0))
    near = np.ldexp(points.x, -power)
    # The mean of equal numbers can miss them by a rounding.
    mean = np.where(constant, points.x[0], np.ldexp(near.mean(axis=0), power))
    scale = np.where(constant, 1.0, np.maximum(np.ldexp(near.std(axis=0), power), np.finfo(float).tiny))
    return Standardised(measured_by(points, mean, scale), mean, scale)


def measured_by(points: Points, mean: Floats, scale: Floats) -> Points:
    """``points`` with the mean and scale of others: (x − mean) / scale. Raises ``EngineError`` where they do not fit."""
    need_points(points)
    for path, given in (("mean", mean), ("scale", scale)):
        measure = numbers(given, path)
        if measure.shape != points.x.shape[1:]:
            raise EngineError("wrong_shape", path, value=measure.shape, allowed=points.x.shape[1:])
    return Points((points.x - mean) / scale, points.y)
