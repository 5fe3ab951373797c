"""A sine of unknown amplitude and frequency."""

from math import pi
from typing import Literal

import numpy as np

from engine.fits.points import Points
from engine.functions import Functions, Number
from engine.landscape import Window
from engine.model import Model, Unit, at_share, round_above
from engine.text import N_


class SineModel(Model):
    r"""ŷ = w sin(ω x): for each frequency ω a line through the origin in sin(ω x).

    ∂ŷ/∂w = sin(ω x), ∂ŷ/∂ω = w x cos(ω x). A wrong frequency falls out of step with the data and into
    step again: the loss has many local minima along ω.

    Source: C. M. Bishop, Pattern Recognition and Machine Learning, 2006, section 1.1 (the sine data).
    """

    kind: Literal["sine"] = "sine"

    title = N_("Sine")
    idea = N_("A wave with a frequency to be found: many local minima.")
    source = "C. M. Bishop, Pattern Recognition and Machine Learning, 2006"
    formula = r"w \sin(\omega x)"
    slope_formulas = (r"\sin(\omega x_i)", r"w x_i \cos(\omega x_i)")
    spoken = N_("y hat is w times the sine of omega times x")
    parameters = ("w", "ω")
    penalized = (True, False)
    units = (Unit(target=1), Unit(feature=0))
    features = 1
    task = "regression"
    is_linear = False

    def output(self, f: Functions, params: tuple[Number, ...], x: tuple[Number, ...]) -> Number:
        w, omega = params
        return w * f.sin(omega * x[0])

    def jacobian(self, f: Functions, params: tuple[Number, ...], x: tuple[Number, ...]) -> tuple[Number, ...]:
        w, omega = params
        angle = omega * x[0]
        return f.sin(angle), w * x[0] * f.cos(angle)

    def curvature(self, f: Functions, params: tuple[Number, ...], x: tuple[Number, ...]) -> tuple[tuple[Number, ...], ...]:
        w, omega = params
        angle = omega * x[0]
        cross = x[0] * f.cos(angle)
        return (0.0, cross), (cross, -w * x[0] * x[0] * f.sin(angle))

    def window(self, points: Points) -> Window:
        x = points.x[:, 0]
        w = round_above(1.2 * float(np.max(np.abs(points.y))))
        omega = round_above(2.0 * pi * 3.0 / (float(np.ptp(x)) or 1.0))
        return (-w, w), (0.0, omega)

    def start(self, window: Window) -> tuple[float, ...]:
        return at_share(window, 0.75, 0.8)
