"""Kullback–Leibler divergence."""

from typing import Literal

import numpy as np

from engine.loss import LossOverClasses
from engine.probability import Real, xlogy
from engine.text import N_


class KullbackLeibler(LossOverClasses):
    r"""L = (1/n) Σᵢ KL(qᵢ‖pᵢ), KL(q‖p) = Σ_k q_k (log q_k − log p_k) in nats; q the target, p the prediction.

        slope = −q / p

    Cross-entropy less the target's own entropy: 0 exactly where p = q, and of the same gradient. ∞ where
    p is 0 and q is not. Not symmetric.

    Never negative between distributions (Gibbs' inequality). Between numbers whose sums miss 1 by the 1e-6 of float32
    that is let through, the sum above can fall below 0 by as much, and by its rounding anyway: an example's value is
    then 0, the nearest that a divergence can be. Nothing is normalised, so value and slope are PyTorch's elsewhere.

    Source: S. Kullback, R. A. Leibler, "On Information and Sufficiency", 1951.
    """

    kind: Literal["kullback_leibler"] = "kullback_leibler"

    title = N_("Kullback–Leibler divergence")
    idea = N_("Cross-entropy less the entropy of the target: what is left is zero only where the two distributions agree.")
    source = "S. Kullback, R. A. Leibler, On Information and Sufficiency, 1951"
    formula = r"\frac{1}{n} \sum_{i=1}^{n} \sum_{k=1}^{K} q_{ik} \log \frac{q_{ik}}{p_{ik}}"
    spoken = N_("the mean over the examples of the sum over the classes of q times the log of q over p")
    takes = "probabilities"
    task = "distributions"
    torch = 'torch.nn.functional.kl_div(prediction.log(), target, reduction="batchmean")'
    keras = "keras.losses.KLDivergence()(target, prediction)"
    differs = N_('PyTorch takes log-probabilities and, without reduction="batchmean", divides by all entries; Keras clips q and p at 1e-7.')

    def each(self, prediction: Real, target: Real) -> Real:
        return np.maximum((xlogy(target, target) - xlogy(target, prediction)).sum(axis=-1), 0.0)

    def slope(self, prediction: Real, target: Real) -> Real:
        with np.errstate(divide="ignore", invalid="ignore"):
            return np.where(target == 0.0, 0.0, -target / prediction)
