"""Mean absolute error."""

from typing import Literal

import numpy as np

from engine.loss import PointwiseLoss
from engine.probability import Real
from engine.text import N_


class MeanAbsoluteError(PointwiseLoss):
    r"""L = (1/n) Σᵢ |ŷᵢ − yᵢ|, in units of y.

        slope = sign(ŷ − y), 0 at ŷ = y          curvature = 0

    Lowest at the median where the squared error is lowest at the mean. Its slope does not shrink near
    the minimum, so gradient descent at a fixed learning rate goes to and fro there.

    Source: R. J. Boscovich, "De litteraria expeditione per pontificiam ditionem", 1757.
    """

    kind: Literal["mean_absolute_error"] = "mean_absolute_error"

    title = N_("Mean absolute error")
    idea = N_("Every error pulls equally hard, near or far: outliers count little, but the slope never calms down.")
    source = "R. J. Boscovich, De litteraria expeditione per pontificiam ditionem, 1757"
    formula = r"\frac{1}{n} \sum_{i=1}^{n} |y_i - \hat{y}_i|"
    slope_formula = r"\operatorname{sign}(\hat{y}_i - y_i)"
    spoken = N_("the mean over the examples of the absolute value of y minus y hat")
    takes = "number"
    task = "regression"
    torch = "torch.nn.functional.l1_loss(prediction, target)"
    keras = "keras.losses.MeanAbsoluteError()(target, prediction)"
    numpy = "np.mean(np.abs(prediction - target))"
    sklearn = "sklearn.metrics.mean_absolute_error(target, prediction)"

    def each(self, prediction: Real, target: Real) -> Real:
        return np.abs(prediction - target)

    def slope(self, prediction: Real, target: Real) -> Real:
        return np.sign(prediction - target)

    def curvature(self, prediction: Real, target: Real) -> Real:
        return np.zeros_like(prediction - target)
