"""Sparse categorical cross-entropy."""

from typing import Literal

import numpy as np

from engine.loss import LossOverClasses, from_logits, picked, placed, softmax_curvature
from engine.numbers.arrays import Labels
from engine.probability import Real, log_softmax, log_softmax_and_softmax, softmax
from engine.text import N_


class SparseCategoricalCrossEntropy(LossOverClasses):
    r"""L = −(1/n) Σᵢ log pᵢ,yᵢ in nats, y the integer label 0 … K − 1 of the true class.

        slope = −1/p at the label, else 0          from logits: softmax(z), less 1 at the label

    The number that categorical cross-entropy gives for the one-hot label, without writing the zeros.
    A true class of probability 0 costs ∞; from logits the loss stays finite.

    Source: F. Chollet et al., "Keras", 2015.
    """

    kind: Literal["sparse_categorical_cross_entropy"] = "sparse_categorical_cross_entropy"
    from_logits: bool = from_logits()

    title = N_("Sparse categorical cross-entropy")
    idea = N_("The label 2 says the same as [0, 0, 1]: the same loss with less to write down.")
    source = "F. Chollet et al., Keras, 2015"
    formula = r"-\frac{1}{n} \sum_{i=1}^{n} \log p_{i, y_i}"
    spoken = N_("minus the mean over the examples of the log of the probability of class y")
    takes = "probabilities"
    task = "multiclass"
    usual_for = "multiclass"
    integer_labels = True
    torch = "torch.nn.functional.nll_loss(prediction.log(), target)"
    torch_from_logits = "torch.nn.functional.cross_entropy(prediction, target)"
    keras = "keras.losses.SparseCategoricalCrossentropy(from_logits={from_logits})(target, prediction)"
    sklearn = "sklearn.metrics.log_loss(target, prediction, labels=range(prediction.shape[1]))"
    differs = N_("On probabilities Keras clips p to [1e-7, 1 − 1e-7], scikit-learn to [2.2e-16, 1 − 2.2e-16].")

    def each(self, prediction: Real, target: Labels) -> Real:
        if self.from_logits:
            return 0.0 - picked(log_softmax(prediction), target)
        with np.errstate(divide="ignore"):
            return 0.0 - np.log(picked(prediction, target))

    def slope(self, prediction: Real, target: Labels) -> Real:
        classes = prediction.shape[-1]
        if self.from_logits:
            return softmax(prediction) - placed(np.ones(target.shape, prediction.dtype), target, classes)
        with np.errstate(divide="ignore"):
            return placed(-1.0 / picked(prediction, target), target, classes)

    def both(self, prediction: Real, target: Labels) -> tuple[Real, Real]:
        if not self.from_logits:
            return super().both(prediction, target)
        log_p, p = log_softmax_and_softmax(prediction)
        return 0.0 - picked(log_p, target), p - placed(np.ones(target.shape, prediction.dtype), target, prediction.shape[-1])

    def curvature(self, prediction: Real, target: Labels) -> Real:
        if not self.from_logits:
            raise NotImplementedError
        return softmax_curvature(prediction)
