"""Step decay."""

from typing import Any, Literal

from engine.config import hyper
from engine.schedule import Schedule
from engine.text import N_


class Step(Schedule):
    """factor(t) = γ^⌊t / T⌋: every T steps the rate is multiplied by γ.

    Source: A. Krizhevsky, I. Sutskever, G. Hinton, "ImageNet Classification with Deep Convolutional
    Neural Networks", 2012 (by hand, whenever validation error stopped falling).
    """

    kind: Literal["step"] = "step"
    period: int = hyper(
        100, symbol="T", title=N_("Period"), help=N_("Steps from one drop to the next."), slider=(1, 500), unit="step", ge=1, le=1_000_000
    )
    gamma: float = hyper(0.5, symbol="γ", title=N_("Drop"), help=N_("What the rate is multiplied by at each drop."), gt=0, le=1)

    title = N_("Step decay")
    idea = N_("Run fast, then drop the rate at once: the oscillation dies and the ball settles lower.")
    source = "A. Krizhevsky, I. Sutskever, G. Hinton, ImageNet Classification with Deep Convolutional Neural Networks, 2012"
    equation = (r"\alpha_t = \alpha\, \gamma^{\lfloor t/T \rfloor}",)
    spoken = N_("alpha at step t is alpha times gamma to the power of t over T, rounded down")
    torch = "torch.optim.lr_scheduler.StepLR(optimizer, step_size={period}, gamma={gamma})"
    keras = "keras.optimizers.schedules.ExponentialDecay(learning_rate, decay_steps={period}, decay_rate={gamma}, staircase=True)"

    def factor(self, state: Any, t: int) -> float:
        return float(self.gamma ** (t // self.period))
