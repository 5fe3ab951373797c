"""Two moons."""

from typing import Literal

import numpy as np

from engine.dataset import Generated, noise
from engine.fits.points import Points
from engine.text import N_


class Moons(Generated):
    """Two half circles of radius 1 that reach into each other, φ uniform in [0, π).

    Class 0: (cos φ, sin φ). Class 1: (1 − cos φ, ½ − sin φ). Every coordinate strays by σ ε. scikit-learn's
    make_moons has the same half circles with φ evenly spaced.

    Source: F. Pedregosa and others, "Scikit-learn: Machine Learning in Python", 2011.
    """

    kind: Literal["moons"] = "moons"
    noise: float = noise(0.1, help=N_("Standard deviation of each coordinate."), slider=(0.0, 0.5))

    title = N_("Two moons")
    idea = N_("They reach into each other: no straight line parts them, a bent one does.")
    source = "F. Pedregosa and others, Scikit-learn: Machine Learning in Python, 2011"
    task = "binary"
    features = ("x₁", "x₂")
    target = N_("moon")
    classes = (N_("upper"), N_("lower"))

    def points(self) -> Points:
        y = self.labels()
        angle = self.uniform("angle", 1, 0.0, np.pi)[:, 0]
        x = np.stack([np.where(y, 1.0 - np.cos(angle), np.cos(angle)), np.where(y, 0.5 - np.sin(angle), np.sin(angle))], axis=1)
        return Points(x + self.noise * self.normal("noise", 2), y)
