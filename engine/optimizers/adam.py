"""Adam."""

from typing import Literal, NamedTuple

from engine import hyperparameters
from engine.config import switch
from engine.functions import Functions, Number
from engine.optimizer import Hyper, Instead, Optimizer, Quantity
from engine.text import N_


class Moments(NamedTuple):
    """First moment, second moment, largest second moment so far (AMSGrad)."""

    m: Number
    v: Number
    v_max: Number


class Adam(Optimizer):
    r"""Adam, as PyTorch computes it.

        g ← g + λ θ
        m ← β₁ m + (1 − β₁) g             m̂ = m / (1 − β₁ᵗ)
        v ← β₂ v + (1 − β₂) g²            v̂ = v / (1 − β₂ᵗ)
        Δ = −α m̂ / (√v̂ + ε)

    With ``amsgrad`` v̂ is the largest *uncorrected* v so far, then corrected (PyTorch; Reddi et al.
    apply no correction). Keras adds ε before the correction ("epsilon hat"). Shapes: any; α in units
    of the parameter.

    Source: D. P. Kingma, J. Ba, "Adam: A Method for Stochastic Optimization", 2015; AMSGrad:
    S. Reddi, S. Kale, S. Kumar, "On the Convergence of Adam and Beyond", 2018.
    """

    kind: Literal["adam"] = "adam"
    learning_rate: float = hyperparameters.learning_rate(0.001, slider=(1e-4, 10.0))
    beta1: float = hyperparameters.beta1()
    beta2: float = hyperparameters.beta2()
    eps: float = hyperparameters.eps(1e-8)
    weight_decay: float = hyperparameters.weight_decay()
    amsgrad: bool = switch(False, title=N_("AMSGrad"), help=N_("Divide by the largest second moment so far."))

    title = N_("Adam")
    idea = N_("Momentum for the direction, RMSProp for the scale, both corrected for their cold start.")
    source = "D. P. Kingma, J. Ba, Adam: A Method for Stochastic Optimization, 2015"
    equation = (
        r"\class{when-weight_decay}{g \leftarrow g + \lambda\, \theta}",
        r"\class{term-m}{m \leftarrow \beta_1 m + (1-\beta_1)\, \class{term-gradient}{g}}",
        r"\class{term-v}{v \leftarrow \beta_2 v + (1-\beta_2)\, g^2}",
        r"\class{when-amsgrad}{\class{term-v_max}{v_{\max} \leftarrow \max(v_{\max}, v)}}",
        r"\class{term-m_hat}{\hat{m} = \frac{m}{1-\beta_1^t}}",
        r"\class{term-v_hat}{\hat{v} = \frac{\class{unless-amsgrad}{v} \class{when-amsgrad}{v_{\max}}}{1-\beta_2^t}}",
        r"\theta \leftarrow \theta - \class{term-change}{\alpha \frac{\hat{m}}{\sqrt{\hat{v}}+\varepsilon}}",
    )
    spoken = N_("theta becomes theta minus alpha times m hat over the square root of v hat plus epsilon")
    adds = N_("the mean of gradients (momentum) and bias correction to RMSProp")
    parents = ("momentum", "rmsprop")
    torch = (
        "torch.optim.Adam(params, lr={learning_rate}, betas=({beta1!r}, {beta2!r}), eps={eps}, "
        "weight_decay={weight_decay}, amsgrad={amsgrad})"
    )
    keras = "keras.optimizers.Adam(learning_rate={learning_rate}, beta_1={beta1}, beta_2={beta2}, epsilon={eps}, amsgrad={amsgrad})"
    keras_instead = (Instead("", on=("weight_decay",)),)
    differs = N_("Keras adds ε to √v before the bias correction, PyTorch after it; Keras's weight_decay is AdamW's.")
    quantities = {
        "m": Quantity("m", N_("first moment")),
        "v": Quantity("v", N_("second moment")),
        "v_max": Quantity("vₘₐₓ", N_("largest second moment so far")),
        "m_hat": Quantity("m̂", N_("first moment, bias-corrected")),
        "v_hat": Quantity("v̂", N_("second moment, bias-corrected")),
    }
    State = Moments
    terms = ("m_hat", "v_hat")
    arrow = "m"
    accumulated = "v"

    @staticmethod
    def init(h: Hyper, theta: Number) -> Moments:
        zero = theta * 0.0
        return Moments(zero, zero, zero)

    @staticmethod
    def update(
        h: Hyper, state: Moments, g: Number, theta: Number, rate: Number, t: Number, f: Functions
    ) -> tuple[Number, Moments, tuple[Number, ...]]:
        if h.uses_weight_decay:
            g = g + h.weight_decay * theta
        beta1, beta2 = h.beta1, h.beta2
        m, v, v_max = state
        m = beta1 * m + (1.0 - beta1) * g
        v = beta2 * v + (1.0 - beta2) * (g * g)
        if h.amsgrad:
            v_max = f.maximum(v_max, v)
        m_hat = m / (1.0 - f.power(beta1, t))
        v_hat = (v_max if h.amsgrad else v) / (1.0 - f.power(beta2, t))
        change = -rate * m_hat / (f.sqrt(v_hat) + h.eps)
        return change, Moments(m, v, v_max), (m_hat, v_hat)

    @staticmethod
    def linear(h: Hyper, state: Moments, t: Number, f: Functions) -> tuple[Number, Number, Number, Number]:
        # Cohen et al., "Adaptive Gradient Methods at the Edge of Stability", 2022: the bias
        # correction of m belongs to the preconditioner. Along a direction of curvature η of P⁻¹H the
        # characteristic polynomial of (θ, m) is z² − (1 + β₁ − α (1 − β₁) η) z + β₁; its root passes −1
        # where α (1 − β₁) η = 2 + 2β₁.
        v = state.v_max if h.amsgrad else state.v
        p = (1.0 - f.power(h.beta1, t)) * (f.sqrt(v / (1.0 - f.power(h.beta2, t))) + h.eps)
        return p, 2.0 * (1.0 + h.beta1) / (1.0 - h.beta1), h.weight_decay, 0.0
