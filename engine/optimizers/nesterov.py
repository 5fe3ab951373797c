"""Nesterov's momentum."""

from typing import Literal, NamedTuple

from engine import hyperparameters
from engine.functions import Functions, Number
from engine.optimizer import Hyper, Instead, Optimizer, Quantity
from engine.text import N_


class Velocity(NamedTuple):
    """Velocity: gradients added up, the older the fainter."""

    v: Number


class Nesterov(Optimizer):
    r"""Nesterov's momentum, in PyTorch's form.

        g ← g + λ θ
        v ← β v + g
        Δ = −α (g + β v)

    θ is the point looked ahead to, where Nesterov's method takes its gradient: with v as above and
    y = θ + α β v, it is the classical y ← y − α v with the gradient taken at y − α β v.

    Source: Y. Nesterov, "A Method of Solving a Convex Programming Problem with Convergence Rate
    O(1/k²)", 1983; I. Sutskever, J. Martens, G. Dahl, G. Hinton, "On the Importance of Initialization
    and Momentum in Deep Learning", 2013.
    """

    kind: Literal["nesterov"] = "nesterov"
    learning_rate: float = hyperparameters.learning_rate(0.001, slider=(1e-5, 1.0))
    momentum: float = hyperparameters.momentum(0.9)
    weight_decay: float = hyperparameters.weight_decay()

    title = N_("Nesterov momentum")
    idea = N_("Look where the velocity will carry the ball, and brake before the wall instead of after it.")
    source = "Y. Nesterov, A Method of Solving a Convex Programming Problem with Convergence Rate O(1/k²), 1983"
    equation = (
        r"\class{when-weight_decay}{g \leftarrow g + \lambda\, \theta}",
        r"\class{term-v}{v \leftarrow \beta v + \class{term-gradient}{g}}",
        r"\theta \leftarrow \theta - \class{term-change}{\alpha\, (g + \beta v)}",
    )
    spoken = N_("v becomes beta times v plus the gradient; theta becomes theta minus alpha times the gradient plus beta v")
    adds = N_("a look ahead: the velocity is applied once more before the next gradient")
    parents = ("momentum",)
    torch = "torch.optim.SGD(params, lr={learning_rate}, momentum={momentum}, weight_decay={weight_decay}, nesterov=True)"
    # PyTorch refuses Nesterov's momentum of 0, which is plain gradient descent.
    torch_instead = (Instead("torch.optim.SGD(params, lr={learning_rate}, weight_decay={weight_decay})", off=("momentum",)),)
    keras = "keras.optimizers.SGD(learning_rate={learning_rate}, momentum={momentum}, nesterov=True)"
    keras_instead = (Instead("", on=("weight_decay",)),)
    differs = N_("The paper takes the gradient at a point ahead; PyTorch and Keras keep that point as the parameter itself.")
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
        v = h.momentum * state.v + g
        return -rate * (g + h.momentum * v), Velocity(v), ()

    @staticmethod
    def linear(h: Hyper, state: Velocity, t: Number, f: Functions) -> tuple[Number, Number, Number, Number]:
        # Along a direction of curvature η the characteristic polynomial of (θ, v) is
        # z² − (1 + β − α η (1 + β)) z + β (1 − α η); its root passes −1 where α η (1 + 2β) = 2 + 2β.
        return 1.0, (2.0 + 2.0 * h.momentum) / (1.0 + 2.0 * h.momentum), h.weight_decay, 0.0
