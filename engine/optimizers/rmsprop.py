"""RMSProp."""

from typing import Literal, NamedTuple

from engine import hyperparameters
from engine.config import switch
from engine.functions import Functions, Number
from engine.optimizer import Hyper, Instead, Optimizer, Quantity
from engine.text import N_


class Means(NamedTuple):
    """Mean of squared gradients, mean gradient (centered), velocity (momentum)."""

    s: Number
    m: Number
    v: Number


class RMSProp(Optimizer):
    r"""RMSProp, as PyTorch computes it.

        g ← g + λ θ
        s ← ρ s + (1 − ρ) g²
        m ← m + (1 − ρ) (g − m)         centered only, else m = 0
        u = g / (√(s − m²) + ε)
        v ← β v + u                     with momentum, else v = u
        Δ = −α v

    α in units of the parameter; ρ is PyTorch's ``alpha``. Centered, s − m² subtracts near-equals where
    the gradient hardly changes, and rounding errors are magnified: agreement with PyTorch is 1e-9
    instead of 1e-11. Below zero, or ∞ − ∞, the root is NaN, here as in PyTorch; but whether a gradient
    that never changes ends just above or just below zero is up to the last place, in which PyTorch's
    fused multiply-add may differ.

    Source: T. Tieleman, G. Hinton, "Lecture 6.5: RMSProp, Neural Networks for Machine Learning", 2012;
    centered: A. Graves, "Generating Sequences with Recurrent Neural Networks", 2013.
    """

    kind: Literal["rmsprop"] = "rmsprop"
    learning_rate: float = hyperparameters.learning_rate(0.01, slider=(1e-5, 1.0))
    rho: float = hyperparameters.rho(0.99)
    eps: float = hyperparameters.eps(1e-8)
    momentum: float = hyperparameters.momentum(0.0)
    weight_decay: float = hyperparameters.weight_decay()
    centered: bool = switch(False, title=N_("Centered"), help=N_("Divide by the spread of the gradient around its mean."))

    title = N_("RMSProp")
    idea = N_("Divide by the recent size of the gradient: steep and flat directions move alike.")
    source = "T. Tieleman, G. Hinton, Lecture 6.5: RMSProp, Neural Networks for Machine Learning, 2012"
    equation = (
        r"\class{when-weight_decay}{g \leftarrow g + \lambda\, \theta}",
        r"\class{term-s}{s \leftarrow \rho s + (1-\rho)\, \class{term-gradient}{g}^2}",
        r"\class{when-centered}{\class{term-m}{m \leftarrow m + (1-\rho)\, (g-m)}}",
        r"\class{term-u}{u = \frac{g}{\sqrt{s \class{when-centered}{- m^2}}+\varepsilon}}",
        r"\class{when-momentum}{\class{term-v}{v \leftarrow \beta v + u}}",
        r"\theta \leftarrow \theta - \class{term-change}{\alpha\, \class{unless-momentum}{u} \class{when-momentum}{v}}",
    )
    spoken = N_("theta becomes theta minus alpha times the gradient over the square root of s plus epsilon")
    adds = N_("a fading memory of squares instead of a sum that only grows")
    parents = ("adagrad",)
    torch = (
        "torch.optim.RMSprop(params, lr={learning_rate}, alpha={rho}, eps={eps}, weight_decay={weight_decay}, "
        "momentum={momentum}, centered={centered})"
    )
    keras = "keras.optimizers.RMSprop(learning_rate={learning_rate}, rho={rho}, momentum={momentum}, epsilon={eps}, centered={centered})"
    keras_instead = (Instead("", on=("weight_decay",)),)
    differs = N_("Keras adds ε under the root and multiplies the learning rate into the velocity; its default ρ is 0.9.")
    quantities = {
        "s": Quantity("s", N_("mean of squared gradients")),
        "m": Quantity("m", N_("mean gradient")),
        "v": Quantity("v", N_("velocity")),
        "u": Quantity("u", N_("scaled gradient")),
    }
    State = Means
    terms = ("u",)
    arrow = "v"
    accumulated = "s"
    has_own_rates = True

    @staticmethod
    def init(h: Hyper, theta: Number) -> Means:
        zero = theta * 0.0
        return Means(zero, zero, zero)

    @staticmethod
    def update(
        h: Hyper, state: Means, g: Number, theta: Number, rate: Number, t: Number, f: Functions
    ) -> tuple[Number, Means, tuple[Number, ...]]:
        if h.uses_weight_decay:
            g = g + h.weight_decay * theta
        s, m, v = state
        s = h.rho * s + (1.0 - h.rho) * (g * g)
        if h.centered:
            m = m + (1.0 - h.rho) * (g - m)
            u = g / (f.sqrt(s - m * m) + h.eps)
        else:
            u = g / (f.sqrt(s) + h.eps)
        v = h.momentum * v + u if h.uses_momentum else u
        return -rate * v, Means(s, m, v), (u,)

    @staticmethod
    def linear(h: Hyper, state: Means, t: Number, f: Functions) -> tuple[Number, Number, Number, Number]:
        # With s and m held fixed it is momentum with the rate divided by p: see Momentum.linear.
        p = f.sqrt(state.s - state.m * state.m) + h.eps
        return p, 2.0 * (1.0 + h.momentum), h.weight_decay, 0.0
