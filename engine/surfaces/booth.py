"""Booth's bowl."""

from typing import Literal

from engine.functions import Functions, Number
from engine.landscape import StationaryPoint, Window
from engine.surface import Surface
from engine.text import N_


class Booth(Surface):
    r"""L(x, y) = (x + 2y − 7)² + (2x + y − 5)².

    A quadratic bowl, its axes along the diagonals, with condition number 9 and minimum L(1, 3) = 0.
    Gradient (2a + 4b, 4a + 2b) with a = x + 2y − 7, b = 2x + y − 5.

    Source: M. Jamil and X.-S. Yang, A Literature Survey of Benchmark Functions for Global Optimization Problems, 2013.
    """

    kind: Literal["booth"] = "booth"

    title = N_("Booth")
    idea = N_("An oval bowl that lies askew: the steepest way down does not point at the bottom.")
    source = "M. Jamil and X.-S. Yang, A Literature Survey of Benchmark Functions for Global Optimization Problems, 2013"
    formula = r"(x+2y-7)^2 + (2x+y-5)^2"
    spoken = N_("x plus two y minus seven, squared, plus two x plus y minus five, squared")

    def window(self) -> Window:
        return ((-5.0, 7.0), (-3.0, 9.0))

    def start(self) -> tuple[float, ...]:
        return (-4.0, 3.5)

    def stationary_points(self) -> tuple[StationaryPoint, ...]:
        return (StationaryPoint((1.0, 3.0), "minimum", is_global=True),)

    def value(self, f: Functions, *params: Number) -> Number:
        x, y = params
        a = x + 2.0 * y - 7.0
        b = 2.0 * x + y - 5.0
        return a * a + b * b

    def gradient(self, f: Functions, *params: Number) -> tuple[Number, ...]:
        x, y = params
        a = x + 2.0 * y - 7.0
        b = 2.0 * x + y - 5.0
        return 2.0 * a + 4.0 * b, 4.0 * a + 2.0 * b

    def hessian(self, f: Functions, *params: Number) -> tuple[tuple[Number, ...], ...]:
        return (10.0, 8.0), (8.0, 10.0)
