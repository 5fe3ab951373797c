"""Two wells on a line."""

from typing import Literal

from engine.functions import Functions, Number
from engine.landscape import StationaryPoint, Window
from engine.surface import Surface
from engine.text import N_


class DoubleWell1d(Surface):
    r"""L(x) = ¼x⁴ − x² + 0.4x.

    The deeper well is on the left, the start above the shallow one on the right. Gradient x³ − 2x + 0.4.

    Source: Descent Playground, 2026, modelled on G. Duffing, Erzwungene Schwingungen bei veränderlicher Eigenfrequenz, 1918.
    """

    kind: Literal["double_well_1d"] = "double_well_1d"

    title = N_("Double well on a line")
    idea = N_("The slope shows the way to the nearest well, not to the deepest.")
    source = "Descent Playground, 2026, modelled on G. Duffing, Erzwungene Schwingungen bei veränderlicher Eigenfrequenz, 1918"
    formula = r"\frac{x^4}{4} - x^2 + 0.4x"
    spoken = N_("x to the fourth over four minus x squared plus zero point four x")
    parameters = ("x",)

    def window(self) -> Window:
        return ((-2.5, 2.5),)

    def start(self) -> tuple[float, ...]:
        return (2.2,)

    def stationary_points(self) -> tuple[StationaryPoint, ...]:
        return (
            StationaryPoint((-1.5052371435433933,), "minimum", is_global=True),
            StationaryPoint((1.300975988310394,), "minimum"),
            StationaryPoint((0.20426115523299948,), "maximum"),
        )

    def value(self, f: Functions, *params: Number) -> Number:
        (x,) = params
        square = x * x
        return 0.25 * square * square - square + 0.4 * x

    def gradient(self, f: Functions, *params: Number) -> tuple[Number, ...]:
        (x,) = params
        return (x * (x * x - 2.0) + 0.4,)

    def hessian(self, f: Functions, *params: Number) -> tuple[tuple[Number, ...], ...]:
        (x,) = params
        return ((3.0 * x * x - 2.0,),)
