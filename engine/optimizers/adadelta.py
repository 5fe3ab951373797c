"""Adadelta."""

from typing import Literal, NamedTuple

from engine import hyperparameters
from engine.functions import Functions, Number
from engine.optimizer import Hyper, Instead, Optimizer, Quantity
from engine.text import N_


class Squares(NamedTuple):
    """Mean of squared gradients, mean of squared proposals."""

    s: Number
    d: Number


class Adadelta(Optimizer):
    r"""Adadelta, as PyTorch computes it.

        g ← g + λ θ
        s ← ρ s + (1 − ρ) g²
        u = g √(d + ε) / √(s + ε)
        d ← ρ d + (1 − ρ) u²
        Δ = −α u

    u is in units of the parameter, so α = 1 is the paper's rule. ε stands inside the roots and sets
    the size of the first steps.

    Source: M. D. Zeiler, "ADADELTA: An Adaptive Learning Rate Method", 2012.
    """

    kind: Literal["adadelta"] = "adadelta"
    learning_rate: float = hyperparameters.learning_rate(1.0, slider=(1e-2, 1e3))
    rho: float = hyperparameters.rho(0.9)
    eps: float = hyperparameters.eps(1e-6)
    weight_decay: float = hyperparameters.weight_decay()

    title = N_("Adadelta")
    idea = N_("The steps taken so far say how long the next one may be.")
    source = "M. D. Zeiler, ADADELTA: An Adaptive Learning Rate Method, 2012"
    equation = (
        r"\class{when-weight_decay}{g \leftarrow g + \lambda\, \theta}",
        r"\class{term-s}{s \leftarrow \rho s + (1-\rho)\, \class{term-gradient}{g}^2}",
        r"\class{term-u}{u = \frac{\sqrt{d+\varepsilon}}{\sqrt{s+\varepsilon}}\, g}",
        r"\class{term-d}{d \leftarrow \rho d + (1-\rho)\, u^2}",
        r"\theta \leftarrow \theta - \class{term-change}{\alpha\, u}",
    )
    spoken = N_("theta becomes theta minus alpha times the gradient, scaled by the root of d over the root of s")
    adds = N_("a fading memory of squares, and step lengths in units of the parameter")
    parents = ("adagrad",)
    torch = "torch.optim.Adadelta(params, lr={learning_rate}, rho={rho}, eps={eps}, weight_decay={weight_decay})"
    keras = "keras.optimizers.Adadelta(learning_rate={learning_rate}, rho={rho}, epsilon={eps})"
    keras_instead = (Instead("", on=("weight_decay",)),)
    differs = N_("The paper has no learning rate (α = 1); Keras's default is 0.001, a thousand times slower.")
    quantities = {
        "s": Quantity("s", N_("mean of squared gradients")),
        "d": Quantity("d", N_("mean of squared steps")),
        "u": Quantity("u", N_("step before the learning rate")),
    }
    State = Squares
    terms = ("u",)
    accumulated = "s"

    @staticmethod
    def init(h: Hyper, theta: Number) -> Squares:
        zero = theta * 0.0
        return Squares(zero, zero)

    @staticmethod
    def update(
        h: Hyper, state: Squares, g: Number, theta: Number, rate: Number, t: Number, f: Functions
    ) -> tuple[Number, Squares, tuple[Number, ...]]:
        if h.uses_weight_decay:
            g = g + h.weight_decay * theta
        s, d = state
        s = h.rho * s + (1.0 - h.rho) * (g * g)
        u = f.sqrt(d + h.eps) / f.sqrt(s + h.eps) * g
        d = h.rho * d + (1.0 - h.rho) * (u * u)
        return -rate * u, Squares(s, d), (u,)

    @staticmethod
    def linear(h: Hyper, state: Squares, t: Number, f: Functions) -> tuple[Number, Number, Number, Number]:
        # With s and d held fixed it is gradient descent with the rate divided by p.
        return f.sqrt(state.s + h.eps) / f.sqrt(state.d + h.eps), 2.0, h.weight_decay, 0.0
