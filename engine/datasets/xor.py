"""The exclusive or."""

from typing import Literal

import numpy as np

from engine.config import hyper
from engine.dataset import Generated, noise
from engine.fits.points import Points
from engine.text import N_


class Xor(Generated):
    """Class 1 where the signs of x₁ and x₂ differ, class 0 where they agree.

    |x₁| and |x₂| are uniform in [g, 1); then every coordinate strays by σ ε.

    Source: M. Minsky, S. Papert, "Perceptrons", 1969.
    """

    kind: Literal["xor"] = "xor"
    gap: float = hyper(0.1, symbol="g", title=N_("Gap"), help=N_("Distance of the examples from the axes."), slider=(0.0, 0.5), ge=0, lt=1)
    noise: float = noise(0.05, help=N_("Standard deviation of each coordinate."), slider=(0.0, 0.5))

    title = N_("XOR")
    idea = N_("Opposite corners belong together: one neuron cannot learn it, a hidden layer can.")
    source = "M. Minsky, S. Papert, Perceptrons, 1969"
    task = "binary"
    features = ("x₁", "x₂")
    target = N_("signs")
    classes = (N_("equal"), N_("different"))

    def points(self) -> Points:
        y = self.labels()
        size = self.uniform("size", 2, self.gap, 1.0)
        sign = np.where(self.uniform("sign", 1) < 0.5, -1.0, 1.0)
        signs = np.concatenate([sign, np.where(y, -1.0, 1.0)[:, None] * sign], axis=1)
        return Points(signs * size + self.noise * self.normal("noise", 2), y)
