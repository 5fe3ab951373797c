"""An inclined plane, as TensorFlow Playground draws it."""

from typing import Literal

import numpy as np

from engine.dataset import ReadElsewhere, noise
from engine.fits.points import Floats
from engine.text import N_


class PlaygroundPlane(ReadElsewhere):
    """y = (x₁ + x₂) / 10 with x uniform in [−6, 6)².

    The noise moves the place where the plane is read, by up to ± 6 σ in each coordinate, and not the example.

    Source: D. Smilkov, S. Carter, D. Sculley, F. B. Viégas, M. Wattenberg, "Direct-Manipulation
    Visualization of Deep Networks", 2017.
    """

    kind: Literal["playground_plane"] = "playground_plane"
    noise: float = noise(0.0, help=N_("How far off the target is read, as a share of half the window."), most=0.5, slider=(0.0, 0.5))

    title = N_("Plane (Playground)")
    idea = N_("A regression of two features that needs no hidden layer.")
    source = "D. Smilkov, S. Carter, D. Sculley, F. B. Viégas, M. Wattenberg, Direct-Manipulation Visualization of Deep Networks, 2017"
    task = "regression"
    features = ("x₁", "x₂")
    target = "y"

    def target_at(self, places: Floats) -> Floats:
        return np.asarray(places.sum(axis=1) / 10.0)
