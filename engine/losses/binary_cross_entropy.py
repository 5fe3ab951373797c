"""Binary cross-entropy."""

from collections.abc import Callable
from typing import Literal, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import ArrayLike

from engine.config import choice, hyper
from engine.loss import PointwiseLoss, from_logits
from engine.numbers.arrays import Floats, need_probabilities
from engine.probability import Real, sigmoid
from engine.text import N_

Guard: TypeAlias = Literal["clamp_log", "add", "clip"]

ADDED = r"\class{unless-from_logits}{\class{when-guard-add}{+ \class{slot-delta}{\delta}}}"
"""δ where it is added, in LaTeX."""
LOWEST_LOG = -100.0
"""PyTorch's lowest logarithm of a probability."""
LEAST_VARIANCE = float(np.float32(1e-12))
"""PyTorch's least p (1 − p) to divide by, which is a float32 there for float64 too."""


class Form(NamedTuple):
    """Loss of an example, slope and curvature, each a function of prediction, target and δ."""

    each: Callable[[Real, Real, float], Real]
    slope: Callable[[Real, Real, float], Real]
    curvature: Callable[[Real, Real, float], Real]


def _clamped_each(p: Real, y: Real, delta: float) -> Real:
    with np.errstate(divide="ignore"):  # log 0 = −∞ is what the clamp is for
        return y * np.minimum(-np.log(p), -LOWEST_LOG) + (1.0 - y) * np.minimum(-np.log1p(-p), -LOWEST_LOG)


def _clamped_slope(p: Real, y: Real, delta: float) -> Real:
    return (p - y) / np.maximum(p * (1.0 - p), LEAST_VARIANCE)


def _clamped_curvature(p: Real, y: Real, delta: float) -> Real:
    """The derivative of the slope above."""
    q = 1.0 - p
    variance = np.maximum(p * q, LEAST_VARIANCE)
    return np.where(p * q > LEAST_VARIANCE, (y * q * q + (1.0 - y) * p * p) / (variance * variance), 1.0 / LEAST_VARIANCE)


def _added_each(p: Real, y: Real, delta: float) -> Real:
    return -(y * np.log(p + delta) + (1.0 - y) * np.log(1.0 - p + delta))


def _added_slope(p: Real, y: Real, delta: float) -> Real:
    return (1.0 - y) / (1.0 - p + delta) - y / (p + delta)


def _added_curvature(p: Real, y: Real, delta: float) -> Real:
    up, down = p + delta, 1.0 - p + delta
    return y / (up * up) + (1.0 - y) / (down * down)


def _clipped(p: Real) -> Real:
    eps = np.finfo(p.dtype).eps
    return np.minimum(np.maximum(p, eps), 1.0 - eps)


def _clipped_each(p: Real, y: Real, delta: float) -> Real:
    p = _clipped(p)
    return -(y * np.log(p) + (1.0 - y) * np.log1p(-p))


def _clipped_slope(p: Real, y: Real, delta: float) -> Real:
    inside = _clipped(p)
    return (inside - y) / (inside * (1.0 - inside)) * (inside == p)


def _clipped_curvature(p: Real, y: Real, delta: float) -> Real:
    inside = _clipped(p)
    q = 1.0 - inside
    return (y / (inside * inside) + (1.0 - y) / (q * q)) * (inside == p)


def _logits_each(z: Real, y: Real, delta: float) -> Real:
    return np.maximum(z, 0.0) - z * y + np.log1p(np.exp(-np.abs(z)))


def _logits_slope(z: Real, y: Real, delta: float) -> Real:
    return sigmoid(z) - y


def _logits_curvature(z: Real, y: Real, delta: float) -> Real:
    p = sigmoid(z)
    return p * (1.0 - p) * np.ones_like(y)


FORMS: dict[Guard | Literal["logits"], Form] = {
    "clamp_log": Form(_clamped_each, _clamped_slope, _clamped_curvature),
    "add": Form(_added_each, _added_slope, _added_curvature),
    "clip": Form(_clipped_each, _clipped_slope, _clipped_curvature),
    "logits": Form(_logits_each, _logits_slope, _logits_curvature),
}


