"""What of a landscape lies in a plane through it, as the types that say what can be asked (``engine.landscape``)."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.functions import Functions, Number
from engine.landscape import Floats, Formula, Landscape, Mapped, OnData, StationaryPoint, Window
from engine.numbers.frame import Frame


class _InPlane(Landscape):
    """What it says of itself is the plane's."""

    def __init__(self, plane: Landscape, frame: Frame, of: Any) -> None:
        self._plane = plane
        self._frame = frame
        self._of = of

    @property
    def parameters(self) -> tuple[str, ...]:
        return self._plane.parameters

    def window(self) -> Window:
        return self._plane.window()

    def start(self) -> tuple[float, ...]:
        return self._plane.start()

    def stationary_points(self) -> tuple[StationaryPoint, ...]:
        return self._plane.stationary_points()

    def loss_on(self, params: tuple[float, ...], batch: Any) -> float:
        return self._plane.loss_on(params, batch)

    def slope_on(self, params: tuple[float, ...], batch: Any) -> tuple[float, tuple[float, ...]]:
        return self._plane.slope_on(params, batch)

    def losses(self, points: Floats) -> Floats:
        return self._plane.losses(points)

    def traced(self, f: Functions, point: tuple[Number, ...], batch: Any) -> tuple[Number, tuple[Number, ...]]:
        return self._plane.traced(f, point, batch)


class MappedInPlane(_InPlane, Mapped):
    """Gradient and Hessian by projection, at arrays of points."""

    def _point(self, params: tuple[Number, ...]) -> tuple[Number, ...]:
        a, b = params
        along, across = self._frame.directions.tolist()
        return tuple(o + a * d + b * e for o, d, e in zip(self._frame.origin.tolist(), along, across, strict=True))

    def value(self, f: Functions, *params: Number) -> Number:
        return self._of.value(f, *self._point(params))

    def gradient(self, f: Functions, *params: Number) -> tuple[Number, ...]:
        slopes = self._of.gradient(f, *self._point(params))
        return tuple(_dot(slopes, direction) for direction in self._frame.directions.tolist())

    def hessian(self, f: Functions, *params: Number) -> tuple[tuple[Number, ...], ...]:
        rows = self._of.hessian(f, *self._point(params))
        first, second = self._frame.directions.tolist()
        along, across = ([_dot(row, direction) for row in rows] for direction in (first, second))
        mixed = _dot(across, first)
        return (_dot(along, first), mixed), (mixed, _dot(across, second))


class FormulaInPlane(MappedInPlane, Formula):
    """The same on any kind of number."""

    slope_on = Formula.slope_on
    traced = Formula.traced


class DataInPlane(_InPlane, OnData):
    """A loss of examples: an update may see a batch of them in the plane too."""

    @property
    def examples(self) -> int:
        found: int = self._of.examples
        return found

    @property
    def is_sum(self) -> bool:
        return bool(self._of.is_sum)

    @property
    def batch_bytes(self) -> int:
        return int(self._of.batch_bytes)

    def batch(self, order: NDArray[np.int64]) -> Any:
        return self._of.batch(order)

    def told(self, params: tuple[float, ...], indices: Sequence[int]) -> dict[str, Any]:
        found: dict[str, Any] = self._of.told(self._at(params), indices)
        return found

    def example_gradients(self, params: tuple[float, ...]) -> Floats:
        return np.asarray(self._of.example_gradients(self._at(params)) @ self._frame.directions.T)

    @property
    def is_classifier(self) -> bool:
        return bool(self._of.is_classifier)

    def accuracy(self, params: tuple[float, ...], threshold: float) -> tuple[float, float | None]:
        found: tuple[float, float | None] = self._of.accuracy(self._at(params), threshold)
        return found

    @property
    def cost(self) -> int:
        found: int = self._of.cost
        return found

    def mapped_losses(self, points: Floats, chosen: Sequence[int] | None) -> Floats:
        return np.asarray(self._of.mapped_losses(self._frame.point(points), chosen))

    def mapped_accuracies(self, points: Floats, threshold: float) -> Floats:
        return np.asarray(self._of.mapped_accuracies(self._frame.point(points), threshold))

    def _at(self, params: tuple[float, ...]) -> tuple[float, ...]:
        return tuple(self._frame.point(params).tolist())

    @property
    def as_mapped(self) -> Mapped | None:
        return self._plane.as_mapped


def _dot(entries: Sequence[Number], direction: list[float]) -> Number:
    """Σ entryᵢ directionᵢ, from the first to the last."""
    total = entries[0] * direction[0]
    for entry, share in zip(entries[1:], direction[1:], strict=True):
        total = total + entry * share
    return total
