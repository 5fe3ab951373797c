"""The quadratic bowl."""

import math
from typing import Literal

from engine.config import hyper
from engine.functions import Functions, Number
from engine.landscape import StationaryPoint, Window
from engine.surface import Surface
from engine.text import N_


class Quadratic(Surface):
    r"""L(x, y) = ½ (u² + κ v²) with u = x cos φ + y sin φ, v = y cos φ − x sin φ.

    An elliptic bowl with minimum L(0, 0) = 0 and curvatures 1 and κ along its axes, which are turned by φ.
    Gradient (u cos φ − κ v sin φ, u sin φ + κ v cos φ). Gradient descent is stable below a learning rate of
    2/κ and needs about κ steps.

    Source: G. Goh, "Why Momentum Really Works", 2017.
    """

    kind: Literal["quadratic"] = "quadratic"
    condition_number: float = hyper(
        10.0,
        symbol="κ",
        title=N_("Condition number"),
        help=N_("How many times steeper the bowl curves across than along."),
        scale="log",
        slider=(1.0, 1000.0),
        ge=1,
        le=1e6,
    )
    rotation: float = hyper(
        0.0,
        symbol="φ",
        title=N_("Rotation"),
        help=N_("By how many degrees the axes of the bowl are turned."),
        slider=(-90.0, 90.0),
        unit="°",
        ge=-360,
        le=360,
    )

    title = N_("Quadratic bowl")
    idea = N_("The steepest direction sets the learning rate, the flattest one the number of steps.")
    source = "G. Goh, Why Momentum Really Works, 2017"
    formula = (
        r"\frac{1}{2}\,(u^2 + \class{slot-condition_number}{\kappa}\,v^2),"
        r"\quad u = x\,\cos\,\class{slot-rotation}{\varphi} + y\,\sin\,\class{slot-rotation}{\varphi},"
        r"\;v = y\,\cos\,\class{slot-rotation}{\varphi} - x\,\sin\,\class{slot-rotation}{\varphi}"
    )
    spoken = N_("half of u squared plus kappa times v squared, where u and v are x and y turned by phi")

    def window(self) -> Window:
        return ((-4.0, 4.0), (-4.0, 4.0))

    def start(self) -> tuple[float, ...]:
        return (-3.5, 2.0)

    def stationary_points(self) -> tuple[StationaryPoint, ...]:
        return (StationaryPoint((0.0, 0.0), "minimum", is_global=True),)

    def _axis(self) -> tuple[float, float]:
        """cos φ and sin φ."""
        angle = math.radians(self.rotation)
        return math.cos(angle), math.sin(angle)

    def value(self, f: Functions, *params: Number) -> Number:
        x, y = params
        cos, sin = self._axis()
        u = cos * x + sin * y
        v = cos * y - sin * x
        return 0.5 * (u * u + self.condition_number * (v * v))

    def gradient(self, f: Functions, *params: Number) -> tuple[Number, ...]:
        x, y = params
        cos, sin = self._axis()
        u = cos * x + sin * y
        v = self.condition_number * (cos * y - sin * x)
        return cos * u - sin * v, sin * u + cos * v

    def hessian(self, f: Functions, *params: Number) -> tuple[tuple[Number, ...], ...]:
        cos, sin = self._axis()
        cross = (1.0 - self.condition_number) * cos * sin
        return (
            (cos * cos + self.condition_number * sin * sin, cross),
            (cross, sin * sin + self.condition_number * cos * cos),
        )
