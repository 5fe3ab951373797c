"""Rastrigin's egg box."""

import math
from typing import Literal

from engine.functions import Functions, Number
from engine.landscape import StationaryPoint, Window
from engine.surface import Surface
from engine.text import N_

TURN = 2.0 * math.pi

HOLLOWS = (0.0, 0.9949586376523348, 1.9899122337085495, 2.984855701039481)
"""Where 2x + 20π sin 2πx is zero and rising."""


class Rastrigin(Surface):
    r"""L(x, y) = 20 + x² + y² − 10 (cos 2πx + cos 2πy).

    A bowl under waves; the global minimum is L(0, 0) = 0. L is a sum over the parameters, so its stationary
    points are all pairs of zeros of 2x + 20π sin 2πx. In the window that makes 49 minima, all of them recorded;
    the 84 saddles and 36 maxima between them are not.

    Source: L. A. Rastrigin, Systems of Extremal Control, 1974.
    """

    kind: Literal["rastrigin"] = "rastrigin"

    title = N_("Rastrigin")
    idea = N_("A hollow in every square: going downhill only finds the nearest one.")
    source = "L. A. Rastrigin, Systems of Extremal Control, 1974"
    formula = r"20 + x^2 + y^2 - 10\,(\cos\,2\pi x + \cos\,2\pi y)"
    spoken = N_("twenty plus x squared plus y squared minus ten times the sum of the cosine of two pi x and the cosine of two pi y")

    def window(self) -> Window:
        return ((-3.3, 3.3), (-3.3, 3.3))

    def start(self) -> tuple[float, ...]:
        return (-2.6, 2.4)

    def stationary_points(self) -> tuple[StationaryPoint, ...]:
        places = sorted({sign * hollow for hollow in HOLLOWS for sign in (1.0, -1.0)}, key=lambda x: (abs(x), x))
        points = [StationaryPoint((x, y), "minimum", is_global=x == y == 0.0) for x in places for y in places]
        return tuple(points)

    def value(self, f: Functions, *params: Number) -> Number:
        x, y = params
        return (x * x + 10.0 * (1.0 - f.cos(TURN * x))) + (y * y + 10.0 * (1.0 - f.cos(TURN * y)))

    def gradient(self, f: Functions, *params: Number) -> tuple[Number, ...]:
        x, y = params
        return 2.0 * x + 10.0 * TURN * f.sin(TURN * x), 2.0 * y + 10.0 * TURN * f.sin(TURN * y)

    def hessian(self, f: Functions, *params: Number) -> tuple[tuple[Number, ...], ...]:
        x, y = params
        return (2.0 + 10.0 * TURN * TURN * f.cos(TURN * x), 0.0), (0.0, 2.0 + 10.0 * TURN * TURN * f.cos(TURN * y))
