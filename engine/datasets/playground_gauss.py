"""Two clouds, as TensorFlow Playground draws them."""

from typing import Literal

import numpy as np

from engine.dataset import Generated, noise
from engine.fits.points import Points
from engine.text import N_


class PlaygroundGauss(Generated):
    """Normal clouds about (−2, −2), class 0, and (2, 2), class 1, of variance ½ + 7 σ.

    So the variance grows from ½ to 4 as the noise goes from 0 to ½. (Playground's labels are −1 and 1.)

    Source: D. Smilkov, S. Carter, D. Sculley, F. B. Viégas, M. Wattenberg, "Direct-Manipulation
    Visualization of Deep Networks", 2017.
    """

    kind: Literal["playground_gauss"] = "playground_gauss"
    noise: float = noise(0.0, help=N_("Widens the clouds: their variance is ½ + 7σ."), most=0.5, slider=(0.0, 0.5))

    title = N_("Two clouds (Playground)")
    idea = N_("The simplest classes: one line parts them until the noise makes them overlap.")
    source = "D. Smilkov, S. Carter, D. Sculley, F. B. Viégas, M. Wattenberg, Direct-Manipulation Visualization of Deep Networks, 2017"
    task = "binary"
    features = ("x₁", "x₂")
    target = N_("cloud")
    classes = (N_("lower left"), N_("upper right"))

    def points(self) -> Points:
        y = self.labels()
        return Points((4.0 * y - 2.0)[:, None] + np.sqrt(0.5 + 7.0 * self.noise) * self.normal("noise", 2), y)
