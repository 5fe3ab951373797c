"""What a loss function is: one number for how bad predictions are, and its gradient.

    value = (1/n) Σᵢ each(predictionᵢ, targetᵢ)          (``reduction = "sum"``: without the 1/n)
    gradient = ∂value/∂prediction = slope / n

``value`` and ``gradient`` check what they are given. ``each``, ``slope`` and ``curvature`` do not: they
are the bare formulas on float64 or float32 arrays, for code that has checked its data once.
"""

import math
from collections.abc import Mapping
from typing import Any, ClassVar, Literal, Self, TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

from engine.config import Member, switch
from engine.errors import EngineError
from engine.numbers.arrays import Floats, labels, need_distributions, need_log_distributions, need_shape, numbers
from engine.probability import Real, softmax
from engine.text import N_

Takes: TypeAlias = Literal["number", "probability", "probabilities", "log_probabilities", "margin"]
Task: TypeAlias = Literal["regression", "binary", "multiclass", "distributions"]


def from_logits() -> Any:
    """The option of every loss that can take what stands before sigmoid or softmax."""
    return switch(
        False,
        title=N_("From logits"),
        help=N_("The prediction is the number before sigmoid or softmax; the loss is then exact at any size of it."),
    )


class Loss(Member):
    """Base of all losses; the class variables are the member's text and its place among them."""

    formula: ClassVar[str]
    """LaTeX of the right-hand side of L = …; ``\\class{slot-NAME}{…}`` around a hyperparameter, ``\\class{when-NAME}{…}`` and
    ``\\class{unless-NAME}{…}`` around what is there with that option or without it, ``when-NAME-VALUE`` with one of its values."""
    spoken: ClassVar[str]
    """The formula in words."""
    takes: ClassVar[Takes]
    """What a prediction is (logits where ``from_logits``)."""
    task: ClassVar[Task]
    reduction: ClassVar[Literal["mean", "sum"]] = "mean"
    """How the examples' losses become one number."""
    torch: ClassVar[str]
    """The same in PyTorch, a format string over the fields, or ``""``."""
    torch_from_logits: ClassVar[str] = ""
    """The same in PyTorch where ``from_logits``: another function there."""
    keras: ClassVar[str]
    """The same in Keras, a format string over the fields, or ``""``."""
    sklearn: ClassVar[str] = ""
    """The same in scikit-learn, or ``""``."""
    numpy: ClassVar[str] = ""
    """The same in NumPy as course notes write it, a format string over the fields, or ``""``."""
    only: ClassVar[Mapping[str, Mapping[str, str | bool]]] = {}
    """Library → the settings with which its line is this loss, where it is not with all of them: a value, or whether there is one.

    From logits there are PyTorch's and Keras's lines, whatever else is set."""
    differs: ClassVar[str] = ""
    """Where libraries differ from this loss; ``""`` where they agree."""
    axes: ClassVar[int] = 0
    """How many of the last axes of ``prediction`` make up one example."""
    is_quadratic: ClassVar[bool] = False
    """Whether it is a parabola in the prediction: then a linear model has its minimum in closed form."""
    usual_for: ClassVar[Task | None] = None
    """The task whose models it judges where nothing else is said; one loss for each task of the data."""
    integer_labels: ClassVar[bool] = False
    """Over classes: targets are labels 0 … classes − 1, shaped ``(n,)`` or ``()``; else distributions, shaped as the prediction."""

    @classmethod
    def for_outputs(cls) -> Self:
        """As it is chosen to judge a model's outputs: from logits where it can, which is exact."""
        return cls.model_validate({"from_logits": True} if "from_logits" in cls.model_fields else {})

    @property
    def prediction_is(self) -> str:
        """``takes``, or ``"logits"`` where ``from_logits`` is set."""
        return "logits" if getattr(self, "from_logits", False) else self.takes

    def value(self, prediction: ArrayLike, target: ArrayLike) -> float:
        """The loss of the batch. Raises ``EngineError`` naming the entry, its value and what is allowed."""
        examples = self.examples(prediction, target)
        with np.errstate(all="ignore"):
            losses = self.each(*examples)
            return float(losses.mean() if self.reduction == "mean" else losses.sum()) + 0.0  # −0 becomes 0

    def gradient(self, prediction: ArrayLike, target: ArrayLike) -> Floats:
        """∂value/∂prediction, shaped as ``prediction``. Raises as ``value`` does."""
        predictions, targets = self.examples(prediction, target)
        count = math.prod(predictions.shape[: predictions.ndim - self.axes]) if self.reduction == "mean" else 1
        with np.errstate(all="ignore"):
            return np.asarray(self.slope(predictions, targets) / count + 0.0)

    def examples(self, prediction: ArrayLike, target: ArrayLike) -> tuple[Floats, NDArray[Any]]:
        """Both as arrays that fit each other and this loss, or an ``EngineError``."""
        raise NotImplementedError

    def each(self, prediction: Real, target: NDArray[Any]) -> Real:
        """The loss of every example."""
        raise NotImplementedError

    def slope(self, prediction: Real, target: NDArray[Any]) -> Real:
        """∂each/∂prediction, shaped as ``prediction``."""
        raise NotImplementedError

    def both(self, prediction: Real, target: NDArray[Any]) -> tuple[Real, Real]:
        """(``each``, ``slope``): what every update asks for, at once where that saves work."""
        return self.each(prediction, target), self.slope(prediction, target)

    def curvature(self, prediction: Real, target: NDArray[Any]) -> Real:
        """∂²each/∂prediction², shaped as ``prediction``, 0 where it is not defined; over classes a matrix for each example."""
        raise NotImplementedError


