"""Linear regression on all features."""

from typing import Any, Literal

from engine.fits.judging import usual_loss
from engine.linear_problem import LinearOwn, LinearProblem
from engine.loss import Loss, PointwiseLoss
from engine.text import N_


class LinearRegressionOwn(LinearOwn):
    """A racer's own loss and penalties."""

    kind: Literal["linear"] = "linear"


class LinearRegression(LinearProblem):
    r"""ŷ = X wᵀ + b: one weight for each feature, and a bias.

    ``weight`` is (1, features), ``bias`` (1,). Under squared error without L1 the minimum is known in closed form.

    Source: C. F. Gauss, Theoria motus corporum coelestium, 1809.
    """

    kind: Literal["linear"] = "linear"

    title = N_("Linear regression")
    idea = N_("Every feature has its weight: the prediction is their weighted sum.")
    source = "C. F. Gauss, Theoria motus corporum coelestium, 1809"
    own_parts = LinearRegressionOwn
    tasks = ("regression",)

    @classmethod
    def outputs_for(cls, classes: int) -> int:
        return 1

    @classmethod
    def usual_loss(cls) -> Loss:
        return usual_loss("regression")

    @classmethod
    def suits(cls, loss: type[Any]) -> bool:
        return issubclass(loss, PointwiseLoss) and loss.task == "regression"
