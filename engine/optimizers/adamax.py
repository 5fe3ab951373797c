"""Adamax."""

from typing import Literal, NamedTuple

from engine import hyperparameters
from engine.functions import Functions, Number
from engine.optimizer import Hyper, Instead, Optimizer, Quantity
from engine.text import N_


class Moments(NamedTuple):
    """First moment, fading maximum of the gradient's size."""

    m: Number
    u: Number


class Adamax(Optimizer):
    r"""Adamax, as PyTorch computes it.

        g ← g + λ θ
        m ← β₁ m + (1 − β₁) g             m̂ = m / (1 − β₁ᵗ)
        u ← max(β₂ u, |g| + ε)
        Δ = −α m̂ / u

    α in units of the parameter. A maximum needs no correction for its cold start.

    Source: D. P. Kingma, J. Ba, "Adam: A Method for Stochastic Optimization", 2015, section 7.1.
    """

    kind: Literal["adamax"] = "adamax"
    learning_rate: float = hyperparameters.learning_rate(0.002, slider=(1e-4, 10.0))
    beta1: float = hyperparameters.beta1()
    beta2: float = hyperparameters.beta2()
    eps: float = hyperparameters.eps(1e-8)
    weight_decay: float = hyperparameters.weight_decay()

    title = N_("Adamax")
    idea = N_("Adam that divides by the largest recent gradient instead of a mean: one burst keeps the steps short.")
    source = "D. P. Kingma, J. Ba, Adam: A Method for Stochastic Optimization, 2015"
    equation = (
        r"\class{when-weight_decay}{g \leftarrow g + \lambda\, \theta}",
        r"\class{term-m}{m \leftarrow \beta_1 m + (1-\beta_1)\, \class{term-gradient}{g}}",
        r"\class{term-u}{u \leftarrow \max(\beta_2 u, |g| + \varepsilon)}",
        r"\class{term-m_hat}{\hat{m} = \frac{m}{1-\beta_1^t}}",
        r"\theta \leftarrow \theta - \class{term-change}{\alpha \frac{\hat{m}}{u}}",
    )
    spoken = N_("theta becomes theta minus alpha times m hat over u")
    adds = N_("a fading maximum in place of the second moment")
    parents = ("adam",)
    torch = "torch.optim.Adamax(params, lr={learning_rate}, betas=({beta1!r}, {beta2!r}), eps={eps}, weight_decay={weight_decay})"
    keras = "keras.optimizers.Adamax(learning_rate={learning_rate}, beta_1={beta1}, beta_2={beta2}, epsilon={eps})"
    keras_instead = (Instead("", on=("weight_decay",)),)
    differs = N_("The paper has no ε; PyTorch adds it to |g| inside the maximum, Keras to u outside it.")
    quantities = {
        "m": Quantity("m", N_("first moment")),
        "u": Quantity("u", N_("fading maximum of the gradient's size")),
        "m_hat": Quantity("m̂", N_("first moment, bias-corrected")),
    }
    State = Moments
    terms = ("m_hat",)
    arrow = "m"

    @staticmethod
    def init(h: Hyper, theta: Number) -> Moments:
        zero = theta * 0.0
        return Moments(zero, zero)

    @staticmethod
    def update(
        h: Hyper, state: Moments, g: Number, theta: Number, rate: Number, t: Number, f: Functions
    ) -> tuple[Number, Moments, tuple[Number, ...]]:
        if h.uses_weight_decay:
            g = g + h.weight_decay * theta
        beta1 = h.beta1
        m, u = state
        m = beta1 * m + (1.0 - beta1) * g
        u = f.maximum(h.beta2 * u, f.absolute(g) + h.eps)
        m_hat = m / (1.0 - f.power(beta1, t))
        return -rate * m_hat / u, Moments(m, u), (m_hat,)

    @staticmethod
    def linear(h: Hyper, state: Moments, t: Number, f: Functions) -> tuple[Number, Number, Number, Number]:
        # As Adam's (Cohen et al., 2022) with u in place of √v̂ + ε.
        return (1.0 - f.power(h.beta1, t)) * state.u, 2.0 * (1.0 + h.beta1) / (1.0 - h.beta1), h.weight_decay, 0.0
