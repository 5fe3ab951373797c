"""Exponential decay."""

from typing import Any, Literal

from engine.config import hyper
from engine.schedule import Schedule
from engine.text import N_


class Exponential(Schedule):
    """factor(t) = γ^t.

    The rates add up to α / (1 − γ): a ball that has farther to go never arrives.

    Source: L. Bottou, F. Curtis, J. Nocedal, "Optimization Methods for Large-Scale Machine Learning", 2018.
    """

    kind: Literal["exponential"] = "exponential"
    gamma: float = hyper(
        0.99, symbol="γ", title=N_("Decay"), help=N_("What the rate is multiplied by at each step."), slider=(0.9, 1.0), gt=0, le=1
    )

    title = N_("Exponential decay")
    idea = N_("The same share of the rate is lost at every step: too soon, and the ball never arrives.")
    source = "L. Bottou, F. Curtis, J. Nocedal, Optimization Methods for Large-Scale Machine Learning, 2018"
    equation = (r"\alpha_t = \alpha\, \gamma^t",)
    spoken = N_("alpha at step t is alpha times gamma to the power of t")
    torch = "torch.optim.lr_scheduler.ExponentialLR(optimizer, gamma={gamma})"
    keras = "keras.optimizers.schedules.ExponentialDecay(learning_rate, decay_steps=1, decay_rate={gamma})"

    def factor(self, state: Any, t: int) -> float:
        return float(self.gamma**t)
