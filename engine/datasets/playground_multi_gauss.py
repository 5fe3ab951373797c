"""Six hills and hollows, as TensorFlow Playground draws them."""

from typing import Literal

import numpy as np

from engine.dataset import ReadElsewhere, noise
from engine.fits.points import Floats
from engine.text import N_

_CENTRES = np.array([(-4.0, 2.5), (0.0, 2.5), (4.0, 2.5), (-4.0, -2.5), (0.0, -2.5), (4.0, -2.5)])
_SIGNS = np.array([1.0, -1.0, 1.0, -1.0, 1.0, -1.0])


class PlaygroundMultiGauss(ReadElsewhere):
    """y = ± max(0, 1 − d/2), d being the distance to the nearest of six centres; x uniform in [−6, 6)².

    The signs of the centres (−4, 0, 4) × (2.5, −2.5) are + − + above and − + − below. The noise moves the
    place where the target is read, by up to ± 6 σ in each coordinate, and not the example.

    Source: D. Smilkov, S. Carter, D. Sculley, F. B. Viégas, M. Wattenberg, "Direct-Manipulation
    Visualization of Deep Networks", 2017.
    """

    kind: Literal["playground_multi_gauss"] = "playground_multi_gauss"
    noise: float = noise(0.0, help=N_("How far off the target is read, as a share of half the window."), most=0.5, slider=(0.0, 0.5))

    title = N_("Hills and hollows (Playground)")
    idea = N_("A regression with many bumps: every neuron more can shape one more.")
    source = "D. Smilkov, S. Carter, D. Sculley, F. B. Viégas, M. Wattenberg, Direct-Manipulation Visualization of Deep Networks, 2017"
    task = "regression"
    features = ("x₁", "x₂")
    target = "y"

    def target_at(self, places: Floats) -> Floats:
        distances = np.hypot(*(places[:, None] - _CENTRES).transpose(2, 0, 1))
        nearest = distances.argmin(axis=1)
        return np.asarray(_SIGNS[nearest] * np.maximum(0.0, 1.0 - distances.min(axis=1) / 2.0))
