"""Half the sum of squared errors."""

from typing import Literal

import numpy as np

from engine.loss import PointwiseLoss
from engine.probability import Real
from engine.text import N_


class HalfSumSquaredError(PointwiseLoss):
    r"""L = ½ Σᵢ (ŷᵢ − yᵢ)², in squared units of y.

        slope = ŷ − y          curvature = 1

    n/2 times the mean squared error: the same valley at another scale, with another learning rate to
    go down it. It grows with the number of examples.

    Source: D. E. Rumelhart, G. E. Hinton, R. J. Williams, "Learning representations by back-propagating
    errors", 1986.
    """

    kind: Literal["half_sum_squared_error"] = "half_sum_squared_error"

    title = N_("Half the sum of squared errors")
    idea = N_("The same valley as the mean squared error at another scale: the half cancels the two of the derivative.")
    source = "D. E. Rumelhart, G. E. Hinton, R. J. Williams, Learning representations by back-propagating errors, 1986"
    formula = r"\frac{1}{2} \sum_{i=1}^{n} (y_i - \hat{y}_i)^2"
    slope_formula = r"(\hat{y}_i - y_i)"
    spoken = N_("half the sum over the examples of y minus y hat, squared")
    takes = "number"
    task = "regression"
    is_quadratic = True
    reduction = "sum"
    torch = '0.5 * torch.nn.functional.mse_loss(prediction, target, reduction="sum")'
    keras = '0.5 * keras.losses.MeanSquaredError(reduction="sum")(target[:, None], prediction[:, None])'
    numpy = "0.5 * np.sum((prediction - target) ** 2)"

    def each(self, prediction: Real, target: Real) -> Real:
        error = prediction - target
        return 0.5 * error * error

    def slope(self, prediction: Real, target: Real) -> Real:
        return prediction - target

    def curvature(self, prediction: Real, target: Real) -> Real:
        return np.ones_like(prediction - target)
