"""The camel with three hollows."""

import math
from typing import Literal

from engine.functions import Functions, Number
from engine.landscape import StationaryPoint, Window
from engine.surface import Surface
from engine.text import N_


class ThreeHumpCamel(Surface):
    r"""L(x, y) = 2x² − 1.05x⁴ + x⁶/6 + xy + y².

    The global minimum L(0, 0) = 0 between two local ones. Where y = −x/2 the gradient
    (4x − 4.2x³ + x⁵ + y, x + 2y) leaves x (x⁴ − 4.2x² + 3.5) = 0, which has the roots x = 0 and x² = 2.1 ± √0.91.

    Source: F. H. Branin, Widely Convergent Method for Finding Multiple Solutions of Simultaneous Nonlinear Equations, 1972.
    """

    kind: Literal["three_hump_camel"] = "three_hump_camel"

    title = N_("Three-hump camel")
    idea = N_("The best of three hollows lies in the middle; from outside the first one met is not the best.")
    source = "F. H. Branin, Widely Convergent Method for Finding Multiple Solutions of Simultaneous Nonlinear Equations, 1972"
    formula = r"2x^2 - 1.05x^4 + \frac{x^6}{6} + xy + y^2"
    spoken = N_("two x squared minus one point zero five x to the fourth plus x to the sixth over six plus x y plus y squared")
    height = "log"
    height_scale = 0.3

    def window(self) -> Window:
        return ((-2.3, 2.3), (-2.3, 2.3))

    def start(self) -> tuple[float, ...]:
        return (-2.0, -1.0)

    def stationary_points(self) -> tuple[StationaryPoint, ...]:
        hollow, pass_ = math.sqrt(2.1 + math.sqrt(0.91)), math.sqrt(2.1 - math.sqrt(0.91))
        return (
            StationaryPoint((0.0, 0.0), "minimum", is_global=True),
            StationaryPoint((-hollow, hollow / 2), "minimum"),
            StationaryPoint((hollow, -hollow / 2), "minimum"),
            StationaryPoint((-pass_, pass_ / 2), "saddle"),
            StationaryPoint((pass_, -pass_ / 2), "saddle"),
        )

    def value(self, f: Functions, *params: Number) -> Number:
        x, y = params
        square = x * x
        return square * (2.0 - 1.05 * square + square * square / 6.0) + x * y + y * y

    def gradient(self, f: Functions, *params: Number) -> tuple[Number, ...]:
        x, y = params
        square = x * x
        return x * (4.0 - 4.2 * square + square * square) + y, x + 2.0 * y

    def hessian(self, f: Functions, *params: Number) -> tuple[tuple[Number, ...], ...]:
        x, _ = params
        square = x * x
        return (4.0 - 12.6 * square + 5.0 * square * square, 1.0), (1.0, 2.0)
