"""Ackley's pitted funnel."""

import math
from typing import Literal

from engine.functions import Functions, Number
from engine.landscape import StationaryPoint, Window
from engine.surface import Surface
from engine.text import N_

TURN = 2.0 * math.pi
TIP = 1e-300
"""Rounds the tip of the cusp off; see below."""

PITS = (
    (0.0, 0.0),
    (0.0, 0.9521665459501717),
    (0.0, 1.9589197181217173),
    (0.0, 2.964619443112052),
    (0.9684776587077244, 0.9684776587077244),
    (0.9824160350791393, 1.9646166628629864),
    (0.9891541864816626, 2.9672595287625643),
    (1.9744519864841168, 1.9744519864841168),
    (1.9821399503814776, 2.973139419924383),
    (2.9792239546911445, 2.9792239546911445),
)
"""The minima (a, b) with 0 ≤ a ≤ b in the window."""


class Ackley(Surface):
    r"""L(x, y) = 20 (1 − e^(−r/5)) + e − e^((cos 2πx + cos 2πy)/2) with r = √((x² + y²)/2).

    The global minimum L(0, 0) = 0 is the tip of a cusp: there the slope jumps and 0/0 has no value. By
    convention r is √((x² + y²)/2 + 1e-300), which rounds the tip off on a scale of 1e-150: the gradient at the
    origin is 0, the curvature there is enormous (2e150, the cusp's is infinite), nothing is NaN, and beyond
    1e-140 not one bit differs. The 49 minima in the window are all recorded, at the places (a, b), (b, a) and their
    mirror images; the 84 saddles and 36 maxima between them are not.

    Source: D. H. Ackley, A Connectionist Machine for Genetic Hillclimbing, 1987.
    """

    kind: Literal["ackley"] = "ackley"

    title = N_("Ackley")
    idea = N_("A funnel full of pits: the way down is plain from afar and hidden from near.")
    source = "D. H. Ackley, A Connectionist Machine for Genetic Hillclimbing, 1987"
    formula = r"20\,(1-e^{-r/5}) + e - e^{(\cos\,2\pi x + \cos\,2\pi y)/2},\quad r=\sqrt{(x^2+y^2)/2}"
    spoken = N_(
        "twenty times one minus e to the minus r over five, plus e, minus e to half the sum of the cosine of two pi x "
        "and the cosine of two pi y, where r is the square root of half of x squared plus y squared"
    )

    def window(self) -> Window:
        return ((-3.3, 3.3), (-3.3, 3.3))

    def start(self) -> tuple[float, ...]:
        return (-2.6, 1.6)

    def stationary_points(self) -> tuple[StationaryPoint, ...]:
        # "+ 0.0" makes −0.0 plain zero.
        mirrored = {(p * a + 0.0, q * b + 0.0) for a, b in PITS for p in (1.0, -1.0) for q in (1.0, -1.0)}
        places = sorted(mirrored | {(b, a) for a, b in mirrored}, key=lambda place: (math.hypot(*place), place))
        return tuple(StationaryPoint(place, "minimum", is_global=place == (0.0, 0.0)) for place in places)

    def value(self, f: Functions, *params: Number) -> Number:
        x, y = params
        r = f.sqrt(0.5 * (x * x + y * y) + TIP)
        wave = f.exp(0.5 * (f.cos(TURN * x) + f.cos(TURN * y)))
        return 20.0 * (1.0 - f.exp(-0.2 * r)) + (math.e - wave)

    def gradient(self, f: Functions, *params: Number) -> tuple[Number, ...]:
        x, y = params
        r = f.sqrt(0.5 * (x * x + y * y) + TIP)
        funnel = 2.0 * f.exp(-0.2 * r) / r
        wave = math.pi * f.exp(0.5 * (f.cos(TURN * x) + f.cos(TURN * y)))
        return funnel * x + wave * f.sin(TURN * x), funnel * y + wave * f.sin(TURN * y)

    def hessian(self, f: Functions, *params: Number) -> tuple[tuple[Number, ...], ...]:
        x, y = params
        r = f.sqrt(0.5 * (x * x + y * y) + TIP)
        a, b = x / r, y / r
        slope = f.exp(-0.2 * r)
        cos_x, cos_y = f.cos(TURN * x), f.cos(TURN * y)
        sin_x, sin_y = f.sin(TURN * x), f.sin(TURN * y)
        wave = math.pi * math.pi * f.exp(0.5 * (cos_x + cos_y))
        cross = -slope * a * b * (0.2 + 1.0 / r) - wave * sin_x * sin_y
        return (
            (slope * ((2.0 - a * a) / r - 0.2 * a * a) + wave * (2.0 * cos_x - sin_x * sin_x), cross),
            (cross, slope * ((2.0 - b * b) / r - 0.2 * b * b) + wave * (2.0 * cos_y - sin_y * sin_y)),
        )
