"""Adagrad."""

from typing import Literal, NamedTuple

from engine import hyperparameters
from engine.config import hyper
from engine.functions import Functions, Number
from engine.optimizer import Hyper, Instead, Optimizer, Quantity
from engine.text import N_


class Squares(NamedTuple):
    """Sum of all squared gradients so far."""

    s: Number


class Adagrad(Optimizer):
    r"""Adagrad, as PyTorch computes it.

        g ← g + λ θ
        s ← s + g²                       s₀ at the start
        Δ = −α / (1 + (t − 1) γ) · g / (√s + ε)

    α in units of the parameter. γ = 0 and s₀ = 0 are the paper's rule.

    Source: J. Duchi, E. Hazan, Y. Singer, "Adaptive Subgradient Methods for Online Learning and
    Stochastic Optimization", 2011.
    """

    kind: Literal["adagrad"] = "adagrad"
    learning_rate: float = hyperparameters.learning_rate(0.01, slider=(1e-3, 100.0))
    lr_decay: float = hyper(
        0.0,
        symbol="γ",
        title=N_("Rate decay"),
        help=N_("How fast the rate falls with the number of steps."),
        slider=(0.0, 1.0),
        ge=0,
        le=1e3,
    )
    initial_accumulator_value: float = hyper(
        0.0, symbol="s₀", title=N_("First sum of squares"), help=N_("Where the sum of squares starts."), slider=(0.0, 10.0), ge=0, le=1e6
    )
    eps: float = hyperparameters.eps(1e-10)
    weight_decay: float = hyperparameters.weight_decay()

    title = N_("Adagrad")
    idea = N_("Every parameter gets its own step: the more gradient it has seen, the shorter.")
    source = "J. Duchi, E. Hazan, Y. Singer, Adaptive Subgradient Methods for Online Learning and Stochastic Optimization, 2011"
    equation = (
        r"\class{when-weight_decay}{g \leftarrow g + \lambda\, \theta}",
        r"\class{term-s}{s \leftarrow s + \class{term-gradient}{g}^2}",
        r"\theta \leftarrow \theta - \class{term-change}{"
        r"\frac{\alpha}{\sqrt{s}+\varepsilon}\, \class{when-lr_decay}{\frac{1}{1+(t-1)\,\gamma}}\, g}",
    )
    spoken = N_("theta becomes theta minus alpha times the gradient over the square root of s plus epsilon")
    adds = N_("a step of its own for every parameter, by the sum of its squared gradients")
    parents = ("gradient_descent",)
    torch = (
        "torch.optim.Adagrad(params, lr={learning_rate}, lr_decay={lr_decay}, weight_decay={weight_decay}, "
        "initial_accumulator_value={initial_accumulator_value}, eps={eps})"
    )
    keras = "keras.optimizers.Adagrad(learning_rate={learning_rate}, initial_accumulator_value={initial_accumulator_value}, epsilon={eps})"
    keras_instead = (Instead("", on=("weight_decay",)), Instead("", on=("lr_decay",)))
    differs = N_("Keras adds ε under the root, starts the sum at 0.1 unless told otherwise, and has no rate decay in Adagrad.")
    quantities = {"s": Quantity("s", N_("sum of squared gradients"))}
    State = Squares
    accumulated = "s"
    has_own_rates = True

    @staticmethod
    def init(h: Hyper, theta: Number) -> Squares:
        return Squares(theta * 0.0 + h.initial_accumulator_value)

    @staticmethod
    def update(
        h: Hyper, state: Squares, g: Number, theta: Number, rate: Number, t: Number, f: Functions
    ) -> tuple[Number, Squares, tuple[Number, ...]]:
        if h.uses_weight_decay:
            g = g + h.weight_decay * theta
        if h.uses_lr_decay:
            rate = rate / (1.0 + (t - 1) * h.lr_decay)
        s = state.s + g * g
        return -rate * (g / (f.sqrt(s) + h.eps)), Squares(s), ()

    @staticmethod
    def linear(h: Hyper, state: Squares, t: Number, f: Functions) -> tuple[Number, Number, Number, Number]:
        # With s held fixed it is gradient descent with the rate divided by p.
        divisor = f.sqrt(state.s) + h.eps
        if h.uses_lr_decay:
            divisor = divisor * (1.0 + (t - 1) * h.lr_decay)
        return divisor, 2.0, h.weight_decay, 0.0
