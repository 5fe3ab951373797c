"""Himmelblau's four valleys."""

from typing import Literal

from engine.functions import Functions, Number
from engine.landscape import StationaryPoint, Window
from engine.surface import Surface
from engine.text import N_


class Himmelblau(Surface):
    r"""L(x, y) = (x² + y − 11)² + (x + y² − 7)².

    Four minima, all with L = 0, four saddles between them and one maximum in the middle.
    Gradient (4x a + 2b, 2a + 4y b) with a = x² + y − 11, b = x + y² − 7.

    Source: D. M. Himmelblau, Applied Nonlinear Programming, 1972.
    """

    kind: Literal["himmelblau"] = "himmelblau"

    title = N_("Himmelblau")
    idea = N_("Four valleys are equally deep: where you start decides where you end.")
    source = "D. M. Himmelblau, Applied Nonlinear Programming, 1972"
    formula = r"(x^2+y-11)^2 + (x+y^2-7)^2"
    spoken = N_("x squared plus y minus eleven, squared, plus x plus y squared minus seven, squared")
    height = "log"
    height_scale = 20.0

    def window(self) -> Window:
        return ((-5.0, 5.0), (-5.0, 5.0))

    def start(self) -> tuple[float, ...]:
        return (0.0, 0.5)

    def stationary_points(self) -> tuple[StationaryPoint, ...]:
        return (
            StationaryPoint((3.0, 2.0), "minimum", is_global=True),
            StationaryPoint((-2.805118086952745, 3.131312518250573), "minimum", is_global=True),
            StationaryPoint((-3.779310253377747, -3.2831859912861696), "minimum", is_global=True),
            StationaryPoint((3.5844283403304917, -1.8481265269644036), "minimum", is_global=True),
            StationaryPoint((3.385154183607021, 0.07385187983774928), "saddle"),
            StationaryPoint((0.08667750455539636, 2.884254701174776), "saddle"),
            StationaryPoint((-3.0730257507643897, -0.08135304428796751), "saddle"),
            StationaryPoint((-0.12796134673068008, -1.9537149802445763), "saddle"),
            StationaryPoint((-0.2708445906673476, -0.9230385564799815), "maximum"),
        )

    def value(self, f: Functions, *params: Number) -> Number:
        x, y = params
        a = x * x + y - 11.0
        b = x + y * y - 7.0
        return a * a + b * b

    def gradient(self, f: Functions, *params: Number) -> tuple[Number, ...]:
        x, y = params
        a = x * x + y - 11.0
        b = x + y * y - 7.0
        return 4.0 * x * a + 2.0 * b, 2.0 * a + 4.0 * y * b

    def hessian(self, f: Functions, *params: Number) -> tuple[tuple[Number, ...], ...]:
        x, y = params
        a = x * x + y - 11.0
        b = x + y * y - 7.0
        cross = 4.0 * (x + y)
        return (4.0 * a + 8.0 * x * x + 2.0, cross), (cross, 4.0 * b + 8.0 * y * y + 2.0)
