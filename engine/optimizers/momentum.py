"""Gradient descent with momentum."""

from typing import Literal, NamedTuple

from engine import hyperparameters
from engine.config import hyper
from engine.functions import Functions, Number
from engine.optimizer import Hyper, Instead, Optimizer, Quantity
from engine.text import N_


class Velocity(NamedTuple):
    """Velocity: gradients added up, the older the fainter."""

    v: Number


class Momentum(Optimizer):
    r"""Gradient descent with momentum (heavy ball), in PyTorch's form.

        g ← g + λ θ
        v ← β v + (1 − τ) g        v = g at the first step
        Δ = −α v

    v is in units of the gradient: a change of α turns the whole velocity up or down at once. In the
    form of Sutskever et al. and Keras, v ← β v − α g, Δ = v, old gradients keep the rate of their time;
    the two agree while α stays the same. PyTorch ignores τ where β = 0; here it scales g there too. Where β is raised from 0
    during a run, v is the gradient of the step before; PyTorch's buffer begins with the first step that has a β, whole.

    Source: B. T. Polyak, "Some Methods of Speeding up the Convergence of Iteration Methods", 1964.
    """

    kind: Literal["momentum"] = "momentum"
    learning_rate: float = hyperparameters.learning_rate(0.001, slider=(1e-5, 1.0))
    momentum: float = hyperparameters.momentum(0.9)
    dampening: float = hyper(
        0.0, symbol="τ", title=N_("Dampening"), help=N_("Share of each new gradient that is left out."), slider=(0.0, 0.99), ge=0, lt=1
    )
    weight_decay: float = hyperparameters.weight_decay()

    title = N_("Momentum")
    idea = N_("A heavy ball: it gathers speed along the valley and rolls through small bumps.")
    source = "B. T. Polyak, Some Methods of Speeding up the Convergence of Iteration Methods, 1964"
    equation = (
        r"\class{when-weight_decay}{g \leftarrow g + \lambda\, \theta}",
        r"\class{term-v}{v \leftarrow \beta v + \class{when-dampening}{(1-\tau)\,} \class{term-gradient}{g}}",
        r"\theta \leftarrow \theta - \class{term-change}{\alpha\, v}",
    )
    spoken = N_("v becomes beta times v plus the gradient; theta becomes theta minus alpha times v")
    adds = N_("a velocity that remembers earlier gradients")
    parents = ("gradient_descent",)
    torch = "torch.optim.SGD(params, lr={learning_rate}, momentum={momentum}, dampening={dampening}, weight_decay={weight_decay})"
    # PyTorch leaves out the dampening where the momentum is 0: of one that is next to nothing the velocity keeps nothing.
    torch_instead = (
        Instead(
            "torch.optim.SGD(params, lr={learning_rate}, momentum=1e-300, dampening={dampening}, weight_decay={weight_decay})",
            off=("momentum",),
            on=("dampening",),
        ),
    )
    keras = "keras.optimizers.SGD(learning_rate={learning_rate}, momentum={momentum})"
    keras_instead = (Instead("", on=("weight_decay",)), Instead("", on=("dampening",)))
    differs = N_(
        "Keras multiplies the learning rate into the velocity, so a changed rate works only on new gradients; it has no dampening. "
        "Momentum that is switched on during a run begins here with the gradient of the step before, in PyTorch with none."
    )
    quantities = {"v": Quantity("v", N_("velocity"))}
    State = Velocity
    arrow = "v"

    @staticmethod
    def init(h: Hyper, theta: Number) -> Velocity:
        return Velocity(theta * 0.0)

    @staticmethod
    def update(
        h: Hyper, state: Velocity, g: Number, theta: Number, rate: Number, t: Number, f: Functions
    ) -> tuple[Number, Velocity, tuple[Number, ...]]:
        if h.uses_weight_decay:
            g = g + h.weight_decay * theta
        v = h.momentum * state.v
        # The first step takes the gradient whole: sign(t − 1) is 0 there and 1 ever after.
        v = v + (1.0 - h.dampening * f.sign(t - 1.0)) * g if h.uses_dampening else v + g
        return -rate * v, Velocity(v), ()

    @staticmethod
    def linear(h: Hyper, state: Velocity, t: Number, f: Functions) -> tuple[Number, Number, Number, Number]:
        # Along a direction of curvature η the characteristic polynomial of (θ, v) is
        # z² − (1 + β − α (1 − τ) η) z + β; its root passes −1 where α (1 − τ) η = 2 + 2β.
        return 1.0, 2.0 * (1.0 + h.momentum) / (1.0 - h.dampening), h.weight_decay, 0.0
