"""Constant learning rate."""

from typing import Any, Literal

from engine.schedule import Schedule
from engine.text import N_


class Constant(Schedule):
    """factor(t) = 1.

    Exact gradients and a rate below the limit of stability need no more. With noise it must fall for
    the ball to settle: Robbins and Monro ask for Σ α_t = ∞ and Σ α_t² < ∞, which a constant breaks.

    Source: H. Robbins, S. Monro, "A Stochastic Approximation Method", 1951.
    """

    kind: Literal["constant"] = "constant"

    title = N_("Constant")
    idea = N_("The rate never changes: the ball settles only where the surface lets it.")
    source = "H. Robbins, S. Monro, A Stochastic Approximation Method, 1951"
    equation = (r"\alpha_t = \alpha",)
    spoken = N_("alpha at step t is alpha")
    torch = ""
    keras = ""
    is_constant = True

    def factor(self, state: Any, t: int) -> float:
        return 1.0
