"""The saddle for a monkey: two legs and a tail."""

from typing import Literal

from engine.functions import Functions, Number
from engine.landscape import StationaryPoint, Window
from engine.surface import Surface
from engine.text import N_


class MonkeySaddle(Surface):
    r"""L(x, y) = x³ − 3xy².

    Three ways down and three ways up meet at the origin. There not only the gradient (3x² − 3y², −6xy) but the
    whole Hessian is zero: it is a saddle that the Hessian cannot tell from a flat place (a degenerate point).
    No minimum anywhere; each of the three ways down falls without end.

    Source: D. Hilbert and S. Cohn-Vossen, Anschauliche Geometrie, 1932.
    """

    kind: Literal["monkey_saddle"] = "monkey_saddle"

    title = N_("Monkey saddle")
    idea = N_("Around the saddle the ground is flat to second order: the slope fades long before the ball arrives.")
    source = "D. Hilbert and S. Cohn-Vossen, Anschauliche Geometrie, 1932"
    formula = r"x^3 - 3xy^2"
    spoken = N_("x cubed minus three x y squared")

    def window(self) -> Window:
        return ((-1.5, 1.5), (-1.5, 1.5))

    def start(self) -> tuple[float, ...]:
        return (1.2, 0.02)

    def stationary_points(self) -> tuple[StationaryPoint, ...]:
        return (StationaryPoint((0.0, 0.0), "saddle"),)

    def value(self, f: Functions, *params: Number) -> Number:
        x, y = params
        return x * (x * x - 3.0 * y * y)

    def gradient(self, f: Functions, *params: Number) -> tuple[Number, ...]:
        x, y = params
        return 3.0 * (x * x - y * y), -6.0 * x * y

    def hessian(self, f: Functions, *params: Number) -> tuple[tuple[Number, ...], ...]:
        x, y = params
        return (6.0 * x, -6.0 * y), (-6.0 * y, -6.0 * x)
