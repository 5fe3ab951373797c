"""Two circles, one in the other."""

from typing import Literal

import numpy as np

from engine.config import hyper
from engine.dataset import Generated, noise
from engine.fits.points import Points
from engine.text import N_


class Circles(Generated):
    """(r cos φ, r sin φ) + σ ε with φ uniform; r = 1 for class 0, the share ρ of it for class 1.

    scikit-learn's make_circles has the same circles with φ evenly spaced.

    Source: F. Pedregosa and others, "Scikit-learn: Machine Learning in Python", 2011.
    """

    kind: Literal["circles"] = "circles"
    ratio: float = hyper(
        0.5,
        symbol="ρ",
        title=N_("Ratio"),
        help=N_("Radius of the inner circle as a share of the outer one."),
        slider=(0.0, 0.95),
        ge=0,
        lt=1,
    )
    noise: float = noise(0.1, help=N_("Standard deviation of each coordinate."), slider=(0.0, 0.5))

    title = N_("Two circles")
    idea = N_("One class surrounds the other: the decision boundary must close.")
    source = "F. Pedregosa and others, Scikit-learn: Machine Learning in Python, 2011"
    task = "binary"
    features = ("x₁", "x₂")
    target = N_("circle")
    classes = (N_("outer"), N_("inner"))

    def points(self) -> Points:
        y = self.labels()
        angle = self.uniform("angle", 1, 0.0, 2.0 * np.pi)[:, 0]
        radius = np.where(y, self.ratio, 1.0)
        x = radius[:, None] * np.stack([np.cos(angle), np.sin(angle)], axis=1)
        return Points(x + self.noise * self.normal("noise", 2), y)
