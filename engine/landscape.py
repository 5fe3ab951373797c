"""What can be descended: loss and gradient over named parameters.

Every landscape says its parameters, what of it is drawn, where a descent begins, and loss and gradient at one point. What
more can be asked is said by its type, and a landscape gives itself as that type, or None:

    ``as_mapped``   ``Mapped``   loss, gradient and Hessian at arrays of points: pictures, sweeps, limits of stability
    ``as_formula``  ``Formula``  the same on any kind of number: floats, arrays, traced, written (``engine.functions``)
    ``as_data``     ``OnData``   the loss is over examples, of which an update may see a batch
    ``as_vector``   ``Vector``   the parameters are one flat array with named parts: as many as there are

A named test function is a ``Formula`` (``engine.surface``), the loss of a model of two parameters on data is ``OnData`` and
``Mapped`` (``engine.fits.fitting``); either may have its gradient taken by differences (``engine.running.differences``).
"""

from collections.abc import Iterator, Sequence
from typing import Any, Literal, NamedTuple, Optional, TypeAlias

import numpy as np
from numpy.typing import NDArray

from engine.functions import ARRAY, Functions, Number
from engine.numbers.layout import Layout

Floats: TypeAlias = NDArray[Any]
PointKind: TypeAlias = Literal["minimum", "saddle", "maximum", "flat", "unknown"]
"""By the signs of the Hessian's eigenvalues; ``unknown`` where no Hessian is known."""
Window: TypeAlias = tuple[tuple[float, float], ...]
"""(low, high) for each parameter."""


class StationaryPoint(NamedTuple):
    """A point where the gradient is zero. ``is_global`` marks global minima."""

    params: tuple[float, ...]
    kind: PointKind
    is_global: bool = False


class Landscape:
    """Base of everything that can be descended."""

    @property
    def parameters(self) -> tuple[str, ...]:
        """Their names."""
        raise NotImplementedError

    def window(self) -> Window:
        """The part that is drawn, a side for each parameter."""
        raise NotImplementedError

    def start(self) -> tuple[float, ...]:
        """A good first start."""
        raise NotImplementedError

    def stationary_points(self) -> tuple[StationaryPoint, ...]:
        """All known minima, saddles and maxima inside the window (minima of the whole domain first)."""
        return ()

    def loss_on(self, params: tuple[float, ...], batch: Any) -> float:
        """The loss at one point on one batch; on all there is where ``batch`` is None."""
        return self.slope_on(params, batch)[0]

    def slope_on(self, params: tuple[float, ...], batch: Any) -> tuple[float, tuple[float, ...]]:
        """(loss, gradient) at one point on one batch; on all there is where ``batch`` is None."""
        raise NotImplementedError

    def losses(self, points: Floats) -> Floats:
        """The loss on all there is at ``(rows, d)`` points, ``(rows,)``."""
        return np.array([self.loss_on(tuple(point), None) for point in points.tolist()])

    def traced(self, f: Functions, point: tuple[Number, ...], batch: Any) -> tuple[Number, tuple[Number, ...]]:
        """(loss, gradient) of one step, made of traced numbers (``engine.numbers.trace``)."""
        raise NotImplementedError

    def arrays(self) -> Iterator[Floats]:
        """What it holds in memory; arrays that others hold as well are theirs too."""
        yield from ()

    @property
    def as_mapped(self) -> Optional["Mapped"]:
        """Itself where arrays of points can be asked for."""
        return None

    @property
    def as_formula(self) -> Optional["Formula"]:
        """Itself where loss and gradient are a few operations on numbers."""
        return None

    @property
    def as_data(self) -> Optional["OnData"]:
        """Itself where the loss is over examples."""
        return None

    @property
    def drawn(self) -> "Landscape":
        """The landscape of at most two parameters that pictures show: itself, or a plane through it."""
        return self

    def drawn_at(self, params: Floats) -> Floats:
        """Where points ``(…, d)`` stand in it, ``(…, min(d, 2))``: up to two parameters they are their own places."""
        return params

    def need_data(self) -> "OnData":
        """``as_data`` for who knows that there is data. Raises ``TypeError`` where there is none."""
        raise TypeError(f"{self!r} is not made of data")

    @property
    def as_vector(self) -> Optional["Vector"]:
        """Itself where the parameters are one flat array."""
        return None


class Mapped(Landscape):
    """A landscape whose loss, gradient and Hessian are worked out at whole arrays of points.

    The parameters are given one by one, ``(x, y)`` or ``(x,)``, as arrays of one shape; ``f`` is ``engine.functions.ARRAY``.
    """

    def value(self, f: Functions, *params: Number) -> Number:
        """The loss."""
        raise NotImplementedError

    def gradient(self, f: Functions, *params: Number) -> tuple[Number, ...]:
        """∂L/∂θ, one entry for each parameter."""
        raise NotImplementedError

    def hessian(self, f: Functions, *params: Number) -> tuple[tuple[Number, ...], ...]:
        """∂²L/∂θ∂θᵀ, row by row."""
        raise NotImplementedError

    def losses(self, points: Floats) -> Floats:
        return np.asarray(self.value(ARRAY, *points.T))

    @property
    def as_mapped(self) -> "Mapped":
        return self


