"""Beale's cross with steep corners."""

from typing import Literal

from engine.functions import Functions, Number
from engine.landscape import StationaryPoint, Window
from engine.surface import Surface
from engine.text import N_


class Beale(Surface):
    r"""L(x, y) = (1.5 − x + xy)² + (2.25 − x + xy²)² + (2.625 − x + xy³)².

    One minimum, L(3, 0.5) = 0, on a floor so flat that the last steps are long, below walls so steep that
    a learning rate fit for the floor is thrown off them.
    Gradient with a, b, c for the three brackets: (2(a(y − 1) + b(y² − 1) + c(y³ − 1)), 2x(a + 2by + 3cy²)).

    Source: E. M. L. Beale, On an Iterative Method for Finding a Local Minimum of a Function of More than One Variable, 1958.
    """

    kind: Literal["beale"] = "beale"

    title = N_("Beale")
    idea = N_("Walls thousands of times steeper than the floor: one learning rate cannot suit both.")
    source = "E. M. L. Beale, On an Iterative Method for Finding a Local Minimum of a Function of More than One Variable, 1958"
    formula = r"(1.5-x+xy)^2 + (2.25-x+xy^2)^2 + (2.625-x+xy^3)^2"
    spoken = N_(
        "the sum of three squares: one point five minus x plus x y; two point two five minus x plus x y squared; "
        "two point six two five minus x plus x y cubed"
    )
    height = "log"
    height_scale = 1.0

    def window(self) -> Window:
        return ((-4.5, 4.5), (-4.5, 4.5))

    def start(self) -> tuple[float, ...]:
        return (1.0, 1.5)

    def stationary_points(self) -> tuple[StationaryPoint, ...]:
        return (
            StationaryPoint((3.0, 0.5), "minimum", is_global=True),
            StationaryPoint((0.0, 1.0), "saddle"),
            StationaryPoint((0.10053793732415836, -2.644513585023125), "saddle"),
        )

    def value(self, f: Functions, *params: Number) -> Number:
        x, y = params
        a = 1.5 - x + x * y
        b = 2.25 - x + x * y * y
        c = 2.625 - x + x * y * y * y
        return a * a + b * b + c * c

    def gradient(self, f: Functions, *params: Number) -> tuple[Number, ...]:
        x, y = params
        square = y * y
        cube = square * y
        a = 1.5 - x + x * y
        b = 2.25 - x + x * square
        c = 2.625 - x + x * cube
        return 2.0 * (a * (y - 1.0) + b * (square - 1.0) + c * (cube - 1.0)), 2.0 * x * (a + 2.0 * b * y + 3.0 * c * square)

    def hessian(self, f: Functions, *params: Number) -> tuple[tuple[Number, ...], ...]:
        x, y = params
        square = y * y
        cube = square * y
        a = 1.5 - x + x * y
        b = 2.25 - x + x * square
        c = 2.625 - x + x * cube
        p, q, r = y - 1.0, square - 1.0, cube - 1.0
        cross = 2.0 * (a + 2.0 * b * y + 3.0 * c * square) + 2.0 * x * (p + 2.0 * y * q + 3.0 * square * r)
        bend = 2.0 * x * (x + 2.0 * b + 4.0 * x * square + 6.0 * c * y + 9.0 * x * square * square)
        return (2.0 * (p * p + q * q + r * r), cross), (cross, bend)
