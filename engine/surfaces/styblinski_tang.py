"""Styblinski and Tang's four hollows."""

from typing import Literal

from engine.functions import Functions, Number
from engine.landscape import StationaryPoint, Window
from engine.surface import Surface
from engine.text import N_


class StyblinskiTang(Surface):
    r"""L(x, y) = ½ (x⁴ − 16x² + 5x + y⁴ − 16y² + 5y).

    A sum over the parameters: stationary where each is one of the three zeros of 2x³ − 16x + 2.5. Of the four
    minima the one at x = y = −2.903534… is the deepest, L = −78.33233140754285.

    Source: M. A. Styblinski and T.-S. Tang, Experiments in Nonconvex Optimization: Stochastic
    Approximation with Function Smoothing and Simulated Annealing, 1990.
    """

    kind: Literal["styblinski_tang"] = "styblinski_tang"

    title = N_("Styblinski–Tang")
    idea = N_("Four hollows of three depths: only one of them is the goal.")
    source = (
        "M. A. Styblinski and T.-S. Tang, Experiments in Nonconvex Optimization: "
        "Stochastic Approximation with Function Smoothing and Simulated Annealing, 1990"
    )
    formula = r"\frac{1}{2}\,(x^4-16x^2+5x + y^4-16y^2+5y)"
    spoken = N_("one half of x to the fourth minus sixteen x squared plus five x, plus the same of y")

    def window(self) -> Window:
        return ((-4.5, 4.5), (-4.5, 4.5))

    def start(self) -> tuple[float, ...]:
        return (4.0, 0.8)

    def stationary_points(self) -> tuple[StationaryPoint, ...]:
        low, high, top = -2.903534027771177, 2.746802770990837, 0.1567312567803401
        return (
            StationaryPoint((low, low), "minimum", is_global=True),
            StationaryPoint((low, high), "minimum"),
            StationaryPoint((high, low), "minimum"),
            StationaryPoint((high, high), "minimum"),
            StationaryPoint((low, top), "saddle"),
            StationaryPoint((top, low), "saddle"),
            StationaryPoint((high, top), "saddle"),
            StationaryPoint((top, high), "saddle"),
            StationaryPoint((top, top), "maximum"),
        )

    def value(self, f: Functions, *params: Number) -> Number:
        x, y = params
        p, q = x * x, y * y
        return 0.5 * (p * (p - 16.0) + 5.0 * x + q * (q - 16.0) + 5.0 * y)

    def gradient(self, f: Functions, *params: Number) -> tuple[Number, ...]:
        x, y = params
        return x * (2.0 * x * x - 16.0) + 2.5, y * (2.0 * y * y - 16.0) + 2.5

    def hessian(self, f: Functions, *params: Number) -> tuple[tuple[Number, ...], ...]:
        x, y = params
        return (6.0 * x * x - 16.0, 0.0), (0.0, 6.0 * y * y - 16.0)
