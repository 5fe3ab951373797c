"""Inverse time decay."""

from typing import Any, Literal

from engine.config import hyper
from engine.schedule import Schedule
from engine.text import N_


class InverseTime(Schedule):
    """factor(t) = 1 / (1 + κ t), the ``decay`` of Keras's former optimizers.

    Source: H. Robbins, S. Monro, "A Stochastic Approximation Method", 1951.
    """

    kind: Literal["inverse_time"] = "inverse_time"
    decay: float = hyper(
        0.01,
        symbol="κ",
        title=N_("Decay"),
        help=N_("After 1 / κ steps the rate has halved."),
        scale="log",
        slider=(1e-4, 1.0),
        ge=0,
        le=1e3,
    )

    title = N_("Inverse time decay")
    idea = N_("The rate falls like one over the steps: never so fast that the ball cannot arrive.")
    source = "H. Robbins, S. Monro, A Stochastic Approximation Method, 1951"
    equation = (r"\alpha_t = \frac{\alpha}{1+\kappa\, t}",)
    spoken = N_("alpha at step t is alpha over one plus kappa t")
    torch = "torch.optim.lr_scheduler.LambdaLR(optimizer, lambda t: 1 / (1 + {decay} * t))"
    keras = "keras.optimizers.schedules.InverseTimeDecay(learning_rate, decay_steps=1, decay_rate={decay})"

    def factor(self, state: Any, t: int) -> float:
        return 1.0 / (1.0 + self.decay * t)
