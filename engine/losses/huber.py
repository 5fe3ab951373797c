"""Huber loss."""

from typing import Literal

import numpy as np

from engine.config import hyper
from engine.loss import PointwiseLoss
from engine.probability import Real
from engine.text import N_


class Huber(PointwiseLoss):
    r"""L = (1/n) Σᵢ c (|e| − ½ c) with e = ŷ − y and c = min(|e|, δ): ½ e² up to δ, a straight line beyond.

        slope = e limited to [−δ, δ]          curvature = 1 where |e| < δ, else 0

    δ in units of y; L in squared units of y. PyTorch's SmoothL1Loss is this divided by δ.

    Source: P. J. Huber, "Robust Estimation of a Location Parameter", 1964.
    """

    kind: Literal["huber"] = "huber"
    delta: float = hyper(
        1.0,
        symbol="δ",
        title=N_("Threshold δ"),
        help=N_("Size of an error up to which it is squared; beyond, the loss grows in a straight line."),
        scale="log",
        slider=(0.01, 10.0),
        gt=0,
        le=1e6,
    )

    title = N_("Huber loss")
    idea = N_("Squared for small errors, straight for large ones: calm at the minimum and unmoved by outliers.")
    source = "P. J. Huber, Robust Estimation of a Location Parameter, 1964"
    formula = (
        r"\frac{1}{n} \sum_{i=1}^{n} c_i\,(|e_i| - \frac{1}{2} c_i),"
        r"\quad e_i = y_i - \hat{y}_i,\;c_i = \min(|e_i|, \class{slot-delta}{\delta})"
    )
    slope_formula = r"\max(-\class{slot-delta}{\delta}, \min(\hat{y}_i - y_i, \class{slot-delta}{\delta}))"
    spoken = N_("the mean over the examples of c times the error's size minus half of c, where c is the error's size but at most delta")
    takes = "number"
    task = "regression"
    torch = "torch.nn.functional.huber_loss(prediction, target, delta={delta})"
    keras = "keras.losses.Huber(delta={delta})(target, prediction)"

    def each(self, prediction: Real, target: Real) -> Real:
        size = np.abs(prediction - target)
        near = np.minimum(size, self.delta)
        return near * (size - 0.5 * near)

    def slope(self, prediction: Real, target: Real) -> Real:
        return np.minimum(np.maximum(prediction - target, -self.delta), self.delta)

    def curvature(self, prediction: Real, target: Real) -> Real:
        error = prediction - target
        return (np.abs(error) < self.delta).astype(error.dtype)
