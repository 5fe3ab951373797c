"""NAdam."""

from typing import Literal, NamedTuple

from engine import hyperparameters
from engine.config import hyper
from engine.functions import Functions, Number
from engine.optimizer import Hyper, Instead, Optimizer, Quantity
from engine.text import N_


class Moments(NamedTuple):
    """First moment, second moment, product of the momentum factors so far."""

    m: Number
    v: Number
    mu_product: Number


def momentum_factor(h: Hyper, t: Number, f: Functions) -> Number:
    """μ_t = β₁ (1 − ½·0.96^(t ψ)): grows from about β₁ / 2 to β₁."""
    return h.beta1 * (1.0 - 0.5 * f.power(0.96, t * h.momentum_decay))


class NAdam(Optimizer):
    r"""NAdam, with PyTorch's momentum schedule.

        g ← g + λ θ
        μ_t = β₁ (1 − ½·0.96^(t ψ))       Π ← Π μ_t, from 1
        m ← β₁ m + (1 − β₁) g             m̂ = μ_{t+1} m / (1 − Π μ_{t+1}) + (1 − μ_t) g / (1 − Π)
        v ← β₂ v + (1 − β₂) g²            v̂ = v / (1 − β₂ᵗ)
        Δ = −α m̂ / (√v̂ + ε)

    α in units of the parameter. Dozat weights m by the scheduled μ_t as well; PyTorch and Keras by the
    constant β₁. PyTorch keeps Π in single precision unless its default type is double.

    Source: T. Dozat, "Incorporating Nesterov Momentum into Adam", 2016.
    """

    kind: Literal["nadam"] = "nadam"
    learning_rate: float = hyperparameters.learning_rate(0.002, slider=(1e-4, 10.0))
    beta1: float = hyperparameters.beta1()
    beta2: float = hyperparameters.beta2()
    eps: float = hyperparameters.eps(1e-8)
    weight_decay: float = hyperparameters.weight_decay()
    momentum_decay: float = hyper(
        0.004,
        symbol="ψ",
        title=N_("Momentum schedule"),
        help=N_("How fast the momentum rises from half of β₁ to β₁."),
        scale="log",
        slider=(1e-4, 1.0),
        ge=0,
        le=1e3,
    )

    title = N_("NAdam")
    idea = N_("Adam that looks ahead, with a momentum that starts at half and grows.")
    source = "T. Dozat, Incorporating Nesterov Momentum into Adam, 2016"
    equation = (
        r"\class{when-weight_decay}{g \leftarrow g + \lambda\, \theta}",
        r"\class{term-mu}{\mu_t = \beta_1 \left(1-\frac{1}{2}\, 0.96^{t\psi}\right)}",
        r"\class{term-mu_product}{\Pi \leftarrow \Pi\, \mu_t}",
        r"\class{term-m}{m \leftarrow \beta_1 m + (1-\beta_1)\, \class{term-gradient}{g}}",
        r"\class{term-v}{v \leftarrow \beta_2 v + (1-\beta_2)\, g^2}",
        r"\class{term-m_hat}{\hat{m} = \frac{\class{term-mu_next}{\mu_{t+1}}\, m}{1-\Pi\, \mu_{t+1}} + \frac{(1-\mu_t)\, g}{1-\Pi}}",
        r"\class{term-v_hat}{\hat{v} = \frac{v}{1-\beta_2^t}}",
        r"\theta \leftarrow \theta - \class{term-change}{\alpha \frac{\hat{m}}{\sqrt{\hat{v}}+\varepsilon}}",
    )
    spoken = N_("theta becomes theta minus alpha times m hat, which looks ahead, over the square root of v hat plus epsilon")
    adds = N_("Nesterov's look ahead and a momentum that grows to Adam")
    parents = ("adam", "nesterov")
    torch = (
        "torch.optim.NAdam(params, lr={learning_rate}, betas=({beta1!r}, {beta2!r}), eps={eps}, weight_decay={weight_decay}, "
        "momentum_decay={momentum_decay})"
    )
    keras = "keras.optimizers.Nadam(learning_rate={learning_rate}, beta_1={beta1}, beta_2={beta2}, epsilon={eps})"
    keras_instead = (Instead("", on=("weight_decay",)),)
    differs = N_("The paper also lets m itself fade by μ. Keras fixes ψ at 1, so its momentum is full-grown after about 100 steps.")
    quantities = {
        "m": Quantity("m", N_("first moment")),
        "v": Quantity("v", N_("second moment")),
        "mu_product": Quantity("Π", N_("product of the momentum factors")),
        "mu": Quantity("μₜ", N_("momentum factor")),
        "mu_next": Quantity("μₜ₊₁", N_("next momentum factor")),
        "m_hat": Quantity("m̂", N_("first moment, looking ahead and bias-corrected")),
        "v_hat": Quantity("v̂", N_("second moment, bias-corrected")),
    }
    State = Moments
    terms = ("mu", "mu_next", "m_hat", "v_hat")
    arrow = "m"
    accumulated = "v"

    @staticmethod
    def init(h: Hyper, theta: Number) -> Moments:
        zero = theta * 0.0
        return Moments(zero, zero, zero + 1.0)

    @staticmethod
    def update(
        h: Hyper, state: Moments, g: Number, theta: Number, rate: Number, t: Number, f: Functions
    ) -> tuple[Number, Moments, tuple[Number, ...]]:
        if h.uses_weight_decay:
            g = g + h.weight_decay * theta
        beta1, beta2 = h.beta1, h.beta2
        m, v, mu_product = state
        mu, mu_next = momentum_factor(h, t, f), momentum_factor(h, t + 1, f)
        mu_product = mu_product * mu
        m = beta1 * m + (1.0 - beta1) * g
        v = beta2 * v + (1.0 - beta2) * (g * g)
        m_hat = mu_next * m / (1.0 - mu_product * mu_next) + (1.0 - mu) * g / (1.0 - mu_product)
        v_hat = v / (1.0 - f.power(beta2, t))
        change = -rate * m_hat / (f.sqrt(v_hat) + h.eps)
        return change, Moments(m, v, mu_product), (mu, mu_next, m_hat, v_hat)

    @staticmethod
    def linear(h: Hyper, state: Moments, t: Number, f: Functions) -> tuple[Number, Number, Number, Number]:
        # With m̂ = b m + a g, along a direction of curvature η of P⁻¹H the characteristic polynomial of
        # (θ, m) is z² − (1 + β₁ − α η (a + b (1 − β₁))) z + β₁ (1 − α a η); its root passes −1 where
        # α η (a (1 + β₁) + b (1 − β₁)) = 2 + 2β₁.
        mu, mu_next = momentum_factor(h, t, f), momentum_factor(h, t + 1, f)
        a = (1.0 - mu) / (1.0 - state.mu_product)
        b = mu_next / (1.0 - state.mu_product * mu_next)
        p = f.sqrt(state.v / (1.0 - f.power(h.beta2, t))) + h.eps
        return p, 2.0 * (1.0 + h.beta1) / (a * (1.0 + h.beta1) + b * (1.0 - h.beta1)), h.weight_decay, 0.0
