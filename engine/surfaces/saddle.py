"""The plain saddle."""

from typing import Literal

from engine.functions import Functions, Number
from engine.landscape import StationaryPoint, Window
from engine.surface import Surface
from engine.text import N_


class Saddle(Surface):
    r"""L(x, y) = x² − y².

    The hyperbolic paraboloid: a minimum along x, a maximum along y, and no minimum anywhere; whoever leaves
    the ridge y = 0 falls without end. Gradient (2x, −2y).

    Source: Y. N. Dauphin et al., Identifying and Attacking the Saddle Point Problem in High-Dimensional Non-Convex Optimization, 2014.
    """

    kind: Literal["saddle"] = "saddle"

    title = N_("Saddle")
    idea = N_("The slope is zero at the saddle, yet it is no minimum: a touch to the side and the ball goes on down.")
    source = "Y. N. Dauphin et al., Identifying and Attacking the Saddle Point Problem in High-Dimensional Non-Convex Optimization, 2014"
    formula = r"x^2 - y^2"
    spoken = N_("x squared minus y squared")

    def window(self) -> Window:
        return ((-2.0, 2.0), (-2.0, 2.0))

    def start(self) -> tuple[float, ...]:
        return (-1.7, 0.001)

    def stationary_points(self) -> tuple[StationaryPoint, ...]:
        return (StationaryPoint((0.0, 0.0), "saddle"),)

    def value(self, f: Functions, *params: Number) -> Number:
        x, y = params
        return x * x - y * y

    def gradient(self, f: Functions, *params: Number) -> tuple[Number, ...]:
        x, y = params
        return 2.0 * x, -2.0 * y

    def hessian(self, f: Functions, *params: Number) -> tuple[tuple[Number, ...], ...]:
        return (2.0, 0.0), (0.0, -2.0)
