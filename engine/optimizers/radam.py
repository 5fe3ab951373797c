"""RAdam."""

from typing import Literal, NamedTuple

from engine import hyperparameters
from engine.functions import Functions, Number
from engine.optimizer import Hyper, Optimizer, Quantity
from engine.text import N_


class Moments(NamedTuple):
    """First moment, second moment."""

    m: Number
    v: Number


def rectified(h: Hyper, v: Number, t: Number, f: Functions) -> tuple[Number, Number, Number]:
    """(ρ, r, what the rate is multiplied by); r is 0 and the multiple 1 where ρ ≤ 5."""
    beta2_power = f.power(h.beta2, t)
    correction = 1.0 - beta2_power
    rho_inf = 2.0 / (1.0 - h.beta2) - 1.0
    rho = rho_inf - 2.0 * t * beta2_power / correction
    # Both sides are computed, with the lengths held at 5 where the root would leave the positive numbers.
    held, held_inf = f.select(rho, 5.0, rho, 5.0), f.select(rho_inf, 5.0, rho_inf, 5.0)
    r = f.select(rho, 5.0, root_of_rectification(held, held_inf, f), 0.0)
    return rho, r, f.select(rho, 5.0, r * f.sqrt(correction) / (f.sqrt(v) + h.eps), 1.0)


def root_of_rectification(rho: Number, rho_inf: Number, f: Functions) -> Number:
    """√ of how much of the full mean's certainty ``rho`` terms give; both lengths above 4."""
    return f.sqrt((rho - 4.0) * (rho - 2.0) * rho_inf / ((rho_inf - 4.0) * (rho_inf - 2.0) * rho))


class RAdam(Optimizer):
    r"""RAdam, as PyTorch computes it.

        g ← g + λ θ
        m ← β₁ m + (1 − β₁) g             m̂ = m / (1 − β₁ᵗ)
        v ← β₂ v + (1 − β₂) g²            ρ∞ = 2 / (1 − β₂) − 1
        ρ = ρ∞ − 2 t β₂ᵗ / (1 − β₂ᵗ)      r = √((ρ − 4)(ρ − 2) ρ∞ / ((ρ∞ − 4)(ρ∞ − 2) ρ))
        Δ = −α r m̂ √(1 − β₂ᵗ) / (√v + ε)  where ρ > 5 (with β₂ = 0.999 from step 6 on)
        Δ = −α m̂                          before

    Mind the units: α is a step in units of the parameter where ρ > 5, and gradient descent's before.
    The paper switches at ρ > 4; PyTorch at 5, and adds ε to the uncorrected √v.

    Source: L. Liu et al., "On the Variance of the Adaptive Learning Rate and Beyond", 2020.
    """

    kind: Literal["radam"] = "radam"
    learning_rate: float = hyperparameters.learning_rate(0.001, slider=(1e-4, 10.0))
    beta1: float = hyperparameters.beta1()
    beta2: float = hyperparameters.beta2()
    eps: float = hyperparameters.eps(1e-8)
    weight_decay: float = hyperparameters.weight_decay()

    title = N_("RAdam")
    idea = N_("Do not trust a mean of two or three squares: plain momentum first, Adam step by step.")
    source = "L. Liu et al., On the Variance of the Adaptive Learning Rate and Beyond, 2020"
    equation = (
        r"\class{when-weight_decay}{g \leftarrow g + \lambda\, \theta}",
        r"\class{term-m}{m \leftarrow \beta_1 m + (1-\beta_1)\, \class{term-gradient}{g}}",
        r"\class{term-v}{v \leftarrow \beta_2 v + (1-\beta_2)\, g^2}",
        r"\class{term-m_hat}{\hat{m} = \frac{m}{1-\beta_1^t}}",
        r"\class{term-rho}{\rho = \rho_\infty - \frac{2 t \beta_2^t}{1-\beta_2^t}}, \quad \rho_\infty = \frac{2}{1-\beta_2} - 1",
        r"\class{term-r}{r = \sqrt{\frac{(\rho-4)(\rho-2)\, \rho_\infty}{(\rho_\infty-4)(\rho_\infty-2)\, \rho}}}",
        r"\rho > 5: \quad \theta \leftarrow \theta - "
        r"\class{term-change}{\alpha\, r\, \hat{m} \frac{\sqrt{1-\beta_2^t}}{\sqrt{v}+\varepsilon}}",
        r"\rho \le 5: \quad \theta \leftarrow \theta - \class{term-change}{\alpha\, \hat{m}}",
    )
    spoken = N_(
        "where rho exceeds 5, theta becomes theta minus alpha times r times m hat over the corrected square root of v; "
        "before that, theta minus alpha times m hat"
    )
    adds = N_("a warm-up of its own: the scale counts only as far as it is known")
    parents = ("adam",)
    torch = "torch.optim.RAdam(params, lr={learning_rate}, betas=({beta1!r}, {beta2!r}), eps={eps}, weight_decay={weight_decay})"
    keras = ""
    differs = N_("The paper switches at ρ > 4, PyTorch at ρ > 5; Keras has no RAdam.")
    quantities = {
        "m": Quantity("m", N_("first moment")),
        "v": Quantity("v", N_("second moment")),
        "m_hat": Quantity("m̂", N_("first moment, bias-corrected")),
        "rho": Quantity("ρ", N_("length of the mean of squares")),
        "r": Quantity("r", N_("rectification")),
    }
    State = Moments
    terms = ("m_hat", "rho", "r")
    arrow = "m"
    accumulated = "v"

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
        beta1, beta2 = h.beta1, h.beta2
        m, v = state
        m = beta1 * m + (1.0 - beta1) * g
        v = beta2 * v + (1.0 - beta2) * (g * g)
        m_hat = m / (1.0 - f.power(beta1, t))
        rho, r, multiple = rectified(h, v, t, f)
        return -rate * m_hat * multiple, Moments(m, v), (m_hat, rho, r)

    @staticmethod
    def linear(h: Hyper, state: Moments, t: Number, f: Functions) -> tuple[Number, Number, Number, Number]:
        # As Adam's (Cohen et al., 2022) with the rectified preconditioner; before the switch p is 1 − β₁ᵗ.
        _, _, multiple = rectified(h, state.v, t, f)
        return (1.0 - f.power(h.beta1, t)) / multiple, 2.0 * (1.0 + h.beta1) / (1.0 - h.beta1), h.weight_decay, 0.0