class BinaryCrossEntropy(PointwiseLoss):
    r"""L = −(1/n) Σᵢ [yᵢ log pᵢ + (1 − yᵢ) log(1 − pᵢ)] in nats, p the probability of class 1; log loss.

        slope = (p − y) / (p (1 − p))          curvature = y/p² + (1 − y)/(1 − p)²

    y is 0 or 1, or a probability. log 0 is −∞, so p needs a ``guard``:

    * ``clamp_log`` (PyTorch): log ← max(log, −100); slope = (p − y) / max(p (1 − p), 1e-12);
    * ``add`` (course notes): log(p + δ) and log(1 − p + δ). A perfect prediction costs −log(1 + δ) < 0;
    * ``clip`` (scikit-learn's log_loss): p ← p within [ε, 1 − ε], ε = 2.2e-16 (float32: 1.2e-7). Slope 0 outside.

    With ``from_logits`` the prediction is z, p = σ(z), and nothing needs a guard:
    max(z, 0) − z y + log(1 + e^−|z|), slope = σ(z) − y, curvature = σ(z) (1 − σ(z)).

    Source: I. J. Good, "Rational Decisions", 1952.
    """

    kind: Literal["binary_cross_entropy"] = "binary_cross_entropy"
    guard: Guard = choice(
        "clamp_log",
        title=N_("Guard"),
        help=N_("What keeps the logarithm of a probability of 0 finite. From logits nothing is needed."),
        choices={
            "clamp_log": N_("The logarithm is at least −100"),
            "add": N_("δ is added to the probability"),
            "clip": N_("The probability keeps away from 0 and 1"),
        },
    )
    delta: float = hyper(
        1e-7,
        symbol="δ",
        title=N_("Added δ"),
        help=N_("What is added inside the logarithm. Only for the guard that adds."),
        scale="log",
        slider=(1e-15, 0.1),
        needs={"guard": "add"},
        gt=0,
        le=1,
    )
    from_logits: bool = from_logits()

    title = N_("Binary cross-entropy")
    idea = N_("A confident mistake costs most, without end; being right but unsure costs a little too.")
    source = "I. J. Good, Rational Decisions, 1952"
    formula = rf"-\frac{{1}}{{n}} \sum_{{i=1}}^{{n}} [y_i \log(p_i {ADDED}) + (1-y_i) \log(1-p_i {ADDED})]"
    slope_formula = (
        r"\class{when-from_logits}{(p_i - y_i)}"
        r"\class{unless-from_logits}{\class{unless-guard-add}{\frac{p_i - y_i}{p_i\,(1-p_i)}}}"
        rf"\class{{unless-from_logits}}{{\class{{when-guard-add}}"
        rf"{{\left(\frac{{1-y_i}}{{1-p_i {ADDED}}} - \frac{{y_i}}{{p_i {ADDED}}}\right)}}}}"
    )
    spoken = N_("minus the mean over the examples of y times log p plus one minus y times the log of one minus p")
    takes = "probability"
    task = "binary"
    usual_for = "binary"
    torch = "torch.nn.functional.binary_cross_entropy(prediction, target)"
    torch_from_logits = "torch.nn.functional.binary_cross_entropy_with_logits(prediction, target)"
    keras = "keras.losses.BinaryCrossentropy(from_logits={from_logits})(target, prediction)"
    sklearn = "sklearn.metrics.log_loss(target, prediction, labels=[0, 1])"
    numpy = "-np.mean(target * np.log(prediction + {delta}) + (1 - target) * np.log(1 - prediction + {delta}))"
    only = {
        "torch": {"guard": "clamp_log"},
        "keras": {"guard": "clamp_log"},
        "sklearn": {"guard": "clip"},
        "numpy": {"guard": "add"},
    }
    differs = N_(
        "On probabilities PyTorch clamps the logarithm and scikit-learn clips p, both guards here; "
        "Keras clips p to [1e-7, 1 − 1e-7]. From logits all agree."
    )

    @property
    def form(self) -> Form:
        """The formulas of this guard, or those from logits."""
        return FORMS["logits" if self.from_logits else self.guard]

    def examples(self, prediction: ArrayLike, target: ArrayLike) -> tuple[Floats, Floats]:
        predictions, targets = super().examples(prediction, target)
        if not self.from_logits:
            need_probabilities(predictions, "prediction")
        need_probabilities(targets, "target")
        kind = getattr(prediction, "dtype", None)
        if self.guard == "clip" and kind in (np.float16, np.float32):
            return predictions.astype(kind), targets.astype(kind)  # scikit-learn's ε is that of the numbers given
        return predictions, targets

    def each(self, prediction: Real, target: Real) -> Real:
        return self.form.each(prediction, target, self.delta)

    def slope(self, prediction: Real, target: Real) -> Real:
        return self.form.slope(prediction, target, self.delta)

    def curvature(self, prediction: Real, target: Real) -> Real:
        return self.form.curvature(prediction, target, self.delta)
