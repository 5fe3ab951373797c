"""Two blobs."""

from typing import Literal

import numpy as np

from engine.config import hyper
from engine.dataset import Generated, noise
from engine.fits.points import Points
from engine.text import N_


class Blobs(Generated):
    """Two normal clouds of standard deviation σ, with centres d apart on the diagonal.

    x = ∓ d / (2√2) (1, 1) + σ ε, the left one being class 0.

    Source: C. M. Bishop, "Pattern Recognition and Machine Learning", 2006 (section 4.2.1: normal classes of one covariance).
    """

    kind: Literal["blobs"] = "blobs"
    distance: float = hyper(
        4.0, symbol="d", title=N_("Distance"), help=N_("How far apart the two centres are."), slider=(0, 8), ge=0, le=100
    )
    noise: float = noise(1.0, help=N_("Standard deviation of each blob."), slider=(0.0, 3.0))

    title = N_("Two blobs")
    idea = N_("A straight line parts them; where they overlap no model can be right every time.")
    source = "C. M. Bishop, Pattern Recognition and Machine Learning, 2006"
    task = "binary"
    features = ("x₁", "x₂")
    target = N_("blob")
    classes = (N_("lower left"), N_("upper right"))

    def points(self) -> Points:
        y = self.labels()
        centre = (2 * y - 1) * (self.distance / np.sqrt(8.0))
        return Points(centre[:, None] + self.noise * self.normal("noise", 2), y)