class Formula(Mapped):
    """A landscape that is written once and fed floats, arrays, traced or written numbers: ``f`` is any of their functions."""

    def slope_on(self, params: tuple[float, ...], batch: Any) -> tuple[float, tuple[float, ...]]:
        # NumPy's scalars: what leaves the numbers becomes ∞ or NaN, where floats would raise.
        point = tuple(map(np.float64, params))
        return float(self.value(ARRAY, *point)), tuple(map(float, self.gradient(ARRAY, *point)))

    def traced(self, f: Functions, point: tuple[Number, ...], batch: Any) -> tuple[Number, tuple[Number, ...]]:
        return self.value(f, *point), self.gradient(f, *point)

    @property
    def as_formula(self) -> "Formula":
        return self


class OnData(Landscape):
    """A landscape that is a mean (or sum) of the losses of examples, of which an update may see a few."""

    @property
    def examples(self) -> int:
        """How many."""
        raise NotImplementedError

    @property
    def is_sum(self) -> bool:
        """Whether the loss is the sum over the examples, not their mean."""
        raise NotImplementedError

    @property
    def batch_bytes(self) -> int:
        """Of memory that all examples take as a batch."""
        raise NotImplementedError

    def batch(self, order: NDArray[np.int64]) -> Any:
        """The examples in that order; ``cut(slice(first, last))`` of it is what ``slope_on`` takes."""
        raise NotImplementedError

    def told(self, params: tuple[float, ...], indices: Sequence[int]) -> dict[str, Any]:
        """Some examples with their numbers at one point: ``x`` (a list for each feature), ``y``, ``output``, ``loss``, ``slope``.

        Where there are several outputs, ``output`` and ``slope`` hold a list for each example.
        """
        raise NotImplementedError

    def example_gradients(self, params: tuple[float, ...]) -> Floats:
        """The gradient of every example's own loss with the penalties, ``(n, d)``; their mean is the gradient of a mean loss."""
        raise NotImplementedError

    @property
    def is_classifier(self) -> bool:
        """Whether classes are told apart, rightly or wrongly."""
        return False

    def accuracy(self, params: tuple[float, ...], threshold: float) -> tuple[float, float | None]:
        """Share of the training and of the test examples (None without any) classified rightly; only asked of a classifier.

        Of two classes the second is said where its probability is at least ``threshold``.
        """
        raise NotImplementedError

    @property
    def cost(self) -> int:
        """How many numbers are worked out for one loss: one for each output of each example."""
        return self.examples

    def mapped_losses(self, points: Floats, chosen: Sequence[int] | None) -> Floats:
        """The loss on all examples, or on those chosen, at points ``(m, d)``, ``(m,)``; as exact as a picture needs."""
        raise NotImplementedError

    def mapped_accuracies(self, points: Floats, threshold: float) -> Floats:
        """``accuracy`` on the training examples at points ``(m, d)``, ``(m,)``; only asked of a classifier."""
        raise NotImplementedError

    @property
    def as_data(self) -> "OnData":
        return self

    def need_data(self) -> "OnData":
        return self


class Vector(Landscape):
    """A landscape of any number of parameters, given and answered as flat float64 arrays ``(d,)``; what is given is not changed."""

    layout: Layout
    """The named parts of the array."""

    def loss_at(self, params: Floats, batch: Any) -> float:
        """The loss on one batch; on all there is where ``batch`` is None."""
        return self.slope_at(params, batch)[0]

    def slope_at(self, params: Floats, batch: Any) -> tuple[float, Floats]:
        """(loss, gradient) on one batch, the gradient an array of its own; on all there is where ``batch`` is None."""
        raise NotImplementedError

    def traced_at(
        self, f: Functions, params: Floats, point: Sequence[Number], places: Sequence[int], batch: Any
    ) -> tuple[Number, Sequence[Number]]:
        """(loss, gradient at ``places``) of one step, made of traced numbers; ``point`` holds the parameters there as such."""
        loss, gradient = self.slope_at(params, batch)
        return f.named(loss, "L"), [f.named(float(gradient[place]), f"∂L/∂{self.parameters[place]}") for place in places]

    @property
    def parameters(self) -> tuple[str, ...]:
        return self.layout.names

    def loss_on(self, params: tuple[float, ...], batch: Any) -> float:
        return self.loss_at(np.array(params, dtype=float), batch)

    def slope_on(self, params: tuple[float, ...], batch: Any) -> tuple[float, tuple[float, ...]]:
        loss, gradient = self.slope_at(np.array(params, dtype=float), batch)
        return loss, tuple(gradient.tolist())

    @property
    def as_vector(self) -> "Vector":
        return self


def examples_of(landscape: Landscape) -> int:
    """Of how many examples the loss is made; 0 where there is no data."""
    return 0 if landscape.as_data is None else landscape.as_data.examples
