"""A sine wave."""

from typing import Literal

import numpy as np

from engine.config import hyper
from engine.dataset import Generated, noise
from engine.fits.points import Points
from engine.text import N_


class Sine(Generated):
    """y = sin(2π f x) + σ ε, with x uniform in [0, 1) and ε standard normal.

    Source: C. M. Bishop, "Pattern Recognition and Machine Learning", 2006.
    """

    kind: Literal["sine"] = "sine"
    frequency: float = hyper(
        1.0, symbol="f", title=N_("Frequency"), help=N_("Waves between x = 0 and x = 1."), slider=(0.25, 4.0), gt=0, le=100
    )
    noise: float = noise(0.3, help=N_("Standard deviation of the targets about the curve."))

    title = N_("Sine")
    idea = N_("No straight line fits: a model needs bends, and with too many it follows the noise.")
    source = "C. M. Bishop, Pattern Recognition and Machine Learning, 2006"
    task = "regression"
    features = ("x",)
    target = "y"

    def points(self) -> Points:
        x = self.uniform("x", 1)
        return Points(x, np.sin(2.0 * np.pi * self.frequency * x[:, 0]) + self.noise * self.normal("noise", 1)[:, 0])
