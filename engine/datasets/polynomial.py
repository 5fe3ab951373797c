"""A cubic polynomial."""

from typing import Literal

from engine.config import hyper
from engine.dataset import Generated, noise
from engine.fits.points import Points
from engine.text import N_


class Polynomial(Generated):
    """y = c₀ + c₁ x + c₂ x² + c₃ x³ + σ ε, with x uniform in [−2, 2) and ε standard normal.

    Source: J. D. Gergonne, "Application de la méthode des moindres quarrés à l'interpolation des suites", 1815.
    """

    kind: Literal["polynomial"] = "polynomial"
    constant: float = hyper(
        0.0, symbol="c₀", title=N_("Constant term"), help=N_("Height of the curve at x = 0."), slider=(-3, 3), ge=-100, le=100
    )
    linear: float = hyper(
        -1.5, symbol="c₁", title=N_("Linear term"), help=N_("Slope of the curve at x = 0."), slider=(-3, 3), ge=-100, le=100
    )
    quadratic: float = hyper(
        0.0, symbol="c₂", title=N_("Quadratic term"), help=N_("How much the curve opens upwards."), slider=(-3, 3), ge=-100, le=100
    )
    cubic: float = hyper(
        1.0, symbol="c₃", title=N_("Cubic term"), help=N_("How steeply the curve's ends part."), slider=(-3, 3), ge=-100, le=100
    )
    noise: float = noise(0.3, help=N_("Standard deviation of the targets about the curve."))

    title = N_("Polynomial")
    idea = N_("A curve of degree three: a line is too little, degree three is right, degree nine is too much.")
    source = "J. D. Gergonne, Application de la méthode des moindres quarrés à l'interpolation des suites, 1815"
    task = "regression"
    features = ("x",)
    target = "y"

    def points(self) -> Points:
        x = self.uniform("x", 1, -2.0, 2.0)
        u = x[:, 0]
        curve = self.constant + u * (self.linear + u * (self.quadratic + u * self.cubic))
        return Points(x, curve + self.noise * self.normal("noise", 1)[:, 0])
