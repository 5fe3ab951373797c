"""A loss surface made of data, over any number of parameters: a model that is linear in all of them.

With examples as rows of X, ``(n, in)``, weights W, ``(out, in)``, and a bias b, ``(out,)``,

    Z       = X Wᵀ + b                        one row of outputs for each example
    L       = (1/n) Σ ℓ(zᵢ, yᵢ) + λ₁ Σ |W| + ½ λ₂ Σ W²                (no penalty on the bias)
    ∂L/∂W   = (1/n) (∂ℓ/∂Z)ᵀ X + λ₁ sign W + λ₂ W
    ∂L/∂b   = (1/n) Σ ∂ℓᵢ/∂zᵢ
    ∂²L     = (1/n) Σ ∂²ℓᵢ/∂zᵢ∂zᵢᵀ ⊗ (xᵢ, 1)(xᵢ, 1)ᵀ + λ₂ on the weights

where 1/n is left out for losses that are sums. With one output this is linear regression, ℓ a loss of one
number; with a logit for each class it is softmax regression, ℓ a cross-entropy from logits.
"""

from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from engine.fits.parabola import regressed
from engine.fits.points import Points
from engine.functions import Functions, Number
from engine.landscape import Mapped, OnData, StationaryPoint, Vector, Window
from engine.loss import Loss
from engine.model import round_above, spread
from engine.numbers.layout import Layout, Part
from engine.plane import Plane
from engine.plane_choice import ParametersPlane, PlaneChoice

Floats = NDArray[np.float64]

SILENT = np.errstate(all="ignore")
"""Far out a loss overflows: it is ∞ or NaN there, without a warning."""
CHUNK_BYTES = 2**18
"""Outputs worked on at once where many points are asked for: they stay in the second-level cache."""


MOST_MAPPED = 256
"""Parameters up to which second derivatives are worked out: so many squared are a matrix of half a MiB."""


class Rows(NamedTuple):
    """Examples, one a row; ``cut`` gives some of them."""

    x: Floats
    """``(n, in)``"""
    y: NDArray[Any]
    """As the loss takes targets: ``(n,)`` numbers or labels, or one-hot ``(n, out)``."""
    ones: Floats
    """A sum is a product with these: BLAS adds faster than NumPy's ``sum``."""

    def cut(self, part: Any) -> "Rows":
        """The examples of a slice, or in an order of indices."""
        return Rows(self.x[part], self.y[part], self.ones[part])


