"""Cosine annealing with warm restarts."""

import math
from typing import Any, Literal

from engine.config import hyper
from engine.schedule import Schedule
from engine.text import N_


class CosineRestarts(Schedule):
    """factor(t) = f + (1 − f) (1 + cos(π s / T)) / 2, s steps after the last restart.

    The first cycle has T steps, each further one κ times as many as the one before.

    Source: I. Loshchilov, F. Hutter, "SGDR: Stochastic Gradient Descent with Warm Restarts", 2017.
    """

    kind: Literal["cosine_restarts"] = "cosine_restarts"
    period: int = hyper(
        100,
        symbol="T",
        title=N_("First cycle"),
        help=N_("Steps up to the first restart."),
        slider=(1, 500),
        unit="step",
        ge=1,
        le=1_000_000,
    )
    multiplier: int = hyper(
        2, symbol="κ", title=N_("Lengthening"), help=N_("How many times longer each cycle is than the last."), slider=(1, 4), ge=1, le=100
    )
    minimum: float = hyper(0.0, symbol="f", title=N_("Lowest share"), help=N_("Share of the rate that is left at the bottom."), ge=0, le=1)

    title = N_("Cosine with restarts")
    idea = N_("Settle, then jump up to the full rate: the ball may leave for a better valley.")
    source = "I. Loshchilov, F. Hutter, SGDR: Stochastic Gradient Descent with Warm Restarts, 2017"
    equation = (
        r"\alpha_t = \alpha \left(f + \frac{1-f}{2} \left(1 + \cos \frac{\pi s}{T}\right)\right)",
        r"s = T: \quad s \leftarrow 0, \quad T \leftarrow \kappa\, T",
    )
    spoken = N_("alpha at step t follows half a cosine in s over T; when s reaches T it starts again and T grows by kappa")
    torch = (
        "torch.optim.lr_scheduler.CosineAnnealingWarmRestarts(optimizer, T_0={period}, T_mult={multiplier}, "
        "eta_min={minimum} * learning_rate)"
    )
    keras = "keras.optimizers.schedules.CosineDecayRestarts(learning_rate, first_decay_steps={period}, t_mul={multiplier}, alpha={minimum})"

    def factor(self, state: Any, t: int) -> float:
        length = self.period
        if self.multiplier == 1:
            t %= length
        while t >= length:
            t -= length
            length *= self.multiplier
        return self.minimum + (1.0 - self.minimum) * (1.0 + math.cos(math.pi * t / length)) / 2.0
