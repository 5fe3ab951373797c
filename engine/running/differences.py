"""The numerical gradient: a landscape whose slope is measured instead of derived.

    ∂L/∂θᵢ ≈ (L(θ + ε eᵢ) − L(θ − ε eᵢ)) / 2ε

Two values a parameter, 2d of them a step. Its error is ε²/6 times the third derivative (truncation)
plus about u·|L| / ε (round-off, u = 1.1e-16): too large an ε is wrong by the first, too small by the second.

Source: W. H. Press et al., Numerical Recipes, 3rd edition, 2007, section 5.7.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray
from pydantic import Discriminator

from engine.config import Config, hyper
from engine.functions import Functions, Number
from engine.landscape import Floats, Formula, Landscape, Mapped, OnData, StationaryPoint, Vector, Window
from engine.numbers.layout import Layout
from engine.text import N_


class ExactGradient(Config):
    """The derivative as a formula."""

    kind: Literal["exact"] = "exact"

    def seen(self, landscape: Landscape) -> Landscape:
        """The landscape as a ball sees it."""
        return landscape

    def evaluations(self, parameters: int) -> int:
        """How many times as much as the loss alone an update looks at."""
        return 1


class NumericalGradient(Config):
    """Central differences with spacing ε."""

    kind: Literal["numerical"] = "numerical"
    epsilon: float = hyper(
        1e-5,
        symbol="ε",
        title=N_("Spacing ε"),
        help=N_("How far to either side the loss is looked at."),
        scale="log",
        slider=(1e-12, 1.0),
        gt=0,
        le=1e3,
    )

    def seen(self, landscape: Landscape) -> Landscape:
        """The landscape as a ball sees it."""
        return by_differences(landscape, self.epsilon)

    def evaluations(self, parameters: int) -> int:
        """How many times as much as the loss alone an update looks at."""
        return 1 + 2 * parameters


GradientKind: TypeAlias = Annotated[ExactGradient | NumericalGradient, Discriminator("kind")]


class _Differences(Landscape):
    """Loss, Hessian and known points stay those of ``of``, exact; the gradient is measured with spacing ``epsilon``."""

    of: Any
    epsilon: float

    @property
    def parameters(self) -> tuple[str, ...]:
        return tuple(self.of.parameters)

    def window(self) -> Window:
        found: Window = self.of.window()
        return found

    def start(self) -> tuple[float, ...]:
        return tuple(self.of.start())

    def stationary_points(self) -> tuple[StationaryPoint, ...]:
        return tuple(self.of.stationary_points())

    def traced(self, f: Functions, point: tuple[Number, ...], batch: Any) -> tuple[Number, tuple[Number, ...]]:
        loss, _ = self.of.traced(f, point, batch)

        def measured(moved: tuple[Number, ...]) -> Number:
            # What stands in the line is the loss there, as a number with a name.
            side = "L₊" if any(float(m) > float(p) for m, p in zip(moved, point, strict=True)) else "L₋"
            return f.named(float(self.of.traced(f, tuple(f.named(float(m), "") for m in moved), batch)[0]), side)

        return loss, self._by_differences(point, measured)

    def _by_differences(self, point: tuple[Number, ...], loss: Callable[[tuple[Number, ...]], Number]) -> tuple[Number, ...]:
        width = 2.0 * self.epsilon

        def moved(i: int, by: float) -> tuple[Number, ...]:
            return tuple(p + by if i == j else p for j, p in enumerate(point))

        return tuple((loss(moved(i, self.epsilon)) - loss(moved(i, -self.epsilon))) / width for i in range(len(point)))


@dataclass(frozen=True)
class MappedByDifferences(_Differences, Mapped):
    """At arrays of points, on all data: two values for each parameter."""

    of: Mapped
    epsilon: float

    def value(self, f: Functions, *params: Number) -> Number:
        return self.of.value(f, *params)

    def gradient(self, f: Functions, *params: Number) -> tuple[Number, ...]:
        return self._by_differences(params, lambda point: self.of.value(f, *point))

    def hessian(self, f: Functions, *params: Number) -> tuple[tuple[Number, ...], ...]:
        return self.of.hessian(f, *params)


@dataclass(frozen=True)
class FormulaByDifferences(MappedByDifferences, Formula):
    """The same on any kind of number."""

    of: Formula


@dataclass(frozen=True)
class DataByDifferences(_Differences, OnData):
    """The loss of data, whose gradient is two losses on the batch for each parameter."""

    of: OnData
    epsilon: float

    @property
    def examples(self) -> int:
        return self.of.examples

    @property
    def is_sum(self) -> bool:
        return self.of.is_sum

    @property
    def batch_bytes(self) -> int:
        return self.of.batch_bytes

    def batch(self, order: NDArray[np.int64]) -> Any:
        return self.of.batch(order)

    def loss_on(self, params: tuple[float, ...], batch: Any) -> float:
        return self.of.loss_on(params, batch)

    def slope_on(self, params: tuple[float, ...], batch: Any) -> tuple[float, tuple[float, ...]]:
        return self.loss_on(params, batch), self._by_differences(params, lambda point: self.loss_on(point, batch))

    def losses(self, points: Floats) -> Floats:
        return self.of.losses(points)

    def told(self, params: tuple[float, ...], indices: Sequence[int]) -> dict[str, Any]:
        return self.of.told(params, indices)

    def example_gradients(self, params: tuple[float, ...]) -> Floats:
        return self.of.example_gradients(params)

    @property
    def cost(self) -> int:
        return self.of.cost

    def mapped_losses(self, points: Floats, chosen: Sequence[int] | None) -> Floats:
        return self.of.mapped_losses(points, chosen)

    def mapped_accuracies(self, points: Floats, threshold: float) -> Floats:
        return self.of.mapped_accuracies(points, threshold)

    @property
    def is_classifier(self) -> bool:
        return self.of.is_classifier

    def accuracy(self, params: tuple[float, ...], threshold: float) -> tuple[float, float | None]:
        return self.of.accuracy(params, threshold)

    @property
    def as_mapped(self) -> Mapped | None:
        return None if self.of.as_mapped is None else MappedByDifferences(self.of.as_mapped, self.epsilon)

    @property
    def as_vector(self) -> Vector | None:
        return None if self.of.as_vector is None else VectorByDifferences(self.of.as_vector, self.epsilon)


@dataclass(frozen=True)
class VectorByDifferences(_Differences, Vector):
    """A flat array of parameters, of which one after the other is moved to either side."""

    of: Vector
    epsilon: float

    @property
    def layout(self) -> Layout:  # type: ignore[override]  # as the landscape it looks at
        return self.of.layout

    def loss_at(self, params: Floats, batch: Any) -> float:
        return self.of.loss_at(params, batch)

    def slope_at(self, params: Floats, batch: Any) -> tuple[float, Floats]:
        width, moved, gradient = 2.0 * self.epsilon, params.copy(), np.empty(len(params))
        for i, here in enumerate(params.tolist()):
            moved[i] = here + self.epsilon
            above = self.of.loss_at(moved, batch)
            moved[i] = here - self.epsilon
            gradient[i] = (above - self.of.loss_at(moved, batch)) / width
            moved[i] = here
        return self.of.loss_at(params, batch), gradient


def by_differences(landscape: Landscape, epsilon: float) -> Landscape:
    """``landscape`` with central differences for its gradient."""
    if (formula := landscape.as_formula) is not None:
        return FormulaByDifferences(formula, epsilon)
    if (data := landscape.as_data) is not None:
        return DataByDifferences(data, epsilon)
    if (vector := landscape.as_vector) is not None:
        return VectorByDifferences(vector, epsilon)
    raise TypeError(f"{landscape!r} is neither a formula nor made of data nor a vector's")
