"""Gradient descent."""

from typing import Literal

from engine import hyperparameters
from engine.functions import Functions, Number
from engine.optimizer import Hyper, NoState, Optimizer
from engine.text import N_


class GradientDescent(Optimizer):
    r"""Gradient descent.

        g ← g + λ θ
        Δ = −α g

    α in units of the parameter squared per unit of loss. PyTorch and Keras call it SGD, whatever
    gradient they are fed; here the name says what the gradient is.

    Source: A.-L. Cauchy, "Méthode générale pour la résolution des systèmes d'équations simultanées", 1847.
    """

    kind: Literal["gradient_descent"] = "gradient_descent"
    learning_rate: float = hyperparameters.learning_rate(0.001, slider=(1e-5, 1.0))
    weight_decay: float = hyperparameters.weight_decay()

    title = N_("Gradient descent")
    idea = N_("Walk straight down the slope, the steeper the farther.")
    source = "A.-L. Cauchy, Méthode générale pour la résolution des systèmes d'équations simultanées, 1847"
    equation = (
        r"\class{when-weight_decay}{g \leftarrow g + \lambda\, \theta}",
        r"\theta \leftarrow \theta - \class{term-change}{\alpha\, \class{term-gradient}{g}}",
    )
    spoken = N_("theta becomes theta minus alpha times the gradient")
    adds = N_("the root of the family: one learning rate for all, no memory")
    torch = "torch.optim.SGD(params, lr={learning_rate}, weight_decay={weight_decay})"
    keras = "keras.optimizers.SGD(learning_rate={learning_rate}, weight_decay={weight_decay})"
    differs = N_("Keras's weight_decay shrinks the parameters beside the step, not through the gradient: here that is the same.")

    @staticmethod
    def update(
        h: Hyper, state: NoState, g: Number, theta: Number, rate: Number, t: Number, f: Functions
    ) -> tuple[Number, NoState, tuple[Number, ...]]:
        if h.uses_weight_decay:
            g = g + h.weight_decay * theta
        return -rate * g, state, ()

    @staticmethod
    def linear(h: Hyper, state: NoState, t: Number, f: Functions) -> tuple[Number, Number, Number, Number]:
        # Along a direction of curvature η a step multiplies by 1 − α η, which passes −1 at α η = 2.
        return 1.0, 2.0, h.weight_decay, 0.0
