"""Lion."""

from typing import Literal, NamedTuple

from engine import hyperparameters
from engine.config import hyper
from engine.functions import Functions, Number
from engine.optimizer import Hyper, Instead, Optimizer, Quantity
from engine.text import N_


class Memory(NamedTuple):
    """Mean gradient."""

    m: Number


class Lion(Optimizer):
    r"""Lion: the sign of an interpolated momentum.

        c = β₁ m + (1 − β₁) g
        m ← β₂ m + (1 − β₂) g
        Δ = −α (sign c + λ θ)

    Every parameter moves by exactly α (none where c = 0); α in units of the parameter. A sign has no
    linear model, so no limit of stability is stated: near a minimum the ball goes to and fro by α.

    Source: X. Chen et al., "Symbolic Discovery of Optimization Algorithms", 2023, algorithm 2.
    """

    kind: Literal["lion"] = "lion"
    learning_rate: float = hyperparameters.learning_rate(0.0001, slider=(1e-5, 1.0))
    beta1: float = hyperparameters.beta1()
    beta2: float = hyper(
        0.99,
        symbol="β₂",
        title=N_("Momentum decay"),
        help=N_("Share of the old momentum that is kept for the next step."),
        slider=(0.0, 0.999),
        ge=0,
        lt=1,
    )
    weight_decay: float = hyperparameters.decoupled_weight_decay(0.0)

    title = N_("Lion")
    idea = N_("Only the sign of the momentum counts: every parameter moves by the same amount.")
    source = "X. Chen et al., Symbolic Discovery of Optimization Algorithms, 2023"
    equation = (
        r"\class{term-c}{c = \beta_1 m + (1-\beta_1)\, \class{term-gradient}{g}}",
        r"\class{term-m}{m \leftarrow \beta_2 m + (1-\beta_2)\, g}",
        r"\theta \leftarrow \theta - \class{term-change}{\alpha \left(\operatorname{sign}(c) "
        r"\class{when-weight_decay}{+ \lambda\, \theta}\right)}",
    )
    spoken = N_("theta becomes theta minus alpha times the sign of c")
    adds = N_("the sign of the momentum as the step, with AdamW's weight decay")
    parents = ("momentum", "adamw")
    torch = ""
    keras = "keras.optimizers.Lion(learning_rate={learning_rate}, beta_1={beta1}, beta_2={beta2}, weight_decay={weight_decay})"
    # Keras refuses it.
    keras_instead = (Instead("", off=("beta1",)),)
    differs = N_("PyTorch has no Lion; Keras's agrees with the paper.")
    quantities = {
        "m": Quantity("m", N_("mean gradient")),
        "c": Quantity("c", N_("interpolated momentum")),
    }
    State = Memory
    terms = ("c",)
    arrow = "m"

    @staticmethod
    def init(h: Hyper, theta: Number) -> Memory:
        return Memory(theta * 0.0)

    @staticmethod
    def update(
        h: Hyper, state: Memory, g: Number, theta: Number, rate: Number, t: Number, f: Functions
    ) -> tuple[Number, Memory, tuple[Number, ...]]:
        m = state.m
        c = h.beta1 * m + (1.0 - h.beta1) * g
        m = h.beta2 * m + (1.0 - h.beta2) * g
        change = -rate * f.sign(c)
        if h.uses_weight_decay:
            change = change - rate * h.weight_decay * theta
        return change, Memory(m), (c,)
