"""A wide plateau with a basin at its end."""

from typing import Literal

from engine.functions import Functions, Number
from engine.landscape import StationaryPoint, Window
from engine.surface import Surface
from engine.text import N_


class Plateau(Surface):
    r"""L(x, y) = w/(1 + w) with w = (x − 2)² + y².

    Near the minimum L(2, 0) = 0 it is a round bowl of curvature 2; far from it L comes to 1 and the slope
    2r/(1 + r²)² (r the distance from the minimum) fades with the cube of the distance: 0.65 at the rim of the
    basin, 0.009 six away. Gradient (2(x − 2)/(1 + w)², 2y/(1 + w)²). This is
    the Geman–McClure loss of robust statistics in two parameters, its centre moved.

    Source: Descent Playground, 2026, modelled on S. Geman and D. E. McClure, Statistical Methods for
    Tomographic Image Reconstruction, 1987.
    """

    kind: Literal["plateau"] = "plateau"

    title = N_("Plateau")
    idea = N_("On the plateau there is hardly any slope, so steps proportional to the slope hardly move.")
    source = (
        "Descent Playground, 2026, modelled on S. Geman and D. E. McClure, Statistical Methods for Tomographic Image Reconstruction, 1987"
    )
    formula = r"\frac{w}{1+w},\quad w=(x-2)^2+y^2"
    spoken = N_("w over one plus w, where w is x minus two, squared, plus y squared")

    def window(self) -> Window:
        return ((-6.0, 4.0), (-5.0, 5.0))

    def start(self) -> tuple[float, ...]:
        return (-3.5, 1.5)

    def stationary_points(self) -> tuple[StationaryPoint, ...]:
        return (StationaryPoint((2.0, 0.0), "minimum", is_global=True),)

    def value(self, f: Functions, *params: Number) -> Number:
        x, y = params
        d = x - 2.0
        w = d * d + y * y
        return w / (1.0 + w)

    def gradient(self, f: Functions, *params: Number) -> tuple[Number, ...]:
        x, y = params
        d = x - 2.0
        w = d * d + y * y
        q = 1.0 / (1.0 + w)
        slope = 2.0 * q * q
        return slope * d, slope * y

    def hessian(self, f: Functions, *params: Number) -> tuple[tuple[Number, ...], ...]:
        x, y = params
        d = x - 2.0
        w = d * d + y * y
        q = 1.0 / (1.0 + w)
        slope = 2.0 * q * q
        bend = 4.0 * slope * q
        cross = -bend * d * y
        return (slope - bend * d * d, cross), (cross, slope - bend * y * y)
