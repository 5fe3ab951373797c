"""A loss surface made of data: the loss of a model of two parameters, over its parameters.

With examples (xᵢ, yᵢ), output oᵢ = model(θ, xᵢ) and per-example loss ℓ,

    L(θ)    = (1/n) Σ ℓ(oᵢ, yᵢ) + λ₁ Σ |θⱼ| + ½ λ₂ Σ θⱼ²          (penalties: weights only, no bias)
    ∂L/∂θ   = (1/n) Σ ℓ′ ∂oᵢ/∂θ + λ₁ sign θ + λ₂ θ
    ∂²L/∂θ² = (1/n) Σ (ℓ″ ∂oᵢ/∂θ ∂oᵢ/∂θᵀ + ℓ′ ∂²oᵢ/∂θ∂θᵀ) + λ₂

where 1/n is left out for losses that are sums. A classifier's output is a logit z; losses of
probabilities see p = σ(z), and ℓ′, ℓ″ go through σ by the chain rule.
"""

from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from engine.fits.parabola import Parabola, least_squares
from engine.fits.points import Points
from engine.functions import ARRAY, Functions, Number
from engine.landscape import Mapped, OnData, StationaryPoint, Window
from engine.loss import PointwiseLoss
from engine.model import Model
from engine.probability import sigmoid

Floats = NDArray[Any]

SILENT = np.errstate(all="ignore")
"""Far out a loss overflows: it is ∞ or NaN there, without a warning."""
CHUNK_BYTES = 2**18
"""Worked on at once: stays in the second-level cache with its intermediates; twice as much is asked of the system each time."""


class Examples(NamedTuple):
    """Columns of examples; ``[first:last]`` cuts all of them."""

    x: tuple[Floats, ...]
    y: Floats
    ones: Floats
    """A sum is a product with these: BLAS adds faster than NumPy's ``sum``."""

    @property
    def nbytes(self) -> int:
        """Of the columns."""
        return sum(column.nbytes for column in (*self.x, self.y, self.ones))

    def cut(self, part: Any) -> "Examples":
        """The examples of a slice, or in an order of indices."""
        return Examples(tuple([column[part] for column in self.x]), self.y[part], self.ones[part])

    def astype(self, dtype: Any) -> "Examples":
        """The same as other numbers."""
        return Examples(tuple(column.astype(dtype) for column in self.x), self.y.astype(dtype), self.ones.astype(dtype))


def columns_of(points: Points, features: int) -> Examples:
    """The points as columns of floats, the first ``features`` of them."""
    columns = tuple(np.ascontiguousarray(column, dtype=float) for column in points.x.T[:features])
    return Examples(columns, np.asarray(points.y, dtype=float), np.ones(len(points.y)))


def _sums(each: Floats) -> Floats:
    """The sum of every row: half the time of NumPy's ``sum`` and, unlike a product with ones, the same bits in any company."""
    return np.asarray(np.einsum("ij->i", each))


