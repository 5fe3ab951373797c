"""AdamW."""

from typing import Literal, NamedTuple

from engine import hyperparameters
from engine.config import switch
from engine.functions import Functions, Number
from engine.optimizer import Hyper, Optimizer, Quantity
from engine.text import N_


class Moments(NamedTuple):
    """First moment, second moment, largest second moment so far (AMSGrad)."""

    m: Number
    v: Number
    v_max: Number


class AdamW(Optimizer):
    r"""AdamW: Adam with the weight decay beside the step instead of inside the gradient, as PyTorch computes it.

        m ← β₁ m + (1 − β₁) g             m̂ = m / (1 − β₁ᵗ)
        v ← β₂ v + (1 − β₂) g²            v̂ = v / (1 − β₂ᵗ)
        Δ = −α m̂ / (√v̂ + ε) − α λ θ

    α in units of the parameter, λ per unit of α. Decay pulls every parameter alike; through the
    gradient (Adam) √v̂ would divide it away where gradients are large. In the paper the decay is
    multiplied by the schedule's factor only, in PyTorch and Keras by the learning rate as well.

    Source: I. Loshchilov, F. Hutter, "Decoupled Weight Decay Regularization", 2019.
    """

    kind: Literal["adamw"] = "adamw"
    learning_rate: float = hyperparameters.learning_rate(0.001, slider=(1e-4, 10.0))
    beta1: float = hyperparameters.beta1()
    beta2: float = hyperparameters.beta2()
    eps: float = hyperparameters.eps(1e-8)
    weight_decay: float = hyperparameters.decoupled_weight_decay(0.01)
    amsgrad: bool = switch(False, title=N_("AMSGrad"), help=N_("Divide by the largest second moment so far."))

    title = N_("AdamW")
    idea = N_("Adam whose weight decay pulls every parameter alike, however large its gradients.")
    source = "I. Loshchilov, F. Hutter, Decoupled Weight Decay Regularization, 2019"
    equation = (
        r"\class{term-m}{m \leftarrow \beta_1 m + (1-\beta_1)\, \class{term-gradient}{g}}",
        r"\class{term-v}{v \leftarrow \beta_2 v + (1-\beta_2)\, g^2}",
        r"\class{when-amsgrad}{\class{term-v_max}{v_{\max} \leftarrow \max(v_{\max}, v)}}",
        r"\class{term-m_hat}{\hat{m} = \frac{m}{1-\beta_1^t}}",
        r"\class{term-v_hat}{\hat{v} = \frac{\class{unless-amsgrad}{v} \class{when-amsgrad}{v_{\max}}}{1-\beta_2^t}}",
        r"\theta \leftarrow \theta - \class{term-change}{\alpha \left(\frac{\hat{m}}{\sqrt{\hat{v}}+\varepsilon}"
        r"\class{when-weight_decay}{+ \lambda\, \theta}\right)}",
    )
    spoken = N_("theta becomes theta minus alpha times the sum of m hat over the square root of v hat plus epsilon, and lambda theta")
    adds = N_("weight decay beside the step instead of inside the gradient")
    parents = ("adam",)
    torch = (
        "torch.optim.AdamW(params, lr={learning_rate}, betas=({beta1!r}, {beta2!r}), eps={eps}, "
        "weight_decay={weight_decay}, amsgrad={amsgrad})"
    )
    keras = (
        "keras.optimizers.AdamW(learning_rate={learning_rate}, weight_decay={weight_decay}, beta_1={beta1}, beta_2={beta2}, "
        "epsilon={eps}, amsgrad={amsgrad})"
    )
    differs = N_("The paper does not multiply the decay by the learning rate, PyTorch and Keras do; Keras's default λ is 0.004.")
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
        beta1, beta2 = h.beta1, h.beta2
        m, v, v_max = state
        m = beta1 * m + (1.0 - beta1) * g
        v = beta2 * v + (1.0 - beta2) * (g * g)
        if h.amsgrad:
            v_max = f.maximum(v_max, v)
        m_hat = m / (1.0 - f.power(beta1, t))
        v_hat = (v_max if h.amsgrad else v) / (1.0 - f.power(beta2, t))
        change = -rate * m_hat / (f.sqrt(v_hat) + h.eps)
        if h.uses_weight_decay:
            change = change - rate * h.weight_decay * theta
        return change, Moments(m, v, v_max), (m_hat, v_hat)

    @staticmethod
    def linear(h: Hyper, state: Moments, t: Number, f: Functions) -> tuple[Number, Number, Number, Number]:
        # As Adam's (Cohen et al., 2022), with the decay: along a direction of curvature η of P⁻¹H the
        # characteristic polynomial of (θ, m) is z² − (1 + β₁ − α λ − α (1 − β₁) η) z + β₁ (1 − α λ); its
        # root passes −1 where α ((1 − β₁) η + (1 + β₁) λ) = 2 + 2β₁.
        v = state.v_max if h.amsgrad else state.v
        p = (1.0 - f.power(h.beta1, t)) * (f.sqrt(v / (1.0 - f.power(h.beta2, t))) + h.eps)
        ratio = (1.0 + h.beta1) / (1.0 - h.beta1)
        return p, 2.0 * ratio, 0.0, h.weight_decay * ratio
