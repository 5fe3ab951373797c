"""Softmax regression on all features."""

from typing import Any, Literal

from engine.fits.judging import usual_loss
from engine.linear_problem import LinearOwn, LinearProblem
from engine.loss import Loss, LossOverClasses
from engine.text import N_


class SoftmaxRegressionOwn(LinearOwn):
    """A racer's own loss and penalties."""

    kind: Literal["softmax_regression"] = "softmax_regression"


class SoftmaxRegression(LinearProblem):
    r"""Z = X Wᵀ + b, p = softmax(z): a logit for each class, judged by a cross-entropy from logits, which is exact at any size of them.

    ``weight`` is (classes, features), ``bias`` (classes,). The same number added to all logits changes nothing, so without a
    penalty minima are never single.

    Source: J. S. Bridle, Probabilistic Interpretation of Feedforward Classification Network Outputs, with Relationships to Statistical
    Pattern Recognition, 1990.
    """

    kind: Literal["softmax_regression"] = "softmax_regression"

    title = N_("Softmax regression")
    idea = N_("Every class weighs the features in its own way; softmax makes probabilities of the sums.")
    source = (
        "J. S. Bridle, Probabilistic Interpretation of Feedforward Classification Network Outputs, "
        "with Relationships to Statistical Pattern Recognition, 1990"
    )
    own_parts = SoftmaxRegressionOwn
    tasks = ("binary", "multiclass")

    @classmethod
    def outputs_for(cls, classes: int) -> int:
        return max(2, classes)

    @classmethod
    def usual_loss(cls) -> Loss:
        return usual_loss("multiclass")

    @classmethod
    def suits(cls, loss: type[Any]) -> bool:
        return issubclass(loss, LossOverClasses) and "from_logits" in loss.model_fields
