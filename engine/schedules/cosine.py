"""Cosine annealing."""

import math
from typing import Any, Literal

from engine.config import hyper
from engine.schedule import Schedule
from engine.text import N_


class Cosine(Schedule):
    """factor(t) = f + (1 − f) (1 + cos(π t / T)) / 2 for t ≤ T, then f.

    PyTorch's CosineAnnealingLR rises again after T as it fell; Keras's CosineDecay stays down, as here.

    Source: I. Loshchilov, F. Hutter, "SGDR: Stochastic Gradient Descent with Warm Restarts", 2017.
    """

    kind: Literal["cosine"] = "cosine"
    period: int = hyper(
        500, symbol="T", title=N_("Period"), help=N_("Steps from the top to the bottom."), slider=(1, 2000), unit="step", ge=1, le=1_000_000
    )
    minimum: float = hyper(0.0, symbol="f", title=N_("Lowest share"), help=N_("Share of the rate that is left at the bottom."), ge=0, le=1)

    title = N_("Cosine annealing")
    idea = N_("Fast in the beginning, gently slowing, nearly still at the end.")
    source = "I. Loshchilov, F. Hutter, SGDR: Stochastic Gradient Descent with Warm Restarts, 2017"
    equation = (r"\alpha_t = \alpha \left(f + \frac{1-f}{2} \left(1 + \cos \frac{\pi \min(t, T)}{T}\right)\right)",)
    spoken = N_("alpha at step t follows half a cosine from alpha down to f times alpha in T steps")
    torch = "torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, T_max={period}, eta_min={minimum} * learning_rate)"
    keras = "keras.optimizers.schedules.CosineDecay(learning_rate, decay_steps={period}, alpha={minimum})"

    def factor(self, state: Any, t: int) -> float:
        share = min(t, self.period) / self.period
        return self.minimum + (1.0 - self.minimum) * (1.0 + math.cos(math.pi * share)) / 2.0
