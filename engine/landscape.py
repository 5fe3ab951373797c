"""What a ball rolls on: loss, exact gradient and Hessian over a few parameters.

A landscape is a named test function (``engine.surface``), the loss of a model on data
(``engine.fits.fitting``), or one of these with its gradient taken by differences (``engine.running.differences``).
The functions are fed floats, arrays or traced numbers (``engine.functions``) and take the parameters one by
one, ``(x, y)`` or ``(x,)``.
"""

from typing import Any, ClassVar, Literal, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from engine.functions import Functions, Number

PointKind: TypeAlias = Literal["minimum", "saddle", "maximum", "flat"]
Window: TypeAlias = tuple[tuple[float, float], ...]
"""(low, high) for each parameter."""


class StationaryPoint(NamedTuple):
    """A point where the gradient is zero. ``is_global`` marks global minima."""

    params: tuple[float, ...]
    kind: PointKind
    is_global: bool = False


class Landscape:
    """Base of everything that can be descended."""

    is_straight: ClassVar[bool] = True
    """Whether value and gradient are a few operations on numbers, which can be written down (``engine.running.straight``)."""

    @property
    def parameters(self) -> tuple[str, ...]:
        """Their names."""
        raise NotImplementedError

    def window(self) -> Window:
        """The part of the plane that is drawn."""
        raise NotImplementedError

    def start(self) -> tuple[float, ...]:
        """A good first start."""
        raise NotImplementedError

    def stationary_points(self) -> tuple[StationaryPoint, ...]:
        """All known minima, saddles and maxima inside the window (minima of the whole domain first)."""
        raise NotImplementedError

    def value(self, f: Functions, *params: Number) -> Number:
        """The loss."""
        raise NotImplementedError

    def gradient(self, f: Functions, *params: Number) -> tuple[Number, ...]:
        """∂L/∂θ, one entry for each parameter."""
        raise NotImplementedError

    def hessian(self, f: Functions, *params: Number) -> tuple[tuple[Number, ...], ...]:
        """∂²L/∂θ∂θᵀ, row by row."""
        raise NotImplementedError

    # ---- where there is data -----------------------------------------------------------------------

    @property
    def examples(self) -> int:
        """How many examples the loss is a mean of; 0 where there is no data."""
        return 0

    def batch(self, order: NDArray[np.int64]) -> Any:
        """The examples in that order, to be cut into batches: ``[first:last]`` of it is what ``slope_on`` takes."""
        raise NotImplementedError

    def loss_on(self, params: tuple[float, ...], batch: Any) -> float:
        """The loss on one batch; on all data where ``batch`` is None."""
        raise NotImplementedError

    def slope_on(self, params: tuple[float, ...], batch: Any) -> tuple[float, tuple[float, ...]]:
        """(loss, gradient) on one batch; on all data where ``batch`` is None."""
        raise NotImplementedError

    # ---- what a step shows -------------------------------------------------------------------------

    def traced(self, f: Functions, point: tuple[Number, ...], batch: Any) -> tuple[Number, tuple[Number, ...]]:
        """(loss, gradient) of one step, made of traced numbers (``engine.numbers.trace``)."""
        return self.value(f, *point), self.gradient(f, *point)
