"""Matyas's long trough."""

from typing import Literal

from engine.functions import Functions, Number
from engine.landscape import StationaryPoint, Window
from engine.surface import Surface
from engine.text import N_


class Matyas(Surface):
    r"""L(x, y) = 0.26 (x² + y²) − 0.48 xy.

    A quadratic trough along the diagonal with condition number 25 and minimum L(0, 0) = 0.
    Gradient (0.52x − 0.48y, 0.52y − 0.48x).

    Source: M. Jamil and X.-S. Yang, A Literature Survey of Benchmark Functions for Global Optimization Problems, 2013.
    """

    kind: Literal["matyas"] = "matyas"

    title = N_("Matyas")
    idea = N_("A long trough along the diagonal: quickly down to its floor, slowly along it.")
    source = "M. Jamil and X.-S. Yang, A Literature Survey of Benchmark Functions for Global Optimization Problems, 2013"
    formula = r"0.26\,(x^2+y^2) - 0.48\,xy"
    spoken = N_("zero point two six times x squared plus y squared, minus zero point four eight x y")

    def window(self) -> Window:
        return ((-10.0, 10.0), (-10.0, 10.0))

    def start(self) -> tuple[float, ...]:
        return (-9.0, -2.0)

    def stationary_points(self) -> tuple[StationaryPoint, ...]:
        return (StationaryPoint((0.0, 0.0), "minimum", is_global=True),)

    def value(self, f: Functions, *params: Number) -> Number:
        x, y = params
        return 0.26 * (x * x + y * y) - 0.48 * x * y

    def gradient(self, f: Functions, *params: Number) -> tuple[Number, ...]:
        x, y = params
        return 0.52 * x - 0.48 * y, 0.52 * y - 0.48 * x

    def hessian(self, f: Functions, *params: Number) -> tuple[tuple[Number, ...], ...]:
        return (0.52, -0.48), (-0.48, 0.52)