class LinearFit(OnData, Mapped, Vector):
    """The loss of a linear model on ``points``; ``outputs`` is 1 for a regression, else the number of classes."""

    def __init__(
        self,
        loss: Loss,
        points: Points,
        outputs: int,
        l1: float = 0.0,
        l2: float = 0.0,
        test: Points | None = None,
        plane: PlaneChoice | None = None,
    ) -> None:
        self.loss = loss
        self.points = points
        self.outputs = outputs
        self.l1 = l1
        self.l2 = l2
        self.test = test
        """Kept apart: only ``accuracy`` looks at them."""
        self.plane = plane or ParametersPlane()
        """What is drawn."""
        self.layout = self.layout_of(outputs, points.x.shape[1])
        y = np.asarray(points.y, dtype=float)
        if loss.axes:
            y = points.y.astype(np.intp) if loss.integer_labels else np.eye(outputs)[points.y.astype(np.intp)]
        self.data = Rows(np.ascontiguousarray(points.x, dtype=float), y, np.ones(len(y)))
        self._weights = self.layout.size - outputs

    @staticmethod
    def layout_of(outputs: int, features: int) -> Layout:
        """As PyTorch's ``nn.Linear`` has its parameters."""
        return Layout(Part("weight", (outputs, features)), Part("bias", (outputs,)))

    @property
    def examples(self) -> int:
        return len(self.data.y)

    def arrays(self) -> Iterator[NDArray[Any]]:
        yield from (*self.points, *(self.test or ()), *self.data)

    @property
    def is_sum(self) -> bool:
        return self.loss.reduction == "sum"

    @property
    def as_mapped(self) -> Mapped | None:  # type: ignore[override]  # too many parameters for matrices of second derivatives
        return self if self.layout.size <= MOST_MAPPED else None

    @SILENT
    def window(self) -> Window:
        """Round numbers a few times the size that weights of this data have: of a regression y's spread over x's, of logits 8 over x's."""
        size = spread(self.points.y) if self.outputs == 1 else 4.0
        sides = [round_above(2.0 * size / spread(column)) for column in self.points.x.T]
        far = sum(side * abs(float(column.mean())) for side, column in zip(sides, self.points.x.T, strict=True))
        middle = abs(float(np.mean(self.points.y))) if self.outputs == 1 else 0.0
        bias = round_above(2.0 * size + middle + far)
        return tuple((-side, side) for side in [*(sides * self.outputs), *([bias] * self.outputs)])

    def start(self) -> tuple[float, ...]:
        """All zero: every output is 0, every class equally likely."""
        return (0.0,) * self.layout.size

    @cached_property
    def drawn(self) -> Plane:
        return self.plane.through(self)

    def drawn_at(self, params: Floats) -> Floats:
        return self.drawn.place(params)

    # ---- at one point, on a batch -------------------------------------------------------------------

    @property
    def batch_bytes(self) -> int:
        return sum(array.nbytes for array in self.data)

    def batch(self, order: NDArray[np.int64]) -> Rows:
        return self.data.cut(order)

    def _split(self, params: Floats) -> tuple[Floats, Floats]:
        """(W, b) of one point, views of it."""
        return params[: self._weights].reshape(self.outputs, -1), params[self._weights :]

    def _output(self, params: Floats, x: Floats) -> Floats:
        """Z, ``(n, out)``, or ``(n,)`` where there is one output, as the loss takes predictions."""
        weight, bias = self._split(params)
        if self.outputs == 1:
            return np.asarray(x.dot(weight[0]) + bias[0])
        return np.asarray(x.dot(weight.T) + bias)

    def _count(self, rows: Rows) -> float:
        return 1.0 if self.is_sum else float(len(rows.y))

    def loss_at(self, params: Floats, batch: Rows | None) -> float:
        rows = batch or self.data
        total = float(self.loss.each(self._output(params, rows.x), rows.y).dot(rows.ones))
        return self._penalized(total / self._count(rows), params)

    def slope_at(self, params: Floats, batch: Rows | None) -> tuple[float, Floats]:
        rows = batch or self.data
        total, gradient = self._sums(params, rows)
        count = self._count(rows)
        gradient /= count
        self._pull(gradient, params)
        return self._penalized(total / count, params), gradient

    def _sums(self, params: Floats, rows: Rows) -> tuple[float, Floats]:
        """Σ ℓ, and Σ ℓ′ ∂z/∂θ for each parameter."""
        each, slope = self.loss.both(self._output(params, rows.x), rows.y)
        sums = np.empty(len(params))
        weight, bias = self._split(sums)
        if self.outputs == 1:
            np.dot(slope, rows.x, out=weight[0])
            bias[0] = slope.dot(rows.ones)
        else:
            np.dot(slope.T, rows.x, out=weight)
            np.dot(rows.ones, slope, out=bias)
        return float(each.dot(rows.ones)), sums

    def traced_at(
        self, f: Functions, params: Floats, point: Sequence[Number], places: Sequence[int], batch: Rows | None
    ) -> tuple[Number, Sequence[Number]]:
        # A sum over the examples enters as one number with a name, and so does one over all weights.
        rows = batch or self.data
        total, sums = self._sums(params, rows)
        n = f.named(self._count(rows), "n")
        loss, slopes = f.named(total, "Σℓ"), [f.named(float(sums[place]), f"Σℓ′∂{self.parameters[place]}") for place in places]
        if not self.is_sum:
            loss, slopes = loss / n, [slope / n for slope in slopes]
        weights = params[: self._weights]
        if self.l1:
            loss = loss + self.l1 * f.named(float(np.abs(weights).sum()), "Σ|w|")
            slopes = [
                slope + self.l1 * f.sign(theta) if place < self._weights else slope
                for slope, theta, place in zip(slopes, point, places, strict=True)
            ]
        if self.l2:
            loss = loss + 0.5 * self.l2 * f.named(float(weights.dot(weights)), "Σw²")
            slopes = [
                slope + self.l2 * theta if place < self._weights else slope
                for slope, theta, place in zip(slopes, point, places, strict=True)
            ]
        return loss, slopes

    def _penalized(self, loss: float, params: Floats) -> float:
        """The loss with its penalties."""
        weights = params[: self._weights]
        if self.l1:
            loss = loss + self.l1 * float(np.abs(weights).sum())
        if self.l2:
            loss = loss + 0.5 * self.l2 * float(weights.dot(weights))
        return loss

    def _pull(self, gradient: Floats, params: Floats) -> None:
        """Add the penalties to a gradient ``(d,)``, or to many ``(n, d)``."""
        weights = params[: self._weights]
        if self.l1:
            gradient[..., : self._weights] += self.l1 * np.sign(weights)
        if self.l2:
            gradient[..., : self._weights] += self.l2 * weights

    # ---- at many points, on all data ------------------------------------------------------------------

    def _outputs(self, points: Floats, x: Floats) -> Iterator[tuple[slice, Floats]]:
        """Z at ``points``, ``(points, n, out)``, of so many of them at a time that it stays in the cache."""
        weight, bias = self.layout.part("weight", points), self.layout.part("bias", points)
        at_once = max(1, CHUNK_BYTES // (8 * self.outputs * len(x)))
        for first in range(0, len(points), at_once):
            part = slice(first, first + at_once)
            yield part, np.matmul(x, weight[part].swapaxes(1, 2)) + bias[part, None]

    @SILENT
    def losses(self, points: Floats, batch: Rows | None = None) -> Floats:
        """L at ``points``, ``(m, d)``, on a batch or on all data; shape ``(m,)``."""
        rows = batch or self.data
        sums = np.empty(len(points))
        for part, output in self._outputs(points, rows.x):
            if self.outputs == 1:
                output = output[..., 0]
            each = self.loss.each(output, np.broadcast_to(rows.y, (len(output), *rows.y.shape)))
            sums[part] = np.einsum("ij->i", each)
        weights = points[:, : self._weights]
        penalty = self.l1 * np.abs(weights).sum(axis=1) + 0.5 * self.l2 * np.square(weights).sum(axis=1)
        return np.asarray(sums / self._count(rows) + penalty)

    def value(self, f: Functions, *params: Number) -> Number:
        points, shape = _stacked(params)
        return self.losses(points).reshape(shape)[()]

    def gradient(self, f: Functions, *params: Number) -> tuple[Number, ...]:
        points, shape = _stacked(params)
        slopes = np.array([self.slope_at(point, None)[1] for point in points])
        return tuple(column.reshape(shape)[()] for column in slopes.T)

    @SILENT
    def hessian(self, f: Functions, *params: Number) -> tuple[tuple[Number, ...], ...]:
        points, shape = _stacked(params)
        outer = self._outer()
        hessians = np.array([self._hessian_at(point, outer) for point in points])
        return tuple(tuple(entry.reshape(shape)[()] for entry in row) for row in hessians.transpose(1, 2, 0))

    def hessian_at(self, params: Floats) -> Floats:
        """∂²L/∂θ∂θᵀ at one point, ``(d, d)``."""
        return self._hessian_at(params, self._outer())

    def _hessian_at(self, params: Floats, outer: Floats) -> Floats:
        curve = self.loss.curvature(self._output(params, self.data.x), self.data.y).reshape(self.examples, -1)
        width = outer.shape[-1]
        sums = (curve.T @ outer.reshape(self.examples, -1)).reshape(self.outputs, self.outputs, width, width)
        products = sums.transpose(0, 2, 1, 3) / self._count(self.data)
        # Here each output's bias follows its own weights; the array of parameters has all weights first, then all biases.
        order = np.arange(self.layout.size).reshape(self.outputs, -1)
        order = np.concatenate([order[:, :-1].ravel(), order[:, -1]])
        hessian = products.reshape(self.layout.size, -1)[np.ix_(order, order)]
        hessian[np.diag_indices(self._weights)] += self.l2
        return np.asarray(hessian)

    def _outer(self) -> Floats:
        """(xᵢ, 1)(xᵢ, 1)ᵀ of every example, ``(n, in + 1, in + 1)``: several times the data, so nobody keeps it."""
        extended = np.column_stack([self.data.x, self.data.ones])
        return np.asarray(extended[:, :, None] * extended[:, None, :])

    # ---- example by example ---------------------------------------------------------------------------

    def told(self, params: tuple[float, ...], indices: Sequence[int]) -> dict[str, Any]:
        rows, listed = self.data, list(indices)
        output = self._output(np.array(params, dtype=float), rows.x)
        each, slope = self.loss.both(output, rows.y)
        numbers = {"output": output, "loss": each, "slope": slope}
        return {
            "x": rows.x[listed].T.tolist(),
            "y": self.points.y[listed].tolist(),
            **{name: entries[listed].tolist() for name, entries in numbers.items()},
        }

    def example_gradients(self, params: tuple[float, ...]) -> Floats:
        point, rows = np.array(params, dtype=float), self.data
        _, slope = self.loss.both(self._output(point, rows.x), rows.y)
        slope = slope.reshape(-1, self.outputs)
        gradients = np.concatenate([(slope[:, :, None] * rows.x[:, None, :]).reshape(len(slope), -1), slope], axis=1)
        self._pull(gradients, point)
        return np.asarray(gradients)

    @property
    def is_classifier(self) -> bool:
        return self.outputs > 1

    def accuracy(self, params: tuple[float, ...], threshold: float) -> tuple[float, float | None]:
        """Shares of the training and of the test examples whose class has the largest logit, whatever the ``threshold``."""

        def right(points: Points) -> float:
            return float((self._output(np.array(params, dtype=float), points.x).argmax(axis=1) == points.y).mean())

        return right(self.points), right(self.test) if self.test is not None and len(self.test.y) else None

    # ---- in the picture -------------------------------------------------------------------------------

    @property
    def cost(self) -> int:
        return self.examples * self.outputs

    def mapped_losses(self, points: Floats, chosen: Sequence[int] | None) -> Floats:
        return self.losses(points, None if chosen is None else self.data.cut(list(chosen)))

    @SILENT
    def mapped_accuracies(self, points: Floats, threshold: float) -> Floats:
        right = np.empty(len(points))
        for part, output in self._outputs(points, self.points.x):
            right[part] = (output.argmax(axis=2) == self.points.y).mean(axis=1)
        return right

    # ---- what is known without descending --------------------------------------------------------------

    @cached_property
    def _known(self) -> tuple[StationaryPoint, ...]:
        if self.l1 or not self.loss.is_quadratic:
            return ()
        factor = 0.5 * float(self.loss.curvature(np.zeros(()), np.zeros(())))
        # ½ λ₂ w² is the error of one more example, target 0, √(λ₂ n / 2c) in w's column: all is least squares.
        pull = float(np.sqrt(self.l2 * self._count(self.data) / (2.0 * factor)))
        place, is_single = regressed(self.data.x, self.data.y, pull)
        if not is_single or not np.isfinite(place).all():
            return ()
        return (StationaryPoint(tuple(place.tolist()), "minimum", is_global=True),)

    def stationary_points(self) -> tuple[StationaryPoint, ...]:
        """The minimum where a closed form has it: squared error, no L1, and features that are not multiples of each other."""
        with np.errstate(all="ignore"):
            return self._known


def _stacked(params: tuple[Number, ...]) -> tuple[Floats, tuple[int, ...]]:
    """Points ``(m, d)`` of arrays given one by one, and the shape they had."""
    arrays = np.broadcast_arrays(*(np.asarray(param, dtype=float) for param in params))
    return np.stack([array.ravel() for array in arrays], axis=1), arrays[0].shape
