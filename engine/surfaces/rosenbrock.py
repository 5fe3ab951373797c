"""Rosenbrock's banana valley."""

from typing import Literal

from engine.config import hyper
from engine.functions import Functions, Number
from engine.landscape import StationaryPoint, Window
from engine.surface import Surface
from engine.text import N_


class Rosenbrock(Surface):
    r"""L(x, y) = (1 − x)² + b (y − x²)².

    One minimum, L(1, 1) = 0, at the end of a curved valley whose walls are about b times as steep as
    its floor. Gradient (−2(1 − x) − 4b x(y − x²), 2b (y − x²)).

    Source: H. H. Rosenbrock, "An Automatic Method for Finding the Greatest or Least Value of a
    Function", 1960.
    """

    kind: Literal["rosenbrock"] = "rosenbrock"
    b: float = hyper(
        100.0,
        symbol="b",
        title=N_("Steepness of the walls"),
        help=N_("How much steeper the walls are than the floor."),
        scale="log",
        slider=(1.0, 1000.0),
        gt=0,
        le=1e6,
    )

    title = N_("Rosenbrock")
    idea = N_("The valley is easy to find and hard to follow: it bends.")
    source = "H. H. Rosenbrock, An Automatic Method for Finding the Greatest or Least Value of a Function, 1960"
    formula = r"(1-x)^2 + \class{slot-b}{b}\,(y-x^2)^2"
    spoken = N_("one minus x, squared, plus b times y minus x squared, squared")
    height = "log"
    height_scale = 3.0

    def window(self) -> Window:
        return ((-2.0, 2.0), (-1.0, 3.0))

    def start(self) -> tuple[float, ...]:
        return (-1.5, 2.2)

    def stationary_points(self) -> tuple[StationaryPoint, ...]:
        return (StationaryPoint((1.0, 1.0), "minimum", is_global=True),)

    def value(self, f: Functions, *params: Number) -> Number:
        x, y = params
        u = 1.0 - x
        w = y - x * x
        return u * u + self.b * (w * w)

    def gradient(self, f: Functions, *params: Number) -> tuple[Number, ...]:
        x, y = params
        w = y - x * x
        return -2.0 * (1.0 - x) - 4.0 * self.b * x * w, 2.0 * self.b * w

    def hessian(self, f: Functions, *params: Number) -> tuple[tuple[Number, ...], ...]:
        x, y = params
        cross = -4.0 * self.b * x
        return (2.0 - 4.0 * self.b * (y - 3.0 * x * x), cross), (cross, 2.0 * self.b)
