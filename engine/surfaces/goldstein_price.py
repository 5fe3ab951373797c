"""Goldstein and Price's crossing valleys."""

from typing import Literal

from engine.functions import Functions, Number
from engine.landscape import PointKind, StationaryPoint, Window
from engine.surface import Surface
from engine.text import N_

STATIONARY: tuple[tuple[float, float, PointKind], ...] = (
    (-1.0, 3.0, "minimum"),
    (-1.0, 0.0, "minimum"),
    (2.0, 3.0, "minimum"),
    (2.0, 0.0, "minimum"),
    (-1.0, 1.0, "saddle"),
    (2.0, 1.0, "saddle"),
    (1.0, 3.0, "saddle"),
    (1.0, 0.0, "saddle"),
    (1.0, 1.0, "maximum"),
)
"""(t, w, kind)."""


class GoldsteinPrice(Surface):
    r"""L(x, y) = A(t) B(w) with t = x + y, w = 2x − 3y, A = 1 + (t + 1)²(19 − 14t + 3t²) and
    B = 30 + w²(18 − 16w + 3w²): the published polynomial of degree eight, its brackets gathered.

    A′ = 12(t + 1)(t − 1)(t − 2), B′ = 12w(w − 1)(w − 3), and neither A nor B is ever zero, so the stationary
    points are the nine pairs of their zeros. Gradient (A′B + 2AB′, A′B − 3AB′). Global minimum L(0, −1) = 3.

    Source: A. A. Goldstein and J. F. Price, On Descent from Local Minima, 1971.
    """

    kind: Literal["goldstein_price"] = "goldstein_price"

    title = N_("Goldstein–Price")
    idea = N_("Losses from three to a million in one picture: the slope alone says little about the way still to go.")
    source = "A. A. Goldstein and J. F. Price, On Descent from Local Minima, 1971"
    formula = r"(1+(t+1)^2(19-14t+3t^2))\,(30+w^2(18-16w+3w^2)),\quad t=x+y,\;w=2x-3y"
    spoken = N_(
        "one plus t plus one, squared, times nineteen minus fourteen t plus three t squared; "
        "times thirty plus w squared times eighteen minus sixteen w plus three w squared; "
        "where t is x plus y and w is two x minus three y"
    )
    height = "log"
    height_scale = 10.0

    def window(self) -> Window:
        return ((-2.0, 2.0), (-2.0, 2.0))

    def start(self) -> tuple[float, ...]:
        return (-1.5, 0.5)

    def stationary_points(self) -> tuple[StationaryPoint, ...]:
        points = [
            StationaryPoint((0.2 * (w + 3.0 * t), 0.2 * (2.0 * t - w)), kind, is_global=(t, w) == (-1.0, 3.0)) for t, w, kind in STATIONARY
        ]
        return tuple(points)

    def value(self, f: Functions, *params: Number) -> Number:
        x, y = params
        t, w = x + y, 2.0 * x - 3.0 * y
        a = 1.0 + (t + 1.0) * (t + 1.0) * (19.0 - 14.0 * t + 3.0 * t * t)
        b = 30.0 + w * w * (18.0 - 16.0 * w + 3.0 * w * w)
        return a * b

    def gradient(self, f: Functions, *params: Number) -> tuple[Number, ...]:
        x, y = params
        t, w = x + y, 2.0 * x - 3.0 * y
        a = 1.0 + (t + 1.0) * (t + 1.0) * (19.0 - 14.0 * t + 3.0 * t * t)
        b = 30.0 + w * w * (18.0 - 16.0 * w + 3.0 * w * w)
        along_t = 12.0 * (t + 1.0) * (t - 1.0) * (t - 2.0) * b
        along_w = 12.0 * w * (w - 1.0) * (w - 3.0) * a
        return along_t + 2.0 * along_w, along_t - 3.0 * along_w

    def hessian(self, f: Functions, *params: Number) -> tuple[tuple[Number, ...], ...]:
        x, y = params
        t, w = x + y, 2.0 * x - 3.0 * y
        a = 1.0 + (t + 1.0) * (t + 1.0) * (19.0 - 14.0 * t + 3.0 * t * t)
        b = 30.0 + w * w * (18.0 - 16.0 * w + 3.0 * w * w)
        tt = 12.0 * (3.0 * t * t - 4.0 * t - 1.0) * b
        ww = 12.0 * (3.0 * w * w - 8.0 * w + 3.0) * a
        tw = 144.0 * (t + 1.0) * (t - 1.0) * (t - 2.0) * w * (w - 1.0) * (w - 3.0)
        cross = tt - tw - 6.0 * ww
        return (tt + 4.0 * tw + 4.0 * ww, cross), (cross, tt - 6.0 * tw + 9.0 * ww)
