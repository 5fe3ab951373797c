"""A straight line."""

from typing import Literal

from engine.config import hyper
from engine.dataset import Generated, noise
from engine.fits.points import Points
from engine.text import N_


class Line(Generated):
    """y = w x + b + σ ε, with x uniform in [−2, 2) and ε standard normal.

    Least squares finds w again to within σ / √(Σ(x − x̄)²), the standard error of the slope.

    Source: A.-M. Legendre, "Nouvelles méthodes pour la détermination des orbites des comètes", 1805.
    """

    kind: Literal["line"] = "line"
    slope: float = hyper(
        1.5, symbol="w", title=N_("Slope"), help=N_("Rise of the line for each unit of x."), slider=(-3, 3), ge=-100, le=100
    )
    intercept: float = hyper(
        0.5, symbol="b", title=N_("Intercept"), help=N_("Height of the line at x = 0."), slider=(-3, 3), ge=-100, le=100
    )
    noise: float = noise(0.3, help=N_("Standard deviation of the targets about the curve."))

    title = N_("Line")
    idea = N_("Two parameters, slope and intercept, explain everything but the noise.")
    source = "A.-M. Legendre, Nouvelles méthodes pour la détermination des orbites des comètes, 1805"
    task = "regression"
    features = ("x",)
    target = "y"

    def points(self) -> Points:
        x = self.uniform("x", 1, -2.0, 2.0)
        return Points(x, self.slope * x[:, 0] + self.intercept + self.noise * self.normal("noise", 1)[:, 0])
