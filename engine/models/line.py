"""A straight line."""

from typing import Literal

import numpy as np

from engine.fits.points import Points
from engine.functions import Functions, Number
from engine.landscape import Window
from engine.model import Model, Unit, at_share, round_above, spread
from engine.text import N_


class LineModel(Model):
    r"""ŷ = w x + b, with ∂ŷ/∂w = x and ∂ŷ/∂b = 1.

    With squared error the loss is a quadratic bowl over (w, b), stretched as far as x is from being
    standardised.

    Source: A.-M. Legendre, Nouvelles méthodes pour la détermination des orbites des comètes, 1805.
    """

    kind: Literal["line"] = "line"

    title = N_("Line")
    idea = N_("Slope and intercept of a straight line: linear regression.")
    source = "A.-M. Legendre, Nouvelles méthodes pour la détermination des orbites des comètes, 1805"
    formula = "w x + b"
    slope_formulas = ("x_i", "1")
    spoken = N_("y hat is w times x plus b")
    parameters = ("w", "b")
    penalized = (True, False)
    units = (Unit(target=1, feature=0), Unit(target=1))
    features = 1
    task = "regression"

    def output(self, f: Functions, params: tuple[Number, ...], x: tuple[Number, ...]) -> Number:
        w, b = params
        return w * x[0] + b

    def jacobian(self, f: Functions, params: tuple[Number, ...], x: tuple[Number, ...]) -> tuple[Number, ...]:
        return x[0], 1.0

    def window(self, points: Points) -> Window:
        x, y = points.x[:, 0], points.y
        scale = spread(y) / spread(x)
        slope = float(np.mean((x - x.mean()) / spread(x) * (y - y.mean()) / spread(y))) * scale
        intercept = float(y.mean() - slope * x.mean())
        w, b = round_above(1.5 * max(abs(slope), 0.5 * scale)), round_above(1.5 * max(abs(intercept), spread(y)))
        return (-w, w), (-b, b)

    def start(self, window: Window) -> tuple[float, ...]:
        return at_share(window, 0.15, 0.85)
