"""Logistic regression on one feature."""

from typing import Literal

import numpy as np

from engine.fits.points import Points
from engine.functions import Functions, Number
from engine.landscape import Window
from engine.model import Model, Unit, at_share, round_above, spread
from engine.text import N_


class LogisticModel(Model):
    r"""z = w x + b, p = σ(z) = 1 / (1 + exp(−z)), with ∂z/∂w = x and ∂z/∂b = 1.

    The decision changes where z = 0, at x = −b / w. Where the classes can be told apart without a
    mistake, the loss falls for ever as w grows: no minimum, unless a penalty makes one.

    Source: D. R. Cox, "The Regression Analysis of Binary Sequences", 1958.
    """

    kind: Literal["logistic"] = "logistic"

    title = N_("Logistic curve")
    idea = N_("The probability of a class climbs with one feature: logistic regression.")
    source = "D. R. Cox, The Regression Analysis of Binary Sequences, 1958"
    formula = "w x + b"
    slope_formulas = ("x_i", "1")
    spoken = N_("p is sigma of w times x plus b")
    parameters = ("w", "b")
    penalized = (True, False)
    units = (Unit(feature=0), Unit())
    features = 1
    task = "binary"

    def output(self, f: Functions, params: tuple[Number, ...], x: tuple[Number, ...]) -> Number:
        w, b = params
        return w * x[0] + b

    def jacobian(self, f: Functions, params: tuple[Number, ...], x: tuple[Number, ...]) -> tuple[Number, ...]:
        return x[0], 1.0

    def window(self, points: Points) -> Window:
        x = points.x[:, 0]
        w = round_above(8.0 / spread(x))
        b = round_above(8.0 * max(1.0, abs(float(np.mean(x))) / spread(x)))
        return (-w, w), (-b, b)

    def start(self, window: Window) -> tuple[float, ...]:
        return at_share(window, 0.2, 0.8)
