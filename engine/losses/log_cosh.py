"""Log-cosh loss."""

from typing import Literal

import numpy as np

from engine.loss import PointwiseLoss
from engine.probability import Real
from engine.text import N_

FAR = 20.0
"""From here on log cosh e = |e| − log 2 to the last bit of a float64."""


class LogCosh(PointwiseLoss):
    r"""L = (1/n) Σᵢ log cosh(ŷᵢ − yᵢ): about ½ e² for small errors, |e| − log 2 for large ones.

        slope = tanh(ŷ − y)          curvature = 1 − tanh²(ŷ − y)

    Computed as log(1 + 2 sinh²(e/2)), which neither overflows nor loses the digits of small errors. The
    errors must be in units in which 1 is neither small nor large; there is no δ to set.

    Source: R. A. Saleh, A. K. M. E. Saleh, "Statistical Properties of the log-cosh Loss Function Used in
    Machine Learning", 2022.
    """

    kind: Literal["log_cosh"] = "log_cosh"

    title = N_("Log-cosh loss")
    idea = N_("Like Huber's loss without a seam: a bowl near the minimum that turns smoothly into straight walls.")
    source = "R. A. Saleh, A. K. M. E. Saleh, Statistical Properties of the log-cosh Loss Function Used in Machine Learning, 2022"
    formula = r"\frac{1}{n} \sum_{i=1}^{n} \log\,\cosh\,(\hat{y}_i - y_i)"
    slope_formula = r"\tanh\,(\hat{y}_i - y_i)"
    spoken = N_("the mean over the examples of the logarithm of the hyperbolic cosine of y hat minus y")
    takes = "number"
    task = "regression"
    torch = "torch.mean(torch.log(torch.cosh(prediction - target)))"
    keras = "keras.losses.LogCosh()(target, prediction)"
    differs = N_("PyTorch has no such loss; the line written for it overflows beyond an error of 710 (89 in float32).")

    def each(self, prediction: Real, target: Real) -> Real:
        size = np.abs(prediction - target)
        near = np.minimum(size, FAR)
        half = np.sinh(0.5 * near)
        return np.log1p(2.0 * half * half) + (size - near)

    def slope(self, prediction: Real, target: Real) -> Real:
        return np.tanh(prediction - target)

    def curvature(self, prediction: Real, target: Real) -> Real:
        slope = np.tanh(prediction - target)
        return 1.0 - slope * slope
