"""A linear classifier of two features without a bias."""

from typing import Literal

from engine.fits.points import Points
from engine.functions import Functions, Number
from engine.landscape import Window
from engine.model import Model, Unit, at_share, round_above, spread
from engine.text import N_


class TwoWeightsModel(Model):
    r"""z = w₁ x₁ + w₂ x₂, p = σ(z): a boundary through the origin, square to the vector (w₁, w₂).

    Source: F. Rosenblatt, "The Perceptron: A Probabilistic Model for Information Storage and
    Organization in the Brain", 1958.
    """

    kind: Literal["two_weights"] = "two_weights"

    title = N_("Two weights")
    idea = N_("A straight boundary through the origin turns until it parts the classes.")
    source = "F. Rosenblatt, The Perceptron: A Probabilistic Model for Information Storage and Organization in the Brain, 1958"
    formula = "w_1 x_1 + w_2 x_2"
    slope_formulas = ("x_{i1}", "x_{i2}")
    spoken = N_("p is sigma of w one times x one plus w two times x two")
    parameters = ("w₁", "w₂")
    penalized = (True, True)
    units = (Unit(feature=0), Unit(feature=1))
    features = 2
    task = "binary"

    def output(self, f: Functions, params: tuple[Number, ...], x: tuple[Number, ...]) -> Number:
        return params[0] * x[0] + params[1] * x[1]

    def jacobian(self, f: Functions, params: tuple[Number, ...], x: tuple[Number, ...]) -> tuple[Number, ...]:
        return x[0], x[1]

    def window(self, points: Points) -> Window:
        half = [round_above(6.0 / spread(column)) for column in points.x.T]
        return (-half[0], half[0]), (-half[1], half[1])

    def start(self, window: Window) -> tuple[float, ...]:
        return at_share(window, 0.2, 0.3)
