"""Three spirals."""

from typing import Literal

import numpy as np

from engine.dataset import Generated, noise
from engine.fits.points import Points
from engine.text import N_


class ThreeClassSpiral(Generated):
    """r (sin φ, cos φ) with r uniform in [0, 1) and φ = 4 r + 4 k + σ ε for class k = 0, 1, 2.

    The noise is on the angle, in radians. The course spaces r evenly.

    Source: A. Karpathy, "CS231n: Minimal Neural Network Case Study", 2015.
    """

    kind: Literal["three_class_spiral"] = "three_class_spiral"
    noise: float = noise(0.2, help=N_("Standard deviation of the angle, in radians."))

    title = N_("Three spirals")
    idea = N_("Three classes: a linear softmax gets half of them right, one hidden layer nearly all.")
    source = "A. Karpathy, CS231n: Minimal Neural Network Case Study, 2015"
    task = "multiclass"
    features = ("x₁", "x₂")
    target = N_("arm")
    classes = (N_("first arm"), N_("second arm"), N_("third arm"))

    def points(self) -> Points:
        y = self.labels()
        radius = self.uniform("radius", 1)
        angle = 4.0 * (radius[:, 0] + y) + self.noise * self.normal("noise", 1)[:, 0]
        return Points(radius * np.stack([np.sin(angle), np.cos(angle)], axis=1), y)
