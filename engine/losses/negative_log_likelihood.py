"""Negative log-likelihood."""

from typing import Literal

import numpy as np

from engine.loss import LossOverClasses, picked, placed
from engine.numbers.arrays import Labels
from engine.probability import Real
from engine.text import N_


class NegativeLogLikelihood(LossOverClasses):
    r"""L = −(1/n) Σᵢ ℓᵢ,yᵢ in nats, where ℓ = log p are log-probabilities and y is the integer label.

        slope = −1 at the label, else 0

    The likelihood of all labels is a product, Πᵢ pᵢ,yᵢ; its logarithm is a sum, and the most likely
    model has the lowest L. After log-softmax this is cross-entropy.

    Source: R. A. Fisher, "On the Mathematical Foundations of Theoretical Statistics", 1922.
    """

    kind: Literal["negative_log_likelihood"] = "negative_log_likelihood"

    title = N_("Negative log-likelihood")
    idea = N_("The logarithm turns the product of the likelihoods into a sum; the most likely model has the lowest loss.")
    source = "R. A. Fisher, On the Mathematical Foundations of Theoretical Statistics, 1922"
    formula = r"-\frac{1}{n} \sum_{i=1}^{n} \ell_{i, y_i}, \quad \ell = \log p"
    spoken = N_("minus the mean over the examples of the log-probability of class y")
    takes = "log_probabilities"
    task = "multiclass"
    integer_labels = True
    torch = "torch.nn.functional.nll_loss(prediction, target)"
    keras = ""

    def each(self, prediction: Real, target: Labels) -> Real:
        return 0.0 - picked(prediction, target)

    def slope(self, prediction: Real, target: Labels) -> Real:
        return placed(np.full(target.shape, -1.0, prediction.dtype), target, prediction.shape[-1])
