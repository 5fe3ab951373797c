"""McCormick's sheet with two hollows."""

import math
from typing import Literal

from engine.functions import Functions, Number
from engine.landscape import StationaryPoint, Window
from engine.surface import Surface
from engine.text import N_


class McCormick(Surface):
    r"""L(x, y) = sin(x + y) + (x − y)² − 1.5x + 2.5y + 1.

    Gradient (cos(x + y) + 2(x − y) − 1.5, cos(x + y) − 2(x − y) + 2.5); it is zero where x − y = 1 and
    cos(x + y) = −½, so the points are in closed form. The minimum L = −√3/2 − π/3 = −1.9132229549810367 is the
    global one of the window, which is the function's usual domain; beyond it L falls without end along x − y = 1.

    Source: M. Jamil and X.-S. Yang, A Literature Survey of Benchmark Functions for Global Optimization Problems, 2013.
    """

    kind: Literal["mccormick"] = "mccormick"

    title = N_("McCormick")
    idea = N_("A gentle valley with a step in it: the first hollow met is not the lowest.")
    source = "M. Jamil and X.-S. Yang, A Literature Survey of Benchmark Functions for Global Optimization Problems, 2013"
    formula = r"\sin(x+y) + (x-y)^2 - 1.5x + 2.5y + 1"
    spoken = N_("the sine of x plus y, plus x minus y squared, minus one point five x plus two point five y plus one")
    height = "log"
    height_scale = 2.0

    def window(self) -> Window:
        return ((-1.5, 4.0), (-3.0, 4.0))

    def start(self) -> tuple[float, ...]:
        return (3.6, 3.4)

    def stationary_points(self) -> tuple[StationaryPoint, ...]:
        third = 2.0 * math.pi / 3.0
        return (
            StationaryPoint(((1.0 - third) / 2.0, (-1.0 - third) / 2.0), "minimum", is_global=True),
            StationaryPoint((0.5 + third, third - 0.5), "minimum"),
            StationaryPoint(((1.0 + third) / 2.0, (third - 1.0) / 2.0), "saddle"),
        )

    def value(self, f: Functions, *params: Number) -> Number:
        x, y = params
        d = x - y
        return f.sin(x + y) + d * d - 1.5 * x + 2.5 * y + 1.0

    def gradient(self, f: Functions, *params: Number) -> tuple[Number, ...]:
        x, y = params
        d = 2.0 * (x - y)
        wave = f.cos(x + y)
        return wave + d - 1.5, wave - d + 2.5

    def hessian(self, f: Functions, *params: Number) -> tuple[tuple[Number, ...], ...]:
        x, y = params
        wave = f.sin(x + y)
        return (2.0 - wave, -2.0 - wave), (-2.0 - wave, 2.0 - wave)