class Fit(OnData, Mapped):
    """The loss of ``model`` on ``points``; ``x`` is ``(n, features)``, ``y`` is ``(n,)`` (classes 0 and 1).

    ``test`` are examples that it is judged by and never learns from; ``columns`` are the points' own where they are made already.
    """

    def __init__(
        self,
        model: Model,
        loss: PointwiseLoss,
        points: Points,
        l1: float = 0.0,
        l2: float = 0.0,
        test: Points | None = None,
        columns: "Examples | None" = None,
    ) -> None:
        self.model = model
        self.loss = loss
        self.points = points
        self.l1 = l1
        self.l2 = l2
        self.test = test
        plain = columns or columns_of(points, model.features)
        self.data = plain._replace(y=2.0 * points.y - 1.0) if loss.takes == "margin" else plain
        self._is_penalized = l1 > 0 or l2 > 0
        self._sees_probability = model.task == "binary" and loss.prediction_is in ("probability", "number")

    @property
    def parameters(self) -> tuple[str, ...]:
        return self.model.parameters

    @property
    def examples(self) -> int:
        return len(self.data.y)

    def arrays(self) -> Iterator[Floats]:
        yield from (*self.points, *(self.test or ()), *self.data.x, self.data.y, self.data.ones)

    @property
    def tested(self) -> "Fit | None":
        """The same model and loss on the examples kept for testing, made when they are asked for; None where there are none."""
        return Fit(self.model, self.loss, self.test) if self.test is not None and len(self.test.y) else None

    @property
    def is_sum(self) -> bool:
        return self.loss.reduction == "sum"

    @SILENT
    def window(self) -> Window:
        return self.model.window(self.points)  # of numbers too large to square it is not of their size

    def start(self) -> tuple[float, ...]:
        return self.model.start(self.window())

    @property
    def picture_kind(self) -> Any:
        """The numbers that pictures are computed in: float32, twice as fast and true to 1e-5 of the loss, but not where
        the loss sees a probability near 1, of whose distance to 1 it would keep nothing. A parabola needs no haste."""
        return np.float64 if self.loss.prediction_is == "probability" or self._is_parabola else np.float32

    @property
    def _is_parabola(self) -> bool:
        return self.model.is_linear and self.model.task == "regression" and self.loss.is_quadratic

    @cached_property
    def _factor(self) -> float:
        """Of a squared error in the loss."""
        return 0.5 * float(self.loss.curvature(np.zeros(()), np.zeros(())))

    @cached_property
    def _whole(self) -> Parabola:
        return self._parabola(self.data)

    def _parabola(self, examples: Examples) -> Parabola:
        return Parabola.of(self._rows(examples), examples.y)

    def _rows(self, examples: Examples) -> Floats:
        """J, ``(n, 2)``, of a model that is linear."""
        entries = self.model.jacobian(ARRAY, (0.0, 0.0), examples.x)
        return np.stack([entry * examples.ones for entry in entries], axis=1)

    # ---- the examples' own losses -------------------------------------------------------------------

    def _each(self, output: Floats, y: Floats) -> Floats:
        """ℓ of every example."""
        return np.asarray(self.loss.each(sigmoid(output) if self._sees_probability else output, y))

    def _sloped(self, output: Floats, y: Floats) -> tuple[Floats, Floats]:
        """(ℓ, ℓ′ to the output) of every example."""
        if not self._sees_probability:
            return self.loss.both(output, y)
        p = sigmoid(output)
        each, slope = self.loss.both(p, y)
        return each, slope * (p * (1.0 - p))

    def _curved(self, output: Floats, y: Floats) -> tuple[Floats, Floats]:
        """(ℓ′, ℓ″ to the output) of every example."""
        if not self._sees_probability:
            return self.loss.slope(output, y), self.loss.curvature(output, y)
        p = sigmoid(output)
        first, within = self.loss.slope(p, y), p * (1.0 - p)
        return first * within, self.loss.curvature(p, y) * within * within + first * within * (1.0 - 2.0 * p)

    def _count(self, examples: Examples) -> float:
        return 1.0 if self.is_sum else float(len(examples.y))

    # ---- at one point, on a batch -------------------------------------------------------------------

    @property
    def batch_bytes(self) -> int:
        return self.data.nbytes

    def batch(self, order: NDArray[np.int64]) -> Examples:
        return self.data.cut(order)

    def loss_on(self, params: tuple[float, ...], batch: Examples | None) -> float:
        x, y, ones = examples = batch or self.data
        total = float(self._each(self.model.output(ARRAY, params, x), y).dot(ones))
        return float(self._penalized(ARRAY, total / self._count(examples), params))

    def slope_on(self, params: tuple[float, ...], batch: Examples | None) -> tuple[float, tuple[float, ...]]:
        total, sums, count = self._sums(params, batch or self.data)
        loss, slopes = total / count, [each / count for each in sums]
        if not self._is_penalized:
            return loss, tuple(slopes)
        return float(self._penalized(ARRAY, loss, params)), tuple(map(float, self._pulled(ARRAY, slopes, params)))

    def _sums(self, params: tuple[float, ...], examples: Examples) -> tuple[float, list[float], float]:
        """Σ ℓ, Σ ℓ′ ∂o/∂θ for each parameter, and what they are divided by."""
        x, y, ones = examples
        each, slope = self._sloped(self.model.output(ARRAY, params, x), y)
        sums = [float(slope.dot(ones if type(entry) is float else entry)) for entry in self.model.jacobian(ARRAY, params, x)]
        return float(each.dot(ones)), sums, self._count(examples)

    def _penalized(self, f: Functions, loss: Number, params: tuple[Number, ...]) -> Number:
        for theta, is_penalized in zip(params, self.model.penalized, strict=True):
            if is_penalized and self.l1:
                loss = loss + self.l1 * f.absolute(theta)
            if is_penalized and self.l2:
                loss = loss + 0.5 * self.l2 * (theta * theta)
        return loss

    def _pulled(self, f: Functions, gradient: list[Number], params: tuple[Number, ...]) -> tuple[Number, ...]:
        """The gradient with its penalties."""
        pulled = []
        for entry, theta, is_penalized in zip(gradient, params, self.model.penalized, strict=True):
            if is_penalized and self.l1:
                entry = entry + self.l1 * f.sign(theta)
            if is_penalized and self.l2:
                entry = entry + self.l2 * theta
            pulled.append(entry)
        return tuple(pulled)

    def traced(self, f: Functions, point: tuple[Number, ...], batch: Examples | None) -> tuple[Number, tuple[Number, ...]]:
        # A sum over the examples enters as one number with a name; the page lists its terms beside it.
        total, sums, count = self._sums(tuple(map(float, point)), batch or self.data)
        n = f.named(count, "n")
        loss, slopes = f.named(total, "Σℓ"), [f.named(entry, f"Σℓ′∂{name}") for entry, name in zip(sums, self.parameters, strict=True)]
        if not self.is_sum:
            loss, slopes = loss / n, [entry / n for entry in slopes]
        return self._penalized(f, loss, point), self._pulled(f, slopes, point)

    # ---- at many points, on all data ------------------------------------------------------------------

    def value(self, f: Functions, *params: Number) -> Number:
        return self.values(params, self.data)

    @SILENT
    def values(self, params: tuple[Number, ...], examples: Examples) -> Any:
        """The loss at every point on ``examples``; arrays of one shape in, that shape out, computed as the examples' kind of number."""
        if not self._is_parabola:
            return self.values_by_example(params, examples)
        parabola = self._whole if examples is self.data else self._parabola(examples)
        return self._penalized(ARRAY, self._factor * parabola.at(*params) / self._count(examples), params)

    @SILENT
    def values_by_example(self, params: tuple[Number, ...], examples: Examples) -> Any:
        """``values``, the loss of each example worked out at each point: what a search of any loss has to pay."""

        def sums(point: tuple[Floats, ...], part: Examples) -> tuple[Floats, ...]:
            return (_sums(self._each(self.model.output(ARRAY, point, part.x), part.y)),)

        (total,) = self._everywhere(params, examples, 1, sums)
        return self._penalized(ARRAY, total / self._count(examples), params)

    @SILENT
    def gradient(self, f: Functions, *params: Number) -> tuple[Number, ...]:
        def sums(point: tuple[Floats, ...], part: Examples) -> tuple[Floats, ...]:
            _, slope = self._sloped(self.model.output(ARRAY, point, part.x), part.y)
            return tuple(_sums(slope * entry) for entry in self.model.jacobian(ARRAY, point, part.x))

        totals = self._everywhere(params, self.data, 2, sums)
        return self._pulled(ARRAY, [total / self._count(self.data) for total in totals], params)

    @SILENT
    def hessian(self, f: Functions, *params: Number) -> tuple[tuple[Number, ...], ...]:
        def sums(point: tuple[Floats, ...], part: Examples) -> tuple[Floats, ...]:
            slope, curve = self._curved(self.model.output(ARRAY, point, part.x), part.y)
            first, second = self.model.jacobian(ARRAY, point, part.x)
            entries = [curve * first * first, curve * first * second, curve * second * second]
            if not self.model.is_linear:
                (a, b), (_, c) = self.model.curvature(ARRAY, point, part.x)
                entries = [entry + slope * more for entry, more in zip(entries, (a, b, c), strict=True)]
            return tuple(map(_sums, entries))

        a, b, c = (total / self._count(self.data) for total in self._everywhere(params, self.data, 3, sums))
        one, two = (self.l2 if is_penalized else 0.0 for is_penalized in self.model.penalized)
        return (a + one, b), (b, c + two)

    def example_gradients(self, params: tuple[float, ...]) -> Floats:
        _, slope = self._sloped(self.model.output(ARRAY, params, self.data.x), self.data.y)
        entries = [slope * entry for entry in self.model.jacobian(ARRAY, params, self.data.x)]
        return np.stack(self._pulled(ARRAY, entries, params), axis=1)

    @SILENT
    def accuracies(self, params: tuple[Number, ...], threshold: float) -> Any:
        """Share of the examples on the right side at every point: class 1 is said where p ≥ ``threshold``, which is in (0, 1).

        A staircase: its gradient is zero almost everywhere, which is why the loss is descended instead.
        """
        least = np.log(threshold) - np.log1p(-threshold)
        positive = self.data._replace(y=self.points.y > 0.5)

        def sums(point: tuple[Floats, ...], part: Examples) -> tuple[Floats, ...]:
            is_right = (self.model.output(ARRAY, point, part.x) >= least) == part.y
            return (np.count_nonzero(is_right, axis=-1),)

        (right,) = self._everywhere(params, positive, 1, sums)
        return right / self.examples

    @property
    def is_classifier(self) -> bool:
        return self.model.task == "binary"

    def accuracy(self, params: tuple[float, ...], threshold: float) -> tuple[float, float | None]:
        kept = self.tested
        tested = None if kept is None else float(kept.accuracies(params, threshold))
        return float(self.accuracies(params, threshold)), tested

    def mapped_losses(self, points: Floats, chosen: Sequence[int] | None) -> Floats:
        examples = self.data if chosen is None else self.batch(np.array(chosen))
        # Not as others where they are of that kind: of all data the parabola is known.
        drawn = examples if self.picture_kind == np.float64 else examples.astype(self.picture_kind)
        return np.asarray(self.values(tuple(points.T), drawn))

    def mapped_accuracies(self, points: Floats, threshold: float) -> Floats:
        return np.asarray(self.accuracies(tuple(points.T), threshold))

    def outputs(self, params: tuple[float, ...]) -> tuple[Floats, Floats, Floats]:
        """(output, loss, slope) of every example at one point, ``(n,)`` each."""
        output = self.model.output(ARRAY, params, self.data.x)
        return (np.asarray(output), *self._sloped(output, self.data.y))

    def told(self, params: tuple[float, ...], indices: Sequence[int]) -> dict[str, Any]:
        output, losses, slopes = self.outputs(params)
        listed = list(indices)
        numbers = {"output": output, "loss": losses, "slope": slopes}
        return {
            "x": [column[listed].tolist() for column in self.data.x],
            "y": self.points.y[listed].tolist(),
            **{name: entries[listed].tolist() for name, entries in numbers.items()},
        }

    def _everywhere(
        self, params: tuple[Number, ...], examples: Examples, count: int, of: Callable[[tuple[Floats, ...], Examples], tuple[Floats, ...]]
    ) -> tuple[Any, ...]:
        """``count`` sums over the examples at every point, worked out for so many of both at a time that they stay in the cache."""
        shape = np.broadcast_shapes(*map(np.shape, params))
        kind = examples.x[0].dtype
        points = [np.broadcast_to(np.asarray(p, dtype=kind), shape).reshape(-1, 1) for p in params]
        results = np.zeros((count, len(points[0])))
        most = CHUNK_BYTES // kind.itemsize
        rows = max(1, most // len(examples.y))
        parts = [examples.cut(slice(first, first + most)) for first in range(0, len(examples.y), most)]
        for at in range(0, len(points[0]), rows):
            for part in parts:
                for result, numbers in zip(results, of(tuple(p[at : at + rows] for p in points), part), strict=True):
                    result[at : at + rows] += numbers
        return tuple(result.reshape(shape)[()] for result in results)

    # ---- what is known without descending --------------------------------------------------------------

    @SILENT
    def stationary_points(self) -> tuple[StationaryPoint, ...]:
        """The minimum where a closed form has it: squared error, linear model, no L1, and x that differ.

        With the loss c/n Σ (J θ − y)² (half a sum: c = ½, n = 1) a penalty ½ λ₂ θⱼ² is the error of one more example, with
        target 0 and √(λ₂ n / 2c) in column j of J. So it is all least squares, without the condition number squared that
        a Newton step has.
        """
        if not self._is_parabola or self.l1:
            return ()
        rows, y = self._rows(self.data), self.data.y
        if self.l2:
            pull = np.sqrt(self.l2 * self._count(self.data) / (2.0 * self._factor)) * np.diag(np.array(self.model.penalized, dtype=float))
            rows, y = np.vstack([rows, pull]), np.concatenate([y, np.zeros(len(pull))])
        place, is_single = least_squares(rows, y)
        if not is_single or not np.isfinite(place).all():
            return ()  # all x alike: a whole line of minima
        return (StationaryPoint(tuple(place.tolist()), "minimum", is_global=True),)
