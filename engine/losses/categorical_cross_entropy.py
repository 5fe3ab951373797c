"""Categorical cross-entropy."""

from typing import Literal

import numpy as np

from engine.config import hyper
from engine.loss import LossOverClasses, from_logits, softmax_curvature
from engine.probability import Real, cross_entropy_of_distributions, log_softmax, log_softmax_and_softmax, softmax
from engine.text import N_


class CategoricalCrossEntropy(LossOverClasses):
    r"""L = −(1/n) Σᵢ Σ_k yᵢₖ log pᵢₖ in nats, for targets that are one-hot rows or other distributions.

        slope = −y / p          from logits: softmax(z) − y

    A class of probability 0 that is the true one costs ∞, as it should: give logits
    (``from_logits``) and the loss stays finite at any size of them. Course notes add a small ``delta`` instead:
    log(p + δ), slope −y / (p + δ); then it costs −log δ.

    Source: J. S. Bridle, "Probabilistic Interpretation of Feedforward Classification Network Outputs,
    with Relationships to Statistical Pattern Recognition", 1990.
    """

    kind: Literal["categorical_cross_entropy"] = "categorical_cross_entropy"
    from_logits: bool = from_logits()
    delta: float = hyper(
        0.0,
        symbol="δ",
        title=N_("Added δ"),
        help=N_("What is added inside the logarithm, as course notes do: a probability of 0 then costs −log δ. Not from logits."),
        slider=(0.0, 0.1),
        ge=0,
        le=1,
    )

    title = N_("Categorical cross-entropy")
    idea = N_("Of all the probabilities only that of the true class counts: the one-hot label picks it.")
    source = (
        "J. S. Bridle, Probabilistic Interpretation of Feedforward Classification Network Outputs, "
        "with Relationships to Statistical Pattern Recognition, 1990"
    )
    formula = (
        r"-\frac{1}{n} \sum_{i=1}^{n} \sum_{k=1}^{K} y_{ik}"
        r" \log(p_{ik} \class{unless-from_logits}{\class{when-delta}{+ \class{slot-delta}{\delta}}})"
    )
    spoken = N_("minus the mean over the examples of the sum over the classes of y times log p")
    takes = "probabilities"
    task = "multiclass"
    torch = "torch.mean(-torch.xlogy(target, prediction).sum(-1))"
    torch_from_logits = "torch.nn.functional.cross_entropy(prediction, target)"
    keras = "keras.losses.CategoricalCrossentropy(from_logits={from_logits})(target, prediction)"
    numpy = "-np.sum(target * np.log(prediction + {delta})) / len(prediction)"
    only = {"torch": {"delta": False}, "keras": {"delta": False}, "sklearn": {"delta": False}, "numpy": {"delta": True}}
    sklearn = "sklearn.metrics.log_loss(target, prediction)"
    differs = N_(
        "On probabilities Keras clips p to [1e-7, 1 − 1e-7], scikit-learn to [2.2e-16, 1 − 2.2e-16]; "
        "PyTorch's cross_entropy takes logits only."
    )

    def each(self, prediction: Real, target: Real) -> Real:
        if self.from_logits:
            return 0.0 - (target * log_softmax(prediction)).sum(axis=-1)
        return cross_entropy_of_distributions(target, prediction + self.delta)

    def slope(self, prediction: Real, target: Real) -> Real:
        if self.from_logits:
            return softmax(prediction) * target.sum(axis=-1, keepdims=True) - target
        with np.errstate(divide="ignore", invalid="ignore"):
            return np.where(target == 0.0, 0.0, -target / (prediction + self.delta))

    def both(self, prediction: Real, target: Real) -> tuple[Real, Real]:
        if not self.from_logits:
            return super().both(prediction, target)
        log_p, p = log_softmax_and_softmax(prediction)
        return 0.0 - (target * log_p).sum(axis=-1), p * target.sum(axis=-1, keepdims=True) - target

    def curvature(self, prediction: Real, target: Real) -> Real:
        if not self.from_logits:
            raise NotImplementedError
        return softmax_curvature(prediction) * target.sum(axis=-1)[..., np.newaxis, np.newaxis]
