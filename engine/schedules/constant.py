"""Constant learning rate."""

from typing import Any, Literal

from engine.schedule import Schedule
from engine.text import N_


class Constant(Schedule):
    """factor(t) = 1. Source: H. Robbins, S. Monro, "A Stochastic Approximation Method", 1951 (contrast)."""

    kind: Literal["constant"] = "constant"

    title = N_("Constant")
    idea = N_("The rate never changes: the ball settles only where the surface lets it.")
    source = "A.-L. Cauchy, Méthode générale pour la résolution des systèmes d'équations simultanées, 1847"
    equation = (r"\alpha_t = \alpha",)
    spoken = N_("alpha at step t is alpha")
    torch = ""
    keras = ""

    def factor(self, state: Any, t: int) -> float:
        return 1.0
