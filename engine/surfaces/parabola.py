"""The parabola."""

from typing import Literal

from engine.functions import Functions, Number
from engine.landscape import StationaryPoint, Window
from engine.surface import Surface
from engine.text import N_


class Parabola(Surface):
    r"""L(x) = x².

    The slope is 2x, the curvature 2 everywhere, the minimum L(0) = 0: gradient descent multiplies x by
    1 − 2·learning_rate in every step.

    Source: Descent Playground, 2026, modelled on A. Cauchy, Méthode générale pour la résolution des systèmes d’équations simultanées, 1847.
    """

    kind: Literal["parabola"] = "parabola"

    title = N_("Parabola")
    idea = N_("The closer to the bottom, the gentler the slope and the shorter the step.")
    source = (
        "Descent Playground, 2026, modelled on A. Cauchy, Méthode générale pour la résolution des systèmes d’équations simultanées, 1847"
    )
    formula = r"x^2"
    spoken = N_("x squared")
    parameters = ("x",)

    def window(self) -> Window:
        return ((-3.0, 3.0),)

    def start(self) -> tuple[float, ...]:
        return (-2.5,)

    def stationary_points(self) -> tuple[StationaryPoint, ...]:
        return (StationaryPoint((0.0,), "minimum", is_global=True),)

    def value(self, f: Functions, *params: Number) -> Number:
        (x,) = params
        return x * x

    def gradient(self, f: Functions, *params: Number) -> tuple[Number, ...]:
        (x,) = params
        return (2.0 * x,)

    def hessian(self, f: Functions, *params: Number) -> tuple[tuple[Number, ...], ...]:
        return ((2.0,),)