class PointwiseLoss(Loss):
    """A loss of one number an example: what a fit or a network with one output needs.

    ``each``, ``slope`` and ``curvature`` take arrays of any shapes that broadcast; ``value`` and
    ``gradient`` take scalars or arrays of one and the same shape.
    """

    slope_formula: ClassVar[str]
    """LaTeX of ``slope`` for the example i, as a factor, with classes as in ``formula``."""

    def examples(self, prediction: ArrayLike, target: ArrayLike) -> tuple[Floats, Floats]:
        predictions, targets = numbers(prediction, "prediction"), numbers(target, "target")
        need_shape(targets, predictions.shape, "target")
        return predictions, targets


class LossOverClasses(Loss):
    """A loss of one distribution an example: ``(n, classes)``, or ``(classes,)`` for one example; at least two classes."""

    axes = 1

    def examples(self, prediction: ArrayLike, target: ArrayLike) -> tuple[Floats, NDArray[Any]]:
        predictions = numbers(prediction, "prediction")
        if predictions.ndim not in (1, 2) or predictions.shape[-1] < 2:
            raise EngineError("wrong_shape", "prediction", value=predictions.shape, allowed="(n, K) | (K,), K ≥ 2")
        if self.prediction_is == "probabilities":
            need_distributions(predictions, "prediction")
        elif self.prediction_is == "log_probabilities":
            need_log_distributions(predictions, "prediction")
        shape = predictions.shape
        targets = numbers(target, "target")
        need_shape(targets, shape[:-1] if self.integer_labels else shape, "target")
        if self.integer_labels:
            return predictions, labels(targets, shape[-1], "target")
        need_distributions(targets, "target")
        return predictions, targets


def picked(rows: Real, label: NDArray[np.intp]) -> Real:
    """The entry of each row at its label, shaped as ``label``."""
    return np.take_along_axis(rows, label[..., np.newaxis], axis=-1)[..., 0]


def placed(values: Real, label: NDArray[np.intp], classes: int) -> Real:
    """Rows of zeros with ``values`` at the labels: what ``picked`` picks."""
    rows = np.zeros((*label.shape, classes), dtype=values.dtype)
    np.put_along_axis(rows, label[..., np.newaxis], values[..., np.newaxis], axis=-1)
    return rows


def softmax_curvature(logits: Real) -> Real:
    """∂²/∂z∂zᵀ of a cross-entropy from logits, diag(p) − p pᵀ with p = softmax(z): ``(…, classes, classes)``, whatever the target."""
    p = softmax(logits)
    return p[..., np.newaxis] * (np.eye(p.shape[-1], dtype=p.dtype) - p[..., np.newaxis, :])
