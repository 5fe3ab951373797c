"""Hinge loss."""

from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from engine.loss import PointwiseLoss
from engine.numbers.arrays import Floats, refuse
from engine.probability import Real
from engine.text import N_


class Hinge(PointwiseLoss):
    r"""L = (1/n) Σᵢ max(0, 1 − yᵢ ŷᵢ) with y = −1 or 1 and ŷ any number, whose sign is the decision.

        slope = −y where y ŷ < 1, else 0          curvature = 0

    Targets 0 and 1 are taken as −1 and 1, as Keras does; the two ways may not be mixed in one batch.

    Source: C. Cortes, V. Vapnik, "Support-Vector Networks", 1995.
    """

    kind: Literal["hinge"] = "hinge"

    title = N_("Hinge loss")
    idea = N_("Right is not enough, right by a margin of one is; from there on an example no longer pulls.")
    source = "C. Cortes, V. Vapnik, Support-Vector Networks, 1995"
    formula = r"\frac{1}{n} \sum_{i=1}^{n} \max(0, 1 - y_i \hat{y}_i),\quad y_i = \pm 1"
    slope_formula = r"(-y_i)\,[y_i \hat{y}_i < 1]"
    spoken = N_("the mean over the examples of one minus y times y hat, or zero where that is negative")
    takes = "margin"
    task = "binary"
    torch = "torch.mean(torch.relu(1 - target * prediction))"
    keras = "keras.losses.Hinge()(target, prediction)"
    sklearn = "sklearn.metrics.hinge_loss(target, prediction, labels=[-1, 1])"
    differs = N_("PyTorch has no such loss for one output (its HingeEmbeddingLoss is another); the line written for it needs −1 and 1.")

    def examples(self, prediction: ArrayLike, target: ArrayLike) -> tuple[Floats, Floats]:
        predictions, targets = super().examples(prediction, target)
        low = -1.0 if (targets == -1.0).any() else 0.0
        refuse((targets != low) & (targets != 1.0), targets, "out_of_range", "target", allowed="{−1, 1} | {0, 1}")
        return predictions, targets

    def each(self, prediction: Real, target: Real) -> Real:
        return np.maximum(0.0, 1.0 - _side(target) * prediction)

    def slope(self, prediction: Real, target: Real) -> Real:
        side = _side(target)
        return -side * (side * prediction < 1.0)

    def curvature(self, prediction: Real, target: Real) -> Real:
        return np.zeros_like(prediction - target)


def _side(target: Real) -> Real:
    """−1 of −1 and 0, 1 of 1, in the target's type."""
    return np.sign(target - 0.5)
