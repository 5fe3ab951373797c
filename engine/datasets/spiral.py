"""Two spirals."""

from typing import Literal

import numpy as np

from engine.config import hyper
from engine.dataset import Generated, noise
from engine.fits.points import Points
from engine.text import N_


class Spiral(Generated):
    """r (cos φ, sin φ) + σ ε with r uniform in [0, 1) and φ = 2π T r, half a turn more for class 1.

    Source: K. J. Lang, M. J. Witbrock, "Learning to Tell Two Spirals Apart", 1988.
    """

    kind: Literal["spiral"] = "spiral"
    turns: float = hyper(
        1.5, symbol="T", title=N_("Turns"), help=N_("How often each arm winds about the centre."), slider=(0.5, 3), ge=0, le=10
    )
    noise: float = noise(0.02, help=N_("Standard deviation of each coordinate."), slider=(0.0, 0.2))

    title = N_("Two spirals")
    idea = N_("The classes wind about each other: small networks fail, larger ones need long training.")
    source = "K. J. Lang, M. J. Witbrock, Learning to Tell Two Spirals Apart, 1988"
    task = "binary"
    features = ("x₁", "x₂")
    target = N_("arm")
    classes = (N_("first arm"), N_("second arm"))

    def points(self) -> Points:
        y = self.labels()
        radius = self.uniform("radius", 1)
        angle = 2.0 * np.pi * self.turns * radius[:, 0] + np.pi * y
        x = radius * np.stack([np.cos(angle), np.sin(angle)], axis=1)
        return Points(x + self.noise * self.normal("noise", 2), y)
