"""Two wells side by side, one deeper."""

from typing import Literal

from engine.functions import Functions, Number
from engine.landscape import StationaryPoint, Window
from engine.surface import Surface
from engine.text import N_


class DoubleWell(Surface):
    r"""L(x, y) = ¼x⁴ − ½x² − 0.2x + ½y².

    A shallow well on the left, a deeper one on the right, a low barrier between. A ball without inertia
    stays in the well it enters; from the start here, momentum 0.9 with learning rate 0.05 carries it over.
    Gradient (x³ − x − 0.2, y).

    Source: Descent Playground, 2026, modelled on G. Duffing, Erzwungene Schwingungen bei veränderlicher Eigenfrequenz, 1918.
    """

    kind: Literal["double_well"] = "double_well"

    title = N_("Double well")
    idea = N_("Momentum carries the ball through the shallow well into the deep one; without it, the first well is the last.")
    source = "Descent Playground, 2026, modelled on G. Duffing, Erzwungene Schwingungen bei veränderlicher Eigenfrequenz, 1918"
    formula = r"\frac{x^4}{4} - \frac{x^2}{2} - 0.2x + \frac{y^2}{2}"
    spoken = N_("x to the fourth over four minus x squared over two minus zero point two x plus y squared over two")
    height = "log"
    height_scale = 0.3

    def window(self) -> Window:
        return ((-2.0, 2.0), (-1.5, 1.5))

    def start(self) -> tuple[float, ...]:
        return (-1.8, 1.0)

    def stationary_points(self) -> tuple[StationaryPoint, ...]:
        return (
            StationaryPoint((1.0880339146912894, 0.0), "minimum", is_global=True),
            StationaryPoint((-0.8788850662499729, 0.0), "minimum"),
            StationaryPoint((-0.2091488484413166, 0.0), "saddle"),
        )

    def value(self, f: Functions, *params: Number) -> Number:
        x, y = params
        square = x * x
        return 0.25 * square * square - 0.5 * square - 0.2 * x + 0.5 * y * y

    def gradient(self, f: Functions, *params: Number) -> tuple[Number, ...]:
        x, y = params
        return x * (x * x - 1.0) - 0.2, y

    def hessian(self, f: Functions, *params: Number) -> tuple[tuple[Number, ...], ...]:
        x, _ = params
        return (3.0 * x * x - 1.0, 0.0), (0.0, 1.0)
