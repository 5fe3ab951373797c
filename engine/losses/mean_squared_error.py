"""Mean squared error."""

from typing import Literal

import numpy as np

from engine.loss import PointwiseLoss
from engine.probability import Real
from engine.text import N_


class MeanSquaredError(PointwiseLoss):
    r"""L = (1/n) Σᵢ (ŷᵢ − yᵢ)², in squared units of y.

        slope = 2 (ŷ − y)          curvature = 2

    An error twice as large costs four times as much, so one outlier can outweigh all others.

    Source: C. F. Gauss, "Theoria combinationis observationum erroribus minimis obnoxiae", 1823.
    """

    kind: Literal["mean_squared_error"] = "mean_squared_error"

    title = N_("Mean squared error")
    idea = N_("An error twice as large costs four times as much: one outlier pulls harder than many small errors.")
    source = "C. F. Gauss, Theoria combinationis observationum erroribus minimis obnoxiae, 1823"
    formula = r"\frac{1}{n} \sum_{i=1}^{n} (y_i - \hat{y}_i)^2"
    slope_formula = r"2\,(\hat{y}_i - y_i)"
    spoken = N_("the mean over the examples of y minus y hat, squared")
    takes = "number"
    task = "regression"
    is_quadratic = True
    usual_for = "regression"
    torch = "torch.nn.functional.mse_loss(prediction, target)"
    keras = "keras.losses.MeanSquaredError()(target, prediction)"
    numpy = "np.mean((prediction - target) ** 2)"
    sklearn = "sklearn.metrics.mean_squared_error(target, prediction)"

    def each(self, prediction: Real, target: Real) -> Real:
        error = prediction - target
        return error * error

    def slope(self, prediction: Real, target: Real) -> Real:
        return 2.0 * (prediction - target)

    def both(self, prediction: Real, target: Real) -> tuple[Real, Real]:
        error = prediction - target
        return error * error, 2.0 * error

    def curvature(self, prediction: Real, target: Real) -> Real:
        return np.full_like(prediction - target, 2.0)
