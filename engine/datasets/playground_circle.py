"""A disc in a ring, as TensorFlow Playground draws it."""

from typing import Literal

import numpy as np

from engine.dataset import Generated, noise
from engine.fits.points import Points
from engine.text import N_


class PlaygroundCircle(Generated):
    """A disc of radius 2.5 in a ring from 3.5 to 5; radius and angle are uniform.

    The noise moves no example: it mislabels. An example is of class 1 where its place, moved by up to ± 5 σ
    in each coordinate, lies within 2.5 of the centre. (Playground's labels are −1 and 1.)

    Source: D. Smilkov, S. Carter, D. Sculley, F. B. Viégas, M. Wattenberg, "Direct-Manipulation
    Visualization of Deep Networks", 2017.
    """

    kind: Literal["playground_circle"] = "playground_circle"
    noise: float = noise(
        0.0, help=N_("Mislabels: the share of the radius by which the place that is labelled may be off."), most=0.5, slider=(0.0, 0.5)
    )

    title = N_("Disc in a ring (Playground)")
    idea = N_("One class surrounds the other; with noise some examples have the wrong label.")
    source = "D. Smilkov, S. Carter, D. Sculley, F. B. Viégas, M. Wattenberg, Direct-Manipulation Visualization of Deep Networks, 2017"
    task = "binary"
    features = ("x₁", "x₂")
    target = N_("place")
    classes = (N_("outside"), N_("inside"))

    def points(self) -> Points:
        share, turn = self.uniform("place", 2).T
        radius = np.where(np.arange(self.count) % 2, 2.5 * share, 3.5 + 1.5 * share)
        x = radius[:, None] * np.stack([np.sin(2.0 * np.pi * turn), np.cos(2.0 * np.pi * turn)], axis=1)
        labelled = x + self.noise * self.uniform("noise", 2, -5.0, 5.0)
        return Points(x, (np.hypot(*labelled.T) < 2.5).astype(np.int64))
