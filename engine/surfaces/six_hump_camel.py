"""The camel with six hollows."""

from typing import Literal

from engine.functions import Functions, Number
from engine.landscape import PointKind, StationaryPoint, Window
from engine.surface import Surface
from engine.text import N_

PAIRS: tuple[tuple[float, float, PointKind], ...] = (
    (0.08984201310031806, -0.7126564030207396, "minimum"),
    (1.703606714969981, -0.7960835686726251, "minimum"),
    (1.6071047529201974, 0.5686514548841314, "minimum"),
    (1.1092053368047863, -0.7682680925095399, "saddle"),
    (1.6380679841897787, 0.22867406904439408, "saddle"),
    (1.2960702671671092, 0.6050843880386585, "saddle"),
    (1.2302298765166526, 0.16233458445899496, "maximum"),
)
"""(x, y, kind) of one point of each pair ±(x, y)."""


class SixHumpCamel(Surface):
    r"""L(x, y) = 4x² − 2.1x⁴ + x⁶/3 + xy − 4y² + 4y⁴.

    Two global minima, L = −1.0316284534898774 at ±(0.0898…, −0.7126…), and four local ones.
    Gradient (8x − 8.4x³ + 2x⁵ + y, x − 8y + 16y³). L(−x, −y) = L(x, y), so the points come in pairs.

    Source: L. C. W. Dixon and G. P. Szegö, The Global Optimization Problem: An Introduction, 1978.
    """

    kind: Literal["six_hump_camel"] = "six_hump_camel"

    title = N_("Six-hump camel")
    idea = N_("Six hollows, two of them deepest: neighbouring starts end in different ones.")
    source = "L. C. W. Dixon and G. P. Szegö, The Global Optimization Problem: An Introduction, 1978"
    formula = r"4x^2 - 2.1x^4 + \frac{x^6}{3} + xy - 4y^2 + 4y^4"
    spoken = N_(
        "four x squared minus two point one x to the fourth plus x to the sixth over three "
        "plus x y minus four y squared plus four y to the fourth"
    )
    height = "log"
    height_scale = 1.0

    def window(self) -> Window:
        return ((-2.1, 2.1), (-1.2, 1.2))

    def start(self) -> tuple[float, ...]:
        return (-1.9, 1.0)

    def stationary_points(self) -> tuple[StationaryPoint, ...]:
        points = [StationaryPoint((0.0, 0.0), "saddle")]
        for x, y, kind in PAIRS:
            is_global = (x, y) == PAIRS[0][:2]
            points += [StationaryPoint((x, y), kind, is_global), StationaryPoint((-x, -y), kind, is_global)]
        return tuple(sorted(points, key=lambda point: point.kind != "minimum"))

    def value(self, f: Functions, *params: Number) -> Number:
        x, y = params
        p, q = x * x, y * y
        return p * (4.0 - 2.1 * p + p * p / 3.0) + x * y + 4.0 * q * (q - 1.0)

    def gradient(self, f: Functions, *params: Number) -> tuple[Number, ...]:
        x, y = params
        p, q = x * x, y * y
        return x * (8.0 - 8.4 * p + 2.0 * p * p) + y, x + y * (16.0 * q - 8.0)

    def hessian(self, f: Functions, *params: Number) -> tuple[tuple[Number, ...], ...]:
        x, y = params
        p, q = x * x, y * y
        return (8.0 - 25.2 * p + 10.0 * p * p, 1.0), (1.0, 48.0 * q - 8.0)
